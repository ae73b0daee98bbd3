"""How the label's dose is called beside an order, on a terminal and on a page."""

from __future__ import annotations

from validator.label.model import Precaution
from validator.report.model import OrderReport
from validator.verdict import Verdict


def expected_name(order: OrderReport) -> str:
    """`Expected`; `If given` where the label says for another reason than the dose not to give the drug."""
    label = order.label.label if order.label is not None else None
    for finding in order.findings:
        if label is None or finding.statement is None or finding.verdict is not Verdict.ERROR:
            continue
        statement = label.statement(finding.statement)
        if isinstance(statement, Precaution) and not statement.ordered:
            return "If given"
    return "Expected"
