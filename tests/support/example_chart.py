"""The charts of `examples/`, to change in one place and check."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from support.build import to_json

from validator.check import check_documents
from validator.report.model import OrderReport, Report
from validator.verdict import Verdict

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
FLAGSHIP = "net-adolescent-60mg"


def example(name: str = FLAGSHIP) -> dict[str, Any]:
    """One chart, its numbers as they are written."""
    chart: dict[str, Any] = json.loads((EXAMPLES / f"{name}.json").read_text(), parse_float=Decimal)
    return chart


def part(chart: dict[str, Any], name: str) -> dict[str, Any]:
    """The resource of a chart by its id."""
    found: dict[str, Any] = next(one["resource"] for one in chart["entry"] if one["resource"].get("id") == name)
    return found


def with_more(chart: dict[str, Any], *resources: dict[str, Any]) -> dict[str, Any]:
    """The chart with more resources at its end."""
    base = "https://ehr.example.org/fhir"
    more = [{"fullUrl": f"{base}/{one['resourceType']}/{one['id']}", "resource": one} for one in resources]
    return chart | {"entry": [*chart["entry"], *more]}


def reported(chart: dict[str, Any] | bytes, **options: Any) -> Report:
    """The report on a chart, with the ledger in it."""
    data = chart if isinstance(chart, bytes) else to_json(chart)
    return check_documents([data], ledger=True, **options)


def judged(chart: dict[str, Any] | bytes, **options: Any) -> OrderReport:
    """The one order of a chart that is judged."""
    (order,) = [one for one in reported(chart, **options).orders if one.verdict is not Verdict.NOT_ASSESSED]
    return order
