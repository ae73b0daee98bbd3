"""The report for people: verdict, doses, findings with what shows them, and the label they rest on; worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from validator.finding import Finding, Issue
from validator.label.model import Indication
from validator.quantity import plain
from validator.report.diagnostics import added_detail, confidence_remark, evidence_line
from validator.report.ledger import Ledger, reason_words
from validator.report.model import Dose, LabelUsed, OrderReport, Report
from validator.report.plain_text import plain_text
from validator.verdict import Severity, Verdict

_CODE = "dim"
_NAME_WIDTH = 13
_MOST_NAMED = 5


def report_text(report: Report, *, color: bool = False, width: int = 80) -> str:
    """The report in lines of at most `width` columns, with terminal colours only where asked for.

    Orders and their findings stand with the worst first, issues that kept something from being read before all.
    """
    orders = sorted(report.orders, key=lambda order: order.verdict.rank)
    parts: list[RenderableType] = []
    if unread := [*report.unread]:
        parts += [_issues("Not everything could be read", unread), Rule(style=_CODE)]
    if len(orders) > 1:
        parts += [_summary(orders), Rule(style=_CODE)]
    for order in orders:
        if order.verdict is not Verdict.NOT_ASSESSED:
            parts += [_order(order), Rule(style=_CODE)]
    if unjudged := [order for order in orders if order.verdict is Verdict.NOT_ASSESSED]:
        parts += [_unjudged(unjudged), Rule(style=_CODE)]
    if not orders:
        parts += [Text("No medication order was found in what was submitted: nothing was judged."), Rule(style=_CODE)]
    if notes := [issue for issue in report.issues if issue not in unread]:
        parts += [_issues("About what was submitted", notes), Rule(style=_CODE)]
    return drawn(Group(*parts[:-1]), color=color, width=width)


def drawn(content: RenderableType, *, color: bool, width: int) -> str:
    """What rich draws, as text without blanks at line ends. Markup in the text is never read as markup."""
    buffer = StringIO()
    console = Console(
        file=buffer,
        width=width,
        height=25,
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    console.print(content)
    return "".join(f"{line.rstrip()}\n" for line in buffer.getvalue().splitlines())


def lines(
    rows: Iterable[tuple[RenderableType, RenderableType]], *, indent: int = 0, name_width: int = _NAME_WIDTH
) -> RenderableType:
    """Rows of a name and what belongs to it, each part wrapped under itself."""
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=name_width)
    table.add_column(overflow="fold")
    for name, value in rows:
        table.add_row(name, value)
    return Padding(table, (0, 0, 0, indent))


def _summary(orders: list[OrderReport]) -> Text:
    counts = Counter(order.verdict for order in orders)
    words = ", ".join(f"{counts[verdict]} {verdict.value}" for verdict in Verdict if counts[verdict])
    return Text(f"{len(orders)} orders: {words}", style="bold")


def _unjudged(orders: list[OrderReport]) -> RenderableType:
    # A chart can hold hundreds of orders for other drugs: each has a line, not a page.
    head = Text.assemble((_word(Verdict.NOT_ASSESSED), _style(Verdict.NOT_ASSESSED)), "  ")
    head.append("The order was not judged." if len(orders) == 1 else f"{len(orders)} orders were not judged.", "bold")
    by_reason: dict[str, list[str]] = {}
    for order in orders:
        reason = " ".join(plain_text(finding.message) for finding in order.findings) or "Nothing was said about it."
        shown = (evidence_line(evidence) for finding in order.findings for evidence in finding.evidence)
        by_reason.setdefault(reason, []).append(next(shown, plain_text(order.order)))
    parts: list[RenderableType] = [head]
    for reason, named in by_reason.items():
        parts += [Text(), Padding(Text(reason), (0, 0, 0, 2)), *(Padding(Text(one), (0, 0, 0, 4)) for one in named)]
    return Group(*parts)


def _order(order: OrderReport) -> RenderableType:
    head = Text.assemble(
        (_word(order.verdict), _style(order.verdict)), "  ", (_sentence(order.verdict), "bold"), ("\n", "")
    )
    head.append(plain_text(order.order), style=_CODE)
    parts: list[RenderableType] = [head, Text()]
    if doses := [*_doses(order)]:
        parts += [lines(doses, indent=2), Text()]
    for finding in sorted(order.findings, key=lambda finding: finding.verdict.rank):
        parts += [_finding(finding), Text()]
    parts.append(lines((*_label(order), *_ledger(order.ledger)), indent=2))
    return Group(*parts)


def _doses(order: OrderReport) -> Iterable[tuple[RenderableType, RenderableType]]:
    if order.indication is not None:
        yield "For", Text(_indication_name(order.indication, order.label))
    if order.ordered is not None:
        yield "Ordered", Text(_dose(order.ordered), style="bold")
    if order.expected is not None:
        yield "Expected", Text(_dose(order.expected), style="bold")
        for step in order.expected.because:
            yield "", Text(plain_text(step))


def _indication_name(indication: str, label: LabelUsed | None) -> str:
    # The report carries the short id of the indication; people read the name the label data gives it.
    if label is not None and label.label is not None:
        statement = label.label.statement(indication)
        if isinstance(statement, Indication):
            return statement.name
    return plain_text(indication)


def _dose(dose: Dose) -> str:
    schedule = plain_text(dose.schedule)
    if dose.daily_mg is None:
        return schedule
    once_daily = f"{plain(dose.daily_mg)} mg once daily"
    return schedule if schedule == once_daily else f"{schedule} (on average {plain(dose.daily_mg)} mg a day)"


def _finding(finding: Finding) -> RenderableType:
    rows: list[tuple[RenderableType, RenderableType]] = [
        (Text(_tag(finding.verdict), style=_style(finding.verdict)), Text(plain_text(finding.message)))
    ]
    if detail := added_detail(finding):
        rows.append(("", Text(detail)))
    for position, evidence in enumerate(finding.evidence):
        rows.append(("  shown by" if position == 0 else "", Text(evidence_line(evidence))))
    for position, missing in enumerate(finding.missing):
        rows.append(("  needed" if position == 0 else "", Text(plain_text(missing))))
    section = f"section {plain_text(finding.section)} of the label" if finding.section else ""
    rows.append(("", Text.assemble(section, "  " if section else "", (finding.code, _CODE))))
    if remark := confidence_remark(finding.confidence):
        rows.append(("", Text(remark, style="italic")))
    return lines(rows, indent=2)


def _label(order: OrderReport) -> Iterable[tuple[RenderableType, RenderableType]]:
    if order.label is None:
        yield "Label", Text("none was used")
        return
    revision = f"{plain_text(order.label.product)}, revision of {order.label.revision.isoformat()}"
    yield "Label", Text(revision + (f", in force on {order.as_of.isoformat()}" if order.as_of else ""))
    yield "", Text(f"set id {plain_text(order.label.set_id)}", style=_CODE)


def _ledger(ledger: Ledger | None) -> Iterable[tuple[RenderableType, RenderableType]]:
    """What became of everything that was submitted: counted, what was set aside by name, all of it where asked for."""
    if ledger is None:
        return
    yield "Chart", Text(ledger.words)
    for one in ledger.set_aside[:_MOST_NAMED]:
        yield "", Text(f"set aside: {plain_text(one.reference)}, {reason_words(one.reason)}")
    if len(ledger.set_aside) > _MOST_NAMED:
        yield "", Text(f"and {len(ledger.set_aside) - _MOST_NAMED} more")
    for account in ledger.listed:
        said = f", {reason_words(account.reason)}" if account.reason else ""
        yield "", Text(f"{account.fate.value}: {plain_text(account.reference)}{said}", style=_CODE)


def _issues(title: str, issues: list[Issue]) -> RenderableType:
    rows: list[tuple[RenderableType, RenderableType]] = []
    for issue in sorted(issues, key=lambda issue: [*Severity].index(issue.severity)):
        rows.append(
            (Text(issue.severity.value.upper(), style=_severity_style(issue.severity)), Text(plain_text(issue.message)))
        )
        if issue.detail:
            rows.append(("", Text(plain_text(issue.detail))))
        rows.append(("", Text.assemble(*(f"{plain_text(path)}  " for path in issue.expression), (issue.code, _CODE))))
    return Group(Text(title, style="bold"), lines(rows, indent=2))


def _word(verdict: Verdict) -> str:
    return verdict.value.replace("-", " ").upper()


def _tag(verdict: Verdict) -> str:
    # One finding does not accept an order, so what raises no objection is a note.
    return "NOTE" if verdict in (Verdict.ACCEPT, Verdict.NOT_ASSESSED) else _word(verdict)


def _sentence(verdict: Verdict) -> str:
    match verdict:
        case Verdict.ERROR:
            return "The order conflicts with the label."
        case Verdict.UNDETERMINED:
            return "The label cannot be applied: a question is open."
        case Verdict.WARNING:
            return "The label allows the order, with a caution."
        case Verdict.ACCEPT:
            return "The order agrees with the label."
        case Verdict.NOT_ASSESSED:
            return "The order was not judged."


def _style(verdict: Verdict) -> str:
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


def _severity_style(severity: Severity) -> str:
    match severity:
        case Severity.FATAL | Severity.ERROR:
            return "bold red"
        case Severity.WARNING:
            return "bold yellow"
        case Severity.INFORMATION:
            return "bold"
