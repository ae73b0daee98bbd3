"""Files that together are one chart, checked: the report, and what could not be read on stderr."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from validator.command.chart_file import ChartFile
from validator.finding import Issue
from validator.screen import say
from validator.verdict import Severity

if TYPE_CHECKING:
    from validator.report.model import Report


def checked(files: Sequence[ChartFile], *, is_to_be_told: bool = True, **options: Any) -> Report:
    """The report on files that together are one chart; those that could not be opened are issues of it.

    Options are those of `check_documents`. What could not be read is named on stderr too, with its reason where it
    `is_to_be_told`: a report in words, which people see beside it, has the reason already.
    """
    from validator.report.model import Report

    documents = [one.data for one in files if one.data is not None]
    names = [one.name for one in files if one.data is not None]
    unopened = tuple(_unopened(number, len(files), one) for number, one in enumerate(files, 1) if one.data is None)
    for one in files:
        if one.data is None:
            _say(one.name, one.reason if is_to_be_told else "")
    if not documents:
        return Report((), unopened, readable=False)
    from validator.check import check_documents
    from validator.fhir.submission import held_nothing

    report = check_documents(
        documents,
        names=names,
        lost=[one.name for one in files if one.data is None],
        instant=datetime.now(UTC),
        **options,
    )
    for issue in report.issues:
        if issue.severity is Severity.FATAL:
            name = next((name for name in names if issue.detail.startswith(f"File {name}.")), "")
            _say(name, issue.message if is_to_be_told or not name else "")
    if len(names) == 1 and not report.readable and Severity.FATAL not in {one.severity for one in report.issues}:
        # JSON, and nothing in it that can be read: the issue has the place in the file, and not its name.
        why = report.issues[0].message if is_to_be_told and report.issues else ""
        is_empty = held_nothing(report.issues)
        _say(names[0], why, what="nothing to check" if is_empty else _UNREADABLE)
        if not is_empty:
            report = replace(report, issues=tuple(_of_file(one, names[0]) for one in report.issues))
    if len(documents) > 1 and _are_of_several(report):
        say("These files were read as one chart. Where each is a chart of its own: labelcheck check --each.")
    return replace(report, issues=(*unopened, *report.issues))


def _are_of_several(report: Report) -> bool:
    """Whether the files seem to be charts of several patients: orders of more than one, or ids that clash."""
    clash = any(issue.code == "duplicate-resource" and issue.severity is Severity.ERROR for issue in report.issues)
    return clash or len({order.patient for order in report.orders if order.patient is not None}) > 1


_UNREADABLE = "unreadable input"


def _of_file(issue: Issue, name: str) -> Issue:
    """The issue with the file that it is of, as an unreadable one has it."""
    return issue if issue.detail else replace(issue, detail=f"File {name}.")


def _say(*parts: str, what: str = _UNREADABLE) -> None:
    say(": ".join([what, *filter(None, parts)]))


def _unopened(number: int, count: int, file: ChartFile) -> Issue:
    from validator.rules.submission import UNREADABLE_FILE  # the engine is imported when something is checked

    what = f"was not read: {file.only_with} reads it" if file.only_with else "could not be opened"
    which = "The file" if count == 1 else f"File {number} of {count}"
    message = f"The folder {file.the_folder}." if file.the_folder else f"{which} {what}."
    return Issue(UNREADABLE_FILE, Severity.FATAL, message, detail=f"{file.name}: {file.why}.")
