"""Words that hold a drug back, or only think of it: it is neither taken nor absent, and is named."""

from __future__ import annotations

from typing import Any

import pytest
from support.answer import answer, check, said
from support.build import Resource, dosage, every, order, quantity, resource, statement, to
from support.coding import DRUGS, concept
from support.judged import named, tablets, with_nivolumab
from support.plain import kidney, sixty

from validator.report.model import OrderReport

ITRACONAZOLE = concept(DRUGS["itraconazole"][0])
NIVOLUMAB = concept(DRUGS["nivolumab"][0])
PLACES = ("text", "patientInstruction", "note", "additionalInstruction")


def worded(words: str, place: str = "text", drug: dict[str, Any] = ITRACONAZOLE, **more: Any) -> Resource:
    """An active order of another drug with these words in one place."""
    made = order(drug, [dosage(quantity(200, "mg"), every())], name="other", on="2026-11-01", **more)
    if place == "note":
        return made | {"note": [{"text": words}]}
    made["dosageInstruction"][0][place] = [concept(text=words)] if place == "additionalInstruction" else words
    return made


def planned(words: str, status: str = "not-started", **detail: Any) -> Resource:
    """A care plan with one activity in words."""
    plan = resource("CarePlan", "plan", status="active", intent="plan", subject=to("Patient/patient"))
    return plan | {"activity": [{"detail": {"status": status, "description": words} | detail}]}


def beside(*others: Resource, mg: int = 60) -> OrderReport:
    return answer(check(kidney(tablets(mg), beside=others), ledger=True, structure="off"))


HELD = (
    "Hold until seen by cardiology",
    "HOLD",
    "on hold for now",
    "Take 1 capsule daily. Held for 2 weeks",
    "pending insurance approval",
    "Do not start until labs are back",
    "Not yet started",
    "Start if culture positive",
    "Start 1 capsule daily once approved",
    "Take only if fever above 38",
    "Awaiting prior authorization",
)
TAKEN = (
    "Take with food",
    "Hold if systolic below 100",
    "Hold for HR < 60",
    "Hold 3 days before surgery",
    "Do not hold for procedures",
    "Swish and hold in mouth for 1 minute, then swallow",
    "Start 1 capsule once daily",
    "Start after dinner today",
    "Take with food if nauseated",
    "Empiric, continue pending culture results",
    "Do not take with antacids",
    "Take if needed",
    "Hold off on alcohol",
    "Start 1 capsule daily upon waking",
    "Do not take until 2 hours after meals",
    "Do not take if pregnant",
    "Take with food unless nauseated",
)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("words", HELD)
def test_a_drug_that_its_words_hold_back_is_neither_taken_nor_absent(words: str, place: str) -> None:
    for mg in (60, 40):
        found = beside(worded(words, place), mg=mg)
        assert found.verdict.value == "undetermined", said(found)
        assert named(found, "interacting-drug-not-clear"), said(found)


@pytest.mark.parametrize("words", TAKEN)
def test_words_about_single_doses_leave_a_drug_taken(words: str) -> None:
    assert beside(worded(words)).verdict.value == "error"
    assert beside(worded(words), mg=40).verdict.value == "warning"


def test_what_holds_back_a_statement_counts_and_what_is_over_stays_over() -> None:
    reported = statement("other", ITRACONAZOLE, start="2026-10-01") | {"note": [{"text": "Patient will hold this"}]}
    assert beside(reported).verdict.value == "undetermined"
    over = statement("other", ITRACONAZOLE, start="2026-01-01", end="2026-02-01", status="completed")
    assert beside(over | {"note": [{"text": "was on hold until culture"}]}).verdict.value == "accept"


def test_a_partner_that_is_held_back_by_its_words_leaves_the_combination_open() -> None:
    chart = with_nivolumab()
    for one in chart:
        if one["id"] == "nivolumab":
            one["note"] = [{"text": "Hold until prednisone taper is done"}]
    assert answer(check(chart, structure="off")).verdict.value == "undetermined"
    assert answer(check(with_nivolumab(), structure="off")).verdict.value == "accept"


@pytest.mark.parametrize(
    "words",
    [
        "If progression start nivolumab",
        "Hold nivolumab until seen by cardiology",
        "Nivolumab 480 mg pending insurance",
        "No nivolumab until steroids are off",
        "Do not start nivolumab unless PD-L1 positive",
        "Resume nivolumab when pneumonitis has cleared",
        "Nivolumab 480 mg every 4 weeks, no premedication needed",
        "Avoid dehydration; nivolumab 480 mg",
        "Nivolumab 480 mg; may take acetaminophen",
    ],
)
def test_a_planned_drug_in_conditional_words_is_named_and_leaves_the_answer_open(words: str) -> None:
    found = beside(planned(words))
    assert found.verdict.value == "undetermined", said(found)
    assert "ivolumab" in named(found, "entry-set-aside")[0].message
    group = resource("RequestGroup", "plan", status="active", intent="order", subject=to("Patient/patient"))
    assert beside(group | {"action": [{"description": words}]}).verdict.value == "undetermined"


@pytest.mark.parametrize(
    "plan",
    [
        planned("Consider nivolumab"),
        planned("Consider adding nivolumab if progression"),
        planned("Nivolumab as second-line option"),
        planned("Nivolumab 480 mg every 4 weeks", scheduledPeriod={"start": "2027-03-01"}),
        planned("Nivolumab 480 mg", scheduledTiming={"repeat": {"boundsPeriod": {"start": "2027-03-01"}}}),
        planned("Nivolumab 480 mg every 4 weeks") | {"period": {"start": "2027-03-01"}},
    ],
)
def test_a_drug_that_is_only_thought_of_or_far_ahead_is_a_note_that_names_it(plan: Resource) -> None:
    found = beside(plan)
    assert found.verdict.value == "accept", said(found)
    assert "ivolumab" in named(found, "entry-set-aside")[0].message


def test_a_remote_drug_hides_no_near_one_and_is_hidden_by_none() -> None:
    remote = {"detail": {"status": "not-started", "description": "Consider nivolumab"}}
    near = {"detail": {"status": "in-progress", "description": "Itraconazole 200 mg daily"}}
    harmless = {"detail": {"status": "in-progress", "description": "Octreotide LAR 30 mg"}}
    plan = planned("") | {"activity": [near, remote]}
    assert beside(plan).verdict.value == "undetermined"
    found = beside(planned("") | {"activity": [harmless, remote]})
    assert found.verdict.value == "accept", said(found)
    assert "ivolumab" in said(found)


@pytest.mark.parametrize(
    "plan",
    [
        planned("No nivolumab"),
        planned("Avoid itraconazole if possible", "in-progress"),
        planned("Nivolumab contraindicated"),
        planned("Cabozantinib instead of nivolumab"),
        planned("Stop itraconazole", "in-progress"),
    ],
)
def test_a_plan_that_denies_a_drug_is_silent(plan: Resource) -> None:
    found = beside(plan)
    assert found.verdict.value == "accept", said(found)
    assert not named(found, "entry-set-aside")


def test_an_order_of_its_own_is_not_held_back_by_a_word_about_single_doses() -> None:
    assert answer(check(kidney(sixty(note=[{"text": "Hold for grade 3 diarrhea"}])))).verdict.value == "accept"
