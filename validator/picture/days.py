"""The axis of days that pictures over time share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from validator.frozen import Frozen
from validator.instant import PartialDate
from validator.picture.drawing import WIDTH, label, line
from validator.picture.markup import Markup

_SHORTEST = 28
"""Days that an axis covers at least, so that one day is not as wide as the picture."""
_MOST_MARKS = 6
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240)


class Days(Frozen):
    """Days from `first` to `last`, both inclusive, between two places across."""

    first: date
    last: date
    left: float
    right: float

    @classmethod
    def over(cls, days: Iterable[date], *, left: float = 44, right: float = WIDTH - 24) -> Days:
        """An axis that holds all of these days (one at least) with a little room around them."""
        found = sorted(days)
        first, last = found[0], found[-1]
        room = timedelta(days=max((last - first).days // 20, (_SHORTEST - (last - first).days) // 2, 2))
        return cls(_moved(first, -room), _moved(last, room), left, right)

    def at(self, day: date) -> float:
        """Where a day stands; one beyond either end stands there."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)

    def span(self, when: PartialDate) -> tuple[float, float]:
        """Where the first and the last day that are meant stand."""
        return self.at(when.first), self.at(when.last)

    def axis(self, top: float, bottom: float) -> Iterator[Markup]:
        """Marks of months or years, and their names."""
        months = list(_months(self.first, self.last))
        step = next((one for one in _STEPS if sum(_is_mark(day, one) for day in months) <= _MOST_MARKS), _STEPS[-1])
        for day in months:
            if _is_mark(day, step):
                words = str(day.year) if step >= 12 else f"{_MONTHS[day.month - 1]} {day.year}"
                yield line(self.at(day), top, self.at(day), bottom, "grid")
                yield label(words, self.at(day), bottom + 16, anchor="middle", kind="mark")


def _months(first: date, last: date) -> Iterator[date]:
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        day = date(year, month, 1)
        if day >= first:
            yield day
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _is_mark(day: date, step: int) -> bool:
    return (day.year * 12 + day.month - 1) % step == 0


def _moved(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return day
