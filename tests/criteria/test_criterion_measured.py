"""Whether something was measured before a first order."""

from __future__ import annotations

import pytest
from support.asked import ask, truth
from support.build import Resource, observation
from support.coding import loinc
from support.judged import tablets

ALT = loinc("1742-6", "Alanine aminotransferase [Enzymatic activity/volume] in Serum or Plasma")
AST = loinc("1920-8", "Aspartate aminotransferase [Enzymatic activity/volume] in Serum or Plasma")
QUESTION = {"kind": "not-measured", "groups": ["alt", "ast"], "days": 30}
SERUM = {"value": 24, "unit": "U/L", "system": "http://unitsofmeasure.org", "code": "U/L"}


def enzyme(name: str, on: str | None = "2026-11-10", **elements: object) -> Resource:
    made = observation(name, ALT if name == "alt" else AST, on or "2026-11-10", value=SERUM) | elements
    return made if on else {key: one for key, one in made.items() if key != "effectiveDateTime"}


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ([], "true"),
        ([enzyme("alt")], "true"),
        ([enzyme("alt"), enzyme("ast")], "false"),
        ([enzyme("alt", "2026-10-23"), enzyme("ast", "2026-11-22")], "false"),
        ([enzyme("alt", "2026-10-22"), enzyme("ast")], "true"),
        ([enzyme("alt", "2026-11-23"), enzyme("ast")], "true"),
        ([enzyme("alt", "2026-11"), enzyme("ast")], "true"),
        ([enzyme("alt", None), enzyme("ast")], "true"),
        ([enzyme("alt", valueQuantity=None), enzyme("ast")], "true"),
        ([enzyme("alt", status="cancelled"), enzyme("ast")], "true"),
        ([tablets(60, name="before", status="completed", on="2026-05-01")], "false"),
    ],
)
def test_each_of_them_was_measured_in_the_days_up_to_the_order(resources: list[Resource], expected: str) -> None:
    found = [{key: value for key, value in one.items() if value is not None} for one in resources]
    assert truth(QUESTION, *found) == expected


def test_what_is_lacking_is_said_and_what_was_measured_is_shown() -> None:
    assert ask(QUESTION, enzyme("alt")).because == "not on file in the 30 days before: ast"
    assert ask(QUESTION).because == "not on file in the 30 days before: alt, ast"
    both = ask(QUESTION, enzyme("alt"), enzyme("ast"))
    assert [one.reference for one in both.evidence] == ["Observation/alt", "Observation/ast"]


def test_a_result_in_words_alone_is_no_measurement_and_one_in_an_unknown_unit_is() -> None:
    words = {key: part for key, part in enzyme("alt", valueString="see report").items() if key != "valueQuantity"}
    assert truth(QUESTION, words, enzyme("ast")) == "true"
    assert truth(QUESTION, enzyme("alt", valueQuantity={"value": 24, "unit": "foo"}), enzyme("ast")) == "false"
