"""Which revision was in force on the day an order was written."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date

from validator.instant import PartialDate
from validator.label.load import Labels
from validator.label.model import Label


def revision_in_force(labels: Labels, product: str, day: date) -> Label | None:
    """The newest revision that came into force on or before `day`; None before the first one."""
    days = labels.revision_dates(product)
    index = bisect_right(days, day)
    return labels.revision(product, days[index - 1]) if index else None


def revisions_in_force(labels: Labels, product: str, when: PartialDate) -> tuple[Label | None, ...]:
    """Every revision the partial date allows, oldest first; None for a time before the first revision."""
    days = labels.revision_dates(product)
    found = [revision_in_force(labels, product, when.first)]
    for day in days:
        if when.first < day <= when.last:
            found.append(revision_in_force(labels, product, day))
    return tuple(found)
