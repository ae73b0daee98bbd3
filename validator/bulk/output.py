"""What a run writes: the rows in the form asked for, and beside them the issues and the counts, each file whole."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from validator.bulk.row import COLUMNS, OUTCOME, Row, as_line, cells
from validator.bulk.run import Run
from validator.bulk.tally import Tally
from validator.bulk.whole_file import finish, write_whole

if TYPE_CHECKING:
    from validator.bulk.spark import SparkRun

Writer = Callable[[Row], None]
ISSUES = "issues.ndjson"
"""The end of the name of the file of issues beside an output."""
SUMMARY = "summary.json"
"""The same of the file of counts."""
_A_BATCH = 1_000
"""Rows of a Parquet file that are held before they are written."""


def write_output(run: Run | SparkRun, path: Path, form: str) -> Tally:
    """Writes the rows to `path` and returns what they come to; issues and counts are written beside it.

    What was there is replaced when all is written. Raises ImportError for Parquet without the package pyarrow.
    """
    tally = Tally()
    with _whole(path) as file, _FORMS[form](file) as write:
        for _, row in run.rows:
            write(row)
            tally.add(row)
    with _whole(beside(path, ISSUES)) as file:
        file.writelines(map(as_line, run.unread))
        for issue in run.chart_issues:
            file.write(as_line(issue))
            run.counts.hear(issue)
    write_whole(beside(path, SUMMARY), json.dumps(run.counts.as_json(), indent=2).encode() + b"\n")
    return tally


def beside(path: Path, what: str) -> Path:
    """The name of a file beside the output: `findings.issues.ndjson` of `findings.ndjson`."""
    return path.with_name(f"{path.name.partition('.')[0]}.{what}")


@contextmanager
def _ndjson(file: IO[bytes]) -> Iterator[Writer]:
    def write(row: Row) -> None:
        file.write(as_line(row))

    yield write


@contextmanager
def _fhir(file: IO[bytes]) -> Iterator[Writer]:
    """One OperationOutcome a line."""

    def write(row: Row) -> None:
        file.write(as_line(row[OUTCOME]))

    yield write


@contextmanager
def _csv(file: IO[bytes]) -> Iterator[Writer]:
    text = io.TextIOWrapper(file, "utf-8", newline="")
    table = csv.writer(text)
    table.writerow(COLUMNS)

    def write(row: Row) -> None:
        table.writerow([_plain(cell) for cell in cells(row)])

    yield write
    text.flush()
    text.detach()


@contextmanager
def _parquet(file: IO[bytes]) -> Iterator[Writer]:
    """The columns of the table, and the whole row as JSON in the column `report`."""
    pyarrow: Any = import_module("pyarrow")
    parquet: Any = import_module("pyarrow.parquet")
    numbers = {"offset", "line", "set_aside"}
    fields = [(name, pyarrow.int64() if name in numbers else pyarrow.string()) for name in (*COLUMNS, "report")]
    schema = pyarrow.schema(fields)
    held: list[dict[str, Any]] = []
    with parquet.ParquetWriter(file, schema) as writer:

        def write(row: Row) -> None:
            held.append(dict(zip(COLUMNS, cells(row), strict=True)) | {"report": json.dumps(row)})
            if len(held) >= _A_BATCH:
                flush()

        def flush() -> None:
            writer.write_table(pyarrow.Table.from_pylist(held, schema))
            held.clear()

        yield write
        flush()


_FORMS: dict[str, Any] = {"ndjson": _ndjson, "csv": _csv, "parquet": _parquet, "fhir": _fhir}
FORMS = tuple(_FORMS)
"""The forms of the output, by name."""


def _plain(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    begun = path.with_name(f"{path.name}.part")
    with begun.open("wb") as file:
        yield file
    finish(begun, path)
