"""Which revision was in force on the day an order was written."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from pathlib import Path

from validator.instant import PartialDate
from validator.label.load import load_label, revision_dates
from validator.label.model import Label


def revision_in_force(product: str, day: date, root: Path | None = None) -> Label | None:
    """The newest revision that came into force on or before `day`; None before the first one."""
    days = revision_dates(product, root)
    index = bisect_right(days, day)
    return load_label(product, days[index - 1], root) if index else None


def revisions_in_force(product: str, when: PartialDate, root: Path | None = None) -> tuple[Label | None, ...]:
    """Every revision the partial date allows, oldest first; None for a time before the first revision."""
    days = revision_dates(product, root)
    starts = (when.first, *(day for day in days if when.first < day <= when.last))
    return tuple(revision_in_force(product, day, root) for day in starts)
