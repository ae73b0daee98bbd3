"""A Ki-67 index in words: in the name, a stage or a note of a tumor, or beside a grade.

Words prove nothing by it, but they are no silence: above 20 % it is none of a G1 or G2 tumor, and above 55 % hardly one
of any well-differentiated tumor. CLARIFICATIONS A281; 20 is the WHO's bound, 55 a project choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from validator.regex import regex
from validator.terminology.governing import Sense, sense_of

_NAME = r"\b(?:ki\s?-?\s?67|mib\s?-?\s?1|prolif(?:eration|erative)?\s+(?:index|rate|fraction))\b"
_BETWEEN = (
    r"(?:[\s:=~(,-]|\b(?:proliferat\w+|index|labell?ing|rate|score|li|is|was|of|at|approx\w*|about|around|up\s+to|now|high"
    r"|very)\b)*"
)
_SHARE = (
    r"(?P<more>>=?|\u2265|over|above)?\s*(?:\d{1,3}(?:\.\d+)?\s*%?\s*(?:-|\u2013|to)\s*)?(?P<number>\d{1,3}(?:\.\d+)?)"
)
_BEHIND = regex(
    rf"{_NAME}{_BETWEEN}{_SHARE}(?![\d/])(?:\s*(?:%|percent)|(?=\W|$))",
    re.IGNORECASE,
)
_BEFORE = regex(rf"{_SHARE}\s*(?:%|percent)\s*(?:by\s+)?{_NAME}", re.IGNORECASE)
_OF_G3 = regex(r"\bwell[\s-]+diff\w*|\b(?:grade\s*|G)(?:3|III)\b", re.IGNORECASE)
_IS_INDEX = regex(r"\b(?:index|rate|fraction|li)\b", re.IGNORECASE)
HIGHEST = 20
"""Percent of nuclei, inclusive, in a tumor of G1 or G2 (WHO)."""
HIGHEST_OF_ANY = 55
"""Percent of nuclei up to which words that call a tumor well-differentiated, or G3, are believed."""


def is_high(text: str) -> str | None:
    """The words of an index by which a tumor is of no such grade as the text, or a code beside it, says; None: none."""
    highest = HIGHEST_OF_ANY if _OF_G3.search(text) else HIGHEST
    for words, percent in _indices(text):
        if highest < percent <= 100:
            return words
        # An index without a unit may be a share: 0.8 is 80 % or less than one.
        if "%" not in words and 0 < percent < 1 and highest < percent * 100 and _IS_INDEX.search(words):
            return words
    return None


def _indices(text: str) -> Iterator[tuple[str, float]]:
    for found in (*_BEHIND.finditer(text), *_BEFORE.finditer(text)):
        if sense_of(text, found.start(), found.end()) not in (Sense.DENIED, Sense.APART):
            yield " ".join(found[0].split()), float(found["number"]) + (0.5 if found["more"] else 0)
