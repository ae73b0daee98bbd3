"""A portion read line by line where something is found in it; the other lines are counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from validator.bulk.block import Block, Portion, blocks
from validator.bulk.packed import PackedError
from validator.bulk.search import Search, lines_in
from validator.fhir.json_text import LIMIT_EXCEEDED
from validator.finding import Issue
from validator.rules.submission import UNREADABLE_FILE
from validator.verdict import Severity


class BadLine(msgspec.Struct, frozen=True):
    """A line that could not be read, or a file that could not; `line` counts from the start of the portion."""

    portion: int
    offset: int
    line: int
    code: str
    severity: str
    message: str

    @property
    def issue(self) -> Issue:
        """The issue as reports have it."""
        return Issue(self.code, Severity(self.severity), self.message)


@dataclass(frozen=True, slots=True)
class HitLine:
    """A line in which something was found: where it begins, its number in the portion from 0, and its bytes."""

    offset: int
    line: int
    data: bytes


class PortionReading:
    """Goes through a portion once. `lines` counts what was read, `bad` what could not be."""

    def __init__(self, portion: Portion, search: Search) -> None:
        self.lines = 0
        self.bytes = 0
        self.bad: list[BadLine] = []
        self._portion, self._search = portion, search

    def hits(self) -> Iterator[HitLine]:
        """The lines in which the search finds something, in order."""
        try:
            for block in blocks(self._portion):
                if block.is_too_long:
                    message = "A line is longer than what is read; it was passed over."
                    self.is_bad(block.offset, self.lines, Issue(LIMIT_EXCEEDED, Severity.ERROR, message))
                    self.lines += 1
                    continue
                yield from self._in(block)
                self.bytes += block.length
        except (OSError, PackedError) as error:
            why = error.strerror if isinstance(error, OSError) else str(error)
            message = (why or "It could not be read").rstrip(".") + "."
            self.is_bad(self._portion.start + self.bytes, self.lines, Issue(UNREADABLE_FILE, Severity.FATAL, message))
            # However many lines are left, they count as one, so that the counts add up.
            self.lines += 1

    def is_bad(self, offset: int, line: int, issue: Issue) -> None:
        """Keeps what is wrong with a line."""
        self.bad.append(BadLine(self._portion.number, offset, line, issue.code, issue.severity.value, issue.message))

    def _in(self, block: Block) -> Iterator[HitLine]:
        data, counted = block.data, 0
        for start, end in lines_in(block, self._search):
            self.lines += _feeds(data[counted:start])
            counted = start
            yield HitLine(block.offset + start, self.lines, data[start:end])
        # Most blocks end with their last line feed, and hold nothing that is sought: those are counted where they are.
        is_all = data.find(b"\n", block.length) < 0
        self.lines += _feeds(data[counted:] if is_all else data[counted : block.length])


def _feeds(data: bytes) -> int:
    """How many line feeds there are: what `count` says, at four times its speed for one byte."""
    return len(data.replace(b"\n", b"\n\n")) - len(data)
