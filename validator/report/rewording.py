"""What an instruction says in words, with another dose in the place of the old one: everything else stays as written.

Only where one amount is told, or one number of pieces, is it surely the dose. Whether the new words agree with the
codes is for the check to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from validator.label.model import Label
from validator.quantity import plain
from validator.regex import regex

TO_PATIENT = "patientInstruction"
_PIECES = r"(?:tab(?:let)?s?|cap(?:sule)?s?|pills?)"
_AMOUNT = regex(
    r"(?<![\d.,/-])(?P<mg>\d+(?:\.\d+)?)(?=[ -]?(?:mg|milligrams?)\b(?! ?(?:/|per) ?(?:m2|m²|kg|ml)\b))", re.IGNORECASE
)
_COUNT = regex(
    rf"\b(?P<count>\d+(?:\.\d+)?|an?|one|two|three|four)(?: \(\w+\))? (?P<piece>{_PIECES}\b|ml\b)", re.IGNORECASE
)
_OF_STRENGTH = regex(
    rf"(?P<single>\b(?:1|one|an?) )?\d+(?:\.\d+)?[ -]?mg (?:film[ -]coated |oral )*{_PIECES}\b", re.IGNORECASE
)
_AS_ONE = regex(
    rf"(?:{_PIECES}|ml) ?\( ?\d+(?:\.\d+)? ?mg ?\)|\d+(?:\.\d+)? ?mg ?\( ?\w+ (?:{_PIECES}|ml)", re.IGNORECASE
)
"""Pieces with the amount that they make, or the other way round."""
_SINGLE = frozenset({"1", "a", "an", "one"})


def counted(units: Decimal, label: Label) -> str:
    """So many units in words: `1 tablet`, `2 capsules`, `6.5 mL`."""
    if label.mg_per_ml is not None:
        return f"{plain(units)} mL"
    return f"{plain(units)} {label.form if units == 1 else label.pieces}"


def kept_words(
    own: Mapping[str, Any], label: Label, mg: Decimal, units: Decimal | None, *, in_own_words: bool
) -> Iterator[tuple[str, str]]:
    """The words of an instruction (`own`) that stay, by element: with the new dose in them, or without `in_own_words`
    only those to the patient, where they tell no dose.
    """
    for name in ("text", TO_PATIENT):
        written = own.get(name)
        if not isinstance(written, str) or not written.strip():
            continue
        told = reworded(written, label, mg, units)
        if told is not None and (in_own_words or (name == TO_PATIENT and told == written)):
            yield name, told


def reworded(text: str, label: Label, mg: Decimal, units: Decimal | None) -> str | None:
    """The words for a dose of so many `mg` made of so many `units` (None: not told in pieces); None where it is unsure
    which of them tell the dose. Words that tell none stay as they are.
    """
    amounts = {Decimal(found["mg"]) for found in _AMOUNT.finditer(text)}
    counts = list(_COUNT.finditer(text))
    if len(amounts) > 1 or len(counts) > 1 or (counts and units is None):
        return None
    strengths = list(_OF_STRENGTH.finditer(text))
    if strengths and (units != 1 or any(not one["single"] for one in strengths)):
        return None
    if counts and amounts and not _AS_ONE.search(text):
        # The amount is the strength then, which is the dose where one piece is taken before and after.
        single = counts[0]["count"].lower() in _SINGLE
        if units != 1 or not single:
            return None
    told = _AMOUNT.sub(plain(mg), text)
    return told if units is None else _COUNT.sub(counted(units, label), told)
