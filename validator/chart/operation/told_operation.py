"""Operations that a note tells of: planned ("tooth extraction on 12/2"), or done on a day ("major surgery 1 week ago").

One without a day and without a word of a plan tells nothing: histories list operations so. What the label advises
("stop 3 weeks before surgery") is no plan. CLARIFICATIONS A294. Source: FHIR R4 Annotation.text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from validator.chart.fact import Surgery
from validator.chart.operation.operation_name import is_major_operation
from validator.chart.settings import RECENT_EVENT_DAYS
from validator.chart.words.note_day import day_of_event, day_of_plan
from validator.chart.words.text import mentions_of
from validator.finding import Evidence
from validator.instant import PartialDate
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.domain import RISK
from validator.terminology.governing import Sense
from validator.verdict import Truth

_ANY = regex(
    r"\b(?:(?:going|go|taken|taking\s+(?:pt|him|her)|back|scheduled|goes)\s+(?:back\s+)?(?:to"
    r"|for)\s+(?:the\s+)?o\.?r\b|operating\s+room"
    r"|(?:booked|scheduled)\s+(?:for\s+|in\s+)?(?:the\s+)?o\.?r\b|(?:major\s+|abdominal\s+|open\s+"
    r"|elective\s+|back\s+|spine\s+|heart\s+|hip\s+|knee\s+)?(?:surgery|operation)\b)"
)
"""Surgery without a word of which; "or" alone is no operating room."""
_ROOM = regex(r"\bOR\s+(?:on\s+|date\s*:?\s*)?\d{1,2}/\d{1,2}")
_MINOR = regex(
    r"\b(?:cataract|eye|skin|mohs|minor|hand|finger|toe|foot|carpal\s+tunnel|lid|lasik|cosmetic|laser"
    r"|endoscopic)\s+(?:surgery|operation)"
)
_NOT_OF_IT = regex(
    r"(?:\b(?:per|by|from|saw|see|seeing|with|to|called?|d/?w|w/|seen\s+by|general|vascular|ortho\w*"
    r"|thoracic|transplant|neuro\w*)\s+(?:surgery)\b(?!\s+(?:on|in|scheduled|planned|next|tomorrow|\d)))"
    r"|\b(?:surgery|operation)\s*(?:clinic|consult\w*|team|service|appt|appointment|follow|f/u|eval\w*"
    r"|referral|note|recs?|resident|attending|says)\b"
)
"""Where "surgery" is the people who operate, or a visit to them."""
_TOOTH = regex(
    r"\b(?:tooth|teeth|molars?)\s+(?:pull(?:ing)?|(?:coming\s+|taken\s+)?out)\b"
    r"|\b(?:extract(?:ion|ing)?|pull(?:ing)?|remov(?:e|al|ing))(?:\s+of)?\s+(?:teeth\s+|tooth\s+)?#\s*\d{1,2}\b(?:\s*(?:,|&"
    r"|and)\s*#\s*\d{1,2}\b)*",
    re.IGNORECASE,
)
"""A tooth to be pulled, or one that is called by its number in the mouth: "tooth pull", "to extract #17, #32"."""
_PERHAPS_INVASIVE = regex(
    r"\b(?:root\s+canals?|endodontic\s+(?:treatment|therapy|procedure|surgery)|apicoectomy"
    r"|(?:scaling\s+and\s+)?root\s+planing"
    r"|deep\s+(?:dental\s+)?cleaning|periodontal\s+(?:surgery|treatment|procedure)|dental\s+(?:work"
    r"|procedures?)|gum\s+(?:surgery|graft\w*)"
    r"|turp|turbt|transurethral\s+resection(?:\s+of\s+(?:the\s+)?(?:prostate|bladder(?:\s+tumou?r)?))?"
    r"|(?:medi-?)?port(?:-?a-?cath)?\s+(?:placement|insertion|removal))\b"
)
"""Work on teeth, or by a scope or a needle, of which the label's words on surgery may speak or not: a caution."""
_OFF = regex(
    r"\b(?:cancel\w*|postpon\w*|declin\w*|refus\w*|deferred|no\s+(?:longer\s+)?(?:\w+\s+){0,2}(?:surger\w+"
    r"|operations?|surgical|procedures?|dental)"
    r"|not\s+(?:a\s+)?(?:\w+\s+)?(?:candidate|planned|scheduled|needed|indicated|an\s+option)|inoperable"
    r"|unresectable|years?\s+ago)\b"
)
"""In a statement: it is not planned, or was long ago."""
_OPEN = regex(
    r"\b(?:if|should|unless|when|any|(?:before|prior\s+to)\s+(?:elective|major|any|an?y?\s+planned|planned)"
    r"|whether|consider\w*|discuss\w*|candidate|potential"
    r"|possible|wife|husband|spouse|mother|father|son|daughter|brother|sister)\b|n't\b"
)
"""Before an operation: it is not decided, or is of others."""
_PLANNED = regex(
    r"\b(?:schedul\w*|plan(?:s|ned|ning)?|upcoming|pending|book(?:ed|ing)|going\s+(?:to|for|back)|goes\s+to"
    r"|to\s+have|to\s+undergo|will\s+(?:have|undergo|need|get|be)"
    r"|(?<!if )(?<!as )need(?:s|ed)?"
    r"|awaiting|set\s+for|slated|for\s+(?:elective|planned)|pre-?op|prior\s+to|tomorrow|next\s+(?:week|month"
    r"|mon|tue|wed|thu|fri)\w*|in\s+(?:\d+|one|two|three|four|a)\s+(?:days?|weeks?|wks?|months?))\b"
)
_DONE = regex(
    r"\b(?:s/p|status\s+post|post-?op\w*|pod|had|underwent|done|performed|was|recovering|recovered|after"
    r"|following|completed|ago|last\s+(?:week|month|night)|yesterday|recent(?:ly)?)\b"
)
_ADVICE = regex(
    r"\b(?:hold|stop|held|withhold|interrupt|discontinue|off|pause)\b[^,;]*?\b(?:\d+|one|two|three"
    r"|four)\s*(?:-\s*\d+\s*)?(?:d(?:ays?)?|w(?:ee)?ks?)\s+(?:before|prior|ahead|pre|post|after)"
)
"""What the label asks for around an operation."""
_HEALED = regex(r"(?<!not )(?<!n't )(?<!non-)(?<!not yet )(?<!poorly )\b(?:well[\s-]+)?heal(?:ed|ing\s+well)\b")
_OF_LATE = regex(r"\b(?:recent(?:ly)?|just|new(?:ly)?|recovering|post-?op(?:erative)?)\b")
"""Done on a day that is not told: within the days in which an event counts as recent."""


def operations_told(book: Codebook, statement: str, shown: Evidence, written: PartialDate) -> Iterator[Surgery]:
    """The operation that one statement of a note of the day `written` tells of, planned or done."""
    statement = _TOOTH.sub("extraction of tooth", statement)
    plain = statement.lower()
    groups, name, start = _named(book, statement, plain)
    if not groups or _OFF.search(plain) or _OPEN.search(plain, 0, start):
        return
    ahead = day_of_plan(statement, written)
    behind = day_of_event(statement, 0, written)
    is_planned, is_done = _PLANNED.search(plain) is not None, _DONE.search(plain) is not None
    if _ADVICE.search(plain) and not (ahead is not None and ahead.is_exact):
        return
    if (is_planned and not is_done) or (ahead is not None and not is_done and _is_nearer(ahead, behind, written)):
        yield Surgery(groups, name, planned=True, evidence=shown, day=ahead, took_place=Truth.UNKNOWN)
        return
    if behind is None and _OF_LATE.search(plain):
        behind = PartialDate(written.first - timedelta(days=RECENT_EVENT_DAYS), written.last, written.text[:10])
    if behind is not None and not _HEALED.search(plain):
        yield Surgery(groups, name, planned=False, evidence=shown, day=behind)


def is_perhaps_invasive(operation: Surgery) -> bool:
    """Whether what a note tells may be an operation of the label, or not."""
    return _PERHAPS_INVASIVE.fullmatch(operation.name.strip('"')) is not None


def _named(book: Codebook, statement: str, plain: str) -> tuple[frozenset[str], str, int]:
    """The groups of the operation that a statement names, what it is called there, and where that begins."""
    major = book.of_role(RISK, "major-operation")
    for one in mentions_of(book, RISK, statement):
        if one.sense is Sense.STATED and (named := one.phrase.groups & book.of_role(RISK, "operation")):
            return named, f'"{one.phrase.text}"', one.start
    if is_major_operation(statement):
        return major, "an operation", len(plain.partition(",")[0])
    if (found := _ANY.search(plain)) and not _MINOR.search(plain) and not _NOT_OF_IT.search(plain):
        return major, f'"{" ".join(found[0].split())}"', found.start()
    if room := _ROOM.search(statement):
        return major, "an operation", room.start()
    if (work := _PERHAPS_INVASIVE.search(plain)) is not None:
        return book.of_role(RISK, "operation") - major, f'"{work[0]}"', work.start()
    return frozenset(), "", 0


def _is_nearer(ahead: PartialDate, behind: PartialDate | None, written: PartialDate) -> bool:
    return behind is None or written.days_until(ahead)[1] <= behind.days_until(written)[1]
