"""A dose that is too high whichever class of the liver holds, where the label gives none with one of them."""

from __future__ import annotations

import pytest
from support.build import Resource, observation
from support.coding import CHILD_PUGH_SCORE
from support.judged import judged, liver_cancer, only, tablets
from support.liver import ASCITES, ENCEPHALOPATHY, albumin, bilirubin, cirrhosis, inr, liver_tests, on_problem_list

BETWEEN = liver_tests("2.5", "3.2", "1.5")
"""Seven points, and up to eleven with signs that nobody recorded."""
ABOVE = "dose-above-label"
SIGNS = [on_problem_list(ASCITES, "ascites"), on_problem_list(ENCEPHALOPATHY, "encephalopathy")]


def ill(*resources: Resource, mg: int = 60) -> list[Resource]:
    return liver_cancer(cirrhosis(), *resources, tablets(mg))


def test_results_that_leave_moderate_and_severe_impairment_are_called_neither_and_give_no_dose_to_order() -> None:
    found = only(ill(*BETWEEN), ABOVE)
    assert found.verdict.value == "error"
    assert found.heading == (
        "CABOMETYX 60 mg is too high by the liver results on file: Child-Pugh class B 40 mg, C avoid; record the class."
    )
    assert found.to_do.startswith("do not sign until the class is known: ")
    assert "order" not in found.to_do
    assert "with hepatic impairment, moderate if not severe, by what is on file" in found.message
    assert "Observation of the Child-Pugh class" in found.missing


def test_two_classes_of_a_day_that_both_leave_less_ask_which_holds() -> None:
    both = [observation(f"score-{points}", CHILD_PUGH_SCORE, "2026-11-10", number=points) for points in (8, 11)]
    found = only(ill(*both), ABOVE)
    assert found.heading == (
        "CABOMETYX 60 mg is too high, as Child-Pugh class B and C are both on file: Child-Pugh class B 40 mg, C avoid; "
        "record the class."
    )


@pytest.mark.parametrize(
    "beside",
    [
        [observation("class", CHILD_PUGH_SCORE, "2026-11-10", number=8)],
        # Both signs on file: these results leave moderate impairment alone.
        [*SIGNS, *liver_tests("0.9", "3.8", "1.1")],
    ],
)
def test_where_one_class_is_left_its_dose_is_the_one_to_order(beside: list[Resource]) -> None:
    found = only(ill(*beside), ABOVE)
    assert found.heading.endswith("CABOMETYX 40 mg once daily, not 60 mg.")
    assert found.missing == ()


def test_the_dose_of_the_class_that_may_hold_stays_open() -> None:
    assert judged(ill(*BETWEEN, mg=40)).verdict.value == "undetermined"
    assert judged(ill(bilirubin("0.9"), albumin("3.9"), inr("1.0"))).verdict.value == "warning"
