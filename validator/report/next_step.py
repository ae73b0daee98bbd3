"""What to do about an order, in the words of its card, for whoever reads its report."""

from __future__ import annotations

from validator.report.card_said import Said
from validator.report.card_to_do import standing, to_do
from validator.report.criterion import Criteria
from validator.report.heading import newer_order
from validator.report.model import OrderReport
from validator.verdict import Verdict

_MAY_BE_REPLACED = frozenset({Verdict.ERROR, Verdict.UNDETERMINED, Verdict.WARNING})


def next_step(order: OrderReport, criteria: Criteria) -> str:
    """What would settle the order, in one sentence; empty for one that is accepted or was not judged.

    `criteria` hold the words for criterion codes.
    """
    if order.verdict in _MAY_BE_REPLACED and (newer := newer_order(order)):
        return f"See {newer} first: stop this one if that one replaces it; change nothing else in it before."
    worse = [finding for finding in order.findings if finding.verdict.rank < Verdict.ACCEPT.rank]
    worse.sort(key=standing)
    return to_do([Said(order, finding) for finding in worse], criteria) if worse else ""
