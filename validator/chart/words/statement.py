"""A note cut into statements, and how what one of them names is meant: now, of the past, planned, advice, of others.

What governs a thing stands before it in its statement, nearest first, or directly behind it: a word of care at the
other end of a sentence hides nothing. What nothing governs is said of now. CLARIFICATIONS A293.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import StrEnum

from validator.chart.words.legible import legible
from validator.chart.words.past_words import is_of_the_past, says_it_is_over
from validator.regex import regex

LONGEST = 10_000
"""Characters of a text that are looked at; a choice of this project. What lies beyond is told (`beyond`)."""
_LONGEST_STATEMENT = 1200
"""Characters of one statement: where a text has no sentences it is cut at a space, so that its cost stays in bounds."""


class Meaning(StrEnum):
    """How a thing that a statement names is meant. `NOW` too where nothing tells: then it is asked about."""

    NOW = "said to be so, or its time is not told"
    OVER = "said to have ended, or to be of before"
    ADVICE = "what to watch for, to do or to know, or what may come"
    AIMED_AT = "what another drug is given for"


_END = regex(
    r"(?<!\bst)(?<!\bdr)(?<!\bpt)(?<!\bvs)(?<!\bhx)(?<!\bdx)(?<!\bapprox)(?<!\bno)(?<!\bs)(?<!\bincl)[.](?=\s"
    r"|$)|[;\n\r!|\u2022]+"
    r"|\s(?:--|\*+|//)\s|\s\d{1,2}[.)]\s|\bbut\b|\bhowever\b",
)
_NAMES_NOTHING = regex(
    r"\W*(?:(?:past\s+)?(?:medical|surgical|family|social)?\s*(?:history|hx)|p[ms]hx?|fhx?|shx?|allerg\w+"
    r"|(?:black\s+box|boxed)?\s*warnings?|precautions?|(?:potential\s+|common\s+"
    r"|serious\s+)*(?:side\s+effects?|adverse\s+\w+|risks?)"
    r"|antecedentes|ant[\u00e9e]c[\u00e9e]dents|atcd|vorgeschichte|vorerkrankungen|anamnese"
    r"|educat\w+|counsel\w+|teach\w+|label\w*|comparison|indication|problem\s+list\s+\(?inactive)\b[^:]{0,40}:"
)
"""A heading behind which stands what was before, or what is taught."""
_HISTORY_OF_PATIENT = regex(r"\W*(?:(?:past\s+)?(?:medical|surgical)?\s*(?:history|hx)|p[ms]hx?)\b[^:]{0,40}:\s*")
_ANY_HISTORY = regex(r"\b(?:history|hx|p[ms]hx?)\b", re.IGNORECASE)
_NEXT_ITEM = regex(r",\s+(?!\(?\d)")
"""Between the items of a history; a day behind a comma is of the item before it."""

_HAPPENED = (
    r"\b(?:has|had|having|developed|develops|suffered|experienced|presents?|presented|presenting|admitted"
    r"|admission|hospitali[sz]\w+|discharged"
    r"|diagnosed|dx'?d|found|shows?|showed|showing|revealed|confirmed|sustained|underwent|held|complicated"
    r"|c/b|new|acute|recent(?:ly)?|active|ongoing"
    r"|currently|now|today|yesterday|c/o|complains?|reports|reported|noted|seen|recovering|resum\w+|restart\w*)\b"
)
_HAPPENS = regex(_HAPPENED)
"""Words by which something came to pass: advice before them reaches no further."""
_LATELY = regex(
    r"\b(?:recent(?:ly)?|just|newly|new|acute|active|ongoing|current(?:ly)?|today|yesterday|tonight"
    r"|this\s+(?:am|morning|week|month|admission)"
    r"|last\s+(?:night|week|wk)|admi(?:ts?|tted|ssion)|hospitali[sz]\w+|inpatient|icu|discharged?|held"
    r"|resum\w+|restart\w*|re-?challeng\w*"
    r"|recover(?:ing|ed)|post-?op\w*)\b"
)
_ON_CONDITION = regex(
    r"\b(?:if|when(?:ever)?|unless|should|would|in\s+case\s+of|in\s+the\s+event\s+of|may|might|could(?!n't"
    r"|\s+not)|can(?!'t|\s*not)|potential(?:ly)?|whether"
    r"|hold\s+(?:\w+\s+)?for|stop\s+(?:\w+\s+)?for|withhold\s+(?:\w+\s+)?for|interrupt\s+(?:\w+\s+)?for"
    r"|discontinue\s+(?:\w+\s+)?for|d/?c\s+for"
    r"|any(?!\s+\w+\s+(?:other\s+than|except))|e\.?g|such\s+as|like|includ(?:e|es|ing)|avoid\w*|prevent\w*"
    r"|prophyla\w*|ppx|risks?|at\s+risk|bei|falls|wenn|\Asi|en\s+(?:caso?|cas)\s+d[eu]?)\b"
)
"""Before a thing, anywhere in its statement: it may come."""
_BOUND = regex(r"[<>\u2265][=~\s]*(?P<number>\d[\d./]*)?")
_MAY_BE_A_GRADE = frozenset({None, "1", "2", "3", "4", "5"})
"""Behind a sign that compares: ">= 3 bleeding" may come, as ">= grade 3" may."""
_CAUSE = regex(r"\b(?:from|due\s+to|d/t|2/2|secondary\s+to)\b")
"""Behind a bound that was passed stands what did it: "Hgb <7 from GI bleed"."""
_CARE = regex(
    r"\b(?:report|call|contact|notify|seek|go\s+to|return\s+to|come\s+(?:in|back)|(?:er|ed)\s+for|tell"
    r"|inform|ask(?:ed)?|watch\w*|look|observe|monitor\w*|check\w*|test(?:s|ed|ing)?|screen\w*|verify"
    r"|evaluat\w*|assess\w*|educat\w*|taught|teach\w*|instruct\w*|counsel\w*|review\w*|discuss\w*|explain\w*"
    r"|advis\w*|warn\w*|caution\w*|aware"
    r"|understands?|verbali[sz]\w*|inform\w*|consent\w*|precautions?|side\s+effects?|adverse|aes?|signs?"
    r"|s/sx?|symptoms?|causes?|label\w*"
    r"|black\s+box|boxed|rems|protocol|guidelines?|contracept\w*|birth\s+control|barrier|prior\s+auth\w*"
    r"|insurance|approv\w+|policy|criteria)\b"
)
"""Before a thing: it is spoken of, and not said to be so."""
_BEHIND = regex(
    r"\s*(?:[-:(/\u2192]\s*)?(?:(?:and|or|&)\s+\w+\s+)?(?:risks?|precautions?|protocol|monitoring|prophyla\w*|ppx"
    r"|warnings?|education|teaching|test\w*|status"
    r"|categor\w+|class|registry|rems|prevention|potential|screen\w*|counsel\w*|clinic|call|report|notify"
    r"|seek|go\s+to|hotline)\b"
    r"|\s*\u2192\s*(?:stop|hold|pause|d/?c|withhold)(?:\s+(?:cabo\w*|drug|meds?|it))?\s*(?:and|&|,|/|\+)\s*"
    r"(?:call|notify|report|contact|seek|go\s+to)\b"
)
_SPOKEN_OF = regex(
    r"\b(?:review\w*|discuss\w*|explained|taught|counsel\w*|verbali[sz]\w*|understood|understands"
    r"|understanding|educat\w*)\b"
)
_ENDING = regex(
    r"\b(?:until|till|once|when|after)\s+(?:(?:the|his|her|any|surgical|gi|acute|current|active|this)\s+)*$",
)
_ENDS = regex(
    r"[^,;.]{0,25}?\b(?:(?:is|has|are|have|been|fully|completely|adequately)\s+)*(?:resol\w+|heal\w*"
    r"|improv\w+|clear\w*|stop\w*|stabili[sz]\w+"
    r"|controlled|treated|subsid\w+|recover\w*|under\s+control)\b"
)
"""Behind "until" and a thing: it is there, since its end is waited for."""
_LONG = regex(r"\b(?:chronic|remote|old|longstanding|distant|childhood)\s+(?:\w+\s+)?$")
_LONG_AGO = regex(
    r"[^,;]{0,20}\b(?:in\s+(?:his|her|their)\s+(?:early\s+|late\s+|mid\s+)?(?:\d0s|\d0's|teens|twenties"
    r"|thirties|forties|fifties|youth)"
    r"|as\s+a\s+(?:child|kid|teen\w*|young)|(?:many\s+)?years?\s+(?:ago|back)|decades?)\b"
)
_AGAINST = regex(
    r"(?:\b\d+(?:\.\d+)?\s*(?:mg|mcg|units?)\b|\b(?:anticoag\w*|doac|noac|blood\s+thinners?|ac)\b)[^,;]*?\bfor\s+"
    r"(?:(?:an?|the|his|her|known|chronic|treatment\s+of|tx\s+of)\s+)*$"
)
"""A dose, or a kind of drug, and what it is given for."""
_FOR = regex(r"\bfor\s+(?:(?:an?|the|his|her|known|chronic|treatment\s+of|tx\s+of)\s+)*$")
_DRUG = regex(r"[a-z][a-z-]{3,}")


def statements_of(text: object) -> Iterator[str]:
    """The statements of a note, without those that a heading puts in the past or among what is taught."""
    if not isinstance(text, str):
        return
    yield from (piece for one in _cut(text) if _NAMES_NOTHING.match(one.lower()) is None for piece in _pieces(one))


def items_of_history(text: object) -> Iterator[str]:
    """The items that a heading of a note puts in the patient's past, each by itself; one may have a day of its own."""
    if not isinstance(text, str) or _ANY_HISTORY.search(text) is None:
        return
    for one in _cut(text):
        found = _HISTORY_OF_PATIENT.match(one.lower())
        if found is not None:
            yield from _NEXT_ITEM.split(one[found.end() : _LONGEST_STATEMENT])


def _cut(text: str) -> Iterator[str]:
    text = legible(text[:LONGEST])
    start, lower = 0, text.lower()
    for end in (*[found.span() for found in _END.finditer(lower)], (len(lower), len(lower))):
        statement = text[start : end[0]].strip(" \t,-*")
        start = end[1]
        if statement:
            yield statement


def _pieces(statement: str) -> Iterator[str]:
    while len(statement) > _LONGEST_STATEMENT:
        cut = statement.rfind(" ", 0, _LONGEST_STATEMENT) + 1 or _LONGEST_STATEMENT
        yield statement[:cut].rstrip()
        statement = statement[cut:]
    yield statement


def beyond(text: object) -> str:
    """What of a text lies beyond all that is looked at; empty where nothing does."""
    return text[LONGEST:] if isinstance(text, str) else ""


def standing_of(statement: str, start: int, end: int, *, is_drug: Callable[[str], bool] | None = None) -> Meaning:
    """How what stands from `start` up to but not including `end` of a statement is meant.

    Denials, relatives and searches are not asked for here (`terminology.governing`). `is_drug` says of a word in small
    letters whether it is the name of a drug.
    """
    plain = statement.lower()
    before, behind = plain[:start], plain[end:]
    if is_waited_out(statement, start, end):
        return Meaning.NOW
    if _may_come(before) or _is_bound(plain, start, end) or _is_spoken_of(before) or _BEHIND.match(behind):
        return Meaning.ADVICE
    if _SPOKEN_OF.search(behind) and not _HAPPENS.search(before):
        return Meaning.ADVICE
    if is_lately(statement):
        return Meaning.NOW
    named = map(is_drug, _DRUG.findall(before)) if is_drug is not None and _FOR.search(before) else ()
    if _AGAINST.search(before) or any(named):
        return Meaning.AIMED_AT
    if says_it_is_over(statement, start, end) or is_of_the_past(statement, start, end) or _is_long_ago(before, behind):
        return Meaning.OVER
    return Meaning.NOW


def _is_long_ago(before: str, behind: str) -> bool:
    return _LONG.search(before) is not None or _LONG_AGO.match(behind) is not None


def is_lately(statement: str) -> bool:
    """Whether a statement says that something came to pass of late: an admission, a discharge, "recent", "held"."""
    return _LATELY.search(statement.lower()) is not None


def is_waited_out(statement: str, start: int, end: int) -> bool:
    """Whether the end of a thing is waited for: "hold until the bleeding has stopped"."""
    plain = statement.lower()
    found = _ENDING.search(plain[:start])
    return (
        found is not None and _ENDS.match(plain, end) is not None and not _ON_CONDITION.search(plain, 0, found.start())
    )


def _may_come(before: str) -> bool:
    """Whether a condition stands before a thing, with no clause of its own behind it that tells what came to pass."""
    return any(
        "," not in before[one.end() :] or _HAPPENS.search(before, one.end()) is None
        for one in _ON_CONDITION.finditer(before)
    )


def _is_bound(plain: str, start: int, end: int) -> bool:
    """Whether a thing stands behind a bound, and nothing tells that it came to pass."""
    for one in _BOUND.finditer(plain, 0, start):
        between = plain[one.end() : start]
        if one["number"] not in _MAY_BE_A_GRADE and (_CAUSE.search(between) or _HAPPENS.search(plain, one.end(), end)):
            continue
        if "," not in between or _HAPPENS.search(between) is None:
            return True
    return False


def _is_spoken_of(before: str) -> bool:
    return any(_HAPPENS.search(before, one.end()) is None for one in _CARE.finditer(before))
