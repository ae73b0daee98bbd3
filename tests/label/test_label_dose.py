"""A dose is an amount at one time and an interval; both must fit."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from validator.label.dose import LabelDose


def test_a_daily_dose_reads_as_its_amount_a_day() -> None:
    dose = LabelDose.parse("60 mg once daily")
    assert (dose.mg, dose.every_days, dose.daily_mg) == (Decimal(60), Fraction(1), Decimal(60))


def test_every_other_day_is_half_the_amount_a_day() -> None:
    dose = LabelDose.parse("20 mg every other day")
    assert (dose.mg, dose.every_days, dose.daily_mg) == (Decimal(20), Fraction(2), Decimal(10))


@pytest.mark.parametrize(
    ("mg", "every_days", "daily"), [(30, Fraction(1, 2), 60), (60, Fraction(3, 2), 40), (60, Fraction(3), 20)]
)
def test_any_interval_has_its_average_a_day(mg: int, every_days: Fraction, daily: int) -> None:
    assert LabelDose(Decimal(mg), every_days).daily_mg == daily


def test_the_same_average_on_another_schedule_is_another_dose() -> None:
    assert LabelDose.parse("40 mg every other day") != LabelDose.parse("20 mg once daily")


@pytest.mark.parametrize(
    "text",
    [
        "60 mg once daily",
        "20 mg every other day",
        "12.5 mg once daily",
        "50 mg twice daily",
        "2 mg/kg three times daily",
        "2 mg/kg twice daily, at most 100 mg",
        "75 mg/m2 every 3 days",
        "400 mg once weekly",
    ],
)
def test_a_dose_is_written_as_it_is_read(text: str) -> None:
    assert str(LabelDose.parse(text)) == text


def test_a_dose_by_body_size_has_no_amount_a_day_until_the_size_is_known() -> None:
    with pytest.raises(ValueError, match="2 mg/kg once daily has no daily amount"):
        LabelDose.parse("2 mg/kg once daily").daily_mg  # noqa: B018


def test_an_interval_without_a_label_phrase_is_written_in_days() -> None:
    assert str(LabelDose(Decimal(20), Fraction(3))) == "20 mg every 3 days"


@pytest.mark.parametrize(
    "text",
    [
        "60 mg",
        "60 mg daily",
        "60mg once daily",
        "sixty mg once daily",
        "60 mg five times daily",
        "60 mg once daily, at most 80 mg",
        "2 mg/kg",
        " 60 mg once daily",
        "",
    ],
)
def test_anything_else_is_no_dose(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no dose; write it as '60 mg once daily', '2 mg/kg|not by body size"):
        LabelDose.parse(text)
