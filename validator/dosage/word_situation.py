"""What a clause tells to do now, since a missed dose, vomiting, an operation or side effects are there.

The same words are mostly the label's advice or a condition ("hold 3 weeks before surgery", "hold for vomiting"), which
make their clause silent. Where the situation is told as a fact, what is to be done about it is none of a condition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from validator.dosage.word_pattern import AS_NEEDED_OF, DO_NOT, FREQUENCY_OF, MASS_OF, NUM
from validator.dosage.word_topic import CALL, DATE, OPERATION
from validator.frozen import Frozen
from validator.regex import regex


class ToDo(StrEnum):
    """What is to be done: hold the drug, take a dose, take it as needed."""

    HOLD = "hold"
    DOSE = "dose"
    AS_NEEDED = "as-needed"


class ToldNow(Frozen):
    """One part of a clause that tells what is to be done at once, by its first and behind its last letter."""

    to_do: ToDo
    start: int
    end: int


_UPSET = r"\bmiss(?:ed|es|ing)?\b|\bvomit|\bthrow(?:s|ing)? up\b|\bside effects?\b|\badverse (?:effects?|reactions?)\b"
_UPSET_OF = regex(_UPSET)
_MISSED = regex(r"\bmiss(?:ed|es|ing)?\b")
_OPERATION_OF = regex(rf"\b{OPERATION}|\b(?:invasive|tooth)\b")
STARTS_A_CONDITION = (
    r"\b(?:if|when(?:ever)?|unless|should|would|in case|in the event|may|might|can|could|consider|any|upon|within|"
    r"before|prior to|pre-?op\w*|(?<!until )(?<!till )after|(?:less|more|fewer|greater) than|at least)\b"
)
_GENERAL = regex(rf"{STARTS_A_CONDITION}|\b{CALL}\b|[<>\u2264\u2265?]")
"""Words of a condition, of advice to all, or of what somebody is asked to report."""
SIGN_FIRST = regex(r"\W*(?:for|with|in)\b|\W*(?:severe|persistent|worsening|intolerable|uncontrolled|grade|g ?\d)\b")
"""A clause that begins so names a sign to come: "for vomiting, hold", "severe vomiting: stop"."""
_SUBJECT = r"(?:pt|patient|he|she|mom|dad|mother|father|child|kid|family|caregiver)\b"
_SUBJECT_FIRST = regex(rf"\W*(?:the )?{_SUBJECT}")
_SET = regex(
    rf"(?<!\w){DATE}|\b(?:mon|tue(?:s|sday)?|wed|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:nesday|day)?s?\b"
    r"|\b(?:today|tonight|tomorrow|tmrw|yesterday|(?:next|this|last|coming) (?:week|month|mon|tue|wed|thu|fri|sat|sun)"
    r"|scheduled|planned for|upcoming|pending|due to|because|since|having|has|had|needs|going for|undergoing"
    r"|undergo(?:es)?|post-?op\w*|s/p|until)\b"
)
"""What makes an operation this patient's and of these days."""
_SEPARATOR = r"\s*(?:[,:()]|\bso\b|\btherefore\b|\bthus\b|\bdue to\b|\bbecause(?: of)?\b|\bsince\b|\bd/t\b|\b2/2\b)\s*"
_BEFORE_HOLD = r"(?<=\w) (?=(?:please |will |must |to )*(?:hold|stop|pause|withhold)\b)"
_PARTS = regex(_SEPARATOR)
_TELEGRAPHED = regex(rf"{_SEPARATOR}|{_BEFORE_HOLD}")
"""The parts of a clause; behind a subject a hold needs no comma ("pt vomiting hold drug")."""

_OPENING = rf"\W*(?:(?:please|pls|then|and|will|must|now|to|we|i|{_SUBJECT})\W+)*"
_AT_ONCE = (
    r"(?=\W*(?:$|(?:now|today|tonight|temporarily|please|pls|further|x \d|(?:for|over)"
    r" (?!\d+ ?(?:weeks?|wks?|days?) (?:before|prior|pre))(?:now|the|a|\d|this|next)|until"
    r"|till|pending|on|again|for (?:up)?coming|(?:for )?(?:\w+ )?(?:surger|dental|procedure|biops)\w*)\b))"
)
_THE_DRUG = (
    r"(?:(?:the|this|all|his|her|their|your|today's|tonight's|tomorrow's|next|daily|oral|of)\W+)*"
    r"(?:drug|med(?:ication|icine)?|dos(?:e|ing)|tablet|pill|capsule|therapy|treatment|tki|chemo\w*|cabo\w*|order|rx|it)s?\b"
)
_NOT_FOR_SUPPLY = (
    r"(?! (?:with|by|at|per|on|for|due to|pending) (?:the |his |her |prior )*"
    r"(?:insur|pharm|auth|pa\b|phone|co-?pay|deliver))"
)
_HOLDS = regex(
    rf"{_OPENING}(?:(?:hold(?:ing)?|stop(?:ping)?|discontinue|d/?c|pause|suspend|interrupt|withhold"
    rf"|{DO_NOT} (?:give|take|administer|start|resume|continue))\b"
    rf"(?:\W*{_THE_DRUG}{_AT_ONCE}|{_AT_ONCE})"
    r"|skip (?:today|tonight|tomorrow)"
    rf"|(?:(?:\w+\W+){{0,2}}(?:placed |put |is |now |currently )*)?on hold\b{_NOT_FOR_SUPPLY})"
)
_MADE_UP = regex(
    r"(?<!not )(?<!n't )(?<!never )\b(?:take|give) (?:2|two|3|three|both) (?:tab|dose|pill|cap)\w*\b(?! (?:of|\(?\d))"
)
"""More than the dose, to make up for one that was missed: the label says not to."""
_CHANGES = regex(r"(?:reduced?|decreased?|lower(?:ed)?|changed?|cut|drop|increase|go|down)\b")
_TAKES = regex(
    r"\b(?:take|give|administer|swallow|use|start|resume|restart|continue|reduce|decrease|lower|change|cut|drop|increase"
    r"|go|down|now|currently|(?:reduced|decreased|lowered|changed) to)\b"
)
_AT_ONCE_BEHIND = regex(r"\W*(?:(?:on|at|to|only|just|a|the|dose|of|cabo\w*)\W+)*")
"""What may stand between such a verb and an amount that is this drug's though nothing tells how often."""
_ONLY_SIGNS = regex(
    rf"\W*(?:(?:take|use|give|{NUM}|tab(?:let)?s?|cap(?:sule)?s?|only|daily|for|with|to treat|the|nausea|n|v|and|or"
    r"|vomiting|pain|diarrhea|side effects?)\b\W*)*"
)


def told_now(clause: str) -> tuple[ToldNow, ...]:
    """What a clause about such a situation tells to do now: hold the drug, take a dose, take it as needed."""
    text = clause.lower()
    is_upset = _UPSET_OF.search(text) is not None
    if not is_upset and _OPERATION_OF.search(text) is None:
        return ()
    if (needed := AS_NEEDED_OF.search(text)) and is_upset and _ONLY_SIGNS.fullmatch(text, 0, needed.start()):
        return (ToldNow(ToDo.AS_NEEDED, needed.start(), needed.end()),)
    if _MISSED.search(text) and (more := _MADE_UP.search(text)) is not None:
        return (ToldNow(ToDo.DOSE, more.start(), more.end()),)
    has_subject = _SUBJECT_FIRST.match(text) is not None
    if _GENERAL.search(text) or (SIGN_FIRST.match(text) and not has_subject):
        return ()
    if not is_upset and not has_subject and _SET.search(text) is None:
        return ()
    parts = _parts(text, _TELEGRAPHED if has_subject else _PARTS)
    return tuple(one for start, end in parts if (one := _told(text, start, end)) is not None)


def holds(text: str, start: int, end: int) -> bool:
    """Whether a part of a clause, in lower case, says no more than to hold the drug at once."""
    return _HOLDS.match(text, start, end) is not None


def _told(text: str, start: int, end: int) -> ToldNow | None:
    if holds(text, start, end):
        return ToldNow(ToDo.HOLD, start, end)
    verb = _TAKES.search(text, start, end)
    if verb is None or (amount := MASS_OF.search(text, verb.end(), end)) is None:
        return None
    is_of_this = _CHANGES.match(verb[0]) or _AT_ONCE_BEHIND.fullmatch(text, verb.end(), amount.start())
    if not is_of_this and FREQUENCY_OF.search(text, amount.end(), end) is None:
        return None
    return ToldNow(ToDo.DOSE, verb.start(), end)


def _parts(text: str, separator: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for found in separator.finditer(text):
        yield start, found.start()
        start = found.end()
    yield start, len(text)
