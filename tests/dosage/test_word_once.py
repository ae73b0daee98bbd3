"""Words that give one dose only, by another route, for each kilogram, or at times of the clock, beside a dose a day."""

from __future__ import annotations

import pytest
from support.words import Text, told

AGAINST = (
    "One time dose",
    "1 time only",
    "single dose",
    "Take STAT",
    "once only",
    "Take 60 mg/m2 daily",
    "Take 1 mg/kg by mouth once daily",
    "Take at 8am and 8pm",
    "Take this medication at 9:00 and 21:00",
)
ROUTES = ("give rectally", "Give 60 mg topically", "sublingual", "60 mg subcutaneously")
STOPS = ("Patient not to take", "not taking", "Pt not taking it", "not to give")
QUIET = (
    "Take 60 mg as a single dose daily",
    "Take 60 mg by mouth in a single dose",
    "one single dose once daily",
    "Take 1 tablet daily at 8am or 8pm",
    "Check BP at 8am and 8pm",
    "Apply cream topically to hands as needed",
    "nivolumab 480 mg IV every 4 weeks",
    "Patient not taking any other medications",
    "Patient not taking NSAIDs",
)


@pytest.mark.parametrize("words", AGAINST)
def test_another_way_of_dosing_contradicts_the_codes(words: str) -> None:
    assert "text-contradicts-dose" in {one.code for one in told(Text(words))}


@pytest.mark.parametrize("words", ROUTES)
def test_another_route_in_words_is_told(words: str) -> None:
    assert "text-not-understood" in {one.code for one in told(Text(words))}


@pytest.mark.parametrize("where", ["text", "patientInstruction", "note"])
@pytest.mark.parametrize("words", STOPS)
def test_not_to_be_taken_takes_the_order_back(words: str, where: str) -> None:
    assert [one.code for one in told(Text(words, where))] == ["text-takes-order-back"]


@pytest.mark.parametrize("where", ["text", "patientInstruction", "note"])
@pytest.mark.parametrize("words", QUIET)
def test_one_dose_a_day_and_what_is_of_other_things_is_quiet(words: str, where: str) -> None:
    assert told(Text(words, where)) == []


@pytest.mark.parametrize(
    "words",
    ["Take within 30 minutes of a meal", "Take with plenty of food", "Take c food", "Take daily c breakfast"],
)
def test_close_to_food_is_with_food(words: str) -> None:
    assert [one.code for one in told(Text(words))] == ["with-food"]


@pytest.mark.parametrize(
    "words",
    [
        "Do not take within 2 hours of food",
        "Take within 12 hours of the missed dose",
        "Do not eat within 1 hour of the dose",
        "No food within 2 hours",
        "Not to take with food",
        "Hep C food diary",
    ],
)
def test_far_from_food_is_quiet(words: str) -> None:
    assert told(Text(words)) == []


def test_sucking_is_chewing_and_not_sucking_is_whole() -> None:
    assert [one.code for one in told(Text("suck tablet"))] == ["not-swallowed-whole"]
    assert told(Text("Do not suck or chew the tablet")) == []


@pytest.mark.parametrize(
    "words",
    [
        "Take at bedtime, 2+ hours after dinner",
        "Take 2 or more hours after dinner",
        "Take >2 hours after eating",
        "Increased from 40 mg to 60 mg",
        "Sig: 1 po qd",
    ],
)
def test_an_interval_or_more_history_and_shorthand_are_quiet(words: str) -> None:
    assert told(Text(words)) == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Take 1+ hours after eating", "with-food"),
        ("Increased from 60 mg to 80 mg", "text-contradicts-dose"),
        ("Sig: 2 po qd", "text-contradicts-dose"),
    ],
)
def test_the_same_with_another_number_is_told(words: str, code: str) -> None:
    assert [one.code for one in told(Text(words))] == [code]
