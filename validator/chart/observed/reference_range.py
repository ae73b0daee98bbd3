"""The upper limit of normal that a laboratory reports with a result.

Source: FHIR R4 Observation.referenceRange: `high`, else the `text` of a range that has no `high` ("7-56 U/L", "< 40").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from validator.chart.observed.amount import amount_of, unit_of
from validator.fhir.element import QuantityElement, ReferenceRange
from validator.quantity import UnitMismatchError
from validator.regex import regex

_NORMAL = "normal"
_NUMBER = r"\d{1,6}(?:\.\d{1,6})?"
_UNIT = r"(?P<unit>[^\s\d.,<>=-][^\s]{0,15})?"
_TEXT = regex(
    rf"(?:(?:normal|reference\s+range|ref)\W+)?[\[(]?\s*"
    rf"(?:{_NUMBER}\s*(?:-|\u2013|\u2014|to)|<=?|\u2264|up\s+to|(?:ULN|upper\s+limit(?:\s+of\s+normal)?)\W{{0,3}}(?:is\s)?)?"
    rf"\s*(?P<high>{_NUMBER})"
    rf"\s*[\])]?\s*{_UNIT}\s*[\])]?",
    re.IGNORECASE,
)
"""A range that is the whole of a text; what says more (by age, by sex) is no limit that could be compared."""


def upper_limits(result: QuantityElement, ranges: Iterable[ReferenceRange]) -> tuple[Decimal, ...]:
    """The upper limits of the ranges that are of normal values, in the unit of the result.

    A range that says nothing of its type is of normal values. A limit in a unit that cannot be turned into that of the
    result is left out: it is no limit that could be compared.
    """
    highs = (_high_of(one) for one in ranges if _is_normal(one))
    found = (_in_unit_of(result, high) for high in highs if high is not None)
    return tuple(dict.fromkeys(limit for limit in found if limit is not None))


def unit_of_ranges(ranges: Iterable[ReferenceRange]) -> QuantityElement | None:
    """A unit as the limits of the ranges have it, alone; None without a limit, and where they differ in their unit."""
    highs = [high for one in ranges if (high := _high_of(one)) is not None]
    if len({_spelled(high.unit or high.code) for high in highs}) != 1:
        return None
    return QuantityElement(unit=highs[0].unit, system=highs[0].system, code=highs[0].code)


def _high_of(one: ReferenceRange) -> QuantityElement | None:
    if one.high is not None:
        return one.high
    matched = _TEXT.fullmatch(one.text.strip()) if one.text else None
    return QuantityElement(value=Decimal(matched["high"]), unit=matched["unit"]) if matched is not None else None


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
    """A unit as it is compared; the international unit of an enzyme and its unit are one."""
    plain = (unit or "").strip().lower().replace("[", "").replace("]", "").strip()
    return "u/l" if plain in ("iu/l", "units/l", "unit/l") else plain
