"""Words that put another drug or the other form in the place of the order are told; history is silent."""

from __future__ import annotations

import pytest
from support.words import Text, told

PLACES = ["text", "patientInstruction", "note"]


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize(
    "words",
    [
        "Take sunitinib 50 mg instead",
        "Take lenvatinib 20 mg daily instead of this",
        "Give pazopanib",
        "Replace with sunitinib",
        "Please switch to lenvatinib",
        "Change to sunitinib 50 mg",
        "Substitute capsules",
        "Change to capsules",
        "Open capsule and sprinkle",
        "Fill with capsules",
        "Switched to lenvatinib",
    ],
)
def test_another_drug_or_form_in_its_place_is_told(words: str, where: str) -> None:
    assert told(Text(words, where))


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize(
    "words",
    [
        "Take ondansetron 8 mg as needed for nausea",
        "Take amlodipine 5 mg daily for blood pressure",
        "Switched from pembrolizumab 200 mg every 3 weeks",
        "Was changed to sunitinib in 2025",
        "Take instead of Inlyta",
        "If it progresses, switch to lenvatinib",
        "Do not replace with capsules",
        "Not interchangeable with Cometriq",
        "Do not open capsules",
    ],
)
def test_what_is_beside_or_behind_the_treatment_is_silent(words: str, where: str) -> None:
    assert told(Text(words, where)) == []


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize(
    "words",
    [
        "Take for 14 days of each 28-day cycle",
        "Take daily for 3 of 4 weeks",
        "Take for three weeks followed by one week rest",
        "Take daily x14 days each cycle",
        "Five days on, two off",
        "Take 1 tablet on dialysis days",
        "Take until gone then stop",
        "Take if you feel unwell",
        "Post meals",
        "Divide tablet",
        "Disperse in water",
        "60 mg by rectum",
        "Take none",
        "Replaced by new order",
        "Ramp up from 20 mg",
        "Skip a dose",
        "Skip tomorrow",
        "Rest days Saturday and Sunday",
        "Take 1 tablet daily excluding weekends",
        "Hold weekends",
        "Only on Mondays",
        "Half dose",
        "Eat before taking",
        "Can take w food",
        "c/ food",
        "PC",
        "60 mg, IV, Daily",
        "Dose reduce to 40 mg after cycle 1",
        "Stop after this bottle",
        "Therapy complete",
        "Take under the tongue",
        "Inject IM",
    ],
)
def test_a_cycle_a_condition_or_a_way_of_taking_that_is_not_coded_is_told(words: str, where: str) -> None:
    assert told(Text(words, where))


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize(
    "words",
    [
        "If diarrhea more than 4 times a day, take loperamide 2 mg and call",
        "Return in 2 weeks for labs",
        "See you in 3 weeks",
        "Disp: 30, Rfl: 2",
        "Generic substitution permitted",
        "Do not take more than prescribed",
        "Renewal of prescription 12345",
        "Start on Monday",
        "Year 2 of treatment",
        "Interpreter needed: Spanish",
        "Weekly phone calls for the first month",
        "TSH every 6 weeks",
        "Vitals weekly",
        "Chemo precautions x 48 hours",
        "SBRT 24 Gy x 3 completed",
        "30 tabs/30 days",
        "Patient has 5 tablets left",
        "Foundation grant $10,000",
        "EAP enrollment sent",
        "pT3a pN0 cM1",
        "66 y.o. male",
        "Take at night to reduce nausea",
        "Reduce dose for grade 2 intolerable toxicity",
        "Stage IV",
        "Bottle 1 of 2",
        "Cycle length 28 days",
        "Take with a full glass of water",
    ],
)
def test_visits_refills_numbers_and_days_of_a_start_are_silent(words: str, where: str) -> None:
    assert told(Text(words, where)) == []


@pytest.mark.parametrize(
    "before", ["Avoid grapefruit, ", "Do not crush, ", "On an empty stomach, ", "Take 1 tablet by mouth once daily, "]
)
@pytest.mark.parametrize(
    "words",
    [
        "reduce to 40 mg daily",
        "decrease dose to 20 mg",
        "weekly",
        "skip Sundays",
        "stop taking on 11/25",
        "cancel this order",
        "no longer taking",
        "changed to 40 mg daily",
        "dispense capsules",
        "replaced by new order",
        "change to sunitinib 50 mg",
        "take none",
        "then increase to 80 mg",
        "divide tablet",
    ],
)
def test_advice_before_a_comma_does_not_swallow_what_stands_behind_it(before: str, words: str) -> None:
    assert told(Text(f"{before}{words}"))


@pytest.mark.parametrize(
    "words",
    [
        "Avoid grapefruit, starfruit and Seville oranges",
        "Avoid grapefruit, St. John's wort, and antacids",
        "Do not crush, chew or split",
        "If it progresses, switch to lenvatinib",
        "For grade 3 rash, hold",
        "Take 1 tablet by mouth once daily, hold for 3 weeks before scheduled surgery",
        "Take 1 tablet by mouth once daily, hold for 3 weeks before any dental work",
    ],
)
def test_a_list_of_what_to_avoid_and_a_condition_stay_silent(words: str) -> None:
    assert told(Text(words)) == []


@pytest.mark.parametrize("words", ["TAKE 1 TAB PO DAILY PC", "TAKE C MEALS", "Take 1 tablet once daily. PC"])
def test_a_meal_is_heard_in_capitals(words: str) -> None:
    assert told(Text(words))


@pytest.mark.parametrize("words", ["Tome con comida", "Prendre pendant le repas", "Mit dem Essen einnehmen"])
def test_a_sentence_in_another_language_beside_one_that_is_read_is_told(words: str) -> None:
    assert told(Text(f"Take 1 tablet by mouth once daily. {words}"))
