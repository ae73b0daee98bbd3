"""A resource in doubt, and what has to be known to say what it may mean."""

from __future__ import annotations

from typing import Any

from validator.chart.entry.doubt import Doubt
from validator.chart.entry.witness import Limit, Tree
from validator.frozen import Frozen
from validator.instant import PartialDate
from validator.terminology.codebook import Codebook


class ReadingNeeds(Frozen):
    """What a reading has to know: the chart's day, how to name the patient, the numbers the label asks about, codes."""

    day: PartialDate
    patient: dict[str, Any] | None
    limits: frozenset[Limit]
    book: Codebook


class Case(Frozen):
    """A resource in doubt, as far as it is sound, and what has to be known to decide it one way or another."""

    doubt: Doubt
    tree: Tree
    asked: ReadingNeeds

    @property
    def is_open(self) -> bool:
        """Whether nothing in it can be trusted."""
        return self.doubt.is_open

    def is_faulty(self, element: str) -> bool:
        """Whether it is in doubt for this element."""
        return element in self.doubt.elements


DATED_BY = {
    "Observation": "effectiveDateTime",
    "Condition": "onsetDateTime",
    "MedicationRequest": "authoredOn",
    "MedicationStatement": "effectiveDateTime",
    "MedicationUsage": "effectiveDateTime",
    "MedicationAdministration": "effectiveDateTime",
    "MedicationDispense": "whenHandedOver",
    "Procedure": "performedDateTime",
    "ServiceRequest": "occurrenceDateTime",
    "Appointment": "start",
    "QuestionnaireResponse": "authored",
}


def today(kind: str, tree: Tree, day: PartialDate) -> Tree:
    """The resource as if it were of the last moment of the chart's day."""
    name = DATED_BY.get(kind)
    return tree if name is None else tree | {name: day.last.isoformat()}
