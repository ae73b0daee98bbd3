"""Words of an active entry that say its drug was stopped or never taken: neither taken nor absent, and named."""

from __future__ import annotations

import pytest
from support.answer import answer, check, said
from support.build import Resource, dosage, every, order, quantity, statement
from support.coding import DRUGS, concept
from support.judged import named, tablets, with_nivolumab
from support.plain import kidney

from validator.report.model import OrderReport

KETOCONAZOLE = concept(DRUGS["ketoconazole"][0])
RIFAMPIN = concept(DRUGS["rifampin"][0])

STOPPED = (
    "Patient stopped taking this in October",
    "DISCONTINUED",
    "Discontinued 10/1",
    "10/12: stopped by patient",
    "No longer taking",
    "Pt not taking",
    "Not taking per patient",
    "D/C'd by PCP",
    "Completed course",
    "Finished TB treatment in June",
    "Course completed",
    "quit in Sept",
    "Has not been taking this",
    "Ran out in September",
    "Removed from list",
    "No longer prescribed",
    "STOP 10/15",
    "Stop taking this medication",
    "Pt reports she stopped it due to nausea",
    "Last filled June, patient stopped",
    "Patient never started",
    "Did not start",
    "Patient did not pick up",
    "never took it",
)
TAKEN = (
    "Take daily",
    "Do not stop taking",
    "Started in October",
    "Continue until finished",
    "Take until finished",
    "Prior auth completed",
    "Stop 3 weeks before surgery",
    "Stop if rash",
    "Discontinue if LFTs rise",
    "Patient not taking with grapefruit",
    "Not taking any other medications",
    "Never skip a dose",
    "Stopped smoking",
    "Stop drinking alcohol",
    "Stopped aspirin",
    "Take 1 tablet daily. Stop ibuprofen",
    "Stopped in Sept, restarted in Oct",
    "On and off for years",
    "Ran out of refills",
    "Will finish in December",
    "Stop if hearing loss",
    "Do not refill without a visit",
    "Not taking more than 2 a day",
)


def reported(words: str, drug: dict[str, object] = KETOCONAZOLE) -> Resource:
    return statement("other", drug, start="2026-01-05") | {"note": [{"text": words}]}


def ordered(words: str) -> Resource:
    made = order(KETOCONAZOLE, [dosage(quantity(200, "mg"), every())], name="other", on="2026-06-01")
    made["dosageInstruction"][0]["text"] = words
    return made


def beside(other: Resource, mg: int = 60) -> OrderReport:
    return answer(check(kidney(tablets(mg), beside=(other,)), structure="off"))


@pytest.mark.parametrize("words", STOPPED)
def test_an_active_drug_that_its_words_stop_is_neither_taken_nor_absent(words: str) -> None:
    for found in (beside(reported(words)), beside(ordered(words)), beside(ordered(words), mg=40)):
        assert found.verdict.value == "undetermined", said(found)
        assert named(found, "interacting-drug-not-clear"), said(found)


@pytest.mark.parametrize("words", STOPPED)
def test_a_dose_raised_for_an_inducer_that_was_stopped_is_not_accepted(words: str) -> None:
    assert beside(reported(words, RIFAMPIN), mg=80).verdict.value == "undetermined"


@pytest.mark.parametrize("words", TAKEN)
def test_ordinary_words_leave_a_drug_taken(words: str) -> None:
    assert beside(reported(words)).verdict.value == "error"
    assert named(beside(reported(words, RIFAMPIN), mg=80), "dose-agrees")


def test_a_reason_beside_an_active_status_counts_as_its_words_do() -> None:
    found = beside(statement("other", KETOCONAZOLE) | {"statusReason": [{"text": "Discontinued by provider"}]})
    assert found.verdict.value == "undetermined", said(found)
    one = order(KETOCONAZOLE, name="other", on="2026-06-01") | {"statusReason": {"text": "Patient stopped"}}
    assert beside(one).verdict.value == "undetermined"
    kept = order(KETOCONAZOLE, name="other", on="2026-06-01") | {"statusReason": {"text": "Fungal infection"}}
    assert beside(kept).verdict.value == "error"


def test_what_was_stopped_was_had_and_what_was_never_taken_may_not_have_been() -> None:
    chart = with_nivolumab()
    for one in chart:
        if one["id"] == "nivolumab":
            one["note"] = [{"text": "Patient never started"}]
    assert answer(check(chart, structure="off")).verdict.value == "undetermined"
    assert answer(check(with_nivolumab(), structure="off")).verdict.value == "accept"
