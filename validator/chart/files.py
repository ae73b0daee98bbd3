"""What is sorted once for all orders of a submission."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from validator.chart.entry.standing import STANDS, Doubtful, standing
from validator.chart.entry.subject import READ_AS_EVIDENCE, PatientIndex
from validator.chart.fact import Order, Product
from validator.chart.order.product import may_be_same_drug
from validator.chart.reader import Reader
from validator.chart.stance import Stance, Stances, stance_of
from validator.fhir.entry import Entry
from validator.fhir.submission import Submission
from validator.frozen import Frozen
from validator.terminology.codebook import Codebook
from validator.verdict import Truth

_EVIDENCE = tuple(sorted(READ_AS_EVIDENCE))


class WrittenOrder(Frozen):
    """One MedicationRequest: where it stands, and what it asks for."""

    entry: Entry
    order: Order
    patient: str
    """The key of its patient; empty when it names none among several."""


class OrderEntry(WrittenOrder):
    """One MedicationRequest with the files of its submission, which know it without them: so a chart goes when its
    check is over, and does not wait for the garbage collector."""

    files: Files


@dataclass(slots=True, eq=False)
class Files:
    """The entries of a submission by patient, its orders, and what a first look at it has told.

    Filled as it is asked; several threads may do so at once, since each would write the same.
    """

    submission: Submission
    index: PatientIndex
    orders: tuple[WrittenOrder, ...] = ()
    _orders_of: dict[tuple[Truth, str | None], tuple[WrittenOrder, ...]] = field(default_factory=dict)
    _standing_orders_of: dict[tuple[Truth, str | None], tuple[WrittenOrder, ...]] = field(default_factory=dict)
    _places: dict[str, Entry] | None = None
    _stances: dict[Codebook, Stances] = field(default_factory=dict)
    _concerned: dict[tuple[str, Codebook], dict[str, list[Entry]]] = field(default_factory=dict)
    _usable: dict[tuple[str, Codebook], dict[str, tuple[Entry, ...]]] = field(default_factory=dict)

    def orders_of(self, product: Product) -> tuple[WrittenOrder, ...]:
        """The orders for what may be the drug of a product; nobody knows of one whose drug is not told."""
        key = (product.is_ingredient, product.drug)
        found = self._orders_of.get(key)
        if found is None:
            same: list[WrittenOrder] = []
            for one in self.orders:
                if may_be_same_drug(one.order.product, product):
                    same.append(one)
            found = self._orders_of[key] = tuple(same)
        return found

    def standing_orders_of(self, product: Product) -> tuple[WrittenOrder, ...]:
        """Those of them that are in no doubt."""
        key = (product.is_ingredient, product.drug)
        found = self._standing_orders_of.get(key)
        if found is None:
            sure: list[WrittenOrder] = []
            for one in self.orders_of(product):
                if not isinstance(standing(one.entry), Doubtful):
                    sure.append(one)
            found = self._standing_orders_of[key] = tuple(sure)
        return found

    @property
    def places(self) -> dict[str, Entry]:
        """Every entry by its FHIRPath."""
        if self._places is None:
            self._places = dict(
                zip(map(attrgetter("expression"), self.submission.entries), self.submission.entries, strict=True)
            )
        return self._places

    def with_entry(self, entry: Entry, other: Entry) -> Files:
        """The files of the same submission with an order in the place of another of the same patient.

        What was told of other entries holds: none of it is told by an order.
        """
        submission = self.submission.with_entry(entry, other)
        made = Files(submission, self.index.with_entry(submission, entry, other))
        for book, known in self._stances.items():
            made._stances[book] = Stances(known)
            made._stances[book].pop(entry, None)
        made._usable = self._usable.copy()
        return made

    def read_as(self, submission: Submission) -> Files:
        """The files of the same submission with some entries read otherwise.

        What an Observation is about, and how it stands, is told by itself alone, so it holds for all that are the same.
        """
        made = Files(submission, PatientIndex(submission, self.index))
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
                    stance = stances.get(entry)
                    if stance is None:
                        stance = stances[entry] = stance_of(reader, entry)
                    if stance.topic is not None or kind == "MedicationRequest":
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
