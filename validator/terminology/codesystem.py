"""The code systems of a profiles folder: which codes value sets may name."""

from __future__ import annotations

import json
from pathlib import Path

from validator.terminology.profiles import profiles_root


class CodeSystems:
    """The code systems of one profiles folder, each read once; what it lacks is taken from those shipped.

    The criteria that can be attested are those of the program and not of a site, so a site need not copy them.
    """

    __slots__ = ("_codes", "_folders")

    def __init__(self, root: Path) -> None:
        self._folders = (root / "codesystems", profiles_root() / "codesystems")
        self._codes: dict[str, frozenset[str]] = {}

    def codes(self, name: str) -> frozenset[str]:
        """The codes of the system in the file of this name. Raises OSError where neither folder has it."""
        if name not in self._codes:
            own, shipped = (folder / f"{name}.json" for folder in self._folders)
            system = json.loads((own if own.is_file() else shipped).read_text(encoding="utf-8"))
            self._codes[name] = frozenset(concept["code"] for concept in system["concept"])
        return self._codes[name]
