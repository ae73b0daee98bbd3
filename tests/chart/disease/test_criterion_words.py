"""Radioactive iodine that no longer works, told in a problem of its own, in an answer, or in the words of the order."""

from __future__ import annotations

from typing import Any

import pytest
from ordinary.ehr import Ehr
from ordinary.stories import LENVATINIB, LUNG, THYROID
from support.build import Resource, condition, observation
from support.coding import concept, icd, loinc
from support.judged import judged

from validator.verdict import Verdict


def verdict(*beside: Resource, text: str = "Papillary thyroid carcinoma", **order: Any) -> Verdict:
    """The verdict on an order after lenvatinib, given up for progression; `order` are elements of the order."""
    chart = Ehr().tumor(THYROID, 900, text=text).problem(LUNG, 400)
    chart.past(LENVATINIB, 380, 20, why="progression of disease").cabozantinib(60, **order)
    return judged([*chart.resources[:-1], *beside, chart.resources[-1]]).verdict


def problem(words: str, **more: Any) -> Resource:
    return condition("beside", concept(text=words), onset="2026-01-01", subject="Patient/p", **more)


def answer(words: str) -> Resource:
    return observation(
        "scan", loinc("18748-4", "Diagnostic imaging study"), "2026-10-01", text=words, subject="Patient/p"
    )


@pytest.mark.parametrize(
    "words",
    [
        "Radioactive iodine refractory", "RAI-refractory", "Radioactive iodine-refractory thyroid cancer",
        "Refractory to I-131",
        "RAI refractory since 2025", "Not eligible for RAI",
        "RAI-refractory, not a candidate for surgery",
    ],
)  # fmt: skip
def test_it_is_heard_in_the_name_of_the_cancer_a_problem_of_its_own_and_the_words_of_the_order(words: str) -> None:
    assert verdict(text=f"Papillary thyroid carcinoma, {words}") is Verdict.ACCEPT
    assert verdict(problem(words)) is Verdict.ACCEPT
    assert verdict(note=[{"text": f"{words}. Start at 60 mg."}]) is Verdict.ACCEPT
    assert verdict(reasonCode=[{"text": f"Papillary thyroid cancer, {words}"}]) is Verdict.ACCEPT


@pytest.mark.parametrize("words", ["Radioactive iodine refractory.", "Radioiodine-refractory disease", "RAI-resistant"])
def test_it_is_heard_in_an_answer(words: str) -> None:
    assert verdict(answer(words)) is Verdict.ACCEPT


@pytest.mark.parametrize(
    "words",
    [
        "not RAI-refractory",
        "? RAI refractory",
        "RAI-refractory if no uptake on the next scan",
        "RAI-refractory: no",
        "RAI given",
    ],
)
def test_what_is_denied_doubted_or_conditional_shows_nothing(words: str) -> None:
    assert verdict(text=f"Papillary thyroid carcinoma, {words}") is Verdict.UNDETERMINED
    assert verdict(problem(words)) is Verdict.UNDETERMINED
    assert verdict(note=[{"text": words}]) is Verdict.UNDETERMINED


@pytest.mark.parametrize(
    "beside",
    [
        problem("Graves disease, radioiodine refractory"),
        problem("RAI-refractory hyperthyroidism"),
        problem("RAI-refractory", status="resolved"),
        condition(
            "beside",
            concept(icd("E05.00", "Thyrotoxicosis with diffuse goiter"), text="RAI refractory Graves disease"),
            onset="2026-01-01",
            subject="Patient/p",
        ),
        problem("RAI-refractory") | {"subject": {"reference": "Patient/another"}},
    ],
)
def test_another_illness_one_that_is_over_and_somebody_elses_show_nothing(beside: Resource) -> None:
    assert verdict(beside) is Verdict.UNDETERMINED


@pytest.mark.parametrize(
    "words",
    [
        "Will confirm RAI-refractory status at tumor board",
        "PA criteria: RAI-refractory or ineligible",
        "Indicated for RAI-refractory DTC",
        "Patient asks what RAI-refractory means",
        "Awaiting scan to see if RAI refractory",
        "Plan lenvatinib once RAI refractory",
    ],
)
def test_a_note_that_plans_asks_or_quotes_for_whom_a_drug_is_shows_nothing(words: str) -> None:
    assert verdict(note=[{"text": words}]) is Verdict.UNDETERMINED
    chart = Ehr().tumor(THYROID, 900, text="Papillary thyroid carcinoma")
    chart.resources[-1]["note"] = [{"text": words}]
    chart.problem(LUNG, 400).past(LENVATINIB, 380, 20, why="progression of disease")
    assert judged(chart.cabozantinib(60).resources).verdict is Verdict.UNDETERMINED


@pytest.mark.parametrize(
    "words",
    [
        "Prior auth approved. RAI-refractory, progressed on lenvatinib.",
        "No uptake on scan, considered RAI-refractory",
        "RAI-refractory per outside records",
        "Not a candidate for RAI.",
    ],
)
def test_a_note_that_says_it_outright_does(words: str) -> None:
    assert verdict(note=[{"text": words}]) is Verdict.ACCEPT
