"""Whether words say that a thing goes on since the day they tell, or came back: "ONJ 2012, not healed", "2012 - now".

Such a day is that of the beginning, and shows of no event that it is past (CLARIFICATIONS A537). Words of another
thing count for nothing: "PE 2012, ongoing apixaban", "GI bleed 2012, no recurrence".
"""

from __future__ import annotations

import re

from validator.regex import regex

_STATE = (
    r"(?:persist\w*|on-?going|active(?:ly)?|worsen\w*|worse|progress(?:ing|ive|ed|es)|un-?resolved|un-?healed|non-?healing"
    r"|flar(?:e|es|ed|ing)(?:\s+up)?|recur(?:s|red|ring|rent|rence)?|relaps\w*|re-?bleed(?:s|ing)?|rebled|re-?open(?:ed|s)?"
    r"|continu(?:es|ed|ing|ous)|chronic|open|not\s+(?:yet\s+)?(?:fully\s+|completely\s+)?(?:healed|healing|resolved"
    r"|resolving|closed|better|over)|never\s+(?:fully\s+|really\s+)?(?:healed|resolved|closed)"
    r"|(?:did\s*n[o']t|did\s+not|does\s*n't|does\s+not|has\s*n't|won't)\s+(?:heal|resolve|close)(?:ed|d)?"
    r"|present(?=\W*$)|exposed(?=\s+bone)|draining|bleeding|came\s+back|back\s+again|(?:up\s+)?to\s+date|since)"
)
_FILLER = (
    r"(?:(?:and|but|now|currently|is|are|was|has|have|had|been|remains?|still|getting|slowly|again|with|w/|since|then"
    r"|later|which|it|that|a|an)\s+)*"
)
_OWN = r"(?:exposed|bone|bleed\w*|wound|ulcer\w*|drain\w*|fistula|necro\w+|dehiscence|infect\w*|leak\w*|lesion)"
_BEHIND = regex(
    rf"(?:\s*|[^;]*?(?:[,;:(\[.\u2013-]|\bbut\b|\band\b))\s*(?P<filler>{_FILLER})(?P<state>{_STATE})"
    rf"(?=\s*(?:$|[,;:.)\]!])|\s+(?:per|despite|as\s+of|again|today|now|since|up|at\s+present)\b|\s+{_OWN}\b)",
    re.IGNORECASE,
)
_OF_NOW = regex(r"\b(?:now|still|currently|again|remains?)\b", re.IGNORECASE)
_OF_A_LIST = regex(r"active|present|chronic|recurren|since|(?:up\s+)?to\s+date|continu|open", re.IGNORECASE)
_UP_TO_NOW = regex(
    r"\s*(?:\+|\u2192|-+>|ff\b|onwards?\b|and\s+(?:on|onwards?)\b"
    r"|(?:-|\u2013|to|up\s+to|till?|until|through|thru)\s*(?:the\s+)?(?:present|now|dates?|today|current\w*|ongoing)\b)",
    re.IGNORECASE,
)
_AHEAD = regex(
    r"(?<!acute on )\b(?:chronic|persist\w*|on-?going|current|active|refractory|long-?standing|progressive|worsening"
    r"|non-?healing|un-?healed|un-?resolved|still)\s+(?:(?!and\b|or\b|with\b)\w+\s+)?$|\bopen\s+$",
    re.IGNORECASE,
)
_AGAIN = regex(
    r"(?:\b(?P<no>no|not|without|w/o|never|denies|no\s+signs?\s+of|no\s+evidence\s+of)\s+)?"
    r"\b(?:today|now|again|acute|current(?:ly)?|recurren\w+|yesterday|this\s+(?:am|morning|week)"
    r"|new(?!\s+(?:stents?|grafts?|meds?|medications?|valve|pacemaker|icd|device)\b))\b",
    re.IGNORECASE,
)
"""Behind a date: it came once more, so that the date is not all of its days; unless it is denied."""


def goes_on_behind(words: str, end: int) -> bool:
    """Whether words behind the character `end`, that of a date of an event, say that it goes on or came again."""
    if _UP_TO_NOW.match(words, end) is not None or _BEHIND.match(words, end) is not None:
        return True
    return came_again(words, end)


def goes_on_though_past(words: str, end: int) -> bool:
    """Whether what stands behind an event that is called a history says outright that it goes on: "Hx ONJ, not healed".

    The bare "active" is how lists write that an entry stands, and what recurs may have recurred then.
    """
    found = _BEHIND.match(words, end)
    return found is not None and (
        _OF_NOW.search(found["filler"]) is not None or _OF_A_LIST.match(found["state"]) is None
    )


def came_again(words: str, end: int) -> bool:
    """Whether a thing is told once more behind the character `end`."""
    return any(found["no"] is None for found in _AGAIN.finditer(words, end))


def goes_on_ahead(words: str, start: int) -> bool:
    """Whether a word directly before the character `start`, that of an event, says that it is there for long."""
    return _AHEAD.search(words, 0, start) is not None
