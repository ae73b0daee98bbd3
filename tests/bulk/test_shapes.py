"""Whose a line is, however exports say it: a bleeding of the patient counts, one of somebody else does not."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
import zstandard
from support.build import condition, patient, resource
from support.coding import concept, icd
from support.exported import Json, bulk, counts_beside, issues_beside, manifest, rows_of, written
from support.plain import TABLET_60, kidney, man, sixty
from support.product import CLINICAL_DRUGS

from validator import check_bundle

BLEEDING = concept(icd("R04.2", "Hemoptysis"))
HEMORRHAGE = "recent-hemorrhage"
FIXTURE = Path(__file__).resolve().parents[1] / "fixtures" / "second-drug"


def bleeding(subject: Any = "Patient/patient", name: str = "bleeding") -> Json:
    """Hemoptysis of twelve days before the order."""
    made = condition(name, BLEEDING, onset="2026-11-10", recorded="2026-11-10")
    return made | {"subject": {"reference": subject} if isinstance(subject, str) else subject}


def codes(row: Json) -> set[str]:
    return {one["code"] for one in row["findings"] if one["verdict"] != "accept"}


def only(rows: list[Json]) -> Json:
    (row,) = rows
    return row


def judged(folder: Path, files: dict[str, Any], *paths: Path, code: int | None = None) -> list[Json]:
    return rows_of(written(folder / "export", files), *paths, out=folder / "findings.ndjson", code=code)


def test_an_order_without_more_is_accepted(tmp_path: Path) -> None:
    assert only(judged(tmp_path, {"all.ndjson": kidney()}, code=0))["verdict"] == "accept"


OF_THE_PATIENT = {
    "relative": "Patient/patient",
    "absolute": "https://ehr.example.org/fhir/Patient/patient",
    "of a version": "Patient/patient/_history/3",
    "urn": "urn:uuid:patient",
    "identifier": {"identifier": {"system": "urn:mrn", "value": "A 1/2"}},
    "search": "Patient?identifier=urn:mrn|A 1/2",
}


@pytest.mark.parametrize("subject", OF_THE_PATIENT.values(), ids=OF_THE_PATIENT)
@pytest.mark.parametrize("name", ["Condition.ndjson", "aaa.ndjson"])
def test_a_bleeding_of_the_patient_counts_however_the_subject_is_written(
    subject: Any, name: str, tmp_path: Path
) -> None:
    who = man(identifier=[{"system": "urn:mrn", "value": "A 1/2"}])
    chart = [who, *kidney()[1:]]
    row = only(judged(tmp_path, {"x.ndjson": chart, name: [bleeding(subject)]}, code=1))
    assert row["verdict"] == "error"
    assert HEMORRHAGE in codes(row)


@pytest.mark.parametrize(
    "subject",
    [
        "Patient/patient2", "Patient/patien", "Patient/other", "https://ehr.example.org/fhir/Patient/2patient",
        {"identifier": {"system": "urn:mrn", "value": "A 1"}}, {"display": "patient"},
    ],
)  # fmt: skip
def test_a_bleeding_of_somebody_else_does_not_count(subject: Any, tmp_path: Path) -> None:
    who = man(identifier=[{"system": "urn:mrn", "value": "A 1/2"}])
    files = {"x.ndjson": [bleeding(subject), who, *kidney()[1:], patient("other")]}
    assert only(judged(tmp_path, files, code=0))["verdict"] == "accept"


@pytest.mark.parametrize("kind", ["replaced-by", "replaces", "seealso"])
def test_what_is_filed_under_a_patient_who_was_merged_counts(kind: str, tmp_path: Path) -> None:
    link = [{"other": {"reference": "Patient/patient"}, "type": kind}]
    old = patient("old") | {"link": link}
    row = only(judged(tmp_path, {"x.ndjson": [*kidney(), old, bleeding("Patient/old")]}))
    assert HEMORRHAGE in codes(row)


def test_what_is_filed_under_a_patient_who_is_only_referred_to_does_not_count(tmp_path: Path) -> None:
    mother = patient("mother") | {"link": [{"other": {"reference": "Patient/patient"}, "type": "refer"}]}
    files = {"x.ndjson": [*kidney(), mother, bleeding("Patient/mother")]}
    assert only(judged(tmp_path, files, code=0))["verdict"] == "accept"


@pytest.mark.parametrize("spelling", ["escaped", "spaced", "slashes", "byte order mark", "windows"])
def test_a_line_is_read_however_its_json_is_spelt(spelling: str, tmp_path: Path) -> None:
    def spelt(one: Json) -> bytes:
        text = json.dumps(one)
        match spelling:
            case "escaped":
                for plain in ("cabozantinib", "Patient", "patient", "MedicationRequest"):
                    text = text.replace(plain, f"\\u{ord(plain[0]):04x}{plain[1:]}")
                text = text.replace("17901", "\\u00317901")
            case "spaced":
                text = "\t" + json.dumps(one, indent=2).replace("\n", " ") + "  "
            case "slashes":
                text = text.replace("/", "\\/")
            case "windows":
                text += "\r"
            case _:
                pass
        return text.encode()

    lines = [*map(spelt, [*kidney(), bleeding()])]
    if spelling == "byte order mark":
        lines[0] = b"\xef\xbb\xbf" + lines[0]
    row = only(judged(tmp_path, {"all.ndjson": lines}))
    assert HEMORRHAGE in codes(row)
    assert counts_beside(tmp_path / "findings.ndjson")["bad"] == 0


REFERRED = {"medicationReference": {"reference": "Medication/med"}}


def by_reference(**elements: Any) -> Json:
    made = sixty(**elements) | REFERRED
    made.pop("medicationCodeableConcept")
    return made


MEDICATIONS = {
    "coded": [resource("Medication", "med", code=TABLET_60)],
    "named": [resource("Medication", "med", code={"text": "Cabometyx 60 mg tablets"})],
    "by its ingredient": [
        resource("Medication", "med", ingredient=[{"itemReference": {"reference": "Medication/substance"}}]),
        resource("Medication", "substance", code=TABLET_60),
    ],
}


@pytest.mark.parametrize("medications", MEDICATIONS.values(), ids=MEDICATIONS)
@pytest.mark.parametrize("name", ["Medication.ndjson", "zzz.ndjson", "aaa.ndjson"])
def test_an_order_by_reference_is_found_wherever_its_medication_stands(
    medications: list[Json], name: str, tmp_path: Path
) -> None:
    files = {"orders.ndjson": kidney(by_reference()), name: medications}
    row = only(judged(tmp_path, files))
    assert row["verdict"] in ("accept", "warning")
    assert row["ordered"]["daily_mg"] == "60"


def test_an_order_by_reference_of_another_drug_is_no_row(tmp_path: Path) -> None:
    other = resource("Medication", "med", code={"text": "Lisinopril 10 mg"})
    mention = by_reference(note=[{"text": "instead of cabozantinib"}])
    assert judged(tmp_path, {"orders.ndjson": kidney(mention), "zzz.ndjson": [other]}, code=0) == []


def test_an_interacting_drug_by_reference_counts(tmp_path: Path) -> None:
    ketoconazole = resource("Medication", "keto", code={"text": "Ketoconazole 200 mg tablet"})
    taken = sixty(id="taken", medicationReference={"reference": "Medication/keto"}, authoredOn="2026-11-15")
    taken.pop("medicationCodeableConcept")
    files = {"orders.ndjson": kidney(sixty(), taken), "Medication.ndjson": [ketoconazole]}
    row = only([one for one in judged(tmp_path, files) if one["order"] == "MedicationRequest/order"])
    assert codes(row) & {"dose-above-label", "interacting-drug"}


CUT = json.dumps(bleeding()).encode()[:-30]


@pytest.mark.parametrize("line", [CUT, b'{"subject":"Patient/patient'])
def test_a_broken_line_with_the_patients_id_leaves_the_order_open(line: bytes, tmp_path: Path) -> None:
    row = only(judged(tmp_path, {"x.ndjson": kidney(), "y.ndjson": [line]}, code=3))
    assert row["verdict"] == "undetermined"
    assert codes(row) == {"entry-set-aside"}
    issue = issues_beside(tmp_path / "findings.ndjson")[0]
    assert (issue["file"], issue["offset"], issue["line"]) == ("y.ndjson", 0, 1)


@pytest.mark.parametrize("line", [CUT.replace(b"patient", b"someone"), b"502 Bad Gateway", b'{"resourceType":"Cond'])
def test_a_broken_line_of_somebody_else_is_said_and_changes_no_order(line: bytes, tmp_path: Path) -> None:
    row = only(judged(tmp_path, {"x.ndjson": [*kidney(), line]}, code=3))
    assert row["verdict"] == "accept"
    counts = counts_beside(tmp_path / "findings.ndjson")
    assert counts["bad"] == 1
    assert counts["lines"] == counts["kept"] + counts["bad"] + counts["skipped"] == len(kidney()) + 1


def test_a_broken_line_is_in_no_chart_and_counted_once(tmp_path: Path) -> None:
    judged(tmp_path, {"x.ndjson": kidney(), "y.ndjson": [CUT]}, code=3)
    counts = counts_beside(tmp_path / "findings.ndjson")
    assert (counts["kept"], counts["bad"], counts["skipped"]) == (len(kidney()), 1, 0)


@pytest.mark.parametrize(
    "line",
    [
        b'{"resourceType":"Medication","id":"keto","code":}',
        b'{"resourceType":"Medication","id":"keto"}{"resourceType":"Medication","id":"other"}',
        b'{"resourceType":"Medication","id":"keto","status":"act\x01ive"}',
    ],
)
@pytest.mark.parametrize("name", ["Medication.ndjson", "x.ndjson", "zzz.ndjson"])
def test_a_broken_medication_that_a_chart_refers_to_is_said_and_leaves_the_order_open(
    line: bytes, name: str, tmp_path: Path
) -> None:
    taken = sixty(id="taken", medicationReference={"reference": "Medication/keto"}, authoredOn="2026-11-15")
    taken.pop("medicationCodeableConcept")
    files: dict[str, list[Any]] = {"x.ndjson": kidney(sixty(), taken)}
    files.setdefault(name, []).append(line)
    rows = judged(tmp_path, files, code=3)
    row = only([one for one in rows if one["order"] == "MedicationRequest/order"])
    assert (row["verdict"], codes(row)) == ("undetermined", {"entry-set-aside"})
    place = len(files[name])
    issues = [(one["file"], one["line"]) for one in issues_beside(tmp_path / "findings.ndjson")]
    assert (name, place) in issues


def test_a_broken_medication_that_nobody_refers_to_is_left_alone(tmp_path: Path) -> None:
    line = b'{"resourceType":"Medication","id":"keto","code":}'
    assert only(judged(tmp_path, {"x.ndjson": [*kidney(), line]}, code=0))["verdict"] == "accept"


def test_two_values_on_one_line_are_broken(tmp_path: Path) -> None:
    line = json.dumps(sixty(id="second")).encode() + json.dumps(bleeding()).encode()
    row = only(judged(tmp_path, {"x.ndjson": [*kidney(), line]}, code=3))
    assert row["verdict"] == "undetermined"


def test_copies_in_two_files_are_one_order_and_the_newer_counts(tmp_path: Path) -> None:
    older = sixty(meta={"versionId": "1"}, dosageInstruction=[{"text": "200 mg once daily"}])
    newer = sixty(meta={"versionId": "2"})
    files = {"a.ndjson": [*kidney(older)], "b.ndjson": [newer, newer, man()]}
    row = only(judged(tmp_path, files, code=0))
    assert (row["verdict"], row["file"], row["offset"]) == ("accept", "b.ndjson", 0)


def test_only_what_the_manifest_lists_is_read(tmp_path: Path) -> None:
    files = {"x.ndjson": kidney(), "old.ndjson": [bleeding(name="listed-not")]}
    folder = manifest(written(tmp_path / "made", files), ["x.ndjson"])
    assert only(rows_of(folder, out=tmp_path / "findings.ndjson", code=0))["verdict"] == "accept"


def test_what_lies_beside_a_manifest_that_does_not_list_it_is_named_once(tmp_path: Path) -> None:
    files = {"x.ndjson": kidney(), "Jane Doe.ndjson": [bleeding(name="listed-not")]}
    folder = manifest(written(tmp_path / "made", files), ["x.ndjson"])
    (folder / "notes.txt").write_text("no export")
    result = bulk(folder, "--out", tmp_path / "findings.ndjson")
    assert (result.exit_code, counts_beside(tmp_path / "findings.ndjson")["missing"]) == (0, 0)
    (issue,) = issues_beside(tmp_path / "findings.ndjson")
    assert (issue["code"], issue["severity"], issue["file"]) == ("file-not-listed", "information", "Jane Doe.ndjson")
    # Stderr may go to a log, and names no patient.
    assert "Not read: a file beside a manifest, which does not list it; see findings.issues.ndjson." in result.output
    assert "Jane" not in result.output
    told = json.loads((folder / "manifest.json").read_text())
    told["error"] = [{"type": "OperationOutcome", "url": "https://elsewhere.example.org/f/Jane%20Doe.ndjson"}]
    (folder / "manifest.json").write_text(json.dumps(told))
    assert bulk(folder, "--out", tmp_path / "findings.ndjson").exit_code == 3
    assert "file-not-listed" not in [one["code"] for one in issues_beside(tmp_path / "findings.ndjson")]


def test_a_file_that_the_manifest_lists_and_is_not_here_is_said(tmp_path: Path) -> None:
    folder = manifest(written(tmp_path / "made", {"x.ndjson": kidney()}), ["x.ndjson", "Condition.ndjson"])
    assert only(rows_of(folder, out=tmp_path / "findings.ndjson", code=3))["verdict"] == "accept"
    assert issues_beside(tmp_path / "findings.ndjson")[0]["code"] == "unreadable-file"


@pytest.mark.parametrize("packed", ["gz", "zst"])
def test_packed_files_are_read(packed: str, tmp_path: Path) -> None:
    folder = written(tmp_path / "made", {"x.ndjson": [*kidney(), bleeding()]})
    plain = (folder / "x.ndjson").read_bytes()
    (folder / "x.ndjson").unlink()
    data = gzip.compress(plain) if packed == "gz" else zstandard.ZstdCompressor().compress(plain)
    (folder / f"x.ndjson.{packed}").write_bytes(data)
    assert HEMORRHAGE in codes(only(rows_of(folder, out=tmp_path / "findings.ndjson")))
    (folder / f"x.ndjson.{packed}").write_bytes(data[: len(data) // 2])
    assert bulk(folder, "--out", tmp_path / "findings.ndjson").exit_code == 3


def test_only_orders_since_a_day_are_judged(tmp_path: Path) -> None:
    files = {"x.ndjson": kidney(sixty(), sixty(id="old", authoredOn="2026-02-01"))}
    folder = written(tmp_path / "made", files)
    out = tmp_path / "findings.ndjson"
    assert bulk(folder, "--out", out, "--since", "2026-11").exit_code in (0, 1)
    assert [json.loads(line)["order"] for line in out.read_text().splitlines()] == ["MedicationRequest/order"]


def test_an_order_that_names_nobody_is_judged_alone(tmp_path: Path) -> None:
    order = sixty()
    order.pop("subject")
    row = only(judged(tmp_path, {"x.ndjson": kidney(order)}))
    assert row["verdict"] == check_bundle(order).orders[0].verdict.value


def test_patients_of_one_bundle_are_told_apart(tmp_path: Path) -> None:
    mine = [{"resource": one} for one in kidney()]
    others = [{"resource": one} for one in (patient("other"), bleeding("Patient/other"))]
    bundle = {"resourceType": "Bundle", "type": "searchset", "total": 6, "entry": [*others, *mine]}
    row = only(judged(tmp_path, {"x.ndjson": [bundle]}, code=0))
    assert row["verdict"] == "accept"


def test_a_bundle_that_did_not_come_whole_leaves_the_order_open(tmp_path: Path) -> None:
    link = [{"relation": "next", "url": "https://ehr.example.org/fhir?page=2"}]
    bundle = {
        "resourceType": "Bundle",
        "type": "searchset",
        "link": link,
        "entry": [{"resource": one} for one in kidney()],
    }
    assert only(judged(tmp_path, {"x.ndjson": [bundle]}))["verdict"] == "undetermined"


def test_a_product_that_no_list_holds_is_found_by_its_labeler(tmp_path: Path) -> None:
    package = {"coding": [{"system": "http://hl7.org/fhir/sid/ndc", "code": "42388-0099-01"}]}
    row = only(judged(tmp_path, {"x.ndjson": kidney(sixty(medicationCodeableConcept=package))}))
    assert "medication-not-identified" in codes(row)


def test_a_second_drug_is_found_too(tmp_path: Path) -> None:
    import shutil

    from support.shipped import SHIPPED

    folder = tmp_path / "profiles"
    shutil.copytree(SHIPPED.root, folder)
    shutil.copytree(FIXTURE, folder, dirs_exist_ok=True)
    order = sixty(medicationCodeableConcept={"text": "Aardomo 100 mg tablet"})
    made = written(tmp_path / "made", {"x.ndjson": kidney(order)})
    assert judged(tmp_path, {"x.ndjson": kidney(order)}) == []
    assert bulk(made, "--out", tmp_path / "two.ndjson", "--profiles", folder).exit_code in (0, 1)
    assert len((tmp_path / "two.ndjson").read_text().splitlines()) == 1


def test_a_table_has_a_line_for_each_order_and_no_formula(tmp_path: Path) -> None:
    made = written(tmp_path / "made", {"x.ndjson": kidney(sixty(id="=1"), sixty())})
    out = tmp_path / "findings.csv"
    assert bulk(made, "--out", out, "--format", "csv").exit_code in (0, 1)
    head, *lines = out.read_text().splitlines()
    assert head.startswith("file,offset,line,patient")
    assert len(lines) == 2


def test_the_capsule_of_another_strength_is_found(tmp_path: Path) -> None:
    order = sixty(medicationCodeableConcept=concept(CLINICAL_DRUGS["tablet", 40]))
    assert len(judged(tmp_path, {"x.ndjson": kidney(order)})) == 1
