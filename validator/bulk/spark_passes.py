"""The passes of a run on Spark: what the local run does portion by portion, done by executors; the driver keeps names.

Two sources of lines: rows of a DataFrame, and files that every executor reaches and reads itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from validator.bulk.block import Portion
from validator.bulk.deletion import Deletions
from validator.bulk.gathering import GatheredPortion
from validator.bulk.job import Job
from validator.bulk.line import Place
from validator.bulk.people import FoundPatient, People, slot_of
from validator.bulk.reading import BadLine
from validator.bulk.row import Row, issue_row
from validator.bulk.seeking import FoundMedication, FoundOrder, Sought
from validator.bulk.spark_progress import PassWatcher, silent
from validator.bulk.spark_rows import LineSource, on_files, on_rows
from validator.bulk.spark_schema import SCHEMA, DataFrame, Fields, SparkSession, issue_fields
from validator.bulk.spark_work import END, Gather, Judge, Name, Refer, Seek, line_schema, result_schema
from validator.bulk.stage import SeekInput
from validator.bulk.turns import MOST_TURNS, PatientTurns, ReferredTurns

_RESULT = "portion int, result binary, places string"
_LINE = (
    "slot int, patient int, portion int, at bigint, line bigint, file string, offset bigint, data binary, kept string"
)
_MOST_TASKS = 2_000
"""Tasks that judge, at most; each judges group after group."""
_A_TASK = 64 << 20
"""Bytes of files that are a task of their own."""


@dataclass(frozen=True, slots=True)
class RowsSource:
    """Lines that are rows of a DataFrame."""

    df: DataFrame

    @property
    def spark(self) -> SparkSession:
        """The session that the DataFrame is of."""
        return self.df.sparkSession

    def scan(
        self, work: Callable[[LineSource], Iterable[Fields]], schema: Callable[[], Any], columns: str
    ) -> DataFrame:
        """What the work makes of each partition."""
        from pyspark.sql import functions as F  # noqa: N812 (as everybody names it)

        has = set(self.df.columns)
        told = [
            F.col(name).cast(kind) if name in has else F.lit(None).cast(kind).alias(name)
            for name, kind in (("file", "string"), ("offset", "bigint"))
        ]
        lines = self.df.select(F.col("value").cast("binary").alias("value"), *told)
        return lines.mapInArrow(on_rows(work, schema), columns)


@dataclass(frozen=True, slots=True)
class FilesSource:
    """Lines of files, which the executors read portion by portion."""

    spark: SparkSession
    portions: tuple[Portion, ...]

    def scan(
        self, work: Callable[[LineSource], Iterable[Fields]], schema: Callable[[], Any], columns: str
    ) -> DataFrame:
        """What the work makes of each portion."""
        count, size = len(self.portions), sum(portion.size for portion in self.portions)
        # Few small files are one piece of work: starting a task costs more than reading them.
        numbers = self.spark.range(0, count, 1, max(1, min(count, 2 + size // _A_TASK)))
        return numbers.mapInArrow(on_files(work, schema, self.portions), columns)


class SparkPasses:
    """The passes one after the other. Memory of the driver holds names and places of what was found, never lines."""

    def __init__(self, source: RowsSource | FilesSource, job: Job, gone: Deletions, told: PassWatcher = silent) -> None:
        self.lines = self.bytes = self.kept = 0
        self.bad: dict[tuple[int, int], tuple[BadLine, tuple[str | None, int | None]]] = {}
        self._source, self._job, self._gone = source, job.encoded(), gone
        self._before: dict[int, int] = {}
        self._places: dict[tuple[int, int], tuple[str | None, int | None]] = {}
        with told("Looking for orders"):
            orders = self._seek()
        with told("Looking for their patients"):
            self.people = self._people(orders)
        with told("Gathering their charts"):
            self._gathered = self._gather()

    def answer(self) -> DataFrame:
        """The rows of the orders and of all issues."""
        unread = [tuple(issue_fields(row).values()) for row in self.unread]
        return self.judged().unionByName(self._source.spark.createDataFrame(unread, SCHEMA))

    def judged(self) -> DataFrame:
        """The rows of the orders and of the issues of their charts, without those of lines."""
        before = self._counted() if isinstance(self._source, FilesSource) else None
        judge = Judge(self._job, self._gone.encoded(), before)
        lines = self._gathered.where(f"slot <> {END}").repartition(max(1, min(self.people.slots, _MOST_TASKS)), "slot")
        in_order = lines.sortWithinPartitions("slot", "patient", "file", "at")
        return in_order.mapInArrow(judge, SCHEMA)

    def clear(self) -> None:
        """Frees what Spark keeps."""
        self._gathered.unpersist()

    def _seek(self) -> list[FoundOrder]:
        """The first pass, and again for Medications that it found: orders may only refer to them."""
        known: dict[tuple[str, ...], FoundMedication] = {}
        orders: dict[tuple[int, int, tuple[str, ...]], FoundOrder] = {}
        given = SeekInput(True, ())
        for _ in range(MOST_TURNS):
            new: list[FoundMedication] = []
            for row in self._source.scan(Seek(self._job, msgspec.json.encode(given)), result_schema, _RESULT).collect():
                found = msgspec.json.decode(row.result, type=Sought)
                self._hear(found.bad, row.places)
                told = json.loads(row.places)
                for order in found.orders:
                    if order.data:
                        self._places[order.portion, order.offset] = tuple(told[str(order.offset)])
                    orders.setdefault((order.portion, order.offset, order.names), order)
                new += [one for one in found.medications if one.names not in known]
                if given.drugs:
                    self._before[found.portion] = found.lines
                    self.lines += found.lines
                    self.bytes += found.bytes
            if not new:
                break
            known |= {one.names: one for one in new}
            given = SeekInput(False, tuple(new))
        return [*orders.values()]

    def _people(self, orders: Sequence[FoundOrder]) -> People:
        """Who the orders are for, by all their names."""
        turns = PatientTurns(orders)
        for given in turns.names():
            for row in self._source.scan(Name(given), result_schema, _RESULT).collect():
                turns.hear(msgspec.json.decode(row.result, type=tuple[FoundPatient, ...]))
        return turns.people

    def _gather(self) -> DataFrame:
        """The second pass, and the lines that the gathered ones refer to; kept, since more than one pass asks."""
        turns = ReferredTurns(self.people)
        gathered = [self._source.scan(Gather(msgspec.json.encode(self.people)), line_schema, _LINE).persist()]
        for came in self._ends(gathered[0]):
            self.kept += came.kept
            turns.hear(came.referred)
        alone = [self._alone(number, order) for number, order in self.people.alone.items()]
        self.kept += len(alone)
        for _, given in turns.names():
            gathered.append(self._source.scan(Refer(given), line_schema, _LINE).persist())
            for came in self._ends(gathered[-1]):
                turns.hear(came.referred)
        whole = self._source.spark.createDataFrame(alone, _LINE)
        for one in gathered:
            whole = whole.unionByName(one)
        return whole

    def _ends(self, lines: DataFrame) -> Iterator[GatheredPortion]:
        for row in lines.where(f"slot = {END}").select("data", "kept").collect():
            came = msgspec.json.decode(bytes(row.data), type=GatheredPortion)
            self._hear(came.bad, row.kept)
            yield came

    def _hear(self, bad: tuple[BadLine, ...], places: str) -> None:
        told = json.loads(places) if places else {}
        for one in bad:
            file, offset = told.get(str(one.offset), (None, None))
            self.bad.setdefault((one.portion, one.offset), (one, (file, offset)))

    def _alone(self, number: int, order: FoundOrder) -> tuple[object, ...]:
        """The line of an order that names nobody: it is its own chart."""
        file, offset = self._places[order.portion, order.offset]
        at = order.offset if file is None or offset is None else offset
        return (slot_of(number), number, order.portion, at, order.line, file, offset, order.data, None)

    def _counted(self) -> tuple[int, ...]:
        """How many lines come before each portion in its file."""
        assert isinstance(self._source, FilesSource)
        before, file, lines = [], -1, 0
        for portion in self._source.portions:
            lines = lines if portion.file_number == file else 0
            file = portion.file_number
            before.append(lines)
            lines += self._before[portion.number]
        return tuple(before)

    @property
    def unread(self) -> list[Row]:
        """The issues of lines that could not be read; they are among the answer too."""
        before = self._counted() if isinstance(self._source, FilesSource) else None
        found = []
        for (portion, _), (bad, (file, offset)) in sorted(self.bad.items(), key=lambda one: one[0]):
            line = None if before is None else before[portion] + bad.line + 1
            found.append(issue_row(bad.issue, Place(file, offset, line)))  # type: ignore[arg-type]
        return found
