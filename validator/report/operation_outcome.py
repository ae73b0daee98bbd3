"""The report as one FHIR OperationOutcome: an issue a finding, and the verdict of each order as an extension.

Source: FHIR R4, R4B and R5, OperationOutcome. The element is the same in the three; R4 is built with the R4B model,
since fhir.resources has no model of plain R4.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from validator.finding import CANONICAL, FINDING_CODES, LONGEST_MESSAGE, Finding, Issue, IssueType, finding_code
from validator.regex import regex
from validator.report.diagnostics import diagnostics
from validator.report.model import OrderReport, Report
from validator.report.plain_text import plain_text, shortened
from validator.verdict import Severity

if TYPE_CHECKING:
    from pydantic import BaseModel

FINDING_SYSTEM = f"{CANONICAL}/CodeSystem/finding"
ORDER_VERDICT = f"{CANONICAL}/StructureDefinition/order-verdict"

FHIR_VERSIONS = ("R4", "R4B", "R5")
"""The FHIR releases an outcome can be built for."""

NOTHING_SAID = finding_code(
    "nothing-said",
    "No finding was recorded",
    """No rule said anything about this order, or there was no order in what was submitted. That is not an approval:
    an order that was checked and agrees with the label has a finding that says what was checked.
    What to do: see that the order itself, a MedicationRequest, is among the files.""",
    issue=IssueType.INFORMATIONAL,
)

_REFERENCE = regex(r"(?:[a-z][a-z0-9+.-]*:|#|[A-Z][A-Za-z]+/)\S+", re.ASCII)


def operation_outcome(report: Report, fhir_version: str = "R4") -> BaseModel:
    """The OperationOutcome of the FHIR release asked for: never without an issue, orders as submitted.

    Raises ValueError for a release that is not in FHIR_VERSIONS.
    """
    # Here and not above: the models take a third of a second to load, and most callers never build an outcome.
    match fhir_version:
        case "R4" | "R4B":
            from fhir.resources.R4B.operationoutcome import OperationOutcome as R4BOutcome

            return R4BOutcome.model_validate(outcome_dict(report))
        case "R5":
            from fhir.resources.operationoutcome import OperationOutcome as R5Outcome

            return R5Outcome.model_validate(outcome_dict(report))
        case _:
            raise ValueError(f"an OperationOutcome can be built for {', '.join(FHIR_VERSIONS)}")


def outcome_dict(report: Report) -> dict[str, Any]:
    """The OperationOutcome as a dict of JSON types, the same for R4, R4B and R5."""
    issues = [_order_issue(order, finding) for order in report.orders for finding in order.findings]
    issues += [_silent_order(order) for order in report.orders if not order.findings]
    issues += [_submission_issue(issue) for issue in report.issues]
    extensions = [_order_verdict(order) for order in report.orders]
    outcome: dict[str, Any] = {"resourceType": "OperationOutcome"}
    if extensions:
        outcome["extension"] = extensions
    return {**outcome, "issue": issues or [_silence("No medication order was found in what was submitted.")]}


def _order_issue(order: OrderReport, finding: Finding) -> dict[str, Any]:
    return _issue(
        severity=finding.severity,
        kind=finding.kind,
        code=finding.code,
        display=finding.display,
        text=finding.message,
        details=diagnostics(finding, order.label),
        expressions=finding.expression,
    )


def _submission_issue(issue: Issue) -> dict[str, Any]:
    return _issue(
        severity=issue.severity,
        kind=issue.kind,
        code=issue.code,
        display=issue.display,
        text=issue.message,
        details=plain_text(issue.detail),
        expressions=issue.expression,
    )


def _silent_order(order: OrderReport) -> dict[str, Any]:
    return _silence("Nothing was said about an order; that is not an approval of it.", order.expression)


def _silence(text: str, *expressions: str) -> dict[str, Any]:
    return _issue(
        severity=Severity.WARNING,
        kind=FINDING_CODES[NOTHING_SAID].issue_type,
        code=NOTHING_SAID,
        display=FINDING_CODES[NOTHING_SAID].display,
        text=text,
        details="",
        expressions=expressions,
    )


def _issue(
    *,
    severity: Severity,
    kind: IssueType,
    code: str,
    display: str,
    text: str,
    details: str,
    expressions: tuple[str, ...],
) -> dict[str, Any]:
    issue: dict[str, Any] = {
        "severity": severity.value,
        "code": kind.value,
        "details": {
            "coding": [{"system": FINDING_SYSTEM, "code": code, "display": display}],
            "text": shortened(plain_text(text), LONGEST_MESSAGE) or display,
        },
    }
    if details:
        issue["diagnostics"] = details
    if paths := [path for path in map(plain_text, expressions) if path]:
        issue["expression"] = paths
    return issue


def _order_verdict(order: OrderReport) -> dict[str, Any]:
    parts: list[dict[str, Any]] = []
    name = plain_text(order.order) or plain_text(order.expression)
    if _REFERENCE.fullmatch(name):
        parts.append({"url": "order", "valueReference": {"reference": name}})
    elif name:  # an order without id or fullUrl has only its place in the submission
        parts.append({"url": "order", "valueString": name})
    parts.append({"url": "verdict", "valueCode": order.verdict.value})
    if order.label is not None:
        if product := plain_text(order.label.product):
            parts.append({"url": "label", "valueString": product})
        parts.append({"url": "revision", "valueDate": order.label.revision.isoformat()})
    return {"url": ORDER_VERDICT, "extension": parts}
