"""Advice without a full stop, a bracket or a comma behind it do not swallow what else the words order."""

from __future__ import annotations

import pytest
from support.words import Text, told

from validator.dosage.word_advice_end import advice_ended

SIG = "Take 1 tablet by mouth daily"


def codes(words: str) -> set[str]:
    return {one.code for one in told(Text(words))}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (f"{SIG} Avoid grapefruit Take with breakfast", "with-food"),
        (f"{SIG} Avoid grapefruit hold until cleared by surgery", "text-takes-order-back"),
        (f"{SIG} No grapefruit take BID", "text-contradicts-dose"),
        (f"{SIG} do not crush or chew take every other day", "text-contradicts-dose"),
        (f"{SIG}. Do not crush chew or split take 2 daily", "text-contradicts-dose"),
        (f"{SIG} Avoid grapefruit and stop 12/1", "text-takes-order-back"),
        (f"{SIG} / avoid grapefruit / with food", "with-food"),
        (f"{SIG} Avoid Grapefruit Do Not Fill", "text-takes-order-back"),
        (f"{SIG} Avoid grapefruit give 2 tablets", "text-contradicts-dose"),
        ("AVOID GRAPEFRUIT TAKE WITH BREAKFAST", "with-food"),
        (f"{SIG}. Avoid grapefruit (take with breakfast)", "with-food"),
        (f"{SIG} Avoid grapefruit & take with food", "with-food"),
        (f"{SIG} Avoid grapefruit [take with food]", "with-food"),
        (f"{SIG}. Avoid grapefruit (BID)", "text-contradicts-dose"),
        (f"{SIG}. Report rash (days 1-21 of 28)", "text-contradicts-dose"),
        (f"{SIG}. Report rash, BID", "text-contradicts-dose"),
        (f"{SIG}. Avoid grapefruit (hold this week)", "text-takes-order-back"),
        (f"{SIG}. Call with diarrhea (40 mg from now on)", "text-contradicts-dose"),
        (f"{SIG}. Do not crush (may dissolve in water)", "not-swallowed-whole"),
        (f"{SIG}. Do not forget to take with breakfast", "with-food"),
        (f"{SIG}. Do not forget to take 2 tablets", "text-contradicts-dose"),
    ],
)
def test_what_stands_behind_finished_advice_is_read_for_itself(words: str, code: str) -> None:
    assert code in codes(words)


@pytest.mark.parametrize("advice", ["Avoid grapefruit", "Do not crush", "Report rash", "Call with diarrhea"])
@pytest.mark.parametrize(
    "behind",
    [
        "days 1-21 of 28",
        "5 days a week",
        "weekdays only",
        "then 40 mg daily",
        "dose reduced to 40 mg",
        "do not fill",
        "on hold",
        "with dinner",
        "dissolve in water",
    ],
)
def test_a_schedule_a_dose_or_a_meal_behind_the_comma_is_none_of_the_advice(advice: str, behind: str) -> None:
    assert told(Text(f"{SIG}. {advice}, {behind}"))


@pytest.mark.parametrize(
    "words",
    [
        "Avoid grapefruit while taking this medicine",
        "Do Not Eat Grapefruit While You Take This Medicine",
        "Avoid Grapefruit Juice And Seville Oranges",
        "Do not crush or chew Swallow whole",
        "Avoid grapefruit Call with questions",
        "Avoid grapefruit Take on an empty stomach",
        "Avoid grapefruit Hold 3 weeks before surgery",
        "Do not crush Hold for severe bleeding and call",
        "Avoid grapefruit and stop all herbal supplements",
        "Avoid grapefruit and do not take St. John's wort",
        "Avoid alcohol and stop smoking",
        "Avoid grapefruit (may increase drug levels)",
        "Avoid strong CYP3A4 inhibitors (ketoconazole, clarithromycin)",
        "Do not crush tablets (cytotoxic)",
        "Avoid grapefruit (weekly labs)",
        "Avoid alcohol (with food or otherwise)",
        "Do not crush (swallow whole)",
        "Call with diarrhea (4 or more stools a day)",
        "Call with bleeding (stop the drug)",
        "Call clinic with questions, weekdays only",
        "Call for fever, 5 or more stools a day, weekdays 8-5",
        "Report diarrhea, more than 4 stools daily",
        "Call with fever, chills, or weight gain of 5 pounds a week",
        "Do not crush, chew, or dissolve in water",
        "Do not crush, chew, dissolve in water",
        "Do not forget to take on an empty stomach",
    ],
)
def test_advice_that_goes_on_stays_advice(words: str) -> None:
    assert told(Text(f"{SIG}. {words}")) == []


def test_only_finished_advice_gets_an_end() -> None:
    assert advice_ended("Do not take with food") == "Do not take with food"
    assert advice_ended("Avoid grapefruit Take now") == "Avoid grapefruit. Take now"
