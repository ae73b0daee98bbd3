"""The order's own date against the moment of the check, where whoever asks has a clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from validator.assessment.situation import Situation
from validator.finding import Finding, IssueType, finding_code
from validator.rules.registry import rule
from validator.rules.said import said
from validator.verdict import Verdict

AHEAD = finding_code(
    "order-dated-ahead",
    "Order is dated after the moment of the check",
    """The order says that it was written more than 24 hours after it was checked, which is a slip of the pen or of a
    clock. The label revision, the ages and what is recent all follow the order's date: correct it, or give the day
    to judge by. Only the command and the service have a clock; the library says nothing. 24 hours are a project
    choice.""",
    issue=IssueType.VALUE,
    to_do="correct the date of the order",
)
AHEAD_BY = timedelta(hours=24)


@rule("authored")
def authored(situation: Situation) -> Iterator[Finding]:
    """One caution where the order is dated more than 24 hours ahead of the check, in whatever zone it was written."""
    written, instant = situation.order.authored, situation.instant
    if written is None or instant is None or written.earliest - instant <= AHEAD_BY:
        return
    yield said(
        AHEAD,
        Verdict.WARNING,
        f"The order is dated {written.text[:10]}, which is still to come: correct the date.",
        at=f"{situation.order.expression}.authoredOn",
    )
