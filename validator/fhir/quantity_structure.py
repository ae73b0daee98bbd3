"""What a dose needs of a Quantity, Range or Ratio and general validators do not look at.

Source: FHIR R4 datatypes, Quantity (qty-3), SimpleQuantity (sqty-1), Range (rng-2), Ratio (rat-1), Period (per-1).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from validator.fhir.body import STRUCTURE
from validator.fhir.element import is_amount
from validator.fhir.expression import Path
from validator.fhir.structure_issue import INVARIANT, VALUE, Complaints, json_type
from validator.instant import PartialDate
from validator.verdict import Severity

_MOMENT = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2}))?)?)?")


def simple_quantity(value: Any, path: Path, into: Complaints, *, zero: bool = False) -> Decimal | int | None:
    """Judges an amount in which nothing may stay open; returns its number when that can be used.

    No comparator, no code without system, a number that is not negative; nought only where `zero` allows it.
    """
    if not is_object(value, path, into):
        return None
    number = quantity(value, path, into)
    if value.get("comparator") is not None:
        into.add(INVARIANT, (*path, "comparator"), "a dose or supply must be an exact amount (sqty-1).")
    if number is None:
        return None
    if number < 0 or (number == 0 and not zero):
        into.add(VALUE, (*path, "value"), "must be above zero." if not zero else "must not be below zero.")
        return None
    return number


def quantity(value: dict[str, Any], path: Path, into: Complaints) -> Decimal | int | None:
    """Judges the parts of a Quantity; returns its number when it is one."""
    for name in ("comparator", "unit", "system", "code"):
        text(value.get(name), (*path, name), into)
    if value.get("code") is not None and value.get("system") is None:
        into.add(INVARIANT, (*path, "code"), "a unit code needs its system (qty-3).")
    return amount(value.get("value"), (*path, "value"), into)


def range_of(value: Any, path: Path, into: Complaints) -> None:
    """Judges a Range of doses: low may be nought, and is not above high where both have one unit."""
    if not is_object(value, path, into):
        return
    ends = []
    for name in ("low", "high"):
        if (end := value.get(name)) is not None:
            ends.append(simple_quantity(end, (*path, name), into, zero=name == "low"))
    match ends:
        case [(Decimal() | int()) as low, (Decimal() | int()) as high]:
            if _unit(value["low"]) == _unit(value["high"]) and low > high:
                into.add(INVARIANT, path, "low is above high (rng-2).")
        case _:
            pass


def ratio(value: Any, path: Path, into: Complaints) -> None:
    """Judges a Ratio: both parts or none, the denominator above zero."""
    if not is_object(value, path, into):
        return
    parts = [name for name in ("numerator", "denominator") if value.get(name) is not None]
    if len(parts) == 1:
        into.add(INVARIANT, path, f"has a {parts[0]} only (rat-1).")
    for name in parts:
        part = value[name]
        if is_object(part, (*path, name), into):
            number = quantity(part, (*path, name), into)
            if number is not None and (number < 0 or (number == 0 and name == "denominator")):
                into.add(VALUE, (*path, name, "value"), "must be above zero.")


def period(value: Any, path: Path, into: Complaints) -> None:
    """Judges a Period: both ends are dates, and it does not end before it starts."""
    if not is_object(value, path, into):
        return
    start, end = (moment(value.get(name), (*path, name), into) for name in ("start", "end"))
    if start is not None and end is not None and end.last < start.first:
        into.add(INVARIANT, path, "ends before it starts (per-1).")


def moment(value: Any, path: Path, into: Complaints) -> PartialDate | None:
    """Judges a dateTime; returns it when it is a day of the calendar."""
    if value is None or not text(value, path, into):
        return None
    try:
        day = PartialDate.parse(value)
    except ValueError:
        into.add(VALUE, path, "is not a date of the calendar as FHIR writes it.")
        return None
    if _MOMENT.fullmatch(value) is None:
        into.add(VALUE, path, "a time needs seconds and a time zone.", severity=Severity.WARNING)
    return day


def amount(value: Any, path: Path, into: Complaints) -> Decimal | int | None:
    """Judges a number; returns it when it is one that can be reckoned with."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        into.add(STRUCTURE, path, f"expected a number, found {json_type(value)}.")
        return None
    if not is_amount(value):
        into.add(VALUE, path, "is too large or too fine to be an amount.")
        return None
    return value


def whole(value: Any, path: Path, into: Complaints, *, least: int) -> int | None:
    """Judges a whole number of at least `least`; returns it when it is one."""
    number = amount(value, path, into)
    if number is None:
        return None
    if number != int(number):
        into.add(STRUCTURE, path, "expected a whole number, found one with decimals.")
        return None
    if not isinstance(number, int):
        into.add(STRUCTURE, path, "a whole number is written without decimals.", severity=Severity.WARNING)
    if number < least:
        into.add(VALUE, path, f"must be {least} or more.")
        return None
    return int(number)


def text(value: Any, path: Path, into: Complaints) -> bool:
    """Judges text; absent counts as fine. Returns whether it is text."""
    if value is not None and not isinstance(value, str):
        into.add(STRUCTURE, path, f"expected text, found {json_type(value)}.")
    return isinstance(value, str)


def is_object(value: Any, path: Path, into: Complaints) -> bool:
    """Judges that an element that is present is an object. Returns whether it is."""
    if not isinstance(value, dict):
        into.add(STRUCTURE, path, f"expected an object, found {json_type(value)}.")
    return isinstance(value, dict)


def _unit(value: Any) -> tuple[object, object]:
    return (value.get("code"), value.get("unit"))
