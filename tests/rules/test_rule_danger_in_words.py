"""Dangers that only a note of the order tells of, and the many notes that tell of none."""

from __future__ import annotations

import pytest
from support.answer import answer, check, said
from support.build import condition
from support.coding import concept, icd
from support.plain import kidney, sixty

from validator.report.model import OrderReport
from validator.verdict import Verdict

CODE = "danger-in-words"


def noted(*texts: str) -> OrderReport:
    return answer(check(kidney(sixty(note=[{"text": text} for text in texts]))))


@pytest.mark.parametrize(
    "text",
    [
        "recent GI bleed",
        "Pt had MI last month",
        "Approved by insurance. Patient with acute stroke 11/2026",
        "wound dehiscence",
        "nephrotic syndrome",
        "uncontrolled HTN",
    ],
)
def test_a_note_that_would_be_an_error_leaves_the_order_undetermined(text: str) -> None:
    found = noted(text)
    assert found.verdict is Verdict.UNDETERMINED, said(found)
    (finding,) = [one for one in found.findings if one.code == CODE]
    assert finding.expression[0].endswith("note[0].text")


@pytest.mark.parametrize("text", ["pt pregnant", "Pt is 12 weeks pregnant", "patient has fistula", "Breastfeeding"])
def test_a_note_that_would_be_a_caution_is_one(text: str) -> None:
    found = noted(text)
    assert found.verdict is Verdict.WARNING, said(found)
    assert [one.verdict for one in found.findings if one.code == CODE] == [Verdict.WARNING]


@pytest.mark.parametrize(
    "text",
    [
        "hx GI bleed 2015",
        "MI 2010",
        "Report any GI bleed or black stools",
        "Monitor for GI perforation, fistula, hemorrhage",
        "Warnings: hemorrhage, perforations and fistulas, thrombotic events",
        "Pregnancy test negative 11/15",
        "Pregnancy category D",
        "Wife is pregnant",
        "ok to start, no active bleeding",
        "Counseled on bleeding risk",
        "Stop for perforation",
        "TSH monitored; hypothyroidism on levothyroxine",
    ],
)
def test_notes_of_care_of_the_past_and_of_others_are_none(text: str) -> None:
    found = noted(text)
    assert found.verdict is Verdict.ACCEPT, said(found)
    assert CODE not in {one.code for one in found.findings}


def test_what_is_on_file_is_not_told_again() -> None:
    bleeding = condition("bleeding", concept(icd("K92.2", "Gastrointestinal hemorrhage")), recorded="2026-11-10")
    found = answer(check(kidney(sixty(note=[{"text": "recent GI bleed"}]), beside=(bleeding,))))
    assert {"recent-hemorrhage"} <= {one.code for one in found.findings} - {CODE}
    assert CODE not in {one.code for one in found.findings}
