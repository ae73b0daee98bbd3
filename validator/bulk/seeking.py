"""The first pass: which lines order a drug that has a label, and which Medications are of one.

Pure over (portion, what to look for): any number of processes may do it, one portion each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from validator.bulk.belonging import own_names, referred_names, subject_names
from validator.bulk.block import Block, Portion
from validator.bulk.drug import is_of_a_drug, is_order
from validator.bulk.judgement import is_since
from validator.bulk.line import Item, ReadLine, read_line
from validator.bulk.pattern import drug_patterns, is_escaped, whole_patterns
from validator.bulk.reading import BadLine, PortionReading
from validator.bulk.search import ORDERING_TYPES, Search, search_for
from validator.fhir.json_text import read_json
from validator.instant import PartialDate
from validator.terminology.codebook import Codebook
from validator.verdict import Truth

_EXACT = msgspec.json.Encoder(decimal_format="number")
_CANDIDATES = frozenset({"Medication", "MedicationRequest"})


class FoundMedication(msgspec.Struct, frozen=True):
    """A Medication of a drug that has a label: its names, and itself as JSON."""

    names: tuple[str, ...]
    raw: msgspec.Raw
    full_url: str | None = None

    @property
    def item(self) -> Item:
        """The resource again."""
        return Item(dict(read_json(bytes(self.raw)).value), (), self.full_url)  # type: ignore[call-overload]


class FoundOrder(msgspec.Struct, frozen=True):
    """A line that orders, or may order, such a drug. `names` are its patient's, none where it names nobody; `data` is
    the line itself then, since nothing else will find it again."""

    portion: int
    offset: int
    line: int
    names: tuple[str, ...]
    data: bytes = b""


class Sought(msgspec.Struct, frozen=True):
    """What the first pass found in a portion; `read` counts the lines that were read as JSON."""

    portion: int
    lines: int
    bytes: int
    read: int
    types: tuple[str, ...]
    orders: tuple[FoundOrder, ...]
    medications: tuple[FoundMedication, ...]
    bad: tuple[BadLine, ...]


class OrderSearch:
    """What is looked for: the drugs themselves, and Medications known to be of one; without `drugs` those alone."""

    def __init__(
        self,
        book: Codebook,
        medications: Iterable[FoundMedication] = (),
        *,
        drugs: bool = True,
        since: PartialDate | None = None,
    ) -> None:
        self.book, self.since, self.drugs = book, since, drugs
        self.medications = {name: one.item for one in medications for name in one.names}
        patterns = [*whole_patterns(self.medications)]
        if drugs:
            patterns = [*drug_patterns(book), *patterns]
        self._search = search_for(patterns, types=ORDERING_TYPES if drugs else ())

    def search(self) -> Search:
        """A fresh search for one portion."""
        return self._search.fresh()

    def is_named_in(self, line: ReadLine) -> bool:
        """Whether a line, written without escapes, holds what is looked for."""
        value = line.document.value if line.document is not None else None
        data = _EXACT.encode(value) + b"\n"
        return any(number is not None for _, number in self.search().ends(Block(0, data, len(data))))

    def referred(self, item: Item) -> list[Item]:
        """The Medications, known to be of a drug, that a resource refers to."""
        found = (self.medications.get(name) for name in referred_names(item))
        return list({id(one): one for one in found if one is not None}.values())


def sought(portion: Portion, wanted: OrderSearch) -> Sought:
    """What the portion holds of orders and Medications."""
    search = wanted.search()
    reading = PortionReading(portion, search)
    orders: list[FoundOrder] = []
    medications: list[FoundMedication] = []
    read = 0
    for hit in reading.hits():
        found = read_line(hit.data)
        if found is None:
            continue
        read += 1
        if found.broken is not None:
            reading.is_bad(hit.offset, hit.line, found.broken)
            continue
        if is_escaped(hit.data) and not _is_open(found) and not wanted.is_named_in(found):
            continue
        named, medicines = orders_in_items(found.items, wanted)
        medications += medicines
        for names in named:
            data = hit.data if not names else b""
            orders.append(FoundOrder(portion.number, hit.offset, hit.line, tuple(sorted(names)), data))
    return Sought(
        portion.number, reading.lines, reading.bytes, read, tuple(sorted(search.types)), tuple(orders),
        tuple(medications), tuple(reading.bad),
    )  # fmt: skip


def _is_open(line: ReadLine) -> bool:
    """Whether a value of a line was left out since it may mean two things; it may have been the drug."""
    return line.document is not None and bool(line.document.spoiled)


def orders_in_items(items: Sequence[Item], wanted: OrderSearch) -> tuple[list[frozenset[str]], list[FoundMedication]]:
    """Whose the orders of a line are, one set of names an order, and the line's Medications of a drug."""
    named: list[frozenset[str]] = []
    medications: list[FoundMedication] = []
    beside = [one for one in items if one.kind == "Medication"]
    for item in items:
        if item.kind not in _CANDIDATES:
            continue
        known = [*beside, *wanted.referred(item)]
        if item.kind == "Medication":
            others = [one for one in known if one is not item]
            # One that cannot be relied on may be of the drug: the orders for it are found, and say so.
            if is_of_a_drug(item, others, wanted.book) is not Truth.FALSE:
                raw = msgspec.Raw(_EXACT.encode(item.raw))
                medications.append(FoundMedication(tuple(sorted(own_names(item))), raw, item.full_url))
        elif is_order(item, known, wanted.book) is not Truth.FALSE and is_since(item.raw, wanted.since):
            named.append(subject_names(item))
    return named, medications
