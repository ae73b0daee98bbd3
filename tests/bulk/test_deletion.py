"""What the server says it deleted counts for nothing; what it wrote again later counts; between the two it is open."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from support.build import condition, resource
from support.coding import concept, icd
from support.exported import Json, issues_beside, manifest, rows_of, written
from support.plain import TABLET_60, kidney, sixty

HEMORRHAGE = "recent-hemorrhage"


def bleeding(updated: str | None = "2026-11-12T00:00:00Z", **elements: Any) -> Json:
    """Hemoptysis of the patient, last written at this instant."""
    made = condition("bleeding", concept(icd("R04.2", "Hemoptysis")), onset="2026-11-10", recorded="2026-11-10")
    return made | ({} if updated is None else {"meta": {"lastUpdated": updated}}) | elements


def deleted(*names: str, time: str | None = None, **elements: Any) -> Json:
    """A list of deleted resources, made at this instant."""
    entries = [{"request": {"method": "DELETE", "url": name}} for name in names]
    meta = {} if time is None else {"meta": {"lastUpdated": time}}
    return {"resourceType": "Bundle", "type": "transaction", "entry": entries} | meta | elements


def answered(name: str, instant: str) -> Json:
    entry = {"request": {"method": "DELETE", "url": name}, "response": {"status": "204", "lastModified": instant}}
    return deleted(entry=[entry])


def judged(folder: Path, lines: list[Any], *gone: Any, code: int | None = None) -> list[Json]:
    made = manifest(written(folder / "made", {"x.ndjson": lines, "gone.ndjson": gone}), ["x.ndjson"], ["gone.ndjson"])
    return rows_of(made, out=folder / "findings.ndjson", code=code)


def said(rows: list[Json]) -> tuple[str, set[str]]:
    (row,) = rows
    return row["verdict"], {one["code"] for one in row["findings"] if one["verdict"] != "accept"}


AFTER = {
    "by the time of the list": [deleted("Condition/bleeding", "Condition/none", time="2026-11-13T00:00:00Z")],
    "by the time of the answer": [answered("Condition/bleeding", "2026-11-12T00:00:01Z")],
    "the answer goes before the list": [
        answered("Condition/bleeding", "2026-11-12T00:00:01Z") | {"meta": {"lastUpdated": "2026-11-11T00:00:00Z"}}
    ],
    "in another zone": [deleted("Condition/bleeding", time="2026-11-12T00:30:00-01:00")],
    "with the server's address and a version": [
        deleted("https://ehr.example.org/fhir/Condition/bleeding/_history/2", timestamp="2026-11-13T00:00:00Z")
    ],
    "once more": [
        deleted("Condition/bleeding", time="2026-11-01T00:00:00Z"),
        deleted("Condition/bleeding", time="2026-11-20T00:00:00Z"),
    ],
}


@pytest.mark.parametrize("gone", AFTER.values(), ids=AFTER)
def test_what_was_deleted_after_it_was_written_does_not_count(gone: list[Json], tmp_path: Path) -> None:
    rows = judged(tmp_path, [*kidney(), bleeding()], *gone, code=0)
    assert said(rows) == ("accept", set())
    assert rows[0]["ledger"]["not-decided"] > 0


@pytest.mark.parametrize("time", ["2026-11-11T23:59:59Z", "2026-11-12T00:30:00+01:00"])
@pytest.mark.parametrize("is_answer", [False, True])
def test_what_was_written_again_after_it_was_deleted_counts(time: str, is_answer: bool, tmp_path: Path) -> None:
    gone = answered("Condition/bleeding", time) if is_answer else deleted("Condition/bleeding", time=time)
    assert said(judged(tmp_path, [*kidney(), bleeding()], gone, code=1)) == ("error", {HEMORRHAGE})


OPEN = {
    "a list without a time": (bleeding(), deleted("Condition/bleeding")),
    "a resource without a time": (bleeding(None), deleted("Condition/bleeding", time="2026-11-13T00:00:00Z")),
    "a time without a zone": (bleeding(), deleted("Condition/bleeding", time="2026-11-13T00:00:00")),
    "a day": (bleeding("2026-11-12"), deleted("Condition/bleeding", time="2026-11-13T00:00:00Z")),
    "no time at all": (bleeding("yesterday"), deleted("Condition/bleeding", time="2026-11-13T00:00:00Z")),
    "a time that is a number": (bleeding(), deleted("Condition/bleeding", meta={"lastUpdated": 20261113})),
    "the same instant": (bleeding(), deleted("Condition/bleeding", time="2026-11-12T01:00:00+01:00")),
}


@pytest.mark.parametrize(("fact", "gone"), OPEN.values(), ids=OPEN)
def test_where_nobody_knows_which_came_first_the_order_is_open_and_says_why(
    fact: Json, gone: Json, tmp_path: Path
) -> None:
    rows = judged(tmp_path, [*kidney(), fact], gone)
    assert said(rows) == ("undetermined", {"entry-set-aside"})
    aside = [(one["reference"], one["reason"]) for one in rows[0]["ledger"]["set-aside"]]
    assert aside == [("Condition/bleeding", "may-be-deleted")]
    assert "may-be-deleted" in {one["code"] for one in issues_beside(tmp_path / "findings.ndjson")}
    assert "deleted" in str([one["message"] for one in rows[0]["findings"]])


def test_one_list_of_two_without_a_time_leaves_it_open(tmp_path: Path) -> None:
    gone = [deleted("Condition/bleeding", time="2026-11-01T00:00:00Z"), deleted("Condition/bleeding")]
    assert said(judged(tmp_path, [*kidney(), bleeding()], *gone))[0] == "undetermined"


def test_a_fact_that_the_label_asks_nothing_of_may_be_deleted_or_not(tmp_path: Path) -> None:
    cold = condition("cold", {"text": "Common cold"})
    assert said(judged(tmp_path, [*kidney(), cold], deleted("Condition/cold"), code=0)) == ("accept", set())


def test_the_state_of_before_goes_and_the_one_of_later_counts(tmp_path: Path) -> None:
    old, new = bleeding("2026-11-11T00:00:00Z"), bleeding("2026-11-14T00:00:00Z", code={"text": "Common cold"})
    gone = deleted("Condition/bleeding", time="2026-11-13T00:00:00Z")
    assert said(judged(tmp_path, [*kidney(), old, new], gone, code=0)) == ("accept", set())


@pytest.mark.parametrize(
    ("updated", "time", "verdicts"),
    [
        ("2026-11-12T00:00:00Z", "2026-11-13T00:00:00Z", []),
        ("2026-11-12T00:00:00Z", "2026-11-11T00:00:00Z", ["accept"]),
        ("2026-11-12T00:00:00Z", None, ["undetermined"]),
    ],
    ids=["deleted", "written again", "open"],
)
def test_an_order_that_was_deleted_is_no_row_and_one_that_may_be_is_open(
    updated: str, time: str | None, verdicts: list[str], tmp_path: Path
) -> None:
    order = sixty(meta={"lastUpdated": updated})
    rows = judged(tmp_path, kidney(order), deleted("MedicationRequest/order", time=time))
    assert [row["verdict"] for row in rows] == verdicts


def test_of_a_bundle_only_what_was_deleted_is_left_out(tmp_path: Path) -> None:
    entries = [{"resource": one} for one in (condition("cold", {"text": "Cold"}), bleeding(), *kidney())]
    entries[0]["resource"]["meta"] = {"lastUpdated": "2026-11-12T00:00:00Z"}
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    gone = deleted("Condition/cold", time="2026-11-13T00:00:00Z")
    assert said(judged(tmp_path / "first", [bundle], gone, code=1)) == ("error", {HEMORRHAGE})
    gone = deleted("Condition/bleeding", time="2026-11-13T00:00:00Z")
    assert said(judged(tmp_path / "second", [bundle], gone, code=0)) == ("accept", set())


def test_an_order_keeps_its_medication(tmp_path: Path) -> None:
    order = sixty(medicationReference={"reference": "Medication/med"})
    order.pop("medicationCodeableConcept")
    medication = resource("Medication", "med", code=TABLET_60)
    gone = deleted("Medication/med", time="2026-11-13T00:00:00Z")
    assert said(judged(tmp_path, [*kidney(order), medication], gone, code=0)) == ("accept", set())


FAULTS = {
    "no JSON": b'{"resourceType":"Bundle","entry":[',
    "no Bundle": b'["Condition/bleeding"]',
    "another resource": {"resourceType": "Condition", "id": "bleeding"},
    "entries that are no list": deleted(entry={"request": {"method": "DELETE", "url": "Condition/x"}}),
    "another request": deleted(entry=[{"request": {"method": "PUT", "url": "Condition/x"}}]),
    "no url": deleted(entry=[{"request": {"method": "DELETE"}}]),
    "a search": deleted("Condition?code=x"),
    "a type": deleted("Condition"),
    "no request": deleted(entry=[{"resource": {"resourceType": "Condition", "id": "bleeding"}}]),
}


@pytest.mark.parametrize("line", FAULTS.values(), ids=FAULTS)
def test_a_list_that_cannot_be_read_is_said_with_its_place(line: Any, tmp_path: Path) -> None:
    whole = deleted("Condition/bleeding", time="2026-11-13T00:00:00Z")
    rows = judged(tmp_path, [*kidney(), bleeding()], whole, line, code=3)
    # What could be read of the list still counts.
    assert said(rows) == ("accept", set())
    (issue, *_) = issues_beside(tmp_path / "findings.ndjson")
    assert (issue["file"], issue["offset"] > 0) == ("gone.ndjson", True)
    assert issue["message"].startswith("A list of what was deleted: ")


def test_a_list_that_is_damaged_is_said_and_ends_no_run(tmp_path: Path) -> None:
    made = manifest(written(tmp_path / "made", {"x.ndjson": kidney()}), ["x.ndjson"], ["gone.ndjson.gz"])
    (made / "gone.ndjson.gz").write_bytes(gzip.compress(b'{"resourceType":"Bundle"}\n' * 99)[:-9])
    assert said(rows_of(made, out=tmp_path / "findings.ndjson", code=3)) == ("accept", set())
    assert [one["code"] for one in issues_beside(tmp_path / "findings.ndjson")] == ["unreadable-file"]
