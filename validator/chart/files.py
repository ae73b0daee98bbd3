"""What is sorted once for all orders of a submission."""

from __future__ import annotations

from dataclasses import dataclass, field

from validator.chart import observation
from validator.chart.fact import Order
from validator.chart.reader import Reader
from validator.chart.subject import PatientIndex
from validator.fhir.entry import Entry
from validator.fhir.submission import Submission
from validator.terminology.codebook import Codebook
from validator.verdict import Truth


@dataclass(frozen=True, slots=True)
class OrderEntry:
    """One MedicationRequest: where it stands, what it asks for, and the files of its submission."""

    entry: Entry
    order: Order
    patient: str
    """The key of its patient; empty when it names none among several."""
    files: Files = field(repr=False, compare=False)

    @property
    def is_for_labelled_drug(self) -> Truth:
        """TRUE: the label's drug; FALSE: another; UNKNOWN: the order does not tell, or its codes and name disagree."""
        return self.order.product.is_ingredient


@dataclass(slots=True, eq=False)
class Files:
    """The entries of a submission by patient, its orders, and what a first look at it has told.

    Filled as it is asked; several threads may do so at once, since each would write the same.
    """

    submission: Submission
    index: PatientIndex
    orders: tuple[OrderEntry, ...] = ()
    _places: dict[str, Entry] | None = None
    _observations: dict[tuple[str, Codebook], tuple[Entry, ...]] = field(default_factory=dict)

    @property
    def places(self) -> dict[str, Entry]:
        """Every entry by its FHIRPath."""
        if self._places is None:
            self._places = {entry.expression: entry for entry in self.submission.entries}
        return self._places

    def of(self, patient: str, order: Entry, *types: str) -> tuple[Entry, ...]:
        """A patient's entries of these types; for an order without a patient, only what the order contains."""
        if patient:
            return self.index.of(patient, *types)
        return tuple(one for one in self.submission.by_type(*types) if one.parent is order)

    def observations(self, reader: Reader, patient: str, order: Entry) -> tuple[Entry, ...]:
        """Those Observations of the patient that can show anything; most of a chart cannot."""
        key = (patient or order.expression, reader.book)
        found = self._observations.get(key)
        if found is None:
            listed = self.of(patient, order, "Observation")
            found = tuple(entry for entry in listed if observation.may_matter(reader, entry))
            self._observations[key] = found
        return found
