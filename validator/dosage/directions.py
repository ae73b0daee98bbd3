"""The instructions of one order or record of treatment: their schedule, their words and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from validator.dosage.amount import UnitStrength
from validator.dosage.instruction import schedule_of_read
from validator.dosage.making import Body
from validator.dosage.schedule import Schedule
from validator.dosage.silent_names import NO_NAMES, SilentNames
from validator.fhir.dosage import Dosages
from validator.finding import Issue


@dataclass(frozen=True, slots=True)
class Directions:
    """What the Dosages of one resource come to; read once for each size of the patient, when first asked for.

    `unit` is the product, `starts` the day of an instruction that states none; None: not known. `names` change nothing
    in a text.
    """

    dosages: Dosages
    unit: UnitStrength | None = None
    starts: date | None = None
    names: SilentNames = NO_NAMES
    _schedules: dict[Body | None, Schedule] = field(default_factory=dict, compare=False, repr=False)

    @property
    def schedule(self) -> Schedule:
        """The exact schedule, or what keeps it from being known: for a dose by body size, the size."""
        return self.schedule_at(None)

    def schedule_at(self, body: Body | None) -> Schedule:
        """The same for a patient of this size."""
        known = self._schedules.get(body)
        if known is None:
            known = schedule_of_read(self.dosages, unit=self.unit, body=body, starts=self.starts, names=self.names)
            self._schedules[body] = known
        return known

    @property
    def words(self) -> tuple[tuple[str, str], ...]:
        """What the Dosages say in free text, and what the patient is told, each text with its FHIRPath below the
        resource."""
        return tuple(
            (text, f"{place}.{name}")
            for place, dosage in self.dosages.objects
            for name, text in (("text", dosage.text), ("patientInstruction", dosage.patient_instruction))
            if text is not None
        )

    @property
    def remarks(self) -> tuple[Issue, ...]:
        """What FHIR does not allow in the Dosages."""
        return self.dosages.issues


NO_DIRECTIONS = Directions(Dosages("dosageInstruction"))
"""Those of an order that could not be read, or is plainly for another drug."""
