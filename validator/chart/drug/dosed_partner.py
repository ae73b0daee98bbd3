"""A note that is nothing but another cancer drug with its dose, how often or its cycle: "nivo C2D1".

Nobody writes there how a drug was taken that has ended without saying so, so that a note in which any word tells of
before, of an end or of a plan is none of these. CLARIFICATIONS A469.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from validator.dosage.word_pattern import FREQUENCY_OF
from validator.regex import compiled, regex

_BEFORE = (
    r"(?:(?:inf(?:usion)?s?|visit|immunotherapy|chemo(?:therapy)?|io|treatment|tx|today|tomorrow|iv|oral|and|also"
    r"|meds?|other"
    r"|for|appt|ongoing|concurrent|concomitant"
    r"|cont(?:inue)?s?|with|plus|given|c\d{1,2}(?:\s?d\d{1,2})?|cycle \d{1,2})\b\W*)*"
)
_AMOUNT = r"(?:\W*(?P<mg>\d+(?:\.\d+)?)\s*(?:mg(?:\s*/\s*kg)?)?(?!\s*[/.]?\d{4}|\w))?"
_WAY = r"(?:\W*\b(?:iv|ivpb|po|sc|subq|oral|flat|dose|infusion|by mouth)\b)*"
_BEHIND = (
    r"(?:\W*\b(?:(?:14|21)/(?:21|28)|[42]/[21]|c\d{1,2}(?:\s?d\d{1,2})?|cycle \d{1,2}|induction|maintenance"
    r"|infusions?|ongoing|today|labs?|visit"
    r"|combo"
    r"|combination|as well|too|concurrent(?:ly)?|day 1|d1|po|iv)\b)*"
)
_NOT_NOW = regex(
    r"\b(?:prior|previous\w*|prev|hx|history|past|lines?|[1-4]\s?l|fail\w*|progress\w*|pd|s/p|refractory|resistant"
    r"|stop\w*|d/?c\w*"
    r"|discontinu\w+|held|hold|complet\w+|finish\w*|switch\w*|chang\w+|from|last|was|were|had|after|before|next"
    r"|consider\w*"
    r"|option\w*|if|when|or|vs|versus|not|no|never|without|declin\w+|refus\w+|allerg\w*|intoler\w*|toxic\w*|reaction"
    r"|ended|off"
    r"|until|then|study|trial|plan\w*|may|might|could|future|instead|replac\w+|to follow|naive|(?:19|20)\d\d|bisher"
    r"|zuvor"
    r"|avant|antes)\b|->|\u2192|\?"
)
"""Words of before, of an end, of a plan or of doubt, anywhere in the note."""
_JOINED = regex(r"[/&+,]|\band\b")
_LEAST_MG = Decimal(5)
"""Less than this of a drug that protects a transplanted organ too treats no cancer. READINGS 5."""


@lru_cache(maxsize=256)
def _whole(names: tuple[str, ...]) -> re.Pattern[str]:
    name = rf"(?:{'|'.join(map(re.escape, names))})"
    return compiled(
        rf"\W*(?P<before>{_BEFORE}){name}(?:\s*(?:[/&+,]|\band\b)\s*{name})*{_WAY}{_AMOUNT}{_WAY}"
        rf"\W*(?P<often>{FREQUENCY_OF.pattern})?(?P<behind>{_BEHIND})\W*"
    )


def is_all_of_it(text: str, clause: str, names: Iterable[str], *, may_protect: bool) -> bool:
    """Whether a clause of a note, both in small letters, is nothing but the drugs of these names, and nothing in the
    note tells that they were given before, end or are a plan. Without an amount, how often or a cycle the note has to
    be nothing else. `may_protect`: in a low dose one of them protects a transplanted organ."""
    if _NOT_NOW.search(text) is not None:
        return False
    found = _whole(tuple(sorted((name.lower() for name in names), key=len, reverse=True))).fullmatch(clause)
    if found is None:
        return False
    if found["mg"] is not None:
        return not may_protect or Decimal(found["mg"]) >= _LEAST_MG
    is_told = any(found[name] for name in ("before", "often", "behind"))
    # Two and no more are another regimen, of which nothing tells when.
    return is_told or (text.strip(" .\n") == clause.strip(" .\n") and _JOINED.search(clause) is None)
