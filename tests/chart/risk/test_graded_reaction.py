"""Reactions of grade 3 or 4 that only a note of the order tells of."""

from __future__ import annotations

import pytest
from support.answer import answer, check, said
from support.plain import kidney, sixty

from validator.report.model import OrderReport
from validator.verdict import Verdict

CODE = "danger-in-words"


def noted(text: str) -> OrderReport:
    return answer(check(kidney(sixty(note=[{"text": text}]))))


@pytest.mark.parametrize(
    "text",
    [
        "grade 3 diarrhea",
        "grade 4 hepatotoxicity",
        "G3 HFS",
        "grade 3 PPE, not resolved",
        "diarrhea G3 x 4 days",
        "severe diarrhea and dehydration",
        "pt c/o severe mouth sores",
        "Gr3 diarrhea despite Imodium",
        "UPCR 3.9",
        "UPCR 4200 mg/g",
        "24h urine protein 4.2 g",
        "nephrotic-range proteinuria",
        "LFTs G3",
        "grade 3 LFTs",
        "ALT 8x ULN",
        "AST 5.1 times the upper limit of normal",
    ],
)
def test_one_that_is_there_is_a_caution_of_the_section_on_reactions(text: str) -> None:
    found = noted(text)
    (finding,) = [one for one in found.findings if one.code == CODE]
    assert (finding.verdict, finding.section) == (Verdict.WARNING, "2.6"), said(found)


@pytest.mark.parametrize(
    "text",
    [
        "UPCR 0.2",
        "LFTs G1",
        "LFTs G3 resolved",
        "No grade 3 LFTs",
        "ALT 5x ULN",
        "hold if ALT 8x ULN",
        "Hold if LFTs above 5x ULN",
        "ALT 8x ULN on axitinib",
        "hold for UPCR > 3.5",
        "Dose reduced from 60 mg due to grade 3 HFS",
        "held for G3 diarrhea, now g1",
        "hold for grade 3 diarrhea",
        "If grade 3 diarrhea hold and call",
        "Call for severe diarrhea",
        "Grade 3 diarrhea on sunitinib",
        "grade 3 clear cell RCC",
        "ISUP grade 4",
        "G3 NET",
        "no G3/4 AEs",
        "grade 2 HFS",
        "severe fatigue 2019",
        "Discussed risk of severe diarrhea",
    ],
)
def test_one_that_is_managed_of_care_of_another_drug_or_of_a_tumor_is_none(text: str) -> None:
    assert CODE not in {one.code for one in noted(text).findings}, said(noted(text))


def test_a_danger_of_such_a_grade_is_quoted_for_the_danger() -> None:
    found = noted("grade 4 hemorrhage yesterday")
    assert [one.verdict for one in found.findings if one.code == CODE] == [Verdict.UNDETERMINED], said(found)
