"""What is written about one order of an export: its REPORT, and where the order stands."""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from validator.bulk.export import Missing
from validator.bulk.line import Place
from validator.finding import Issue
from validator.report.json_report import issue_dict, order_dict
from validator.report.model import OrderReport
from validator.rules.submission import NOT_LISTED, UNREADABLE_FILE
from validator.verdict import Severity

Row = dict[str, Any]
"""JSON of one order: `file`, `offset`, `line`, `patient`, `authored`, `site`, then the keys of a REPORT."""

COLUMNS = (
    "file", "offset", "line", "patient", "authored", "site", "order", "verdict", "product", "revision", "indication",
    "ordered_daily_mg", "ordered", "expected_daily_mg", "expected", "because", "findings", "errors", "messages",
    "missing", "set_aside",
)  # fmt: skip
"""The columns of a table: what stands in a REPORT in lists is one cell with a separator between its parts."""
OUTCOME = "outcome"
"""The key of the OperationOutcome of an order, in rows of a run that writes these."""
_BETWEEN = " | "


@dataclass(frozen=True, slots=True)
class OrderPlace:
    """What is told of an order beside its REPORT."""

    place: Place
    authored: str | None
    site: str | None


def row_of(report: OrderReport, order: OrderPlace) -> Row:
    """The row of one order."""
    return {
        "file": order.place.file,
        "offset": order.place.offset,
        "line": order.place.line,
        "patient": report.patient,
        "authored": order.authored,
        "site": order.site,
        **order_dict(report),
    }


def issue_row(issue: Issue, place: Place | None, patient: str | None = None) -> Row:
    """What is written about an issue of no order."""
    return {
        "file": place.file if place else None,
        "offset": place.offset if place else None,
        "line": place.line if place else None,
        "patient": patient,
        **issue_dict(issue),
    }


def missing_row(missing: Missing) -> Row:
    """What is written about a file or list that did not come whole, or is perhaps no file of an export."""
    message = missing.why.rstrip(".") + "."
    issue = Issue(UNREADABLE_FILE, Severity.FATAL, message, detail=missing.name)
    return issue_row(issue, None) | {"file": missing.name}


def unlisted_row(unlisted: Missing) -> Row:
    """What is written about a file that a manifest beside it does not list."""
    issue = Issue(NOT_LISTED, Severity.INFORMATION, f"{unlisted.why}.", detail=unlisted.name)
    return issue_row(issue, None) | {"file": unlisted.name}


def as_line(row: Row) -> bytes:
    """The row as one line of NDJSON, in ASCII."""
    return json.dumps(row, separators=(",", ":")).encode() + b"\n"


def rows_in(path: Path) -> Iterator[tuple[bytes, Row]]:
    """The rows of a file, as they are written and as JSON."""
    with path.open("rb") as file:
        for line in file:
            yield line, msgspec.json.decode(line)


def merged_rows(paths: Iterable[Path]) -> Iterator[tuple[bytes, Row]]:
    """The rows of several files, each in the order of file, offset and order, in that order."""
    merged: Iterator[tuple[bytes, Row]] = heapq.merge(*map(rows_in, paths), key=_place_key)
    yield from merged


def _place_key(one: tuple[bytes, Row]) -> tuple[str, int, str]:
    row = one[1]
    return row["file"], row["offset"], row["order"]


def cells(row: Row) -> Iterator[object]:
    """The row as the cells of a table, in the order of COLUMNS; None for what is not told."""
    label, ordered, expected, ledger = (row[name] or {} for name in ("label", "ordered", "expected", "ledger"))
    findings: Sequence[dict[str, Any]] = row["findings"]
    yield from (row[name] for name in ("file", "offset", "line", "patient", "authored", "site", "order", "verdict"))
    yield label.get("product")
    yield label.get("revision")
    yield row["indication"]
    yield ordered.get("daily_mg")
    yield ordered.get("schedule")
    yield expected.get("daily_mg")
    yield expected.get("schedule")
    yield _BETWEEN.join(expected.get("because", ()))
    yield _BETWEEN.join(
        dict.fromkeys(one["code"] for one in findings if one["verdict"] not in ("accept", "not-assessed"))
    )
    yield _BETWEEN.join(dict.fromkeys(one["code"] for one in findings if one["verdict"] == "error"))
    yield _BETWEEN.join(
        dict.fromkeys(one["message"] for one in findings if one["verdict"] not in ("accept", "not-assessed"))
    )
    yield _BETWEEN.join(dict.fromkeys(missing for one in findings for missing in one["missing"]))
    yield len(ledger.get("set-aside", ()))
