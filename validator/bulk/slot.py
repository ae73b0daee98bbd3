"""A few patients judged: their spilled lines and what these refer to in, rows and issues out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from validator.bulk.belonging import own_names, referred_names
from validator.bulk.block import Portion
from validator.bulk.deletion import Deletions
from validator.bulk.judgement import Asked, PatientRows, judged
from validator.bulk.line import Item, Place, items_in, read_line
from validator.bulk.patient_file import FoundLine
from validator.bulk.people import slot_of
from validator.bulk.seeking import FoundOrder
from validator.bulk.spill import SHARED, SpilledLine, SpillIndex, lines_of
from validator.fhir.limits import DEFAULT

_DEEPEST = 5
"""How far a reference to a reference is followed: a Medication, and Medications in it."""


@dataclass(frozen=True, slots=True)
class PlaceIndex:
    """Where spilled lines stand: the portions, and how many lines come before each in its file."""

    portions: Sequence[Portion]
    before: Sequence[int]

    def of(self, line: SpilledLine) -> Place:
        """The place of a line, counted from 1 in its file."""
        return self.at(line.portion, line.offset, line.line)

    def at(self, portion: int, offset: int, line: int) -> Place:
        """The place of a line that is the `line`th of its portion, from 0."""
        return Place(self.portions[portion].file.name, offset, self.before[portion] + line + 1)


def judged_slot(
    slot: int,
    spills: Sequence[tuple[Path, SpillIndex]],
    *,
    places: PlaceIndex,
    deletions: Deletions,
    asked: Asked,
    alone: Mapping[int, FoundOrder],
) -> Iterator[PatientRows]:
    """The answer for each patient of a slot, in the order of their numbers; `alone` are orders that name nobody."""
    for lines in patients_in(slot, spills, places=places, alone=alone):
        yield judged(lines, asked, deletions)


def patients_in(
    slot: int,
    spills: Sequence[tuple[Path, SpillIndex]],
    *,
    places: PlaceIndex,
    alone: Mapping[int, FoundOrder],
) -> Iterator[tuple[FoundLine, ...]]:
    """The lines of each patient of a slot, in the order of their numbers."""
    lines: dict[int, list[SpilledLine]] = {}
    for number, order in alone.items():
        if slot_of(number) == slot:
            lines[number] = [SpilledLine(number, order.portion, order.offset, order.line, order.data)]
    for line in lines_of(slot, spills):
        lines.setdefault(line.patient, []).append(line)
    shared = SharedLines(_in_order(lines.pop(SHARED, []), places))
    for patient in sorted(lines):
        yield patient_lines(_in_order(lines.pop(patient), places), shared)


def patient_lines(lines: Sequence[FoundLine], shared: SharedLines) -> tuple[FoundLine, ...]:
    """The lines of one patient with the Medications and the like that they refer to, in the order of the export."""
    also = _closure([item for line in lines for item in _items(line)], shared.named)
    here = {(line.place.file, line.place.offset) for line in lines}
    also = [line for line in also if (line.place.file, line.place.offset) not in here]
    return tuple(sorted((*lines, *also), key=lambda line: (line.place.file, line.place.offset)))


def _in_order(lines: Iterable[SpilledLine], places: PlaceIndex) -> list[FoundLine]:
    """The lines as they stand in the export, each once; more than a submission holds are not brought."""
    once = {(line.portion, line.offset): line for line in lines}
    found = [FoundLine(places.of(line), line.data, line.kept) for line in once.values()]
    found.sort(key=lambda line: (line.place.file, line.place.offset))
    return found[: DEFAULT.max_entries + 1]


class SharedLines:
    """Lines that several charts may refer to, by name."""

    def __init__(self, lines: Iterable[FoundLine]) -> None:
        self.named: dict[str, list[FoundLine]] = {}
        for line in lines:
            for item in _items(line):
                for name in own_names(item):
                    self.named.setdefault(name, []).append(line)


def _items(line: FoundLine) -> tuple[Item, ...]:
    read = read_line(line.data)
    if read is None or read.document is None:
        return ()
    return tuple(item for item in items_in(read.document.value) if not line.kept or item.path in line.kept)


def _closure(items: Iterable[Item], shared: Mapping[str, Sequence[FoundLine]]) -> list[FoundLine]:
    """The shared lines that the items refer to, and those that these refer to."""
    found: dict[tuple[str, int], FoundLine] = {}
    waiting = list(items)
    for _ in range(_DEEPEST):
        named = {name for item in waiting for name in referred_names(item)}
        new = {(line.place.file, line.place.offset): line for name in named for line in shared.get(name, ())}
        new = {key: line for key, line in new.items() if key not in found}
        if not new:
            break
        found |= new
        waiting = [item for line in new.values() for item in _items(line)]
    return list(found.values())
