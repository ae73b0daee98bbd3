"""The day up to which words say that a drug is taken: "itraconazole thru 12/1", "Paxlovid 11/18-11/23".

CLARIFICATIONS A321."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from validator.instant import PartialDate
from validator.regex import regex

_DAY = r"\d{1,2}/\d{1,2}(?:/(?:20)?\d\d)?"
_UP_TO = regex(
    r"\s*(?:(?:xr|er|sr|cr|dr|la)\s+)?(?:\d+(?:[.,]\d+)?\s*(?:mg|g)?\s*)?(?:(?:thru|through|until|till)\s+"
    rf"|(?:from\s+)?{_DAY}\s*(?:[-\u2013]|to\s|thru\s|through\s|until\s|till\s)\s*)"
    r"(?P<month>\d{1,2})/(?P<day>\d{1,2})(?:/(?P<year>(?:20)?\d\d))?(?![\d/])"
)
"""Behind a name: the day up to which it is taken, which tells more where it is not over at the order."""
_LONGEST_COURSE_DAYS = 183
"""A day without a year is ahead where it is so near; a choice of this project."""


def goes_on_up_to(words: str, end: int, on: PartialDate | None) -> bool:
    """Whether words behind a name that ends at `end` tell a course that is not over on a day; False: none is told."""
    told = _UP_TO.match(words, end)
    if told is None or on is None:
        return False
    year = int(told["year"] or on.first.year) % 100 + 2000
    days: list[int] = []
    for one in (year,) if told["year"] else (year, year + 1):
        with suppress(ValueError):
            days.append((date(one, int(told["month"]), int(told["day"])) - on.first).days)
    return any(day >= 0 for day in days) if told["year"] else any(0 <= day <= _LONGEST_COURSE_DAYS for day in days)
