"""A lower or a higher dose in words, without an amount: against a dose that is none, quiet beside one that is."""

from __future__ import annotations

import pytest
from support.words import Text, told

LOWER = (
    "Take a lower dose than usual",
    "Take a lower dose than usual by mouth daily",
    "smaller dose than normal",
    "Take less than the usual dose",
    "Take a reduced dose daily",
    "dose reduced",
    "Dose decreased due to side effects",
    "Take 50% of the usual dose",
    "at 75% dose",
    "Take two thirds of the usual dose",
    "Take by mouth daily, lower dose than recommended",
)
HIGHER = (
    "Take a higher dose than usual",
    "Take a bigger dose",
    "Use a larger dose than prescribed",
    "increased dose daily",
    "Take 150% of the usual dose",
)
SILENT = (
    "Your doctor may order a lower dose than usual",
    "If diarrhea, resume at a lower dose",
    "If grade 3 rash, call us, lower dose",
    "Lower dose than last time",
    "Dose was reduced in March",
    "Ask about a higher dose",
    "When blood pressure is high, lower dose than usual",
    "100% of the usual dose",
)


@pytest.mark.parametrize("where", ["text", "patientInstruction", "note"])
@pytest.mark.parametrize("words", LOWER)
def test_a_lower_dose_contradicts_the_recommended_one_and_agrees_with_a_reduced_one(words: str, where: str) -> None:
    assert [one.code for one in told(Text(words, where))] == ["text-contradicts-dose"]
    assert told(Text(words, where, mg=40)) == []


@pytest.mark.parametrize("where", ["text", "patientInstruction", "note"])
@pytest.mark.parametrize("words", HIGHER)
def test_a_higher_dose_contradicts_the_recommended_one_and_every_lower_one(words: str, where: str) -> None:
    for mg in (60, 40):
        assert [one.code for one in told(Text(words, where, mg=mg))] == ["text-contradicts-dose"]


@pytest.mark.parametrize("mg", [60, 40])
def test_so_much_of_the_dose_is_another_dose(mg: int) -> None:
    assert [one.code for one in told(Text("Take 50% of the dose", mg=mg))] == ["text-contradicts-dose"]


@pytest.mark.parametrize("where", ["text", "note"])
@pytest.mark.parametrize("words", SILENT)
def test_what_may_be_or_was_is_silent(words: str, where: str) -> None:
    assert told(Text(words, where)) == []
