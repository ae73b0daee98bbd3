"""Files that together are one chart, checked: the report, and what could not be read on stderr."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from validator.command.chart_file import ChartFile
from validator.finding import Issue
from validator.verdict import Severity

if TYPE_CHECKING:
    from validator.report.model import Report


def checked(files: Sequence[ChartFile], **options: Any) -> Report:
    """The report on files that together are one chart; those that could not be opened are issues of it.

    Options are those of `check_documents`. What could not be read is said on stderr too, with the name of its file.
    """
    from validator.report.model import Report

    documents = [one.data for one in files if one.data is not None]
    names = [one.name for one in files if one.data is not None]
    unopened = tuple(_unopened(number, len(files), one) for number, one in enumerate(files, 1) if one.data is None)
    if not documents:
        return Report((), unopened, readable=False)
    from validator.check import check_documents

    report = check_documents(
        documents,
        names=names,
        lost=[one.name for one in files if one.data is None],
        instant=datetime.now(UTC),
        **options,
    )
    for issue in report.issues:
        if issue.severity is Severity.FATAL:
            name = next((f"{name}: " for name in names if issue.detail.startswith(f"File {name}.")), "")
            click.echo(f"unreadable input: {name}{issue.message}", err=True)
    if len(documents) > 1 and _are_of_several(report):
        click.echo(
            "These files were read as one chart. Where each is a chart of its own: labelcheck check --each.", err=True
        )
    return replace(report, issues=(*unopened, *report.issues))


def _are_of_several(report: Report) -> bool:
    """Whether the files seem to be charts of several patients: orders of more than one, or ids that clash."""
    clash = any(issue.code == "duplicate-resource" and issue.severity is Severity.ERROR for issue in report.issues)
    return clash or len({order.patient for order in report.orders if order.patient is not None}) > 1


def _unopened(number: int, count: int, file: ChartFile) -> Issue:
    click.echo(f"unreadable input: {file.name}: {file.why}", err=True)
    from validator.rules.submission import UNREADABLE_FILE  # the engine is imported when something is checked

    message = f"File {number} of {count} could not be opened."
    return Issue(UNREADABLE_FILE, Severity.FATAL, message, detail=f"{file.name}: {file.why}.")
