"""The second pass: every line that is about a found patient, put on the disk by patient; then what these refer to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from validator.bulk.belonging import IDENTIFIED, SHARED_TYPES, own_names, referred_names, subject_names
from validator.bulk.block import Block, Portion
from validator.bulk.line import Item, ReadLine, is_bundle, read_line
from validator.bulk.pattern import whole_patterns
from validator.bulk.people import People, slot_of, texts_of
from validator.bulk.reading import BadLine, HitLine, PortionReading
from validator.bulk.search import REFERRED_TYPES, Search, search_for
from validator.bulk.spill import SHARED, Spill, SpilledLine, SpillIndex
from validator.fhir.expression import Path as JsonPath

_PAGES = ("searchset", "history")
"""Types of Bundles that are pages of what a server holds, of any number of patients."""
NO_INDEX = SpillIndex({})
"""Of lines that are in no file."""
_WHOLE: tuple[JsonPath, ...] = ()


class GatheredPortion(msgspec.Struct, frozen=True):
    """What the second pass found in a portion. `referred` has, for each name referred to, the slots that do so."""

    portion: int
    kept: int
    referred: dict[str, tuple[int, ...]]
    bad: tuple[BadLine, ...]
    index: SpillIndex
    types: tuple[str, ...] = ()
    """Types that charts may refer to and that are in the portion."""


class PeopleSearch:
    """What is looked for: the names of everybody with a found order."""

    def __init__(self, people: People) -> None:
        self.people = people
        self._patterns = whole_patterns(texts_of(people.numbers))
        self._search: Search | None = None

    @property
    def search(self) -> Search:
        """The search; made once, since with many names that takes longer than to use it."""
        if self._search is None:
            self._search = search_for(self._patterns, types=REFERRED_TYPES, with_broken=True)
        return self._search

    def standing_in(self, data: bytes) -> frozenset[int]:
        """The patients whose names stand in a line, wherever: all that can be told of one that cannot be read."""
        line = data + b"\n"
        numbers = (number for _, number in self.search.ends(Block(0, line, len(line))) if number is not None)
        texts = {self._patterns[number].text.decode("utf-8", "replace") for number in numbers}
        return self.people.of((*texts, *(IDENTIFIED + text for text in texts)))


class Gathering:
    """The second pass over one portion: its lines one by one, and what is known when all of them were given."""

    def __init__(self, portion: Portion, wanted: PeopleSearch) -> None:
        self.kept = 0
        self.referred: dict[str, set[int]] = {}
        self._portion, self._wanted = portion, wanted
        self._search = wanted.search.fresh()
        self._reading = PortionReading(portion, self._search)

    @property
    def came(self) -> GatheredPortion:
        """What the portion came to, once all of its lines were given."""
        bad, types = tuple(self._reading.bad), tuple(sorted(self._search.types))
        return GatheredPortion(self._portion.number, self.kept, _in_order(self.referred), bad, NO_INDEX, types)

    def lines(self) -> Iterator[tuple[int, SpilledLine]]:
        """Each line about a patient, once for each of them, with the slot of the patient."""
        for hit in self._reading.hits():
            found = read_line(hit.data)
            if found is None:
                continue
            if found.broken is not None:
                self._reading.is_bad(hit.offset, hit.line, found.broken)
                whose = dict.fromkeys(self._wanted.standing_in(hit.data), _WHOLE)
            else:
                whose = whose_line(found, self._wanted)
                self.kept += bool(whose)
            for patient, paths in sorted(whose.items()):
                yield slot_of(patient), _spilled(self._portion, hit, patient, paths)
            for name in _referred(found) if whose else ():
                self.referred.setdefault(name, set()).update(map(slot_of, whose))


def gathered(portion: Portion, wanted: PeopleSearch, folder: Path) -> GatheredPortion:
    """Spills the portion's lines about the patients to `folder`, each to the slot of its patient."""
    return _spilled_to(spill_path(folder, portion.number), Gathering(portion, wanted))


def referred_to(portion: Portion, wanted: ReferredSearch, folder: Path, turn: int) -> GatheredPortion:
    """Spills the portion's Medications, practitioners and the like that are referred to, to each slot that does."""
    return _spilled_to(spill_path(folder, portion.number, turn), Referring(portion, wanted))


def _spilled_to(path: Path, found: Gathering | Referring) -> GatheredPortion:
    spill = Spill(path)
    for slot, line in found.lines():
        spill.add(slot, line)
    return msgspec.structs.replace(found.came, index=spill.close())


def _in_order(referred: Mapping[str, set[int]]) -> dict[str, tuple[int, ...]]:
    return {name: tuple(sorted(found)) for name, found in referred.items()}


def whose_line(found: ReadLine, wanted: PeopleSearch) -> dict[int, tuple[JsonPath, ...]]:
    """The patients a line is about, each with the places in it of what is theirs; no places: all of the line."""
    people = wanted.people
    subjects = [(item, subject_names(item)) for item in found.items]
    whose: dict[int, list[JsonPath]] = {}
    for item, names in subjects:
        for number in people.of(names):
            whose.setdefault(number, []).append(item.path)
    if found.document is not None and found.document.spoiled:
        # What is written twice may be the subject itself.
        for number in _standing_in(found, wanted):
            whose.setdefault(number, [])
    named = {name for _, names in subjects for name in names}
    charted = people.of(_charted(found))
    shown: dict[int, tuple[JsonPath, ...]] = {}
    for number, paths in whose.items():
        if not paths or number in charted or all(number in people.numbers.get(name, ()) for name in named):
            shown[number] = _WHOLE
        else:
            shared = [item.path for item, names in subjects if not names and item.kind in SHARED_TYPES]
            shown[number] = tuple(paths + shared)
    return shown


def _charted(found: ReadLine) -> frozenset[str]:
    """The names of the one patient whose chart a Bundle is; empty for any other line.

    In a chart of one patient what names somebody who is not in it is set aside, which the chart itself decides. A page
    of a search holds whatever was asked for: there what names somebody else is theirs.
    """
    value = found.document.value if found.document is not None else None
    if not isinstance(value, dict) or not is_bundle(value) or value.get("type") in _PAGES:
        return frozenset()
    patients = [item for item in found.items if item.kind == "Patient"]
    return own_names(patients[0]) if len(patients) == 1 else frozenset()


def _standing_in(found: ReadLine, wanted: PeopleSearch) -> frozenset[int]:
    value = found.document.value if found.document is not None else None
    return wanted.standing_in(msgspec.json.encode(value))


def referred_by(data: bytes) -> frozenset[str]:
    """The names that a line refers to."""
    found = read_line(data)
    return _referred(found) if found is not None else frozenset()


def _referred(found: ReadLine) -> frozenset[str]:
    own = frozenset(name for item in found.items for name in own_names(item))
    return frozenset(name for item in found.items for name in referred_names(item)) - own


def _spilled(portion: Portion, hit: HitLine, patient: int, paths: tuple[JsonPath, ...]) -> SpilledLine:
    return SpilledLine(patient, portion.number, hit.offset, hit.line, hit.data, paths)


class ReferredSearch:
    """What is looked for: names that lines of the charts refer to, each with the slots that do."""

    def __init__(self, slots: Mapping[str, tuple[int, ...]]) -> None:
        self.slots = slots
        self.search = search_for(whole_patterns(slots))


class Referring:
    """A pass over one portion for what charts refer to: its lines, and what these refer to in turn."""

    def __init__(self, portion: Portion, wanted: ReferredSearch) -> None:
        self.kept = 0
        self.referred: dict[str, set[int]] = {}
        self._portion, self._wanted = portion, wanted
        self._reading = PortionReading(portion, wanted.search.fresh())

    @property
    def came(self) -> GatheredPortion:
        """What the portion came to, once all of its lines were given."""
        bad = tuple(self._reading.bad)
        return GatheredPortion(self._portion.number, self.kept, _in_order(self.referred), bad, NO_INDEX)

    def lines(self) -> Iterator[tuple[int, SpilledLine]]:
        """Each line of a Medication, a practitioner and the like, once for each slot that refers to it.

        One that cannot be read is bad, and in no chart: what refers to it there refers to nothing, which leaves open
        what it would have told.
        """
        wanted = self._wanted
        for hit in self._reading.hits():
            found = read_line(hit.data)
            if found is None:
                continue
            if found.broken is not None:
                self._reading.is_bad(hit.offset, hit.line, found.broken)
                continue
            shared = [item for item in found.items if item.kind in SHARED_TYPES]
            slots = {slot for item in shared for name in own_names(item) for slot in wanted.slots.get(name, ())}
            if not slots:
                continue
            self.kept += 1
            paths = _paths(shared, wanted) if len(found.items) > 1 else _WHOLE
            for slot in sorted(slots):
                yield slot, _spilled(self._portion, hit, SHARED, paths)
            for item in shared:
                for name in referred_names(item) - own_names(item):
                    self.referred.setdefault(name, set()).update(slots)


def _paths(items: list[Item], wanted: ReferredSearch) -> tuple[JsonPath, ...]:
    return tuple(item.path for item in items if any(name in wanted.slots for name in own_names(item)))


def spill_path(folder: Path, portion: int, turn: int = 0) -> Path:
    """Where the lines of a portion are spilled to; `turn` from 1 for what is referred to."""
    return folder / f"lines-{turn}-{portion:06d}"
