"""Words that ask for a lower or a higher dose without saying how much: "a lower dose than usual", "at 75 % dose"."""

from __future__ import annotations

from enum import StrEnum

from validator.dosage.word_pattern import FREQUENCY_OF
from validator.frozen import Frozen
from validator.regex import regex


class Compared(StrEnum):
    """The dose that is asked for, beside the one the words compare it with."""

    LOWER = "lower"
    HIGHER = "higher"
    SHARE = "share"
    """So much of the dose that is ordered."""


class Comparison(Frozen):
    """That a lower or a higher dose is asked for, and the words that say so."""

    asked: Compared
    words: str


_OPENING = (
    r"(?:(?:please|pls|pt|patient|rn|nurse|nursing|pharmacist|pharmacy|he|she|they|ok(?:ay)?|should|must|will|to"
    r"|then|and|now|only|just)\W+)*"
)
_VERB = (
    r"(?:(?:(?:re)?start|resume|continue|take|give|use|administer|swallow|dispense|prescribed?|order(?:ed)?|keep|stay"
    r"|go back|is|be)(?:d|ed|s)? )?(?:it |again |back |patient |pt |him |her )*(?:at |on |with |to |for )?"
)
_LOWER = r"(?:lower|reduced|decreased|smaller|lesser|less|weaker)"
_HIGHER = r"(?:higher|increased|larger|bigger|greater|raised|stronger|more)"
_DOSE = r"(?: (?!than\b)\w+)? ?(?:dos(?:e|es|age|ing)|amount|strength|tablets?|med(?:ication|icine)?)"
_USUAL = (
    r"(?: ?,? ?(?:than|compared (?:to|with)) (?:(?:the|your|his|her|their|is|what is) )*(?:usual(?:ly)?"
    r"|normal(?:ly)?|standard|recommended|full|prescribed|ordered|written|label(?:l?ed)?|starting|others?"
    r"|most (?:patients|people)|expected)(?: (?:dos(?:e|age)|patients|people|taken|ordered))?)"
)
_TAIL = (
    rf"(?:\W*(?:{FREQUENCY_OF.pattern}|po|by mouth|orally|now|today|tomorrow|tonight|please|level|again"
    r"|(?:for|due to|because of|d/t|2/2) (?:the )?(?:\w+ )?(?:toxicity|intolerance|tolerability|side effects?"
    r"|adverse (?:effects?|events?|reactions?)|diarrhea|rash|fatigue)))*\W*"
)
_SHARE = (
    r"(?:(?P<percent>\d{1,3}) ?(?:%|percent\b|pct\b)|(?:(?:one|two|three)[- ])?(?P<part>thirds?|quarters?|fourths?))"
)
_OF_THE_DOSE = (
    r" ?(?P<of>of )?(?:the |your |his |her |their )*(?P<usual>usual |normal |full |standard |recommended |starting )?"
    r"(?:prescribed |ordered |daily )*(?:dos(?:e|age)|strength)"
)
_CHANGED = r"dos(?:e|age)(?: (?:is|now|has been))* "


def _asks(adjective: str, participle: str) -> str:
    asked = rf"(?:an? |the |one |this )*{adjective}(?:{_DOSE}{_USUAL}?|{_USUAL}{_DOSE}?)"
    return rf"\W*{_OPENING}(?:{_VERB}{asked}|{_CHANGED}{participle}){_TAIL}"


_ASKS = (
    (regex(_asks(_LOWER, r"(?:reduced|decreased|lowered)")), Compared.LOWER),
    (regex(_asks(_HIGHER, r"(?:increased|raised|escalated)")), Compared.HIGHER),
)
_SHARE_OF = regex(rf"\W*{_OPENING}{_VERB}(?:an? |only |about )*{_SHARE}{_OF_THE_DOSE}{_TAIL}")
_COMMA = regex(r"\s*[,()]\s*")
_CONDITIONAL = regex(
    r"\b(?:if|when(?:ever)?|unless|until|till|should|would|in case|may|might|can|could|consider|once|upon|after|for"
    r"|was|were|previous(?:ly)?|had|history|prior|formerly)\b|[<>\u2264\u2265?]"
)
"""Words of what may be, or was: a lower dose that stands behind them in its clause is advice or history."""
_MAY_COMPARE = regex(
    r"low|reduc|decreas|small|less|weak|high|increas|larg|bigg|great|rais|escalat|strong|more|%|percent|pct|third|quarter"
    r"|fourth"
)
_WHOLE = 100


def compared(clause: str) -> Comparison | None:
    """What in a clause, or between its commas, says no more than that the dose is lower or higher.

    Beside a sign, a condition or the past it tells of what may be or of what was.
    """
    text = clause.lower()
    if _MAY_COMPARE.search(text) is None:
        return None
    start = 0
    for end in (*(found.span() for found in _COMMA.finditer(text)), (len(text), len(text))):
        if _CONDITIONAL.search(text, 0, start) is not None:
            return None
        if (asked := _of_part(text[start : end[0]])) is not None:
            return Comparison(asked, clause[start : end[0]].strip())
        start = end[1]
    return None


def _of_part(part: str) -> Compared | None:
    for pattern, what in _ASKS:
        if pattern.fullmatch(part) is not None:
            return what
    share = _SHARE_OF.fullmatch(part)
    if share is None:
        return None
    if share["part"] is not None:
        return Compared.LOWER if share["usual"] is not None else None
    percent = int(share["percent"])
    if percent == _WHOLE:
        return None
    if share["of"] is not None and share["usual"] is None:
        return Compared.SHARE
    return Compared.LOWER if percent < _WHOLE else Compared.HIGHER
