"""One submission in, one report out: every order against the label revision in force on its day.

Pure: no clock, no network, no logging; the day is `as_of`, else the order's own date.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial

from validator.assessment.label_choice import choose_label
from validator.assessment.situation import Situation
from validator.chart.record import OrderEntry, orders_in, read_chart
from validator.chart.settings import DEFAULT_SETTINGS, ChartSettings
from validator.checking.accounting import Accounts
from validator.checking.inspecting import Inspection
from validator.checking.judging import guarded, judge, run
from validator.checking.options import Day, Options, day_of
from validator.checking.passed_over import passed_over
from validator.checking.reporting import alone_report, judged_report, unjudged_report, with_basis
from validator.checking.weighing import Weighed, weigh_in
from validator.fhir.resource import READ_TYPES
from validator.fhir.submission import Document, Submission, read_submission
from validator.finding import Issue
from validator.profiles import Profiles, shipped
from validator.report.model import OrderReport, Report
from validator.rules import unjudged
from validator.rules.closing import closing
from validator.verdict import Severity, Truth, Verdict


def check_bundle(
    data: Document,
    as_of: Day = None,
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
    as_of: Day = None,
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
    as_of: Day = None,
    fhir_version: str = "auto",
    structure: str = "full",
    supplied: frozenset[str] | None = None,
    settings: ChartSettings = DEFAULT_SETTINGS,
    profiles: Profiles | None = None,
    places: frozenset[str] | None = None,
    ledger: bool = False,
    lost: Sequence[str] = (),
    names: Sequence[str] = (),
    instant: datetime | None = None,
    form: bool = False,
) -> Report:
    """Checks every order in several documents that together are one submission.

    `supplied` names resource types whose lists were asked for and came, even if empty; `profiles` are a site's
    own labels and value sets, None: those shipped. With `places`, only the orders at these FHIRPaths are judged; the
    others still count as chart. With `ledger` the fate of every entry is listed for each order. `lost` names documents
    of the chart that could not be opened: what they held is unknown. `names` are those of the documents, for people:
    what is said of one of them begins with it. `instant` is when the check is asked for, told by whoever has a clock:
    an order dated well after it is warned of. With `form` each report keeps what a form is made from. Raises
    ValueError for a wrong option.
    """
    judged_by = profiles or shipped()
    options = Options(
        day_of(as_of), structure, supplied, settings, judged_by, places, ledger=ledger, instant=instant, form=form
    )
    submission = read_submission(documents, fhir_version=fhir_version, lost=lost, names=names)
    found, fault = guarded("orders", "", orders_in, submission, options.profiles.book, settings=settings)
    if found is None:
        unread = (Issue(one.code, Severity.FATAL, one.message, detail=one.detail) for one in fault)
        return Report((), (*submission.issues, *unread), readable=False)
    check = _Check(submission, options)
    orders = [check.order(entry) for entry in found if places is None or entry.order.expression in places]
    judged_first = sorted(orders, key=lambda report: report.verdict is Verdict.NOT_ASSESSED)
    issues = (*submission.issues, *check.inspection.issues(), *check.accounts.issues(found[0].files if found else None))
    is_broken = any(issue.severity in (Severity.FATAL, Severity.ERROR) for issue in submission.issues)
    is_read = not is_broken or any(entry.resource_type in READ_TYPES for entry in submission.entries)
    placed = tuple(dict.fromkeys(map(submission.in_file, issues)))
    return Report(tuple(judged_first), placed, readable=is_read)


class _Check:
    """One run over one submission; keeps what several orders share."""

    def __init__(self, submission: Submission, options: Options) -> None:
        self.accounts = Accounts(submission, options.profiles.book, listed=options.ledger)
        self.inspection = Inspection(submission, options.structure)
        self._submission = submission
        self._options = options

    def order(self, found: OrderEntry) -> OrderReport:
        """The report for one order; a fault anywhere becomes a finding that says so."""
        report, fault = guarded("order", found.order.expression, self._order, found)
        return report or unjudged_report(found, fault)

    def _order(self, found: OrderEntry) -> OrderReport:
        order, options, place = found.order, self._options, found.order.expression
        alone = partial(alone_report, found, accounts=self.accounts, options=options)
        if (passed := passed_over(found, options.profiles.book)) is not None:
            return passed
        if found.entry.unreadable_because:
            return alone([unjudged.unreadable(issue) for issue in found.entry.unreadable_because])
        known = order.product.is_ingredient is Truth.TRUE
        findings = [*unjudged.doubtful(found), *self.inspection.of(found.entry, is_order=known)]
        if not known:
            return alone([*findings, unjudged.not_identified(found)])
        when = options.as_of or order.authored or order.starts
        if when is None:
            return alone([*findings, unjudged.no_date(found)])
        chart, reader = read_chart(
            self._submission,
            found,
            when,
            options.profiles.book,
            supplied=options.supplied,
            settings=options.settings,
            instant=options.instant,
        )
        order, labels = chart.order or order, options.profiles.labels
        choice, fault = guarded("label", place, choose_label, order.product, chart, when, labels)
        if choice is None:
            return alone([*findings, *fault], as_of=when)
        if choice.label is None:
            missing = unjudged.label_open(found, when) if choice.open_between else unjudged.no_label(found, when)
            return alone([*findings, missing], as_of=when)
        base = judge(Situation(order, chart, choice.label, choice, options.places, options.instant))
        tried, fault = guarded("set aside", place, weigh_in, base, found, self._submission, options)
        weighed = tried or Weighed((*base.findings, *fault))
        findings += weighed.findings
        findings += run("evidence", place, lambda: self.inspection.of_evidence(found, base.situation, findings))
        findings += self.accounts.not_relied_on(found, base, weighed)
        kept, fault = guarded("ledger", place, self.accounts.ledger, found, reader, findings, base, weighed)
        findings += fault
        counted = kept.words if kept is not None else ""
        findings += run("summary", place, lambda: (closing(base.situation, findings, counted),))
        report = judged_report(found, base.situation, findings, weighed, kept)
        return with_basis(report, found, base.situation, weighed) if options.form else report
