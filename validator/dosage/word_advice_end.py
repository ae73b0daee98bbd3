"""Where advice ends and another part begins though no sign stands between: "Avoid grapefruit Take with breakfast".

Advice silences its clause and its "avoid" reaches to the end of it, so what only stands behind it has to be a clause of
its own. Only advice that names what it is about is finished: "do not" and a verb is none yet. CLARIFICATIONS A265.
"""

from __future__ import annotations

import re

from validator.dosage.word_pattern import DO_NOT, NUM
from validator.regex import regex

_HANDLED = r"(?:crush(?:ed|ing)?|chew(?:ed|ing)?|split|cut|break|broken|open(?:ed)?|dissolve[d]?|suck)"
_AVOIDED = r"(?:grapefruits?|pomelos?|seville oranges?|star ?fruits?|alcohol|st\.? ?john'?s'? wort)"
_AVOID = (
    rf"\b(?:avoid|no|limit|without|not with|{DO_NOT} (?:take|eat|drink|use|have|consume|give)[^.;:\n,()/]{{0,25}}? )\b"
)
_OF_THINGS = (
    rf"{_AVOID}[^.;:\n()]{{0,40}}?{_AVOIDED}(?:[ -](?:juices?|products?|fruits?|supplements?))?"
    rf"(?! ?(?:,|or\b|and (?:\w+ )?{_AVOIDED}))"
)
_OF_HANDLING = rf"\b(?:{DO_NOT}|not(?: be)?) (?:{_HANDLED}(?:,? (?:or|and|nor) |, | ?/ ?| ))*{_HANDLED}"
_GIVES = (
    r"(?:please )?(?:take(?! (?:note|care))|give|hold|stop|discontinue|pause|reduce|increase|start taking|resume"
    rf"|{DO_NOT} (?:fill|dispense|give|take(?= (?:it|this|the|until|any\b|for\b)|\W*$)|start))\b"
)
_FOOD = r"(?:food|meals?|breakfast|lunch|dinner|supper|snacks?)"
_BEHIND_A_BAR = (
    rf"(?:{_GIVES}|(?:with|at|after|before) {_FOOD}\b|{NUM} ?(?:mg|tab|cap)|bid\b|tid\b|weekly\b|every\b|qod\b)"
)
_BEHIND_A_THING = regex(
    rf"({_OF_THINGS})(?: *\)?(?: +| *- *)(?:and |then |and then |[&+] ?)?(?={_GIVES})| */ *(?={_BEHIND_A_BAR}))",
    re.IGNORECASE,
)
_BEHIND_HANDLING = regex(
    rf"({_OF_HANDLING}(?: (?:the )?(?:tablets?|capsules?|pills?))?)"
    rf"(?: +(?:then )?(?={_GIVES})| */ *(?={_BEHIND_A_BAR}))",
    re.IGNORECASE,
)
_BEFORE_ANOTHER_WAY = regex(
    rf"(\b{DO_NOT} {_HANDLED}(?: or {_HANDLED})?), *(?=(?:dissolve|disperse|mix) (?:it |the \w+ )?in(?:to)?\b)",
    re.IGNORECASE,
)
"""Of one or two ways; a third behind a comma is one more that is forbidden."""

_ADVICE = rf"(?:{_AVOID}|\b{DO_NOT} {_HANDLED}\b)"
_CAPITAL = regex(
    rf"(?i:({_ADVICE}[^.;:\n]{{0,120}}?[a-z)]))"
    r"(?<!\b(?i:if|or|to))(?<!\b(?i:not|you|and|may))(?<!\b(?i:when|then))(?<!\b(?i:while|never|don't|avoid))"
    r" +(?=(?:Take|Give|Swallow|Hold|Stop|Discontinue|Start|Reduce|Increase|Call|Report|Do not|Don't|May)\b)"
)
"""A capitalised verb behind small letters begins a sentence, unless the word before it needs it."""
_OPENS_A_DOSE = (
    rf"(?:(?:now |then )?{NUM} ?mg (?:from|daily|once|twice|every|starting|now|only|instead|weekly|bid)\b"
    rf"|(?:dose )?(?:reduced?|decreased?|lower(?:ed)?|increased?|changed?) to {NUM} ?mg\b)"
)
_DAYS = rf"(?:days? \d+ ?(?:-|to) ?\d+|{NUM} days? (?:a|per) week)"
_ENDS = r"\b(?= *(?:[\])},;]|only\b|from\b|until\b|instead\b|now\b|$))"
"""Of a remark that is no more than that: "(weekly labs)" is about something else."""
_OPENS_A_PART = (
    rf"(?:{_GIVES}|(?:take|taken|best) with {_FOOD}|with {_FOOD}{_ENDS}|(?:may|can|ok(?:ay)? to|may be|can be) "
    rf"(?:be )?(?:{_HANDLED}|take|taken)\b|on hold\b|{_OPENS_A_DOSE}"
    rf"|{_DAYS}|weekdays only|(?:weekly|every other day|bid|tid){_ENDS}|half (?:an? )?tab)"
)
_REMARK_ON_ADVICE = regex(
    rf"({_ADVICE}[^.;:\n()]{{0,120}})[\[({{] *(?={_OPENS_A_PART})([^()\n]{{0,200}}?)(?:[\])}}]|(?=\n)|$)", re.IGNORECASE
)
_REMARK_ON_A_CALL = regex(
    rf"(\b(?:call|report|notify|contact)\b[^.;:\n()]{{0,120}})[\[({{] *(?={_OPENS_A_DOSE}|{_DAYS}|{DO_NOT} fill)"
    rf"([^()\n]{{0,200}}?)(?:[\])}}]|(?=\n)|$)",
    re.IGNORECASE,
)
"""A remark on a call may say what to do then ("stop the drug"); a dose with how often is none of that."""
_NOT_FORGET = regex(r"\b(?:do not|don't|dont|never) (?:forget|fail|neglect|omit) to\b", re.IGNORECASE)


def advice_ended(text: str) -> str:
    """The text with a full stop where finished advice ends and a verb of giving, or a remark that is read for itself,
    begins behind it; "do not forget to" goes, which forbids nothing."""
    text = _NOT_FORGET.sub("please", text)
    for end, stopped in _STOPPED:
        # Most of them are found nowhere, and a template costs more than a look.
        text = end.sub(stopped, text) if end.search(text) is not None else text
    return text


_STOPPED = (
    *((remark, r"\1. \2. ") for remark in (_REMARK_ON_ADVICE, _REMARK_ON_A_CALL)),
    *((end, r"\1. ") for end in (_BEHIND_A_THING, _BEHIND_HANDLING, _BEFORE_ANOTHER_WAY, _CAPITAL)),
)
