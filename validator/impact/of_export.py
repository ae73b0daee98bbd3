"""The orders of an export under two revisions: the passes find them and their charts, which are judged twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from validator.bulk.export import ENDINGS, MANIFEST, export_of
from validator.bulk.job import Job
from validator.bulk.patient_file import PatientFile, patient_file
from validator.bulk.run import Run
from validator.finding import Issue
from validator.impact.judged_twice import PlacedIssue, TwiceJudged, judged_twice
from validator.impact.revisions import RevisionPair
from validator.report.exit_code import NOT_CHECKED
from validator.rules.submission import NOT_LISTED
from validator.scratch import scratch_folder
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
    with scratch_folder() as folder:
        run = Run(job, folder)
        for lines in run.charts():
            file = patient_file(lines, run.deletions)
            found = judged_twice([file.document], pair, **options)
            differing = (replace(each, source=_place(file, each.after.expression)) for each in found.differing)
            issues = (replace(each, source=_source(file, each.issue)) for each in found.issues)
            yield replace(found, differing=tuple(differing), issues=tuple(issues))
        unread = tuple(row for row in run.unread if row["code"] != NOT_LISTED)
    if unread:
        issues = (
            PlacedIssue(_told(row), Issue(row["code"], Severity(row["severity"]), row["message"])) for row in unread
        )
        yield TwiceJudged("", 0, 0, (), tuple(issues), code=NOT_CHECKED)


def _place(file: PatientFile, expression: str) -> str:
    place = file.place_of(expression)
    return "" if place is None else f"{place.file} line {place.line}"


def _source(file: PatientFile, issue: Issue) -> str:
    """Where the line of an issue stands; of one about a chart as a whole, the line with which the chart begins."""
    if issue.expression and (place := _place(file, issue.expression[0])):
        return place
    first = file.places[0] if file.places else None
    return "a chart without lines" if first is None else f"the chart from {first.file} line {first.line} on"


def _told(row: dict[str, Any]) -> str:
    """Where what could not be read stands: a line, or a whole file."""
    return row["file"] if row["line"] is None else f"{row['file']} line {row['line']}"
