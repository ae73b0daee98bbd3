"""What a committee asks of many orders at once: how many of each, by month and site, and the worst one by one."""

from __future__ import annotations

import heapq
import re
from collections import Counter
from dataclasses import dataclass, field

from validator.bulk.row import Row
from validator.report.card_said import KINDS
from validator.verdict import Verdict

NOT_TOLD = "not told"
MOST_LISTED = 2_000
"""Orders that a page lists one by one: the worst, and of those the newest."""
_PLACE = re.compile(r"\bBundle\.entry\[\d+\](?:\.\w+)*|\b([A-Z][A-Za-z]+)/[A-Za-z0-9.\-]+")
"""Where something stands in one chart, and one resource of it: what many charts lack has neither."""
_ANY = "an entry of the chart"
QUIET = frozenset({"accept", "not-assessed"})


@dataclass(slots=True)
class Tally:
    """Counts over rows. `months` and `sites` count by verdict too, `doses` by ordered and expected milligrams a day,
    `missing` by all that an undetermined order lacks."""

    orders: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    findings: Counter[tuple[str, str]] = field(default_factory=Counter)
    indications: Counter[tuple[str, str]] = field(default_factory=Counter)
    sites: Counter[tuple[str, str]] = field(default_factory=Counter)
    months: Counter[tuple[str, str]] = field(default_factory=Counter)
    missing: Counter[frozenset[str]] = field(default_factory=Counter)
    doses: Counter[tuple[str, str]] = field(default_factory=Counter)
    _worst: list[tuple[tuple[int, str, int], Row]] = field(default_factory=list)

    def add(self, row: Row) -> None:
        """Counts one row."""
        verdict = row["verdict"]
        self.orders += 1
        self.verdicts[verdict] += 1
        self.findings.update({(one["code"], one["verdict"]) for one in row["findings"] if one["verdict"] not in QUIET})
        self.indications[row["indication"] or NOT_TOLD, verdict] += 1
        self.sites[row["site"] or NOT_TOLD, verdict] += 1
        self.months[(row["authored"] or NOT_TOLD)[:7], verdict] += 1
        if verdict == "undetermined":
            self.missing[frozenset(nobodys(one) for found in row["findings"] for one in found["missing"])] += 1
        if verdict != "not-assessed":
            self.doses[_daily(row, "ordered"), _daily(row, "expected")] += 1
        # The number keeps rows apart that are alike in rank and day: rows themselves cannot be compared.
        rank = (-Verdict(verdict).rank, row["authored"] or "", -self.orders)
        push = heapq.heappush if len(self._worst) < MOST_LISTED else heapq.heappushpop
        push(self._worst, (rank, row))

    @property
    def listed(self) -> list[Row]:
        """The orders to be listed, worst first."""
        return [row for _, row in sorted(self._worst, key=lambda one: one[0], reverse=True)]


def nobodys(missing: str) -> str:
    """What is missing, as it is said of many charts: `a diagnosis, corrected or settled` of `Condition/x, ...`."""
    return _PLACE.sub(lambda found: KINDS.get(found[1] or "", _ANY), missing)


def _daily(row: Row, name: str) -> str:
    dose = row[name]
    return (dose["daily_mg"] if dose is not None else None) or NOT_TOLD
