"""The card for what of a call was not read, where no card of an order tells of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from validator.fhir.copies import DUPLICATE_RESOURCE
from validator.fhir.json_text import DUPLICATE_KEY, NOT_A_JSON_VALUE
from validator.fhir.kept import ENTRY_UNREADABLE
from validator.fhir.searchset import LIST_INCOMPLETE
from validator.finding import Issue
from validator.report.card_style import CardStyle
from validator.report.cds_card import plain_card
from validator.report.model import Report
from validator.rules.set_aside import ENTRY_SET_ASIDE
from validator.rules.submission import SUBJECT_OPEN
from validator.rules.unjudged import UNREADABLE_ORDER
from validator.verdict import Severity, Verdict

_SAID_BY = {
    LIST_INCOMPLETE: frozenset({LIST_INCOMPLETE}),
    ENTRY_UNREADABLE: frozenset({ENTRY_SET_ASIDE}),
    DUPLICATE_KEY: frozenset({ENTRY_SET_ASIDE}),
    NOT_A_JSON_VALUE: frozenset({ENTRY_SET_ASIDE}),
    DUPLICATE_RESOURCE: frozenset({ENTRY_SET_ASIDE}),
}
"""Issues of the chart that the card of an order speaks of by these findings, so that nobody reads of them twice."""


def untold(report: Report, asked: frozenset[str]) -> list[Issue]:
    """The grave issues of a call that no card of its orders speaks of; `asked` are the places of those orders."""
    told = {finding.code for order in report.orders for finding in order.findings}
    copies = (DUPLICATE_RESOURCE,) if UNREADABLE_ORDER in told else ()
    named = {
        path
        for order in report.orders
        for finding in order.findings
        if finding.code == ENTRY_SET_ASIDE and finding.verdict is not Verdict.ACCEPT
        for path in finding.expression
        if path != order.expression
    }
    return [
        issue
        for issue in report.issues
        if issue.severity in (Severity.FATAL, Severity.ERROR) or issue.code == SUBJECT_OPEN
        if not told & _SAID_BY.get(issue.code, frozenset())
        # What is wrong in an entry that a card tells to look at is told there.
        if not issue.expression or not all(_entry_of(path) in named for path in issue.expression)
        # An order of nobody has a card that says so, and so have drafts that came in copies which differ.
        if issue.code not in (SUBJECT_OPEN, *copies) or not asked.issuperset(issue.expression)
    ]


def _entry_of(path: str) -> str:
    """The FHIRPath of the entry's resource that a place stands in."""
    return ".".join(path.split(".")[:3])


_LOOK = "Look at the chart itself before you sign."
_ANEW = "Check these orders against the label yourself, or write them anew."


def unread_card(lost: int, issues: Sequence[Issue], style: CardStyle) -> dict[str, Any]:
    """The card: `lost` draft orders that could not be read, else what of the chart could not."""
    if lost:
        says = f"Draft orders that could not be read, so they were not checked: {lost}."
        return plain_card(says, issues, style, _ANEW)
    if issues and all(issue.code == SUBJECT_OPEN for issue in issues):
        says = "Part of the chart names no patient who came with the call, so it was not used."
        return plain_card(says, issues, style, "Find out whose it is before you sign: it may be this patient's.")
    if issues:
        return plain_card("Part of the chart could not be read, so it was not checked.", issues, style, _LOOK)
    says = "The request holds a key twice or a value that JSON does not have; not all was read."
    return plain_card(says, (), style, _LOOK)
