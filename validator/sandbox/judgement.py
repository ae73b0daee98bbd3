"""A question judged: through the same check as everywhere, on the document as it was pasted or as it was changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from validator.check import check_documents
from validator.profiles import Profiles
from validator.report.model import OrderReport, Report
from validator.sandbox.inquiry import Inquiry
from validator.sandbox.label_day import ProfilesOfDay
from validator.sandbox.what_if import WhatIfError, changed
from validator.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Judgement:
    """The report on a document. `refused` says why a change was not made; the document is then the unchanged one.

    `label_day` is the day whose label was asked for, None: that of the order. `changes` is the order, as it stands in
    the chart, that a change is made in.
    """

    document: str = field(repr=False)
    report: Report = field(repr=False)
    refused: str = ""
    label_day: date | None = None
    changes: OrderReport | None = field(default=None, repr=False)

    @property
    def order(self) -> OrderReport | None:
        """The order that is shown first: the worst of those that were judged; None where none was."""
        return _shown(self.report)


def judged(inquiry: Inquiry, profiles: Profiles) -> Judgement:
    """The judgement on one question. With changes the chart is looked at as it stands first, to know what to change."""
    by = profiles if inquiry.label_day is None else ProfilesOfDay(profiles, inquiry.label_day)
    if inquiry.what.is_nothing:
        report = _checked(inquiry.document, by)
        return Judgement(inquiry.document, report, label_day=inquiry.label_day, changes=_shown(report))
    base = check_documents([inquiry.document], structure="off", profiles=profiles)
    try:
        document = changed(inquiry.document, inquiry.what, _shown(base), profiles)
    except WhatIfError as error:
        more = "" if inquiry.what.is_one else " Until that is put right no other change is made."
        report = _checked(inquiry.document, by)
        return Judgement(inquiry.document, report, f"{error}{more}", inquiry.label_day, _shown(base))
    return Judgement(document, _checked(document, by), label_day=inquiry.label_day, changes=_shown(base))


def _checked(document: str, profiles: Profiles) -> Report:
    return check_documents([document], ledger=True, profiles=profiles, instant=datetime.now(UTC), form=True)


def _shown(report: Report) -> OrderReport | None:
    found = [order for order in report.orders if order.verdict is not Verdict.NOT_ASSESSED]
    return min(found, key=lambda order: order.verdict.rank, default=None)
