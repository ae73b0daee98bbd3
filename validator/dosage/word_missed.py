"""Advice on a missed dose that is not the label's: to double the next one, or to take both.

The label's own ("do not take a missed dose within 12 hours of the next one") is silent, and so is whatever leaves a
missed dose out. Source: label section 2.1; READINGS 4.
"""

from __future__ import annotations

import re

from validator.regex import regex

_MISSED = regex(r"\bmiss(?:ed|es|ing)?\b")
_CAUGHT_UP = regex(
    r"\b(?:doubl\w+|(?:take|give)\s+(?:two|2|both|an?\s+extra)\b(?!\s*(?:hours?|hrs?|tab\w*|cap\w*|pills?|x|of|mg))|(?:make|making|makes|catch)\s+up"
    r"|with\s+(?:the\s+|your\s+|his\s+|her\s+)?next|even\s+if|along\s+with)\b"
)
_NOT = regex(r"\b(?:not|never|don'?t|avoid|without|no|nor|or)\b")


def caught_up(clause: str) -> re.Match[str] | None:
    """The words of a clause, in small letters, by which a missed dose is taken beside the next one."""
    if _MISSED.search(clause) is None:
        return None
    found = _CAUGHT_UP.search(clause)
    return None if found is None or _NOT.search(clause, 0, found.start()) is not None else found
