"""The resources of the examples that a profile of this project is about, each claiming it, as files to judge."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from support.coding import CRITERION
from support.judge import as_file, examples
from support.profiled import LIVER, ORDER, STATED, WEIGHT, claiming

from validator import check_bundle
from validator.profiles import shipped

_LISTS = {WEIGHT: "body-weight", LIVER: "child-pugh-questions"}


def claimed(folder: Path) -> Iterator[tuple[str, str, Path]]:
    """The stem of an example, a profile, and the file of one resource that claims it."""
    for example in examples("R4"):
        content = example.read_bytes()
        orders = {one.expression for one in check_bundle(content, structure="read").orders if one.label is not None}
        for number, entry in enumerate(json.loads(content).get("entry", [])):
            resource = entry["resource"]
            profile = ORDER if f"Bundle.entry[{number}].resource" in orders else _profile(resource)
            if profile is not None:
                file = as_file(folder, f"claimed-{example.stem}-{number}", json.dumps(claiming(profile, resource)))
                yield example.stem, profile, file


def _profile(resource: dict[str, Any]) -> str | None:
    if resource["resourceType"] != "Observation":
        return None
    codes = {(one.get("system"), one["code"]) for one in resource["code"].get("coding", [])}
    if any(system == CRITERION for system, _ in codes):
        return STATED
    return next((profile for profile, name in _LISTS.items() if codes & _codes(name)), None)


def _codes(name: str) -> set[tuple[str, str]]:
    (found,) = (one for one in shipped().book.value_sets if one.name == name)
    return set(found.concepts)
