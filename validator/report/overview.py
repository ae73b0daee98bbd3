"""Many orders at a glance: one line for each, and one table for many charts, the worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from validator.fhir.submission import NOTHING_TO_CHECK
from validator.finding import Issue
from validator.frozen import Frozen
from validator.report.card_to_do import standing
from validator.report.criterion import Criteria
from validator.report.exit_code import keeps_from_checking
from validator.report.finding_words import is_note, message_of, together
from validator.report.layout import drawn, lines
from validator.report.model import OrderReport, Report
from validator.report.next_step import next_step
from validator.report.plain_text import name_text, plain_text
from validator.report.submission_text import named_first
from validator.report.text import verdict_style, worst_first
from validator.report.verdict_words import verdict_name
from validator.rules.submission import SUBJECT_OPEN
from validator.verdict import Severity, Verdict

_AMISS = frozenset({Severity.FATAL, Severity.ERROR})


class _Fate(StrEnum):
    """What became of something that is no order: the first word of its line where lines are data."""

    UNREAD = "not-read"
    UNUSED = "not-used"
    EMPTY = "empty"


class OverviewLine(Frozen):
    """One order, or one thing that kept something from being checked (`verdict` None): what is wrong, and what to do.

    `code` is that of the finding or issue that `says` it; `fate` what became of what is no order.
    """

    verdict: Verdict | None
    order: str
    code: str
    says: str
    to_do: str = ""
    fate: _Fate | None = None

    @property
    def value(self) -> str:
        """The first word of the line as data: the verdict, else what became of what is no order."""
        return str(self.verdict or self.fate)

    @property
    def word(self) -> str:
        """The same as it is written at the head of a line."""
        return verdict_name(self.verdict).upper() if self.verdict else self.value.replace("-", " ").upper()


_OF_CHARTS = {
    _Fate.UNREAD: "could not be read whole",
    _Fate.UNUSED: "held something that was not used",
    _Fate.EMPTY: "held nothing to check",
}


def lines_of(report: Report, criteria: Criteria) -> list[OverviewLine]:
    """What could not be read or used, then the orders, the worst first; never empty, as that there is none is said."""
    issues = [one for one in report.issues if one.severity in _AMISS or keeps_from_checking(one)]
    # That nothing was checked needs no line beside the one that says why.
    told = [one for one in issues if one.code != NOTHING_TO_CHECK] or issues
    says = dict.fromkeys((_fate(one), one.code, f"{plain_text(one.message)} {plain_text(one.detail)}") for one in told)
    found = [OverviewLine(None, "", code, said.strip(), fate=fate) for fate, code, said in says]
    found += [_line(order, criteria) for order in worst_first(report)]
    return found or [OverviewLine(Verdict.NOT_ASSESSED, "", "", "No medication order was found: nothing was judged.")]


def report_lines(report: Report, criteria: Criteria) -> list[str]:
    """The lines, with a tab between verdict, order, code, what is wrong and what to do; none holds a tab itself."""
    return [
        "\t".join((line.value, line.order, line.code, line.says, line.to_do)) for line in lines_of(report, criteria)
    ]


def charts_table(charts: Sequence[tuple[str, Sequence[OverviewLine]]], *, color: bool = False, width: int = 80) -> str:
    """One table of many charts, each with its name and its lines, the worst first; orders of other drugs are counted,
    charts without any order named below."""
    rows = [(name, line) for name, told in charts for line in told if line.verdict is not Verdict.NOT_ASSESSED]
    rows.sort(key=lambda row: -1 if row[1].verdict is None else row[1].verdict.rank)
    several = {name for name, told in charts if sum(line.verdict is not Verdict.NOT_ASSESSED for line in told) > 1}
    cells: list[tuple[RenderableType, RenderableType]] = []
    for name, line in rows:
        style = "bold red" if line.verdict is None else verdict_style(line.verdict)
        chart = f"{name}  {name_text(line.order)}" if name in several and line.order else name
        cells.append((Text(line.word, style=style), Text(plain_text(chart), style="bold")))
        # An order that agrees needs no more words than that.
        if line.verdict is not Verdict.ACCEPT:
            says = line.says.replace(f" File {plain_text(name)}.", "").replace(f" {plain_text(name)}: ", " ")
            cells.append(("", Text(f"{says} {line.to_do}".strip())))
    parts: list[RenderableType] = [lines(cells), Rule(style="dim")] if rows else []
    return drawn(Group(*parts, Text(_count(charts), style="bold")), color=color, width=width)


def _count(charts: Sequence[tuple[str, Sequence[OverviewLine]]]) -> str:
    counts = Counter(line.verdict for _, lines in charts for line in lines if line.order)
    fates = Counter(fate for _, lines in charts for fate in {line.fate for line in lines if line.fate})
    orderless = [name for name, lines in charts if all(line.verdict and not line.order for line in lines)]
    orders = counts.total()
    words = [f"{counts[verdict]} {verdict.value}" for verdict in Verdict if counts[verdict]]
    told = f"{len(charts)} {'chart' if len(charts) == 1 else 'charts'}, {orders} {'order' if orders == 1 else 'orders'}"
    said = f"{told}: {', '.join(words)}" if words else told
    for fate, what in _OF_CHARTS.items():
        if fates[fate]:
            said = f"{said}; {fates[fate]} {what}"
    return f"{said}; {len(orderless)} without a medication order: {named_first(orderless)}" if orderless else said


def _fate(issue: Issue) -> _Fate:
    if issue.code == NOTHING_TO_CHECK:
        return _Fate.EMPTY
    return _Fate.UNREAD if keeps_from_checking(issue) and issue.code != SUBJECT_OPEN else _Fate.UNUSED


def _line(order: OrderReport, criteria: Criteria) -> OverviewLine:
    name, step = plain_text(order.order), next_step(order, criteria)
    worst = sorted((finding for finding in order.findings if finding.verdict is order.verdict), key=standing)
    if not worst:
        return OverviewLine(order.verdict, name, "", "Nothing was said about it.", step)
    # The closing statement, which is the answer to an order that agrees, is the last of its verdict.
    first = worst[-1] if order.verdict is Verdict.ACCEPT else worst[0]
    more = sum(not is_note(group[0]) for group in together(order.findings)) - 1
    said = message_of(first, order, criteria) + (f" (+{more} more)" if more > 0 else "")
    return OverviewLine(order.verdict, name, first.code, said, step)
