"""What is collected while an instruction is read: everything unknown, not only the first, and what is to be told."""

from __future__ import annotations

from typing import TypeVar

from validator.dosage.amount import UnitStrength
from validator.dosage.making import Body
from validator.dosage.schedule import Note, NoteCode, Unknown, UnknownKind
from validator.dosage.silent_names import NO_NAMES, SilentNames

_T = TypeVar("_T")
HOW_OFTEN = "how often the dose is taken"
"""What the reasons say that nothing tells, where an amount is told and no frequency."""


class DosageNotes:
    """Collects unknowns and notes with their elements; each is kept once.

    `unit` is the ordered product and `body` the size of the patient, for amounts that need them; None: not known.
    `times_a_day` is how often a dose is taken, for amounts of a whole day; None: not known, or not so many times each
    day. `names` change nothing in a text. `wrong` are the elements that are there and could not be read.
    """

    __slots__ = ("body", "names", "notes", "times_a_day", "unit", "unknown", "wrong")

    def __init__(
        self,
        *,
        unit: UnitStrength | None = None,
        body: Body | None = None,
        wrong: frozenset[str] = frozenset(),
        names: SilentNames = NO_NAMES,
    ) -> None:
        self.names = names
        self.unit = unit
        self.body = body
        self.times_a_day: int | None = None
        self.wrong = wrong
        self.unknown: list[Unknown] = []
        self.notes: list[Note] = []

    def fault(self, kind: UnknownKind, element: str, says: str) -> None:
        """Something needed is not known."""
        found = Unknown(element, kind, says)
        if found not in self.unknown:
            self.unknown.append(found)

    def missing(self, element: str, says: str) -> None:
        """An element that is needed is not there."""
        self.fault(UnknownKind.MISSING, element, says)

    def contradictory(self, element: str, says: str) -> None:
        """An element disagrees with another."""
        self.fault(UnknownKind.CONTRADICTORY, element, says)

    def unreadable(self, element: str, says: str) -> None:
        """An element is there and cannot be understood."""
        self.fault(UnknownKind.UNREADABLE, element, says)

    def note(self, code: NoteCode, element: str, says: str) -> None:
        """Something to be told that takes nothing away from what is known."""
        found = Note(code, says, element)
        if found not in self.notes:
            self.notes.append(found)

    def add(self, other: DosageNotes) -> None:
        """What was collected elsewhere about the same order, each once."""
        for one in other.unknown:
            self.unknown += (one,) if one not in self.unknown else ()
        for told in other.notes:
            self.notes += (told,) if told not in self.notes else ()

    def part(self, value: _T | None, element: str) -> _T | None:
        """The object at `element`; None where there is none, and named as unreadable where it is something else."""
        if value is None and element in self.wrong:
            self.unreadable(element, f"{element.rpartition('.')[2]} is not an object.")
        return value


def words(value: str | None) -> str | None:
    """The text, stripped; None for blank text too."""
    return value.strip() or None if value is not None else None
