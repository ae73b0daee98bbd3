"""An order whose status is on hold: it is judged as if it were released, and nobody is to take it until then."""

from __future__ import annotations

from collections.abc import Iterator

from validator.assessment.situation import Situation
from validator.finding import Finding, IssueType, finding_code
from validator.rules.registry import rule
from validator.rules.said import said
from validator.verdict import Verdict

ON_HOLD = finding_code(
    "order-on-hold",
    "Order is on hold",
    """The status of the order is on hold: nothing is to be given until it is released. It was judged as it would be
    carried out then, on the chart of today; judge it again when it is released.""",
    issue=IssueType.INFORMATIONAL,
)
HELD = "on-hold"
"""MedicationRequest.status of an order that is interrupted. Source: FHIR R4 medicationrequest-status."""


@rule("on_hold")
def on_hold(situation: Situation) -> Iterator[Finding]:
    """One note where the order is on hold."""
    if situation.order.status != HELD:
        return
    yield said(
        ON_HOLD,
        Verdict.ACCEPT,
        "The order is on hold; it was judged as if it were released. Nothing is to be given until then",
        at=f"{situation.order.expression}.status",
        evidence=(situation.order.evidence,),
    )
