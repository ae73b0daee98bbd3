"""The lines of one patient, judged: nothing that keeps orders from being read is left out."""

from __future__ import annotations

import json

import pytest
from support.plain import kidney
from support.shipped import SHIPPED

from validator.bulk.judgement import Asked, judged
from validator.bulk.line import Place
from validator.bulk.patient_file import FoundLine
from validator.checking import submission_check
from validator.instant import PartialDate

LINES = [
    FoundLine(Place("all.ndjson", at), json.dumps(resource, default=str).encode())
    for at, resource in enumerate(kidney())
]


def test_a_fault_that_keeps_every_order_from_being_read_is_an_issue(monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(submission_check, "orders_in", fault)
    found = judged(LINES, Asked(SHIPPED))
    assert found.rows == ()
    assert [row["code"] for row in found.issues] == ["not-checked"]


def test_orders_nobody_asks_about_leave_no_issue() -> None:
    found = judged(LINES, Asked(SHIPPED, since=PartialDate.parse("2030")))
    assert (found.rows, found.issues) == ((), ())
