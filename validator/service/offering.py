"""What a card can offer for a draft order: other doses, and answers to record. Each is checked before it is offered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, Protocol

from validator.dosage.named_day import simple_at
from validator.fhir.json_text import ResourceJson
from validator.fhir.searchset import LIST_INCOMPLETE
from validator.finding import Finding
from validator.frozen import Frozen, replace
from validator.label.dose import LabelDose
from validator.label.model import Label
from validator.profiles import Profiles
from validator.report.card_said import ordered_dose
from validator.report.card_style import is_local
from validator.report.card_to_do import OF_DOSE, bars, is_sum
from validator.report.cds_card import open_criteria
from validator.report.correction import Proposal, proposed, referred
from validator.report.criterion import Criteria
from validator.report.model import OrderReport
from validator.report.offered_dosage import Wanted, sig_parts
from validator.report.rewording import TO_PATIENT
from validator.report.sig_parts import MOST_PARTS
from validator.report.suggestion import MOST_CRITERIA, Correction, Offer
from validator.rules.dose import BELOW_START
from validator.rules.duplicate import SAME
from validator.rules.gap import NOT_SUPPLIED
from validator.rules.product import STRENGTH_MISFIT
from validator.rules.words import OF_WORDS, TEXT_STOPS
from validator.service.call_chart import CallChart, place
from validator.service.cds_request import CdsRequest
from validator.service.draft import BundleEntry, completed, required
from validator.service.held_orders import is_held
from validator.verdict import Verdict

Structure = Literal["full", "read", "off"]

_IN_PART = frozenset({NOT_SUPPLIED, LIST_INCOMPLETE})
"""Findings that a list which had to come did not, or not whole."""
_MOST_TRIED = 6
"""Criteria whose answers are tried for one order: each costs two checks. A project choice."""


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

    def of(self, order: OrderReport, index: int) -> Offer:
        """What can be offered for the draft at `index`, of which `order` is the answer."""
        # The label's dose of one patient is not another's.
        if order.verdict in (Verdict.ACCEPT, Verdict.NOT_ASSESSED) or not self.chart.has_patient_named:
            return Offer()
        assert self.call.drafts is not None
        draft = self.call.drafts[index]["resource"]
        whole = required(draft, patient=self.call.patient)
        subject = whole.get("subject")
        reference = subject.get("reference") if isinstance(subject, dict) else None
        named = _as_ours(reference, self.call.patient) if isinstance(reference, str) else None
        dose = self._dose(order)
        lacking = self.chart.lacks_what_changes_a_dose
        # What did not come may hold the answer already, or another one.
        is_whole = not lacking and all(finding.code not in _IN_PART for finding in order.findings)
        asks = named is not None and is_whole and order.verdict is not Verdict.ERROR
        cannot = _why_not_changed(self.call.drafts[index])
        trial = None if dose is None or lacking or cannot else _Trial(self, order, index, whole)
        corrections = () if trial is None or dose is None else tuple(self._corrections(order, trial, dose))
        return Offer(
            corrections,
            self._repeats_file(order),
            self._answers(order, index, named) if named is not None and asks else (),
            named,
            self.day,
            draft,
            () if dose is None else lacking,
            _why_none(trial, cannot if dose is not None and not lacking else "") if not corrections else "",
        )

    def _dose(self, order: OrderReport) -> LabelDose | None:
        """The label's one dose where it is another than the one ordered already; None where nothing can be offered."""
        if order.verdict not in (Verdict.ERROR, Verdict.UNDETERMINED) or order.expected is None or order.label is None:
            return None
        # Words that take the order back ask somebody first; an order without them would say nothing any more.
        if any(one.code == TEXT_STOPS and one.verdict is not Verdict.ACCEPT for one in order.findings):
            return None
        is_ordered = self._ordered(order) == order.expected.schedule
        return None if is_ordered or order.label.label is None else order.expected.exact

    def _ordered(self, order: OrderReport) -> str:
        """The ordered dose; empty where it is one to offer itself, of a strength that makes it."""
        is_misfit = any(finding.code == STRENGTH_MISFIT for finding in order.findings)
        return "" if is_misfit else ordered_dose(order)

    def _corrections(self, order: OrderReport, trial: _Trial, dose: LabelDose) -> Iterator[Correction]:
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
                yield Correction(str(step), found.resource, found.left_out)
            else:
                # Then the dose that was ordered is left, in a strength that makes it, and no other.
                is_label_fine = is_label_fine and number > 0

    def checked_again(self, index: int, resource: ResourceJson, *, is_lower: bool) -> OrderReport | None:
        """The answer for the draft at an index written otherwise. `is_lower`: it differs from one that was looked at
        in its numbers alone.
        """
        again = self.drafts[index] | {"resource": completed(resource, patient=self.call.patient, day=self.day)}
        # The structure of a lower step is that of the label's dose.
        return self.again(again, index, structure="off" if is_lower else self.structure)

    def _answers(self, order: OrderReport, index: int, subject: str) -> tuple[str, ...]:
        """The open criteria whose answer settles a finding, those that settle most first."""
        settled: dict[str, frozenset[tuple[str, str]]] = {}
        for code in open_criteria(order, self.criteria)[:_MOST_TRIED]:
            before = {(one.code, one.message) for one in order.findings if one.verdict is not Verdict.ACCEPT}
            named = {(one.code, one.message) for one in order.findings if code in one.missing}
            for is_so in (True, False):
                told = self.criteria[code].observation(is_so, subject=subject, day=self.day)
                found = self.again(self.drafts[index], index, structure="off", beside=[{"resource": told}])
                left = before if found is None else {(one.code, one.message) for one in found.findings}
                # What else it settles ranks it; what names it must be among that.
                gone = frozenset(before - left) if named - left else frozenset()
                settled[code] = max(settled.get(code, frozenset()), gone, key=len)
        return tuple(_settling({code: gone for code, gone in settled.items() if gone}))[:MOST_CRITERIA]

    def _repeats_file(self, order: OrderReport) -> bool:
        """Whether what this draft repeats was there before the call. Of very many the first are named."""
        drafts = {place(number) for number in range(len(self.drafts))}
        repeats = [finding for finding in order.findings if finding.code == SAME]
        return any(path not in drafts for one in repeats for path in one.expression)


class _Trial:
    """The doses tried for one order: how much of its words stays beside them is found once, with the first."""

    def __init__(self, offering: Offering, order: OrderReport, index: int, draft: ResourceJson) -> None:
        assert order.label is not None
        assert order.label.label is not None
        self._offering, self._order, self._index, self._draft = offering, order, index, draft
        self._label = order.label.label
        self._medication = offering.chart.medication(referred(draft))
        self._before = _ordered_exactly(order, self._label)
        self._known = {_known_by(finding) for finding in order.findings}
        # Words that are wrong or were not understood are not carried over.
        doubted = [one for one in order.findings if one.code in OF_WORDS and one.verdict is not Verdict.ACCEPT]
        of_patient = [one for one in doubted if one.expression and all(TO_PATIENT in path for path in one.expression)]
        of_sig = any(not one.expression or any(map(_is_sig, one.expression)) for one in doubted)
        self._to_patient = not of_patient
        self._parts = tuple(one for one in sig_parts(draft, self._label)[:MOST_PARTS] if one.may_stay)
        self._wanted = Wanted(sig=not of_sig, parts=self._parts, to_patient=self._to_patient)
        self.why_none = ""
        """Why a dose is not offered, as the end of a sentence; empty where the order should not be given at all."""

    def of(self, dose: LabelDose, *, is_lower: bool) -> Proposal | None:
        """The order with a dose, with as much of its words as nothing is found against; None where it is not fine."""
        found = self._fine(dose, self._wanted, is_lower=is_lower)
        if found is None and self._wanted.sig and self._parts:
            found = self._fine(dose, replace(self._wanted, sig=False), is_lower=is_lower)
        if found is not None or is_lower:
            return found
        # Part by part, only where something of all that may stay is wrong.
        for to_patient in (True, False) if self._to_patient else (False,):
            wanted = Wanted(to_patient=to_patient)
            found = self._fine(dose, wanted, is_lower=is_lower)
            if found is None:
                continue
            for part in self._parts:
                more = replace(wanted, parts=(*wanted.parts, part))
                if (fuller := self._fine(dose, more, is_lower=is_lower)) is not None:
                    wanted, found = more, fuller
            self._wanted = wanted
            return found
        return None

    def _fine(self, dose: LabelDose, wanted: Wanted, *, is_lower: bool) -> Proposal | None:
        proposal = proposed(
            self._draft,
            self._label,
            dose,
            self._offering.profiles.book,
            self._medication,
            wanted=wanted,
            before=self._before,
        )
        if proposal is None:
            self.why_none = "since no one product makes it"
            return None
        found = self._offering.checked_again(self._index, proposal.resource, is_lower=is_lower)
        self.why_none = self._still_wrong(found)
        if found is None or found.verdict not in (Verdict.ACCEPT, Verdict.WARNING):
            return None
        # A limit that stays, or a time of day, must not make another dose of it.
        if found.ordered is None or found.ordered.daily_mg != dose.daily_mg:
            return None
        # Of words each is known by what is said of it: those that agreed with the old dose may contradict this one.
        known = self._known | ({BELOW_START} if is_lower else set())
        said = [one for one in found.findings if one.verdict is Verdict.WARNING]
        # A part that is doubted is none to add, known or not.
        if wanted.parts and any(one.code in OF_WORDS and any(map(_is_sig, one.expression)) for one in said):
            return None
        return proposal if all(_known_by(one) in known for one in said) else None

    def _still_wrong(self, found: OrderReport | None) -> str:
        """What would be wrong with the order after it; empty where it is barred, so that no dose is the answer, and
        where a list did not come, which is said by itself.
        """
        worse = [one for one in found.findings if one.verdict.rank < Verdict.ACCEPT.rank] if found is not None else []
        if any(bars(one) or one.code in _IN_PART for one in (*worse, *self._order.findings)):
            return ""
        if is_sum(self._order):
            return "since another order counts with this one"
        new = next((one for one in worse if _known_by(one) not in self._known), None)
        return "since it would leave what else is wrong" if new is None else f"since this would be left: {new.message}"


def _why_not_changed(draft: BundleEntry) -> str:
    """Why a client could not put another order in the place of a draft, as the end of a sentence; empty where it can.

    An update changes the resource of its id; one without may be kept as a second order beside the first. Source: CDS
    Hooks 2.0, Action; FHIR R4 restful-interaction, update.
    """
    if is_held(draft):
        return "since the order stands inside another one"
    own = draft["resource"].get("id")
    return "" if isinstance(own, str) and own else "since the draft has no id by which it could be changed"


def _why_none(trial: _Trial | None, cannot: str) -> str:
    """Why no dose is offered, as the end of a sentence. `cannot`: the client could not change the order."""
    return trial.why_none if trial is not None else cannot


def _is_sig(path: str) -> bool:
    return path.endswith("].text")


def _ordered_exactly(order: OrderReport, label: Label) -> LabelDose | None:
    """The ordered dose, where it is one at one interval."""
    simple = simple_at(order.situation.ordered.own, label.intervals) if order.situation is not None else None
    return None if simple is None else LabelDose(simple.mg, simple.interval)


def _known_by(finding: Finding) -> str | tuple[str, str]:
    return (finding.code, finding.message) if finding.code in OF_WORDS else finding.code


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
