"""An order of an export is said what it is said in a Bundle of its patient's resources."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.exported import Json, by_type, rows_of, written

from validator import check_bundle

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples").glob("*.json"))


def said(order: Json) -> dict[str, Any]:
    """What is said of an order, without where its resources stand."""
    findings = [(one["code"], one["verdict"], one["message"], one["missing"]) for one in order["findings"]]
    return {name: order[name] for name in ("verdict", "label", "indication", "ordered", "expected")} | {
        "findings": findings
    }


def judged_alone(bundle: Json) -> dict[str, dict[str, Any]]:
    report = check_bundle(bundle)
    return {one["order"]: said(one) for one in report.to_dict()["orders"] if "is not for" not in str(one["findings"])}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_judged_alike_by_itself_and_as_an_export(path: Path, tmp_path: Path) -> None:
    bundle = json.loads(path.read_text())
    if bundle.get("resourceType") != "Bundle":
        pytest.skip("no Bundle of a chart")
    alone = judged_alone(bundle)
    if all(one["resource"]["resourceType"] != "Patient" for one in bundle["entry"]):
        pytest.skip("without its Patient nobody can tell what is the patient's")
    as_bundles = rows_of(written(tmp_path / "bundles", {"all.ndjson": [bundle]}), out=tmp_path / "one.ndjson")
    assert {row["order"]: said(row) for row in as_bundles} == alone
    as_files = rows_of(written(tmp_path / "files", by_type(bundle)), out=tmp_path / "two.ndjson")
    # What had no id but a fullUrl is called otherwise.
    assert sorted(map(str, map(said, as_files))) == sorted(map(str, alone.values()))
