"""The counts of a run as tables for people, on a terminal or in a log."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from validator.bulk.tally import Tally
from validator.verdict import Verdict

if TYPE_CHECKING:
    from rich.console import Console

_MOST = 15


def summary_text(tally: Tally, *, color: bool, width: int) -> str:
    """Tables of findings, indications and sites by verdict; the sum of each verdict is said beside them."""
    from io import StringIO

    from rich.console import Console

    written = StringIO()
    console = Console(file=written, force_terminal=color, no_color=not color, width=width, highlight=False)
    for title, counted in (("Finding", tally.findings), ("Indication", tally.indications), ("Site", tally.sites)):
        _table(console, title, counted)
    return written.getvalue()


def _table(console: Console, title: str, counted: Counter[tuple[str, str]]) -> None:
    from rich import box
    from rich.table import Table

    if not counted:
        return
    sums: Counter[str] = Counter()
    for (name, _), many in counted.items():
        sums[name] += many
    met = [one for one in Verdict if any(verdict == one for _, verdict in counted)]
    table = Table(box=box.SIMPLE)
    table.add_column(title, no_wrap=True)
    for one in ("orders", *met):
        table.add_column(one, justify="right", min_width=len(one))
    for name, many in sums.most_common(_MOST):
        table.add_row(name, str(many), *(str(counted[name, one.value] or "") for one in met))
    if len(sums) > _MOST:
        table.add_row(f"{len(sums) - _MOST} more", "")
    console.print(table)
