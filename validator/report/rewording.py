"""What an instruction says in words, with another dose in the place of the old one: everything else stays as written.

Only where a text begins with one amount, or one number of pieces, and tells no other is it surely the dose. Whether the
new words agree with the codes is for the check to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from validator.label.model import Label
from validator.quantity import plain
from validator.regex import regex

TO_PATIENT = "patientInstruction"
_WORD = regex(r"[^\W_]+")
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
_BEGINS = frozenset({"take", "give", "swallow", "administer", "a", "an", "one", "1", "dose"})
"""Words that may stand before the dose of the drug itself; its names may too."""
_JOINS = regex(
    rf"(?:[ -]?(?:mg|milligrams?)|)[\s(,)-]*(?:of|each|(?:film[ -]coated |oral )*{_PIECES}|)[\s(,)-]*"
    r"|[ -]?mg[\s;,.]+(?:(?:by|mouth|po|p\.o|orally|once|daily|qd|every|day|a)[\s;,.]+)*max(?:imum)?\.?:?\s+",
    re.IGNORECASE,
)
"""What may stand between two amounts that tell the same dose."""
_GOES_ON = regex(
    rf"[ -]?(?:mg|milligrams?)?(?: total)?[\s),]*(?:\(?\w+ {_PIECES}\)?|{_PIECES}|each)?[\s),]*"
    r"(?:$|[.;:(/]|(?:by|po|p\.o|per|orally|oral|once|twice|daily|every|each|qd|qam|qpm|qhs|q\d+h|od|bid|a|at|in|on|for|with|without|to)\b)",
    re.IGNORECASE,
)
"""What may stand behind the last of them; another word may be the name of another drug."""


def counted(units: Decimal, label: Label) -> str:
    """So many units in words: `1 tablet`, `2 capsules`, `6.5 mL`."""
    if label.mg_per_ml is not None:
        return f"{plain(units)} mL"
    return f"{plain(units)} {label.form if units == 1 else label.pieces}"


def kept_words(
    own: Mapping[str, Any], label: Label, mg: Decimal, units: Decimal | None, *, in_own_words: bool
) -> Iterator[tuple[str, str]]:
    """The words of an instruction (`own`) that stay, by element: with the new dose in them, or without `in_own_words`
    only those to the patient, where they tell no dose or amounts that are not surely the ordered dose. The last stay as
    they are, also where they tell the old dose in a way that is not known here: whether they agree is for the check.
    """
    for name in ("text", TO_PATIENT):
        written = own.get(name)
        if not isinstance(written, str) or not written.strip():
            continue
        told = by_sentence(written, label, mg, units)
        if name == TO_PATIENT and told is None and not _is_of_the_dose(written, label):
            # Of another drug, of the past, of what was agreed: as it was, and the check says what it makes of it.
            yield name, written
            continue
        if told is not None and (in_own_words or (name == TO_PATIENT and told == written)):
            yield name, told


SENTENCE_BREAK = r"(?<=[.;!])\s+|\s*[\r\n]+\s*"
"""Between two sentences of an instruction."""
_SENTENCES = regex(f"({SENTENCE_BREAK})")


def by_sentence(text: str, label: Label, mg: Decimal, units: Decimal | None) -> str | None:
    """The words for a dose as `reworded` has them, or where they are several sentences with the one put right that
    surely tells the dose, beside others that tell the amounts of something else; None where that is unsure.
    """
    whole = reworded(text, label, mg, units)
    if whole is not None:
        return whole
    found = _SENTENCES.split(text)
    ours = [at for at, one in enumerate(found) if tells_amount(one, label) and _is_of_the_dose(one, label)]
    told = reworded(found[ours[0]], label, mg, units) if len(ours) == 1 and len(found) > 1 else None
    return None if told is None else "".join([*found[: ours[0]], told, *found[ours[0] + 1 :]])


def _is_of_the_dose(text: str, label: Label) -> bool:
    """Whether the amounts and pieces of a text, where it has any, are surely the ordered dose: it begins with them."""
    found = sorted((*_AMOUNT.finditer(text), *_counts(text, label)), key=lambda one: one.start())
    if not found:
        return True
    before = {word.lower() for word in _WORD.findall(text[: found[0].start()])}
    joined = all(_JOINS.fullmatch(text, one.end(), after.start()) is not None for one, after in pairwise(found))
    names = {label.product.lower(), label.ingredient.lower()}
    return before <= _BEGINS | names and joined and _GOES_ON.match(text, found[-1].end()) is not None


def _counts(text: str, label: Label) -> list[re.Match[str]]:
    """The numbers of pieces; millilitres are of the drug only where it is a solution."""
    is_liquid = label.mg_per_ml is not None
    return [one for one in _COUNT.finditer(text) if is_liquid or one["piece"].lower() != "ml"]


def tells_amount(text: str, label: Label) -> bool:
    """Whether a text holds an amount in milligrams or a number of pieces."""
    return _AMOUNT.search(text) is not None or bool(_counts(text, label))


def reworded(text: str, label: Label, mg: Decimal, units: Decimal | None) -> str | None:
    """The words for a dose of so many `mg` made of so many `units` (None: not told in pieces); None where it is unsure
    which of them tell the dose. Words that tell none stay as they are.
    """
    if not _is_of_the_dose(text, label):
        return None
    amounts = {Decimal(found["mg"]) for found in _AMOUNT.finditer(text)}
    counts = _counts(text, label)
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
    if units is None:
        return told
    for one in reversed(_counts(told, label)):
        told = told[: one.start()] + counted(units, label) + told[one.end() :]
    return told
