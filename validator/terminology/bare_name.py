"""The name of a drug as people say it: without the code before it, and the amount, strength and form around it."""

from __future__ import annotations

import re

from validator.regex import regex

_CODE = regex(r"^(?:[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?|\d{3,18}) (?=\S)")
_AMOUNT = regex(r"^\d+(?:\.\d+)? ?(?:ml|mg|mcg|g|hr|hour|day|actuat)\b[\s-]+(?=[^\W\d])", re.IGNORECASE)
"""What stands before the name of a product in RxNorm: the amount of one unit, or the hours for which it works."""
_STRENGTH = regex(r"\s+\d.*$")


def without_code(name: str) -> str:
    """The name without the code of a list that stands before it."""
    return _CODE.sub("", name)


def bare_name(name: str) -> str:
    """The name without strength and form; as it is where nothing else would be left."""
    return _STRENGTH.sub("", _AMOUNT.sub("", without_code(name))) or name
