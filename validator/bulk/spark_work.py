"""What executors do in each pass: the functions of the local run, lines in, rows of a DataFrame out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec

from validator.bulk.deletion import Deletions
from validator.bulk.gathering import GatheredPortion, Gathering, PeopleSearch, ReferredSearch, Referring
from validator.bulk.job import Job, Workplace
from validator.bulk.judgement import PatientRows, judged
from validator.bulk.line import Place
from validator.bulk.patient_file import FoundLine
from validator.bulk.people import PatientSearch, People, patients_named
from validator.bulk.row import Row
from validator.bulk.seeking import OrderSearch, sought
from validator.bulk.slot import SharedLines, patient_lines
from validator.bulk.spark_rows import Batches, LineSource, packed
from validator.bulk.spark_schema import Fields, arrow_schema, issue_fields, order_fields
from validator.bulk.spill import SHARED, SpilledLine
from validator.bulk.stage import SeekInput
from validator.fhir.limits import DEFAULT

END = -1
"""In the place of a slot: the row tells what a portion came to, and is no line."""


def result_schema() -> Any:
    """One JSON document a row."""
    import pyarrow as pa

    return pa.schema([("portion", pa.int32()), ("result", pa.binary()), ("places", pa.string())])


def line_schema() -> Any:
    """A line of a patient's chart. `at` orders the lines of a file; `offset` is what the row of the line says of it."""
    import pyarrow as pa

    return pa.schema(
        [
            ("slot", pa.int32()), ("patient", pa.int32()), ("portion", pa.int32()), ("at", pa.int64()),
            ("line", pa.int64()), ("file", pa.string()), ("offset", pa.int64()), ("data", pa.binary()),
            ("kept", pa.string()),
        ]
    )  # fmt: skip


@lru_cache(maxsize=1)
def _place(job: bytes) -> Workplace:
    """The job with its profiles, once a process."""
    from pathlib import Path

    return Workplace(Job.decoded(job), Path())


@lru_cache(maxsize=1)
def _people(given: bytes) -> PeopleSearch:
    return PeopleSearch(msgspec.json.decode(given, type=People))


@lru_cache(maxsize=1)
def _patients(given: bytes) -> PatientSearch:
    return PatientSearch(msgspec.json.decode(given, type=tuple[str, ...]))


@lru_cache(maxsize=1)
def _referred(given: bytes) -> ReferredSearch:
    return ReferredSearch(msgspec.json.decode(given, type=dict[str, tuple[int, ...]]))


@lru_cache(maxsize=1)
def _orders(job: bytes, given: bytes) -> OrderSearch:
    wanted, asked = msgspec.json.decode(given, type=SeekInput), _place(job).asked
    return OrderSearch(asked.profiles.book, wanted.medications, drugs=wanted.drugs, since=asked.since)


@dataclass(frozen=True, slots=True)
class Seek:
    """The first pass."""

    job: bytes
    given: bytes

    def __call__(self, source: LineSource) -> Iterator[Fields]:
        """One result a portion."""
        wanted = _orders(self.job, self.given)
        found = sought(source.portion, wanted)
        if source.bad and wanted.drugs:
            found = msgspec.structs.replace(found, bad=(*found.bad, *source.bad))
        # Orders that name nobody are found by nothing else again.
        alone = (one.offset for one in found.orders if one.data)
        yield _result(source, msgspec.json.encode(found), (*(one.offset for one in found.bad), *alone))


@dataclass(frozen=True, slots=True)
class Name:
    """The pass for Patients by their names."""

    given: bytes

    def __call__(self, source: LineSource) -> Iterator[Fields]:
        """One result a portion."""
        found = patients_named(source.portion, _patients(self.given))
        yield _result(source, msgspec.json.encode(found), ())


@dataclass(frozen=True, slots=True)
class Gather:
    """The second pass; every executor has the found people."""

    given: bytes

    def __call__(self, source: LineSource) -> Iterator[Fields]:
        """The lines, and what the portion came to."""
        found = Gathering(source.portion, _people(self.given))
        for slot, line in found.lines():
            yield _line(source, slot, line)
        yield from _end(source, found.came)


@dataclass(frozen=True, slots=True)
class Refer:
    """A pass for what charts refer to."""

    given: bytes

    def __call__(self, source: LineSource) -> Iterator[Fields]:
        """The lines, and what the portion came to."""
        found = Referring(source.portion, _referred(self.given))
        for slot, line in found.lines():
            yield _line(source, slot, line)
        yield from _end(source, found.came)


@dataclass(frozen=True, slots=True)
class Judge:
    """Lines in the order of slot, patient, file and place in; rows of orders and issues out. One slot is in memory.

    `before` counts the lines before each portion in its file; None: rows of a DataFrame, whose lines nobody counts.
    """

    job: bytes
    deleted: bytes
    before: tuple[int, ...] | None

    def __call__(self, batches: Batches) -> Batches:
        """The function for `mapInArrow`."""
        yield from packed(self._rows(batches), arrow_schema())

    def _rows(self, batches: Batches) -> Iterator[Fields]:
        slot = _Slot(END)
        for batch in batches:
            for row in batch.to_pylist():
                if row["slot"] != slot.number:
                    yield from self._judged(slot)
                    slot = _Slot(row["slot"])
                slot.add(row, self.before)
        yield from self._judged(slot)

    def _judged(self, slot: _Slot) -> Iterator[Fields]:
        asked, gone = _place(self.job).asked, Deletions.decoded(self.deleted)
        shared = SharedLines(slot.lines.pop(SHARED, {}).values())
        for patient in sorted(slot.lines):
            lines = patient_lines([*slot.lines.pop(patient).values()], shared)
            yield from _told(judged(lines, asked, gone), slot)


class _Slot:
    """The lines of a few patients, each line once; more than a submission holds are not kept."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.lines: dict[int, dict[tuple[str, int], FoundLine]] = {}
        self.offsets: dict[tuple[str, int], tuple[str | None, int | None]] = {}
        """Where rows say that they stand, where that is not where the line is looked up."""

    def add(self, row: Fields, before: tuple[int, ...] | None) -> None:
        """Takes a line in."""
        own = self.lines.setdefault(row["patient"], {})
        if len(own) > DEFAULT.max_entries:
            return
        number = None if before is None else before[row["portion"]] + row["line"] + 1
        place = Place(row["file"] or "", row["at"], number)
        own.setdefault((place.file, place.offset), FoundLine(place, row["data"], _paths(row["kept"])))
        if row["file"] is None or row["offset"] is None:
            self.offsets[place.file, place.offset] = row["file"], row["offset"]


def _told(found: PatientRows, slot: _Slot) -> Iterator[Fields]:
    for row in found.rows:
        yield order_fields(_placed(row, slot))
    for row in found.issues:
        yield issue_fields(_placed(row, slot))


def _placed(row: Row, slot: _Slot) -> Row:
    """The row with the place that its own row of the DataFrame tells."""
    told = slot.offsets.get((row["file"] or "", row["offset"]))
    return row if told is None else row | {"file": told[0], "offset": told[1]}


def _result(source: LineSource, data: bytes, offsets: Iterable[int]) -> Fields:
    places = {str(at): source.place(at) for at in offsets}
    return {"portion": source.portion.number, "result": data, "places": json.dumps(places)}


def _line(source: LineSource, slot: int, line: SpilledLine) -> Fields:
    file, offset = source.place(line.offset)
    # A row that tells file and offset stands there; another stands where it came.
    at = line.offset if file is None or offset is None else offset
    return {
        "slot": slot, "patient": line.patient, "portion": line.portion, "at": at, "line": line.line,
        "file": file, "offset": offset, "data": line.data, "kept": json.dumps(line.kept) if line.kept else None,
    }  # fmt: skip


def _end(source: LineSource, came: GatheredPortion) -> Iterator[Fields]:
    places = {str(one.offset): source.place(one.offset) for one in came.bad}
    yield {
        "slot": END, "patient": END, "portion": came.portion, "at": 0, "line": 0, "file": None, "offset": None,
        "data": msgspec.json.encode(came), "kept": json.dumps(places),
    }  # fmt: skip


def _paths(kept: str | None) -> tuple[tuple[str | int, ...], ...]:
    return tuple(tuple(path) for path in json.loads(kept)) if kept else ()
