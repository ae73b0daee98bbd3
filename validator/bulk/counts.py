"""What a run counted, so that people can see that nothing was left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from validator.bulk.row import Row
from validator.finding import FINDING_CODES, Issue, IssueType
from validator.report.exit_code import keeps_from_checking
from validator.verdict import Severity


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number and what there are so many of: `1 order`, `2 orders`."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def _is_fault(code: str) -> bool:
    # Findings that label data name themselves have codes of their own, and are no faults.
    known = FINDING_CODES.get(code)
    return known is not None and known.issue_type is IssueType.EXCEPTION


_QUIET = frozenset({"accept", "not-assessed"})


@dataclass(slots=True)
class Counts:
    """What a run counted. `lines` is the sum of `kept` (in somebody's chart), `bad` and `skipped`; `bytes` are those
    of the files unpacked; `orders` is the sum of `verdicts`. `unchecked` are orders, and issues of their
    charts, that say that something was not read or not checked."""

    files: int = 0
    bytes: int = 0
    lines: int = 0
    kept: int = 0
    bad: int = 0
    patients: int = 0
    orders: int = 0
    deleted: int = 0
    missing: int = 0
    unchecked: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    indications: Counter[str] = field(default_factory=Counter)
    sites: Counter[str] = field(default_factory=Counter)

    @property
    def skipped(self) -> int:
        """Lines that hold nothing of a found patient: none of them was read further."""
        return self.lines - self.kept - self.bad

    def add(self, row: Row) -> None:
        """Counts a row."""
        self.orders += 1
        self.verdicts[row["verdict"]] += 1
        self.findings.update({one["code"] for one in row["findings"] if one["verdict"] not in _QUIET})
        self.unchecked += any(_is_fault(one["code"]) for one in row["findings"])
        self.indications[row["indication"] or "not told"] += 1
        self.sites[row["site"] or "not told"] += 1

    def hear(self, issue: Row) -> None:
        """Counts an issue of a chart; files and lines that could not be read have counts of their own."""
        said = Issue(issue["code"], Severity(issue["severity"]), issue["message"])
        self.unchecked += keeps_from_checking(said)

    def as_json(self) -> dict[str, Any]:
        """All counts, with what was skipped."""
        told = {name: getattr(self, name) for name in self.__slots__}
        sorted_ones = {name: dict(sorted(one.items())) for name, one in told.items() if isinstance(one, Counter)}
        return told | sorted_ones | {"skipped": self.skipped}
