"""The upper limit of normal that a laboratory reports with a result. Source: FHIR R4 Observation.referenceRange."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from validator.chart.observed.amount import amount_of, unit_of
from validator.fhir.element import QuantityElement, ReferenceRange
from validator.quantity import UnitMismatchError

_NORMAL = "normal"


def upper_limits(result: QuantityElement, ranges: Iterable[ReferenceRange]) -> tuple[Decimal, ...]:
    """The upper limits of the ranges that are of normal values, in the unit of the result.

    A range that says nothing of its type is of normal values. A limit in a unit that cannot be turned into that of the
    result is left out: it is no limit that could be compared.
    """
    found = (_in_unit_of(result, one.high) for one in ranges if one.high is not None and _is_normal(one))
    return tuple(dict.fromkeys(limit for limit in found if limit is not None))


def _is_normal(one: ReferenceRange) -> bool:
    codes = [coding.code for coding in one.type.coding] if one.type is not None else []
    return not codes or _NORMAL in codes


def _in_unit_of(result: QuantityElement, high: QuantityElement) -> Decimal | None:
    if high.value is None or high.comparator is not None:
        return None
    limit = Decimal(high.value)
    if high.unit is None and high.code is None:
        return limit
    if {_spelled(high.unit), _spelled(high.code)} & {_spelled(result.unit), _spelled(result.code)} - {""}:
        return limit
    there, here = amount_of(high), unit_of(result).unit
    try:
        return there.to(here) if there is not None and here is not None else None
    except UnitMismatchError:
        return None


def _spelled(unit: str | None) -> str:
    return (unit or "").strip().lower().strip("[]")
