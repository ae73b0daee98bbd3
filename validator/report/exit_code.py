"""The answer to a whole submission as the exit code of a command."""

from __future__ import annotations

from validator.finding import Issue, IssueType
from validator.report.model import Report
from validator.verdict import Severity, Verdict

NOT_CHECKED = 3
"""Unreadable input or a check that could not run; it outweighs 1, since findings may be missing."""

_DID_NOT_COME = frozenset({"entry-unreadable", "unknown-resource-type", "list-incomplete", "subject-not-here"})
"""Codes of issues, by name so that asking for help loads no reader: what was not read at all, came not whole, or could
be given to none of several patients. A resource that was read and set aside for its standing is not among them: its
weight is in the verdicts."""


def keeps_from_checking(issue: Issue) -> bool:
    """Whether an issue says that something was not read at all, came not whole, or could not be checked."""
    is_unread = issue.code in _DID_NOT_COME or issue.severity is Severity.FATAL or issue.kind is IssueType.EXCEPTION
    return is_unread or (issue.code == "trailing-bytes" and issue.severity is Severity.ERROR)


def exit_code(report: Report, fail_on: Verdict) -> int:
    """0: nothing at or above `fail_on`; 1: something is; 3: something could not be read or checked at all.

    An issue of the submission counts as a finding of its severity, so that an unreadable entry is never a pass.
    """
    if any(keeps_from_checking(issue) for issue in report.issues):
        return NOT_CHECKED
    severities = {issue.severity for issue in report.issues}
    if not report.readable or any(finding.kind is IssueType.EXCEPTION for finding in report.findings):
        return NOT_CHECKED
    verdicts = {order.verdict for order in report.orders}
    if Severity.ERROR in severities:
        verdicts.add(Verdict.ERROR)
    if Severity.WARNING in severities:
        verdicts.add(Verdict.WARNING)
    return int(any(verdict.rank <= fail_on.rank for verdict in verdicts))
