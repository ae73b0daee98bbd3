"""The doses that a card may offer for one order: each tried by the check that judged it, with as many words as stay."""

from __future__ import annotations

from typing import Protocol

from validator.dosage.named_day import simple_at
from validator.fhir.json_text import ResourceJson
from validator.fhir.searchset import LIST_INCOMPLETE
from validator.finding import Finding
from validator.frozen import replace
from validator.label.dose import LabelDose
from validator.label.model import Label
from validator.report.card_to_do import bars, is_sum
from validator.report.correction import Proposal, proposed
from validator.report.model import OrderReport
from validator.report.offered_dosage import Wanted, sig_parts
from validator.report.rewording import TO_PATIENT
from validator.report.sig_parts import MOST_PARTS
from validator.rules.administration import FOOD_OPEN, food_words
from validator.rules.dose import BELOW_START
from validator.rules.gap import NOT_SUPPLIED
from validator.rules.words import OF_WORDS
from validator.terminology.codebook import Codebook
from validator.verdict import Verdict

IN_PART = frozenset({NOT_SUPPLIED, LIST_INCOMPLETE})
"""Findings that a list which had to come did not, or not whole."""


class AgainWritten(Protocol):
    """Checks the order written otherwise; None where nothing is found. `is_lower`: it differs from one that was looked
    at in its numbers alone.
    """

    def __call__(self, resource: ResourceJson, *, is_lower: bool) -> OrderReport | None:
        """The answer, with the gaps of the call."""


class DoseTrial:
    """The doses tried for one order: how much of its words stays beside them is found once, with the first."""

    def __init__(
        self,
        order: OrderReport,
        draft: ResourceJson,
        medication: ResourceJson | None,
        book: Codebook,
        again: AgainWritten,
    ) -> None:
        assert order.label is not None
        assert order.label.label is not None
        self._order, self._draft, self._medication, self._book, self._again = order, draft, medication, book, again
        self._label = order.label.label
        self._before = ordered_exactly(order, self._label)
        self._known = {_known_by(finding) for finding in order.findings}
        # Words that are wrong or were not understood are not carried over.
        doubted = [one for one in order.findings if one.code in OF_WORDS and one.verdict is not Verdict.ACCEPT]
        of_patient = [one for one in doubted if one.expression and all(TO_PATIENT in path for path in one.expression)]
        of_sig = any(not one.expression or any(map(_is_sig, one.expression)) for one in doubted)
        self._to_patient = not of_patient
        self._parts = tuple(one for one in sig_parts(draft, self._label)[:MOST_PARTS] if one.may_stay)
        # "Before meals" is right as far as it goes: the hours are told behind it.
        has_no_hours = any(one.code == FOOD_OPEN and one.verdict is not Verdict.ACCEPT for one in order.findings)
        food = food_words(self._label.administration) if has_no_hours else ""
        self._wanted = Wanted(sig=not of_sig, parts=self._parts, to_patient=self._to_patient, food=food)
        self.why_none = ""
        """Why a dose is not offered, as the end of a sentence; empty where the order should not be given at all."""

    def of(self, dose: LabelDose, *, is_lower: bool) -> Proposal | None:
        """The order with a dose, with as much of its words as nothing is found against; None where it is not fine."""
        found = self._fine(dose, self._wanted, is_lower=is_lower)
        if found is None and self._wanted.food:
            self._wanted = replace(self._wanted, food="")
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
            self._book,
            self._medication,
            wanted=wanted,
            before=self._before,
        )
        if proposal is None:
            self.why_none = "since no one product makes it"
            return None
        if proposal.contrary:
            self.why_none = f"since a note on the order says {proposal.contrary[0]}"
            return None
        found = self._again(proposal.resource, is_lower=is_lower)
        self.why_none = self._still_wrong(found)
        if found is None or found.verdict not in (Verdict.ACCEPT, Verdict.WARNING):
            return None
        # A limit that stays, or a time of day, must not make another dose of it.
        if found.ordered is None or found.ordered.daily_mg != dose.daily_mg:
            return None
        # Of words each is known by what is said of it: those that agreed with the old dose may contradict this one.
        known = self._known | ({BELOW_START} if is_lower else set())
        said = [one for one in found.findings if one.verdict is Verdict.WARNING]
        if wanted.food and any(one.code == FOOD_OPEN for one in said):
            return None
        # A part that is doubted is none to add, known or not.
        if wanted.parts and any(one.code in OF_WORDS and any(map(_is_sig, one.expression)) for one in said):
            return None
        return proposal if all(_known_by(one) in known for one in said) else None

    def _still_wrong(self, found: OrderReport | None) -> str:
        """What would be wrong with the order after it; empty where it is barred, so that no dose is the answer, and
        where a list did not come, which is said by itself.
        """
        worse = [one for one in found.findings if one.verdict.rank < Verdict.ACCEPT.rank] if found is not None else []
        if any(bars(one) or one.code in IN_PART for one in (*worse, *self._order.findings)):
            return ""
        if is_sum(self._order):
            return "since another order counts with this one"
        new = next((one for one in worse if _known_by(one) not in self._known), None)
        return "since it would leave what else is wrong" if new is None else f"since this would be left: {new.message}"


def _is_sig(path: str) -> bool:
    return path.endswith("].text")


def ordered_exactly(order: OrderReport, label: Label) -> LabelDose | None:
    """The ordered dose, where it is one at one interval."""
    simple = simple_at(order.situation.ordered.own, label.intervals) if order.situation is not None else None
    return None if simple is None else LabelDose(simple.mg, simple.interval)


def _known_by(finding: Finding) -> str | tuple[str, str]:
    return (finding.code, finding.message) if finding.code in OF_WORDS else finding.code
