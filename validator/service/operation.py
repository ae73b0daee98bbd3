"""The operation `$check-order`: a Bundle, an order or Parameters in, a report out. Free of the web framework.

Source: OperationDefinition `check-order` of this project.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from validator.check import check_documents
from validator.fhir.json_text import LIMIT_EXCEEDED, UNREADABLE_JSON, UnreadableError, read_json
from validator.instant import PartialDate
from validator.report.model import Report


class BadParameterError(Exception):
    """A parameter cannot be used; the text names it and not its value."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What Parameters ask for beside the resources in them; `orders` are the places of their `order` parameters."""

    as_of: str | None = None
    orders: tuple[str, ...] = ()


def checked(body: bytes, fhir_version: str, structure: str) -> tuple[int, Report]:
    """The HTTP status and the report. 400: not readable at all; 422: read, but no order in it."""
    asked = _asked(body)
    report = check_documents([body], as_of=asked.as_of, fhir_version=fhir_version, structure=structure)
    if asked.orders:
        report = Report(
            tuple(order for order in report.orders if order.expression in asked.orders), report.issues, report.readable
        )
    if any(issue.code in (UNREADABLE_JSON, LIMIT_EXCEEDED) for issue in report.issues) and not report.readable:
        return 400, report
    return (200 if report.orders else 422), report


def _asked(body: bytes) -> _Asked:
    try:
        value = read_json(body).value
    except UnreadableError:
        return _Asked()
    if not isinstance(value, dict) or value.get("resourceType") != "Parameters":
        return _Asked()
    as_of: str | None = None
    orders: list[str] = []
    parameters = value.get("parameter")
    for index, one in enumerate(parameters if isinstance(parameters, list) else []):
        match one:
            case {"name": "asOf"}:
                if as_of is not None:
                    raise BadParameterError("asOf: expected once, found twice.")
                as_of = _day(one)
            case {"name": "order"}:
                orders.append(f"Parameters.parameter[{index}].resource")
            case _:
                continue
    return _Asked(as_of, tuple(orders))


def _day(parameter: dict[str, Any]) -> str:
    text = next((parameter[name] for name in ("valueDate", "valueDateTime", "valueInstant") if name in parameter), None)
    if not isinstance(text, str):
        raise BadParameterError("asOf: expected valueDate, a date such as 2026-11-22, 2026-11 or 2026.")
    try:
        PartialDate.parse(text)
    except ValueError:
        raise BadParameterError("asOf: expected a date such as 2026-11-22, 2026-11 or 2026.") from None
    return text
