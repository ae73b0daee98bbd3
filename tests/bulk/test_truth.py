"""Every order of a made export is found and said what its story says; nothing else is."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from support.exported import counts_beside, rows_of

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

from make_export import make

LOUD = ("error", "undetermined", "warning")


@pytest.fixture(scope="module", params=[("", False), ("gz", False), ("zst", True), ("", True)], ids=str)
def export(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "made"
    packed, bundles = request.param
    make(folder, size=1 << 20, orders=40, seed=7, packed=packed, bundles=bundles)
    return folder


@pytest.fixture(scope="module")
def rows(export: Path) -> list[dict[str, Any]]:
    return rows_of(export, out=export.parent / "findings.ndjson")


def truth_of(export: Path) -> dict[str, dict[str, Any]]:
    told = [json.loads(line) for line in (export / "truth.ndjson").read_text().splitlines()]
    return {one["order"]: one for one in told}


def said(row: dict[str, Any]) -> dict[str, Any]:
    expected = row["expected"]
    return {
        "verdict": row["verdict"],
        "findings": sorted({one["code"] for one in row["findings"] if one["verdict"] in LOUD}),
        "place": [row["file"], row["offset"]],
        "expected_mg": expected and expected["daily_mg"],
    }


def test_every_order_and_nothing_else_is_found_and_judged_as_its_story_says(
    export: Path, rows: list[dict[str, Any]]
) -> None:
    truth = truth_of(export)
    assert sorted(row["order"] for row in rows) == sorted(truth)
    for row in rows:
        told, answer = truth[row["order"]], said(row)
        assert answer["verdict"] == told["verdict"], told
        assert answer["findings"] == sorted(set(told["findings"])), told
        assert answer["place"] in told["places"], told
        assert row["site"] == told["site"], told
        if told["expected_mg"] is not None:
            assert answer["expected_mg"] == told["expected_mg"], told


def test_the_counts_add_up(export: Path, rows: list[dict[str, Any]]) -> None:
    counts = counts_beside(export.parent / "findings.ndjson")
    made = json.loads((export / "counts.json").read_text())
    assert counts["lines"] == made["lines"]
    assert counts["bytes"] == made["bytes"]
    assert counts["lines"] == counts["kept"] + counts["bad"] + counts["skipped"]
    assert counts["orders"] == len(rows) == sum(counts["verdicts"].values())
    assert counts["deleted"] == made["deleted"]


def test_the_line_of_an_order_is_the_one_it_stands_on(export: Path, rows: list[dict[str, Any]]) -> None:
    if any(export.glob("*.gz")) or any(export.glob("*.zst")):
        pytest.skip("packed lines are counted by the same code")
    for row in rows:
        data = (export / row["file"]).read_bytes()
        assert data[: row["offset"]].count(b"\n") == row["line"] - 1
        found = json.loads(data[row["offset"] :].splitlines()[0])
        ids = [one["resource"]["id"] for one in found["entry"]] if found["resourceType"] == "Bundle" else [found["id"]]
        assert row["order"].removeprefix("MedicationRequest/") in ids
