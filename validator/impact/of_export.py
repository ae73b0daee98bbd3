"""The orders of an export under two revisions: the passes find them and their charts, which are judged twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from validator.bulk.export import ENDINGS, MANIFEST, export_of
from validator.bulk.job import Job
from validator.bulk.patient_file import PatientFile, patient_file
from validator.bulk.run import Run
from validator.finding import Issue
from validator.impact.judged_twice import TwiceJudged, judged_twice
from validator.impact.revisions import RevisionPair
from validator.report.exit_code import NOT_CHECKED
from validator.verdict import Severity


def is_export(path: Path) -> bool:
    """Whether a path is an export: a manifest, an NDJSON file, or a folder with either."""
    if path.is_dir():
        return (path / MANIFEST).is_file() or any(one.name.endswith(ENDINGS) for one in path.rglob("*"))
    return path.name == MANIFEST or path.name.endswith(ENDINGS)


def export_judged_twice(paths: Sequence[Path], pair: RevisionPair, **options: Any) -> Iterator[TwiceJudged]:
    """One answer for each patient with an order, then one for what could not be read.

    Options are those of `check_documents`. Each order that differs names its file and line as its source.
    """
    profiles = pair.profiles
    job = Job(export_of(paths), datetime.now(UTC).isoformat(timespec="seconds"), profiles=str(profiles.root))
    with TemporaryDirectory(prefix="labelcheck-") as folder:
        run = Run(job, Path(folder))
        for lines in run.charts():
            file = patient_file(lines, run.deletions)
            found = judged_twice([file.document], pair, **options)
            differing = (replace(each, source=_place(file, each.after.expression)) for each in found.differing)
            yield replace(found, differing=tuple(differing))
        unread = tuple(run.unread)
    if unread:
        issues = tuple(Issue(row["code"], Severity(row["severity"]), _said(row)) for row in unread)
        yield TwiceJudged("export", 0, 0, (), issues, code=NOT_CHECKED)


def _place(file: PatientFile, expression: str) -> str:
    place = file.place_of(expression)
    return "" if place is None else f"{place.file} line {place.line}"


def _said(row: dict[str, Any]) -> str:
    where = row["detail"] or (f"{row['file']} line {row['line']}" if row["file"] else "")
    return f"{where}: {row['message']}" if where else row["message"]
