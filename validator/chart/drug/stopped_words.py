"""Words by which a request or statement that is called active says that its drug was stopped, or never taken.

Lists keep such entries as active for years, with the truth in a note ("patient stopped in October", "not taking").
Read at the start of a clause only, behind who says so; a condition, a negation or another thing says nothing of it.
CLARIFICATIONS A122.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from validator.dosage.word_object import is_about_another_thing
from validator.dosage.word_vocabulary import is_other_drug
from validator.regex import regex


class Stopped(StrEnum):
    """What words say of a drug that is called active."""

    NO_LONGER = "no-longer"
    NEVER = "never"


_CLAUSE = regex(r"[.;:,\n\r!()]+(?!\d)|\s-+\s|\bbut\b|\band\b|\bbecause\b|\bsince\b|\bdue to\b")
_WHO = (
    r"(?:(?:per|by|the|this|that|pt|patient|family|wife|husband|daughter|son|mother|father|caregiver|provider|md|pcp|he|she"
    r"|they|it|drug|med(?:ication|icine)?|now|currently|self|already|recently|has|have|had|is|was|were|been|be|reports?"
    r"|reported|states?|stated|says|said|confirms?|confirmed|denies|note[ds]?|actually|also|just|last|on)\W+)*"
)
_WHEN = (
    r"(?:(?:in|on|as of|around|about|since|early|late|mid)\W*)*(?:\d[\d/.-]*|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct"
    r"|nov|dec)[a-z]*|yesterday|today|\d+ \w+ ago|a \w+ ago|last \w+)\W+"
)
_OF_IT = (
    r"(?= *$| (?:this|it|the|med|drug|any ?more|at all|per|according|since|currently|now|for \d|x \d|in \w+"
    r"|[a-z]*ly)\b)"
)
_OFF = r"off (?=this|it\b|med|drug|since)|off$"
_COURSE = r"(?:course|treatment|therapy|regimen|prescription|antibiotics?|supply|rx|it|this)"
_IS_STOPPED = regex(
    rf"\W*(?:{_WHEN})?{_WHO}(?:stopp?ed|discontinued|d/c'?e?d|dc'?e?d|quit|ceased|self[- ]?discontinued|{_OFF}|inactive"
    rf"|(?:no longer|not|never) (?:been |currently |actually |presently )*(?:tak(?:ing|es?|en)|using|uses?|on){_OF_IT}"
    r"|no longer (?:tak(?:ing|es|en)|us(?:ing|es|ed)|on|need(?:s|ed)|required|prescribed)|ran out(?! of refill)"
    r"|removed from (?:the |his |her )?(?:med\w* )?list|expired(?= *$)"
    rf"|(?:completed|finished|done with) (?:(?:the|his|her|their|a|full|entire|this|last|\d+[ -]day|[a-z]+) ){{0,3}}"
    rf"{_COURSE}"
    rf"|{_COURSE} (?:is |was |now )*(?:completed?|finished|done|over|ended)"
    r"|(?:completed|finished|ended)(?= *$| \d| in | on ))\b"
)
_IS_TO_STOP = regex(
    r"\W*(?:please |pls )?(?:stop|discontinue|d/?c|cancel)(?: taking| using)?(?: (?:this|the|it|med\w*|drug|order|rx))*"
    r"(?=\W*$|\W+(?:now|today|immediately|on \d|as of|effective|\d{1,2}/\d))"
)
_WAS_NEVER = regex(
    rf"\W*{_WHO}(?:never|did ?n[o']t|has ?n[o']t|have ?n[o']t|had ?n[o']t|was never|not)(?: yet| ever| actually)?"
    r" (?:start(?:ed)?|took|take|taken|fill(?:ed)?|pick(?:ed)? (?:it )?up|beg[iau]n|receiv(?:ed|e)|use[d]?)"
    r"(?= *$| (?:this|it|the|med|drug|any|due|because|per|by|yet|rx|prescription)\b)"
)
_HANGS = regex(
    r"\b(?:if|when(?:ever)?|before|prior to|until|till|unless|once (?!daily|a )|should|do not|don't|was told not)\b"
)
_GOES_ON = regex(r"\b(?:continu\w+|re-?start\w*|resum\w+|back on|again|now taking|still (?:taking|on)|taking daily)\b")
_WHEN_OR_WHY = regex(
    r"\W*(?:(?:\d{1,2}|an?|one|two|three|several|(?:a )?few|(?:a )?couple(?: of)?|many|some)\s*(?:y(?:ea)?rs?"
    r"|mo(?:nth)?s?|w(?:ee)?ks?|days?)\s+(?:ago|back|prior)|2/2|r/t|d/t|secondary to)(?![\w/])"
)
"""Directly behind a stop: when it was, or why. It is of no other thing."""
_WORD = regex(r"[a-z][a-z-]+")


def says_stopped(words: str) -> Stopped | None:
    """What the words say: no longer taken, never taken, or None where they say neither."""
    text = words.lower().replace("\u2019", "'")
    if _GOES_ON.search(text):
        return None
    found: Stopped | None = None
    for clause in _clauses(text):
        if _HANGS.search(clause) is None:
            if _WAS_NEVER.match(clause):
                return Stopped.NEVER
            told = _IS_STOPPED.match(clause) or _IS_TO_STOP.match(clause)
            if told is not None and not _is_of_another(clause[told.end() :]):
                found = Stopped.NO_LONGER
    return found


def _clauses(text: str) -> Iterator[str]:
    return (clause.strip() for clause in _CLAUSE.split(text) if clause.strip())


def _is_of_another(after: str) -> bool:
    """Whether what was stopped is another drug or another thing ("stopped smoking", "stopped aspirin")."""
    if _WHEN_OR_WHY.match(after):
        return False
    first = _WORD.search(after)
    return first is not None and (is_other_drug(first[0]) or is_about_another_thing(after))
