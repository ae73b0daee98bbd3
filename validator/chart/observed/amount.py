"""Amounts that can be compared, from a Quantity as it was written."""

from __future__ import annotations

from decimal import Decimal
from math import ceil

from msgspec.structs import replace

from validator.dosage.bounds import DAYS_IN
from validator.fhir.element import QuantityElement
from validator.quantity import Quantity, UnitMismatchError, is_convertible
from validator.terminology.unit import UnitReading, read_unit


def unit_of(value: QuantityElement) -> UnitReading:
    """The unit of a Quantity, by code and text."""
    return read_unit(value.system, value.code, value.unit)


def amount_of(value: QuantityElement | None) -> Quantity | None:
    """The exact amount; None where there is none, it is only a limit, or its unit is not known or contradictory."""
    if value is None or value.value is None or value.comparator is not None:
        return None
    unit = unit_of(value)
    if unit.unit is None or unit.conflict or not is_convertible(unit.unit):
        return None
    return Quantity(Decimal(value.value), unit.unit)


def days_of(duration: QuantityElement | None) -> Decimal | None:
    """A duration in days; None where it is not known. Months and years count as long as they may be: what was supplied
    for a month is not over before.
    """
    return max(_lengths(duration), default=None) if duration is not None else None


def days_either_way(duration: QuantityElement | None) -> tuple[Decimal, ...]:
    """The days a stated duration may have: one number, or several where it is in months or its code and text differ.

    Empty where none is stated or none can be read.
    """
    if duration is None:
        return ()
    ways = [duration]
    if unit_of(duration).conflict:
        ways = [replace(duration, unit=None), replace(duration, system=None, code=None)]
    return tuple(dict.fromkeys(days for way in ways for days in _lengths(way)))


def _lengths(duration: QuantityElement) -> tuple[Decimal, ...]:
    """The days of a duration: one number; the least and the most of months and years, which have no exact one; none
    where it is only a limit, or its unit is not known or contradictory.
    """
    exact = _in(amount_of(duration), "d")
    if exact is not None:
        return (exact,)
    unit = unit_of(duration)
    if duration.value is None or duration.comparator is not None or unit.conflict:
        return ()
    return tuple(Decimal(duration.value) * ceil(length) for length in DAYS_IN.get(unit.unit or "", ()))


def milligrams_of(strength: QuantityElement | None) -> Decimal | None:
    """A mass in milligrams; None where it is none, or is not known."""
    return _in(amount_of(strength), "mg")


def _in(amount: Quantity | None, unit: str) -> Decimal | None:
    try:
        return None if amount is None else amount.to(unit)
    except UnitMismatchError:
        return None
