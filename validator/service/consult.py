"""One CDS Hooks call answered: the draft orders checked with the chart that came or was fetched, as cards.

Synchronous and free of the web framework, so that it can run in a worker thread.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from validator.checking.options import Options
from validator.checking.passed_over import orders_passed_over
from validator.checking.submission_check import SubmissionCheck
from validator.client.patience import Deadline
from validator.fhir.json_text import JsonDocument, Spoiled
from validator.fhir.kept import ENTRY_UNREADABLE
from validator.fhir.submission import read_submission
from validator.finding import Issue
from validator.frozen import Frozen
from validator.profiles import Profiles
from validator.report.card_style import CardStyle
from validator.report.cds_card import card_verdicts, headline_code, joint_card
from validator.report.gap import with_gaps
from validator.report.model import OrderReport, Report
from validator.rules.patient import DECEASED
from validator.rules.product import CONFLICT
from validator.service.another_drug import orders_for_others
from validator.service.call_chart import CallChart, bundle, place
from validator.service.cds_request import CdsRequest
from validator.service.draft import BundleEntry, completed, is_asked, is_copy
from validator.service.offering import Offering, Structure
from validator.service.prefetch import OPTIONAL
from validator.service.unread import unread_card, untold
from validator.verdict import Severity, Verdict


class NotToBeHadError(Exception):
    """The order or the patient can be had neither from the call nor from a server that may be asked (412)."""


class ConsultedOrder(Frozen):
    """The report on one draft order, the uuids of its cards, and the code of the finding that they name first."""

    report: OrderReport
    cards: tuple[str, ...]
    headline: str | None = None


class Consultation(Frozen):
    """What a call led to: the cards, and the drafts that were judged. `fetched`: a FHIR server was asked."""

    cards: tuple[dict[str, Any], ...]
    judged: tuple[ConsultedOrder, ...] = ()
    fetched: bool = False


class Consultant(Frozen):
    """Answers the calls of one service. `servers` are the FHIR servers that may be asked, `seconds` for how long."""

    structure: Structure
    profiles: Profiles
    servers: tuple[str, ...] = ()
    seconds: float = 8.0

    def answer(self, call: CdsRequest, style: CardStyle, *, day: date, instant: datetime | None = None) -> Consultation:
        """The cards for one call made on `day`, which dates drafts that have no date, at `instant`. Raises
        NotToBeHadError."""
        return self.at_once(call, style, day=day) or self.checked(call, style, day=day, instant=instant)

    def at_once(self, call: CdsRequest, style: CardStyle, *, day: date) -> Consultation | None:
        """The answer to a call whose drafts are plainly for other drugs, or that asks about none; None for any other.

        No chart is built, nothing of the prefetch is looked at, and nothing is waited for. Raises NotToBeHadError.
        """
        # As they came: what has to be put right before it can be read is not plain.
        drafts, asked = _drafts_asked(call, call.listed, day)
        unread = _unread(call, style)
        if not asked:
            # That nothing is asked about is said of the drafts as they are read.
            return None if _drafts_asked(call, call.drafts, day)[1] else Consultation(unread)
        others = orders_for_others(drafts, asked, self.profiles)
        return None if others is None else Consultation(unread, tuple(ConsultedOrder(one, ()) for one in others))

    def checked(
        self,
        call: CdsRequest,
        style: CardStyle,
        *,
        day: date,
        instant: datetime | None = None,
        until: Deadline | None = None,
    ) -> Consultation:
        """The answer to a call that asks about orders and is not answered `at_once`. Raises NotToBeHadError.

        `until`: what is fetched has come by then, for a call that had to wait for its turn; else `seconds` from now.
        """
        drafts, asked = _drafts_asked(call, call.drafts, day)
        unread = _unread(call, style)
        chart = CallChart(call, drafts, self.profiles)
        run = _Run(self.structure, self.profiles, call, chart, drafts, asked, style, day, False, instant)
        if chart.lacking:
            # Most calls are about other drugs; nothing is fetched, and nothing demanded, for those. Nor is anything
            # waited for that can change no answer.
            others = _for_others(drafts, asked, self.profiles)
            if len(others) == len(asked):
                return Consultation(unread, tuple(ConsultedOrder(one, ()) for one in others))
            is_settled = chart.lacks_no_need and run.is_settled()
            seconds = self.seconds if until is None else min(self.seconds, until.left)
            if not is_settled and seconds > 0 and chart.fetch(self.servers, seconds, self.profiles):
                run = replace(run, fetched=True)
            if not chart.has_patient:
                raise NotToBeHadError(_NO_PATIENT)
        found = run.consultation()
        return replace(found, cards=(*found.cards, *unread))


_NO_PATIENT = (
    "The patient came neither as prefetch nor from a server that may be asked: register the queries of /prefetch, or"
    " name the server of the call to the service (--fhir-server)."
)


_NO_ORDERS = (
    "context.draftOrders: there is no order to look at. The orders of a call stand there, as a Bundle (CDS Hooks 2.0)."
)


class _Run(Frozen):
    structure: Structure
    profiles: Profiles
    call: CdsRequest
    chart: CallChart
    drafts: list[BundleEntry]
    asked: list[int]
    style: CardStyle
    day: date
    fetched: bool
    instant: datetime | None

    def is_settled(self) -> bool:
        """Whether each order that is asked about is passed over, or wrong whatever lists hold that are not needed."""
        found = self._opened(self.drafts, self.asked, "off").report().orders
        return len(found) == len(self.asked) and all(
            order.verdict is Verdict.NOT_ASSESSED
            or any(one.verdict is Verdict.ERROR and one.code in _STANDING for one in order.findings)
            for order in found
        )

    def consultation(self) -> Consultation:
        check = self._opened(self.drafts, self.asked, self.structure)
        report = check.report()
        by_place = {order.expression: order for order in report.orders}
        found = {index: self._gapped(by_place[place(index)]) for index in self.asked if place(index) in by_place}
        cards: list[dict[str, Any]] = []
        judged: list[ConsultedOrder] = []
        offering = Offering(
            self.call,
            self.chart,
            self.drafts,
            self.profiles,
            self.style.criteria,
            self.day,
            self.structure,
            partial(self._again, check),
            self.instant,
        )
        for group in _together(found):
            offers = [offering.of(found[index], index) for index in group]
            orders = [found[index] for index in group]
            own = joint_card(orders, self.style, offers)
            cards += [own] if own is not None else []
            for order in orders:
                named = (own["uuid"],) if own is not None and card_verdicts(order) else ()
                judged.append(ConsultedOrder(order, named, headline_code(orders)))
        lost = len(self.asked) - len(judged)
        concerned = any(one.report.verdict is not Verdict.NOT_ASSESSED for one in judged)
        if lost or concerned:
            cards += self._unread(lost, report)
        return Consultation(tuple(cards), tuple(judged), self.fetched)

    def _gapped(self, order: OrderReport) -> OrderReport:
        """The report with what was not supplied of the chart. An order whose own drug or day is not known was not
        judged, whatever lists hold: that is said of it, and no more.
        """
        is_judged = order.label is not None or order.verdict.rank > Verdict.UNDETERMINED.rank
        needed = (*self.chart.untold, *self.chart.unread_drugs) if is_judged else ()
        chart = self.chart
        optional = (*chart.missing(OPTIONAL), *chart.failed)
        return with_gaps(order, needed, optional, chart.assumed, chart.is_of_another_patient)

    def _opened(self, drafts: Sequence[BundleEntry], asked: Sequence[int], structure: Structure) -> SubmissionCheck:
        # Read once, strictly, when the call came in; what was fetched since may hold a modifierExtension.
        bundled = self.chart.bundle(drafts)
        spoiled = tuple(
            Spoiled(("entry", index, "resource"), self.call.spoiled[id(one["resource"])])
            for index, one in enumerate(bundled["entry"])
            if id(one["resource"]) in self.call.spoiled
        )
        document = JsonDocument(bundled, spoiled=spoiled, may_modify=self.call.may_modify or self.fetched)
        places = frozenset(place(index) for index in asked)
        options = Options(structure, self.profiles, supplied=self.chart.whole, places=places, instant=self.instant)
        return SubmissionCheck(read_submission([document]), options)

    def _again(
        self,
        check: SubmissionCheck,
        draft: BundleEntry,
        index: int,
        *,
        structure: Structure,
        beside: Sequence[BundleEntry] = (),
    ) -> OrderReport | None:
        """The answer for one order, written otherwise or with more of the chart, with the same gaps.

        In the chart that was read already, where no other can follow from what is written otherwise.
        """
        drafts = [*self.drafts[:index], draft, *self.drafts[index + 1 :], *beside]
        found = None
        if not beside:
            found = check.again(place(index), self.chart.bundle(drafts)["entry"][index]["resource"], structure)
        if found is None:
            orders = self._opened(drafts, [index], structure).report().orders
            found = next((one for one in orders if one.expression == place(index)), None)
        return None if found is None else self._gapped(found)

    def _unread(self, lost: int, report: Report) -> list[dict[str, Any]]:
        """A card when something of the call was not read; in its absence everything was."""
        issues = untold(report, frozenset(place(index) for index in self.asked))
        # A draft that could not be read has a card of its own, and evidence that could not is told with the order.
        ambiguous = self.call.ambiguous and not self.call.unreadable and not self.call.spoiled
        return [unread_card(lost, issues, self.style)] if lost or issues or ambiguous else []


_STANDING = frozenset({CONFLICT, DECEASED})
"""Errors that stand whatever is on file beside, and that leave no dose to offer."""


def _together(found: Mapping[int, OrderReport]) -> Iterator[list[int]]:
    """The orders of a call in groups: those that a finding puts together, as a sum or as one too many, are one."""
    judged = {index: order for index, order in found.items() if order.verdict is not Verdict.NOT_ASSESSED}
    # An order for another drug may be named as what interacts; it has no card.
    yield from ([index] for index in found if index not in judged)
    left = dict(judged)
    while left:
        group = [next(iter(left))]
        for index in group:
            left.pop(index, None)
            named = {path for finding in found[index].findings for path in finding.expression}
            for other, order in left.items():
                back = {path for finding in order.findings for path in finding.expression}
                if other not in group and (place(other) in named or place(index) in back):
                    group.append(other)
        yield sorted(group)


def _drafts_asked(
    call: CdsRequest, given: Sequence[BundleEntry] | None, day: date
) -> tuple[list[BundleEntry], list[int]]:
    """The drafts of a call, completed, and the places of those that are asked about. Raises NotToBeHadError."""
    if given is None:
        raise NotToBeHadError(_NO_ORDERS)
    drafts = [_with(one, completed(one["resource"], patient=call.patient, day=day)) for one in given]
    asked = [
        index for index, one in enumerate(drafts) if is_asked(one, call.selected) and not is_copy(one, drafts[:index])
    ]
    return drafts, asked


def _unread(call: CdsRequest, style: CardStyle) -> tuple[dict[str, Any], ...]:
    """A card where the call holds drafts that are none."""
    lost = call.unreadable + len(call.unread)
    return (unread_card(lost, _issues(call.unread), style),) if lost else ()


def _issues(told: Sequence[str]) -> list[Issue]:
    return [Issue(ENTRY_UNREADABLE, Severity.ERROR, one) for one in told]


def _for_others(drafts: Sequence[BundleEntry], asked: Sequence[int], profiles: Profiles) -> tuple[OrderReport, ...]:
    """The reports on those orders asked about that are for no drug of a label, or not to be acted on: where they are
    all, the chart is not needed at all.
    """
    others = orders_passed_over([bundle(drafts)], profiles)
    return tuple(others[place(index)] for index in asked if place(index) in others)


def _with(entry: BundleEntry, resource: dict[str, Any]) -> BundleEntry:
    return entry | {"resource": resource}
