"""Conditions in words alone: usual words and abbreviations of a risk count, and the same letters for other things not.

Words without any code are as common on problem lists as codes are. An abbreviation counts in its case, as a whole word.
"""

from __future__ import annotations

import pytest
from support.answer import answer, check
from support.build import Resource, condition, patient
from support.coding import concept
from support.plain import kidney, replaced

RECENT = "2026-11-10"


def codes(words: str, *, woman: bool = False) -> set[str]:
    """The codes of what is said beyond a note, of an order beside a condition in these words."""
    chart: list[Resource] = kidney(beside=(condition("words", concept(text=words), onset=RECENT, recorded=RECENT),))
    if woman:
        chart = replaced(chart, patient(born="1990-01-01", sex="female"))
    return {one.code for one in answer(check(chart)).findings if one.verdict.value != "accept"}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("stroke", "thrombotic-event"),
        ("Acute left MCA stroke", "thrombotic-event"),
        ("MI", "thrombotic-event"),
        ("acute MI", "thrombotic-event"),
        ("ACS", "thrombotic-event"),
        ("CVA", "thrombotic-event"),
        ("PE", "thrombotic-event"),
        ("Bilateral PE, segmental", "thrombotic-event"),
        ("fistula", "perforation-or-fistula"),
        ("Colovesical fistula", "perforation-or-fistula"),
        ("on dialysis", "renal-impairment-severe"),
        ("Hemodialysis 3x a week", "renal-impairment-severe"),
    ],
)
def test_the_usual_word_or_abbreviation_of_a_risk_is_no_silence(words: str, code: str) -> None:
    assert code in codes(words)


@pytest.mark.parametrize(
    "words", ["pregnancy", "Pregnancy, second trimester", "breastfeeding", "breast-feeding mother"]
)
def test_pregnancy_and_breastfeeding_in_words_alone_are_said(words: str) -> None:
    assert codes(words, woman=True) - codes("seasonal allergies", woman=True)


@pytest.mark.parametrize(
    "words",
    [
        "no history of MI",
        "family history of stroke",
        "Seen at clinic, Detroit, MI 48201",
        "Resident of Lansing, MI",
        "PE tubes",
        "PE tube placement",
        "Annual PE",
        "heat stroke",
        "heat stroke 2019",
        "low stroke volume",
        "CVA tenderness",
        "pe",
        "AV fistula",
        "arteriovenous fistula for access",
    ],
)
def test_the_same_letters_for_another_thing_are_left_alone(words: str) -> None:
    assert not codes(words)


@pytest.mark.parametrize("words", ["desires pregnancy", "Pregnancy test", "no pregnancy"])
def test_words_about_pregnancy_that_say_none_are_left_alone(words: str) -> None:
    assert codes(words, woman=True) == codes("seasonal allergies", woman=True)
