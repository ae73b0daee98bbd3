"""The ordered schedule itself: known, one amount at one interval, once daily."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from support.build import Resource, dosage, every, order, quantity
from support.facts import chart
from support.judged import judged, named, only, tablets, verdicts
from support.plain import TABLET_60, kidney, with_dosage
from support.shipped import choose_label

from validator.assessment.ordered import Ordered
from validator.assessment.situation import Situation
from validator.dosage import Schedule, SimpleDose
from validator.finding import IssueType
from validator.rules.schedule import in_words, schedule
from validator.verdict import Verdict


def said(resources: list[Resource]) -> set[str]:
    return {one.code for one in judged(resources).findings}


def test_a_divided_dose_says_how_often() -> None:
    found = only(kidney(tablets(20, every(times=3))), "not-once-daily")
    assert found.message == "20 mg three times daily divides the daily dose; the label gives it once daily."
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


@pytest.mark.parametrize(
    ("mg", "interval", "words"),
    [
        (60, Fraction(1), "60 mg once daily"),
        (30, Fraction(1, 2), "30 mg twice daily"),
        (20, Fraction(1, 3), "20 mg three times daily"),
        (60, Fraction(2, 3), "60 mg every 16 hours"),
        (60, Fraction(3, 2), "60 mg every 36 hours"),
        (20, Fraction(2), "20 mg every other day"),
        (60, Fraction(7), "60 mg once weekly"),
    ],
)
def test_a_dose_and_its_interval_are_said_as_people_say_them(mg: int, interval: Fraction, words: str) -> None:
    assert in_words(SimpleDose(Decimal(mg), interval)) == words


def test_what_was_read_from_text_is_a_warning_each() -> None:
    words = with_dosage({"text": "Take 1 tablet (60 mg) by mouth once daily"})
    both = with_dosage(dosage(quantity(60, "mg"), every(), text="Take 40 mg by mouth once daily"))
    assert only(kidney(words), "dose-read-from-text").verdict is Verdict.WARNING
    assert only(kidney(both), "text-contradicts-dose").verdict is Verdict.WARNING


def test_a_range_that_is_taken_as_needed_is_told_once() -> None:
    span = {"doseRange": {"low": quantity(40, "mg"), "high": quantity(60, "mg")}}
    one = dosage(None, every()) | {"doseAndRate": [span], "asNeededBoolean": True}
    assert {"as-needed", "schedule-not-in-label"} & said(kidney(with_dosage(one))) == {"as-needed"}
    other = dosage(quantity(20, "mg"), every(dayOfWeek=["mon"]))
    assert {"as-needed", "schedule-not-in-label"} <= said(kidney(with_dosage(one, other)))


def test_a_reason_of_this_order_names_this_order_and_one_of_another_names_that() -> None:
    silent = order(TABLET_60, [dosage(quantity(60, "mg"), None)], name="other")
    this, that = "Bundle.entry[4].resource", "Bundle.entry[5].resource"
    missing = "dosageInstruction[0].timing"
    alone = only(kidney(silent | {"id": "order"}), "dose-not-known")
    assert (alone.expression, alone.evidence) == ((f"{this}.{missing}",), ())
    beside = only(kidney(silent | {"id": "order"}, tablets(20, name="other")), "dose-not-known")
    assert (beside.expression, beside.evidence) == ((f"{this}.{missing}",), ())
    of_the_other = only(kidney(tablets(20), silent), "dose-not-known")
    assert of_the_other.expression == (f"{that}.{missing}",)
    assert [one.reference for one in of_the_other.evidence] == ["MedicationRequest/other"]


def test_what_is_missing_is_required_and_what_cannot_be_read_is_a_wrong_value() -> None:
    no_frequency = with_dosage(dosage(quantity(60, "mg"), None))
    no_amount = with_dosage(dosage(quantity(60, "mg") | {"comparator": "<"}, every()))
    assert only(kidney(no_frequency), "dose-not-known").kind is IssueType.REQUIRED
    assert only(kidney(no_amount), "dose-not-known").kind is IssueType.VALUE


def test_a_schedule_that_is_empty_for_no_reason_is_not_known_either() -> None:
    """The dosage engine always gives a reason; should it ever give none, the order is not passed."""
    read = chart(what=tablets(60))
    assert read.order is not None
    choice = choose_label(read.order.product, read, read.as_of)
    assert choice.label is not None
    situation = Situation(read.order, read, choice.label, choice)
    vars(situation)["ordered"] = Ordered(Schedule(), Schedule())
    (found,) = schedule(situation)
    assert (found.code, found.verdict) == ("dose-not-known", Verdict.UNDETERMINED)
    assert found.missing == ("MedicationRequest.dosageInstruction",)


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ({"start": "2026-10-01", "end": "2026-10-31"}, ["warning"]),
        ({"end": "2026-11-21"}, ["warning"]),
        ({"end": "2026-11"}, []),
        ({"end": "2026-11-22"}, []),
        ({"start": "2026-11-22", "end": "2026-12-21"}, []),
    ],
)
def test_an_order_whose_bounds_ended_before_it_was_written_is_told(bounds: dict[str, str], expected: list[str]) -> None:
    report = judged(kidney(tablets(60, every(boundsPeriod=bounds))))
    assert verdicts(report, "order-ended-before-written") == expected
