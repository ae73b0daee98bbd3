"""A recorded Child-Pugh class as a code, points, a range of points, words or five parameters: the answer to an order.

A patient with liver cancer may have 60 mg in class A and not in class B or C. All patients are synthetic.
"""

from __future__ import annotations

from typing import Any

import pytest
from support.build import observation, quantity
from support.coding import CHILD_PUGH, CHILD_PUGH_SCORE, concept
from support.judged import judged, liver_cancer, named
from support.plain import sixty

A, B, C = (CHILD_PUGH[letter][0] for letter in "ABC")


def verdict(answer: dict[str, Any]) -> str:
    """The verdict on 60 mg beside this answer to the question for the class; every rule has to come to its end."""
    report = judged(liver_cancer(observation("class", CHILD_PUGH_SCORE, "2026-11-10") | answer, sixty()))
    assert named(report, "not-checked") == []
    return report.verdict.value


def spread(low: object = None, high: object = None) -> dict[str, Any]:
    """A range of points; an end that is None is not there."""
    ends = {"low": low, "high": high}
    return {"valueRange": {name: {"value": one} for name, one in ends.items() if one is not None}}


def panel(*answers: dict[str, Any]) -> dict[str, Any]:
    """The parameters, each with its answer."""
    names = ("Ascites", "Encephalopathy", "Bilirubin", "Albumin", "INR")
    return {"component": [{"code": {"text": name}} | one for name, one in zip(names, answers, strict=False)]}


def points(*numbers: object, **more: object) -> dict[str, Any]:
    """The parameters as amounts in points."""
    return panel(*({"valueQuantity": {"value": one, "unit": "points"} | more} for one in numbers))


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        ({"valueCodeableConcept": concept(A)}, "accept"),
        ({"valueCodeableConcept": concept(A) | {"text": "Child-Pugh A"}}, "accept"),
        ({"valueCodeableConcept": concept(C)}, "error"),
        ({"valueCodeableConcept": concept(A) | {"text": "Child-Pugh B"}}, "undetermined"),
        ({"valueCodeableConcept": {"coding": [A, B]}}, "undetermined"),
        ({"valueCodeableConcept": concept(A), "valueString": "Child-Pugh C"}, "undetermined"),
    ],
)
def test_two_classes_in_one_answer_are_none_that_can_be_relied_on(answer: dict[str, Any], wanted: str) -> None:
    assert verdict(answer) == wanted


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        ({"valueInteger": 6}, "accept"),
        ({"valueInteger": 7}, "error"),
        ({"valueInteger": 15}, "error"),
        ({"valueInteger": 4}, "undetermined"),
        ({"valueInteger": 16}, "undetermined"),
        ({"valueString": "6"}, "accept"),
        ({"valueString": "Child-Pugh B7"}, "error"),
        ({"valueString": "Child-Pugh A-B"}, "undetermined"),
    ],
)
def test_points_and_words_are_the_class_they_are_of(answer: dict[str, Any], wanted: str) -> None:
    assert verdict(answer) == wanted


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        (spread(5, 6), "accept"),
        (spread(5, 5), "accept"),
        (spread(7, 9), "error"),
        (spread(10, 15), "error"),
        (spread(5, 7), "undetermined"),
        (spread(6, 5), "undetermined"),
        (spread(4, 6), "undetermined"),
        (spread(low=5), "undetermined"),
        (spread(high=6), "undetermined"),
        ({"valueRange": {"low": {"unit": "points"}, "high": {"value": 6}}}, "undetermined"),
        ({"valueRange": {}}, "undetermined"),
    ],
)
def test_a_range_of_points_is_a_class_where_both_ends_are_of_one(answer: dict[str, Any], wanted: str) -> None:
    assert verdict(answer) == wanted


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        (points(1, 1, 1, 1, 1), "accept"),
        (points(1, 1, 2, 1, 1), "accept"),
        (points(2, 1, 2, 1, 1), "error"),
        (points(3, 3, 3, 3, 3), "error"),
        (panel(*({"valueInteger": 1} for _ in range(5))), "accept"),
        (panel(*({"valueQuantity": quantity(1, "1")} for _ in range(5))), "accept"),
        (panel(*({"valueQuantity": {"value": 1}} for _ in range(5))), "accept"),
        (panel(*({"valueQuantity": quantity(1, "{score}")} for _ in range(5))), "accept"),
        *((points(1, 1, 1, 1, 1, unit=one), "accept") for one in ("point", "pts", "Points", "score")),
        # Four of the five, or one of them that is no point: their sum is none of the whole.
        (points(1, 1, 2, 2), "undetermined"),
        (points(1, 1, "2.5", 2, 2), "undetermined"),
        (points(1, 1, 1, 1, 1, comparator=">"), "undetermined"),
        (panel(*({"valueQuantity": quantity(1, "mg/dL")} for _ in range(5))), "undetermined"),
    ],
)
def test_five_parameters_in_points_are_their_sum_and_fewer_are_open(answer: dict[str, Any], wanted: str) -> None:
    assert verdict(answer) == wanted
