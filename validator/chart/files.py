"""What is sorted once for all orders of a submission."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from validator.chart.drug import plan
from validator.chart.drug.medication import doubtful_medication, medication_of
from validator.chart.drug.respelt import Meant, meant_by
from validator.chart.drug.therapy import MEDICATION_TYPES, SELF
from validator.chart.entry import nameless
from validator.chart.entry.nameless import NAMELESS, is_nameless
from validator.chart.entry.standing import STANDS, Doubtful, NotDecided, Standing, Stands, standing
from validator.chart.entry.subject import READ_AS_EVIDENCE, PatientIndex
from validator.chart.entry.unconfirmed import believed
from validator.chart.entry.when import day_of_tree
from validator.chart.fact import Order, Product
from validator.chart.observed.size import measured_sizes
from validator.chart.observed.unlisted import is_unlisted
from validator.chart.order.product import may_be_same_drug
from validator.chart.reader import Reader
from validator.chart.risk import carrier
from validator.chart.topic import ANY, UNIDENTIFIED, Topic, is_danger, left_open_because, topic_of
from validator.fhir.account import Why
from validator.fhir.entry import Entry
from validator.fhir.submission import Submission
from validator.frozen import Frozen
from validator.terminology.codebook import Codebook
from validator.terminology.domain import DRUG, OBSERVED, RISK
from validator.verdict import Truth


@dataclass(frozen=True, slots=True)
class OrderEntry:
    """One MedicationRequest: where it stands, what it asks for, and the files of its submission."""

    entry: Entry
    order: Order
    patient: str
    """The key of its patient; empty when it names none among several."""
    files: Files = field(repr=False, compare=False)


class Stance(Frozen):
    """What an entry is about and how it stands; `topic` None: about nothing that any list knows.

    `at` is the entry that is in doubt where it is not the entry itself: the Medication a therapy refers to.
    """

    topic: Topic | None
    standing: Standing = STANDS
    at: Entry | None = None

    @property
    def may_say_something(self) -> bool:
        """Whether some list knows what it is about, and it does not say itself that it is void."""
        return self.topic is not None and not (isinstance(self.standing, NotDecided) and self.standing.is_void)

    @property
    def is_usable(self) -> bool:
        """Whether readers may see the entry: it stands, or no question is about it."""
        match self.standing:
            case Stands():
                return True
            case NotDecided(is_void=is_void):
                return not is_void
            case Doubtful(is_in_part=is_in_part):
                return is_in_part


_NOTHING = Stance(None)
_EVIDENCE = tuple(sorted(READ_AS_EVIDENCE))
_A_DRUG = Topic(frozenset({(DRUG, ANY)}))
"""What a therapy is about whose Medication is in doubt: its readings say which drug."""


@lru_cache(maxsize=2048)
def _needs_its_day(book: Codebook, topic: Topic) -> bool:
    """Whether it is about a measurement that answers nothing without a day: the newest one counts."""
    needing = measured_sizes(book) | book.of_role(OBSERVED, "kidney-filtration")
    return not needing.isdisjoint(topic.of_domain(OBSERVED))


class Stances(dict[Entry, Stance]):
    """How each entry stands; one that is not known yet is looked at by the `reader`."""

    __slots__ = ("reader",)

    reader: Reader

    def __missing__(self, entry: Entry) -> Stance:
        """Its standing is looked at only where some list knows its topic."""
        found = self[entry] = _stance(self.reader, entry)
        return found


@dataclass(slots=True, eq=False)
class Files:
    """The entries of a submission by patient, its orders, and what a first look at it has told.

    Filled as it is asked; several threads may do so at once, since each would write the same.
    """

    submission: Submission
    index: PatientIndex
    orders: tuple[OrderEntry, ...] = ()
    _orders_of: dict[tuple[Truth, str | None], tuple[OrderEntry, ...]] = field(default_factory=dict)
    _standing_orders_of: dict[tuple[Truth, str | None], tuple[OrderEntry, ...]] = field(default_factory=dict)
    _places: dict[str, Entry] | None = None
    _stances: dict[Codebook, Stances] = field(default_factory=dict)
    _concerned: dict[tuple[str, Codebook], dict[str, list[Entry]]] = field(default_factory=dict)
    _usable: dict[tuple[str, Codebook], dict[str, tuple[Entry, ...]]] = field(default_factory=dict)

    def orders_of(self, product: Product) -> tuple[OrderEntry, ...]:
        """The orders for what may be the drug of a product; nobody knows of one whose drug is not told."""
        key = (product.is_ingredient, product.drug)
        found = self._orders_of.get(key)
        if found is None:
            same = [one for one in self.orders if may_be_same_drug(one.order.product, product)]
            found = self._orders_of[key] = tuple(same)
        return found

    def standing_orders_of(self, product: Product) -> tuple[OrderEntry, ...]:
        """Those of them that are in no doubt."""
        key = (product.is_ingredient, product.drug)
        found = self._standing_orders_of.get(key)
        if found is None:
            sure = [one for one in self.orders_of(product) if not isinstance(standing(one.entry), Doubtful)]
            found = self._standing_orders_of[key] = tuple(sure)
        return found

    @property
    def places(self) -> dict[str, Entry]:
        """Every entry by its FHIRPath."""
        if self._places is None:
            self._places = {entry.expression: entry for entry in self.submission.entries}
        return self._places

    def with_entry(self, entry: Entry, other: Entry) -> Files:
        """The files of the same submission with an order in the place of another of the same patient.

        What was told of other entries holds: none of it is told by an order.
        """
        submission = self.submission.with_entry(entry, other)
        made = Files(submission, PatientIndex(submission))
        for book, known in self._stances.items():
            made._stances[book] = Stances(known)
            made._stances[book].pop(entry, None)
        made._usable = self._usable.copy()
        return made

    def read_as(self, submission: Submission) -> Files:
        """The files of the same submission with some entries read otherwise.

        What an Observation is about, and how it stands, is told by itself alone, so it holds for all that are the same.
        """
        made = Files(submission, PatientIndex(submission))
        same = frozenset(submission.by_type("Observation"))
        for book, known in self._stances.items():
            made._stances[book] = Stances({entry: one for entry, one in known.items() if entry in same})
        return made

    def file(self, patient: str, order: Entry) -> Mapping[str, Sequence[Entry]]:
        """A patient's entries by their type; for an order without a patient, only what the order contains."""
        if patient:
            return self.index.file(patient)
        contained: dict[str, list[Entry]] = {}
        for one in self.submission.entries:
            if one.parent is order:
                contained.setdefault(one.resource_type, []).append(one)
        return contained

    def stances(self, reader: Reader) -> Stances:
        """What each entry is about and how it stands; who reads first looks for all."""
        found = self._stances.get(reader.book)
        if found is None:
            found = self._stances[reader.book] = Stances()
        found.reader = reader
        return found

    def stance(self, reader: Reader, entry: Entry) -> Stance:
        """What one entry is about and how it stands."""
        return self.stances(reader)[entry]

    def concerned(self, reader: Reader, patient: str, order: Entry) -> dict[str, list[Entry]]:
        """A patient's entries that may be evidence and may concern an order, by type: few of a long chart.

        Some list knows what they are about; a MedicationRequest may always be another order.
        """
        key = (patient or order.expression, reader.book)
        found = self._concerned.get(key)
        if found is None:
            found, file, stances = {}, self.file(patient, order), self.stances(reader)
            for kind in _EVIDENCE:
                for entry in file.get(kind, ()):
                    if stances[entry].topic is not None or kind == "MedicationRequest":
                        found.setdefault(kind, []).append(entry)
            self._concerned[key] = found
        return found

    def about_something(self, reader: Reader, patient: str, order: Entry) -> dict[str, tuple[Entry, ...]]:
        """Those entries by type that some list knows, and that readers may see: they stand.

        An Observation about another person is not among them.
        """
        key = (patient or order.expression, reader.book)
        found = self._usable.get(key)
        if found is None:
            found, stances = {}, self.stances(reader)
            for kind, entries in self.concerned(reader, patient, order).items():
                usable: list[Entry] = []
                for entry in entries:
                    stance = stances[entry]
                    if stance.topic is None or not (stance.standing is STANDS or stance.is_usable):
                        continue
                    may_be_other = kind == "Observation" and "focus" in entry.raw
                    if not may_be_other or self.index.is_of_someone_else(entry, patient) is Truth.FALSE:
                        usable.append(entry)
                found[kind] = tuple(usable)
            self._usable[key] = found
        return found


def _stance(reader: Reader, entry: Entry) -> Stance:
    if entry.resource_type == "Observation" and is_unlisted(reader.book, entry.raw):
        return _NOTHING
    is_drug = entry.resource_type in MEDICATION_TYPES
    at = doubtful_medication(reader, entry) if is_drug else None
    if at is not None and not isinstance(standing(entry), Doubtful):
        return Stance(_A_DRUG, *at)
    topic, read = topic_of(reader, entry), believed(reader.book, entry.raw)
    if (read or is_drug) and (unsure := _by_an_unverified_code(reader, entry, topic, read)) is not None:
        return unsure
    if is_drug and (meant := meant_by(reader, entry)):
        return _by_a_slip(entry, topic, meant)
    if topic is None and entry.resource_type in nameless.TYPES and is_nameless(reader.book, entry):
        topic = NAMELESS
    if topic is None:
        return _NOTHING
    own = standing(entry)
    if isinstance(own, Doubtful) or (isinstance(own, NotDecided) and (own.is_void or topic is NAMELESS)):
        return Stance(topic, own)
    if not topic.is_readable:
        return Stance(topic, Doubtful(Why.CODE_UNKNOWN if topic is NAMELESS else Why.UNREADABLE, is_open=True))
    match entry.resource_type:
        case "Condition":
            if isinstance(own, NotDecided) and is_danger(reader, entry):
                return Stance(topic, Doubtful(Why.UNCONFIRMED))
            if isinstance(own, Stands) and (why := left_open_because(reader, entry)) is not None:
                return Stance(topic, Doubtful(why, is_in_part=True))
        case "Observation":
            if _needs_its_day(reader.book, topic) and day_of_tree(entry.tree) is None:
                return Stance(topic, Doubtful(Why.NO_USABLE_DATE))
            if topic.of_domain(RISK) and carrier.may_be_none(reader.book, carrier.OBSERVED, entry.tree):
                return Stance(topic, Doubtful(Why.UNCONFIRMED, is_in_part=True))
        case kind if kind in carrier.TYPES:
            if isinstance(own, Stands) and carrier.may_be_none(reader.book, kind, entry.tree):
                return Stance(topic, Doubtful(Why.UNCONFIRMED, is_in_part=True))
        case kind if kind in plan.TYPES:
            word = entry.tree.get("status")
            return Stance(topic, NotDecided(word, is_void=True) if word in plan.OVER else Doubtful(Why.PLAN))
        case _:
            pass
    return Stance(topic, own)


def _by_a_slip(entry: Entry, topic: Topic | None, meant: tuple[Meant, ...]) -> Stance:
    """How an entry stands whose name is near that of a listed drug: what it names as it is written counts."""
    groups = {(DRUG, group) for one in meant for group in one.groups}
    groups |= {(DRUG, SELF) for one in meant if one.is_product}
    near = Topic(frozenset(groups | (topic.groups if topic is not None else set())))
    own = standing(entry)
    return Stance(near, Doubtful(Why.NAME_UNCLEAR, is_in_part=True) if isinstance(own, Stands) else own)


_CODE_UNCONFIRMED = Doubtful(Why.CODE_UNCONFIRMED)


def _by_an_unverified_code(
    reader: Reader, entry: Entry, topic: Topic | None, read: dict[str, Any] | None
) -> Stance | None:
    """The doubt about an entry that an unverified code says more of than anything else in it; None for any other.

    `read` is the entry with its unverified codes read as confirmed. The standing is looked at last: what no list knows
    is not decoded.
    """
    known = topic.groups if topic is not None else frozenset()
    if read is not None:
        if not isinstance(standing(entry), Stands):
            return None
        more = topic_of(reader, entry.read_as(read, entry.parent))
        return Stance(more, _CODE_UNCONFIRMED) if more is not None and not more.groups <= known else None
    if entry.resource_type in MEDICATION_TYPES and known <= {(DRUG, UNIDENTIFIED)}:
        named = medication_of(reader, entry)
        if named is not None and believed(reader.book, named.raw) is not None and isinstance(standing(entry), Stands):
            return Stance(_A_DRUG, _CODE_UNCONFIRMED, named)
    return None
