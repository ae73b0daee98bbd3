"""What the name of a medication says of its end, where lists keep it in the name: "ketoconazole (patient not taking)".

A status that says "taken" beside such a name is no answer either way: it is asked about, never relied on and never
taken for absent. Days of a course in the name ("Paxlovid 10/18-10/23") end it as those of the directions do.
CLARIFICATIONS A538.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from validator.chart.drug.stopped_words import Stopped, says_stopped
from validator.instant import PartialDate
from validator.regex import regex

_BEFORE = regex(
    r"\W*(?:(?P<never>no|denies|never\s+(?:took|taken|on|started)|not\s+on|avoid|not\s+taking|allerg(?:y|ic)\s+to)"
    r"|h/o|hx(?:\s+of)?|history\s+of|past|previous(?:ly)?(?:\s+on)?|former(?:ly)?(?:\s+on)?|was\s+on|stopped|d/c'?e?d?"
    r"|dc'?d|discontinued|off)(?!\w)\s*[:-]?\s*(?P<name>[\w-]{4,})"
    r"(?:\s+(?:\d[\d.,]*\s*(?:mg|mcg|g|ml)?|tab\w*|cap\w*|oral|po|use|(?:19|20)\d\d))*\W*",
    re.IGNORECASE,
)
"""The whole name: that it is not or no longer taken, and one drug with no more than its dose. "No refills" and
"no generic: Sporanox" say nothing of the kind."""
_BEHIND = regex(
    r"(?:.*?[\w)\]][\s,;:([\u2013-]+(?:(?P<never>(?:patient\s+|pt\s+)?not\s+taking(?:\s*:\s*reported\b.*)?)"
    r"|inactive|expired|d/c'?e?d?|dc'?d|stopped)"
    r"|.*?[\w)\]]\s*[,;:([\u2013-]+\s*(?:past(?:\s+use)?|previous(?:ly)?|historical|history|hx|old\s+rx|off)"
    r"|\W*(?P<allergy>[\w-]{4,})\s*[,;:([\u2013-]*\s*(?:allerg(?:y|ic)|intoleran\w+))"
    r"(?:\s*(?:on|in)?\s*\d[\d/.-]*)?\W*",
    re.IGNORECASE,
)
_NOT_SO = regex(
    r"\b(?:not|never|no|n't|don't)\s+(?:yet\s+|been\s+)?(?:stopped|d/c'?e?d?|dc'?d|off|expired)\b", re.IGNORECASE
)
_SPAN = regex(
    r"(?<![\d/.])(?:(?P<m>\d{1,2})/(?P<d>\d{1,2})(?:/(?P<y>(?:20)?\d\d))?)\s*(?:-+>?|\u2013|\u2192|\.\.|to|thru|through|until)\s*"
    r"(?P<em>\d{1,2})/(?P<ed>\d{1,2})(?:/(?P<ey>(?:20)?\d\d))?(?![\d/])",
    re.IGNORECASE,
)
_UNTIL = regex(
    r"\b(?:until|till?|thru|through|finished|completed|ended|stopped)\s+(?:in\s+)?"
    r"(?:(?P<m>\d{1,2})/(?:(?P<d>\d{1,2})/)?)?(?P<y>(?:19|20)\d\d)(?![\d/])",
    re.IGNORECASE,
)
_OF_A_YEAR = regex(
    r"[^\d#]*?(?:\d+(?:\.\d+)?\s*(?:mg|mcg|g)\s+(?:[a-z]+\s+)?)?(?:in\s+|\()?(?P<y>(?:19|20)\d\d)\W*", re.IGNORECASE
)
_BEGINS = regex(
    r"\b(?:since|from|start\w*|began|begun|ongoing|present|current|now)\b|\+\W*$|[-\u2013]\s*$", re.IGNORECASE
)
_AMOUNT = regex(r"(?:1[05]00|2000)\W*$")
"""What a name ends with may be its strength."""


def name_says_stopped(names: Iterable[str], on: PartialDate) -> Stopped | None:
    """What the names of a medication say of it on a day: no longer taken, never taken, or None where they say neither.

    A year alone, of long before, may be that of its beginning or of its end: it is not relied on either.
    """
    for name in names:
        if (told := _says(name, on)) is not None:
            return told
    return None


def _says(name: str, on: PartialDate) -> Stopped | None:
    if _NOT_SO.search(name):
        return None
    if (found := _BEFORE.fullmatch(name)) is not None:
        return Stopped.NEVER if found["never"] else Stopped.NO_LONGER
    if (found := _BEHIND.fullmatch(name)) is not None:
        return Stopped.NEVER if found["never"] or found["allergy"] else Stopped.NO_LONGER
    if (told := says_stopped(name)) is not None:
        return told
    dated = _OF_A_YEAR.fullmatch(name)
    if dated is None or _BEGINS.search(name) or _AMOUNT.search(name):
        return None
    return Stopped.NO_LONGER if on.first.year - int(dated["y"]) > 1 else None


def end_in_name(names: Iterable[str], on: PartialDate) -> PartialDate | None:
    """The last day that the name of a medication gives its course, month before day as in the USA; None: none is told.

    Days without a year are the latest such course that had begun up to the day `on`.
    """
    for name in names:
        for found in (_SPAN.search(name), _UNTIL.search(name)):
            if found is not None and (end := _end(found, on)) is not None:
                return end
    return None


def _end(found: re.Match[str], on: PartialDate) -> PartialDate | None:
    try:
        if "em" not in found.re.groupindex:
            parts = [found["y"], *(f"{int(found[name]):02}" for name in ("m", "d") if found[name])]
            return PartialDate.parse("-".join(parts))
        year = _year(found["ey"]) or _year(found["y"])
        if year is not None:
            return PartialDate.on(date(year, int(found["em"]), int(found["ed"])))
        begun = date(on.last.year, int(found["m"]), int(found["d"]))
        begun = begun if begun <= on.last + timedelta(days=30) else begun.replace(year=begun.year - 1)
        end = date(begun.year, int(found["em"]), int(found["ed"]))
        return PartialDate.on(end if end >= begun else end.replace(year=end.year + 1))
    except ValueError:
        return None


def _year(digits: str | None) -> int | None:
    return int(digits) % 100 + 2000 if digits else None
