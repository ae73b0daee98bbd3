"""No dose is offered in the place of words that tell a range, a choice, a number without a unit or a dose for later."""

from __future__ import annotations

from typing import Any

import pytest
from support.cds_call import call_of, order_in
from support.consulted import cards_for


def card_of(element: str, words: str) -> dict[str, Any]:
    call = call_of("hcc-child-pugh-b")
    order = order_in(call)
    if element == "note":
        order["note"] = [{"text": words}]
    else:
        order["dosageInstruction"][0][element] = words
    (card,) = cards_for(call)
    return card


def doses(card: dict[str, Any]) -> list[str]:
    return [one["label"] for one in card.get("suggestions", []) if "once daily" in one["label"] and "actions" in one]


@pytest.mark.parametrize(
    ("element", "words"),
    [
        ("text", "40-60 mg once daily"),
        ("text", "60 mg or 80 mg once daily"),
        ("text", "60 to 80 mg once daily"),
        ("text", "60 daily"),
        ("text", "sixty once daily"),
        ("text", "60 mg/j, max 60 mg/j"),
        ("text", "60 mg once daily until 12/5, then 40 mg"),
        ("text", "60 mg once daily. Reduce to 40 mg for HFS"),
        ("text", "60 mg once daily. Reduce by 20 mg if diarrhea"),
        ("text", "60 mg once daily. May increase to 80"),
        ("text", "60 mg once daily. Maximum is 60"),
        ("patientInstruction", "If your hands hurt reduce to 1 tablet of 40 mg"),
        ("note", "Reduce to 40 mg for HFS"),
        ("note", "Max 60 mg/day"),
    ],
)
def test_no_dose_is_offered_and_the_card_says_why(element: str, words: str) -> None:
    card = card_of(element, words)
    assert doses(card) == []


def test_the_card_says_why() -> None:
    assert "No dose is offered here, since its words tell a dose for later" in card_of(
        "text", "60 mg once daily. Reduce to 40 mg for HFS"
    )["detail"].replace("**", "")
    assert "a note on the order says" in card_of("note", "Max 60 mg/day")["detail"]


@pytest.mark.parametrize(
    ("element", "words"),
    [
        ("text", "60 mg once daily with 240 mL water"),
        ("text", "Take 60 mg once daily. Do not eat for 60 minutes after."),
        ("text", "Take 60 mg once daily. Reduce salt. Call 555-6040."),
        ("text", "Take 60 mg once daily. Loperamide 2 to 4 mg for loose stools."),
        ("text", "60 mg/day until 12/20"),
        ("patientInstruction", "Drop by the clinic on day 15"),
        ("note", "Reduced from 80 mg in March"),
        ("note", "Max 40 mg/day"),
    ],
)
def test_words_that_tell_one_dose_leave_the_button(element: str, words: str) -> None:
    assert doses(card_of(element, words)) != []
