"""Hand-made reports for tests of the report floor. All patients are synthetic."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from support.shipped import load_label

from validator.finding import FINDING_CODES, Confidence, Evidence, Finding, Issue, IssueType, finding_code
from validator.report.model import Dose, LabelUsed, OrderReport, Report
from validator.verdict import Basis, Severity, Verdict

REVISION = load_label("cabometyx", date(2025, 3, 26))
LABEL = LabelUsed("CABOMETYX", date(2025, 3, 26), "1a0c3bea-c87b-4d25-bb44-5f0174da6b34", REVISION)


def a_code(code: str, display: str, issue: IssueType = IssueType.BUSINESS_RULE) -> str:
    """A finding code for tests, registered once."""
    return code if code in FINDING_CODES else finding_code(code, display, "A code of the tests.", issue=issue)


DOSE = a_code("example-dose", "Dose differs from the label")
MISSING = a_code("example-missing", "A needed fact is missing", IssueType.REQUIRED)
CHECKED = a_code("example-checked", "Checked against the label", IssueType.INFORMATIONAL)
BROKEN = a_code("example-broken", "A check could not run", IssueType.EXCEPTION)
DANGLING = a_code("example-dangling", "A reference leads nowhere", IssueType.NOT_FOUND)


def dose_finding() -> Finding:
    return Finding(
        code=DOSE,
        verdict=Verdict.ERROR,
        message="60 mg a day is ordered; the label gives 40 mg a day below 40 kg.",
        section="2.5",
        expression=("Bundle.entry[3].resource.dosageInstruction[0]",),
        evidence=(
            Evidence("Observation/w", "38 kg on 2026-11-01", "Bundle.entry[4].resource.value"),
            Evidence("Condition/net", "well-differentiated", basis=Basis.TEXT),
        ),
        detail="Children from 12 years below 40 kg take 40 mg once daily.",
        statement="net-dose-below-40-kg",
    )


def missing_finding() -> Finding:
    return Finding(
        code=MISSING,
        verdict=Verdict.UNDETERMINED,
        message="The chart does not show whether the tumor is unresectable.",
        section="1.4",
        missing=("unresectable", "locally-advanced"),
        confidence=Confidence.INFERRED,
    )


def checked_finding() -> Finding:
    return Finding(
        code=CHECKED,
        verdict=Verdict.ACCEPT,
        message="Dose, age, indication and product agree with the revision of 2025-03-26.",
        confidence=Confidence.SINGLE_SOURCE,
    )


def order_report(*findings: Finding, order: str = "MedicationRequest/x", **changes: object) -> OrderReport:
    fields: dict[str, object] = {
        "order": order,
        "expression": "Bundle.entry[3].resource",
        "verdict": Verdict.worst(finding.verdict for finding in findings),
        "findings": findings,
        "label": LABEL,
        "indication": "epnet",
        "ordered": Dose(Decimal("60"), "60 mg once daily"),
        "expected": Dose(Decimal("40"), "40 mg once daily", ("40 mg start: 14 years, 38 kg", "no adjustment applies")),
        "as_of": date(2026, 11, 20),
    }
    return OrderReport(**{**fields, **changes})  # type: ignore[arg-type]


def flagship() -> Report:
    """An adolescent of 38 kg ordered 60 mg, with an open question and a note beside it."""
    return Report((order_report(checked_finding(), missing_finding(), dose_finding()),))


def two_orders() -> Report:
    """An accepted order, an order in error, and a reference that leads nowhere."""
    accepted = order_report(
        checked_finding(),
        order="MedicationRequest/good",
        ordered=Dose(Decimal("10"), "20 mg every other day"),
        expected=None,
    )
    dangling = Issue(
        DANGLING,
        Severity.WARNING,
        "MedicationRequest.encounter refers to a resource that was not submitted.",
        ("Bundle.entry[3].resource.encounter",),
        "Nothing was read from it.",
    )
    return Report((accepted, order_report(dose_finding(), order="MedicationRequest/bad")), (dangling,))


def unreadable() -> Report:
    """Nothing could be read."""
    code = a_code("example-not-json", "Not JSON", IssueType.STRUCTURE)
    return Report((), (Issue(code, Severity.FATAL, "The document is not JSON: line 1, column 3."),), readable=False)
