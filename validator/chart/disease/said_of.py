"""Which Condition an Observation is said to be of: by its own focus, or because a stage names it as its assessment."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from validator.chart.reader import Reader
from validator.fhir.entry import Entry
from validator.fhir.resource import Condition, Observation


class SaidOf:
    """The Conditions of one patient as what Observations are said to be of. Stages are looked at once."""

    def __init__(self, reader: Reader, conditions: Sequence[Entry]) -> None:
        self._reader = reader
        self._conditions = conditions
        self._assessments: dict[int, Entry] | None = None

    def condition(self, entry: Entry, body: Observation, owns: Callable[[Entry], bool]) -> Entry | None:
        """The patient's Condition that the Observation is said to be of; None where nothing says so outright. `owns` is
        whether an entry is about the patient."""
        for reference in body.focus:
            found = self._reader.resolve(reference, entry)
            if found is not None and found.resource_type == "Condition" and owns(found):
                return found
        return self._assessed().get(id(entry))

    def _assessed(self) -> dict[int, Entry]:
        if self._assessments is None:
            self._assessments = {}
            for entry in self._conditions:
                body = entry.body if "stage" in entry.raw else None
                for stage in body.stage if isinstance(body, Condition) else ():
                    for reference in stage.assessment:
                        target = self._reader.resolve(reference, entry)
                        if target is not None:
                            self._assessments[id(target)] = entry
        return self._assessments
