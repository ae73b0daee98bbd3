"""Files in blocks of whole lines: a part of a plain file, or a packed one from its beginning.

A line belongs to the part in which it begins, so that parts can be read in any order, by anyone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

from validator.bulk.export import ExportFile
from validator.bulk.packed import PackedError, Unpacking, unpacked
from validator.fhir.limits import DEFAULT

BLOCK = 512 << 10
"""Bytes of a block: few enough to stay in a processor's cache between being read, searched and counted."""
PORTION = 256 << 20
"""Bytes of the part of a file that is one piece of work."""
LONGEST_LINE = DEFAULT.max_bytes
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Portion:
    """The lines of a file that begin in [start, end); `end` None: to the end of the file. In bytes, unpacked."""

    number: int
    file: ExportFile
    file_number: int
    start: int = 0
    end: int | None = None

    @property
    def size(self) -> int:
        """Bytes on the disk."""
        return (self.file.size if self.end is None else self.end) - self.start


@dataclass(frozen=True, slots=True)
class RowsPortion(Portion):
    """Lines that come from elsewhere than a file of the export; `rows` gives them in blocks, once."""

    rows: Callable[[], Iterator[Block]] = iter(()).__iter__


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines: the first `length` bytes of `data`, which begin at `offset` of the file and end with a line feed.

    `is_too_long`: one line longer than what is read; its bytes are not kept.
    """

    offset: int
    data: bytes
    length: int
    is_too_long: bool = False


def portions_of(files: tuple[ExportFile, ...], size: int = PORTION) -> tuple[Portion, ...]:
    """All files as pieces of work, in the order of the files."""
    found: list[Portion] = []
    for number, file in enumerate(files):
        starts = [0] if file.is_packed else list(range(0, max(1, file.size), size))
        for start in starts:
            end = None if start == starts[-1] else start + size
            found.append(Portion(len(found), file, number, start, end))
    return tuple(found)


def blocks(portion: Portion, size: int = BLOCK) -> Iterator[Block]:
    """The blocks of a portion. Raises OSError, and PackedError for a packed file that cannot be unpacked."""
    if isinstance(portion, RowsPortion):
        yield from portion.rows()
        return
    if portion.file.is_packed:
        with unpacked(portion.file.path) as packed:
            yield from _of_a_stream(packed, size)
        return
    with open(portion.file.path, "rb", buffering=0) as stream:  # noqa: PTH123 (the path is a str on purpose)
        yield from _of_a_part(stream, portion, size)


def _of_a_part(stream: IO[bytes], portion: Portion, size: int) -> Iterator[Block]:
    position = portion.start
    if position:
        # The line that begins before is another portion's: go on after its end.
        position = _skip_line(stream, position - 1, size)
    end = portion.end
    length = size
    while end is None or position < end:
        stream.seek(position)
        data = stream.read(length)
        if not data:
            return
        is_last = len(data) < length and not stream.read(1)
        if is_last and not data.endswith(b"\n"):
            data += b"\n"
        stop = None if end is None or position + len(data) < end else data.find(b"\n", end - 1 - position)
        cut = data.rfind(b"\n") + 1 if stop is None else stop + 1
        if cut == 0:
            if len(data) < LONGEST_LINE and not is_last:
                length *= 4
                continue
            yield Block(position, b"", 0, is_too_long=True)
            position = _skip_line(stream, position, size)
        else:
            yield _block(position, data, cut)
            position += cut
        length = size
        if is_last:
            return


def _skip_line(stream: IO[bytes], position: int, size: int) -> int:
    """Where the line after the one at this place begins."""
    stream.seek(position)
    while data := stream.read(size):
        found = data.find(b"\n")
        if found >= 0:
            return position + found + 1
        position += len(data)
    return position


def _of_a_stream(stream: Unpacking, size: int) -> Iterator[Block]:
    position, rest, is_skipping = 0, b"", False
    while True:
        damage: PackedError | None = None
        try:
            data = stream.read(size)
        except PackedError as error:
            data, damage = b"", error
        if not data:
            if rest:
                # Of a damaged file too: whoever the beginning of the line names may have lost the rest of it.
                yield _block(position, rest + b"\n", len(rest) + 1)
            if damage is not None:
                raise damage
            return
        if is_skipping:
            found = data.find(b"\n")
            if found < 0:
                position += len(data)
                continue
            position += found + 1
            data, is_skipping = data[found + 1 :], False
        data = rest + data if rest else data
        cut = data.rfind(b"\n") + 1
        if cut:
            yield _block(position, data, cut)
            position += cut
        rest = data[cut:]
        if len(rest) > LONGEST_LINE:
            yield Block(position, b"", 0, is_too_long=True)
            position, rest, is_skipping = position + len(rest), b"", True


def _block(position: int, data: bytes, cut: int) -> Block:
    if position == 0 and data.startswith(_BOM):
        # Spaces in its place keep all offsets true.
        data = b"   " + data[3:]
    return Block(position, data, cut)
