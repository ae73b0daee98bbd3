"""Finds the lines of a block that hold one of many patterns, without reading the others.

With the package hyperscan all patterns are looked for at once, at the speed of memory; without it one after the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from functools import cached_property
from typing import Any, Protocol, Self

from validator.bulk.block import Block
from validator.bulk.pattern import ESCAPED, BytePattern

ORDERING_TYPES = ("MedicationRequest", "Medication", "Patient", "Bundle")
"""Types that are looked for beside the drugs: later passes for orders and patients read only files that hold them."""
REFERRED_TYPES = (
    "Medication", "Practitioner", "PractitionerRole", "Organization", "Location", "Device", "Substance", "Bundle",
)  # fmt: skip
"""Types that are looked for beside the patients: the pass for what charts refer to reads only files that hold them."""
ANYTHING = "*"
"""Told beside them for a file in which a name is written with escapes: it may hold any type."""
_MAY_BE_NO_LINE = (rb"[^}\r]\n", rb"[^}]\r\n", rb"\n[^{]")
"""The end of a line that may not close an object, or the start of one that may open none; the line itself decides then.
So few bytes cost little to look for."""
_AT_A_LINE_END = re.compile(rb"[^}\r](?=\n)|[^}](?=\r\n)|(?<=\n)[^{]")
"""The same for Python, one byte of the line at a time, so that no match hides another."""
_MAY_BE_ESCAPED = rb"\\u00[3-7][0-9A-Fa-f]"
"""`ESCAPED`, and escaped punctuation too: to find that there is none costs a third of what the exact one costs."""
_BEFORE = frozenset(b'"/:|=#')
_DELIMITER = re.compile(rb'["/|?#\\&\n:=]')
_AFTER = frozenset(b'"/|?#\\&\n')


class Search(Protocol):
    """Looks through blocks. `types` collects which types were seen on the way, where they are looked for."""

    types: set[str]

    def fresh(self) -> Search:
        """The same search, which has seen nothing yet: to make one takes longer than to read a megabyte with it."""

    def ends(self, block: Block) -> Iterator[tuple[int, int | None]]:
        """Where matches end, in order, each with the number of its pattern; None for a line that looks broken or is
        written with escapes."""


def lines_in(block: Block, search: Search) -> Iterator[tuple[int, int]]:
    """The start and end of each line that holds a pattern, in order, each once; the line feed is left out."""
    data, last = block.data, -1
    for end, _ in search.ends(block):
        # A match may end with the line feed of its line.
        if end <= last + 1:
            continue
        start = data.rfind(b"\n", 0, end - 1) + 1
        last = data.find(b"\n", end - 1)
        yield start, last


def is_whole(data: bytes, start: int, end: int) -> bool:
    """Whether the bytes between are a whole id or value: delimiters of JSON or of a URL stand around them."""
    return start > 0 and data[start - 1] in _BEFORE and data[end] in _AFTER


def is_broken(data: bytes, at: int) -> bool:
    """Whether the line around a byte is something else than an object from its first to its last character."""
    line = data[data.rfind(b"\n", 0, at) + 1 : data.find(b"\n", at)].strip()
    return bool(line) and not (line.startswith(b"{") and line.endswith(b"}"))


def search_for(patterns: Sequence[BytePattern], *, types: Sequence[str] = (), with_broken: bool = False) -> Search:
    """The fastest search that is installed here. Lines written with escapes are always among what is found; `types`
    are told of the blocks, `with_broken` finds lines that look broken too."""
    try:
        import hyperscan
    except ImportError:
        return PlainSearch(patterns, types=types, with_broken=with_broken)
    return HyperscanSearch(hyperscan, patterns, types=types, with_broken=with_broken)


class HyperscanSearch:
    """All patterns in one automaton of Intel's Hyperscan."""

    def __init__(
        self, library: Any, patterns: Sequence[BytePattern], *, types: Sequence[str] = (), with_broken: bool = False
    ) -> None:
        self.types: set[str] = set()
        self._sought = types
        self._whole = [len(one.text) if one.is_whole else 0 for one in patterns]
        self._count = len(patterns)
        self._with_broken = with_broken
        once = library.HS_FLAG_SINGLEMATCH
        expressions = [b"".join(b"\\x%02x" % byte for byte in one.text) for one in patterns]
        flags = [library.HS_FLAG_CASELESS if one.is_name else 0 for one in patterns]
        expressions.append(_MAY_BE_ESCAPED)
        flags.append(once)
        self._special = len(expressions)
        if with_broken:
            expressions += _MAY_BE_NO_LINE
            flags += [0] * len(_MAY_BE_NO_LINE)
        self._types = len(expressions)
        # The word alone may be a value elsewhere: then a later pass reads a file for nothing, which costs less.
        expressions += map(_as_value, types)
        flags += [once] * len(types)
        self._database = _compiled(library, expressions, flags)
        self._escapes = _compiled(library, [ESCAPED], [0])

    def fresh(self) -> Self:
        """See `Search`."""
        made = copy(self)
        made.types = set()
        return made

    def ends(self, block: Block) -> Iterator[tuple[int, int | None]]:
        """See `Search`."""
        data, length = block.data, block.length
        found: list[tuple[int, int]] = []

        def heard(number: int, _start: int, end: int, _flags: int, _context: object) -> None:
            found.append((end, number))

        # All of the bytes, since a part of them would have to be copied: what is found behind the block is the next's.
        self._database.scan(data, match_event_handler=heard)
        if any(number == self._count for _, number in found):
            found = [one for one in found if one[1] != self._count]
            exact: list[int] = []
            self._escapes.scan(data, match_event_handler=lambda _number, _start, end, *_rest: exact.append(end))
            found += ((end, self._count) for end in exact)
        if self._with_broken:
            found.append((1, self._special))
        found.sort()
        for end, number in found:
            if number >= self._types:
                self.types.add(self._sought[number - self._types])
            elif end > length:
                continue
            elif number < self._count:
                if not (size := self._whole[number]) or is_whole(data, end - size, end):
                    yield end, number
            elif number == self._count:
                self.types.add(ANYTHING)
                yield end, None
            elif is_broken(data, end - 1):
                yield end, None


def _compiled(library: Any, expressions: list[bytes], flags: list[int]) -> Any:
    made = library.Database(mode=library.HS_MODE_BLOCK)
    made.compile(expressions=expressions, ids=list(range(len(expressions))), flags=flags)
    return made


def _as_value(name: str) -> bytes:
    return f'"{name}"'.encode()


class PlainSearch:
    """What Python itself has: one search for each name of a drug, and a table of whole ids."""

    def __init__(
        self, patterns: Sequence[BytePattern], *, types: Sequence[str] = (), with_broken: bool = False
    ) -> None:
        self.types: set[str] = set()
        self._names = [(number, one.text.lower()) for number, one in enumerate(patterns) if one.is_name]
        whole = {one.text: number for number, one in enumerate(patterns) if one.is_whole}
        self._odd = [(text, number) for text, number in whole.items() if _DELIMITER.search(text)]
        self._whole = whole
        self._with_broken = with_broken
        self._escaped = re.compile(ESCAPED)
        self._sought = [(name, _as_value(name)) for name in types]

    @cached_property
    def _token(self) -> Callable[[bytes, int, int], Iterator[re.Match[bytes]]]:
        return re.compile(rb'[/":|=#](?=([^"/|?#\\&\n]+)["/|?#\\&\n])').finditer

    def fresh(self) -> Self:
        """See `Search`."""
        made = copy(self)
        made.types = set()
        return made

    def ends(self, block: Block) -> Iterator[tuple[int, int | None]]:
        """See `Search`."""
        data, length = block.data, block.length
        found: list[tuple[int, int | None]] = []
        if self._with_broken and is_broken(data, 0):
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
        for one in self._escaped.finditer(data, 0, length):
            self.types.add(ANYTHING)
            found.append((one.end(), None))
        for one in _AT_A_LINE_END.finditer(data, 0, length) if self._with_broken else ():
            if is_broken(data, one.start()):
                found.append((one.end(), None))
        for name, pattern in self._sought:
            if name not in self.types and pattern in data:
                self.types.add(name)
        found.sort(key=lambda one: one[0])
        yield from found
