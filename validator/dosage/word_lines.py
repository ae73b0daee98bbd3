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
_BEGINS = regex(
    r"(?:take|give|swallow|administer|do not|don't|avoid|crush|mix|dissolve|open|chew|hold|stop|call|keep|use|may|can"
    r"|start|must|should|never|no)\b",
    re.IGNORECASE,
)


def lines_joined(text: str) -> str:
    """The text with its lines joined where one only goes on with the line before, as labels of a fixed width do."""
    made = ""
    for line in (" ".join(one.split()) for one in text.splitlines()):
        if not line:
            continue
        is_small = line[:1].islower() and _BEGINS.match(line) is None
        is_capital = line.upper() == line and _CONTINUES.match(line) is not None
        goes_on = made and made[-1] not in ".;:!?" and (is_small or is_capital)
        made = f"{made} {line}" if goes_on else f"{made}\n{line}" if made else line
    return made
