"""Hepatic impairment by Child-Pugh class; neither cirrhosis nor laboratory values give one."""

from __future__ import annotations

import pytest
from support.asked import ask, truth
from support.build import Resource, observation, weight
from support.coding import CHILD_PUGH, CHILD_PUGH_SCORE, icd
from support.judged import problem

B = {"kind": "child-pugh", "classes": ["B"]}
A_OR_B = {"kind": "child-pugh", "classes": ["A", "B"]}
CIRRHOSIS = icd("K74.60", "Unspecified cirrhosis of liver")
FAILURE = icd("K72.90", "Hepatic failure, unspecified without coma")
SPREAD = icd("C78.7", "Secondary malignant neoplasm of liver and intrahepatic bile duct")


def score(letter: str, on: str | None = "2026-11-10", name: str = "score") -> Resource:
    made = observation(name, CHILD_PUGH_SCORE, on or "2026-11-10", coded=CHILD_PUGH[letter][0])
    return made if on else {key: one for key, one in made.items() if key != "effectiveDateTime"}


def points(number: int, on: str = "2026-11-10", name: str = "points") -> Resource:
    return observation(name, CHILD_PUGH_SCORE, on, number=number)


def coded(letter: str, **elements: str | None) -> Resource:
    return problem(CHILD_PUGH[letter][0], **elements)


@pytest.mark.parametrize(
    ("resources", "is_b", "is_a_or_b"),
    [
        ([], "false", "false"),
        ([score("A")], "false", "true"),
        ([score("B")], "true", "true"),
        ([score("C")], "false", "false"),
        ([points(6)], "false", "true"),
        ([points(7)], "true", "true"),
        ([points(9)], "true", "true"),
        ([points(10)], "false", "false"),
        ([points(4)], "unknown", "unknown"),
        ([points(16)], "unknown", "unknown"),
        ([points(16), score("A")], "unknown", "unknown"),
        ([points(16, "2026-11-20"), score("A")], "unknown", "unknown"),
        ([points(16), score("A", "2026-01-01")], "unknown", "unknown"),
        ([points(16, "2026-01-01"), score("A")], "false", "true"),
        ([score("A", "2026-01-01", "old"), score("B")], "true", "true"),
        ([score("B", "2026-01-01", "old"), score("A")], "false", "true"),
        ([score("A"), score("B", name="other")], "unknown", "true"),
        ([score("B"), score("C", name="other")], "unknown", "unknown"),
        ([score("A"), score("C", name="other")], "false", "unknown"),
        ([score("A"), score("B", None, "undated")], "unknown", "true"),
        ([score("B", None)], "true", "true"),
        ([score("A", "2026", "partial"), score("C")], "false", "unknown"),  # neither is surely newer
        ([score("A", "2025", "partial"), score("C")], "false", "false"),
        ([weight("80", "2026-11-18")], "false", "false"),
        ([weight("80", "2026-11-18"), score("B")], "true", "true"),
        ([score("B", "2026-11-23")], "false", "false"),
        ([score("B", "2026-11-22")], "true", "true"),
        ([coded("B")], "true", "true"),
        ([coded("B", status="resolved")], "false", "false"),
        ([coded("B", onset="2026-11-23")], "false", "false"),
        ([coded("B", onset=None, recorded="2026-10-01")], "true", "true"),
        ([coded("C", onset="2026-01-01"), score("B")], "true", "true"),
        ([coded("C", onset=None), score("B")], "unknown", "unknown"),
        ([problem(CIRRHOSIS)], "unknown", "unknown"),
        ([problem(CIRRHOSIS, status=None)], "unknown", "unknown"),
        ([problem(FAILURE)], "unknown", "unknown"),
        ([problem(CIRRHOSIS, status="resolved")], "false", "false"),
        ([problem(CIRRHOSIS, onset="2026-11-23")], "false", "false"),
        ([problem(CIRRHOSIS), score("B")], "true", "true"),
        ([problem(SPREAD)], "false", "false"),
    ],
)
def test_the_newest_class_decides(resources: list[Resource], is_b: str, is_a_or_b: str) -> None:
    for listed in (resources, resources[::-1]):
        assert (truth(B, *listed), truth(A_OR_B, *listed)) == (is_b, is_a_or_b)


def test_a_written_class_gives_way_to_a_coded_one_that_is_newer_and_leaves_an_older_one_open() -> None:
    def written(text: str, on: str) -> Resource:
        return observation("words", CHILD_PUGH_SCORE, on, text=text)

    assert truth(B, written("Child-Pugh B", "2026-11-20")) == "true"
    assert truth(B, written("Child-Pugh B", "2026-11-01"), score("A")) == "false"
    assert truth(B, written("Child-Pugh B", "2026-11-20"), score("A")) == "unknown"
    assert truth(A_OR_B, written("Child-Pugh B", "2026-11-20"), score("A")) == "true"
    assert truth(B, written("Child-Pugh A (5 points)", "2026-11-20"), score("A")) == "false"


def test_an_answer_that_is_not_understood_beside_a_class_of_its_day_leaves_the_class_open() -> None:
    odd = observation("odd", CHILD_PUGH_SCORE, "2026-11-10", text="Child-Pugh D")
    ratio = {key: one for key, one in odd.items() if key != "valueString"} | {"valueRatio": {"numerator": {"value": 9}}}
    for one in (odd, ratio):
        assert truth(B, one, score("A")) == "unknown"
        assert truth(A_OR_B, one, score("A")) == "unknown"
        assert truth(B, one | {"effectiveDateTime": "2026-11-01"}, score("A")) == "false"
    told = ask(B, odd, score("A"))
    assert told.because == "Child-Pugh class A and a score that cannot be read as a class are on file"


def test_a_panel_that_tells_its_class_within_has_no_other_answer_of_its_own() -> None:
    def within(**part: object) -> Resource:
        return observation("panel", CHILD_PUGH_SCORE, "2026-11-10") | {
            "component": [{"code": {"text": "Ascites"}, "valueString": "none"}, part]
        }

    asked = {"coding": [CHILD_PUGH_SCORE]}
    assert truth(B, within(code=asked, valueInteger=8)) == "true"
    assert truth(B, within(code=asked, valueInteger=5), score("A")) == "false"
    assert truth(B, within(code=asked), score("A")) == "unknown"
    assert truth(B, within(code=asked, dataAbsentReason={"text": "not assessed"})) == "unknown"
    assert truth(B, observation("panel", CHILD_PUGH_SCORE, "2026-11-10"), score("A")) == "false"


def test_five_parameters_in_points_are_their_sum() -> None:
    def panel(*points: object) -> Resource:
        names = ("Ascites", "Encephalopathy", "Bilirubin", "Albumin", "INR")
        parts = [{"code": {"text": name}} | _in_points(one) for name, one in zip(names, points, strict=False)]
        return observation("panel", CHILD_PUGH_SCORE, "2026-11-10") | {"component": parts}

    assert truth(B, panel(1, 1, 1, 1, 1), score("A")) == "false"
    assert truth(B, panel(2, 1, 2, 1, 1)) == "true"
    assert truth(A_OR_B, panel(3, 3, 3, 3, 3)) == "false"
    for open_one in (panel(1, 1, 1, 1), panel(1, 1, 2.5, 1, 1), panel(1, 1, 1, 4, 1), panel(1, 1, (2, "mg/dL"), 1, 1)):
        assert truth(A_OR_B, open_one) == "unknown"
        assert truth(A_OR_B, open_one, score("A")) == "unknown"


def _in_points(value: object) -> dict[str, object]:
    if isinstance(value, tuple):
        return {"valueQuantity": {"value": value[0], "unit": value[1]}}
    return {"valueInteger": value} if isinstance(value, int) else {"valueQuantity": {"value": value, "unit": "points"}}


def test_what_is_on_file_is_said_and_what_is_missing() -> None:
    assert ask(B, score("A"), score("B", name="other")).because == "Child-Pugh class A and B are both on file"
    assert ask(B, score("B")).because == "Child-Pugh class B"
    assert ask(B, points(16)).because == "a Child-Pugh score on file cannot be read as a class"
    cirrhosis = ask(B, problem(CIRRHOSIS))
    assert cirrhosis.because == "K74.60 Unspecified cirrhosis of liver is on file without a Child-Pugh class"
    for found in (cirrhosis, ask(B, points(16)), ask(B, score("A"), score("B", name="other"))):
        assert found.missing == ("Observation of the Child-Pugh class",)
        assert found.evidence
