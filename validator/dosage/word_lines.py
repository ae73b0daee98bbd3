"""The lines of an instruction: each a new one, unless it only goes on with the line before.

Labels of a fixed width break lines anywhere ("DO NOT TAKE / WITH FOOD"); other texts hold one instruction a line.
"""

from __future__ import annotations

import re

from validator.regex import regex

_CONTINUES = regex(
    r"(?:with|without|or|and|before|after|on|in|into|of|than|to|for|food|meals?|stomach|juice|grapefruit|hours?|eating"
    r"|by|daily)\b",
    re.IGNORECASE,
)
_DANGLES = regex(
    r"\b(?:take|taken|give|do|not|with|without|on|an|a|the|empty|or|and|before|after|of|for|to|by|in|at|every|once|per|least|than"
    r"|your|this|any|avoid|no)$",
    re.IGNORECASE,
)
"""Words that no instruction ends with."""
_NUMBER_LAST = regex(r"(?<![\w.,/-])\d{1,3}(?:[.,/-]\d{1,2})?$")
_UNIT_FIRST = regex(
    r"(?:mg|mcg|g|ml|tab(?:let)?s?|cap(?:sule)?s?|pills?|min(?:ute)?s?|h|hrs?|hours?|days?|weeks?|wks?|months?|times?|x"
    r"|am|pm)\b",
    re.IGNORECASE,
)
"""A number at the end of a line and what is counted at the beginning of the next one."""
_AMOUNT_FIRST = regex(r"\d+(?:\.\d+)? ?(?:mg|mcg|g|ml)\b", re.IGNORECASE)
_NAME_ALONE = regex(r"[a-z][a-z-]+(?: [a-z][a-z-]+)?", re.IGNORECASE)
"""A line of a name or two that gives no amount: the one at the start of the next line belongs to it."""


def lines_joined(text: str) -> str:
    """The text with its lines joined where one only goes on with the line before, as labels of a fixed width do."""
    made: list[str] = []
    before = ""
    for one in text.splitlines():
        line = " ".join(one.split())
        if not line:
            continue
        if before:
            is_of_width = line[:1].islower() or line[:1].isdigit() or line.upper() == line
            made.append(" " if is_of_width and before[-1] not in ".;:!?" and _goes_on(before, line) else "\n")
        made.append(line)
        before = line
    return "".join(made)


def _goes_on(before: str, line: str) -> bool:
    is_counted = _UNIT_FIRST.match(line) is not None and _NUMBER_LAST.search(before) is not None
    is_named = _AMOUNT_FIRST.match(line) is not None and _NAME_ALONE.fullmatch(before) is not None
    return is_counted or is_named or _DANGLES.search(before) is not None or _CONTINUES.match(line) is not None
