"""Which Condition an Observation is said to be of: by its own focus, or because a stage names it as its assessment."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from validator.chart.concept import raw_codings
from validator.chart.reader import Reader
from validator.fhir.entry import Entry
from validator.fhir.reference import target_type
from validator.fhir.resource import Condition, Observation
from validator.verdict import Truth


class SaidOf:
    """The Conditions of one patient as what Observations are said to be of. Stages are looked at once."""

    def __init__(self, reader: Reader, conditions: Sequence[Entry]) -> None:
        self._reader = reader
        self._conditions = conditions
        self._assessments: dict[int, Entry] | None = None

    def condition(
        self, entry: Entry, body: Observation, owns: Callable[[Entry], bool], preferred: Callable[[Entry], bool]
    ) -> Entry | None:
        """The patient's Condition that the Observation is said to be of, of several in its focus the first `preferred`
        one; None where nothing says so outright. `owns` is whether an entry is about the patient."""
        focused: list[Entry] = []
        for reference in body.focus:
            one = self._reader.resolve(reference, entry)
            if one is not None and one.resource_type == "Condition" and owns(one):
                focused.append(one)
        if focused:
            return next(filter(preferred, focused), focused[0])
        return self._assessed().get(id(entry))

    def is_of_no_tumor(
        self, entry: Entry, body: Observation, about: Entry | None, is_tumor: Callable[[Entry], bool]
    ) -> Truth:
        """Whether what the Observation is said to be of is no tumor on file; UNKNOWN where its focus is a Condition
        that is not here, or one without a code."""
        if about is not None:
            if is_tumor(about):
                return Truth.FALSE
            return Truth.TRUE if raw_codings(about.raw.get("code")) else Truth.UNKNOWN
        named = [target_type(one.reference) if one.reference else None for one in body.focus]
        is_gone = all(
            kind == "Condition" and self._reader.resolve(one, entry) is None
            for kind, one in zip(named, body.focus, strict=True)
        )
        return Truth.UNKNOWN if named and is_gone else Truth.FALSE

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
