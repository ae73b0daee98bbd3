"""One submission in, one report out: every order against the label revision in force on its day.

Pure: no clock, no network, no logging; the day is `as_of`, else the order's own date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from validator import unjudged
from validator.accounting import Accounts, rested_on
from validator.assessment.label_choice import choose_label
from validator.assessment.situation import Situation
from validator.assessment.summary import summary
from validator.chart.fact import Chart
from validator.chart.files import Files
from validator.chart.reader import Reader
from validator.chart.reading import Asked
from validator.chart.record import OrderEntry, evidence_entries, orders_in, read_chart
from validator.chart.settings import DEFAULT_SETTINGS, ChartSettings
from validator.chart.standing import is_harmless
from validator.chart.subject import FOR_NOTES
from validator.dosage import render
from validator.fhir.entry import Entry
from validator.fhir.resource import READ_TYPES
from validator.fhir.structure import judged
from validator.fhir.submission import Document, Submission, read_submission
from validator.finding import Finding, Issue
from validator.instant import PartialDate
from validator.judging import Judged, guarded, judge, run
from validator.passed_over import passed_over
from validator.profiles import Profiles, shipped
from validator.report.ledger import Ledger
from validator.report.model import Dose, LabelUsed, OrderReport, Report
from validator.rules.message import sentence
from validator.verdict import Severity, Truth, Verdict
from validator.weighing import Weighed, weigh

_STRUCTURES = ("full", "read", "off")


def check_bundle(
    data: Document,
    as_of: str | date | PartialDate | None = None,
    fhir_version: str = "auto",
    structure: str = "full",
    *,
    ledger: bool = False,
    profiles: Profiles | None = None,
) -> Report:
    """Checks every order in one Bundle or resource (bytes, text, a dict, or a model object).

    `as_of` overrides the date that selects the label revision and the ages. `structure` is `full` (fhir.resources on
    the order and its evidence), `read` (only what is read) or `off`. With `ledger` the fate of every entry is listed.
    `profiles` are a site's own labels and value sets; None: those shipped. Raises ValueError for a wrong option, never
    for what the data hold.
    """
    return check_documents(
        [data], as_of=as_of, fhir_version=fhir_version, structure=structure, ledger=ledger, profiles=profiles
    )


def check_order(
    order: Document,
    *,
    patient: Document | None = None,
    conditions: Iterable[Document] = (),
    observations: Iterable[Document] = (),
    medications: Iterable[Document] = (),
    procedures: Iterable[Document] = (),
    others: Iterable[Document] = (),
    as_of: str | date | PartialDate | None = None,
    fhir_version: str = "auto",
    structure: str = "full",
    ledger: bool = False,
    profiles: Profiles | None = None,
) -> Report:
    """Checks one order with the parts of its chart. Lists that are given, even empty ones, were looked at.

    `medications` takes requests, statements, administrations, dispenses and Medication resources alike.
    """
    parts = [order, *([patient] if patient is not None else [])]
    for group in (conditions, observations, medications, procedures, others):
        parts += list(group)
    return check_documents(
        parts, as_of=as_of, fhir_version=fhir_version, structure=structure, ledger=ledger, profiles=profiles
    )


def check_documents(
    documents: Sequence[Document],
    *,
    as_of: str | date | PartialDate | None = None,
    fhir_version: str = "auto",
    structure: str = "full",
    supplied: frozenset[str] | None = None,
    settings: ChartSettings = DEFAULT_SETTINGS,
    profiles: Profiles | None = None,
    places: frozenset[str] | None = None,
    ledger: bool = False,
    lost: Sequence[str] = (),
    instant: datetime | None = None,
) -> Report:
    """Checks every order in several documents that together are one submission.

    `supplied` names resource types whose lists were asked for and came, even if empty; `profiles` are a site's
    own labels and value sets, None: those shipped. With `places`, only the orders at these FHIRPaths are judged; the
    others still count as chart. With `ledger` the fate of every entry is listed for each order. `lost` names documents
    of the chart that could not be opened: what they held is unknown. `instant` is when the check is asked for, told by
    whoever has a clock: an order dated well after it is warned of. Raises ValueError for a wrong option.
    """
    if structure not in _STRUCTURES:
        raise ValueError(f"structure is one of {', '.join(_STRUCTURES)}")
    day = _day(as_of)
    profiles = profiles or shipped()
    submission = read_submission(documents, fhir_version=fhir_version, lost=lost)
    found, fault = guarded("orders", "", lambda: orders_in(submission, profiles.book, settings=settings))
    if found is None:
        return Report((), (*submission.issues, *_as_issue(fault)), readable=False)
    check = _Check(
        submission,
        as_of=day,
        structure=structure,
        supplied=supplied,
        settings=settings,
        profiles=profiles,
        listed=ledger,
        places=places,
        instant=instant,
    )
    check.files = found[0].files if found else None
    orders = tuple(check.order(entry) for entry in found if places is None or entry.order.expression in places)
    unread = any(issue.severity in (Severity.FATAL, Severity.ERROR) for issue in submission.issues)
    judged_first = sorted(orders, key=lambda report: report.verdict is Verdict.NOT_ASSESSED)
    return Report(
        tuple(judged_first),
        tuple(dict.fromkeys((*submission.issues, *check.issues()))),
        readable=not unread or any(entry.resource_type in READ_TYPES for entry in submission.entries),
    )


def _day(as_of: str | date | PartialDate | None) -> PartialDate | None:
    match as_of:
        case None | PartialDate():
            return as_of
        case datetime():
            return PartialDate.on(as_of.date())
        case date():
            return PartialDate.on(as_of)
        case str():
            try:
                return PartialDate.parse(as_of)
            except ValueError as error:
                raise ValueError("as_of is a date such as 2026-11-22, 2026-11 or 2026") from error


class _Check:
    """One run over one submission; keeps what several orders share."""

    def __init__(
        self,
        submission: Submission,
        *,
        as_of: PartialDate | None,
        structure: str,
        supplied: frozenset[str] | None,
        settings: ChartSettings,
        profiles: Profiles,
        listed: bool,
        places: frozenset[str] | None,
        instant: datetime | None,
    ) -> None:
        self._accounts = Accounts(submission, profiles.book, listed=listed)
        self._submission = submission
        self._as_of = as_of
        self._structure = structure
        self._supplied = supplied
        self._settings = settings
        self._profiles = profiles
        self._places = places
        self._instant = instant
        self._judged: set[int] = set()
        self.files: Files | None = None

    def order(self, found: OrderEntry) -> OrderReport:
        """The report for one order; a fault anywhere becomes a finding that says so."""
        report, fault = guarded("order", found.order.expression, lambda: self._order(found))
        if report is not None:
            return report
        assert fault is not None
        return _report(found, (fault,))

    def _order(self, found: OrderEntry) -> OrderReport:
        order = found.order
        if (passed := passed_over(found, self._profiles.book)) is not None:
            return passed
        if found.entry.unreadable_because:
            return self._alone(found, tuple(unjudged.unreadable(issue) for issue in found.entry.unreadable_because))
        known = order.product.is_ingredient is Truth.TRUE
        structural = (*unjudged.doubtful(found), *self._structural(found.entry, order=known))
        if not known:
            return self._alone(found, (*structural, unjudged.not_identified(found)))
        when = self._as_of or order.authored or order.starts
        if when is None:
            return self._alone(found, (*structural, unjudged.no_date(found)))
        chart, reader = self._read(self._submission, found, when)
        order = chart.order or order
        labels = self._profiles.labels
        choice, fault = guarded("label", order.expression, lambda: choose_label(order.product, chart, when, labels))
        if choice is None:
            return self._alone(found, (*structural, *((fault,) if fault is not None else ())), as_of=when)
        if choice.label is None:
            missing = unjudged.label_open(found, when) if choice.open_between else unjudged.no_label(found, when)
            return self._alone(found, (*structural, missing), as_of=when)
        base = judge(Situation(order, chart, choice.label, choice, self._places, self._instant))
        weighed = self._weighed(found, base)
        findings = [*structural, *weighed.findings]
        findings += run("evidence", order.expression, lambda: self._evidence(found, base.situation, findings))
        findings += self._accounts.not_relied_on(found, base, weighed)
        kept, fault = guarded(
            "ledger", order.expression, lambda: self._accounts.ledger(found, reader, findings, base, weighed)
        )
        findings += (fault,) if fault is not None else ()
        counted = kept.words if kept is not None else ""
        findings += run("summary", order.expression, lambda: (summary(base.situation, findings, counted),))
        return self._assessed(found, base.situation, tuple(findings), weighed, kept)

    def _read(self, submission: Submission, found: OrderEntry, when: PartialDate) -> tuple[Chart, Reader]:
        book = self._profiles.book
        return read_chart(submission, found, when, book, supplied=self._supplied, settings=self._settings)

    def _weighed(self, found: OrderEntry, base: Judged) -> Weighed:
        """The findings that hold whatever the doubtful entries of the chart mean."""
        if not base.situation.chart.doubts:
            return Weighed(base.findings)
        when, label = base.situation.chart.as_of, base.situation.label

        def retry(readings: Mapping[Entry, dict[str, object] | None]) -> Judged | None:
            submission = self._submission.read_as(readings)
            for one in orders_in(submission, self._profiles.book, settings=self._settings):
                if one.order.expression == found.order.expression:
                    chart, _ = self._read(submission, one, when)
                    order = chart.order or one.order
                    choice = choose_label(order.product, chart, when, self._profiles.labels)
                    return judge(Situation(order, chart, choice.label or label, choice, self._places, self._instant))
            return None

        patient = found.files.index.reference_to(found.patient)
        asked = Asked(when, patient, label.names.limits, self._profiles.book)
        weighed, fault = guarded("set aside", found.order.expression, lambda: weigh(base, asked, retry))
        if weighed is not None:
            return weighed
        assert fault is not None
        return Weighed((*base.findings, fault))

    def _alone(
        self, found: OrderEntry, findings: tuple[Finding, ...], *, as_of: PartialDate | None = None
    ) -> OrderReport:
        """The report on an order that no label could be asked about, with what became of everything that came."""
        when = as_of or self._as_of or found.order.authored or PartialDate.on(date.min)
        reader = Reader(self._submission, when, self._settings, self._profiles.book)
        kept, fault = guarded("ledger", found.order.expression, lambda: self._accounts.ledger(found, reader, findings))
        return _report(found, (*findings, *((fault,) if fault is not None else ())), as_of=as_of, ledger=kept)

    def _assessed(
        self,
        found: OrderEntry,
        situation: Situation,
        findings: tuple[Finding, ...],
        weighed: Weighed,
        ledger: Ledger | None,
    ) -> OrderReport:
        label = situation.label
        ordered, _ = guarded("ordered", found.order.expression, lambda: _ordered(situation))
        expected, _ = guarded("expected", found.order.expression, lambda: _expected(situation))
        code, _ = guarded("indication", found.order.expression, lambda: (situation.indication.code,))
        findings = tuple(sorted(findings, key=lambda finding: finding.verdict.rank))
        return OrderReport(
            found.order.reference,
            found.order.expression,
            Verdict.worst(finding.verdict for finding in findings),
            findings,
            LabelUsed(label.product, label.revision, label.set_id, label),
            code[0] if code and not weighed.is_open else None,
            ordered,
            expected if not weighed.is_open else None,
            found.order.patient,
            situation.chart.as_of.last if situation.chart.as_of.is_exact else None,
            ledger,
        )

    def _structural(self, entry: Entry, *, order: bool) -> tuple[Finding, ...]:
        """What the structural check says about the order, or about a resource that became its evidence.

        An error in the order is an error; in evidence it leaves the order undetermined, as the evidence may be misread,
        unless it is in an element that nothing is read from. In what only notes are made of it is a note.
        """
        self._judged.add(id(entry))
        structure = self._structure
        issues = judged(entry, entry.version, structure) if structure != "off" else entry.problems
        issues += self._submission.reference_issues(entry)

        def verdict(issue: Issue) -> Verdict:
            if entry.resource_type in FOR_NOTES:
                return Verdict.ACCEPT
            if issue.severity not in (Severity.FATAL, Severity.ERROR):
                return Verdict.WARNING
            if order:
                return Verdict.ERROR
            return Verdict.WARNING if is_harmless(entry, issue) else Verdict.UNDETERMINED

        return tuple(
            Finding(
                issue.code,
                verdict(issue),
                sentence(issue.message),
                expression=issue.expression,
                detail=issue.detail,
                issue_type=issue.kind,
            )
            for issue in dict.fromkeys(issues)
        )

    def _evidence(self, found: OrderEntry, situation: Situation, findings: Sequence[Finding]) -> list[Finding]:
        """The structural findings on every resource that something said about this order rests on."""
        shown = [evidence for finding in findings for evidence in finding.evidence] + rested_on(situation)
        said: list[Finding] = []
        for entry in evidence_entries(found, shown):
            if entry is not found.entry:
                said += run("structure", entry.expression, partial(self._structural, entry, order=False))
        return said

    def issues(self) -> tuple[Issue, ...]:
        """What was wrong with resources that no order was judged by, so that nothing is lost silently."""
        found: list[Issue] = []
        whole = {issue.code for issue in self._submission.issues}
        for entry in self._submission.entries:
            if id(entry) in self._judged:
                continue
            if entry.resource_type in _THERAPIES:
                found += self._submission.reference_issues(entry)
            # What it weighs is in the verdicts; as an issue it is a remark.
            said = (replace(issue, severity=Severity.WARNING) for issue in entry.unreadable_because)
            found += (*entry.decoded_problems, *(issue for issue in said if issue.code not in whole))
        return tuple(dict.fromkeys((*found, *self._accounts.issues(self.files))))


_THERAPIES = frozenset({"MedicationRequest", "MedicationStatement", "MedicationUsage", "MedicationAdministration"})


def _as_issue(fault: Finding | None) -> tuple[Issue, ...]:
    """A fault that belongs to no order."""
    return () if fault is None else (Issue(fault.code, Severity.FATAL, fault.message, detail=fault.detail),)


def _report(
    found: OrderEntry,
    findings: tuple[Finding, ...],
    *,
    as_of: PartialDate | None = None,
    ledger: Ledger | None = None,
) -> OrderReport:
    findings = tuple(sorted(findings, key=lambda finding: finding.verdict.rank))
    return OrderReport(
        found.order.reference,
        found.order.expression,
        Verdict.worst(finding.verdict for finding in findings),
        findings,
        patient=found.order.patient,
        as_of=as_of.last if as_of is not None and as_of.is_exact else None,
        ledger=ledger,
    )


def _ordered(situation: Situation) -> Dose | None:
    total = situation.ordered.total
    if not total.phases:
        return None
    daily = total.daily_mg
    return Dose(daily.exact if daily is not None else None, render(total))


def _expected(situation: Situation) -> Dose | None:
    told = situation.indication.certain and situation.has_label_dose
    world = situation.worlds.expected if told else None
    if world is None or world.start is None:
        return None
    return Dose(world.start.daily_mg, str(world.start), situation.worlds.steps(world), world.start)


__all__ = ["check_bundle", "check_documents", "check_order"]
