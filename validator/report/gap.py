"""Lists of the chart that were asked for and did not come: an order they could speak against is never accepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from validator.assessment.summary import CHECKED
from validator.finding import Finding, IssueType, finding_code
from validator.report.model import OrderReport
from validator.rules.message import sentence
from validator.verdict import Verdict

NOT_SUPPLIED = finding_code(
    "list-not-supplied",
    "Part of the chart was not supplied",
    """The caller sent neither these lists of the patient's chart nor a FHIR server that may be asked for them, or the
    server did not give them. What did not come may hold anything, so the order is not accepted. Send the prefetch that
    the service describes, or add the server to the service's allow list.""",
    issue=IssueType.REQUIRED,
)


def with_gaps(order: OrderReport, required: Sequence[str], optional: Sequence[str] = ()) -> OrderReport:
    """The report with what was not supplied: an undetermined finding for `required`, words for `optional` lists."""
    if order.verdict is Verdict.NOT_ASSESSED or not (required or optional):
        return order
    findings = [_told(finding, required, optional, order) for finding in order.findings]
    if required:
        names = ", ".join(required)
        findings.append(
            Finding(
                NOT_SUPPLIED,
                Verdict.UNDETERMINED,
                sentence(f"Not supplied, so what they may hold was not checked: {names}"),
                expression=(order.expression,),
                missing=tuple(f"{name} of the patient" for name in required),
            )
        )
    findings.sort(key=lambda finding: finding.verdict.rank)
    return replace(order, findings=tuple(findings), verdict=Verdict.worst(finding.verdict for finding in findings))


def _told(finding: Finding, required: Sequence[str], optional: Sequence[str], order: OrderReport) -> Finding:
    """The closing statement without its "agrees with the label" when that was said before the gaps were known."""
    if finding.code != CHECKED:
        return finding
    message = finding.message
    if required and order.label is not None:
        label = f"{order.label.product} label of {order.label.revision.isoformat()}"
        message = f"Checked against the {label}, as far as the chart was supplied."
    absent = f" Not supplied, taken as absent: {', '.join(optional)}." if optional else ""
    return replace(finding, message=message, detail=f"{finding.detail}{absent}".strip())
