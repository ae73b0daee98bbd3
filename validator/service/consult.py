"""One CDS Hooks call answered: the draft orders checked with the chart that came or was fetched, as cards.

Synchronous and free of the web framework, so that it can run in a worker thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from validator.check import check_documents
from validator.fhir.duplicate import DUPLICATE_RESOURCE
from validator.fhir.json_text import DUPLICATE_KEY, NOT_A_JSON_VALUE, JsonDocument, Spoiled
from validator.fhir.kept import ENTRY_UNREADABLE
from validator.fhir.searchset import LIST_INCOMPLETE
from validator.finding import Issue
from validator.passed_over import orders_passed_over
from validator.profiles import Profiles
from validator.report.cds_card import CardStyle, Correction, order_cards, plain_card
from validator.report.correction import corrected_order
from validator.report.gap import with_gaps
from validator.report.model import OrderReport, Report
from validator.rules.duplicate import SAME
from validator.rules.set_aside import ENTRY_SET_ASIDE
from validator.service.another_drug import orders_for_others
from validator.service.call_chart import CallChart, bundle, place
from validator.service.cds_request import CdsRequest
from validator.service.draft import Entry, completed, names_a_drug, required
from validator.service.prefetch import OPTIONAL, REQUIRED
from validator.verdict import Severity, Verdict

Structure = Literal["full", "read", "off"]


class NotToBeHadError(Exception):
    """The order or the patient can be had neither from the call nor from a server that may be asked (412)."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The report on one draft order, and the uuids of its cards."""

    report: OrderReport
    cards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Consultation:
    """What a call led to: the cards, and the drafts that were judged. `fetched`: a FHIR server was asked."""

    cards: tuple[dict[str, Any], ...]
    judged: tuple[Judged, ...] = ()
    fetched: bool = False


@dataclass(frozen=True, slots=True)
class Consultant:
    """Answers the calls of one service. `servers` are the FHIR servers that may be asked, `seconds` for how long."""

    structure: Structure
    profiles: Profiles
    servers: tuple[str, ...] = ()
    seconds: float = 8.0

    def answer(self, call: CdsRequest, style: CardStyle, *, day: date, instant: datetime | None = None) -> Consultation:
        """The cards for one call made on `day`, which dates drafts that have no date, at `instant`. Raises
        NotToBeHadError."""
        if call.drafts is None:
            raise NotToBeHadError("context.draftOrders: there is no order to look at.")
        unread = (_unread_card(call.unreadable, (), style),) if call.unreadable else ()
        drafts = [_with(one, completed(one["resource"], patient=call.patient, day=day)) for one in call.drafts]
        asked = [
            index
            for index, one in enumerate(drafts)
            if _is_asked(one, call.selected) and not _is_copy(one, drafts[:index])
        ]
        if not asked:
            return Consultation(unread)
        chart = CallChart(call, drafts, self.profiles)
        fetched = False
        if chart.lacking:
            # Most calls are about other drugs; nothing is fetched, and nothing demanded, for those.
            if not _concerned(drafts, asked, self.profiles):
                return Consultation(unread)
            fetched = chart.fetch(self.servers, self.seconds, self.profiles)
        elif call.selected is None:
            others = orders_for_others(drafts, asked, chart.patients, call.fhir_server, self.profiles)
            if others is not None:
                return Consultation(unread, tuple(Judged(one, ()) for one in others))
        if not chart.has_patient and _concerned(drafts, asked, self.profiles):
            raise NotToBeHadError("The patient came neither as prefetch nor from a server that may be asked.")
        run = _Run(self.structure, self.profiles, call, chart, drafts, asked, style, day, fetched, instant)
        found = run.consultation()
        return replace(found, cards=(*found.cards, *unread))


@dataclass(frozen=True, slots=True)
class _Run:
    structure: Structure
    profiles: Profiles
    call: CdsRequest
    chart: CallChart
    drafts: list[Entry]
    asked: list[int]
    style: CardStyle
    day: date
    fetched: bool
    instant: datetime | None

    def consultation(self) -> Consultation:
        report = self._checked(self.drafts, self.asked)
        by_place = {order.expression: order for order in report.orders}
        needed = (*self.chart.missing(REQUIRED), *self.chart.unread_drugs)
        optional = self.chart.missing(OPTIONAL)
        cards: list[dict[str, Any]] = []
        judged: list[Judged] = []
        for index in self.asked:
            order = by_place.get(place(index))
            if order is not None:
                order = with_gaps(order, needed, optional, self.chart.assumed, self.chart.is_of_another_patient)
                own = order_cards(
                    order,
                    self.style,
                    correction=self._correction(order, index),
                    removable=not self._is_repeated_later(order, index),
                )
                cards += own
                judged.append(Judged(order, tuple(card["uuid"] for card in own)))
        lost = len(self.asked) - len(judged)
        concerned = any(one.report.verdict is not Verdict.NOT_ASSESSED for one in judged)
        if lost or concerned:
            cards += self._unread(lost, report)
        return Consultation(tuple(cards), tuple(judged), self.fetched)

    def _checked(self, drafts: Sequence[Entry], asked: Sequence[int]) -> Report:
        # Read once, strictly, when the call came in; what was fetched since may hold a modifierExtension.
        bundled = self.chart.bundle(drafts)
        spoiled = tuple(
            Spoiled(("entry", index, "resource"), self.call.spoiled[id(one["resource"])])
            for index, one in enumerate(bundled["entry"])
            if id(one["resource"]) in self.call.spoiled
        )
        document = JsonDocument(bundled, spoiled=spoiled, may_modify=self.call.may_modify or self.fetched)
        return check_documents(
            [document],
            structure=self.structure,
            supplied=self.chart.whole,
            places=frozenset(place(index) for index in asked),
            profiles=self.profiles,
            instant=self.instant,
        )

    def _correction(self, order: OrderReport, index: int) -> Correction | None:
        """The order with the label's one dose, when checking it again finds nothing new and nothing but cautions."""
        if order.verdict not in (Verdict.ERROR, Verdict.UNDETERMINED) or order.expected is None or order.label is None:
            return None
        label, dose = order.label.label, order.expected.exact
        if label is None or dose is None:
            return None
        assert self.call.drafts is not None
        draft = required(self.call.drafts[index]["resource"], patient=self.call.patient)
        resource = corrected_order(draft, label, dose, self.profiles.book)
        if resource is None:
            return None
        again = _with(self.drafts[index], completed(resource, patient=self.call.patient, day=self.day))
        report = self._checked([*self.drafts[:index], again, *self.drafts[index + 1 :]], [index])
        found = next((one for one in report.orders if one.expression == place(index)), None)
        if found is None or found.verdict not in (Verdict.ACCEPT, Verdict.WARNING):
            return None
        known = {finding.code for finding in order.findings}
        if any(finding.verdict is Verdict.WARNING and finding.code not in known for finding in found.findings):
            return None
        return Correction(order.expected.schedule, resource)

    def _is_repeated_later(self, order: OrderReport, index: int) -> bool:
        """Whether a later draft repeats this one. Removing both would leave the patient without either."""
        later = {place(number) for number in range(index + 1, len(self.drafts))}
        repeats = [finding for finding in order.findings if finding.code == SAME]
        return any(not later.isdisjoint(finding.expression) for finding in repeats)

    def _unread(self, lost: int, report: Report) -> list[dict[str, Any]]:
        """A card when something of the call was not read; in its absence everything was."""
        told = {finding.code for order in report.orders for finding in order.findings}
        issues = [
            issue
            for issue in report.issues
            if issue.severity in (Severity.FATAL, Severity.ERROR) and not told & _SAID_BY.get(issue.code, frozenset())
        ]
        # A draft that could not be read has a card of its own, and evidence that could not is told with the order.
        ambiguous = self.call.ambiguous and not self.call.unreadable and not self.call.spoiled
        return [_unread_card(lost, issues, self.style)] if lost or issues or ambiguous else []


_SAID_BY = {
    LIST_INCOMPLETE: frozenset({LIST_INCOMPLETE}),
    ENTRY_UNREADABLE: frozenset({ENTRY_SET_ASIDE}),
    DUPLICATE_KEY: frozenset({ENTRY_SET_ASIDE}),
    NOT_A_JSON_VALUE: frozenset({ENTRY_SET_ASIDE}),
    DUPLICATE_RESOURCE: frozenset({ENTRY_SET_ASIDE}),
}
"""Issues of the chart that the card of an order speaks of by these findings, so that nobody reads of them twice."""


def _unread_card(lost: int, issues: Sequence[Issue], style: CardStyle) -> dict[str, Any]:
    if lost:
        return plain_card(f"Draft orders that could not be read, so they were not checked: {lost}.", issues, style)
    if issues:
        return plain_card("Part of the chart could not be read, so it was not checked.", issues, style)
    return plain_card("The request holds a key twice or a value that JSON does not have; not all was read.", (), style)


def _concerned(drafts: Sequence[Entry], asked: Sequence[int], profiles: Profiles) -> bool:
    """Whether any order asked about may be for the label's drug, so that the chart is needed at all."""
    others = orders_passed_over([bundle(drafts)], profiles)
    return any(place(index) not in others for index in asked)


def _is_asked(draft: Entry, selected: frozenset[str] | None) -> bool:
    """Whether a draft is an order that is to be looked at: selected, and with a drug chosen."""
    resource = draft["resource"]
    if resource["resourceType"] != "MedicationRequest" or not names_a_drug(resource):
        return False
    identity = resource.get("id")
    names = (f"MedicationRequest/{identity}", identity, draft.get("fullUrl"))
    return selected is None or any(isinstance(name, str) and name in selected for name in names)


def _is_copy(draft: Entry, earlier: Sequence[Entry]) -> bool:
    """Whether the same order was sent before in this call. Equal orders without id are several orders."""
    resource = draft["resource"]
    return "id" in resource and any(resource == one["resource"] for one in earlier)


def _with(entry: Entry, resource: dict[str, Any]) -> Entry:
    return entry | {"resource": resource}
