"""Exact numbers from decoded JSON, within bounds that a dose or a period can have."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from fractions import Fraction
from functools import reduce
from math import isfinite

from validator.regex import regex

_MOST_DIGITS = 20
_LARGEST = Decimal(10) ** 9
_LARGEST_INT = 10**9
_SMALLEST = Decimal(10) ** -9
_EXACT = Context(prec=60)
_SHORT = Context(prec=28)
_TERMINATING = 10**40

_COMMA = regex(
    r"(?<![\d.,])(\d{1,3}),(\d{1,2})(?=\s*(?:ml|cc|milliliters?|millilitres?)\b)"
    r"|(?<![\d.,])(\d{1,3}),(\d)(?=\s*(?:mg|milligrams?|kg|g)\b)",
    re.IGNORECASE,
)


def with_decimal_points(text: str) -> str:
    """The text with "6,5 ml" as "6.5 ml": a comma between digits and before a unit, where it parts no thousands.

    As long as it was, so that places in it stay. Two digits behind the comma only before a volume: "20,40 mg"
    lists two.
    """
    return _COMMA.sub(lambda found: found[0].replace(",", "."), text)


def number(value: object) -> Decimal | None:
    """A JSON number as an exact Decimal; None for anything else, for NaN and infinities, and for absurd sizes.

    Between 1e-9 and 1e9 in size, or zero, and at most 20 digits: a number beyond that is a fault of the sender, and
    arithmetic on it could take for ever. Text is not a number, even where it holds digits. Source: FHIR R4 decimal.
    """
    match value:
        case bool():
            return None
        case Decimal():
            found = value
        case int():
            return Decimal(value) if -_LARGEST_INT <= value <= _LARGEST_INT else None
        case float():
            if not isfinite(value):
                return None
            found = Decimal(repr(value))
        case _:
            return None
    if not found.is_finite() or len(found.as_tuple().digits) > _MOST_DIGITS:
        return None
    return found if found == 0 or _SMALLEST <= abs(found) <= _LARGEST else None


def whole(value: object) -> int | None:
    """A whole JSON number; None for anything else. `1.0` is a whole number, `1.5` is not."""
    found = number(value)
    return int(found) if found is not None and found == found.to_integral_value() else None


def decimal_of(value: Fraction) -> Decimal:
    """The fraction as a Decimal: exact where that is possible in 60 digits, else rounded to 28 digits (60/7)."""
    top, bottom = value.as_integer_ratio()
    if bottom == 1:
        return Decimal(top)
    return (_SHORT if _TERMINATING % bottom else _EXACT).divide(Decimal(top), Decimal(bottom))


def product(one: Decimal, other: Decimal) -> Decimal:
    """The product of two amounts, whatever the precision set for the thread."""
    return _EXACT.multiply(one, other)


def total(*amounts: Decimal) -> Decimal:
    """The sum of amounts, whatever the precision set for the thread."""
    return reduce(_EXACT.add, amounts)
