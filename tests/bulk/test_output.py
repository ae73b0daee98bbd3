"""The forms of the output, the counts for people, and the page for the committee."""

from __future__ import annotations

import csv
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from support.build import condition, dosage, every, quantity
from support.coding import concept, icd
from support.exported import Json, bulk, rows_of, written
from support.plain import kidney, man, sixty, with_dosage

from validator.bulk.row import COLUMNS
from validator.bulk.tally import nobodys

NASTY = "</script><script>alert(1)</script>"


def without(resource: Json, *names: str) -> Json:
    return {name: value for name, value in resource.items() if name not in names}


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An order that is accepted and one above the label, of a patient whose record has a hostile keeper."""
    who = man(managingOrganization={"display": f"St. Example {NASTY}"})
    above = with_dosage(dosage(quantity(80, "mg"), every())) | {"id": "above"}
    above["authoredOn"] = "2026-10-02"
    chart = [who, *kidney(sixty(), above)[1:]]
    return written(tmp_path_factory.mktemp("export") / "made", {"all.ndjson": chart})


@pytest.fixture(scope="module")
def rows(export: Path) -> list[Json]:
    return rows_of(export, out=export.parent / "rows.ndjson")


def test_a_row_is_a_report_with_its_place(rows: list[Json]) -> None:
    assert [row["order"] for row in rows] == ["MedicationRequest/order", "MedicationRequest/above"]
    assert {"file", "offset", "line", "patient", "authored", "site", "verdict", "findings", "ledger"} <= rows[0].keys()
    assert rows[1]["authored"] == "2026-10-02"


def test_a_parquet_file_has_the_rows_and_their_reports(export: Path, rows: list[Json], tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    assert bulk(export, "--out", tmp_path / "rows.parquet", "--format", "parquet").exit_code == 1
    told = parquet.read_table(tmp_path / "rows.parquet").to_pylist()
    assert [json.loads(one["report"]) for one in told] == rows
    assert [one["verdict"] for one in told] == [row["verdict"] for row in rows]


def test_a_table_has_the_same_columns(export: Path, rows: list[Json], tmp_path: Path) -> None:
    assert bulk(export, "--out", tmp_path / "rows.csv", "--format", "csv").exit_code == 1
    told = list(csv.DictReader((tmp_path / "rows.csv").read_text().splitlines()))
    assert [(one["order"], one["verdict"], int(one["line"])) for one in told] == [
        (row["order"], row["verdict"], row["line"]) for row in rows
    ]


def test_the_columns_of_the_tables_are_those_that_are_documented(export: Path, tmp_path: Path) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "bulk.md").read_text()
    table = page.partition("### Columns of the tables")[2].partition("\n#")[0]
    told = re.findall(r"^\| `(\w+)` \| \S", table, re.MULTILINE)
    assert told == [*COLUMNS, "report"]
    bulk(export, "--out", tmp_path / "rows.csv", "--format", "csv")
    assert (tmp_path / "rows.csv").read_text().splitlines()[0].split(",") == told[:-1]
    parquet = pytest.importorskip("pyarrow.parquet")
    bulk(export, "--out", tmp_path / "rows.parquet", "--format", "parquet")
    schema = parquet.read_schema(tmp_path / "rows.parquet")
    assert schema.names == told
    numbers = [one.name for one in schema if str(one.type) == "int64"]
    (sentence,) = re.findall(r"In Parquet (.*?) are whole numbers", table)
    assert numbers == re.findall(r"`(\w+)`", sentence)


def test_an_outcome_an_order_is_valid_fhir(export: Path, rows: list[Json], tmp_path: Path) -> None:
    from fhir.resources.R4B.operationoutcome import OperationOutcome

    assert bulk(export, "--out", tmp_path / "rows.fhir", "--format", "fhir").exit_code == 1
    told = [json.loads(line) for line in (tmp_path / "rows.fhir").read_text().splitlines()]
    assert len(told) == len(rows)
    for outcome in told:
        assert OperationOutcome.model_validate(outcome).issue


def test_what_was_found_is_told_in_words(export: Path, tmp_path: Path) -> None:
    result = bulk(export, "--out", tmp_path / "rows.ndjson")
    assert "2 orders of 1 patient:" in result.stderr
    assert "dose-above-label" in result.stderr
    assert "Patient/patient" not in result.stderr


class Scripts(HTMLParser):
    """The sources of a page, and the text between its scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.sources: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        self.sources += [value for name, value in attrs if name in ("src", "href") and value]


def test_the_page_stands_alone_and_no_text_in_it_is_a_program(export: Path, tmp_path: Path) -> None:
    pytest.importorskip("vl_convert")
    page = tmp_path / "report.html"
    assert bulk(export, "--out", tmp_path / "rows.ndjson", "--report", page).exit_code == 1
    text = page.read_text()
    read = Scripts()
    read.feed(text)
    assert read.sources == []
    assert read.scripts == 2
    assert "<script>alert" not in text
    assert re.findall(r'<tr data-verdict="([a-z-]+)"', text) == ["error", "warning"]
    assert "MedicationRequest/above" in text


def test_the_table_of_the_page_has_patient_and_site_and_filters_by_them(export: Path, tmp_path: Path) -> None:
    pytest.importorskip("vl_convert")
    page = tmp_path / "report.html"
    bulk(export, "--out", tmp_path / "rows.ndjson", "--report", page)
    table = page.read_text().partition("<h2>Orders</h2>")[2]
    assert table.count("<td>Patient/patient</td>") == 2
    assert table.count("<td>St. Example &lt;/script&gt;") == 2
    assert table.count("<option>St. Example &lt;/script&gt;") == 1
    assert 'data-site="St. Example &lt;' in table


def test_what_undetermined_orders_lack_is_told_in_plain_words_and_each_order_once(tmp_path: Path) -> None:
    pytest.importorskip("vl_convert")
    lines: list[Json | bytes] = [*kidney(without(sixty(), "dosageInstruction"))]
    for number in range(2):
        lines.append(condition(f"hemoptysis{number}", concept(icd("R04.2", "Hemoptysis")), onset="2026-11-10"))
        lines[-1] = without(lines[-1], "onsetDateTime", "clinicalStatus")
    made = written(tmp_path / "made", {"all.ndjson": lines})
    page = tmp_path / "report.html"
    (row,) = rows_of(made, "--report", page, out=tmp_path / "rows.ndjson")
    assert row["verdict"] == "undetermined"
    assert any(one["missing"] for one in row["findings"])
    labels = dict(
        re.findall(r'"missing fact": "([^"]*)", "verdict": "undetermined", "orders": (\d+)', page.read_text())
    )
    assert labels
    assert set(labels.values()) == {"1"}
    for label in labels:
        assert not re.search(r"[a-z][A-Z]|/|\[|\.[a-z]", label), label


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("Condition/c-1.2, corrected or settled", "a diagnosis, corrected or settled"),
        ("Bundle.entry[4].resource, corrected or settled", "an entry of the chart, corrected or settled"),
        ("exact date of Procedure/p", "exact date of a procedure"),
        ("Specimen/x, corrected or settled", "an entry of the chart, corrected or settled"),
        ("Observation body weight (LOINC 29463-7)", "Observation body weight (LOINC 29463-7)"),
    ],
)
def test_what_one_chart_lacks_is_told_as_of_many(missing: str, said: str) -> None:
    assert nobodys(missing) == said
