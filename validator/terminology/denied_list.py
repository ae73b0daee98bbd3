"""Lists of findings that a "no" begins: "No fever, chills, bleeding"."""

from __future__ import annotations

import re

from validator.regex import regex

_DATED_NEXT = regex(
    r",\s*(?:(?:at|about|approx\.?|now|~)\s*)?\d+\s*(?:w(?:ee)?ks?|months?|mos?|days?|d|w)\b", re.IGNORECASE
)
"""Behind an item of a list: how long it has been there, which nothing that is denied has."""
_LIST_BEGINS = regex(
    r"\W*(?:(?:pt|patient|he|she|currently|today|there\s+(?:is|was|are|were)|has|had|with|reports?|states?)\s+)*"
    r"(?:no|without|w/o|denie[sd]|denying|neg(?:ative)?\s+for)\s+(?P<items>\S.*)",
    re.IGNORECASE,
)
_NO_FINDING = regex(
    r"\b(?:allerg\w+|nk\w*|meds?|medications?|surger\w+|operations?|changes?|issues?|complaints?|problems?|concerns?|refills?"
    r"|contraindications?|interactions?|questions?|treatment|therapy|longer)\b",
    re.IGNORECASE,
)
_TELLS_MORE = regex(
    r"\d|\b(?:new(?:ly)?|acute|active|recent(?:ly)?|now|today|yesterday|last|ago|this|since|on|with|w/|after|has|had|have|having|developed"
    r"|to|in|of|at|from|by|due|considered|deemed|felt|thought|therefore|thus|consistent|c/w|progress\w*|refractory"
    r"|presents?|presented|admitted|found|shows?|showed|seen|pos(?:itive)?|confirmed|known|history|hx|h/o|s/p|chronic|left|right"
    r"|bilateral|large|massive|severe|see|per|started|treated|is|was|are|were"
    r"|pregnant|preg|gravid|lactating|nursing|breastfeeding)\b",
    re.IGNORECASE,
)
_LONGEST_ITEM = 5
"""Words of one item of a list of denied findings."""


def is_listed_as_denied(before: str, phrase: str, after: str) -> bool:
    """Whether a phrase is a bare item of a list that a "no" begins: "No fever, chills, bleeding".

    A sentence that goes on with what is so ("no fever, acute PE", "no pain, PE on CT") is no such list.
    """
    found = _LIST_BEGINS.fullmatch(before)
    if found is None or _DATED_NEXT.match(after):
        return False
    first, *others = f"{found['items']}{phrase}{after.partition(',')[0]}".rstrip(" .").split(",")
    return not (
        _NO_FINDING.search(first)
        or any(len(one.split()) > _LONGEST_ITEM for one in (first, *others))
        or any(_TELLS_MORE.search(one) for one in others)
    )
