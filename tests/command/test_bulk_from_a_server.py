"""`labelcheck bulk --server URL --export`: from the server's files to the rows, and what goes wrong on the way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.export_server import ExportServer, export_server
from support.exported import Json, bulk, by_type, rows_of, written

from validator.client import patience

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "net-adolescent-60mg.json"


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "pause", lambda _: None)


def files() -> dict[str, bytes]:
    """The files of the flagship chart."""
    lines = by_type(json.loads(EXAMPLE.read_bytes()))
    return {name: b"".join(json.dumps(one).encode() + b"\n" for one in held) for name, held in lines.items()}


def answers(rows: list[Json]) -> list[tuple[Any, ...]]:
    """What is said of each order, without the places of its evidence: the server names its files otherwise."""
    told = (
        (row["order"], row["verdict"], row["expected"], [one["message"] for one in row["findings"]]) for row in rows
    )
    return sorted(told, key=str)


def lasting(resource: Json, version: str) -> Json:
    """The resource as one version of it."""
    return resource | {"meta": {"versionId": version, "lastUpdated": f"2026-11-0{version}T00:00:00Z"}}


def test_an_export_from_a_server_is_judged_as_its_files_are(tmp_path: Path) -> None:
    with export_server(ExportServer(files())) as server:
        result = bulk("--server", server.address, "--export", "--out", tmp_path / "out.ndjson", "--group", "g1")

    assert result.exit_code == 1
    rows = [json.loads(line) for line in (tmp_path / "out.ndjson").read_text().splitlines()]
    here = rows_of(written(tmp_path / "here", by_type(json.loads(EXAMPLE.read_bytes()))), out=tmp_path / "here.ndjson")
    assert answers(rows) == answers(here)
    assert [row["verdict"] for row in rows if row["order"] == "MedicationRequest/order"] == ["error"]
    assert server.asked[0][1].startswith("/Group/g1/$export?_type=Patient%2CCondition")
    assert (tmp_path / "out.ndjson.export" / "manifest.json").exists()


def test_changes_come_on_top_of_the_export_before_them(tmp_path: Path) -> None:
    lines = by_type(json.loads(EXAMPLE.read_bytes()))
    lines["Observation.ndjson"] = [lasting(one, "1") for one in lines["Observation.ndjson"] if isinstance(one, dict)]
    before = written(tmp_path / "before", lines)
    (weight,) = (one for one in lines["Observation.ndjson"] if isinstance(one, dict) and one["id"] == "weight")
    changed = lasting(weight, "2")
    changed["valueQuantity"] = weight["valueQuantity"] | {"value": 41}
    with export_server(ExportServer({"Observation.ndjson": json.dumps(changed).encode() + b"\n"})) as server:
        options = ("--server", server.address, "--export", "--changed-since", "2026-11-01T00:00:00Z")
        alone = bulk(*options, "--out", tmp_path / "alone.ndjson")
        result = bulk(before, *options, "--out", tmp_path / "out.ndjson")

    assert alone.exit_code == 2
    assert "name the export before it" in alone.stderr
    assert result.exit_code == 0, result.stderr
    rows = [json.loads(line) for line in (tmp_path / "out.ndjson").read_text().splitlines()]
    assert [row["verdict"] for row in rows if row["order"] == "MedicationRequest/order"] == ["accept"]
    assert "_since=2026-11-01T00%3A00%3A00Z" in server.asked[0][1]


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--server", "https://ehr.example.org/fhir"),
        ("--group", "g1"),
        ("--export",),
        ("--export", "--server", "not an address"),
        ("--export", "--server", "https://ehr.example.org/fhir", "--group", "../Patient"),
        ("--export", "--server", "https://ehr.example.org/fhir", "--export-hosts", "http://files.example.org"),
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(tmp_path: Path, options: tuple[str, ...]) -> None:
    assert bulk(*options, "--out", tmp_path / "out.ndjson").exit_code == 2


def test_an_export_that_fails_judges_nothing_and_ends_with_exit_code_3(tmp_path: Path) -> None:
    def refused(method: str, path: str, before: int) -> Any:
        issue = {"severity": "error", "code": "forbidden", "diagnostics": "not for you"}
        return 403, {}, json.dumps({"resourceType": "OperationOutcome", "issue": [issue]}).encode()

    with export_server(ExportServer({}, choose=refused)) as server:
        result = bulk("--server", server.address, "--export", "--out", tmp_path / "out.ndjson")

    assert result.exit_code == 3
    assert "not for you" in result.stderr
    assert not (tmp_path / "out.ndjson").exists()


def test_an_export_without_files_is_not_an_export_without_errors(tmp_path: Path) -> None:
    with export_server(ExportServer({})) as server:
        result = bulk("--server", server.address, "--export", "--out", tmp_path / "out.ndjson")

    assert result.exit_code == 3
    assert "The export is not whole" in result.stderr


def test_what_the_server_left_out_ends_with_exit_code_3(tmp_path: Path) -> None:
    issue = {"severity": "error", "code": "exception", "diagnostics": "Observations were left out"}
    outcome = json.dumps({"resourceType": "OperationOutcome", "issue": [issue]}).encode() + b"\n"
    served = ExportServer(files() | {"OperationOutcome.ndjson": outcome}, lists={"OperationOutcome.ndjson": "error"})
    with export_server(served) as server:
        result = bulk("--server", server.address, "--export", "--out", tmp_path / "out.ndjson")

    assert result.exit_code == 3
    assert "Observations were left out" in result.stderr
    assert len((tmp_path / "out.ndjson").read_text().splitlines()) >= 1
