"""One submission checked: the order of the checks of each of its orders, each guarded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from operator import attrgetter
from typing import Any

from validator.assessment.label_choice import choose_label
from validator.assessment.situation import Situation
from validator.chart.fact import Chart
from validator.chart.files import OrderEntry
from validator.chart.order.rewritten import rewritten
from validator.chart.reader import Reader
from validator.chart.record import orders_in, read_chart
from validator.checking.accounting import Accounts
from validator.checking.inspecting import Inspection
from validator.checking.judging import guarded, judge, run
from validator.checking.options import Options
from validator.checking.passed_over import passed_over
from validator.checking.reporting import alone_report, judged_report, unjudged_report, with_basis
from validator.checking.weighing import Weighed, weigh_in
from validator.fhir.resource import READ_TYPES
from validator.fhir.submission import Submission
from validator.finding import Issue
from validator.frozen import Frozen
from validator.report.model import OrderReport, Report
from validator.rules import unjudged
from validator.rules.closing import closing
from validator.rules.not_checked import not_held_against
from validator.verdict import Severity, Truth, Verdict

_BROKEN = frozenset({Severity.FATAL, Severity.ERROR})


class _JudgedOrder(Frozen):
    """An order that was judged: its entry, its situation, and the reader of its chart."""

    found: OrderEntry
    situation: Situation
    reader: Reader


class _Before(Frozen):
    """The situation of an order as it was written, and the chart and reader of the same order written otherwise."""

    situation: Situation
    chart: Chart
    reader: Reader

    @property
    def read(self) -> tuple[Chart, Reader]:
        return self.chart, self.reader


class SubmissionCheck:
    """One run over one submission; keeps what several orders share."""

    def __init__(self, submission: Submission, options: Options) -> None:
        self._submission = submission
        self._options = options
        self._accounts = Accounts(submission, options.profiles.book, listed=options.ledger)
        self._inspection = Inspection(submission, options.structure)
        self._judged: dict[str, _JudgedOrder] = {}

    def report(self) -> Report:
        """The report on every order that is asked about, and what there is to say of the submission."""
        submission, options = self._submission, self._options
        found, fault = guarded("orders", "", orders_in, submission, options.profiles.book, settings=options.settings)
        if found is None:
            unread = (Issue(one.code, Severity.FATAL, one.message, detail=one.detail) for one in fault)
            return Report((), (*submission.issues, *unread), readable=False)
        asked = options.places
        judged: list[OrderReport] = []
        others: list[OrderReport] = []
        for one in found:
            if asked is None or one.order.expression in asked:
                report = self._order_report(one)
                (others if report.verdict is Verdict.NOT_ASSESSED else judged).append(report)
        files = found[0].files if found else None
        issues = (*submission.issues, *self._inspection.issues(), *self._accounts.issues(files))
        is_broken = not _BROKEN.isdisjoint(map(attrgetter("severity"), submission.issues))
        is_read = not is_broken or any(entry.resource_type in READ_TYPES for entry in submission.entries)
        placed = tuple(dict.fromkeys(map(submission.in_file, issues)))
        return Report((*judged, *others), placed, readable=is_read)

    def again(self, place: str, tree: Mapping[str, Any], structure: str) -> OrderReport | None:
        """The report on an order of this submission if it were written as `tree`, in the same chart: its verdict and
        its findings, without the closing statement and the ledger.

        None where it is not one that was judged, or where more may follow from what is written otherwise than dose,
        supply and strength: then it has to be checked with everything else. Call `report` first.
        """
        known = self._judged.get(place)
        made = rewritten(known.found, known.situation.chart, known.reader, tree) if known is not None else None
        if known is None or made is None:
            return None
        found, chart, reader = made
        other = SubmissionCheck(found.files.submission, replace(self._options, structure=structure))
        other._inspection = self._inspection.of_another_order(found.files.submission, structure)
        return other._order_report(found, _Before(known.situation, chart, reader))

    def _order_report(self, found: OrderEntry, before: _Before | None = None) -> OrderReport:
        """The report for one order; a fault anywhere becomes a finding that says so."""
        report, fault = guarded("order", found.order.expression, self._order, found, before)
        return report or unjudged_report(found, fault)

    def _order(self, found: OrderEntry, before: _Before | None = None) -> OrderReport:
        order, options, place = found.order, self._options, found.order.expression
        alone = partial(alone_report, found, accounts=self._accounts, options=options)
        if (passed := passed_over(found, options.profiles.book)) is not None:
            return passed
        if found.entry.unreadable_because:
            return alone([unjudged.unreadable(issue, order) for issue in found.entry.unreadable_because])
        known = order.product.is_ingredient is Truth.TRUE
        findings = [*unjudged.doubtful(found), *self._inspection.of(found.entry, is_order=known)]
        if not known:
            return alone([*findings, unjudged.not_identified(found)])
        when = options.as_of or order.authored or order.starts
        if when is None:
            return alone([*findings, unjudged.no_date(found)])
        chart, reader = before.read if before is not None else read_chart(
            self._submission,
            found,
            when,
            options.profiles.book,
            supplied=options.supplied,
            settings=options.settings,
            instant=options.instant,
        )  # fmt: skip
        order, labels = chart.order or order, options.profiles.labels
        choice, fault = guarded("label", place, choose_label, order.product, chart, when, labels)
        if choice is None:
            return alone([*findings, *fault], as_of=when)
        if choice.label is None:
            tell = unjudged.label_open if choice.open_between else unjudged.no_label
            return alone([*findings, tell(found, when, is_asked=options.as_of is not None)], as_of=when)
        if before is not None:
            situation = before.situation.of_another_dose(order, chart, choice)
        else:
            situation = Situation(order, chart, choice.label, choice, options.places, options.instant)
        findings += not_held_against(choice.unread, place)
        base = judge(situation)
        self._judged[place] = _JudgedOrder(found, situation, reader)
        tried, fault = guarded("set aside", place, weigh_in, base, found, self._submission, options)
        weighed = tried or Weighed((*base.findings, *fault))
        findings += weighed.findings
        findings += run("evidence", place, self._inspection.of_evidence, found, base.situation, findings)
        findings += self._accounts.not_relied_on(found, base, weighed)
        if before is not None:
            # What became of every entry was told with the order as it was written.
            return judged_report(found, base.situation, findings, weighed, None)
        kept, fault = guarded("ledger", place, self._accounts.ledger, found, reader, findings, base, weighed)
        findings += fault
        counted = kept.words if kept is not None else ""
        closed, fault = guarded("summary", place, closing, base.situation, findings, counted)
        findings += fault if closed is None else (closed,)
        report = judged_report(found, base.situation, findings, weighed, kept)
        return with_basis(report, found, base.situation, weighed) if options.form else report
