"""Lines of found patients on the disk, so that memory does not grow with what was found.

Patients are put into groups of few (a slot); one file of lines has the slots one after the other, several times over.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import msgspec

from validator.bulk.whole_file import finish

MOST_HELD = 24 << 20
"""Bytes that are held before they are written."""
SHARED = -1
"""Instead of a patient: a line that several patients' charts refer to."""


class SpilledLine(msgspec.Struct, frozen=True, array_like=True):
    """A line of a patient's chart: `patient` is its number, `line` counts from the start of its portion."""

    patient: int
    portion: int
    offset: int
    line: int
    data: bytes
    kept: tuple[tuple[str | int, ...], ...] = ()


class SpillIndex(msgspec.Struct, frozen=True):
    """Where the lines of each slot begin and end in a file of lines, in the order written."""

    slots: dict[int, list[tuple[int, int]]]


class Spill:
    """A file of lines being written; `close` makes it whole."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._begun = path.with_name(f"{path.name}.{os.getpid()}.part")
        self._file: BinaryIO = self._begun.open("wb")
        self._held: dict[int, list[bytes]] = {}
        self._bytes = 0
        self._slots: dict[int, list[tuple[int, int]]] = {}
        self._encoder = msgspec.msgpack.Encoder()

    def add(self, slot: int, line: SpilledLine) -> None:
        """Adds a line to a slot."""
        data = self._encoder.encode(line)
        self._held.setdefault(slot, []).append(len(data).to_bytes(4, "big") + data)
        self._bytes += len(data)
        if self._bytes > MOST_HELD:
            self._write()

    def close(self) -> SpillIndex:
        """Writes what is held, gives the file its name, and returns where each slot stands in it."""
        self._write()
        self._file.flush()
        self._file.close()
        finish(self._begun, self._path)
        return SpillIndex(self._slots)

    def _write(self) -> None:
        at = self._file.tell()
        for slot, held in sorted(self._held.items()):
            size = sum(map(len, held))
            self._file.writelines(held)
            self._slots.setdefault(slot, []).append((at, at + size))
            at += size
        self._held, self._bytes = {}, 0


def lines_of(slot: int, spills: Sequence[tuple[Path, SpillIndex]]) -> Iterator[SpilledLine]:
    """The lines of a slot in all files of lines."""
    decoder = msgspec.msgpack.Decoder(SpilledLine)
    for path, index in spills:
        parts = index.slots.get(slot, ())
        if not parts:
            continue
        with path.open("rb") as file:
            for start, end in parts:
                file.seek(start)
                data = memoryview(file.read(end - start))
                at = 0
                while at < len(data):
                    size = int.from_bytes(data[at : at + 4], "big")
                    yield decoder.decode(data[at + 4 : at + 4 + size])
                    at += 4 + size
