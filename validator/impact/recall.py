"""The charts of a recall put together: how many orders, which differ, and the statements they differ by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from validator.impact.judged_twice import Cause, Differing, PlacedIssue, TwiceJudged
from validator.impact.revisions import RevisionPair


@dataclass(frozen=True, slots=True)
class CauseGroup:
    """The orders that differ by the same statements; `inferred`: it rests on what nobody read in the label."""

    product: str
    ids: tuple[str, ...]
    inferred: bool
    cause: Cause
    orders: tuple[Differing, ...]


@dataclass(frozen=True, slots=True)
class Recall:
    """What a new revision means for the orders that were given. `judged` are those that are active."""

    pair: RevisionPair
    judged: int
    not_assessed: int
    groups: tuple[CauseGroup, ...]
    issues: tuple[PlacedIssue, ...]
    """What could not be read, each with its source."""
    unread: int
    """How many sources could not be read, or not whole."""

    @property
    def differing(self) -> int:
        """How many orders are answered otherwise."""
        return sum(len(group.orders) for group in self.groups)

    @property
    def exit_code(self) -> int:
        """0: no answer differs; 1: some do; 3: something could not be read, so that more may."""
        return 3 if self.unread else int(bool(self.groups))


def recall(pair: RevisionPair, charts: Iterable[TwiceJudged]) -> Recall:
    """Counts and groups; groups of read statements first, those with more orders before those with fewer."""
    judged = not_assessed = unread = 0
    issues: list[PlacedIssue] = []
    found: dict[tuple[bool, str, tuple[str, ...]], list[Differing]] = {}
    for chart in charts:
        judged, not_assessed = judged + chart.judged, not_assessed + chart.not_assessed
        unread += bool(chart.code) or not chart.readable
        issues += chart.issues
        for one in chart.differing:
            found.setdefault((one.cause.inferred, one.cause.product, one.cause.ids), []).append(one)
    groups = [
        CauseGroup(product, ids, inferred, orders[0].cause, tuple(orders))
        for (inferred, product, ids), orders in found.items()
    ]
    groups.sort(key=lambda group: (group.inferred, -len(group.orders), group.product, group.ids))
    return Recall(pair, judged, not_assessed, tuple(groups), tuple(dict.fromkeys(issues)), unread)
