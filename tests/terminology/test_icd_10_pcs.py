"""ICD-10-PCS, medical and surgical section, by approach: open operations are major, needles and biopsies are not."""

from __future__ import annotations

from support.icd_10_cm import operations
from support.shipped import BOOK

from validator.chart.operation.procedure_title import opens_the_body

PCS = "http://www.cms.gov/Medicare/Coding/ICD10"
EYE = "8"
"""Its operations open no body layer that the statement on wounds is about."""
OPEN = "0"
NEEDLE_OR_OUTSIDE = "3X"
DIAGNOSTIC = "X"


def groups(code: str) -> frozenset[str]:
    return BOOK.groups("conditions-risk", PCS, code) & {"major_surgery", "dental_surgery"}


def test_every_open_operation_but_of_the_eye_is_listed() -> None:
    left = [
        f"{code} {title}"
        for code, title in operations()
        if code[4] == OPEN and code[1] != EYE and code[6] != DIAGNOSTIC and not groups(code)
    ]
    assert left == []


def test_no_needle_no_biopsy_and_nothing_from_outside_is_major_surgery() -> None:
    wrong = [
        f"{code} {title}"
        for code, title in operations()
        if (code[4] in NEEDLE_OR_OUTSIDE or code[6] == DIAGNOSTIC) and "major_surgery" in groups(code)
    ]
    assert wrong == []


UNLIKE = 40
"""Titles whose words do not tell what the pattern of the code does: a region that stands for an organ within it."""


def test_a_title_tells_what_its_code_does() -> None:
    unlike = [
        f"{code} {title}"
        for code, title in operations()
        if opens_the_body(title) is not ("major_surgery" in groups(code))
    ]
    assert len(unlike) <= UNLIKE, unlike[UNLIKE:]
    assert not [one for one in unlike if "Open Approach" in one and "Omentum" not in one]
