"""When a line of dosage starts and ends: Timing.repeat.bounds[x], in exact days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from validator.dosage.number import number
from validator.dosage.reading import Reading, child, string
from validator.instant import PartialDate
from validator.verdict import Truth

DAYS_IN = {
    # UCUM code -> shortest and longest length in days; a month and a year have no one length
    "s": (Fraction(1, 86400), Fraction(1, 86400)),
    "min": (Fraction(1, 1440), Fraction(1, 1440)),
    "h": (Fraction(1, 24), Fraction(1, 24)),
    "d": (Fraction(1), Fraction(1)),
    "wk": (Fraction(7), Fraction(7)),
    "mo": (Fraction(28), Fraction(31)),
    "a": (Fraction(365), Fraction(366)),
}
_WORDS = {
    "hour": "h", "hours": "h", "day": "d", "days": "d", "week": "wk", "weeks": "wk", "month": "mo", "months": "mo",
    "year": "a", "years": "a", "minute": "min", "minutes": "min",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bounds:
    """Start and end day, both inclusive, and length in days (fewest, most); None where not stated."""

    start: PartialDate | None = None
    end: PartialDate | None = None
    days: tuple[Fraction, Fraction] | None = None

    def starting(self, start: PartialDate) -> Bounds:
        """The same bounds from a start."""
        return replace(self, start=start)

    def lasting(self, days: tuple[Fraction, Fraction]) -> Bounds:
        """The same bounds, ended after so many days if that is earlier."""
        if self.days is not None:
            days = (min(days[0], self.days[0]), min(days[1], self.days[1]))
        return replace(self, days=days)


NO_BOUNDS = Bounds()


def read_bounds(repeat: Mapping[str, object], path: str, reading: Reading) -> Bounds:
    """The bounds of a repeat rule; faults are named in `reading`. Source: FHIR R4 Timing.repeat.bounds[x]."""
    stated = [name for name in ("boundsDuration", "boundsRange", "boundsPeriod") if repeat.get(name) is not None]
    if len(stated) > 1:
        reading.contradictory(f"{path}.bounds[x]", "More than one kind of bounds is given.")
        return NO_BOUNDS
    if not stated:
        return NO_BOUNDS
    name = stated[0]
    where = f"{path}.{name}"
    raw = child(repeat, name, path, reading)
    if raw is None:
        return NO_BOUNDS
    if name == "boundsDuration":
        length = _length(raw, where, reading)
        return NO_BOUNDS if length is None else Bounds(days=length)
    if name == "boundsPeriod":
        return _period(raw, where, reading)
    low, high = child(raw, "low", where, reading), child(raw, "high", where, reading)
    if low is None or high is None:
        reading.missing(where, "The range of the duration lacks an end.")
        return NO_BOUNDS
    shortest, longest = _length(low, f"{where}.low", reading), _length(high, f"{where}.high", reading)
    if shortest is None or longest is None:
        return NO_BOUNDS
    if shortest[0] > longest[1]:
        reading.contradictory(where, "The low end of the duration is above its high end.")
        return NO_BOUNDS
    return Bounds(days=(shortest[0], longest[1]))


def _length(quantity: Mapping[str, object], path: str, reading: Reading) -> tuple[Fraction, Fraction] | None:
    if quantity.get("comparator") is not None:
        reading.unreadable(f"{path}.comparator", "A duration with a comparator is no exact duration.")
        return None
    value = number(quantity.get("value"))
    if value is None or value <= 0:
        reading.unreadable(f"{path}.value", "The duration is not a number above zero.")
        return None
    code, text = string(quantity, "code"), string(quantity, "unit")
    unit = code if code is not None else text
    found = DAYS_IN.get(unit) if unit is not None else None
    if found is None and unit is not None:
        found = DAYS_IN.get(_WORDS.get(unit.lower(), ""))
    if found is None:
        reading.missing(f"{path}.code", "The duration has no unit of time that is known here.")
        return None
    return (Fraction(value) * found[0], Fraction(value) * found[1])


def _period(raw: Mapping[str, object], path: str, reading: Reading) -> Bounds:
    start, end = _day(raw, "start", path, reading), _day(raw, "end", path, reading)
    if start is not None and end is not None and end.before(start) is Truth.TRUE:
        reading.contradictory(path, "The period ends before it starts.")
        return NO_BOUNDS
    return Bounds(start=start, end=end)


def _day(raw: Mapping[str, object], name: str, path: str, reading: Reading) -> PartialDate | None:
    value = raw.get(name)
    if value is None:
        return None
    try:
        found = PartialDate.parse(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None:
        reading.unreadable(f"{path}.{name}", f"The {name} of the period is not a date.")
        return None
    # Days are compared, not moments, so a clock time is left off.
    return PartialDate.on(found.first) if found.is_exact else found
