"""What a report for people says of the submission: what could not be read, whose entries were left out, and what
somebody in IT can put right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from validator.fhir.json_text import UNREADABLE_JSON
from validator.fhir.kept import ENTRY_UNREADABLE
from validator.fhir.no_json import what_to_do
from validator.fhir.submission import NOTHING_TO_CHECK, held_nothing
from validator.finding import Issue
from validator.report.exit_code import keeps_from_checking
from validator.report.layout import lines
from validator.report.model import OrderReport, Report
from validator.report.plain_text import name_text, plain_text
from validator.verdict import Severity, Verdict

MOST_NAMED = 5
"""Places or entries that are named one by one; the others are counted."""


def unread(report: Report) -> RenderableType:
    """What kept something from being read, and what to do about it where nothing could be; its places stand last."""
    issues = [*report.unread]
    if report.readable:
        is_unread = any(map(keeps_from_checking, issues))
        return _said(f"Not everything could be {'read' if is_unread else 'relied on'}", issues)
    if held_nothing(issues):
        return _said("Nothing was checked", issues)
    # That nothing was checked is what the heading says.
    issues = [issue for issue in issues if issue.code != NOTHING_TO_CHECK] or issues
    said = _said("Nothing could be read, so nothing was checked", issues)
    # A file of another kind says itself what to do; to export a PDF again, whole, would make another PDF.
    steps = [what_to_do(issue.message) for issue in issues if issue.code == UNREADABLE_JSON]
    if any(issue.code == ENTRY_UNREADABLE for issue in issues):
        steps.append("Give an order and its chart as FHIR has them: a Bundle, or a resource with its resourceType.")
    rows = [("To settle it", Text(step, style="bold")) for step in dict.fromkeys(steps) if step]
    return Group(said, lines(rows, indent=2)) if rows else said


def not_used(orders: Sequence[OrderReport]) -> str:
    """That entries of another patient came and were left out; empty where none did, or where several patients' orders
    are told apart."""
    judged = [order for order in orders if order.verdict is not Verdict.NOT_ASSESSED and order.ledger is not None]
    if len({order.patient for order in judged}) != 1:
        return ""
    named = list(dict.fromkeys(one for order in judged if order.ledger for one in order.ledger.others))
    if not named:
        return ""
    says = "1 entry belongs to another patient and was" if len(named) == 1 else (
        f"{len(named)} entries belong to another patient and were"
    )  # fmt: skip
    return f"{says} not used: {named_first(named)}"


def named_first(names: Sequence[str]) -> str:
    """The first of the names, and how many more there are."""
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(map(name_text, names[:MOST_NAMED])) + more


def for_it(issues: Iterable[Issue]) -> RenderableType:
    """Every issue with its places and its code, for whoever can mend what was sent."""
    rows: list[tuple[RenderableType, RenderableType]] = []
    for (severity, message, _, code), places in _alike(issues).items():
        more = f"and {len(places) - MOST_NAMED} more places  " if len(places) > MOST_NAMED else ""
        named = [f"{name_text(path)}  " for path in places[:MOST_NAMED]]
        if severity is Severity.INFORMATION:
            rows.append(("", Text(plain_text(message))))
        rows.append(("", Text.assemble(*named, more, (code, "dim"))))
    return Group(Text("For IT", style="bold"), lines(rows, indent=2))


def about(issues: Sequence[Issue]) -> RenderableType:
    """What is said of the submission to everybody; its places stand last."""
    return _said("About what was submitted", issues)


def _said(title: str, issues: Iterable[Issue]) -> RenderableType:
    rows: list[tuple[RenderableType, RenderableType]] = []
    for severity, message, detail, _ in _alike(issues):
        rows.append((Text(severity.value.upper(), style=_style(severity)), Text(plain_text(message))))
        if detail:
            rows.append(("", Text(plain_text(detail))))
    return Group(Text(title, style="bold"), lines(rows, indent=2))


def _alike(issues: Iterable[Issue]) -> dict[tuple[Severity, str, str, str], list[str]]:
    """The issues, worst first, each once, with all its places."""
    found: dict[tuple[Severity, str, str, str], list[str]] = {}
    for issue in sorted(issues, key=lambda issue: [*Severity].index(issue.severity)):
        found.setdefault((issue.severity, issue.message, issue.detail, issue.code), []).extend(issue.expression)
    return found


def _style(severity: Severity) -> str:
    match severity:
        case Severity.FATAL | Severity.ERROR:
            return "bold red"
        case Severity.WARNING:
            return "bold yellow"
        case Severity.INFORMATION:
            return "bold"
