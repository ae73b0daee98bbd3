"""How far a "do not" of an instruction reaches.

"Do not crush, chew or split" forbids three things; "do not crush, take with food" forbids one and asks for another.
"""

from __future__ import annotations

import re

from validator.regex import regex

NEGATED = regex(
    r"\b(?:do not|don't|dont|does not|must not|mustn't|should not|shouldn't|may not|cannot|can't|never|not|avoid"
    r"|without|no)\b",
    re.IGNORECASE,
)
_HANDLING = r"(?:crush|chew|cut|split|break|brok|open|dissolv|suck|bit|grind|halv)\w*"
_TAKING = r"(?:tak|eat|drink|giv|swallow|administ|us)\w*|with|food|meals?|stomach|breakfast|lunch|dinner|supper"
_ANEW = regex(
    r"^\W*(?:(?:and|then|please|but|you|patient|pt|should|to)\W+)*(?:take|give|swallow|administer|use|may|can|ok|okay)\b",
    re.IGNORECASE,
)
_TAKE_BEHIND = regex(
    rf"\b{_HANDLING}\b(?:(?!\bor\b).)*?\b(?<!or )(?:take|give|swallow)\b|\b(?:and|then) take\b", re.IGNORECASE
)
_OR = regex(r"\b(?:or|nor)\W+(?:(?:take|eat|give|swallow|use)\W*)?$", re.IGNORECASE)
_OF_TAKING = regex(rf"\b(?:{_TAKING})\b", re.IGNORECASE)
_OF_HANDLING = regex(rf"\b{_HANDLING}\b", re.IGNORECASE)


def is_forbidden(clause: str, start: int, *, is_handling: bool = False) -> bool:
    """Whether what begins there in a clause is forbidden: a negation stands before it and reaches it.

    `is_handling`: it is about crushing and the like, else about meals. Behind a comma a negation goes on only with
    more of what it is about, and never where a new "take" begins.
    """
    for found in NEGATED.finditer(clause, 0, start):
        between = clause[found.end() : start]
        if _reaches(between, is_handling):
            return True
    return False


def _reaches(between: str, is_handling: bool) -> bool:
    first, comma, rest = between.partition(",")
    if _OR.search(between):
        return True
    if not comma:
        return _TAKE_BEHIND.search(between) is None
    if _ANEW.match(rest.rpartition(",")[2]):
        return False
    return (_OF_HANDLING if is_handling else _OF_TAKING).search(first) is not None
