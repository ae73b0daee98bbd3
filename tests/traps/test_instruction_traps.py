"""What people write about how to take the tablets: the label wants an empty stomach and a whole tablet."""

from __future__ import annotations

from typing import Any

import pytest
from support.answer import answer, check, said, verdict
from support.build import dosage, every, quantity
from support.coding import concept, snomed
from support.plain import kidney, with_dosage

SIXTY = quantity(60, "mg")

WITH_FOOD = [
    "Take with food",
    "with a meal",
    "with dinner",
    "take with your evening meal",
    "during lunch",
    "after breakfast",
    "immediately after eating",
    "30 minutes after a meal",
    "30 min before breakfast",
    "1 hour after food",
    "take with a light snack",
    "with milk",
    "take on a full stomach",
    "mix with applesauce",
    "take w/ food",
    "1 tab PO daily w/meals",
    "take 1 tablet p.c.",
    "take 1 tablet daily ac",
    "1 hour pc",
    "May be taken without regard to meals",
    "irrespective of food",
]
NOT_WHOLE = [
    "crush and mix with water",
    "May be crushed",
    "chew",
    "cut in half",
    "cut",
    "cut from the 60 mg tablet",
    "split meds",
    "crush carefully",
    "take half a tablet",
    "dissolve in water",
    "grind to powder",
    "via G-tube",
    "through the PEG",
    "administer by gastrostomy",
]
HARMLESS = [
    "cut from formulary",
    "break room is closed",
    "split billing",
    "old crush injury of the hand",
    "on an empty stomach",
    "1 hour before or 2 hours after food",
    "at least 2 hours after a meal",
    "do not take with food",
    "not with meals",
    "do not eat for 2 hours before and 1 hour after",
    "with a full glass of water",
    "Swallow whole. Do not crush, chew or split.",
    "avoid grapefruit",
    "at bedtime",
    "take w/o food",
    "2 hrs p.c.",
    "1 hr a.c.",
    "started after AC chemotherapy",
    "Take at the same time each day until progression",
]


def told(text: str, place: str) -> list[dict[str, Any]]:
    """The plain chart with words in one of the places where instructions stand."""
    made = dosage(SIXTY, every())
    made[place] = [concept(text=text)] if place == "additionalInstruction" else text
    return kidney(with_dosage(made))


@pytest.mark.parametrize("place", ["patientInstruction", "additionalInstruction"])
@pytest.mark.parametrize("text", WITH_FOOD + NOT_WHOLE)
def test_words_against_the_label_are_noticed(text: str, place: str) -> None:
    assert verdict(told(text, place)) in ("error", "warning")


@pytest.mark.parametrize("place", ["patientInstruction", "additionalInstruction"])
@pytest.mark.parametrize("text", HARMLESS)
def test_words_with_the_label_make_no_noise(text: str, place: str) -> None:
    reported = answer(check(told(text, place)))
    assert reported.verdict.value == "accept", said(reported)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (snomed("311504000", "With or after food"), "error"),
        (snomed("717154004", "Take on an empty stomach"), "accept"),
    ],
    ids=["with-food", "empty-stomach"],
)
def test_a_coded_instruction_is_read(code: dict[str, str], expected: str) -> None:
    made = dosage(SIXTY, every())
    made["additionalInstruction"] = [concept(code)]
    assert verdict(kidney(with_dosage(made))) == expected


@pytest.mark.parametrize(
    ("repeat", "expected"),
    [
        ({"when": ["CM"]}, "error"),
        ({"when": ["C"]}, "error"),
        ({"when": ["AC"], "offset": 60}, "accept"),
        ({"when": ["AC"], "offset": 59}, "error"),
        ({"when": ["PC"], "offset": 120}, "accept"),
        ({"when": ["PC"], "offset": 119}, "error"),
        ({"when": ["AC"]}, "warning"),
        ({"when": ["PC"]}, "warning"),
        ({"when": ["HS"]}, "accept"),
        ({"when": ["MORN"]}, "accept"),
    ],
)
def test_the_hour_of_a_meal_counts_to_the_minute(repeat: dict[str, Any], expected: str) -> None:
    assert verdict(kidney(with_dosage(dosage(SIXTY, every(**repeat))))) == expected


@pytest.mark.parametrize("place", ["text", "patientInstruction"])
@pytest.mark.parametrize(
    "text", ["Take 40 mg by mouth daily", "Take one 60 mg tablet every other day", "Take 2 tablets daily"]
)
def test_words_that_name_another_dose_are_noticed(text: str, place: str) -> None:
    assert verdict(told(text, place)) == "warning"


@pytest.mark.parametrize("place", ["text", "patientInstruction"])
@pytest.mark.parametrize(
    "text", ["60 mg PO daily", "Take 60 mg by mouth once daily on an empty stomach", "See handout"]
)
def test_words_that_agree_or_name_no_dose_make_no_noise(text: str, place: str) -> None:
    assert verdict(told(text, place)) == "accept"
