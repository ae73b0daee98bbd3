"""Whether words around a thing they name say that it is over, of the past, or new."""

from __future__ import annotations

import re

from validator.chart.words.going_on import goes_on_though_past
from validator.regex import regex

_OVER = regex(
    r"\b(?:(?<!year )(?<!years )(?<!year-)(?<!years-)(?<!yr )(?<!yo )(?<!mo )(?<!mos )(?<!month )(?<!months )"
    r"(?<!wk )(?<!wks )(?<!week )(?<!weeks )(?<!day )(?<!days )old|remote"
    r"|(?<!not )(?<!not yet )(?<!n't )(?<!non-)(?<!never )(?:healed|resolved)"
    r"|treated|sequelae?"
    r"|late\s+effects?|aftercare|takedown|repaired|s/p\s+(?:\w+\s+)?(?:repair|closure))\b",
    re.IGNORECASE,
)
_DONE_BEFORE = regex(
    r"\b(?:status\s+post|s/p)\b(?!.*\b(?:c/b|complicated\s+by|with\s+(?:an?\s+)?(?:new|acute|active|recurrent))\s)",
    re.IGNORECASE,
)
"""Of what stands behind it; behind a risk it tells what was done for it: "wound dehiscence s/p laparotomy"."""
_HISTORY = regex(r"\b(?:history\s+of|h/o|hx(?:\s+of)?|pmhx?|past|previous(?:ly)?|prior(?!\s+to))\b", re.IGNORECASE)
_LEFT_BEHIND = regex(
    r"\b(?:(?:hemi|mono|para|quadri|tetra)(?:plegia|paresis)|paralytic|paralysis|(?:a|dys)phasia|dysarthria"
    r"|dysphagia|apraxia|ataxia"
    r"|weakness|deficits?|disturbances?|speech|fluency|language|memory|cognitive|attention|vertigo|seizures?"
    r"|symptoms)\b"
    r"[^,;.]*\bfollowing\b[^,;.]*$"
    # What lasts, named before it: "heart failure after MI", "cardiomyopathy due to MI", "weakness from stroke".
    r"|(?<!acute )(?<!new )\b(?:heart\s+failure|c?hf|hfr?ef|cardiomyopathy|(?:left\s+)?(?:ventricular|lv)\s+dysfunction"
    r"|weakness|hemi(?:plegia|paresis)|aphasia|depression|deficits?|neuropathy|seizures?)\s+(?:after|post"
    r"|due\s+to|2/2|secondary\s+to|from)\s+(?:an?\s+|his\s+|her\s+|the\s+)?$"
    r"|\bpost[- ]$",
    re.IGNORECASE,
)
"""What an event of the brain left behind it, named before it: the event itself is past ("aphasia following stroke")."""

_NEW = regex(r"(?:^|.*\b)(?:acute|new|active|current|recurrent)\s+(?:\w+\s+){0,2}", re.IGNORECASE)
_PART_END = regex(r"[,;.()\[\]:\n]|\s[-\u2013]\s|\bw/|\bin\s+(?:a\s+)?(?:patient|pt)\b", re.IGNORECASE)
_HISTORY_ENDS = (
    r"(?:of|in|the|medical|on|date|year|\d[\d/-]*|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*"
    r"|nov\w*|dec\w*)"
)
_ALONE = regex(
    rf"\W*(?:(?:in\s+the\s+)?(?:history|h/o|hx|past|previous(?:ly)?|prior|old|remote"
    rf"|chronic)\b\W*(?:{_HISTORY_ENDS}\b\W*)*)+(?:event|episode)?\W*",
    re.IGNORECASE,
)
"""A part behind a thing that says nothing more than that it is past: "MI, previous", "Melena (history)"."""
_ENDED = regex(
    r"\W*(?:(?:now|since|has|have|is|was|fully|completely|clinically|surgically|s/p|status\s+post"
    r"|and)\s+)*(?:healed|resolved|treated|repaired|repair"
    r"|closure|takedown|aftercare|sequelae?|late\s+effects?)\b\W*(?:$|with\b|by\b|in\b|on\b|after\b|s/p\b"
    r"|and\b|at\b|per\b|for\b|\d|surgically\b)",
    re.IGNORECASE,
)
"""A part behind a thing that tells its end; "resolved DVT" behind a PE is another thing's."""
_WAS_REPAIRED = regex(
    r"\s+(?:surgical\s+|surgery\s+)?(?:repair|closure|takedown)\b(?![^;.]*\b(?:plan\w*|sched\w*|pending"
    r"|await\w*|fail\w*|needs?|needed|due"
    r"|tomorrow|next|will|refus\w*|declin\w*|delay\w*|dehisc\w*|leak\w*|breakdown|recur\w*|persist\w*"
    r"|consult|evaluation|eval)\b)",
    re.IGNORECASE,
)
"""Directly behind a thing that was not to be done for it, and did not fail: "fistula repair 1998"."""
_BEFORE_REPAIR = regex(
    r"\b(?:fail\w*|plan\w*|sched\w*|pending|await\w*|needs?|for|unsuccessful|attempted|refus\w*|declin\w*)\b",
    re.IGNORECASE,
)
_AFTERWARDS = regex(
    r"\W*(?:rehab\w*|recovery|survivors?|aftercare)\b|[^,;.]*\b(?:in|during"
    r"|as\s+an?)\s+(?:early\s+)?(?:childhood|infancy|youth|child|infant)\b",
    re.IGNORECASE,
)
"""Directly behind a thing: it came before, or long ago."""
_LEAVES = regex(r"\W*(?:with|w/)\s+(?:\w+\s+)?(?:residual\w*|residua|sequela\w*)\b", re.IGNORECASE)
"""Behind a thing that is not called new: what it left behind."""
_NOW = regex(r"\b(?:now|currently|today|presents?|presenting|presented|admitted|here\s+with)\b", re.IGNORECASE)


_SENTENCE_END = regex(r";|\.\s")


def says_it_is_over(words: str, start: int, end: int) -> bool:
    """Whether words say that what they name from `start` up to but not including `end` has ended: old, healed."""
    before, own_end, behind = _own_part(words, start, end)
    return (
        _OVER.search(f"{before}{words[start:end]}{own_end}") is not None
        or any(map(_ENDED.match, behind))
        or _is_old(behind)
    )


def _is_old(behind: list[str]) -> bool:
    return any(_ALONE.fullmatch(one) and _OVER.search(one) for one in behind)


def is_of_the_past(words: str, start: int, end: int) -> bool:
    """Whether words say that what they name from `start` up to but not including `end` was before, or is what it left
    behind. A word of the past belongs to what it stands at: before a thing in its part or at the head of a list, behind
    it only where nothing more is said ("MI, previous", and not "Acute PE, previous smoker")."""
    before, own_end, behind = _own_part(words, start, end)
    if _WAS_REPAIRED.match(words, end) is not None and _BEFORE_REPAIR.search(before) is None:
        return True
    if _HISTORY.search(words[start:end]) or any(map(_ALONE.fullmatch, behind)) or _ALONE.fullmatch(own_end):
        return True
    if _AFTERWARDS.match(own_end) or (_LEAVES.match(own_end) and not is_said_new(words, start, end)):
        return True
    if told := list(_HISTORY.finditer(before)):
        return _NOW.search(before, told[-1].end()) is None and not goes_on_though_past(words, end)
    heads = list(_HISTORY.finditer(words, 0, start - len(before)))
    is_new = _NOW.search(before) is not None or is_said_new(
        f"{before.lstrip()}{words[start:end]}", len(before.lstrip()), len(words)
    )
    if heads and not is_new and not _SENTENCE_END.search(words, heads[-1].end(), start):
        return True
    if _DONE_BEFORE.search(words, 0, start) is not None or _DONE_BEFORE.match(words, start) is not None:
        return True
    return _LEFT_BEHIND.search(words[:start]) is not None and not is_said_new(words, start, end)


def _own_part(words: str, start: int, end: int) -> tuple[str, str, list[str]]:
    """What stands before and behind a thing in its part of a text, and the parts behind that one."""
    ends = [found.end() for found in _PART_END.finditer(words, 0, start)]
    before = words[ends[-1] if ends else 0 : start]
    own_end, *behind = _PART_END.split(words[end:])
    return before, own_end, behind


def is_said_new(words: str, start: int, end: int) -> bool:
    """Whether words say that what they name from `start` up to but not including `end` is acute, new or active."""
    return _NEW.fullmatch(words, 0, start) is not None or words[start:end].lower().startswith("acute ")


def says_when_itself(words: str, start: int, end: int) -> bool:
    """Whether what words name from `start` up to but not including `end` is told apart from what they name before it:
    it is called new or of now, or begins a statement of its own ("old MI; stroke")."""
    before, own_end, _ = _own_part(words, start, end)
    own = before.lstrip()
    is_now = is_said_new(f"{own}{words[start:end]}", len(own), len(own) + end - start)
    return is_now or _NOW.search(f"{before} {own_end}") is not None or _SENTENCE_END.search(words, 0, start) is not None
