"""The guide of the FHIR package lists what is packed and the example charts. `test_judge` judges it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.judge import OF_R5, ROOT
from support.shipped import SHIPPED

from validator.report.fhir_package import package_resources
from validator.report.implementation_guide import PLACE, as_text, implementation_guide

EXAMPLES = ROOT / "examples"
KEPT = Path(SHIPPED.root) / PLACE


@pytest.fixture(scope="module")
def listed() -> dict[str, dict[str, Any]]:
    resources = json.loads(KEPT.read_text(encoding="utf-8"))["definition"]["resource"]
    found = {one["reference"]["reference"]: one for one in resources}
    assert len(found) == len(resources), "each is listed once"
    return found


def test_it_is_the_one_that_is_made_of_what_is_packed(request: pytest.FixtureRequest) -> None:
    made = as_text(implementation_guide(SHIPPED, EXAMPLES))
    if request.config.getoption("--update-golden"):
        KEPT.write_text(made, encoding="utf-8")
    stale = KEPT.read_text(encoding="utf-8") != made
    assert not stale, "write it: python -m validator.report.implementation_guide examples (or make golden)"


def test_it_is_in_the_package_and_lists_all_else_in_it(listed: dict[str, dict[str, Any]]) -> None:
    packed = package_resources(SHIPPED)
    assert "ImplementationGuide-labelcheck" in packed
    definitions = {name.replace("/", "-") for name, one in listed.items() if not one["exampleBoolean"]}
    assert definitions == packed.keys() - {"ImplementationGuide-labelcheck"}


def test_it_lists_every_example_chart_of_its_release_with_its_story(listed: dict[str, dict[str, Any]]) -> None:
    shown = {name.partition("/")[2]: one for name, one in listed.items() if one["exampleBoolean"]}
    assert shown.keys() == {one.stem for one in EXAMPLES.glob("*.json") if one.name not in OF_R5}
    assert all(one["description"] for one in shown.values())
