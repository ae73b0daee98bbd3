"""What the structural check found in the order, or in a resource that became its evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from validator.finding import Finding, Issue
from validator.rules.said import said
from validator.verdict import Severity, Verdict


def structural(
    issues: Iterable[Issue], *, is_order: bool, makes_notes: bool, is_harmless: Callable[[Issue], bool]
) -> Iterator[Finding]:
    """One finding for each issue, a repeated one once.

    An error in the order is an error; in evidence it leaves the order undetermined, as the evidence may be misread,
    unless it `is_harmless`: in an element that nothing is read from. In what only `makes_notes` it is a note.
    """
    for issue in dict.fromkeys(issues):
        if makes_notes:
            verdict = Verdict.ACCEPT
        elif issue.severity not in (Severity.FATAL, Severity.ERROR):
            verdict = Verdict.WARNING
        elif is_order:
            verdict = Verdict.ERROR
        else:
            verdict = Verdict.WARNING if is_harmless(issue) else Verdict.UNDETERMINED
        yield said(issue.code, verdict, issue.message, at=issue.expression, detail=issue.detail, issue_type=issue.kind)
