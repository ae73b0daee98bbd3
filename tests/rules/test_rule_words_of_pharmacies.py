"""Sigs as pharmacies and wards write them, each beside a coded dose: what agrees is quiet, what contradicts is told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.build import dosage, every, order, quantity, statement
from support.coding import concept
from support.judged import judged, named, tablets, verdicts
from support.plain import kidney
from support.product import CLINICAL_DRUGS
from support.words import ABOUT_WORDS, FOLDER

from validator.finding import Finding
from validator.report.model import OrderReport
from validator.verdict import Verdict

SIGS: dict[str, Any] = json.loads((FOLDER / "pharmacy.json").read_text(encoding="utf-8"))
OFTEN = {
    "qd": every(),
    "bid": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}},
    "qod": {"repeat": {"frequency": 1, "period": 2, "periodUnit": "d"}},
}


def report(sig: dict[str, Any]) -> OrderReport:
    coded = dosage(quantity(sig["mg"], "mg"), OFTEN[sig["often"]]) | {"text": sig["words"]}
    return judged(kidney(order(concept(CLINICAL_DRUGS["tablet", sig["unit"]]), [coded])))


def told(sig: dict[str, Any]) -> list[Finding]:
    return [one for one in report(sig).findings if one.code in ABOUT_WORDS and one.verdict is not Verdict.ACCEPT]


def name(sig: dict[str, Any]) -> str:
    return f"{sig['mg']} {sig['often']}: {sig['words']}"[:80]


def test_there_are_eighty_of_each() -> None:
    assert len(SIGS["agreeing"]) >= 80
    assert len(SIGS["against"]) >= 80


@pytest.mark.parametrize("sig", SIGS["agreeing"], ids=name)
def test_a_sig_that_says_the_coded_dose_is_quiet(sig: dict[str, Any]) -> None:
    assert [(one.code, one.message) for one in told(sig)] == []


@pytest.mark.parametrize("sig", SIGS["against"], ids=name)
def test_a_sig_that_says_another_dose_contradicts_it(sig: dict[str, Any]) -> None:
    assert {one.code for one in told(sig)} & {"text-contradicts-dose", "dose-not-known"}


@pytest.mark.parametrize("sig", SIGS["unread"], ids=name)
def test_a_sig_that_is_not_understood_is_told(sig: dict[str, Any]) -> None:
    assert told(sig)


def alone(words: str, unit: int = 60) -> OrderReport:
    """An order whose dose is told by its sig alone."""
    return judged(kidney(order(concept(CLINICAL_DRUGS["tablet", unit]), [{"text": words}])))


def test_seven_times_a_week_is_once_daily_in_words_and_asked_about_in_codes() -> None:
    words = alone("1 tablet 7 times per week")
    assert words.ordered is not None
    assert words.ordered.schedule == "60 mg once daily"
    coded = {"repeat": {"frequency": 7, "period": 1, "periodUnit": "wk"}}
    assert verdicts(judged(kidney(tablets(60, coded))), "schedule-not-in-label") == ["undetermined"]
    assert verdicts(judged(kidney(tablets(60, coded | {"repeat": {**coded["repeat"], "frequency": 3}}))),
                    "schedule-not-in-label") == ["error"]  # fmt: skip


def test_fourteen_times_a_week_is_above_the_maximum_whatever_the_days() -> None:
    coded = {"repeat": {"frequency": 14, "period": 1, "periodUnit": "wk"}}
    assert verdicts(judged(kidney(tablets(60, coded))), "dose-above-maximum") == ["error"]


def test_a_slip_in_the_name_of_the_drug_makes_no_other_drug_of_it() -> None:
    wrong = {"mg": 60, "unit": 60, "often": "qd", "words": "take cabozantanib 80 mg by mouth once daily"}
    (finding,) = told(wrong)
    assert finding.code == "text-contradicts-dose"


def test_a_sig_that_is_another_drugs_contradicts_and_one_beside_its_own_does_not() -> None:
    """A278: from its first word to its last it is how to take another drug."""
    wrong = {"mg": 60, "unit": 60, "often": "qd", "words": "take axitinib 5 mg by mouth twice daily"}
    (finding,) = told(wrong)
    assert finding.code == "text-contradicts-dose"
    both = "take 60 mg by mouth once daily; continue amlodipine 5 mg by mouth once daily"
    assert told(wrong | {"words": both}) == []


def test_a_bare_count_in_a_note_may_be_of_anything() -> None:
    note = order(concept(CLINICAL_DRUGS["tablet", 60]), [dosage(quantity(60, "mg"), every())])
    note["note"] = [{"text": "Magnesium tablets at home, 2 daily"}]
    assert named(judged(kidney(note)), "text-contradicts-dose") == []


def test_an_ordinary_statement_with_such_a_sig_changes_nothing() -> None:
    taken = statement("taken", {"text": "metformin"}, start="2026-01-01")
    taken["dosage"] = [{"text": "T1T PO BID"}]
    assert judged(kidney(tablets(60), beside=(taken,))).verdict == "accept"
