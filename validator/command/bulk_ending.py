"""How a run of `labelcheck bulk` ends: its exit code, and the counts in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from validator.bulk.counts import Counts, counted
from validator.report.exit_code import NOT_CHECKED
from validator.verdict import Verdict


def exit_code_of(counts: Counts, fail_on: Verdict) -> int:
    """0: no order at or above `fail_on`; 1: some are; 3: something was not read or not checked, so that more may be."""
    if counts.bad or counts.missing or counts.unchecked:
        return NOT_CHECKED
    return int(any(counts.verdicts[one] for one in Verdict if one.rank <= fail_on.rank))


def ending_text(counts: Counts, code: int, issues: Path) -> str:
    """What was counted, and where the exit code is 3 why; without the name of any patient."""
    return "".join(f"{line}\n" for line in _lines(counts, code, issues))


def _lines(counts: Counts, code: int, issues: Path) -> Iterator[str]:
    verdicts = ", ".join(f"{counts.verdicts[one]} {one}" for one in Verdict if counts.verdicts[one]) or "none"
    yield f"{counted(counts.orders, 'order')} of {counted(counts.patients, 'patient')}: {verdicts}."
    yield (
        f"{counted(counts.lines, 'line')} read: {counts.kept} in their charts, {counts.bad} not readable,"
        f" {counts.skipped} of others."
    )
    if code != NOT_CHECKED:
        return
    yield "Exit code 3: not everything could be read or checked, so findings may be missing."
    if counts.missing:
        yield f"  {counted(counts.missing, 'file or list', 'files or lists')} did not come whole."
    if counts.bad:
        yield f"  {counted(counts.bad, 'line')} could not be read."
    if counts.unchecked:
        what = counted(counts.unchecked, "order or chart", "orders or charts")
        yield f"  {what} with something in them that was not read or not checked (unchecked)."
    yield f"Each is told with its file and line in {click.format_filename(issues)}, or in the row of its order."
