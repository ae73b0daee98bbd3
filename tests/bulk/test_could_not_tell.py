"""What could not be told is said or left open, never taken for "not there"."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from support.build import condition, patient, resource
from support.exported import Json, bulk, issues_beside, manifest, rows_of, written
from support.plain import METFORMIN, TABLET_60, kidney, sixty

from validator.bulk.export import export_of
from validator.bulk.job import Job
from validator.bulk.run import Run

MODIFIED = [{"url": "https://elsewhere.example.org/x", "valueBoolean": True}]


def by_reference(**elements: Any) -> Json:
    made = sixty(medicationReference={"reference": "Medication/med"}) | elements
    made.pop("medicationCodeableConcept")
    return made


def verdicts(folder: Path, lines: list[Any], code: int | None = None) -> dict[str, str]:
    rows = rows_of(written(folder / "made", {"all.ndjson": lines}), out=folder / "rows.ndjson", code=code)
    return {row["order"]: row["verdict"] for row in rows}


@pytest.mark.parametrize("odd", [{"modifierExtension": MODIFIED}, {"implicitRules": "https://elsewhere.example.org/r"}])
@pytest.mark.parametrize("is_first", [True, False])
def test_an_order_of_a_medication_that_cannot_be_relied_on_is_found(odd: Json, is_first: bool, tmp_path: Path) -> None:
    medication = resource("Medication", "med", code=TABLET_60, **odd)
    chart = kidney(by_reference())
    lines = [medication, *chart] if is_first else [*chart, medication]
    assert verdicts(tmp_path, lines) == {"MedicationRequest/order": "undetermined"}


def test_an_order_of_another_medication_that_names_the_drug_is_no_row(tmp_path: Path) -> None:
    narrative = {"status": "generated", "div": "<div>Not with cabozantinib.</div>"}
    medication = resource("Medication", "med", code=METFORMIN, text=narrative)
    assert verdicts(tmp_path, [*kidney(by_reference()), medication], code=0) == {}


def test_an_order_whose_drug_is_written_twice_and_with_escapes_is_found(tmp_path: Path) -> None:
    *chart, order = kidney()
    text = json.dumps(order).replace("cabozantinib", r"\u0063abozantinib").replace("17901", r"\u00317901")
    twice = text[:-1] + ', "medicationCodeableConcept": {"text": "\\u0063abozantinib 60 mg"}}'
    assert order["resourceType"] == "MedicationRequest"
    assert verdicts(tmp_path, [*chart, twice.encode()]) == {"MedicationRequest/order": "undetermined"}


@pytest.mark.parametrize("kind", [["seealso"], {"code": "seealso"}, 7, None])
def test_a_link_of_no_kind_links_nobody_and_ends_no_run(kind: Any, tmp_path: Path) -> None:
    link = [{"other": {"reference": "Patient/patient"}, "type": kind}]
    assert (
        verdicts(tmp_path, [*kidney(), patient("old") | {"link": link}], code=0)["MedicationRequest/order"] == "accept"
    )


@pytest.mark.parametrize(
    "more",
    [
        {"output": [{"type": "Patient", "url": "x.ndjson"}, "y.ndjson"]},
        {"deleted": {"type": "Bundle", "url": "gone.ndjson"}},
        {"error": {"type": "OperationOutcome", "url": "error.ndjson"}},
        {"error": ["error.ndjson"]},
    ],
)
def test_a_manifest_that_lists_what_is_no_file_is_said(more: Json, tmp_path: Path) -> None:
    made = manifest(written(tmp_path / "made", {"x.ndjson": kidney()}), ["x.ndjson"])
    told = json.loads((made / "manifest.json").read_text())
    (made / "manifest.json").write_text(json.dumps(told | more))
    rows_of(made, out=tmp_path / "rows.ndjson", code=3)
    assert issues_beside(tmp_path / "rows.ndjson")[0]["code"] == "unreadable-file"


@pytest.mark.parametrize("name", ["Condition.ndjson.xz", "Condition.ndjson.bz2", "Condition.NDJSON", "x.ndjson.part"])
def test_a_file_that_looks_like_one_of_the_export_and_is_not_read_is_said(name: str, tmp_path: Path) -> None:
    made = written(tmp_path / "made", {"x.ndjson": kidney(), name: [b"?"]})
    rows_of(made, out=tmp_path / "rows.ndjson", code=3)
    assert issues_beside(tmp_path / "rows.ndjson")[0]["detail"] == name


@pytest.mark.parametrize("name", ["README.md", "export.log", "truth.json", "ndjson.txt"])
def test_another_file_is_left_alone(name: str, tmp_path: Path) -> None:
    made = written(tmp_path / "made", {"x.ndjson": kidney(), name: [b"?"]})
    rows_of(made, out=tmp_path / "rows.ndjson", code=0)


@pytest.mark.parametrize("content", [b"patient,drug\n1,metformin\n", b"[1, 2]\n", b"\x00\x01", b"PK\x03\x04"])
def test_a_file_of_the_export_that_does_not_begin_like_one_is_said(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "all.ndjson").write_bytes(content)
    (missing,) = export_of([tmp_path]).missing
    assert missing.name == "all.ndjson"
    assert "NDJSON" in missing.why


@pytest.mark.parametrize("content", [b"", b"\n\n", b'\xef\xbb\xbf{"resourceType": "Patient"}', b' \r\n{"a": 1}\r\n'])
def test_a_file_that_is_empty_or_begins_with_an_object_is_no_fault(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "all.ndjson").write_bytes(content)
    assert not export_of([tmp_path]).missing


def test_a_packed_file_that_was_cut_leaves_counts_that_add_up(tmp_path: Path) -> None:
    whole = gzip.compress(b"".join(json.dumps(one).encode() + b"\n" for one in kidney()))
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "all.ndjson.gz").write_bytes(whole[: len(whole) // 2])
    rows_of(tmp_path / "made", out=tmp_path / "rows.ndjson", code=3)
    counts = json.loads((tmp_path / "rows.summary.json").read_text())
    assert counts["lines"] == counts["kept"] + counts["bad"] + counts["skipped"]
    assert min(counts[name] for name in ("lines", "kept", "bad", "skipped")) >= 0


def test_what_was_done_for_nobody_knows_which_files_is_done_again(tmp_path: Path) -> None:
    out = tmp_path / "rows.ndjson"
    other = written(tmp_path / "other", {"all.ndjson": [condition("cold", {"text": "Cold"})]})
    Run(Job(export_of([other]), "2026-11-28T00:00:00+00:00"), out.with_name("rows.ndjson.work")).go()
    (out.with_name("rows.ndjson.work") / "job.json").write_text("{")
    made = written(tmp_path / "made", {"all.ndjson": kidney()})
    assert bulk(made, "--out", out, "--resume").exit_code == 0
    assert len(out.read_text().splitlines()) == 1


@pytest.mark.parametrize(("severity", "verdict"), [("error", "undetermined"), ("information", "accept")])
def test_what_the_server_says_of_a_page_is_said_of_every_chart_in_it(
    severity: str, verdict: str, tmp_path: Path
) -> None:
    outcome = {"resourceType": "OperationOutcome", "issue": [{"severity": severity, "code": "processing"}]}
    entries = [{"resource": one} for one in (*kidney(), patient("other"), outcome)]
    page = {"resourceType": "Bundle", "type": "searchset", "entry": entries}
    assert verdicts(tmp_path, [page]) == {"MedicationRequest/order": verdict}
