"""The day of an operation that a name tells among other words: "Nephrectomy (open) by Dr. Lee 11/15/2026", "POD 5 s/p
colectomy", "11/12/26 lap chole".

A problem list names an operation with its side, its surgeon and its reason before its day. Only a date with its
month counts, and no word between the two may tell of another thing: a visit, a scan, a second operation.
CLARIFICATIONS A526.
"""

from __future__ import annotations

import re

from validator.chart.words.written_date import WITH_YEAR, date_with_year
from validator.instant import PartialDate
from validator.regex import regex

_DATE = rf"(?:{WITH_YEAR})(?![\d/])"
_OF_ANOTHER = (
    r"(?:seen|saw|visit\w*|ct|mri|pet|us|scan\w*|imaging|follow\w*|f/?u|next|due|appt|appointment|last|latest|path\w*|labs?|updat\w*"
    r"|review\w*|noted|record\w*|entered|since|heal\w*|resol\w*|recover\w*|until|till|through|exp\w*|consult\w*|clinic|before|prior"
    r"|after|and|then|now|but|recur\w*|relaps\w*|mets?|metast\w*|biops\w*|bx|progress\w*|dx\w*|diagnos\w*|start\w*"
    r"|stop\w*|began|begun|chemo\w*|radiation|xrt|rt|adjuvant|c/b|complicat\w*|s/p|no|not|declin\w*"
    r"|cancel\w*|refus\w*|discuss\w*|consider\w*|if|may|might|candidate|eval\w*|referr\w*)"
)
_TEETH = r"#\s?\d{1,2}(?:\s*(?:,|&|and|-)\s*#?\s?\d{1,2})*"
_SIDE = (
    r"(?:left|right|l|r|lt|rt|bilateral|open|robotic|laparoscopic|partial|radical|total"
    r"|hip|knee|shoulder|femur|tibia|ankle|wrist|elbow|spine|lumbar|cervical|thoracic|abdominal)"
)
_FREE = rf"(?!{_OF_ANOTHER}\b)[a-z][a-z./'-]*"
_BETWEEN = (
    rf"\s*,?\s*\(?(?:{_SIDE}\b|{_TEETH})\)?|\s+(?:done|performed|completed|underwent|scheduled|planned|booked|set)\b"
    rf"|\s*[+/&]\s*(?!{_OF_ANOTHER}\b)(?-i:[A-Z]{{2,5}})\b|\s*,\s*(?-i:[A-Z]{{2,5}})(?=\s+by\b)"
    rf"|\s+(?:by|with|w/|for|at|via|due\s+to|2/2)\s*{_FREE}(?:\s+{_FREE}){{0,3}}|\s*\({_FREE}(?:\s+{_FREE}){{0,3}}\)"
)
_BEHIND = regex(rf"(?:{_BETWEEN}){{0,4}}[\s,(:-]*(?:(?:on|for)\s+)?{_DATE}", re.IGNORECASE)
_OF_KIND = rf"(?:(?:s/p|status\s+post|from|after|of|emergent|urgent|elective|lap|{_SIDE})\s+){{0,3}}"
_AHEAD = regex(rf"{_DATE}\s*[:-]?\s*{_OF_KIND}$", re.IGNORECASE)
_AFTER = regex(rf"\b(?:pod|post-?op(?:erative)?\s+day)\s*#?\s*(?P<days>\d{{1,2}})\b[\s,:]*{_OF_KIND}$", re.IGNORECASE)


def day_of_operation(words: str, start: int, end: int) -> PartialDate | None:
    """The day of the operation that a text names from `start` up to but not including `end`; None: none is told."""
    found = _BEHIND.match(words, end) or _AHEAD.search(words, 0, start)
    if found is None:
        return None
    try:
        return date_with_year(found)
    except ValueError:
        return None


def days_after_operation(words: str, start: int) -> int | None:
    """How many days before it was written the operation was that begins at `start`: "POD 5 s/p colectomy"."""
    found = _AFTER.search(words, 0, start)
    return int(found["days"]) if found is not None else None
