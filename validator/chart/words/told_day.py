"""The day that words give right behind what they name: "PE 10/2026", "TIA 2013", "DVT (dx'd 11/3/26)".

Only a date directly behind the named thing is its own: "on and off since 2013" and "after surgery 2015" date something
else.
"""

from __future__ import annotations

import re

from validator.chart.words.going_on import came_again, goes_on_ahead, goes_on_behind
from validator.chart.words.past_words import is_said_new
from validator.chart.words.written_date import SPAN, WITH_YEAR, YEAR, date_with_year, days_of
from validator.instant import PartialDate
from validator.regex import regex

_DATE = (
    rf"(?:{WITH_YEAR}|(?P<year>{YEAR}))(?![\d/]|-(?!{YEAR}\b))"
    # What has a unit is an amount: "GI bleed 2000 ml".
    r"(?!\s*(?:h|hrs?|hours|ml|cc|gm?|mcg|mg|kg|units?|iu|meq|mm|cm|kcal|steps|ft)\b)"
)
_AROUND = (
    r"(?:\s+(?:while\s+)?(?:on|from|due\s+to|2/2|secondary\s+to)\s+(?!and\b|the\b)[a-z]{3,}"
    r"(?=\s+\(?(?:in\s+)?(?:19|20)\d\d\)?\W*$))?"
    r"(?:\s*[/&+]\s*\w{2,4}\b(?=\s+\d{4}\b))?[\s,(\[~-]*(?:(?:in|on|of|approx\.?|circa|ca\.?|about|~|dx'?d?|diagnosed"
    r"|diag|found|noted|x\s?\d,?|last|latest|most\s+recent(?:ly)?|resolved|s/p"
    r"|status\s+post|l|r|lt|rt|left|right|b/l|bilat(?:eral)?|hip|knee|femur|tibia|ankle|wrist|shoulder|spine|leg|arm"
    r"|(?P<done>[a-z]{3,12}(?:ation|ing|plasty)|(?:thromb|embol|ather|endarter|col|hemicol|sigmoid)\w{0,6}ectomy"
    r"|\w{3,8}otomy|takedown|repair|closure|stents?|tpa|pci|evd|filter))\s+)*"
)
_BESIDE = regex(rf"{_AROUND}{_DATE}", re.IGNORECASE)
_ONCE_MORE = regex(
    r"(?:\s+and\s+|\s*[&+,]\s*(?:and\s+)?|\s*[-\u2013]\s*|\s+(?:to|until|till?|through|thru|x\s?\d,?)\s+)(?:in\s+)?"
    rf"{_DATE}(?=\W*$|\s*[,;.)&]|\s+and\b)",
    re.IGNORECASE,
)
"""A second day of the same thing: "PE 2019 and 11/2026"."""

_APART = regex(r"\s*,(?!\s*(?:s/p|status\s+post)\b)", re.IGNORECASE)
"""Before an operation that is told beside an event, and not as done for it: the day is that of the operation."""
_HEAD = regex(r"\W*(?:in\s+)?(?P<year>(?:19|20)\d\d)\s*[:-]\s*", re.IGNORECASE)
_ONLY_ABOUT = regex(r"[\s,(~>-]*(?:(?:about|approx\w*|over|more than|dx'?d|diagnosed)\s+)?", re.IGNORECASE)
"""All that may stand between an event and the years that have gone by since: years are told of much else."""
_AGO = regex(
    rf"[^.;:\d]{{0,30}}?(?:\b{SPAN}\s+ago\b"
    r"|\bpod\s*#?\s*(?P<pod>\d{1,2})\b|\b(?:yesterday|last\s+w(?:ee)?k)\b)",
    re.IGNORECASE,
)


def day_at(words: str, start: int, end: int) -> PartialDate | None:
    """The day told at what a text names from `start` up to but not including `end`: behind it, or a year at the head.

    None where it is said to be there for long: the year alone does not show that it is over.
    """
    if goes_on_ahead(words, start):
        return None
    return day_behind(words, end, is_new=is_said_new(words, start, end)) or year_ahead(words, start)


def day_behind(words: str, end: int, *, is_new: bool = False) -> PartialDate | None:
    """The day told directly behind the character `end` of a text, the last where it tells several; None where none is,
    where it is no date, or where the words behind it say that it is not the end: the thing goes on, or came again."""
    found = _BESIDE.match(words, end)
    if is_new and found is not None and found["done"] and _APART.match(words, end):
        return None
    while found is not None and (more := _ONCE_MORE.match(words, found.end())) is not None:
        found = more
    if found is None or goes_on_behind(words, found.end()):
        return None
    try:
        return date_with_year(found) or PartialDate.parse(found["year"])
    except ValueError:
        return None


def goes_on_since(words: str, end: int) -> bool:
    """Whether a day is told directly behind the character `end` of a text, and that it is the beginning alone."""
    found = _BESIDE.match(words, end)
    return found is not None and goes_on_behind(words, found.end())


def year_ahead(words: str, start: int) -> PartialDate | None:
    """The year that heads a text with a colon, of what begins at the character `start`: "2019: DVT"."""
    found = _HEAD.fullmatch(words, 0, start)
    return None if found is None or came_again(words, start) else PartialDate.parse(found["year"])


def days_ago_behind(words: str, end: int) -> int | None:
    """How many days before it was written a thing was ("2 weeks ago", "POD 3", "yesterday"); None: not told."""
    found = _AGO.match(words, end)
    if found is None:
        return None
    if found["pod"]:
        return int(found["pod"])
    if found["unit"] is None:
        return 1 if "yesterday" in found[0].lower() else 7
    is_its_own = _ONLY_ABOUT.fullmatch(words, end, found.start("n")) and not came_again(words, found.end())
    if found["unit"][0].lower() == "y" and not is_its_own:
        return None
    return days_of(found)
