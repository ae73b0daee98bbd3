"""The generator of exports: what it says of itself is so, and its truth is what one chart at a time is told."""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

import export_shape
from make_export import make

from validator.check import check_documents
from validator.verdict import Verdict

ORDERS = 200


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export with a few thousand other lines."""
    out = tmp_path_factory.mktemp("made") / "export"
    make(out, size=1 << 20, orders=ORDERS)
    return out


def lines_of(folder: Path) -> list[bytes]:
    """Every line of the output files."""
    return [
        line
        for one in told(folder, "manifest.json")["output"]
        for line in (folder / one["url"]).read_bytes().splitlines(keepends=True)
    ]


def told(folder: Path, name: str) -> Any:
    """A file beside the data."""
    return json.loads((folder / name).read_text())


def truth(folder: Path) -> list[dict[str, Any]]:
    """What must be said of each order."""
    return [json.loads(line) for line in (folder / "truth.ndjson").read_text().splitlines()]


def readable(line: bytes) -> dict[str, Any] | None:
    """The resource of a line, None where there is none."""
    try:
        value = json.loads(line)
    except ValueError:
        return None
    return value if isinstance(value, dict) and "resourceType" in value else None


def test_the_counts_are_those_of_the_files(export: Path) -> None:
    counts, lines = told(export, "counts.json"), lines_of(export)

    assert counts["lines"] == len(lines) == sum(one["count"] for one in told(export, "manifest.json")["output"])
    assert counts["bytes"] == sum(map(len, lines)) >= 1 << 20
    bad = [line for line in lines if line.strip() and readable(line) is None]
    assert len(bad) == sum(counts.get(f"bad-{kind}", 0) for kind in ("other", "order", "chart"))
    assert counts["orders"] == len(truth(export)) >= ORDERS
    assert counts["verdicts"] == Counter(row["verdict"] for row in truth(export))


def test_every_order_stands_where_the_truth_says(export: Path) -> None:
    for row in truth(export):
        for name, start in row["places"]:
            line = (export / name).read_bytes()[start:].split(b"\n", 1)[0]
            assert f"MedicationRequest/{json.loads(line)['id']}" == row["order"]


def test_all_shapes_fates_and_verdicts_are_there(export: Path) -> None:
    rows = truth(export)
    shapes = {shape for row in rows for shape in row["shape"].split(", ")}

    assert shapes == {*export_shape.PRODUCT_SHAPES, *export_shape.LINE_SHAPES}
    assert {row["fate"] for row in rows} == {
        "plain", "copied", "newer", "fact-deleted", "fact-written-again", "fact-deleted-or-not", "order-deleted",
        "bad-line",
    }  # fmt: skip
    assert {row["verdict"] for row in rows} == {*Verdict}


def test_a_chart_is_scattered_over_the_files_of_its_types(export: Path) -> None:
    files: dict[str, set[str]] = defaultdict(set)
    patients = {row["patient"] for row in truth(export)}
    for one in told(export, "manifest.json")["output"]:
        text = (export / one["url"]).read_bytes()
        for patient in patients:
            if patient.removeprefix("Patient/").encode() in text:
                files[patient].add(one["url"])

    assert sum(len(names) > len({name.split(".")[0] for name in names}) for names in files.values()) > ORDERS // 4


def test_the_same_seed_writes_the_same_export_and_another_seed_another(tmp_path: Path) -> None:
    for name, seed in (("one", 5), ("again", 5), ("other", 6)):
        make(tmp_path / name, size=200_000, seed=seed, orders=5, packed="gz")
    one, again, other = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "again", "other")
    )

    assert one == again
    assert one != other
    assert any(
        gzip.decompress(text).startswith(b"{") for name, text in one.items() if name.endswith(".ndjson.gz") and text
    )


def test_without_a_number_the_rate_makes_the_orders(tmp_path: Path) -> None:
    make(tmp_path / "rare", size=1 << 20)
    make(tmp_path / "often", size=1 << 20, rate=0.2)

    assert len(truth(tmp_path / "rare")) in (1, 2)
    assert len(truth(tmp_path / "often")) > 20


def test_the_truth_is_what_a_chart_alone_is_told(export: Path) -> None:
    """Each patient's lines are put together by hand: newest copies, nothing deleted, Medications by their reference."""
    wanted = {row["order"]: (row["verdict"], row["findings"], row["expected_mg"]) for row in truth(export)}
    found = {of: answer for of, answer in answers(export) if of in wanted}

    assert found.keys() == wanted.keys()
    assert [(of, found[of], answer) for of, answer in wanted.items() if found[of] != answer] == []


def answers(export: Path) -> list[tuple[str, tuple[str, list[str], str | None]]]:
    """What each order of each found patient is told."""
    lists = [json.loads(line) for line in (export / "deleted.ndjson").read_text().splitlines()]
    deleted = {
        entry["request"]["url"]: one.get("meta", {}).get("lastUpdated") for one in lists for entry in one["entry"]
    }
    patients = {row["patient"].removeprefix("Patient/") for row in truth(export)}
    charts: dict[str, dict[str, dict[str, Any] | bytes]] = defaultdict(dict)
    medications: dict[str, dict[str, Any]] = {}
    for line in lines_of(export):
        resource = readable(line)
        if resource is not None and resource["resourceType"] == "Medication":
            medications[resource["id"]] = resource
            continue
        text = line if resource is None else json.dumps(resource).encode()
        of = next(
            (part for part in text.replace(b"/", b'"').split(b'"') if part.decode(errors="replace") in patients), None
        )
        if of is None:
            continue
        if resource is None:
            charts[of.decode()][line.decode(errors="replace")] = line
            continue
        name = f"{resource['resourceType']}/{resource['id']}"
        kept = charts[of.decode()].get(name)
        is_newer = not isinstance(kept, dict) or kept["meta"]["versionId"] <= resource["meta"]["versionId"]
        if deleted.get(name, "") is None:
            # Nobody knows whether it is there: it may not be relied on.
            resource["modifierExtension"] = [{"url": "https://elsewhere.example.org/may-be-deleted"}]
        if (deleted.get(name) or "") < resource["meta"]["lastUpdated"] and is_newer:
            charts[of.decode()][name] = resource
    found = []
    for chart in charts.values():
        referred = [
            medications[one["medicationReference"]["reference"].rsplit("/", 1)[-1]]
            for one in chart.values()
            if isinstance(one, dict) and not one.get("medicationReference", {}).get("reference", "#").startswith("#")
        ]
        report = check_documents([*chart.values(), *referred], structure="read")
        for order in report.orders:
            codes = {one.code for one in order.findings if one.verdict not in (Verdict.ACCEPT, Verdict.NOT_ASSESSED)}
            expected = None if order.expected is None else format(order.expected.daily_mg, "f")
            found.append((order.order, (order.verdict.value, sorted(codes), expected)))
    return found
