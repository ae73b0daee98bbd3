"""The items of a text that may be nothing but a list of drugs, without the marks that lists are written with.

People put a number, a point or an arrow before a drug, brackets or quotes around it, its kind before or behind it, and
any sign between two. All of that is left out; what is left of another word makes the text no list. CLARIFICATIONS A445.
"""

from __future__ import annotations

import re

from validator.regex import regex

KIND = r"(?:anti-?(?:fungal|biotic|viral|microbial|infective|retroviral|epileptic|convulsant|mycobacterial)s?|azoles?)"
"""A kind of drugs that says nothing of whether one is taken."""
_HEADING = regex(
    rf"(?:^|(?<=[\n,;(]))[ \t]*(?:(?:active|current|home|new)\s*:|(?:rx|{KIND})\s*[:=]?)(?=[ \t(]*[a-z])", re.MULTILINE
)
_KIND_BEHIND = regex(rf"\(\s*{KIND}\s*\)")
_MARK = regex(
    r"(?:^|(?<=\s))(?:\(?\d{1,2}[.)]|\(?[a-z]\))(?=\s*[a-z])|(?:^|(?<=\s))[-\u2013\u2014>](?=\s*[a-z])|^\s*\u2192"
    r"|[*\u2022\u2023\u25aa\u25ab\u25cf\u25cb\u25e6\u25ba\u25b6\u25a0\u25a1\u2043\u2219\u00b7\u2713\u2714\u2611\u2610"
    r"\"'`\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb\[\](){}|&=]",
    re.MULTILINE,
)
"""What stands before, around and between the items of a list."""
_BETWEEN_ITEMS = regex(r"\s*[,;/+\n]\s*")
_FORM = (
    r"(?:xr|xl|er|sr|cr|dr|la|po|iv|oral|tab(?:let)?s?|tabl|tabletten|cap(?:sule)?s?|kps|kapseln?|soln?|solution"
    r"|susp(?:ension)?|syrup)"
)
_NUMBER = r"\d+(?:[.,]\d+)?"
_ITEM = regex(
    rf"(?P<name>[a-z][a-z-]+)(?P<told>(?:\s+{_FORM})*(?:\s+{_NUMBER}\s*(?:mg|mcg)?)?)(?:\s+(?:daily|qd|bid|tid|qhs|prn))?"
)
AMOUNT_ALONE = regex(rf"\s*(?:{_FORM}\s+)*{_NUMBER}\s*(?:mg|mcg)(?:\s+{_FORM})*\W*")
"""Behind a name that begins its clause: its form and strength and nothing more, as a line of a list of drugs has it."""


def bare_items(text: str) -> str:
    """A text in small letters without the marks of a list, each item on a line of its own."""
    return _MARK.sub("\n", _HEADING.sub("\n", _KIND_BEHIND.sub("\n", text))).strip(" .\n")


def items_of(text: str) -> list[re.Match[str] | None]:
    """Each item of a text that has its marks taken away; None: something else than a name with its amount or form."""
    return [_ITEM.fullmatch(one.strip()) for one in _BETWEEN_ITEMS.split(text.strip(" .")) if one.strip()]
