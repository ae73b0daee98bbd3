"""Times and parts of the day in the words of an order, and how many doses of a day they count."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal

from validator.dosage.word_kind import Kind, Stated
from validator.dosage.word_pattern import PART
from validator.frozen import Frozen
from validator.regex import regex

_PART_OF_DAY = regex(rf"(?<![a-z])(?:q\.?)?(?P<part>{PART}|nightly)(?!\w)")
_CLOCK = r"(?:(?:1[0-2]|[1-9])(?::[0-5]\d)? ?[ap]\.?m(?!\w)\.?|(?:[01]?\d|2[0-3]):[0-5]\d(?! ?[ap]\.?m))"
SEVERAL_CLOCKS = regex(
    rf"(?<!between )(?:at )?{_CLOCK}(?:\s*(?:,|and|&|/|\+)\s*(?:and )?(?:at )?(?:again )?(?:at )?{_CLOCK})+"
)
"""Two or more times of day: "at 8 am and 8 pm". A time between two, or from one to another, is one."""
_MORE = regex(
    r"(?<!\w)(?:as well|also|too|again|another|additional(?:ly)?|extra|plus|in addition)(?!\w)", re.IGNORECASE
)
_AMOUNTS = frozenset({Kind.MASS, Kind.COUNT, Kind.BARE_COUNT})
_OR = regex(r"(?<!\w)(?:or|not|instead)(?!\w)")


class Times(Frozen):
    """What one clause tells of the day: two or more times of its amounts, or the one part of the day of its amount."""

    stated: Stated | None = None
    parts: frozenset[str] = frozenset()


def parts_of_day(words: str) -> frozenset[str]:
    """Which of morning, noon and evening some words name."""
    return frozenset(_part(found["part"]) for found in _PART_OF_DAY.finditer(words))


def times_told(text: str, one: Stated, amounts: int, is_negated: Callable[[re.Match[str]], bool]) -> Times:
    """What a clause tells of the day whose words `text` are left to be read; `one` is an amount of it, of `amounts`.

    "Or" leaves the choice, so it counts nothing.
    """
    if _OR.search(one.clause.lower()):
        return Times()
    told = (found for found in _PART_OF_DAY.finditer(text) if not is_negated(found))
    parts = frozenset(_part(found["part"]) for found in told)
    if amounts > 1 and len(parts) > 1:
        return Times(several(one.clause, len(parts), imperative=one.imperative))
    return Times(parts=parts)


def is_whole_dose(stated: Iterable[Stated]) -> bool:
    """Whether a clause asks for an amount of so many times a day: "take 60 mg daily"."""
    kinds = {one.kind for one in stated if one.imperative or one.kind is Kind.FREQUENCY}
    return Kind.FREQUENCY in kinds and not kinds.isdisjoint(_AMOUNTS)


def is_another_dose(part: str, clause: str) -> bool:
    """Whether an amount at one part of the day, beside a whole dose of another clause, may be one more: in the evening,
    or with words that add it. In the morning it repeats when the dose is taken.
    """
    return part == "evening" or adds_a_dose(clause)


def adds_a_dose(clause: str) -> bool:
    """Whether a whole dose of its own is said to be one more: "take 1 tablet every night as well"."""
    return _MORE.search(clause) is not None


def several(words: str, count: int, *, imperative: bool) -> Stated:
    """So many doses a day, as some words count them."""
    many = Decimal(count)
    return Stated(Kind.TIMES, words, words, low=many, high=many, imperative=imperative)


def _part(word: str) -> str:
    if word.startswith(("morning", "am", "mane")):
        return "morning"
    return "noon" if word in ("noon", "midday") else "evening"
