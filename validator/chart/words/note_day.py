"""The day on which a note says a thing was or will be, as far from the day of the note as its words tell.

"11/12" names no year: of what came to pass it is the latest such day up to the note, of what is planned the next one.
CLARIFICATIONS A293.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from validator.chart.words.told_day import day_behind, days_ago_behind, goes_on_since
from validator.chart.words.written_date import MONTH, SPAN, WITH_YEAR, YEAR, date_with_year, days_of, month_of
from validator.instant import PartialDate
from validator.regex import regex

_DATE = regex(
    rf"(?<![\w/.])(?:{WITH_YEAR}"
    rf"|(?P<aword>{MONTH})\s+(?:(?P<awd>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)|'(?P<sy>\d\d)\b)"
    rf"|(?P<adw>\d{{1,2}})\s+(?P<adword>{MONTH})"
    r"|(?P<md>\d{1,2})/(?P<dd>\d{1,2})(?!\s*(?:tab|strength|pain|power|motor|of\b|bottle|dose|cycle|mm|beats))"
    r"|the\s+(?P<only>\d{1,2})(?:st|nd|rd|th)"
    rf"|(?<!since )(?P<year>{YEAR}))(?!\d|/\d|%|-\d+(?![\d/]))(?!\s*(?:h|hrs?|hours|mg|ml)\b)",
    re.IGNORECASE,
)
_MONTH_ALONE = regex(rf"\b(?:in|(?:in\s+)?(?:early|late|mid)[\s-])\s*(?P<word>{MONTH})(?!\s*'?\d)", re.IGNORECASE)
"""A month without its year or day: the latest one up to the note."""
_WITH_YEAR = ("iso", "y", "my", "wy", "sy", "dwy")
_NO_DATE = regex(r"(?:strength|pain|grade|gr|power|motor|score|stage|\bx|bp|#)\s*$", re.IGNORECASE)
_SECONDARY = frozenset({("2", "2"), ("1", "2"), ("1", "1")})
""""2/2" is "secondary to", "1/2" a half."""
_AGO = regex(
    rf"\b(?:(?:an?\s+)?{SPAN}\s+(?:ago|prior|back|post[-\s]?op\w*|s/p|status\s+post|out\s+from)\b|(?:pod"
    rf"|post[-\s]?op(?:erative)?\s+day)\s*#?\s*(?P<pod>\d{{1,2}})\b)",
    re.IGNORECASE,
)
_WEEKDAYS = (
    r"(?:mon(?:days?)?|tue(?:s(?:days?)?)?|wed(?:s|nes(?:days?)?)?|thu(?:rs?(?:days?)?)?|fri(?:days?)?"
    r"|sat(?:urdays?)?(?!\s*(?:of\s+|in\s+)?(?:[89]\d|100)\b(?![/-]))"
    r"|sun(?:days?)?(?![\s-]*(?:expos|light|screen|burn|damag|protect|sensitiv)))\b"
)
"""A day of the week and no other word that begins like it: a month, a saturation, the sun."""
_LATELY = (
    (regex(r"\b(?:today|tonight|this\s+(?:am|morning|afternoon|evening))\b", re.IGNORECASE), 0),
    (regex(r"\b(?:yesterday|last\s+night|overnight)\b", re.IGNORECASE), 1),
    (regex(rf"\b(?:this|last)\s+(?:(?:week|wk)(?:-?end)?s?\b|{_WEEKDAYS})", re.IGNORECASE), 7),
    (regex(r"\b(?:this|last)\s+month\b", re.IGNORECASE), 30),
    (regex(r"\blast\s+year\b", re.IGNORECASE), 365),
)
_AHEAD = regex(rf"\b(?:in|within)\s+(?:about\s+|~\s*)?{SPAN}\b", re.IGNORECASE)
_SOON = (
    (regex(r"\b(?:today|tonight|later\s+today|this\s+(?:am|afternoon))\b", re.IGNORECASE), 0),
    (regex(r"\btomorrow\b", re.IGNORECASE), 1),
    (
        regex(
            rf"\b(?:this\s+(?:week|month)\b|next\s+(?:(?:week|wk)(?:-?end)?s?\b|{_WEEKDAYS})|(?:on|this)\s+{_WEEKDAYS})",
            re.IGNORECASE,
        ),
        14,
    ),
    (regex(r"\bnext\s+month\b", re.IGNORECASE), 60),
)
_WEEKDAY = regex(
    r"[^,;]*?(?<!last )(?<!past )(?<!every )(?<!each )(?<!since )(?<!until )"
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thu(?:rs?)?|fri)\b(?!\s+(?:appt"
    r"|appointment|clinic|visit|labs?)\b)",
    re.IGNORECASE,
)
"""A day of the week in the first part of a statement: the next one, where nothing else dates it."""


def day_of_event(statement: str, end: int, written: PartialDate) -> PartialDate | None:
    """When something that came to pass was: the day that stands at it, else the newest one of its statement that is
    not after the note, and of what goes on the day of the note. None where none is told, and where the one that stands
    at it is after the note: it was added later, or the day is wrong."""
    if (day := day_behind(statement, end)) is not None:
        return day if day.first <= written.last else None
    if goes_on_since(statement, end):
        return written
    if (ago := days_ago_behind(statement, end)) is not None:
        return written.plus_days(-ago)
    told = [*_dates(statement, written, is_ahead=False), *_ago(statement, written), *_months(statement, written)]
    told = [day for day in told if day.first <= written.last]
    return max(told, key=lambda day: day.last, default=None)


def day_of_plan(statement: str, written: PartialDate) -> PartialDate | None:
    """When something that is planned will be: the first day of its statement from the day of the note on."""
    told = [*_dates(statement, written, is_ahead=True), *_in(statement, written)]
    return min((day for day in told if day.last >= written.first), key=lambda day: day.first, default=None)


def day_with_its_year(statement: str, until: PartialDate) -> PartialDate | None:
    """The newest date up to a day that a statement names with its year and no less than its month; None: none."""
    told: list[PartialDate] = []
    for found in _DATE.finditer(statement):
        try:
            day = _day(found, until.last, is_ahead=False) if any(map(found.group, _WITH_YEAR)) else None
        except ValueError:
            continue
        told += [day] if day is not None and day.first <= until.last else []
    return max(told, key=lambda day: day.last, default=None)


def names_a_date(statement: str) -> bool:
    """Whether a statement names a date of the calendar, whole or in part; "last week" is none."""
    return any(_NO_DATE.search(statement, 0, found.start()) is None for found in _DATE.finditer(statement))


def _dates(statement: str, written: PartialDate, *, is_ahead: bool) -> Iterator[PartialDate]:
    for found in _DATE.finditer(statement):
        if _NO_DATE.search(statement, 0, found.start()):
            continue
        try:
            day = _day(found, written.last, is_ahead=is_ahead)
        except ValueError:
            continue
        if day is not None:
            yield day


def _months(statement: str, written: PartialDate) -> Iterator[PartialDate]:
    for found in _MONTH_ALONE.finditer(statement):
        month = month_of(found["word"])
        yield PartialDate.parse(f"{written.last.year - (month > written.last.month)}-{month:02}")


def _day(found: re.Match[str], written: date, *, is_ahead: bool) -> PartialDate | None:
    if (whole := date_with_year(found)) is not None:
        return whole
    if found["sy"]:
        return PartialDate.parse(f"20{found['sy']}-{month_of(found['aword']):02}")
    if found["aword"]:
        return _without_year(month_of(found["aword"]), int(found["awd"]), written, is_ahead=is_ahead)
    if found["adword"]:
        return _without_year(month_of(found["adword"]), int(found["adw"]), written, is_ahead=is_ahead)
    if found["md"]:
        if (found["md"], found["dd"]) in _SECONDARY:
            return None
        return _without_year(int(found["md"]), int(found["dd"]), written, is_ahead=is_ahead)
    if found["only"]:
        return _of_month(int(found["only"]), written, is_ahead=is_ahead)
    return PartialDate.parse(found["year"])


def _without_year(month: int, day: int, written: date, *, is_ahead: bool) -> PartialDate:
    """The latest such day up to the note, or the first one from it on. Raises ValueError for no day of the calendar."""
    if month > 12:
        month, day = day, month
    this = date(written.year, month, day)
    if not is_ahead and this > written:
        if (month, day) == (written.month, written.year % 100):
            # "11/26" in November of 2026, ahead of which it would be as a day, is that month of that year.
            return PartialDate.parse(f"{written.year}-{month:02}")
        return PartialDate.on(date(written.year - 1, month, day))
    if is_ahead and this < written:
        return PartialDate.on(date(written.year + 1, month, day))
    return PartialDate.on(this)


def _of_month(day: int, written: date, *, is_ahead: bool) -> PartialDate:
    """ "The 10th": of this month, else of the one before or behind it."""
    step = -1 if not is_ahead else 1
    this = date(written.year, written.month, day)
    if (this > written and not is_ahead) or (this < written and is_ahead):
        month = written.month + step
        this = date(written.year + (month - 1) // 12, (month - 1) % 12 + 1, day)
    return PartialDate.on(this)


def _ago(statement: str, written: PartialDate) -> Iterator[PartialDate]:
    for found in _AGO.finditer(statement):
        yield written.plus_days(-(int(found["pod"]) if found["pod"] else days_of(found)))
    yield from (written.plus_days(-days) for words, days in _LATELY if words.search(statement))


def _in(statement: str, written: PartialDate) -> Iterator[PartialDate]:
    yield from (written.plus_days(days_of(found)) for found in _AHEAD.finditer(statement))
    soon = [days for words, days in _SOON if words.search(statement)]
    if not soon and _WEEKDAY.match(statement) is not None and not names_a_date(statement):
        soon = [7]
    for days in soon:
        yield PartialDate(written.first, written.last + timedelta(days=days), f"{written.text}+0..{days} d")
