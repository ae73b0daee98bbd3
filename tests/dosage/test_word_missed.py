"""A missed dose that is taken beside the next one is told; the label's own advice on it is silent."""

from __future__ import annotations

import pytest
from support.words import Text, told

CODE = "text-not-understood"


@pytest.mark.parametrize("where", ["text", "patientInstruction", "note"])
@pytest.mark.parametrize(
    "words",
    [
        "If you miss a dose, take two the next day",
        "If you miss a dose, double the next dose",
        "Take missed dose with next dose",
        "Make up missed doses",
        "If a dose is missed take it right away even if the next dose is due soon",
    ],
)
def test_a_missed_dose_taken_beside_the_next_one_is_told(words: str, where: str) -> None:
    assert CODE in {one.code for one in told(Text(words, where))}


@pytest.mark.parametrize("where", ["text", "patientInstruction", "note"])
@pytest.mark.parametrize(
    "words",
    [
        "Do not take a missed dose within 12 hours of the next dose",
        "If you miss a dose, skip it and take the next dose at the regular time",
        "Do not make up missed doses",
        "Never make up missed doses",
        "Missed dose: take if more than 12 hours until next dose",
        "If you miss a dose do not double the next dose",
        "If you miss a dose by more than 2 hours call us",
        "Try not to miss a dose",
    ],
)
def test_what_leaves_a_missed_dose_out_is_silent(words: str, where: str) -> None:
    assert CODE not in {one.code for one in told(Text(words, where))}
