"""A note as it is read: without markup and unseen signs, its arrows as arrows, its wrapped lines as sentences.

Systems hand notes on as HTML, in letters of full width, and broken at a width; people type "->". A sign that compares
stands before a number or a grade; any other ">" leads on to what follows it. CLARIFICATIONS A332.
"""

from __future__ import annotations

import re
from functools import lru_cache

from validator.fhir.letters import plain_letters
from validator.regex import regex

ARROW = "\u2192"
"""What any arrow is read as."""
_PLAIN = regex(r"[\n\r -%'-;=?-~]*")
"""A text of one line with nothing in it that is read in another way."""
_RUN = regex(r"\n(?:[ \t\r]*+\n){2,}+[ \t]*+|(?P<one>[ \t]){2,}+")
"""Blanks or empty lines that only set words apart: many of them say no more than one."""
_NO_BOUND = (
    r"(?!\s*[=~]*\s*(?:[\d.]|(?:grade|gr|g|ctcae|stage|class)\b\.?\s*[\di]|g\d|(?:the\s+)?(?:upper|lower|normal|uln|lln"
    r"|baseline|limit)\b|x\s*uln|(?:one|two|three|four|five|half)\b))"
)
_ARROW = regex(
    rf"-{{1,3}}>|={{1,3}}>{_NO_BOUND}|[\u21d2\u21e8\u2794\u2799\u279c\u27a1\u27a4\u27f6]\ufe0f?", re.IGNORECASE
)
"""An arrow; "=>" before a number is a bound."""
_LEADS_ON = regex(rf">+{_NO_BOUND}", re.IGNORECASE)
_BREAK = regex(r"(?P<before>[^\n\r]*[^\s.;:!?])[ \t]*(?:\r\n|\r|\n)[ \t]*(?=(?P<next>[a-z\d][^\n\r]*))")
_UNFINISHED = regex(
    r"\b(?:on|in|at|of|for|to|from|by|with|w/|an?|the|his|her|their|and|or|no|not|without|had|has|have|is|was|were|been|are|who"
    r"|recent(?:ly)?|acute|new|upper|lower|gi|left|right|currently|now|taking|takes|receiving|started|continues?|developed"
    r"|due|after|since|strong|major|invasive|pulmonary|deep|venous|severe|active)$",
    re.IGNORECASE,
)
"""Words that no line ends with where the next one is a thing of its own."""
_ARTICLE = regex(r"\b(?:had|has|have|needs?|scheduled\s+for)\s+(?:an?\s+)?[a-z]+$", re.IGNORECASE)
_DENIES = regex(r"\b(?:no|not|denie[sd]|denying|without|w/o|negative|never)\b|n't\b", re.IGNORECASE)
_GOES_ON = regex(
    r"(?:\d+(?:\.\d+)?\s?(?:mg|mcg|g|ml|tabs?|caps?)\b|daily|nightly|weekly|(?:once|twice)\b|[bt]\.?i\.?d\b|qd\b|q\d+\s?h|every\b"
    r"|po\b|by\s+mouth|at\s+bedtime|hs\b|prn\b|for\s+\d|x\s?\d|since\b|until\b|through\b)"
)
"""What no line begins with that is a thing of its own: how much, how often or how long of what stands before it."""
_WIDTH = 45
"""Characters of a line that may have been broken for its length."""
_BEGINS = regex(
    r"(?:on|taking|takes|had|has|have|pt|patient|s/p|started|start|no|denies|acute|new|recent|now|currently|today"
    r"|yesterday|continue|cont|hold|stop|admitted|dx|h/o|hx|plan|will|call|take|also)\b"
)
"""A line that begins so may be one of its own in a note without capitals."""


@lru_cache(maxsize=4)
def legible(text: str) -> str:
    """The text as it is read. Letters that say something are never taken away."""
    if _RUN.search(text) is not None:
        text = _RUN.sub(lambda found: found["one"] or "\n\n", text)
    if _PLAIN.fullmatch(text) is None:
        text = plain_letters(text)
        text = _LEADS_ON.sub(f" {ARROW} ", _ARROW.sub(f" {ARROW} ", text))
    return _BREAK.sub(_joined, text) if "\n" in text or "\r" in text else text


def _joined(found: re.Match[str]) -> str:
    """The line with a space behind it where the next one goes on with it, else as it stands."""
    before, behind = found["before"], found["next"]
    if _GOES_ON.match(behind):
        is_one = True
    elif not behind[0].isalpha():
        is_one = False
    elif before.endswith(",") or _UNFINISHED.search(before):
        is_one = True
    elif _BEGINS.match(behind):
        is_one = False
    else:
        is_one = len(before) >= _WIDTH or (_ARTICLE.search(before) is not None and _DENIES.search(before) is None)
    return f"{before} " if is_one else found[0]
