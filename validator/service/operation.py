"""The operation `$check-order`: a Bundle, an order or Parameters in, a report out. Free of the web framework.

Source: OperationDefinition `check-order` of this project.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from validator.check import check_documents
from validator.fhir.json_text import LIMIT_EXCEEDED, UNREADABLE_JSON, UnreadableError, read_json
from validator.fhir.submission import NOTHING_TO_CHECK
from validator.finding import Issue
from validator.frozen import Frozen
from validator.instant import PartialDate
from validator.profiles import Profiles
from validator.report.model import OrderReport, Report
from validator.verdict import Severity


class BadParameterError(Exception):
    """A parameter cannot be used; the text names it and not its value."""


class _Asked(Frozen):
    """What Parameters ask for beside the resources in them; `orders` are their `order` parameters."""

    as_of: str | None = None
    orders: tuple[_Named, ...] = ()


class _Named(Frozen):
    """One `order` parameter: its FHIRPath, and the reference of what is in it, where that has an id."""

    place: str
    reference: str | None

    def found_in(self, orders: Iterable[OrderReport]) -> list[OrderReport]:
        """Its order, or those of the Bundle in it. A copy in the chart may have been read instead of it."""
        listed = list(orders)
        here = [order for order in listed if order.expression.startswith(f"{self.place}.")]
        return here or [order for order in listed if order.order == self.reference]


def checked(
    body: bytes, fhir_version: str, structure: str, profiles: Profiles, *, instant: datetime | None = None
) -> tuple[int, Report]:
    """The HTTP status and the report at the `instant` of the call. 400: not readable at all; 422: no order in it."""
    asked = _asked(body)
    report = check_documents(
        [body], as_of=asked.as_of, fhir_version=fhir_version, structure=structure, profiles=profiles, instant=instant
    )
    if asked.orders:
        report = _only(asked.orders, report)
    if any(issue.code in (UNREADABLE_JSON, LIMIT_EXCEEDED) for issue in report.issues) and not report.readable:
        return 400, report
    return (200 if report.orders else 422), report


def _only(named: Iterable[_Named], report: Report) -> Report:
    """The report on the orders that were named; a parameter that holds none is an issue."""
    wanted: list[OrderReport] = []
    issues = list(report.issues)
    for one in named:
        found = one.found_in(report.orders)
        wanted += found
        if not found:
            says = "order: there is no MedicationRequest in it that could be read, so it was not checked."
            issues.append(Issue(NOTHING_TO_CHECK, Severity.ERROR, says, (one.place,)))
    return Report(tuple(order for order in report.orders if order in wanted), tuple(issues), report.readable)


def _asked(body: bytes) -> _Asked:
    try:
        value = read_json(body).value
    except UnreadableError:
        return _Asked()
    if not isinstance(value, dict) or value.get("resourceType") != "Parameters":
        return _Asked()
    as_of: str | None = None
    orders: list[_Named] = []
    parameters = value.get("parameter")
    for index, one in enumerate(parameters if isinstance(parameters, list) else []):
        match one:
            case {"name": "asOf"}:
                if as_of is not None:
                    raise BadParameterError("asOf: expected once, found twice.")
                as_of = _day(one)
            case {"name": "order"}:
                orders.append(_Named(f"Parameters.parameter[{index}]", _reference(one.get("resource"))))
            case {"name": str(name)} if re.sub(r"[\W_]", "", name).lower() == "asof":
                # Passed over, the orders would be judged by the label of another day.
                raise BadParameterError(f"parameter[{index}].name: write asOf.")
            case _:
                # Its resource, where it has one, is of the chart.
                continue
    return _Asked(as_of, tuple(orders))


def _reference(resource: object) -> str | None:
    match resource:
        case {"resourceType": "MedicationRequest", "id": str(identity)}:
            return f"MedicationRequest/{identity}"
        case _:
            return None


def _day(parameter: dict[str, Any]) -> str:
    text = next((parameter[name] for name in ("valueDate", "valueDateTime", "valueInstant") if name in parameter), None)
    if not isinstance(text, str):
        raise BadParameterError("asOf: expected valueDate, a date such as 2026-11-22, 2026-11 or 2026.")
    try:
        PartialDate.parse(text)
    except ValueError:
        raise BadParameterError("asOf: expected a date such as 2026-11-22, 2026-11 or 2026.") from None
    return text
