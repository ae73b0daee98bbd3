"""Where every entry of a submission ended, for one order, and why."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain, repeat

from validator.chart.drug.medication import medication_of
from validator.chart.entry.doubt import Doubt, entries_of
from validator.chart.entry.standing import Doubtful, NotDecided, Stands, standing
from validator.chart.entry.subject import READ_AS_EVIDENCE
from validator.chart.files import OrderEntry
from validator.chart.reader import Reader
from validator.chart.stance import Stance
from validator.chart.topic import Group
from validator.fhir.account import Fate, Why
from validator.fhir.entry import Entry
from validator.fhir.resource_type import is_foreign
from validator.fhir.submission import Submission
from validator.verdict import Truth

AsksAbout = Callable[[frozenset[Group]], bool]


def fates(
    submission: Submission,
    order: OrderEntry,
    reader: Reader,
    *,
    doubts: tuple[Doubt, ...],
    asks_about: AsksAbout,
    evidence: frozenset[str],
) -> list[tuple[Entry, Fate, str]]:
    """The fate of each entry submitted, and its reason. `evidence` holds the references that findings rest on."""
    sorting = _Sorting(reader, order, doubts, asks_about, evidence)
    silent = sorting.silent
    sorted_out: list[tuple[Entry, Fate, str]] = []
    for entry in submission.entries:
        fate, reason = (Fate.IRRELEVANT, "") if entry in silent else sorting.of(entry)
        sorted_out.append((entry, fate, reason))
    if not submission.by_type("Medication"):
        return sorted_out
    medications = {medication_of(reader, entry) for entry, fate, _ in sorted_out if fate is Fate.USED}
    return [
        (entry, Fate.USED if fate is Fate.IRRELEVANT and entry in medications else fate, reason)
        for entry, fate, reason in sorted_out
    ]


class _Sorting:
    """What is looked up for every entry."""

    def __init__(
        self,
        reader: Reader,
        order: OrderEntry,
        doubts: tuple[Doubt, ...],
        asks_about: AsksAbout,
        evidence: frozenset[str],
    ) -> None:
        self._reader = reader
        self._order = order
        self._asks_about = asks_about
        self._stances = order.files.stances(reader)
        self._evidence = evidence
        self._doubts: dict[Entry, Doubt] = {}
        for doubt in doubts:
            for entry in entries_of((doubt,)):
                self._doubts[entry] = doubt
        files = order.files
        self._open = frozenset(files.index.open_between)
        self._adrift = frozenset(files.index.may_be_of(order.patient))
        file = files.file(order.patient, order.entry)
        self._own = frozenset(chain.from_iterable(map(file.get, READ_AS_EVIDENCE, repeat(()))))
        concerned = files.concerned(reader, order.patient, order.entry)
        known = {*chain.from_iterable(concerned.values())}
        silent = self._own - known - self._doubts.keys()
        self.silent = frozenset([one for one in silent if one.reference not in evidence]) if silent else silent
        """The patient's entries that no list knows and no finding rests on."""

    def of(self, entry: Entry) -> tuple[Fate, str]:
        """The fate of one entry and its reason."""
        index = self._order.files.index
        if entry in self._doubts:
            return Fate.SET_ASIDE, self._doubts[entry].why
        if entry is self._order.entry or entry in self._order.entry.copies:
            return _by_itself(entry)
        if entry.resource_type == "Patient":
            if entry is index.entry_of(self._order.patient):
                return _by_itself(entry)
            return Fate.ANOTHER_PATIENT, ""
        if entry.resource_type not in READ_AS_EVIDENCE:
            return (Fate.SET_ASIDE, Why.UNREADABLE) if is_foreign(entry.raw) else (Fate.IRRELEVANT, "")
        patient = self._order.patient
        is_own = entry in self._own
        stance = self._stances[entry]
        if stance.topic is None and (is_own or entry in self._open or entry in self._adrift):
            shown = is_own and entry.reference in self._evidence
            return (Fate.USED if shown else Fate.IRRELEVANT), ""
        if entry in self._open and stance.may_say_something:
            return Fate.SET_ASIDE, Why.SUBJECT_UNKNOWN
        if not is_own:
            is_void = entry in self._adrift or entry in self._open
            return (Fate.NOT_DECIDED, _word(stance)) if is_void else (Fate.ANOTHER_PATIENT, "")
        is_elsewhere = entry.resource_type == "Observation" and "focus" in entry.raw
        if is_elsewhere and index.is_of_someone_else(entry, patient) is Truth.TRUE:
            return Fate.ANOTHER_PATIENT, ""
        assert stance.topic is not None
        match stance.standing:
            case NotDecided(word=word):
                return Fate.NOT_DECIDED, word
            case Doubtful(why=why) if entry not in self._reader.trusted and entry.reference not in self._evidence:
                return Fate.SET_ASIDE, why
            case Stands() | Doubtful():
                asked = self._asks_about(stance.topic.groups) or entry.reference in self._evidence
                return (Fate.USED if asked else Fate.IRRELEVANT), ""


def _word(stance: Stance) -> str:
    return stance.standing.word if isinstance(stance.standing, NotDecided) else ""


def _by_itself(entry: Entry) -> tuple[Fate, str]:
    match standing(entry):
        case Doubtful(why=why):
            return Fate.SET_ASIDE, why
        case Stands() | NotDecided():
            return Fate.USED, ""
