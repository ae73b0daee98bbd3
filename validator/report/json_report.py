"""The report as JSON: the published contract, key for key, with amounts as decimal strings."""

from __future__ import annotations

import json
from typing import Any

from validator.finding import Evidence, Finding, Issue
from validator.quantity import plain
from validator.report.ledger import Ledger
from validator.report.model import Dose, LabelUsed, OrderReport, Report
from validator.version import VERSION


def report_dict(report: Report) -> dict[str, Any]:
    """The whole answer as a dict of JSON types. Every key is always there; what is not known is None."""
    return {
        "labelcheck": VERSION,
        "orders": [order_dict(order) for order in report.orders],
        "issues": [issue_dict(issue) for issue in report.issues],
    }


def report_json(report: Report, *, indent: int | None = None) -> str:
    """The dict of `report_dict` as JSON text, in ASCII: letters beyond it are escaped, so no encoding can break it."""
    return json.dumps(report_dict(report), indent=indent)


def order_dict(order: OrderReport) -> dict[str, Any]:
    """The answer for one order, as in `report_dict`."""
    return {
        "order": order.order,
        "verdict": order.verdict.value,
        "label": _label(order.label),
        "indication": order.indication,
        "ordered": _dose(order.ordered),
        "expected": None
        if order.expected is None
        else {**_amount(order.expected), "because": [*order.expected.because]},
        "findings": [_finding(finding) for finding in order.findings],
        "ledger": _ledger(order.ledger),
    }


def _ledger(ledger: Ledger | None) -> dict[str, Any] | None:
    if ledger is None:
        return None
    counted: dict[str, Any] = {
        "entries": ledger.entries,
        "used": ledger.used,
        "irrelevant": ledger.irrelevant,
        "another-patient": ledger.another_patient,
        "not-decided": ledger.not_decided,
        "set-aside": [
            {
                "reference": one.reference,
                "expression": one.expression,
                "reason": str(one.reason),
                "question": one.question,
            }
            for one in ledger.set_aside
        ],
    }
    if ledger.listed:
        counted["listed"] = [
            {
                "reference": one.reference,
                "expression": one.expression,
                "fate": one.fate.value,
                "reason": str(one.reason) or None,
            }
            for one in ledger.listed
        ]
    return counted


def _label(label: LabelUsed | None) -> dict[str, Any] | None:
    if label is None:
        return None
    return {"product": label.product, "revision": label.revision.isoformat(), "set_id": label.set_id}


def _dose(dose: Dose | None) -> dict[str, Any] | None:
    return None if dose is None else _amount(dose)


def _amount(dose: Dose) -> dict[str, Any]:
    return {"daily_mg": None if dose.daily_mg is None else plain(dose.daily_mg), "schedule": dose.schedule}


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "verdict": finding.verdict.value,
        "severity": finding.severity.value,
        "message": finding.message,
        "section": finding.section,
        "expression": [*finding.expression],
        "evidence": [_evidence(evidence) for evidence in finding.evidence],
        "missing": [*finding.missing],
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {"reference": evidence.reference, "says": evidence.says}


def issue_dict(issue: Issue) -> dict[str, Any]:
    """One issue that belongs to no order, as in `report_dict`."""
    return {
        "code": issue.code,
        "severity": issue.severity.value,
        "message": issue.message,
        "expression": [*issue.expression],
        "detail": issue.detail,
    }
