"""Finds the lines of a block that hold one of many patterns, without reading the others.

With the package hyperscan all patterns are looked for at once, at the speed of memory; without it one after the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, Protocol

from validator.bulk.block import Block
from validator.bulk.pattern import ESCAPED, BytePattern

TYPES_SOUGHT = (
    "MedicationRequest", "Medication", "Patient", "Bundle", "Practitioner", "PractitionerRole", "Organization",
    "Location", "Device", "Substance",
)  # fmt: skip
"""Types whose presence in a file is told, so that a later pass reads only files that hold them."""
ANYTHING = "*"
"""Told beside them for a file in which a name is written with escapes: it may hold any type."""
NOT_A_LINE = rb"[^}\s]\s*\n|\n\s*[^{\s]"
"""The end of a line that does not close an object, or the start of one that opens none, as a regular expression."""

_OPENS = re.compile(rb"\s*(?:\{|\Z)")
_BEFORE = frozenset(b'"/:|=#')
_DELIMITER = re.compile(rb'["/|?#\\&\n:=]')
_AFTER = frozenset(b'"/|?#\\&\n')


class Search(Protocol):
    """Looks through blocks. `types` collects which types were seen on the way, where they are looked for."""

    types: set[str]

    def ends(self, block: Block) -> Iterator[tuple[int, int | None]]:
        """Where matches end, in order, each with the number of its pattern; None for a line that looks broken or is
        written with escapes."""


def lines_in(block: Block, search: Search) -> Iterator[tuple[int, int]]:
    """The start and end of each line that holds a pattern, in order, each once; the line feed is left out."""
    data, last = block.data, -1
    for end, _ in search.ends(block):
        if end <= last:
            continue
        start = data.rfind(b"\n", 0, end - 1) + 1
        last = data.find(b"\n", end - 1)
        yield start, last


def is_whole(data: bytes, start: int, end: int) -> bool:
    """Whether the bytes between are a whole id or value: delimiters of JSON or of a URL stand around them."""
    return start > 0 and data[start - 1] in _BEFORE and data[end] in _AFTER


def types_pattern(name: str) -> bytes:
    """A regular expression that finds a resource of this type."""
    return rb'"resourceType"\s*:\s*"' + name.encode() + b'"'


def search_for(patterns: Sequence[BytePattern], *, with_types: bool = False, with_broken: bool = False) -> Search:
    """The fastest search that is installed here. Lines written with escapes are always among what is found."""
    try:
        import hyperscan
    except ImportError:
        return PlainSearch(patterns, with_types=with_types, with_broken=with_broken)
    return HyperscanSearch(hyperscan, patterns, with_types=with_types, with_broken=with_broken)


class HyperscanSearch:
    """All patterns in one automaton of Intel's Hyperscan."""

    def __init__(
        self, library: Any, patterns: Sequence[BytePattern], *, with_types: bool = False, with_broken: bool = False
    ) -> None:
        self.types: set[str] = set()
        self._whole = [len(one.text) if one.is_whole else 0 for one in patterns]
        self._count = len(patterns)
        self._with_broken = with_broken
        expressions = [b"".join(b"\\x%02x" % byte for byte in one.text) for one in patterns]
        flags = [library.HS_FLAG_CASELESS if one.is_name else 0 for one in patterns]
        expressions.append(ESCAPED)
        flags.append(0)
        if with_broken:
            halves = NOT_A_LINE.split(b"|")
            expressions += halves
            flags += [0] * len(halves)
        self._special = len(expressions)
        if with_types:
            expressions += map(types_pattern, TYPES_SOUGHT)
            flags += [library.HS_FLAG_SINGLEMATCH] * len(TYPES_SOUGHT)
        self._database = library.Database(mode=library.HS_MODE_BLOCK)
        self._database.compile(expressions=expressions, ids=list(range(len(expressions))), flags=flags)

    def ends(self, block: Block) -> Iterator[tuple[int, int | None]]:
        """See `Search`."""
        found: list[tuple[int, int]] = []
        if self._with_broken and not _OPENS.match(block.data, 0, block.length):
            found.append((1, self._count + 1))

        def heard(number: int, _start: int, end: int, _flags: int, _context: object) -> None:
            found.append((end, number))

        data = block.data if block.length == len(block.data) else memoryview(block.data)[: block.length]
        self._database.scan(data, match_event_handler=heard)
        found.sort()
        for end, number in found:
            if number >= self._special:
                self.types.add(TYPES_SOUGHT[number - self._special])
            elif number >= self._count:
                if number == self._count:
                    self.types.add(ANYTHING)
                yield end, None
            elif not (length := self._whole[number]) or is_whole(block.data, end - length, end):
                yield end, number


class PlainSearch:
    """What Python itself has: one search for each name of a drug, and a table of whole ids."""

    def __init__(self, patterns: Sequence[BytePattern], *, with_types: bool = False, with_broken: bool = False) -> None:
        self.types: set[str] = set()
        self._names = [(number, one.text.lower()) for number, one in enumerate(patterns) if one.is_name]
        whole = {one.text: number for number, one in enumerate(patterns) if one.is_whole}
        self._odd = [(text, number) for text, number in whole.items() if _DELIMITER.search(text)]
        self._whole = whole
        self._with_broken = with_broken
        self._lines = re.compile(ESCAPED + b"|" + NOT_A_LINE if with_broken else ESCAPED)
        self._sought = [(name, re.compile(types_pattern(name))) for name in (TYPES_SOUGHT if with_types else ())]

    @cached_property
    def _token(self) -> Callable[[bytes, int, int], Iterator[re.Match[bytes]]]:
        return re.compile(rb'[/":|=#](?=([^"/|?#\\&\n]+)["/|?#\\&\n])').finditer

    def ends(self, block: Block) -> Iterator[tuple[int, int | None]]:
        """See `Search`."""
        data, length = block.data, block.length
        found: list[tuple[int, int | None]] = []
        if self._with_broken and not _OPENS.match(data, 0, length):
            found.append((1, None))
        small = data.lower() if self._names else b""
        at = 0
        for number, text in self._names:
            at = small.find(text, 0, length)
            while at >= 0:
                found.append((at + len(text), number))
                at = small.find(text, at + len(text), length)
        if self._whole:
            for one in self._token(data, 0, length):
                number_of = self._whole.get(one[1])
                if number_of is not None:
                    found.append((one.end(1), number_of))
        for text, number in self._odd:
            at = data.find(text, 0, length)
            while at >= 0:
                if is_whole(data, at, at + len(text)):
                    found.append((at + len(text), number))
                at = data.find(text, at + 1, length)
        for one in self._lines.finditer(data, 0, length):
            if one[0].startswith(b"\\u"):
                self.types.add(ANYTHING)
            found.append((one.end(), None))
        for name, pattern in self._sought:
            if name not in self.types and pattern.search(data, 0, length):
                self.types.add(name)
        found.sort(key=lambda one: one[0])
        yield from found
