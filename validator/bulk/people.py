"""Who the found orders are for: patients by all names they have, merged where two names are one person.

Patients are numbered in the order in which their first order stands in the export.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from validator.bulk.belonging import IDENTIFIED, identified_names, linked_names, own_names
from validator.bulk.block import Portion
from validator.bulk.line import read_line
from validator.bulk.pattern import whole_patterns
from validator.bulk.reading import PortionReading
from validator.bulk.search import search_for
from validator.bulk.seeking import FoundOrder

A_SLOT = 50
"""How many patients are read and judged together."""


class FoundPatient(msgspec.Struct, frozen=True):
    """A Patient who has one of the names looked for: all names of the same person, and those of identifiers."""

    names: tuple[str, ...]
    identified: tuple[str, ...]


class People(msgspec.Struct, frozen=True):
    """Everybody with a found order. `numbers` has the patients of each name, `count` how many there are; `alone` are
    the numbers of orders that name nobody."""

    numbers: dict[str, tuple[int, ...]]
    count: int
    alone: dict[int, FoundOrder]

    def of(self, names: Iterable[str]) -> frozenset[int]:
        """The patients who have one of the names."""
        return frozenset(number for name in names for number in self.numbers.get(name, ()))

    @property
    def slots(self) -> int:
        """How many groups they are judged in."""
        return -(-self.count // A_SLOT)


def slot_of(patient: int) -> int:
    """The group in which a patient is judged."""
    return patient // A_SLOT


class PatientSearch:
    """What is looked for: Patients who have one of some names."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(names)
        self.search = search_for(whole_patterns(texts_of(self.names)))


def patients_named(portion: Portion, wanted: PatientSearch) -> tuple[FoundPatient, ...]:
    """The Patients of a portion who have one of the names, or are linked with one who has.

    A line that cannot be read is not told here: the pass that gathers charts finds it by the same names, and says so.
    """
    reading = PortionReading(portion, wanted.search.fresh())
    found: list[FoundPatient] = []
    for hit in reading.hits():
        read = read_line(hit.data)
        for item in read.items if read is not None else ():
            if item.kind != "Patient":
                continue
            same, identified = own_names(item) | linked_names(item), identified_names(item)
            if wanted.names & (same | identified):
                found.append(FoundPatient(tuple(sorted(same)), tuple(sorted(identified))))
    return tuple(found)


def texts_of(names: Iterable[str]) -> list[str]:
    """What stands in a line of somebody with such names."""
    return sorted({name.removeprefix(IDENTIFIED) for name in names})


def people_of(orders: Sequence[FoundOrder], patients: Iterable[FoundPatient]) -> People:
    """Everybody the orders are for; `patients` are those found by the orders' names, and by theirs."""
    merged = _Merged()
    asked: set[str] = set()
    for order in orders:
        merged.join(order.names)
        asked.update(order.names)
    also: dict[str, set[str]] = {}
    for patient in patients:
        named = [name for name in patient.identified if name in asked]
        merged.join((*patient.names, *named))
        for name in patient.names[:1]:
            also.setdefault(name, set()).update(patient.identified)
    roots: dict[str, int] = {}
    alone: dict[int, FoundOrder] = {}
    count = 0
    for order in sorted(orders, key=lambda one: (one.portion, one.offset)):
        if not order.names:
            alone[count] = order
            count += 1
        elif (root := merged.root(order.names[0])) not in roots:
            roots[root] = count
            count += 1
    numbers: dict[str, set[int]] = {}
    for name in merged.names:
        if (number := roots.get(merged.root(name))) is not None:
            for one in (name, *also.get(name, ())):
                numbers.setdefault(one, set()).add(number)
    return People({name: tuple(sorted(found)) for name, found in numbers.items()}, count, alone)


class _Merged:
    """Names that are one person's: a forest in which each leads to the first of them."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    @property
    def names(self) -> list[str]:
        return list(self._above)

    def join(self, names: Sequence[str]) -> None:
        for name in names:
            self._above.setdefault(name, name)
        for name in names[1:]:
            one, other = self.root(names[0]), self.root(name)
            if one != other:
                low, high = sorted((one, other))
                self._above[high] = low

    def root(self, name: str) -> str:
        above = self._above.setdefault(name, name)
        while above != self._above[above]:
            self._above[name] = self._above[above]
            name, above = above, self._above[above]
        return above
