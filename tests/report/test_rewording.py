"""The words of an instruction with another dose in them; where it is not sure which words tell the dose, none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from support.shipped import load_label, revision_dates

from validator.report.rewording import TO_PATIENT, counted, kept_words, reworded

TABLETS = load_label("cabometyx", revision_dates("cabometyx")[-1])
FORTY, ONE, TWO = Decimal(40), Decimal(1), Decimal(2)


@pytest.mark.parametrize(
    ("written", "units", "told"),
    [
        ("Take 60 mg daily on an empty stomach", ONE, "Take 40 mg daily on an empty stomach"),
        ("Take 60mg po qd; max 60 mg per day", ONE, "Take 40mg po qd; max 40 mg per day"),
        ("3 tablets (60 mg) daily, 2 hours after food", TWO, "2 tablets (40 mg) daily, 2 hours after food"),
        ("60 mg (3 tabs) daily", TWO, "40 mg (2 tablets) daily"),
        ("Take one 60 mg tablet daily", ONE, "Take one 40 mg tablet daily"),
        ("1 tab of 60 mg daily", ONE, "1 tablet of 40 mg daily"),
        ("Take daily as directed. Avoid grapefruit.", ONE, "Take daily as directed. Avoid grapefruit."),
        ("Take 60 mg daily", None, "Take 40 mg daily"),
        ("1.2 mg/kg is no dose of it", ONE, "1.2 mg/kg is no dose of it"),
        ("Take 1 tablet (60 mg total) by mouth daily.", ONE, "Take 1 tablet (40 mg total) by mouth daily."),
        ("Take 60 mg daily with 60 mL of water", ONE, "Take 40 mg daily with 60 mL of water"),
    ],
)
def test_the_dose_is_put_in_the_place_of_the_old_one(written: str, units: Decimal | None, told: str) -> None:
    assert reworded(written, TABLETS, FORTY, units) == told


@pytest.mark.parametrize(
    ("written", "units"),
    [
        ("Take 60 mg daily, may reduce to 20 mg", ONE),
        ("Take 1 tablet in the morning and 2 tablets at night", ONE),
        ("Take three 20 mg tablets daily", TWO),
        ("Take 3 tablets of 20 mg daily", TWO),
        ("Take one 60 mg tablet daily", TWO),
        ("1 carton as 3 capsules", None),
        ("Amlodipine 5 mg once daily", ONE),
        ("Take 2 tablets of Imodium if diarrhea", ONE),
        ("If you miss a dose do not take 120 mg", ONE),
        ("Last month 60 mg caused diarrhea", ONE),
        ("Take 60 mg daily (60 mg OK per attending)", ONE),
        ("Take 60 mg daily, 2 h apart from diltiazem 60 mg", ONE),
        ("Take 60 mg daily; acetaminophen max 60 mg", ONE),
    ],
)
def test_what_may_be_a_strength_or_another_dose_is_not_guessed(written: str, units: Decimal | None) -> None:
    assert reworded(written, TABLETS, FORTY, units) is None


def test_pieces_are_counted_in_words() -> None:
    assert (counted(ONE, TABLETS), counted(TWO, TABLETS)) == ("1 tablet", "2 tablets")


def test_words_to_the_patient_that_tell_no_dose_stay_in_any_case() -> None:
    own = {"text": "Take 60 mg daily", TO_PATIENT: "Avoid grapefruit", "method": {"text": "Swallow"}}
    in_own = {"text": "Take 40 mg daily", TO_PATIENT: "Avoid grapefruit"}
    assert dict(kept_words(own, TABLETS, FORTY, ONE, in_own_words=True)) == in_own
    assert dict(kept_words(own, TABLETS, FORTY, ONE, in_own_words=False)) == {TO_PATIENT: "Avoid grapefruit"}
    blank = {"text": " ", TO_PATIENT: ["not text"]}
    assert dict(kept_words(blank, TABLETS, FORTY, ONE, in_own_words=True)) == {}


@pytest.mark.parametrize("words", ["Furosemide 60 mg every morning continues", "You were on 60 mg before"])
@pytest.mark.parametrize("in_own_words", [True, False])
def test_words_of_another_drug_or_another_day_stay_as_they_are(words: str, in_own_words: bool) -> None:
    own = {TO_PATIENT: words}
    assert dict(kept_words(own, TABLETS, FORTY, ONE, in_own_words=in_own_words)) == own
