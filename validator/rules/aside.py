"""One thing of a chart that could not be relied on: what it is called, why, and what is to be asked of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from validator.chart.entry.standing import Doubtful, standing
from validator.chart.entry.time_fault import reversed_days
from validator.chart.entry.understood import fault_of_unit
from validator.fhir.account import Account, Why
from validator.fhir.entry import Entry
from validator.fhir.resource_type import TYPE_NAME
from validator.rules.entry_name import IN_PLAIN_WORDS, value_in_words
from validator.rules.indication import DISEASE_OPEN
from validator.rules.stake import Stake
from validator.terminology.bare_name import bare_name
from validator.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Aside:
    """Something that was set aside, as it is told: its name, why, and where; `weight` is the verdict it may lead to.

    `question` is the finding code at stake and `stake` what that would say; None where it cannot be told. `day` is the
    one that it gives for itself, empty where there is none. `fault` is what keeps its value from being used.
    """

    reference: str
    expression: str
    name: str
    why: Why
    weight: Verdict
    question: str | None = None
    day: str = ""
    stake: Stake | None = None
    entries: tuple[Entry, ...] = field(default=(), repr=False)
    fault: str = ""

    @property
    def called(self) -> str:
        """Its name, cut where it is long, with the day it gives for itself."""
        return f"{self.bare} of {self.day}" if self.day else self.bare

    @property
    def bare(self) -> str:
        """Its name, cut where it is long; that of a drug without strength and form, which its evidence has."""
        name = bare_name(self.name) if self.is_drug and self.why is not Why.NAME_UNCLEAR else self.name
        return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"

    @property
    def reason(self) -> str:
        """Why it was set aside; a unit that was not read is named, and so is what of its standing is in doubt."""
        for entry in self.entries:
            match standing(entry):
                case Doubtful(why=self.why, elements=("intent",)) as doubtful:
                    return doubtful.words("whether it is an order or a plan")
                case _:
                    pass
        if self.why is Why.PERIOD_REVERSED:
            days = next((found for entry in self.entries if (found := reversed_days(entry.tree))), None)
            return f"entered as ending {days[1]}, before its start {days[0]}" if days else self.why.words
        if self.why is not Why.UNREADABLE:
            return self.why.words
        faults = (fault for entry in self.entries if (fault := fault_of_unit(entry)))
        return next(faults, self.fault or self.why.words)

    @property
    def is_place(self) -> bool:
        """Whether it is a place that holds no readable resource, or a whole file: it may have held anything."""
        return self.why is Why.UNREADABLE and not self.entries

    @property
    def is_drug(self) -> bool:
        """Whether it is a drug that a patient may take or not, and can be asked about."""
        return bool(self.entries) and {entry.resource_type for entry in self.entries} <= _DRUGS

    @property
    def is_result(self) -> bool:
        """Whether it is a result, which may be right or not."""
        return {entry.resource_type for entry in self.entries} == {"Observation"}

    @property
    def is_open_result(self) -> bool:
        """Whether it is a result of which other values than its own were tried: one that it does not have is never
        told."""
        if not self.is_result or self.why in _VALUE_IN_DOUBT:
            return self.is_result
        is_own = self.stake is None or any(
            f" {value_in_words(one.tree)}" in f" {self.stake.heading}" for one in self.entries
        )
        return not is_own and self.stake is not None and self.stake.is_dose and self.stake.counts

    @property
    def answer(self) -> str:
        """Which answer leads to what hangs on it; of a result whose value is in doubt any other one may. Empty where
        nothing is known to hang on it."""
        if self.stake is None:
            return ""
        if not self.stake.counts:
            return "if not"
        if self.is_open_result:
            return "if not" if self.stake.left else "if not, perhaps"
        return "if so"

    @property
    def dose_without(self) -> str:
        """The dose that the label gives without it, which is lower than what is ordered; empty where it is another."""
        stake = self.stake
        return stake.dose if stake is not None and stake.is_dose and not stake.counts else ""

    @property
    def open_doses(self) -> str:
        """The doses in every case where it is missing or brings the question itself; empty where there are none."""
        stake = self.stake
        if stake is None:
            return ""
        if self.is_open_result and stake.left:
            return stake.left
        return stake.doses if not stake.is_dose else ""

    @property
    def asks(self) -> str:
        """What is to be found out of it, to stand behind "is": a patient can be asked about a drug."""
        if self.why is Why.SUBJECT_UNKNOWN:
            return "this patient's"
        if self.is_drug:
            return TAKEN
        kinds = {entry.resource_type for entry in self.entries}
        if kinds == {"Condition"} and self.question == DISEASE_OPEN:
            return "this patient's present diagnosis"
        asked = {_ASKED.get(kind, RIGHT) for kind in kinds}
        return asked.pop() if len(asked) == 1 else RIGHT

    @property
    def is_by_name(self) -> bool:
        """Whether it is asked whether the patient takes it, by a name that may be of one or of many ("Ketoconazole
        tablets"); what has none is called by its kind."""
        return self.asks == TAKEN and not self.name.startswith(_KINDS)


_LONGEST_NAME = 60
_DRUGS = frozenset({"MedicationRequest", "MedicationStatement", "MedicationUsage", "MedicationDispense"})
_VALUE_IN_DOUBT = frozenset(
    {Why.VALUE_CALLED_WRONG, Why.WRONG_TYPE, Why.SUBSETTED, Why.MODIFIER, Why.IMPLICIT_RULES, Why.UNREADABLE}
)
_KINDS = tuple(IN_PLAIN_WORDS.values())
RIGHT, TAKEN = "right", "taken"
_OF_PATIENT, _PLANNED = "true of this patient", "really planned"
_ASKED = {
    "AdverseEvent": _OF_PATIENT,
    "AllergyIntolerance": _OF_PATIENT,
    "Appointment": _PLANNED,
    "Condition": _OF_PATIENT,
    "DetectedIssue": _OF_PATIENT,
    "Flag": _OF_PATIENT,
    "MedicationAdministration": "really given",
    "Procedure": "really done or planned",
    "ServiceRequest": _PLANNED,
}
"""What is asked of a resource of a type; of any other one whether it is right."""


def of_place(account: Account) -> Aside:
    """A place that holds no readable resource, or a whole document that is no chart: it may have held anything."""
    what = "an entry that came without content" if account.expression else "a whole file"
    reference = account.expression or account.reference
    return Aside(reference, account.expression, what, Why.UNREADABLE, Verdict.UNDETERMINED)


def of_unknown_kind(entry: Entry) -> Aside:
    """A resource of a type that FHIR does not have: misspelt, or of another release, so that it may hold anything."""
    kind = str(entry.resource_type)
    what = f"an entry of the unknown kind {kind}" if TYPE_NAME.fullmatch(kind) else "an entry of an unknown kind"
    return Aside(entry.reference, entry.expression, what, Why.UNREADABLE, Verdict.UNDETERMINED)


def asked_of(asides: Sequence[Aside]) -> str:
    """What is asked of all of them; whether they are right where that differs."""
    asked = {one.asks for one in asides}
    return asked.pop() if len(asked) == 1 else RIGHT
