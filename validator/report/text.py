"""The report for people: verdict, doses, what to do, findings with what shows them, and the label; worst first.

The first screen answers what is wrong and what to do about it. What raises no objection has a line; with `verbose` all
that is known of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from validator.fhir.submission import NOTHING_TO_CHECK
from validator.finding import Finding
from validator.frozen import replace
from validator.report.criterion import Criteria, worded
from validator.report.diagnostics import added_detail, confidence_remark, evidence_line
from validator.report.finding_words import is_note, message_of, news, not_seen, sections, together
from validator.report.heading import heading
from validator.report.layout import drawn, lines
from validator.report.ledger import Ledger, reason_words
from validator.report.model import OrderReport, Report
from validator.report.next_step import next_step
from validator.report.not_judged_text import not_judged, nothing_judged
from validator.report.order_words import expected_name, indication_name, ordered_words, written_words
from validator.report.plain_text import name_text, plain_text
from validator.report.submission_text import MOST_NAMED, about, for_it, named_first, not_used, unread
from validator.report.verdict_words import finding_name, verdict_name
from validator.rules.closing import CHECKED
from validator.verdict import Severity, Verdict

_CODE = "dim"


def report_text(
    report: Report, criteria: Criteria, *, color: bool = False, width: int = 80, verbose: bool = False
) -> str:
    """The report in lines of at most `width` columns, with terminal colours only where asked for.

    Orders and their findings stand with the worst first, issues that kept something from being read before all.
    `criteria` hold the words for criterion codes. With `verbose` notes stand with all that they rest on.
    """
    orders = worst_first(report)
    judged = [order for order in orders if order.verdict is not Verdict.NOT_ASSESSED]
    parts: list[RenderableType] = []
    if unread_issues := [*report.unread]:
        parts += [unread(report), Rule(style=_CODE)]
    if told := not_used(orders):
        parts += [Text(told, style="bold"), Rule(style=_CODE)]
    if len(judged) > 1:
        parts += [_summary(judged), Rule(style=_CODE)]
    several = len({order.patient for order in judged}) > 1
    for order in judged:
        patient = order.patient if several else None
        parts += [_order(order, criteria, patient, verbose=verbose), Rule(style=_CODE)]
    if orders and not judged:
        parts += [nothing_judged(orders, verdict_style(Verdict.NOT_ASSESSED)), Rule(style=_CODE)]
    elif told := not_judged(orders):
        parts += [lines([("Not judged", Text(told))], indent=2), Rule(style=_CODE)]
    if not orders and report.readable:
        parts += [Text("No medication order was found in what was submitted: nothing was judged."), Rule(style=_CODE)]
    # That no order came is said above.
    rest = [issue for issue in report.issues if issue not in unread_issues and issue.code != NOTHING_TO_CHECK]
    if notes := [issue for issue in rest if issue.severity is not Severity.INFORMATION]:
        parts += [about(notes), Rule(style=_CODE)]
    if report.issues:
        parts += [for_it(report.issues), Rule(style=_CODE)]
    return drawn(Group(*parts[:-1]), color=color, width=width)


def worst_first(report: Report) -> list[OrderReport]:
    """The orders with the worst first; of one verdict the newest first, which is the one that is acted on."""
    newest_first = sorted(report.orders, key=lambda order: order.as_of or date.min, reverse=True)
    return sorted(newest_first, key=lambda order: order.verdict.rank)


def _summary(orders: list[OrderReport]) -> Text:
    """How many orders were judged, by verdict."""
    counts = Counter(order.verdict for order in orders)
    words = ", ".join(f"{counts[verdict]} {verdict.value}" for verdict in Verdict if counts[verdict])
    return Text(f"{len(orders)} orders: {words}", style="bold")


def _order(order: OrderReport, criteria: Criteria, patient: str | None, *, verbose: bool) -> RenderableType:
    """One order that was judged; `patient` is named where orders of several are told apart."""
    head = Text.assemble(
        (verdict_name(order.verdict).upper(), verdict_style(order.verdict)),
        "  ",
        (heading(order, criteria), "bold"),
        ("\n", ""),
    )
    head.append(", ".join(name_text(one) for one in (order.order, patient) if one is not None), style=_CODE)
    parts: list[RenderableType] = [head, Text()]
    if top := [*_doses(order), *_next(order, criteria)]:
        parts += [lines(top, indent=2), Text()]
    told: set[str] = set()
    groups = together(order.findings)
    shown = [finding for finding in order.findings if verbose or not is_note(finding)]
    for group in groups:
        if verbose or not is_note(group[0]):
            details = [added_detail(one) if verbose else news(one, order, told) for one in group]
            parts += [_finding(group, order, details, criteria, verbose=verbose), Text()]
    if not verbose and (notes := [*_notes(order, [one for group in groups for one in group], criteria)]):
        parts += [lines(notes, indent=2), Text()]
    parts.append(lines((*_label(order, verbose=verbose), *_ledger(order.ledger, shown)), indent=2))
    return Group(*parts)


def _next(order: OrderReport, criteria: Criteria) -> Iterable[tuple[RenderableType, RenderableType]]:
    if step := next_step(order, criteria):
        yield "To settle it", Text(step, style="bold")


def _notes(
    order: OrderReport, findings: Iterable[Finding], criteria: Criteria
) -> Iterable[tuple[RenderableType, RenderableType]]:
    """The sentences of the notes. The closing statement is what verdict and label say already, but for its bounds."""
    for finding in findings:
        if is_note(finding) and finding.code != CHECKED:
            yield (
                _tag(finding.verdict),
                Text(message_of(finding, order, criteria)),
            )
    if bounds := not_seen(order):
        yield "Not on file", Text(bounds)


def _doses(order: OrderReport) -> Iterable[tuple[RenderableType, RenderableType]]:
    if name := indication_name(order):
        yield "For", Text(plain_text(name))
    if ordered := ordered_words(order):
        yield "Ordered", Text(ordered, style="bold")
    if written := written_words(order):
        yield "" if ordered else "Ordered", Text(written)
    if order.expected is not None:
        yield expected_name(order), Text(plain_text(order.expected.in_words), style="bold")
        for step in order.expected.because:
            yield "", Text(plain_text(step))


def _finding(
    group: tuple[Finding, ...], order: OrderReport, details: Iterable[str], criteria: Criteria, *, verbose: bool
) -> RenderableType:
    """One finding, or several that the same facts would settle: they are one question."""
    first, messages = group[0], dict.fromkeys(message_of(one, order, criteria) for one in group)
    rows: list[tuple[RenderableType, RenderableType]] = [
        (_tag(first.verdict) if number == 0 else "", Text(message)) for number, message in enumerate(messages)
    ]
    rows += [("", Text(detail)) for detail in dict.fromkeys(details) if detail]
    shown = dict.fromkeys(
        evidence_line(replace(one, says=worded(one.says, criteria))) for finding in group for one in finding.evidence
    )
    rows += [("  shown by" if position == 0 else "", Text(line)) for position, line in enumerate(shown)]
    if verbose:
        needed = enumerate(first.missing)
        rows += [("  needed" if position == 0 else "", Text(plain_text(missing))) for position, missing in needed]
    named = sections(group)
    section = f"section {plain_text(named)} of the label  " if named else ""
    rows.append(("", Text.assemble(section, (", ".join(dict.fromkeys(one.code for one in group)), _CODE))))
    for remark in dict.fromkeys(confidence_remark(one.confidence) for one in group):
        if remark:
            rows.append(("", Text(remark, style="italic")))
    return lines(rows, indent=2)


def _label(order: OrderReport, *, verbose: bool) -> Iterable[tuple[RenderableType, RenderableType]]:
    if order.label is None:
        yield "Label", Text("none was used")
        return
    revision = f"{plain_text(order.label.product)}, revision of {order.label.revision.isoformat()}"
    yield "Label", Text(revision + (f", in force on {order.as_of.isoformat()}" if order.as_of else ""))
    if verbose:
        yield "", Text(f"set id {plain_text(order.label.set_id)}", style=_CODE)


def _ledger(ledger: Ledger | None, findings: Iterable[Finding]) -> Iterable[tuple[RenderableType, RenderableType]]:
    """What became of everything that was submitted: counted, what was set aside by name unless a finding names it, all
    of it where asked for.
    """
    if ledger is None:
        return
    undecided = f" ({named_first(ledger.undecided)})" if ledger.undecided else ""
    yield "Chart", Text(f"{ledger.words}{undecided}" if undecided and not ledger.set_aside else ledger.words)
    if undecided and ledger.set_aside:
        yield "", Text(f"not decided: {named_first(ledger.undecided)}")
    named = {evidence.reference for finding in findings for evidence in finding.evidence}
    aside = [one for one in ledger.set_aside if not named & {one.reference, one.expression}]
    for one in aside[:MOST_NAMED]:
        yield "", Text(f"set aside: {name_text(one.reference)}, {reason_words(one.reason)}")
    if len(aside) > MOST_NAMED:
        yield "", Text(f"and {len(aside) - MOST_NAMED} more")
    for account in ledger.listed:
        said = f", {reason_words(account.reason)}" if account.reason else ""
        yield "", Text(f"{account.fate.value}: {name_text(account.reference)}{said}", style=_CODE)


def _tag(verdict: Verdict) -> Text:
    return Text(finding_name(verdict).upper(), style=verdict_style(verdict))


def verdict_style(verdict: Verdict) -> str:
    """The terminal style of a verdict."""
    match verdict:
        case Verdict.ERROR:
            return "bold red"
        case Verdict.UNDETERMINED:
            return "bold magenta"
        case Verdict.WARNING:
            return "bold yellow"
        case Verdict.ACCEPT:
            return "bold green"
        case Verdict.NOT_ASSESSED:
            return "bold"
