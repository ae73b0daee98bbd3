"""How far a "do not" reaches."""

from __future__ import annotations

import pytest
from support.words import Text, told

from validator.chart.order.instruction_text import told_in

FORBIDDEN = (
    ("Do not crush, take with food", "with-food"),
    ("Do not crush or chew - Take with food", "with-food"),
    ("Do not crush and take with breakfast", "with-food"),
    ("Avoid alcohol, take with food", "with-food"),
    ("Never double the dose, take with a meal", "with-food"),
    ("No refills, take with a meal", "with-food"),
    ("Take 1 tablet daily\nDo not share\ncrush and mix with applesauce", "not-swallowed-whole"),
    ("Do not drive, crush tablet", "not-swallowed-whole"),
    ("Do not share | crush tablet", "not-swallowed-whole"),
    ("Labs weekly - take with grapefruit juice", "with-grapefruit"),
)
QUIET = (
    "Do not refill early - on an empty stomach",
    "Do not refill early, on an empty stomach",
    "Do not stop, take on an empty stomach",
    "BP check weekly - Do not take with grapefruit juice",
    "Do not crush, chew, or split",
    "Do not crush, chew or take with food",
    "Do not take with grapefruit, antacids or food",
    "Do not take with food - swallow whole",
    "Swallow whole, do not take with food or grapefruit juice",
    "TAKE 1 TABLET BY MOUTH DAILY. DO NOT TAKE\nWITH FOOD",
    "Take 1 tablet daily. Do not take\nwith food",
    "Take 1 tablet daily on an empty\nstomach",
    "Take 1 tablet daily\nSwallow whole\nDo not crush",
)


@pytest.mark.parametrize(("words", "code"), FORBIDDEN)
def test_a_negation_ends_where_a_new_instruction_begins(words: str, code: str) -> None:
    assert code in {one.code for one in told(Text(words))}


@pytest.mark.parametrize("words", QUIET)
def test_what_is_forbidden_or_asked_for_by_the_label_is_quiet(words: str) -> None:
    assert told(Text(words)) == []


def test_a_list_of_verbs_is_forbidden_as_a_whole() -> None:
    assert {one.kind for one in told_in("Do not crush, chew, or split")} == {"whole"}
    assert {one.kind for one in told_in("Do not take with food, or crush")} == {"fasting", "whole"}
