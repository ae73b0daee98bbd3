"""A blood pressure that only a note of the order tells."""

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
        "BP 200/120",
        "BP today 188/122",
        "blood pressure was 195/124 this morning",
        "home BPs 190s/110s",
        "SBP 200 today",
        "vitals 192/124",
    ],
)
def test_a_pressure_of_180_or_120_before_a_start_is_a_caution(text: str) -> None:
    found = noted(text)
    assert [one.verdict for one in found.findings if one.code == CODE] == [Verdict.WARNING], said(found)


@pytest.mark.parametrize(
    "text",
    [
        "BP 142/88 today, on amlodipine",
        "hold for BP > 180/120",
        "Check BP daily and call for SBP >160",
        "BP goal < 190/100",
        "if BP is 200/120 call",
        "BP 200/120 on 10/1",
    ],
)
def test_a_lower_one_a_bound_a_goal_and_an_old_one_are_quiet(text: str) -> None:
    found = noted(text)
    assert CODE not in {one.code for one in found.findings}, said(found)
