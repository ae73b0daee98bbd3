"""What a run writes: the rows in the form asked for, and beside them the issues and the counts, each file whole."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from validator.bulk.row import COLUMNS, Row, as_line, cells
from validator.bulk.run import Run
from validator.bulk.whole_file import finish, write_whole

if TYPE_CHECKING:
    from validator.bulk.spark import SparkRun

FORMS = ("ndjson", "csv")
Writer = Callable[[bytes, Row], None]


def write_output(run: Run | SparkRun, path: Path, form: str) -> None:
    """Writes the rows to `path`, issues and counts beside it. What was there is replaced when all is written."""
    with _rows_to(path, form) as write:
        for line, row in run.rows:
            write(line, row)
    issues = beside(path, "issues.ndjson")
    with _whole(issues) as file:
        for issue in run.issues:
            file.write(as_line(issue))
    write_whole(beside(path, "summary.json"), json.dumps(run.counts.as_json(), indent=2).encode() + b"\n")


def beside(path: Path, what: str) -> Path:
    """The name of a file beside the output: `findings.issues.ndjson` of `findings.ndjson`."""
    return path.with_name(f"{path.name.partition('.')[0]}.{what}")


@contextmanager
def _rows_to(path: Path, form: str) -> Iterator[Writer]:
    with _whole(path) as file:
        if form == "csv":
            text = io.TextIOWrapper(file, "utf-8", newline="")
            table = csv.writer(text)
            table.writerow(COLUMNS)
            yield lambda _, row: _put_row(table, row)
            text.flush()
            text.detach()
        else:
            yield lambda line, _: _put(file, line)


def _put_row(table: Any, row: Row) -> None:
    table.writerow([_plain(cell) for cell in cells(row)])


def _put(file: IO[bytes], line: bytes) -> None:
    file.write(line)


def _plain(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    begun = path.with_name(f"{path.name}.part")
    with begun.open("wb") as file:
        yield file
    finish(begun, path)
