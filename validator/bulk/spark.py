"""The two passes on Apache Spark: the same functions over the rows of a DataFrame, the same answers.

`check(df)` takes a DataFrame of lines, from whatever storage Spark reads; `SparkRun` reads files that every executor
reaches. Needs the extra `spark`.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType

from validator.bulk.block import portions_of
from validator.bulk.counts import Counts
from validator.bulk.deletion import DeletionLists, Deletions
from validator.bulk.export import Export, changed_since
from validator.bulk.job import Job
from validator.bulk.row import Row, issue_row, missing_row, unlisted_row
from validator.bulk.spark_passes import FilesSource, RowsSource, SparkPasses
from validator.bulk.spark_progress import PassWatcher, silent
from validator.bulk.spark_schema import DataFrame, SparkSession

NOTHING: Mapping[str, str | None] = MappingProxyType({})


class SparkMissingError(Exception):
    """Spark cannot be started here; the message says what is to be installed."""


def session(master: str, **config: str) -> SparkSession:
    """A Spark session for this run. Executors use this Python unless PYSPARK_PYTHON names another.

    Raises SparkMissingError where pyspark or Java is missing.
    """
    try:
        from pyspark.errors import PySparkRuntimeError
        from pyspark.sql import SparkSession as Builder
    except ModuleNotFoundError:
        raise SparkMissingError("Spark needs its extra: pip install '.[spark]' in the checkout, and Java 17.") from None
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("PYSPARK_DRIVER_PYTHON", sys.executable)
    builder = Builder.builder.master(master).appName("labelcheck")
    builder = builder.config("spark.ui.showConsoleProgress", "false")
    # Rows are long: fewer of them at a time keep a batch small.
    builder = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", 2000)
    for name, value in config.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except PySparkRuntimeError:
        raise SparkMissingError("Spark does not start here: it needs Java 17.") from None


def check(
    df: DataFrame,
    *,
    profiles: str | None = None,
    as_of: str | None = None,
    fhir_version: str = "auto",
    structure: str = "full",
    since: str | None = None,
    deleted: Mapping[str, str | None] = NOTHING,
) -> DataFrame:
    """Checks every order in a DataFrame with the columns `value` (one resource, or Bundle, a row; text or bytes) and,
    where it has them, `file` and `offset`.

    One row an order, and one for each issue of no order (`order` is null); the columns are those of
    `spark_schema.SCHEMA`. `profiles` is a folder that every executor reaches; `deleted` has what the server deleted
    (`Condition/x`), each with the instant at which it did, None where that is not known. The other keywords are those
    of `check_documents`. The passes that find orders and patients run at once, the judging where its answer is asked.
    """
    job = Job(
        Export(()), _now(), profiles=profiles, as_of=as_of, fhir_version=fhir_version, structure=structure, since=since
    )
    return SparkPasses(RowsSource(df), job, Deletions(deleted)).answer()


class SparkRun:
    """A run over the files of an export, with what `write_output` needs: rows and issues in order, and counts."""

    def __init__(self, spark: SparkSession, job: Job, told: PassWatcher = silent) -> None:
        self._job, self._told, self._lists = job, told, DeletionLists(job.export.deleted)
        gone, self._missing = self._lists.deletions, len(job.export.missing) + self._lists.unread
        self.counts = Counts(files=len(job.export.files), missing=self._missing, deleted=len(gone))
        portions = portions_of(job.export.files, job.portion)
        self._passes = SparkPasses(FilesSource(spark, portions), replace(job, export=Export(())), gone, told)
        self._judged = self._passes.judged().persist()
        self.counts.lines, self.counts.bytes = self._passes.lines, self._passes.bytes
        self.counts.patients, self.counts.kept = self._passes.people.count, self._passes.kept
        self.counts.bad = len(self._passes.bad)

    @property
    def rows(self) -> Iterator[tuple[bytes, Row]]:
        """Every row as it is written and as JSON, by file and offset."""
        orders = self._judged.where("order is not null").orderBy("file", "offset", "order").select("report")
        with self._told("Judging"):
            for (report,) in orders.toLocalIterator():
                row = json.loads(report)
                self.counts.add(row)
                yield report.encode("ascii") + b"\n", row

    @property
    def unread(self) -> Iterator[Row]:
        """The issues of files and of lines that could not be read."""
        changed = changed_since(self._job.export)
        self.counts.missing = self._missing + len(changed)
        yield from map(missing_row, (*self._job.export.missing, *changed))
        yield from map(unlisted_row, self._job.export.unlisted)
        yield from (issue_row(issue, place) for issue, place in self._lists.faults)
        yield from self._passes.unread

    @property
    def chart_issues(self) -> Iterator[Row]:
        """The issues of charts."""
        for (report,) in self._judged.where("order is null").select("report").toLocalIterator():
            yield json.loads(report)

    def clear(self) -> None:
        """Frees what Spark keeps."""
        self._judged.unpersist()
        self._passes.clear()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
