"""The orders of one patient's lines, judged: the lines in, one row an order out. The same engine as every edge."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from validator.bulk.deletion import NOTHING_DELETED, Deletions
from validator.bulk.drug import orders_a_drug
from validator.bulk.line import NO_PLACE, items_in
from validator.bulk.patient_file import FoundLine, PatientFile, patient_file
from validator.bulk.row import OUTCOME, OrderPlace, Row, issue_row, row_of
from validator.check import check_documents
from validator.fhir.submission import Submission, read_submission
from validator.instant import PartialDate
from validator.profiles import Profiles
from validator.report.model import OrderReport, Report
from validator.verdict import Truth, Verdict


@dataclass(frozen=True, slots=True)
class Asked:
    """How orders are judged; the names are those of `check_documents`. `since`: only orders that may be of that day or
    of a later one."""

    profiles: Profiles
    as_of: PartialDate | None = None
    fhir_version: str = "auto"
    structure: str = "full"
    since: PartialDate | None = None
    instant: datetime | None = None
    outcomes: bool = False


@dataclass(frozen=True, slots=True)
class PatientRows:
    """The rows of one patient's orders in the order of the export, and the issues of no order."""

    rows: tuple[Row, ...]
    issues: tuple[Row, ...] = ()
    reports: tuple[OrderReport, ...] = field(default=(), repr=False)


def judged(lines: Iterable[FoundLine], asked: Asked, deletions: Deletions = NOTHING_DELETED) -> PatientRows:
    """A row for each order of the lines that is, or may be, for a drug that has a label.

    Never raises on what the lines hold.
    """
    file = patient_file(lines, deletions)
    reports = check_documents(
        [file.document],
        as_of=asked.as_of,
        fhir_version=asked.fhir_version,
        structure=asked.structure,
        profiles=asked.profiles,
        instant=asked.instant,
    )
    submission = _Read(file, asked)
    rows: list[tuple[int, Row]] = []
    kept: list[OrderReport] = []
    left_out = 0
    for report in reports.orders:
        place = file.place_of(report.expression) or NO_PLACE
        if report.verdict is Verdict.NOT_ASSESSED and not submission.is_for_a_drug(report):
            left_out += 1
            continue
        raw = submission.raw(report.expression)
        if not is_since(raw, asked.since):
            left_out += 1
            continue
        order = OrderPlace(place, _text(raw.get("authoredOn")), submission.site())
        row = row_of(report, order)
        if asked.outcomes:
            outcome = Report((report,)).to_operation_outcome(
                "R4" if asked.fhir_version == "auto" else asked.fhir_version
            )
            row[OUTCOME] = json.loads(outcome.model_dump_json())
        rows.append((place.offset, row))
        kept.append(report)
    rows.sort(key=lambda one: (one[1]["file"], one[0], one[1]["order"]))
    patient = next((report.patient for report in kept), None)
    issues = [
        issue_row(issue, file.place_of(issue.expression[0]) if issue.expression else None, patient)
        for issue in reports.issues
    ]
    # Orders that nobody asks about leave their chart's issues out; no order at all says that one could not be read.
    is_silent = bool(left_out) and not rows
    return PatientRows(tuple(row for _, row in rows), () if is_silent else tuple(issues), tuple(kept))


def is_since(order: dict[str, Any], since: PartialDate | None) -> bool:
    """Whether an order may have been written on a day or later; one without a readable date may."""
    written = order.get("authoredOn")
    if since is None or not isinstance(written, str):
        return True
    try:
        return PartialDate.parse(written).last >= since.first
    except ValueError:
        return True


class _Read:
    """The submission once more, read where something of it is asked that a report does not say."""

    def __init__(self, file: PatientFile, asked: Asked) -> None:
        self._file, self._asked = file, asked
        self._submission: Submission | None = None
        self._drugs: dict[str, Truth] | None = None

    def is_for_a_drug(self, report: OrderReport) -> bool:
        if self._drugs is None:
            self._submission = read_submission([self._file.document], fhir_version=self._asked.fhir_version)
            self._drugs = orders_a_drug(self._submission, self._asked.profiles.book)
        return self._drugs.get(report.expression) is not Truth.FALSE

    def raw(self, expression: str) -> dict[str, Any]:
        """The JSON at a FHIRPath of Bundles."""
        value: Any = self._file.document.value
        for step in expression.split(".")[1:]:
            name, _, number = step.partition("[")
            value = value.get(name) if isinstance(value, dict) else None
            if number and isinstance(value, list):
                value = value[int(number.rstrip("]"))]
        return value if isinstance(value, dict) else {}

    def site(self) -> str | None:
        """The organization that has charge of the patient's record; None where the Patient does not tell it."""
        found: set[str] = set()
        for item in items_in(self._file.document.value):
            if item.kind == "Patient":
                owner = item.raw.get("managingOrganization")
                if isinstance(owner, dict) and (name := _text(owner.get("display")) or _text(owner.get("reference"))):
                    found.add(name)
        return found.pop() if len(found) == 1 else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
