"""Amounts in a clause of words: which frequency is of one, and one that puts the order right without its unit."""

from __future__ import annotations

import re
from functools import lru_cache

from validator.dosage.word_kind import Kind, Stated
from validator.dosage.word_pattern import FORM, MASS
from validator.regex import compiled, regex

_AMOUNT_BEFORE = regex(
    rf"(?:{MASS}|(?<![\w.])\d{{1,2}} ?{FORM})"
    r"[\s,()]*(?:(?:po|p\.o\.|by mouth|oral(?:ly)?|tab(?:let)?s?|of|cabo\w*|total|dose|given|taken"
    r"|once|daily|every|day|at|bedtime|in|the|morning|evening|nightly|qd|q[ap]m)[\s,()]*)*$"
)
_OFTEN = frozenset({Kind.FREQUENCY, Kind.TIMES, Kind.AS_NEEDED})


def is_beside_an_amount(said: Stated) -> bool:
    """Whether what is stated is how often, and an amount of the drug stands right before it: "60 mg twice daily"."""
    if said.kind not in _OFTEN:
        return False
    clause = said.clause.lower()
    at = clause.find(said.words.lower().strip())
    return at > 0 and _AMOUNT_BEFORE.search(clause, 0, at) is not None


_DOSE = r"(?:[2468]0|1[024]0)"
_WHO = (
    r"(?:dr\.?\s+[a-z][a-z'-]+|md|np|pa|do|rph|pharm\w*|onc\w*|provider|prescriber|clinic|office|nurse|rn|patient|pt"
    r"|family|i|we|he|she|they)"
)
_TELLS = (
    r"(?:as|per|says?|said|states?|stated|confirm\w*|call(?:s|ed)?|clarif\w+|verif\w+|advis\w+|thinks?|believes?|wants?"
    r"|reports?|reported|notes?|noted|correct(?:ion|ed)?|fyi|nb|please|pls|sorry|actually|that|it|this|error|wrong|spoke|with"
    r"|to|by|from|and|the|of|thanks?|thank\s+you|thx|ty|fix|change|update|resend|order|rx|script|sig|dose|today"
    r"|(?:on\s+)?\d{1,2}/\d{1,2}(?:/\d{2,4})?)"
)
_BEFORE_IT = rf"\W*(?:(?:{_WHO}|{_TELLS})\b\W*)+"
_BEHIND_IT = rf"(?:\W+(?:daily|qd|po|once|{_WHO}|{_TELLS})\b)*\W*$"
"""Who says so, and what is to be done, around "should be 40 not 60": the amounts then have to be doses of tablets."""
_CHANGED = r"(?:increased|escalated|raised|reduced|decreased|lowered|changed|titrated) to"


@lru_cache(maxsize=64)
def _right(own: frozenset[str]) -> re.Pattern[str]:
    amount = (
        r"(?P<low>\d{2,3})(?!\s*(?:mg\b|mcg|[-/%.:]?\d|%|tab|cap|pill|kg|lb|day|d\b|wk|week|hour|hr|h\b|min"
        r"|month|am\b|pm\b|over|systolic))"
    )
    wanted = (
        r"(?:should (?:be|say|read|have been)|s/b|supposed to be|meant(?: to (?:be|order|write|say))?"
        r"|needs? to be|was to be|intended"
        rf"|(?:(?:is|now|was|has been|to be)\s+)*{_CHANGED})"
    )
    other = r"(?:\s*(?:mg)?\s*(?:,|and)?\s*(?:not|instead of|rather than)\s+\d{2,3}\b)"
    named = "|".join(("cabo\\w*", *sorted(own)))
    of_it = rf"(?:(?:dose|this|it|rx|order|script|strength|sig|{named})\s+)"
    return compiled(
        rf"^(?:{_BEFORE_IT})?{of_it}*(?:should (?:be|say|read|have been)|s/b|supposed to be|meant(?: to be)?)\s+"
        rf"(?P<low4>{_DOSE})\s*(?:mg)?\s*(?:,|and)?\s*(?:not|instead of|rather than)\s+{_DOSE}\b(?:\s*mg)?{_BEHIND_IT}"
        rf"|^\W*{_CHANGED}\s+(?P<low3>[2468]0|1[024]0)\W*$"
        rf"|^\W*(?:(?:the|correct|his|her|daily)\s+)*(?:{of_it}+{wanted}\s+{amount}(?:{other}|\W*$)"
        rf"|{of_it}*(?:{wanted}\s+)?(?P<low2>\d{{2,3}}){other}\W*$)"
    )


def put_right(clause: str, own: frozenset[str]) -> re.Match[str] | None:
    """Words in small letters that say what the dose should have been, without its unit: "should be 40 not 60".

    `own` are the names of the ordered drug. The group `low`, `low2`, `low3` or `low4` is the amount in milligrams.
    """
    return _right(own).search(clause)
