"""What could not be told is said or left open, never taken for "not there"."""

from __future__ import annotations

import gzip
import json
import os
import zlib
from pathlib import Path
from random import Random
from typing import Any

import pytest
import zstandard
from support.build import condition, patient, resource
from support.exported import Json, bulk, issues_beside, manifest, rows_of, written
from support.plain import METFORMIN, TABLET_60, kidney, sixty

from validator.bulk.export import export_of
from validator.bulk.job import Job
from validator.bulk.packed import unpacked
from validator.bulk.run import Run

randbytes = Random(1).randbytes
MODIFIED = [{"url": "https://elsewhere.example.org/x", "valueBoolean": True}]


def by_reference(**elements: Any) -> Json:
    made = sixty(medicationReference={"reference": "Medication/med"}) | elements
    made.pop("medicationCodeableConcept")
    return made


def packing(how: str, data: bytes) -> bytes:
    return gzip.compress(data, mtime=0) if how == "gz" else zstandard.ZstdCompressor().compress(data)


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


CHART = json.dumps({"resourceType": "Bundle", "type": "collection", "entry": []}, indent=1).encode()
XML = b'<?xml version="1.0"?>\n<Bundle xmlns="http://hl7.org/fhir"/>'


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.json", CHART, "labelcheck check reads it"),
        ("below/B.JSON", CHART, "labelcheck check reads it"),
        ("late.json", b"[" + b" " * ((1 << 20) - 8) + CHART + b"]", "labelcheck check reads it"),
        ("wide.json", CHART.decode().encode("utf-16"), "labelcheck check reads it"),
        ("x.json.gz", gzip.compress(CHART, mtime=0), "reads it once it is unpacked"),
        ("x.json.gz", b"no gzip", "could not be looked into"),
        ("x.json.zip", b"PK", "reads it once it is unpacked"),
        ("x.xml", XML, "application/fhir+json"),
        ("x.xml.gz", gzip.compress(XML, mtime=0), "application/fhir+json"),
    ],
)
def test_a_file_beside_the_lines_that_may_hold_a_chart_is_said(
    name: str, content: bytes, why: str, tmp_path: Path
) -> None:
    made = written(tmp_path / "made", {"x.ndjson": kidney()})
    (made / name).parent.mkdir(exist_ok=True)
    (made / name).write_bytes(content)
    rows_of(made, out=tmp_path / "rows.ndjson", code=3)
    (issue,) = issues_beside(tmp_path / "rows.ndjson")
    assert why in issue["message"]
    assert issue["detail"] == name


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("notes.txt", CHART),
        (".DS_Store", b"\0"),
        ("below/manifest.json", b'{"output": [{"type": "Patient", "url": "Patient.ndjson"}]}'),
        ("counts.json", b'{"Patient": 7}'),
        ("counts.json.gz", gzip.compress(b'{"Patient": 7}', mtime=0)),
        ("pom.xml", b"<project/>"),
    ],
)
def test_a_file_beside_the_lines_that_holds_no_chart_makes_no_noise(name: str, content: bytes, tmp_path: Path) -> None:
    made = written(tmp_path / "made", {"x.ndjson": kidney()})
    (made / name).parent.mkdir(exist_ok=True)
    (made / name).write_bytes(content)
    rows_of(made, out=tmp_path / "rows.ndjson", code=0)
    assert issues_beside(tmp_path / "rows.ndjson") == []


@pytest.mark.parametrize("content", [b"patient,drug\n1,metformin\n", b"[1, 2]\n", b"\x00\x01", b"PK\x03\x04"])
def test_a_file_of_the_export_that_does_not_begin_like_one_is_said(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "all.ndjson").write_bytes(content)
    (missing,) = export_of([tmp_path]).missing
    assert missing.name == "all.ndjson"
    assert "NDJSON" in missing.why


@pytest.mark.parametrize("packed", ["gz", "zst"])
@pytest.mark.parametrize("content", [b"patient,drug\n1,metformin\n", b"[1, 2]\n", b"\x00\x01"])
def test_a_packed_file_that_does_not_hold_what_an_export_has_is_said_too(
    content: bytes, packed: str, tmp_path: Path
) -> None:
    (tmp_path / f"all.ndjson.{packed}").write_bytes(packing(packed, content))
    (missing,) = export_of([tmp_path]).missing
    assert "NDJSON" in missing.why


@pytest.mark.parametrize("packed", ["gz", "zst"])
@pytest.mark.parametrize("content", [b"", b'{"resourceType": "Patient"}\n'])
def test_a_packed_file_of_lines_is_no_fault(content: bytes, packed: str, tmp_path: Path) -> None:
    (tmp_path / f"all.ndjson.{packed}").write_bytes(packing(packed, content))
    assert not export_of([tmp_path]).missing


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


@pytest.mark.parametrize("packed", ["gz", "zst"])
def test_the_whole_lines_before_the_end_of_a_packed_file_that_was_cut_are_read(packed: str, tmp_path: Path) -> None:
    chart = b"".join(json.dumps(one).encode() + b"\n" for one in kidney())
    # What nothing can pack: the cut lies far behind the chart.
    rest = b"".join(b'{"resourceType":"Basic","id":"%s"}\n' % randbytes(30).hex().encode() for _ in range(9_000))
    whole = packing(packed, chart + rest)
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / f"all.ndjson.{packed}").write_bytes(whole[: len(whole) * 3 // 4])
    (row,) = rows_of(tmp_path / "made", out=tmp_path / "rows.ndjson", code=3)
    assert row["verdict"] == "accept"
    counts = json.loads((tmp_path / "rows.summary.json").read_text())
    assert counts["lines"] == counts["kept"] + counts["bad"] + counts["skipped"]
    assert counts["lines"] > 4_000
    # The line in which it was cut is told by itself.
    issue = issues_beside(tmp_path / "rows.ndjson")[-1]
    assert (issue["file"], issue["line"]) == (f"all.ndjson.{packed}", counts["lines"])
    assert "ends early" in issue["message"]


@pytest.mark.parametrize("kept", [0, 10, 40])
def test_a_line_in_which_a_packed_file_was_cut_leaves_its_patient_open(kept: int, tmp_path: Path) -> None:
    made = written(tmp_path / "made", {"all.ndjson": kidney()})
    subject = {"resourceType": "Condition", "subject": {"reference": "Patient/patient"}}
    line = json.dumps(subject | condition("bleeding", {"text": "Hemoptysis"}, onset="2026-11-10")).encode()
    at = line.index(b"Patient/patient") + len(b"Patient/patient") + 1
    # Stored, not packed: what is cut off is what it says.
    packer = zlib.compressobj(0, wbits=31)
    data = packer.compress(line[: at + kept] + b" " * 500) + packer.flush()
    (made / "more.ndjson.gz").write_bytes(data[: 15 + at + kept])
    (row,) = rows_of(made, out=tmp_path / "rows.ndjson", code=3)
    assert row["verdict"] == "undetermined"


@pytest.mark.parametrize("content", [b"", b"\0" * 5_000])
@pytest.mark.parametrize("packed", ["gz", "zst"])
def test_a_packed_file_in_which_nothing_was_packed_is_said(packed: str, content: bytes, tmp_path: Path) -> None:
    made = written(tmp_path / "made", {"x.ndjson": kidney()})
    (made / f"Condition.ndjson.{packed}").write_bytes(content)
    rows_of(made, out=tmp_path / "rows.ndjson", code=3)
    assert {one["file"] for one in issues_beside(tmp_path / "rows.ndjson")} == {f"Condition.ndjson.{packed}"}


def test_members_of_a_packed_file_and_zeros_between_them_are_read(tmp_path: Path) -> None:
    lines = [json.dumps(one).encode() + b"\n" for one in kidney()]
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "all.ndjson.gz").write_bytes(b"\0\0\0".join(map(gzip.compress, lines)) + b"\0" * 300_000)
    (row,) = rows_of(tmp_path / "made", out=tmp_path / "rows.ndjson", code=0)
    assert row["verdict"] == "accept"


def test_much_that_was_packed_into_little_is_read_in_parts(tmp_path: Path) -> None:
    lines = b"".join(json.dumps(one).encode() + b"\n" for one in kidney()) + b" \n" * (20 << 20)
    (tmp_path / "all.ndjson.gz").write_bytes(gzip.compress(lines, 1))
    with unpacked(str(tmp_path / "all.ndjson.gz")) as packed:
        parts = [*iter(lambda: packed.read(512 << 10), b"")]
    assert b"".join(parts) == lines
    assert max(map(len, parts)) <= 1 << 20


def test_a_path_that_is_not_there_is_said_as_it_was_typed(tmp_path: Path) -> None:
    made = written(tmp_path / "made", {"x.ndjson": kidney()})
    typed = tmp_path / "exprot" / "Patient.ndjson"
    result = bulk(made, typed, "--out", tmp_path / "rows.ndjson")
    assert result.exit_code == 3
    assert f"{typed}: there is no such file" in result.output
    (issue,) = issues_beside(tmp_path / "rows.ndjson")
    assert (issue["file"], issue["offset"], issue["line"]) == (str(typed), None, None)


def test_what_keeps_a_run_from_being_whole_is_said_in_plain_words(tmp_path: Path) -> None:
    made = written(tmp_path / "made", {"x.ndjson": [*kidney(), b"{"], "y.ndjson.xz": [b"?"]})
    result = bulk(made, "--out", tmp_path / "rows.ndjson")
    assert result.exit_code == 3
    said = " ".join(result.stderr.split())
    assert "Exit code 3: not everything could be read or checked, so findings may be missing." in said
    assert "1 file or list did not come whole." in said
    assert "1 line could not be read." in said
    # Each is counted once: no order, and no chart, has anything to do with them.
    assert "unchecked" not in said
    assert json.loads((tmp_path / "rows.summary.json").read_text())["unchecked"] == 0
    assert "rows.issues.ndjson" in said


def test_a_broken_line_is_told_by_its_line_in_the_file_and_its_column(tmp_path: Path) -> None:
    made = written(tmp_path / "made", {"x.ndjson": [*kidney(), b'{"resourceType":"MedicationRequest","x":']})
    rows_of(made, out=tmp_path / "rows.ndjson", code=3)
    (issue,) = issues_beside(tmp_path / "rows.ndjson")
    assert issue["line"] == len(kidney()) + 1
    assert issue["message"].startswith("Column ")


def test_a_whole_run_says_nothing_of_exit_codes(tmp_path: Path) -> None:
    made = written(tmp_path / "made", {"x.ndjson": kidney()})
    result = bulk(made, "--out", tmp_path / "rows.ndjson")
    assert result.exit_code == 0
    assert "xit code" not in result.stderr


def test_a_file_that_somebody_wrote_to_in_the_meantime_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = written(tmp_path / "made", {"x.ndjson": kidney(), "y.ndjson": [patient("other")]})
    judge = Run._judge

    def written_to(*arguments: Any) -> None:
        with (made / "y.ndjson").open("ab") as file:
            file.write(b'{"resourceType":"Patient","id":"late"}\n')
        judge(*arguments)

    monkeypatch.setattr(Run, "_judge", written_to)
    rows_of(made, out=tmp_path / "rows.ndjson", code=3)
    (issue,) = issues_beside(tmp_path / "rows.ndjson")
    assert issue["file"] == "y.ndjson"
    assert "changed while it was read" in issue["message"]


def test_a_folder_that_nobody_may_look_into_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = written(tmp_path / "made", {"x.ndjson": kidney()})
    written(made / "closed", {"Condition.ndjson": []})
    scandir = os.scandir

    def closed(path: Any) -> Any:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    rows_of(made, out=tmp_path / "rows.ndjson", code=3)
    (issue,) = issues_beside(tmp_path / "rows.ndjson")
    assert issue["file"] == "closed"


def test_a_folder_whose_names_may_be_read_and_nothing_else_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = written(tmp_path / "made", {"x.ndjson": kidney()})
    written(made / "closed", {"Condition.ndjson": []})
    stat = os.stat

    def closed(path: Any, **how: Any) -> Any:
        if Path(path).parent.name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return stat(path, **how)

    monkeypatch.setattr(os, "stat", closed)
    assert [one.name for one in export_of([made]).missing] == ["closed/Condition.ndjson"]


def test_a_link_to_a_folder_elsewhere_is_said_and_one_within_is_not(tmp_path: Path) -> None:
    made = written(tmp_path / "made", {"x.ndjson": kidney()})
    written(made / "2026", {"y.ndjson": [patient("other")]})
    written(tmp_path / "elsewhere", {"Condition.ndjson": []})
    (made / "newest").symlink_to("2026")
    assert not export_of([made]).missing
    (made / "more").symlink_to(tmp_path / "elsewhere")
    assert [one.name for one in export_of([made]).missing] == ["more"]


def test_a_link_to_a_file_that_is_gone_is_said(tmp_path: Path) -> None:
    made = written(tmp_path / "made", {"x.ndjson": kidney()})
    (made / "Condition.ndjson").symlink_to(tmp_path / "gone.ndjson")
    assert [one.name for one in export_of([made]).missing] == ["Condition.ndjson"]


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


@pytest.mark.parametrize("between", [" ", "\f", "\u0085", "\u2028", "\0", ","])
def test_an_order_behind_another_value_on_a_line_is_not_lost(between: str, tmp_path: Path) -> None:
    *chart, order = kidney()
    folder = tmp_path / "made"
    folder.mkdir()
    lines = [*(json.dumps(one) for one in chart), json.dumps(patient() | {"id": "other"}) + between + json.dumps(order)]
    (folder / "all.ndjson").write_text("\n".join(lines), encoding="utf-8")
    out = tmp_path / "rows.ndjson"
    assert bulk(folder, "--out", out).exit_code == 3
    (issue,) = issues_beside(out)
    assert "a second JSON value follows" in issue["message"]
