"""The lines of one patient, judged: nothing that keeps orders from being read is left out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.build import patient
from support.exported import bulk, counts_beside, rows_of, written
from support.plain import METFORMIN, kidney, sixty
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


def test_a_fault_of_a_check_ends_the_command_with_three(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: object, **__: object) -> None:
        raise RuntimeError

    export = written(tmp_path / "made", {"x.ndjson": kidney()})
    assert bulk(export, "--out", tmp_path / "rows.ndjson").exit_code == 0
    monkeypatch.setattr(submission_check, "orders_in", fault)
    assert bulk(export, "--out", tmp_path / "rows.ndjson").exit_code == 3
    counts = counts_beside(tmp_path / "rows.ndjson")
    assert (counts["orders"], counts["bad"], counts["missing"], counts["unchecked"]) == (0, 0, 0, 1)


def test_a_place_that_holds_no_resource_ends_the_command_with_three(tmp_path: Path) -> None:
    for number, stray in enumerate(({"id": "x"}, {}, None, "text", {"resourceType": ""})):
        entries = [{"resource": one} for one in (*kidney(), patient("other"), stray)]
        bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
        out = tmp_path / f"{number}.ndjson"
        (row,) = rows_of(written(tmp_path / f"made{number}", {"x.ndjson": [bundle]}), out=out, code=3)
        assert row["verdict"] == "undetermined"


def test_an_order_for_another_drug_that_cannot_be_relied_on_is_no_row(tmp_path: Path) -> None:
    odd = sixty(id="odd", medicationCodeableConcept=METFORMIN, modifierExtension=[{"url": "https://example.org/x"}])
    rows = rows_of(written(tmp_path / "made", {"x.ndjson": kidney(sixty(), odd)}), out=tmp_path / "rows.ndjson")
    assert [row["order"] for row in rows] == ["MedicationRequest/order"]
