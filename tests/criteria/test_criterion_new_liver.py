"""A Child-Pugh class of a liver that was replaced since. All patients are synthetic."""

from __future__ import annotations

from typing import Any

import pytest
from support.asked import ask, truth
from support.build import Resource, condition, observation, procedure
from support.coding import CHILD_PUGH_SCORE, concept, icd, snomed
from support.liver import cirrhosis, liver_tests

CLASS_C = {"kind": "child-pugh", "classes": ["C"]}
CLASS_B = {"kind": "child-pugh", "classes": ["B"]}
TRANSPLANTATION = snomed("18027006", "Transplantation of liver")
CANCER = condition("tumor", concept(snomed("109841003", "Liver cell carcinoma")), onset="2024-01-01")


def points(number: int, on: str = "2025-01-05") -> Resource:
    return observation("score", CHILD_PUGH_SCORE, on, number=number)


def transplanted(on: str | None = "2025-06-01", **elements: Any) -> Resource:
    return procedure("transplantation", TRANSPLANTATION, on, **elements)


def status(**dates: str) -> Resource:
    return condition("status", concept(icd("Z94.4", "Liver transplant status")), **dates)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (transplanted(), "false"),
        (status(onset="2025-06-01"), "false"),
        (transplanted(None), "unknown"),
        (transplanted("2025"), "unknown"),
        (status(recorded="2025-07-01"), "unknown"),
        (status(), "unknown"),
        (transplanted("2024-06-01"), "true"),
        (status(recorded="2024-06-01"), "true"),
        (transplanted(status="not-done"), "true"),
        (transplanted("2026-12-24", status="preparation"), "true"),
        (procedure("x", snomed("70536003", "Transplant of kidney"), "2025-06-01"), "true"),
    ],
)
def test_a_class_of_the_liver_before_says_nothing_of_the_new_one(after: Resource, expected: str) -> None:
    assert truth(CLASS_C, CANCER, points(11)) == "true"
    assert truth(CLASS_C, CANCER, points(11), after) == expected


def test_a_class_that_answers_no_either_way_is_not_open() -> None:
    assert truth(CLASS_C, CANCER, points(5), transplanted(None)) == "false"


def test_what_is_open_names_both() -> None:
    found = ask(CLASS_C, CANCER, points(11), transplanted(None))
    assert {one.reference for one in found.evidence} == {"Observation/score", "Procedure/transplantation"}


def test_a_class_recorded_since_counts() -> None:
    again = points(8, "2026-05-05") | {"id": "again"}
    assert truth(CLASS_B, CANCER, points(11), transplanted(), again) == "true"
    assert truth(CLASS_C, CANCER, points(11), transplanted(), again) == "false"


def test_cirrhosis_of_the_liver_before_asks_for_no_class() -> None:
    old = cirrhosis() | {"onsetDateTime": "2024-02-01"}
    assert truth(CLASS_C, old) == "unknown"
    assert truth(CLASS_C, old, transplanted()) == "false"
    assert truth(CLASS_C, cirrhosis(), transplanted()) == "unknown"


def test_liver_tests_of_the_new_liver_bound_it() -> None:
    assert truth(CLASS_C, CANCER, points(5), transplanted(), *liver_tests("5.1", "2.4", "2.6")) == "true"
    assert truth(CLASS_C, CANCER, points(5), *liver_tests("5.1", "2.4", "2.6")) == "unknown"


def test_a_class_without_a_day_may_be_of_either_liver() -> None:
    undated = points(11)
    del undated["effectiveDateTime"]
    assert truth(CLASS_C, CANCER, undated) == "true"
    assert truth(CLASS_C, CANCER, undated, transplanted()) == "unknown"


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ({"end": "2025-06-01"}, "false"),
        ({"end": "2024-06-01"}, "true"),
        ({"start": "2025-06-01"}, "false"),
    ],
)
def test_a_transplantation_of_a_period_is_of_the_end_that_is_told(period: dict[str, str], expected: str) -> None:
    done = transplanted() | {"performedPeriod": period}
    del done["performedDateTime"]
    assert truth(CLASS_C, CANCER, points(11), done) == expected
