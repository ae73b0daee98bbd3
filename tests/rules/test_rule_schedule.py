"""The ordered schedule itself: known, one amount at one interval, once daily."""

from __future__ import annotations

import pytest
from support.build import Resource, dosage, every, order, quantity
from support.judged import judged, named, only, tablets
from support.plain import TABLET_60, kidney, with_dosage

from validator.verdict import Verdict


def said(resources: list[Resource]) -> set[str]:
    return {one.code for one in judged(resources).findings}


def test_a_divided_dose_says_how_often() -> None:
    found = only(kidney(tablets(20, every(times=3))), "not-once-daily")
    assert found.message == "20 mg 3 times daily divides the daily dose; the label gives it once daily."
    assert found.verdict is Verdict.ERROR


@pytest.mark.parametrize(
    ("ordered", "element"),
    [
        (with_dosage(dosage(quantity(60, "mg"), None)), "timing"),
        (with_dosage(dosage(None, every())), "doseAndRate"),
        (with_dosage(dosage(quantity(1, "{vial}"), every())), "dose"),
        (with_dosage(), "dosageInstruction"),
    ],
)
def test_a_dose_that_cannot_be_worked_out_is_never_assumed(ordered: Resource, element: str) -> None:
    (found,) = named(judged(kidney(ordered)), "dose-not-known")
    assert found.verdict is Verdict.UNDETERMINED
    assert any(element in one for one in found.missing)
    assert judged(kidney(ordered)).verdict is Verdict.UNDETERMINED


def test_as_needed_is_an_error_and_the_dose_is_judged_too() -> None:
    ordered = with_dosage(dosage(quantity(100, "mg"), every()) | {"asNeededBoolean": True})
    assert "as-needed" in said(kidney(ordered))
    assert "dose-above-maximum" in said(kidney(ordered))


def test_a_dose_from_text_is_a_warning_and_a_contradicting_text_too() -> None:
    words = with_dosage({"text": "Take 1 tablet (60 mg) by mouth once daily"})
    assert {"dose-agrees", "dose-read-from-text"} <= said(kidney(words))
    both = with_dosage(dosage(quantity(60, "mg"), every(), text="Take 40 mg by mouth once daily"))
    assert "text-contradicts-dose" in said(kidney(both))


@pytest.mark.parametrize(
    "ordered",
    [
        with_dosage(dosage(None, every()) | {"doseAndRate": [
            {"doseRange": {"low": quantity(40, "mg"), "high": quantity(60, "mg")}}]}),
        tablets(60, every(dayOfWeek=["mon", "tue", "wed", "thu", "fri"])),
    ],
    ids=["a range", "five days a week"],
)  # fmt: skip
def test_a_schedule_that_is_not_one_dose_is_an_error(ordered: Resource) -> None:
    assert "schedule-not-in-label" in said(kidney(ordered))


def test_an_order_beside_it_whose_dose_is_not_known_keeps_the_sum_from_being_known() -> None:
    other = order(TABLET_60, [dosage(quantity(60, "mg"), None)], name="other")
    found = only(kidney(tablets(20), other), "dose-not-known")
    assert found.evidence[0].reference == "MedicationRequest/other"
