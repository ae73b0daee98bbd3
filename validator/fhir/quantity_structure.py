"""Reads a Quantity, Range, Ratio or Period, and judges what a dose needs of it and general validators do not look at.

Source: FHIR R4 datatypes, Quantity (qty-3), SimpleQuantity (sqty-1), Range (rng-2), Ratio (rat-1), Period (per-1).
"""

from __future__ import annotations

from decimal import Decimal
from math import isfinite
from typing import Any

from validator.fhir.content import STRUCTURE
from validator.fhir.element import Number, Period, QuantityElement, Range, Ratio, is_amount
from validator.fhir.expression import Path
from validator.fhir.structure_issue import INVARIANT, VALUE, Complaints, json_type
from validator.instant import PartialDate
from validator.quantity import is_convertible
from validator.regex import regex
from validator.verdict import Severity

_MOMENT = regex(r"\d{4}(?:-\d{2}(?:-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2}))?)?)?")


def simple_quantity(value: Any, path: Path, into: Complaints, *, zero: bool = False) -> QuantityElement | None:
    """Reads an amount in which nothing may stay open, as far as it can be read; None where it is no object.

    Judged: no comparator, no code without system, a number that is not negative; nought only where `zero` allows it.
    """
    found = quantity(value, path, into)
    if found is None:
        return None
    if value.get("comparator") is not None:
        into.add(INVARIANT, (*path, "comparator"), "a dose or supply must be an exact amount (sqty-1).")
    if found.value is not None and not _is_positive(found.value, zero=zero):
        into.add(VALUE, (*path, "value"), "must be above zero." if not zero else "must not be below zero.")
    return found


def _is_positive(number: Number, *, zero: bool) -> bool:
    return number > 0 or (number == 0 and zero)


def quantity(value: Any, path: Path, into: Complaints) -> QuantityElement | None:
    """Reads the parts of a Quantity; None where it is no object."""
    if not is_object(value, path, into):
        return None
    words: list[str | None] = []
    for name in ("comparator", "unit", "system", "code"):
        word = value.get(name)
        words.append(word if word is None or isinstance(word, str) else text(word, (*path, name), into))
    comparator, unit, system, code = words
    if value.get("code") is not None and value.get("system") is None:
        # A code that is the unit in words too, or a unit of UCUM, leaves no doubt.
        is_clear = isinstance(code, str) and (code == unit or is_convertible(code))
        severity = Severity.WARNING if is_clear else Severity.ERROR
        into.add(INVARIANT, (*path, "code"), "a unit code needs its system (qty-3).", severity=severity)
    number = amount(value.get("value"), (*path, "value"), into)
    return QuantityElement(value=number, comparator=comparator, unit=unit, system=system, code=code)


def range_of(value: Any, path: Path, into: Complaints) -> Range | None:
    """Reads a Range of doses: low may be nought, and is not above high where both have one unit."""
    if not is_object(value, path, into):
        return None
    low, high = (
        simple_quantity(value[name], (*path, name), into, zero=name == "low") if value.get(name) is not None else None
        for name in ("low", "high")
    )
    if low is not None and high is not None and low.value is not None and high.value is not None:
        usable = _is_positive(low.value, zero=True) and _is_positive(high.value, zero=False)
        if usable and _unit(value["low"]) == _unit(value["high"]) and low.value > high.value:
            into.add(INVARIANT, path, "low is above high (rng-2).")
    return Range(low=low, high=high)


def ratio(value: Any, path: Path, into: Complaints) -> Ratio | None:
    """Reads a Ratio: both parts or none, the denominator above zero."""
    if not is_object(value, path, into):
        return None
    names = [name for name in ("numerator", "denominator") if value.get(name) is not None]
    if len(names) == 1:
        into.add(INVARIANT, path, f"has a {names[0]} only (rat-1).")
    parts: dict[str, QuantityElement | None] = {}
    for name in names:
        part = parts[name] = quantity(value[name], (*path, name), into)
        if part is not None and part.value is not None and not _is_positive(part.value, zero=name == "numerator"):
            into.add(VALUE, (*path, name, "value"), "must be above zero.")
    return Ratio(numerator=parts.get("numerator"), denominator=parts.get("denominator"))


def period(value: Any, path: Path, into: Complaints) -> Period | None:
    """Reads a Period: both ends are dates, and it does not end before it starts."""
    if not is_object(value, path, into):
        return None
    begun, over = value.get("start"), value.get("end")
    start, end = moment(begun, (*path, "start"), into), moment(over, (*path, "end"), into)
    if start is not None and end is not None and end.last < start.first:
        into.add(INVARIANT, path, "ends before it starts (per-1).")
    return Period(start=begun if isinstance(begun, str) else None, end=over if isinstance(over, str) else None)


def moment(value: Any, path: Path, into: Complaints) -> PartialDate | None:
    """Judges a dateTime; returns it when it is a day of the calendar."""
    written = value if value is None or isinstance(value, str) else text(value, path, into)
    if written is None:
        return None
    try:
        day = PartialDate.parse(written)
    except ValueError:
        into.add(VALUE, path, "not a date of the calendar as FHIR writes it, such as 2026-11-22.")
        return None
    if _MOMENT.fullmatch(written) is None:
        into.add(VALUE, path, "a time needs seconds and a time zone, as -05:00 or Z.", severity=Severity.WARNING)
    return day


def amount(value: Any, path: Path, into: Complaints) -> Number | None:
    """A number that can be reckoned with; anything else that is there is named."""
    if value is None:
        return None
    if isinstance(value, float) and isfinite(value):
        value = Decimal(repr(value))
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        into.unread(path, f"expected a number, found {json_type(value)}.")
        return None
    if not is_amount(value):
        into.unread(path, "is too large or too fine to be an amount.", code=VALUE)
        return None
    return value


def whole(value: Any, path: Path, into: Complaints, *, least: int) -> int | None:
    """A whole number, judged to be at least `least`; anything else that is there is named."""
    number = amount(value, path, into)
    if number is None:
        return None
    if number != int(number):
        into.unread(path, "expected a whole number, found one with decimals.")
        return None
    if not isinstance(number, int):
        into.add(STRUCTURE, path, "a whole number is written without decimals.", severity=Severity.WARNING)
    if number < least:
        into.add(VALUE, path, f"must be {least} or more.")
    return int(number)


def text(value: Any, path: Path, into: Complaints) -> str | None:
    """Text; anything else that is there is named."""
    if value is not None and not isinstance(value, str):
        into.unread(path, f"expected text, found {json_type(value)}.")
    return value if isinstance(value, str) else None


def is_object(value: Any, path: Path, into: Complaints) -> bool:
    """Whether an element that is present is an object; anything else is named."""
    if not isinstance(value, dict):
        into.unread(path, f"expected an object, found {json_type(value)}.")
    return isinstance(value, dict)


def _unit(value: Any) -> tuple[object, object]:
    return (value.get("code"), value.get("unit"))
