"""How a run goes on, for whoever waits: a bar with rate and time left on a terminal, a line a stage elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from validator.bulk.counts import counted
from validator.bulk.run import Watcher
from validator.screen import say

if TYPE_CHECKING:
    from rich.progress import TaskID

_JUDGING = "Judging"
"""The stage that counts groups of patients; all others count bytes."""
_A_LINE_EVERY = 30.0
"""Seconds between two lines about one stage."""


@contextmanager
def progress(*, is_terminal: bool) -> Iterator[Watcher]:
    """Gives what a run tells how it goes on; all of it goes to stderr."""
    if not is_terminal:
        yield _Lines().told
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    bar = Progress(
        TextColumn("{task.description:28}"), BarColumn(), DownloadColumn(), TransferSpeedColumn(),
        TimeRemainingColumn(), console=Console(stderr=True),
    )  # fmt: skip
    stages: dict[str, TaskID] = {}

    def told(stage: str, done: int, total: int) -> None:
        # Groups of patients are shown as bytes would be: a megabyte each.
        of_each = 1_000_000 if stage == _JUDGING else 1
        if stage not in stages:
            stages[stage] = bar.add_task(stage, total=total * of_each)
        bar.update(stages[stage], completed=done * of_each, total=total * of_each)

    with bar:
        yield told


class _Lines:
    """A line when a stage begins and ends, and now and then between."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}
        self._last = 0.0

    def told(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        began = self._since.setdefault(stage, now)
        if done < total and (done == 0 or now - self._last < _A_LINE_EVERY):
            return
        self._last = now
        took = max(now - began, 0.001)
        if stage == _JUDGING:
            say(f"{stage}: {done} of {counted(total, 'group')}, {took:.1f} s")
        else:
            rate = done / took / 1e6
            say(f"{stage}: {_size(done)} of {_size(total)}, {took:.1f} s, {rate:.0f} MB/s")


def _size(count: int) -> str:
    return f"{count / 1e9:.2f} GB" if count >= 1e9 else f"{count / 1e6:.1f} MB"
