"""What a card can offer for a draft order: other doses, and answers to record. Each is checked before it is offered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Literal, Protocol

from validator.fhir.json_text import ResourceJson
from validator.frozen import Frozen, replace
from validator.instant import PartialDate
from validator.label.dose import LabelDose
from validator.profiles import Profiles
from validator.report.card_said import ordered_dose
from validator.report.card_style import is_local
from validator.report.card_to_do import OF_DOSE, bars
from validator.report.cds_card import open_criteria
from validator.report.class_question import ClassAnswer, asks_class, class_answers, leaves_class_open
from validator.report.correction import referred
from validator.report.criterion import Criteria
from validator.report.drug_question import DrugQuestion
from validator.report.model import OrderReport
from validator.report.suggestion import MOST_CRITERIA, Correction, Offer
from validator.report.unread_dose import tells_another_dose
from validator.report.unsure_words import why_unsure
from validator.rules.duplicate import SAME
from validator.rules.product import STRENGTH_MISFIT
from validator.rules.words import TEXT_STOPS
from validator.service.call_chart import CallChart, place
from validator.service.cds_request import CdsRequest
from validator.service.dose_trial import IN_PART, DoseTrial, ordered_exactly
from validator.service.doubted_drug import by_place, drugs_in_doubt, is_in_doubt
from validator.service.draft import BundleEntry, completed, required
from validator.service.held_orders import is_held
from validator.verdict import Verdict

Structure = Literal["full", "read", "off"]

_MOST_TRIED = 6
"""Criteria whose answers are tried for one order: each costs two checks. A project choice."""


Lead = tuple[str, bool, str]
"""What was asked, the answer, and the label's dose after it."""


class CheckedAgain(Protocol):
    """Checks the draft at an index written otherwise, or with more entries beside; None where nothing is found."""

    def __call__(
        self, draft: BundleEntry, index: int, *, structure: Structure, beside: Sequence[BundleEntry] = ()
    ) -> OrderReport | None:
        """The answer, with the gaps of the call."""


class Offering(Frozen):
    """Makes the offers of one call: its drafts and chart, the words of criteria, and how an order is checked again."""

    call: CdsRequest
    chart: CallChart
    drafts: Sequence[BundleEntry]
    profiles: Profiles
    criteria: Criteria
    day: date
    structure: Structure
    again: CheckedAgain
    instant: datetime | None = None

    def of(self, order: OrderReport, index: int) -> Offer:
        """What can be offered for the draft at `index`, of which `order` is the answer."""
        return replace(self, day=self._day_where_ordered(index))._of(order, index)

    def _day_where_ordered(self, index: int) -> date:
        """The day of the call in the zone in which the order was written: in the evening in the Americas it is the day
        of the order still, where a service that counts in Greenwich has the next one."""
        written = self.drafts[index]["resource"].get("authoredOn")
        try:
            moment = PartialDate.parse(written).moment if isinstance(written, str) else None
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None or self.instant is None:
            return self.day
        return self.instant.astimezone(moment.tzinfo).date()

    def _of(self, order: OrderReport, index: int) -> Offer:
        # The label's dose of one patient is not another's.
        if order.verdict in (Verdict.ACCEPT, Verdict.NOT_ASSESSED) or not self.chart.has_patient_named:
            return Offer()
        assert self.call.drafts is not None
        draft = self.call.drafts[index]["resource"]
        whole = required(draft, patient=self.call.patient)
        subject = whole.get("subject")
        reference = subject.get("reference") if isinstance(subject, dict) else None
        named = _as_ours(reference, self.call.patient) if isinstance(reference, str) else None
        dose = self._dose(order, draft)
        lacking = self.chart.lacks_what_changes_a_dose
        # What did not come may hold the answer already, or another one.
        is_whole = not lacking and all(finding.code not in IN_PART for finding in order.findings)
        asks = named is not None and is_whole and order.verdict is not Verdict.ERROR
        cannot = _why_not_changed(self.call.drafts[index]) or (_why_unsure(order, draft) if dose is not None else "")
        trial = None if dose is None or lacking or cannot else self._trial(order, index, whole)
        corrections = () if trial is None or dose is None else tuple(self._corrections(order, trial, dose))
        drugs, doses = self._drugs(order, index, named) if named is not None and asks else ((), ())
        asks_class_alone = named is not None and is_whole and leaves_class_open(order)
        classes = self._classes(order, index, named) if named is not None and (asks or asks_class_alone) else ()
        answers, leads = self._answers(order, index, named) if named is not None and asks else ((), ())
        return Offer(
            corrections,
            self._repeats_file(order),
            answers,
            drugs,
            # What is asked first has its place among the few.
            classes if len(drugs) < MOST_CRITERIA else (),
            (*doses, *leads),
            named,
            self.day,
            draft,
            () if dose is None else lacking,
            _why_none(trial, cannot if dose is not None and not lacking else "") if not corrections else "",
        )

    def _dose(self, order: OrderReport, draft: ResourceJson) -> LabelDose | None:
        """The label's one dose where it is another than the one ordered already; None where nothing can be offered."""
        if order.verdict not in (Verdict.ERROR, Verdict.UNDETERMINED) or order.expected is None or order.label is None:
            return None
        # Another class may leave no dose at all.
        if leaves_class_open(order):
            return None
        # Words that take the order back ask somebody first; an order without them would say nothing any more.
        if any(one.code == TEXT_STOPS and one.verdict is not Verdict.ACCEPT for one in order.findings):
            return None
        if order.verdict is Verdict.UNDETERMINED and tells_another_dose(order, draft, order.expected.exact):
            return None
        is_ordered = self._ordered(order) == order.expected.schedule
        return None if is_ordered or order.label.label is None else order.expected.exact

    def _ordered(self, order: OrderReport) -> str:
        """The ordered dose; empty where it is one to offer itself, of a strength that makes it."""
        is_misfit = any(finding.code == STRENGTH_MISFIT for finding in order.findings)
        return "" if is_misfit else ordered_dose(order)

    def _corrections(self, order: OrderReport, trial: DoseTrial, dose: LabelDose) -> Iterator[Correction]:
        """The order with the label's one dose and, where that can be offered, with each lower step.

        Offered is what finds nothing new and nothing but cautions when it is checked again as the order was, and is not
        the dose that is ordered already.
        """
        assert order.expected is not None
        ordered = self._ordered(order)
        # The dose of a wrong strength may be a step that is meant.
        of_dose = OF_DOSE | {STRENGTH_MISFIT}
        is_of_dose = any(one.verdict is Verdict.ERROR and one.code in of_dose for one in order.findings)
        # A lower step answers a dose that is too high; beside an order that is not finished it would be a guess.
        lower = order.expected.lower if is_of_dose else ()
        is_label_fine = True
        for number, step in enumerate((dose, *lower)):
            if (not is_label_fine and str(step) != ordered_dose(order)) or str(step) == ordered:
                continue
            found = trial.of(step, is_lower=number > 0)
            if found is not None:
                yield Correction(str(step), found.resource, found.left_out, found.added)
            else:
                # Then the dose that was ordered is left, in a strength that makes it, and no other.
                is_label_fine = is_label_fine and number > 0

    def _trial(self, order: OrderReport, index: int, draft: ResourceJson) -> DoseTrial:
        medication = self.chart.medication(referred(draft))
        return DoseTrial(order, draft, medication, self.profiles.book, partial(self._checked_again, index))

    def _checked_again(self, index: int, resource: ResourceJson, *, is_lower: bool) -> OrderReport | None:
        """The answer for the draft at an index written otherwise. `is_lower`: it differs from one that was looked at
        in its numbers alone.
        """
        again = self.drafts[index] | {"resource": completed(resource, patient=self.call.patient, day=self.day)}
        # The structure of a lower step is that of the label's dose.
        return self.again(again, index, structure="off" if is_lower else self.structure)

    def _drugs(self, order: OrderReport, index: int, subject: str) -> tuple[tuple[DrugQuestion, ...], tuple[Lead, ...]]:
        """The drugs in doubt of which either answer settles whether they count; and the label's dose after each, where
        that is one dose and another one than after the other answer."""
        found: list[DrugQuestion] = []
        leads: list[Lead] = []
        for one in drugs_in_doubt(order, by_place(self.chart.bundle(self.drafts)))[:MOST_CRITERIA]:
            doses: dict[bool, str] = {}
            left = False
            for is_so in (True, False):
                beside = [{"resource": one.statement(is_so, subject=subject, day=self.day)}]
                after = self.again(self.drafts[index], index, structure="off", beside=beside)
                left |= is_in_doubt(after, one, by_place(self.chart.bundle([*self.drafts, *beside])))
                doses[is_so] = _dose_of(after)
            if not left:
                found.append(one)
                leads += _leads(one.name, doses)
        return tuple(found), tuple(leads)

    def _classes(self, order: OrderReport, index: int, subject: str) -> tuple[ClassAnswer, ...]:
        """The answers to the class of the liver, where it is asked for: those that settle it.

        What the results on file rule out is offered by no click: an answer that makes an error of the dose right.
        """
        if not any(map(asks_class, order.findings)) or any(map(bars, order.findings)):
            return ()
        found: list[ClassAnswer] = []
        for one in class_answers(self.profiles.book, subject=subject, day=self.day, instant=self.instant):
            after = self.again(self.drafts[index], index, structure="off", beside=[{"resource": one.resource}])
            if after is None or any(map(asks_class, after.findings)):
                continue
            if order.verdict is Verdict.ERROR and after.verdict is not Verdict.ERROR:
                continue
            found.append(replace(one, dose=_dose_of(after), is_barred=any(map(bars, after.findings))))
        return tuple(found)

    def _answers(self, order: OrderReport, index: int, subject: str) -> tuple[tuple[str, ...], tuple[Lead, ...]]:
        """The open criteria whose answer settles a finding, those that settle most first; and the label's dose after
        each answer, where that is one dose and another one than after the other answer."""
        settled: dict[str, frozenset[tuple[str, str]]] = {}
        leads: list[Lead] = []
        for code in open_criteria(order, self.criteria)[:_MOST_TRIED]:
            before = {(one.code, one.message) for one in order.findings if one.verdict is not Verdict.ACCEPT}
            named = {(one.code, one.message) for one in order.findings if code in one.missing}
            doses: dict[bool, str] = {}
            for is_so in (True, False):
                told = self.criteria[code].observation(is_so, subject=subject, day=self.day)
                found = self.again(self.drafts[index], index, structure="off", beside=[{"resource": told}])
                doses[is_so] = _dose_of(found)
                left = before if found is None else {(one.code, one.message) for one in found.findings}
                # What else it settles ranks it; what names it must be among that.
                gone = frozenset(before - left) if named - left else frozenset()
                settled[code] = max(settled.get(code, frozenset()), gone, key=len)
            leads += _leads(code, doses)
        return tuple(_settling({code: gone for code, gone in settled.items() if gone}))[:MOST_CRITERIA], tuple(leads)

    def _repeats_file(self, order: OrderReport) -> bool:
        """Whether what this draft repeats was there before the call. Of very many the first are named."""
        drafts = {place(number) for number in range(len(self.drafts))}
        repeats = [finding for finding in order.findings if finding.code == SAME]
        return any(path not in drafts for one in repeats for path in one.expression)


def _why_not_changed(draft: BundleEntry) -> str:
    """Why a client could not put another order in the place of a draft, as the end of a sentence; empty where it can.

    An update changes the resource of its id; one without may be kept as a second order beside the first. Source: CDS
    Hooks 2.0, Action; FHIR R4 restful-interaction, update.
    """
    if is_held(draft):
        return "since the order stands inside another one"
    own = draft["resource"].get("id")
    return "" if isinstance(own, str) and own else "since the draft has no id by which it could be changed"


def _why_unsure(order: OrderReport, draft: ResourceJson) -> str:
    """Why no dose is surely put in the place of a draft's words, as the end of a sentence; empty where it can be."""
    label = order.label.label if order.label is not None else None
    if label is None or order.expected is None or order.expected.exact is None:
        return ""
    ordered = ordered_exactly(order, label)
    doses = {one.mg for one in (order.expected.exact, *order.expected.lower, *([ordered] if ordered else []))}
    return why_unsure(draft, doses, (label.product, label.ingredient))


def _why_none(trial: DoseTrial | None, cannot: str) -> str:
    """Why no dose is offered, as the end of a sentence. `cannot`: the client could not change the order."""
    return trial.why_none if trial is not None else cannot


def _leads(asked: str, doses: Mapping[bool, str]) -> list[Lead]:
    """The dose after each answer; nothing where one of them has none, or both the same."""
    if not all(doses.values()) or doses[True] == doses[False]:
        return []
    return [(asked, is_so, dose) for is_so, dose in doses.items()]


def _dose_of(order: OrderReport | None) -> str:
    """The label's one dose of an order that may be given; empty where it has none, or something else bars the order."""
    if order is None or order.expected is None or order.expected.exact is None or any(map(bars, order.findings)):
        return ""
    return str(order.expected.exact)


def _as_ours(reference: str, patient: str | None) -> str | None:
    """A subject as the client itself names it; None where it may be anybody. With an address before it, it is the
    patient whose chart is open.
    """
    if is_local(reference):
        return reference
    own = f"Patient/{patient}"
    return own if patient is not None and reference.endswith(f"/{own}") and is_local(own) else None


def _settling(settled: Mapping[str, frozenset[tuple[str, str]]]) -> Iterator[str]:
    """The criteria by how many findings they settle that those before them do not: of two of which either is enough,
    one comes before what else is open.
    """
    left, done = dict(settled), frozenset[tuple[str, str]]()
    while left:
        code = max(left, key=lambda one: (len(left[one] - done), len(left[one])))
        done |= left.pop(code)
        yield code
