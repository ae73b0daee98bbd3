"""An order whose status is on hold is judged as if it were released, with a note."""

from __future__ import annotations

import pytest
from support.judged import judged
from support.plain import kidney, sixty

from validator.verdict import Verdict

CODE = "order-on-hold"


def test_an_order_on_hold_is_judged_and_says_that_it_is_on_hold() -> None:
    report = judged(kidney(sixty(status="on-hold")))
    (found,) = (one for one in report.findings if one.code == CODE)
    assert (report.verdict, found.verdict) == (Verdict.ACCEPT, Verdict.ACCEPT)
    assert found.expression[0].endswith(".status")


@pytest.mark.parametrize("status", ["active", "draft"])
def test_an_order_that_is_not_on_hold_says_nothing_of_it(status: str) -> None:
    assert CODE not in {one.code for one in judged(kidney(sixty(status=status))).findings}


def test_words_that_hold_an_order_on_hold_contradict_nothing() -> None:
    for status, told in (("on-hold", False), ("active", True)):
        report = judged(kidney(sixty(status=status, note=[{"text": "Hold until seen"}])))
        assert ("text-takes-order-back" in {one.code for one in report.findings}) is told
