"""The days from and up to which words say that a drug is taken: "itraconazole thru 12/1", "Paxlovid 11/18-11/23".

CLARIFICATIONS A321, A521."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, timedelta

from validator.chart.words.written_date import MONTHS
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


_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_A_DATE = (
    r"(?:(?P<{n}y4>(?:19|20)\d\d)-(?P<{n}mi>\d\d)(?:-(?P<{n}di>\d\d))?"
    r"|(?P<{n}a>\d{{1,2}})(?P<{n}s>[/.])(?P<{n}b>\d{{1,2}})(?:(?P={n}s)(?P<{n}y>(?:19|20)?\d\d)|\.(?!\d))?"
    r"|(?P<{n}am>\d{{1,2}})/(?P<{n}ay>(?:19|20)\d\d)"
    r"|(?P<{n}w>"
    + _MONTH.replace("{", "{{").replace("}", "}}")
    + r")(?:\s*(?P<{n}wd>\d{{1,2}})(?:st|nd|rd|th)?(?!\d))?"
    r"(?:,?\s*'?(?P<{n}wy>(?:19|20)\d\d))?"
    r"|(?P<{n}dd>\d{{1,2}})\.?\s*(?P<{n}dw>" + _MONTH + r")(?:\s*(?P<{n}dy>(?:19|20)\d\d))?"
    r"|(?P<{n}year>(?:19|20)\d\d))(?![\d/])"
)
"""A date as courses have it; a bare number behind a span is a day of the month before it."""
_TO = r"\s*(?:-{1,2}>?|\u2013|\u2014|\u2192|\.\.+|to|thru|through|until|till|bis|au|al|a|hasta|und)\s*"
_SPAN = regex(
    rf"(?<![\w/.]){_A_DATE.format(n='f')}{_TO}(?:(?:zum|den)\s+)?(?:{_A_DATE.format(n='t')}|(?P<only>\d{{1,2}})(?![\w/.]))"
)
_UNTIL = regex(
    rf"\b(?:until|till|thru|through|bis|hasta|jusqu'au|ended|last\s+dose)\s+(?:the\s+)?{_A_DATE.format(n='t')}"
)
_IN = regex(rf"\b(?:in|back\s+in|(?:in\s+)?(?:early|late|mid)[\s-])\s*{_A_DATE.format(n='t')}")
_DATED = regex(rf"(?<![\w/.]){_A_DATE.format(n='t')}")
_IS_OPEN = regex(
    r"\b(?:since|from|present|current|ongoing|now|date|continues?|seit|depuis|desde|started?|begun|as\s+of)\b"
)
_NOT_YET_OVER_DAYS = 2
"""So many days after its end (inclusive) a drug is over, and before that it has just ended: READINGS 5."""
_OLD_DAYS = 365
"""A single date of more days ago (exclusive) dates what is over; a choice of this project, as for answers and lines."""


def was_over(before: str, behind: str, on: PartialDate | None) -> bool:
    """Whether the dates around a name tell a course that ended before it could matter on a day: a span or an end that
    lies before it, a month that is past, or one date of more than a year ago. What no date tells is not over."""
    if on is None:
        return False
    for words in (behind, before.rpartition(",")[2]):
        if (span := _SPAN.search(words)) is not None:
            last = _end_of_span(span, on)
            return last is not None and (on.first - last).days >= _NOT_YET_OVER_DAYS
        if _IS_OPEN.search(words) is not None:
            return False
        if (told := _UNTIL.search(words)) is not None or (told := _IN.search(words)) is not None:
            last = _last_day(told, "t", on)
            return last is not None and (on.first - last).days >= _NOT_YET_OVER_DAYS
        if (told := _DATED.search(words)) is not None:
            last = _last_day(told, "t", on)
            return last is not None and (on.first - last).days > _OLD_DAYS
    return False


def _end_of_span(span: re.Match[str], on: PartialDate) -> date | None:
    if span["only"] is None:
        return _last_day(span, "t", on)
    first = _last_day(span, "f", on)
    with suppress(ValueError):
        return None if first is None else first.replace(day=int(span["only"]))
    return None


def _last_day(found: re.Match[str], n: str, on: PartialDate) -> date | None:
    """The last day of a date; one without a year is the nearest to a day. None: it is no day of the calendar."""
    month: int | None
    day: int | None
    if found[f"{n}y4"]:
        year, month, day = found[f"{n}y4"], int(found[f"{n}mi"]), int(found[f"{n}di"] or 0)
    elif found[f"{n}ay"]:
        year, month, day = found[f"{n}ay"], int(found[f"{n}am"]), 0
    elif found[f"{n}a"]:
        year, month, day = found[f"{n}y"], int(found[f"{n}a"]), int(found[f"{n}b"])
        if found[f"{n}s"] == "." or month > 12:
            month, day = day, month
    elif found[f"{n}w"]:
        year, month, day = found[f"{n}wy"], MONTHS.index(found[f"{n}w"][:3]) + 1, int(found[f"{n}wd"] or 0)
    elif found[f"{n}dw"]:
        year, month, day = found[f"{n}dy"], MONTHS.index(found[f"{n}dw"][:3]) + 1, int(found[f"{n}dd"])
    else:
        year, month, day = found[f"{n}year"], 12, 31
    years = (
        [int(year) % 100 + 2000 if len(year) < 4 else int(year)]
        if year
        else [on.first.year + one for one in (-1, 0, 1)]
    )
    days: list[date] = []
    for one in years:
        with suppress(ValueError):
            days.append(date(one, month, day) if day else _end_of_month(one, month))
    return min(days, key=lambda told: abs((told - on.first).days), default=None)


def _end_of_month(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
