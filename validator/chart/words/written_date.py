"""A date as people write it in words, with its year, and a span of days: one grammar for names and for notes.

"10/13/2012" and "10-13-2012" are read with the month first; where that is no month, the day is first. CLARIFICATIONS
A293, A535.
"""

from __future__ import annotations

import re
from datetime import date

from validator.instant import PartialDate

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
YEAR = r"(?:19|20)\d\d"
WITH_YEAR = (
    rf"(?P<iso>{YEAR}-\d\d(?:-\d\d)?)|(?P<m>\d{{1,2}})[/-](?P<d>\d{{1,2}})[/-](?P<y>(?:19|20)?\d\d)"
    rf"|(?P<mm>\d{{1,2}})/(?P<my>{YEAR})"
    rf"|(?P<word>{MONTH})\s+(?:(?P<wd>\d{{1,2}})(?:st|nd|rd|th)?,?\s+)?(?P<wy>{YEAR})"
    rf"|(?P<dw>\d{{1,2}})\s+(?P<dword>{MONTH})\s+(?P<dwy>{YEAR})"
)
"""A date with its year and no less than its month, for a pattern that goes on with what may stand behind it."""
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "couple": 2, "few": 3}
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
SPAN = (
    r"(?P<n>\d{1,3}|an?|one|two|three|four|five|six|couple|few)\s*(?:of\s+)?"
    r"(?P<unit>d(?:ays?)?|w(?:ee)?ks?|months?|mos?|y(?:ea)?rs?)"
)


def date_with_year(found: re.Match[str]) -> PartialDate | None:
    """The date of what WITH_YEAR found; None where something else was. Raises ValueError for no day of the calendar."""
    if found["iso"]:
        return PartialDate.parse(found["iso"])
    if found["y"]:
        year = int(found["y"]) if len(found["y"]) == 4 else 2000 + int(found["y"])
        return _exact(year, int(found["m"]), int(found["d"]))
    if found["my"]:
        return PartialDate.parse(f"{found['my']}-{int(found['mm']):02}")
    if found["dwy"]:
        return _exact(int(found["dwy"]), month_of(found["dword"]), int(found["dw"]))
    if not found["wy"]:
        return None
    if found["wd"]:
        return _exact(int(found["wy"]), month_of(found["word"]), int(found["wd"]))
    return PartialDate.parse(f"{found['wy']}-{month_of(found['word']):02}")


def month_of(word: str) -> int:
    """The number of a month that MONTH found."""
    return MONTHS.index(word[:3].lower()) + 1


def days_of(found: re.Match[str]) -> int:
    """How many days the span is that SPAN found."""
    return (_NUMBERS.get(found["n"].lower()) or int(found["n"])) * _DAYS[found["unit"][0].lower()]


def _exact(year: int, month: int, day: int) -> PartialDate:
    if month > 12:
        month, day = day, month
    return PartialDate.on(date(year, month, day))
