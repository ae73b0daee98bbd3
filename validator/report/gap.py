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


ANOTHER_PATIENT = finding_code(
    "call-names-another-patient",
    "The call names another patient",
    """The call is about one patient (`context.patientId`) and holds the chart of another. The order was judged by the
    chart that came and by the patient whom the order itself names. Make sure that the right chart is open; the system
    that calls should send the chart of the patient it names.""",
    issue=IssueType.VALUE,
)


def with_gaps(
    order: OrderReport,
    required: Sequence[str],
    optional: Sequence[str] = (),
    assumed: Sequence[str] = (),
    is_of_another: bool = False,
) -> OrderReport:
    """The report with what was not supplied: an undetermined finding for `required`, words for `optional` lists and
    for those `assumed` to be whole. `is_of_another`: the chart is another patient's than the call names.
    """
    if order.verdict is Verdict.NOT_ASSESSED or not (required or optional or assumed or is_of_another):
        return order
    findings = [_told(finding, required, optional, assumed, order) for finding in order.findings]
    if is_of_another:
        says = "The call names another patient than the one whose chart came with it: make sure whom the order is for"
        findings.append(Finding(ANOTHER_PATIENT, Verdict.WARNING, sentence(says), expression=(order.expression,)))
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


def _told(
    finding: Finding, required: Sequence[str], optional: Sequence[str], assumed: Sequence[str], order: OrderReport
) -> Finding:
    """The closing statement without its "agrees with the label" when that was said before the gaps were known."""
    if finding.code != CHECKED:
        return finding
    message = finding.message
    if required and order.label is not None:
        label = f"{order.label.product} label of {order.label.revision.isoformat()}"
        message = f"Checked against the {label}, as far as the chart was supplied."
    absent = f" Not supplied, taken as absent: {', '.join(optional)}." if optional else ""
    whole = f" Taken as whole, though what was asked for is not told: {', '.join(assumed)}." if assumed else ""
    return replace(finding, message=message, detail=f"{finding.detail}{absent}{whole}".strip())
