"""The codes of this project's own code systems, `profiles/codesystems`."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from validator.terminology.profiles import profiles_root


@cache
def codes_in(name: str, root: Path | None = None) -> frozenset[str]:
    """The codes of a CodeSystem of `profiles/codesystems`; those shipped where a site's folder has none of its own."""
    own = (root or profiles_root()) / "codesystems" / f"{name}.json"
    path = own if own.is_file() else profiles_root() / "codesystems" / f"{name}.json"
    system = json.loads(path.read_text(encoding="utf-8"))
    return frozenset(concept["code"] for concept in system["concept"])
