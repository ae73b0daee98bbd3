"""Passes that go over the files again for what they found themselves: which names are new each time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from validator.bulk.belonging import IDENTIFIED
from validator.bulk.gathering import referred_by
from validator.bulk.people import FoundPatient, People, people_of, slot_of
from validator.bulk.seeking import FoundOrder

MOST_TURNS = 8
"""How often a pass goes over files again for what it found itself: Medications in Medications, Patients of Patients."""


class PatientTurns:
    """Who the orders are for: their names first, then the names of those who are the same person.

    Each of `names` is to be answered with `hear` before the next is asked for.
    """

    def __init__(self, orders: Iterable[FoundOrder]) -> None:
        self._orders = [*orders]
        self._patients: list[FoundPatient] = []

    def names(self) -> Iterator[bytes]:
        """The names to be looked for in each turn, as JSON."""
        sought: set[str] = set()
        new = {name for order in self._orders for name in order.names}
        for _ in range(MOST_TURNS):
            if not new:
                return
            sought |= new
            yield msgspec.json.encode(sorted(new))
            named = {name for one in self._patients for name in one.names}
            new = {name for name in named - sought if not name.startswith(IDENTIFIED)}

    def hear(self, patients: Sequence[FoundPatient]) -> None:
        """Takes in the Patients that were found."""
        self._patients += patients

    @property
    def people(self) -> People:
        """Everybody with an order, by all names that were found."""
        self._patients.sort(key=lambda one: (one.names, one.identified))
        return people_of(self._orders, self._patients)


class ReferredTurns:
    """What charts refer to, and what that refers to in turn: by name, the groups of patients that ask for it.

    Each of `names` is to be answered with `hear` before the next is asked for.
    """

    def __init__(self, people: People) -> None:
        self._asking: dict[str, set[int]] = {}
        for number, order in people.alone.items():
            self.hear(dict.fromkeys(referred_by(order.data), (slot_of(number),)))

    def hear(self, referred: Mapping[str, Iterable[int]]) -> None:
        """Takes in what lines refer to, and which groups ask for it."""
        for name, slots in referred.items():
            self._asking.setdefault(name, set()).update(slots)

    def names(self) -> Iterator[tuple[int, bytes]]:
        """The turns from 1, each with the names to be looked for and who asks for them, as JSON."""
        known: dict[str, set[int]] = {}
        for turn in range(1, MOST_TURNS):
            new = {name: left for name, asking in self._asking.items() if (left := asking - known.get(name, set()))}
            if not new:
                return
            for name, asking in new.items():
                known.setdefault(name, set()).update(asking)
            yield turn, msgspec.json.encode({name: sorted(asking) for name, asking in sorted(new.items())})
