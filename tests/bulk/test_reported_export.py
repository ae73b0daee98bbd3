"""Every reported and every ordinary chart in one export: each order is said what `check` says of its chart alone."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from support.exported import Json, rows_of, written
from support.of_another import as_another

from validator import check_bundle

TESTS = Path(__file__).resolve().parents[1]
FILES = sorted([*(TESTS / "reported").glob("*.json"), *(TESTS / "ordinary" / "charts").glob("*.json")])
NOT_FOR_A_DRUG = "is not for"
NOBODYS = "f-a3-bleeding-subject-dangling"
"""Its bleeding names somebody who is nowhere. In a chart of one patient that is set aside; where lines are of anybody,
what names somebody else is in nobody's chart but theirs."""
STRAY = "65-stray-entry"
"""A place in it holds no resource; in a Bundle of several patients that leaves the orders of all of them open."""
PLACE = re.compile(r"Bundle\.entry\[\S*")


def charts() -> dict[str, Json]:
    """Every Bundle among the files, each of other patients than any other; calls of a hook are no charts."""
    found: dict[str, Json] = {}
    for path in FILES:
        value = json.loads(path.read_bytes())
        if value.get("resourceType") == "Bundle":
            found[path.stem] = as_another(value, f"c{len(found)}-")
    return found


CHARTS = charts()


def resources(bundle: Json) -> list[Json]:
    """The resources of a chart as an export has them: each with an id, its fullUrl's where it has none."""
    made = []
    for entry in bundle["entry"]:
        resource = entry.get("resource")
        if not isinstance(resource, dict) or "resourceType" not in resource:
            # A place without a resource is no line of an export.
            continue
        made.append(resource if "id" in resource else resource | {"id": entry["fullUrl"].rpartition(":")[2]})
    return made


def said(order: Json) -> dict[str, Any]:
    """What is said of an order, without where its resources stand."""
    findings = sorted(
        (one["code"], one["verdict"], one["message"], PLACE.sub("A line", str(one["missing"])))
        for one in order["findings"]
    )
    return {name: order[name] for name in ("verdict", "label", "indication", "ordered", "expected")} | {
        "findings": findings
    }


Answers = dict[str, dict[str, Any]]


def wanted(bundle: Json) -> Answers:
    """What `check` says of each order of a chart for a drug of the labels."""
    return {
        order["order"]: said(order)
        for order in check_bundle(bundle).to_dict()["orders"]
        if NOT_FOR_A_DRUG not in str(order["findings"])
    }


@cache
def wanted_of(name: str) -> Answers:
    """The same of a chart as its file has it."""
    return wanted(CHARTS[name])


def together(answers: Iterable[Answers]) -> Answers:
    return {order: said for one in answers for order, said in one.items()}


def verdicts(answers: Iterable[Answers]) -> list[str]:
    return [one["verdict"] for one in together(answers).values()]


def test_there_are_charts_of_every_verdict() -> None:
    assert len(CHARTS) > 60
    assert {*verdicts(map(wanted_of, CHARTS))} >= {"error", "undetermined", "warning", "accept"}


@pytest.mark.parametrize("workers", [1, 2])
def test_charts_that_are_lines_are_answered_as_each_alone(workers: int, tmp_path: Path) -> None:
    lines = [*CHARTS.values()]
    files = {f"{number}.ndjson": lines[number::3] for number in range(3)}
    rows = rows_of(written(tmp_path / "made", files), "--workers", workers, out=tmp_path / "rows.ndjson")
    assert {row["order"]: said(row) for row in rows} == together(map(wanted_of, CHARTS))
    assert len(rows) == len(together(map(wanted_of, CHARTS)))


@pytest.mark.parametrize("seed", [1, 2])
def test_charts_whose_resources_are_scattered_over_files_are_answered_as_each_alone(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    lines = [(name, one) for name, bundle in CHARTS.items() if name != NOBODYS for one in resources(bundle)]
    rng.shuffle(lines)
    if seed == 2:
        # What of a chart stands in one file comes in the order of the files, whatever it is.
        lines.sort(key=lambda line: rng.random() < 0.5)
    places = [rng.randrange(7) for _ in lines]
    files = {
        f"{number}.ndjson": [one for (_, one), at in zip(lines, places, strict=True) if at == number]
        for number in range(7)
    }
    rows = rows_of(written(tmp_path / "made", files), out=tmp_path / "rows.ndjson")

    whose = {id(one): name for name, one in lines}
    alone: dict[str, Json] = {name: {"resourceType": "Bundle", "type": "collection", "entry": []} for name, _ in lines}
    for number in range(7):
        for one in files[f"{number}.ndjson"]:
            alone[whose[id(one)]]["entry"].append({"resource": one})
    found = {name: wanted(one) for name, one in alone.items()}
    assert {row["order"]: said(row) for row in rows} == together(found.values())
    # What only a Bundle can say is lost with it: a further page, a place that holds nothing.
    same = [name for name, one in alone.items() if len(one["entry"]) == len(CHARTS[name]["entry"])]
    same = [name for name in same if "link" not in CHARTS[name]]
    assert len(same) > 60
    assert verdicts(found[name] for name in same) == verdicts(wanted_of(name) for name in same)


def test_several_charts_in_one_bundle_are_answered_as_each_alone(tmp_path: Path) -> None:
    whole = [name for name, one in CHARTS.items() if one["type"] == "collection" and name not in (STRAY, NOBODYS)]
    entries = [[one for name in whole[at : at + 5] for one in CHARTS[name]["entry"]] for at in range(0, len(whole), 5)]
    lines = [{"resourceType": "Bundle", "type": "collection", "entry": one} for one in entries]
    rows = rows_of(written(tmp_path / "made", {"all.ndjson": lines}), out=tmp_path / "rows.ndjson")
    assert {row["order"]: said(row) for row in rows} == together(map(wanted_of, whole))
