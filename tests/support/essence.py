"""What must stay the same when only the writing of a chart changes."""

from __future__ import annotations

from typing import Any

from validator.report.model import OrderReport, Report

Essence = tuple[Any, ...]


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
