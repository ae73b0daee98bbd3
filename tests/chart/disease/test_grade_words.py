"""A grade or a differentiation in words: what it shows, what it bars, and what is not understood.

Each chart is a metastatic tumor of the pancreas, whose differentiation nothing else tells, or a code does ("G2").
All patients are synthetic.
"""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, observation
from support.coding import GRADE, HISTOLOGY
from support.judged import judged
from support.plain import pancreas

from validator.report.model import OrderReport


def chart(*entries: Resource, is_graded: bool = False) -> list[Resource]:
    return pancreas(*entries, grade="known" if is_graded else None)


def answered(words: str, question: Any = GRADE) -> Resource:
    return observation("entry", question, "2026-11-10", text=words)


def reasons(report: OrderReport) -> list[str]:
    assert report.ledger is not None
    return [one.reason.value for one in report.ledger.set_aside]


@pytest.mark.parametrize(
    "words",
    [
        "well", "Well differentiated", "well-differentiated", "G1", "G2", "grade 1", "WHO grade II", "ii", "low",
        "NET G3", "grade I", "I", "well diff", "good", "NET, G2", "G3 NET", "grade 3 neuroendocrine tumour",
        "low grade",
    ],
)  # fmt: skip
def test_a_grade_in_words_shows_a_well_differentiated_tumor(words: str) -> None:
    assert judged(chart()).verdict == "undetermined"
    report = judged(chart(answered(words)))
    assert (report.verdict, reasons(report)) == ("accept", [])


@pytest.mark.parametrize(
    "words",
    ["poor", "poorly differentiated", "G3", "G4", "grade IV", "iii", "undifferentiated", "moderately differentiated",
     "mod diff", "moderate", "Moderately", "moderately diff", "high grade", "moderately well differentiated",
     "Moderately well-differentiated", "fairly well differentiated"],
)  # fmt: skip
def test_another_grade_in_words_leaves_a_coded_one_open(words: str) -> None:
    assert judged(chart(is_graded=True)).verdict == "accept"
    report = judged(chart(answered(words), is_graded=True))
    assert (report.verdict, reasons(report)) == ("undetermined", ["in-words"])
    assert judged(chart(answered(words))).verdict == "undetermined"


@pytest.mark.parametrize(
    "words",
    [
        "Liver, biopsy: well differentiated neuroendocrine tumor",
        "Pancreas, tail: NET, G2, mitoses 4 per 2 mm2",
        "Neuroendocrine tumor (G3) of the pancreas",
        "Well differentiated neuroendocrine tumor, high-grade (NET G3)",
        "Neuroendocrine carcinoma, G1",
        "Neuroendocrine carcinoma (old terms), G2",
        "Neuroendocrine carcinoma, well to moderately differentiated",
        "Neuroendocrine carcinoma, well differentiated",
    ],
)
def test_a_grade_that_is_a_part_of_a_text_shows_a_well_differentiated_tumor(words: str) -> None:
    for question in (GRADE, HISTOLOGY):
        report = judged(chart(answered(words, question)))
        assert (report.verdict, reasons(report)) == ("accept", []), [one.message for one in report.findings]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("Large cell neuroendocrine carcinoma, poorly differentiated", "in-words"),
        ("Carcinoma of the tail, G3", "in-words"),
        ("Liver: moderately differentiated tumor", "in-words"),
        ("Neuroendocrine carcinoma, moderately differentiated, focally well differentiated", "in-words"),
        ("Neuroendocrine carcinoma", "unreadable"),
        ("Neuroendocrine carcinoma, G3", "unreadable"),
        ("Neuroendocrine carcinoma, moderately differentiated", "unreadable"),
        ("High-grade tumor, G4", "unreadable"),
        ("not well differentiated, seen in consult", "unreadable"),
        ("possibly G2, await Ki-67", "unreadable"),
    ],
)
def test_another_grade_or_a_doubtful_one_in_a_text_leaves_a_coded_one_open(words: str, reason: str) -> None:
    report = judged(chart(answered(words), is_graded=True))
    assert (report.verdict, reasons(report)) == ("undetermined", [reason])
