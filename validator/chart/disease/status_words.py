"""What the status of a cancer says that is written out: worse, stable, better, or not told.

The whole of it has to be understood, and to say one thing; "mixed response" says nothing here and is not taken for
absent (`validator.chart.entry.understood`).
"""

from __future__ import annotations

import re

from validator.chart.concept import NO_GROUPS
from validator.chart.disease.stage_words import Spread
from validator.regex import regex
from validator.terminology.set_extension import ExtentKind

_ILL = r"(?:disease|cancer|tumou?r|malignancy|condition|patient'?s condition)"
_SAID: dict[ExtentKind | None, re.Pattern[str]] = {
    "worse": regex(
        rf"pd|(?:{_ILL} )?(?:is )?(?:progress(?:ion|ed|ing|ive)|worse(?:ned|ning)?)(?: (?:of )?{_ILL})?"
        r"|(?:radiographic|radiologic|clinical|biochemical|local|distant) progression"
        rf"|increas(?:ed|ing) {_ILL}(?: burden)?"
    ),
    "stable": regex(
        rf"sd|(?:{_ILL} )?(?:is )?(?:stable|unchanged)(?: {_ILL})?|no (?:significant |interval )?(?:change|progression)"
        r"|not progress(?:ed|ing)"
    ),
    "better": regex(
        r"pr|cr|vgpr|response|remission"
        r"|(?:very good )?(?:partial|complete|minor|good|favorable)(?: (?:metabolic|radiographic|pathologic))?"
        r" (?:response|remission)"
        rf"|(?:{_ILL} )?(?:is )?(?:improv(?:ed|ing|ement)|respond(?:ing|ed)|in remission|regress(?:ed|ing|ion))"
        rf"(?: {_ILL})?"
        rf"|decreas(?:ed|ing) {_ILL}(?: burden)?"
    ),
    None: regex(r"ne|not (?:evaluable|assessed|evaluated|done|known|determined)|unknown|undetermined|pending|n/?a"),
}
"""None: an answer that tells nothing."""
_BY = regex(r"\b(?:by|per|via)?\s*(?:i?recist|rano|mrecist)(?: v?\.?\d(?:\.\d)?)?\b")
_SINCE = regex(
    r"\s*\b(?:since|from|compared (?:to|with)|relative to|versus|vs\.?)\s+(?:the\s+)?"
    r"(?:prior|previous|last|baseline|comparison)"
    r"(?:\s+(?:ct|mri|pet(?:[/-]?ct)?|scans?|imaging|exam(?:ination)?|study|visit))?\b"
)
"""What a status is compared with."""
_PARTS = regex(r"\s*(?:[()/,;:]|\s[-\u2013]\s|=)\s*")


def status_kinds(text: str) -> Spread | None:
    """What the status of a cancer says; empty: nothing of it. None where not all of it is understood, or it says two
    things.
    """
    words = _SINCE.sub(" ", " ".join(text.lower().replace("_", " ").replace("\u2019", "'").split()))
    said: set[str | None] = set()
    for one in _PARTS.split(_BY.sub(" ", words)):
        if part := " ".join(one.split()).strip(" ."):
            said.add(_kind(part))
    if len(said) != 1 or "" in said:
        return None
    (kind,) = said
    return {} if kind is None else {kind: NO_GROUPS}


def _kind(part: str) -> str | None:
    """The kind of one part, None for one that tells nothing; empty where it is not understood."""
    for kind, pattern in _SAID.items():
        if pattern.fullmatch(part):
            return kind
    return ""
