"""What pharmacies and wards write in short, put into the words that the sig grammar knows: `T1T`, `ii`, `Mon-Fri`.

Each rule writes the same amount in another way, or leaves the text as it is. All read lower case.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from validator.dosage.pattern import DAYS_OF_WEEK
from validator.regex import compiled, regex

_NUMBERS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "twenty": "20", "thirty": "30", "forty": "40", "sixty": "60", "eighty": "80",
}  # fmt: skip
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_FORMS = {"t": "tablet", "c": "capsule"}
_NUM = rf"(?:\d+(?:\.\d+)?|{'|'.join(_NUMBERS)})"
_MASS = r"\d+(?:\.\d+)? ?-?mgs?"
_FORM = r"(?:tab(?:let)?s?|caps?(?:ules?)?|pills?)"
_OFTEN = r"(?:po|p\.o\.?|by mouth|orally|q|daily|once|every)"

_NO_UNIT = rf"(?!\w)(?!\s*(?:{_FORM}|mgs?\b|mcg|ug\b|g\b|ml|milli|micro|gram|x\b|times|[./%-]?\d|of\b|to\b))"
_DAY = rf"({'|'.join(DAYS_OF_WEEK)})(?:s|rs|day|sday|nesday|rsday|urday)?"

_SAID_TWICE = compiled(rf"(?<![\w./-])({_NUM})\s*\(\s*({_NUM}|twenty-four)\s*\)")
_DAILY = regex(r"\b(?:daily|every ?day|each day|a day|per day|q\.?d\.?)(?!\w)")


def _same(found: re.Match[str]) -> str:
    one, other = (_NUMBERS.get(word, "24" if word == "twenty-four" else word) for word in found.groups())
    return f"{one} " if one == other else found[0]


def _scheme(found: re.Match[str]) -> str:
    counts = re.split(r"\s*[-/]\s*", found[0])
    return "-".join(counts) if "0" in counts else found[0]


def _days(found: re.Match[str]) -> str:
    first, last = DAYS_OF_WEEK.index(found[1]), DAYS_OF_WEEK.index(found[2])
    return " ".join(DAYS_OF_WEEK[first : last + 1]) if first < last else found[0]


def _day(found: re.Match[str]) -> str:
    side = "through" if found[1] == "thru" else found[1]
    return f"{side} {found[4]}-{int(found[2]):02}-{int(found[3]):02}"


_NTH = {"third": "3", "3rd": "3", "fourth": "4", "4th": "4", "fifth": "5", "5th": "5"}

_RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (_SAID_TWICE, _same),
    (compiled(rf"\(\s*({_MASS})\s*(?:in )?total(?: dose)?\s*\)"), r" for a total of \1 "),
    (compiled(rf"\(\s*total(?: dose)?(?: of)?\s*[:=]?\s*({_MASS})\s*\)"), r" for a total of \1 "),
    (compiled(rf"(?<![\w.])(1|one|a) \(\s*({_MASS})\s*\) (?={_FORM}(?!\w))"), r"\1 \2 "),
    (regex(r"(?<=\d)-(?=mgs?\b)"), " "),
    (compiled(rf"^({_MASS}) ({_FORM})\s*[:,-]\s*(?:take |give )({_NUM}){_NO_UNIT}"), r"take \3 \1 \2"),
    (compiled(rf"(?<![\w.])({_NUM}) (?:of )?(?:the |his |her |your )?([2468]0)'?s(?!\w)"), r"\1 tablets of \2 mg"),
    (compiled(rf"(?<!\w)({_FORM}) of (\d{{2,3}}){_NO_UNIT}"), r"\1 of \2 mg"),
    (
        compiled(rf"(?<!\w)(?:tk ?|t ?)(\d) ?([tc])(?=\s+{_OFTEN})"),
        lambda found: f"take {found[1]} {_FORMS[found[2]]}",
    ),
    (compiled(rf"(?<![\w.])(i{{1,3}}|iv)(?=\s+{_FORM}(?!\w))"), lambda found: _ROMAN[found[1]]),
    (regex(r"(?<![\w./-])\d(?:\s*-\s*\d){2,3}(?!\s*[-./]?\d)(?!\w)"), _scheme),
    (
        compiled(rf"(?<!\w)(every|each) ({'|'.join(_NTH)}) (day|week|month)(?!\w)"),
        lambda found: f"every {_NTH[found[2]]} {found[3]}s",
    ),
    (regex(r"(?<![\w.])(?:7|seven) ?(?:times?|x) ?(?:a|per|each|every|/|in a) ?(?:week|wk)(?!\w)"), "daily"),
    (regex(r"(?<!\w)(?:eod|qad)(?!\w)"), "every other day"),
    (regex(r"(?<!\w)fortnightly(?!\w)"), "every 2 weeks"),
    (regex(r"(?<!\w)thrice(?!\w)"), "3 times"),
    (regex(r"(?<!\w)mane(?!\w)"), "in the morning"),
    (regex(r"(?<!\w)nocte(?!\w)"), "at night"),
    (regex(r"(?<![\w.])x ?1(?= (?:daily|a day|per day|po)(?!\w))"), "once"),
    (
        regex(r"(?<!\w)(until|till|through|thru|from|starting)(?: on)? (\d{1,2})/(\d{1,2})/((?:20)\d\d)(?![\d/-])"),
        _day,
    ),
    (compiled(rf"(?<!\w){_DAY}\s*(?:-|to|through|thru)\s*{_DAY}(?!\w)"), _days),
    (regex(r"(?<![\w./-])\d(?:/\d){2,3}(?![\w./-])"), _scheme),
)  # fmt: skip
_WHOLE_WEEK = regex(r",?\s*(?:\(\s*)?(?:7|seven) days? (?:a|per|each|every|/) ?(?:week|wk)(?:\s*\))?")


def spelt_out(text: str) -> str:
    """A sig in lower case with what is written in short in words that the grammar knows."""
    for pattern, written in _RULES:
        text = pattern.sub(written, text)
    return _WHOLE_WEEK.sub(" ", text) if _DAILY.search(text) else text
