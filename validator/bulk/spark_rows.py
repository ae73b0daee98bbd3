"""Rows of a DataFrame as lines in blocks, and back again: what Spark and the two passes have between them.

Runs on executors. Nothing here knows a path: a row is a line, wherever it came from.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from validator.bulk.block import Block, Portion, RowsPortion
from validator.bulk.export import ExportFile
from validator.bulk.reading import BadLine
from validator.bulk.spark_schema import Fields
from validator.fhir.kept import ENTRY_UNREADABLE
from validator.verdict import Severity

Batches = Iterator[Any]
"""Arrow record batches, as `mapInArrow` gives and takes them."""

_BASE = 40
"""Bits for the bytes of one partition: an offset tells its partition too, so that no two lines share one."""
_MOST_ROWS, _MOST_BYTES = 2_000, 8 << 20
_NOT_TOLD = -1


class RowsReader:
    """The rows of one partition as a portion of lines. `place` says which row a line was."""

    def __init__(self, number: int, batches: Batches) -> None:
        self.number = number
        self.bad: list[BadLine] = []
        self._batches = batches
        self._starts, self._offsets, self._files = array("q"), array("q"), array("l")
        self._names: dict[str, int] = {}

    @property
    def portion(self) -> RowsPortion:
        """The portion; it can be read once."""
        file = ExportFile("", "", 0)
        return RowsPortion(self.number, file, self.number, rows=self._blocks)

    def place(self, at: int) -> tuple[str | None, int | None]:
        """The file and the offset that the row of a line names; None for what it does not name."""
        index = bisect_right(self._starts, at) - 1
        file, offset = self._files[index], self._offsets[index]
        name = None if file == _NOT_TOLD else [*self._names][file]
        return name, None if offset == _NOT_TOLD else offset

    def _blocks(self) -> Iterator[Block]:
        import pyarrow as pa

        position = self.number << _BASE
        rows = 0
        for batch in self._batches:
            values = batch.column("value").cast(pa.binary()).to_pylist()
            files, offsets = batch.column("file").to_pylist(), batch.column("offset").to_pylist()
            lines: list[bytes] = []
            begins = position
            for value, file, offset in zip(values, files, offsets, strict=True):
                if value is None:
                    self._is_missing(position, rows)
                # A line feed within a value is white space to JSON; here it would end the line.
                line = (value or b"").replace(b"\n", b" ")
                self._starts.append(position)
                self._offsets.append(_NOT_TOLD if offset is None else offset)
                self._files.append(_NOT_TOLD if file is None else self._names.setdefault(file, len(self._names)))
                lines.append(line)
                position += len(line) + 1
                rows += 1
            if lines:
                data = b"\n".join(lines) + b"\n"
                yield Block(begins, data, len(data))

    def _is_missing(self, at: int, row: int) -> None:
        message = "A row without a value: what stood there is not known."
        self.bad.append(BadLine(self.number, at, row, ENTRY_UNREADABLE, Severity.ERROR.value, message))


class FilePlaces:
    """Places of lines of a file's portion: the offset is the line's own."""

    def __init__(self, portion: Portion) -> None:
        self.portion = portion
        self.bad: list[BadLine] = []

    def place(self, at: int) -> tuple[str | None, int | None]:
        """The file's name, and the offset."""
        return self.portion.file.name, at


LineSource = RowsReader | FilePlaces


def packed(rows: Iterable[Fields], schema: Any) -> Iterator[Any]:
    """Rows as Arrow record batches of this schema, each of bounded size."""
    import pyarrow as pa

    held: list[Fields] = []
    size = 0
    for row in rows:
        held.append(row)
        size += sum(len(cell) for cell in row.values() if isinstance(cell, bytes | str))
        if len(held) >= _MOST_ROWS or size >= _MOST_BYTES:
            yield pa.RecordBatch.from_pylist(held, schema=schema)
            held, size = [], 0
    if held:
        yield pa.RecordBatch.from_pylist(held, schema=schema)


def on_rows(work: Callable[[LineSource], Iterable[Fields]], schema: Callable[[], Any]) -> Callable[[Batches], Batches]:
    """The function for `mapInArrow` that does `work` to the lines of each partition."""

    def run(batches: Batches) -> Batches:
        from pyspark import TaskContext

        context = TaskContext.get()
        number = context.partitionId() if context is not None else 0
        yield from packed(work(RowsReader(number, batches)), schema())

    return run


def on_files(
    work: Callable[[LineSource], Iterable[Fields]], schema: Callable[[], Any], portions: tuple[Portion, ...]
) -> Callable[[Batches], Batches]:
    """The same for rows that are the numbers (`id`) of portions of files, which the executors read themselves."""

    def run(batches: Batches) -> Batches:
        for batch in batches:
            for number in batch.column("id").to_pylist():
                yield from packed(work(FilePlaces(portions[number])), schema())

    return run
