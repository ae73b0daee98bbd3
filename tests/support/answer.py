"""Asking the library: one order's answer, all that is said of it, and what must not change with a chart's writing."""

from __future__ import annotations

from typing import Any

from support.build import Resource, to_json
from support.plain import collection

from validator import check_bundle
from validator.report.model import OrderReport, Report

Essence = tuple[Any, ...]


def check(resources: list[Resource] | Resource, **options: Any) -> Report:
    """The report on a chart: a list is made a collection Bundle; anything else is submitted as it is."""
    return check_bundle(to_json(collection(resources) if isinstance(resources, list) else resources), **options)


def answer(report: Report, name: str = "MedicationRequest/order") -> OrderReport:
    """The report on one order. Fails the test, with the orders there are, when it is not among them."""
    found = [order for order in report.orders if order.order == name]
    assert len(found) == 1, [order.order for order in report.orders]
    return found[0]


def verdict(resources: list[Resource] | Resource, **options: Any) -> str:
    """The verdict on the order named `order`."""
    return answer(check(resources, **options)).verdict.value


def said(order: OrderReport) -> str:
    """Everything a report says of an order, for searching in."""
    parts = []
    for finding in order.findings:
        parts += [finding.code, finding.message, finding.detail, *finding.expression, *finding.missing]
        parts += [f"{one.reference} {one.says} {one.expression}" for one in finding.evidence]
    return "\n".join(parts)


def essence(order: OrderReport) -> Essence:
    """Verdict, indication, doses and findings with their evidence; not the places, which depend on the writing."""
    findings = sorted(
        (finding.code, finding.verdict.value, finding.message, tuple(sorted(finding.missing)), _evidence(finding))
        for finding in order.findings
    )
    return (*judgement(order), tuple(findings))


def judgement(order: OrderReport) -> Essence:
    """Verdict, indication and doses."""
    ordered = order.ordered.daily_mg if order.ordered else None
    expected = order.expected.daily_mg if order.expected else None
    return (order.verdict.value, order.indication, ordered, expected)


def essences(report: Report) -> dict[str, Essence]:
    """The essence of each order, by its reference."""
    return {order.order: essence(order) for order in report.orders}


def _evidence(finding: Any) -> tuple[str, ...]:
    return tuple(sorted(f"{one.reference} {one.says}" for one in finding.evidence))
