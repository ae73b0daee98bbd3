"""When a line of dosage starts and ends: Timing.repeat.bounds[x], in exact days."""

from __future__ import annotations

from fractions import Fraction

from validator.dosage.notes import DosageNotes
from validator.dosage.number import number
from validator.fhir.dosage import Repeat
from validator.fhir.element import Period, QuantityElement, Range
from validator.frozen import Frozen, replace
from validator.instant import PartialDate
from validator.terminology.unit import read_unit, shown_unit
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


class Bounds(Frozen):
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


def read_bounds(repeat: Repeat, path: str, reading: DosageNotes) -> Bounds:
    """The bounds of a repeat rule; faults are named in `reading`. Source: FHIR R4 Timing.repeat.bounds[x]."""
    kinds: tuple[tuple[str, QuantityElement | Range | Period | None], ...] = (
        ("boundsDuration", repeat.bounds_duration),
        ("boundsRange", repeat.bounds_range),
        ("boundsPeriod", repeat.bounds_period),
    )
    stated: list[tuple[str, QuantityElement | Range | Period | None]] = []
    for name, raw in kinds:
        if raw is not None or f"{path}.{name}" in reading.wrong:
            stated.append((name, raw))
    if len(stated) > 1:
        reading.contradictory(f"{path}.bounds[x]", "More than one kind of bounds is given.")
        return NO_BOUNDS
    for name, raw in stated:
        where = f"{path}.{name}"
        reading.part(raw, where)
        match raw:
            case QuantityElement() as duration:
                length = _length(duration, where, reading)
                return NO_BOUNDS if length is None else Bounds(days=length)
            case Range() as span:
                return _range(span, where, reading)
            case Period() as period:
                return _period(period, where, reading)
            case None:
                pass
    return NO_BOUNDS


def days_of_count(repeat: Repeat) -> Fraction | None:
    """How many days a stated number of doses lasts at the slowest pace stated, None where either is not told.

    One dose lasts one day. Weekdays, clock times and events of the day tell no pace here. Source: FHIR R4
    Timing.repeat.count, countMax.
    """
    times = max(repeat.count or 0, repeat.count_max or 0)
    if times < 1:
        return None
    if times == 1:
        return Fraction(1)
    period = number(repeat.period_max if repeat.period_max is not None else repeat.period)
    length = DAYS_IN.get(repeat.period_unit or "")
    often = repeat.frequency
    if period is None or length is None or often is None or often < 1:
        return None
    if repeat.day_of_week or repeat.time_of_day or repeat.when:
        return None
    return Fraction(times, often) * Fraction(period) * length[1]


def listed_days(events: tuple[str, ...]) -> tuple[PartialDate, PartialDate] | None:
    """The first and the last of the days that are listed; None where none is, or one of them is not a date.

    Source: FHIR R4 Timing.event.
    """
    try:
        days = [PartialDate.parse(one) for one in events]
    except ValueError:
        return None
    if not days:
        return None
    return min(days, key=lambda day: day.first), max(days, key=lambda day: day.last)


def _range(raw: Range, where: str, reading: DosageNotes) -> Bounds:
    low, high = reading.part(raw.low, f"{where}.low"), reading.part(raw.high, f"{where}.high")
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


def _length(quantity: QuantityElement, path: str, reading: DosageNotes) -> tuple[Fraction, Fraction] | None:
    if quantity.comparator is not None or f"{path}.comparator" in reading.wrong:
        reading.unreadable(f"{path}.comparator", "A duration with a comparator is no exact duration.")
        return None
    value = number(quantity.value)
    if value is None or value <= 0:
        reading.unreadable(f"{path}.value", "The duration is not a number above zero.")
        return None
    unit = read_unit(quantity.system, quantity.code, quantity.unit)
    if unit.conflict:
        told = f"{shown_unit(quantity.code or '')} in one place and {shown_unit(quantity.unit or '')} in another"
        reading.contradictory(f"{path}.unit", f"How long it is to be taken is in {told}: which is meant?")
        return None
    if unit.unread:
        reading.unreadable(f"{path}.code", f"The unit {shown_unit(unit.unread)} of the duration is not known here.")
        return None
    found = DAYS_IN.get(unit.unit or "")
    if found is None:
        reading.missing(f"{path}.code", "The duration has no unit of time that is known here.")
        return None
    return (Fraction(value) * found[0], Fraction(value) * found[1])


def _period(raw: Period, path: str, reading: DosageNotes) -> Bounds:
    start, end = _day(raw.start, f"{path}.start", reading), _day(raw.end, f"{path}.end", reading)
    if start is not None and end is not None and end.before(start) is Truth.TRUE:
        reading.contradictory(path, "The period ends before it starts.")
        return NO_BOUNDS
    return Bounds(start=start, end=end)


def _day(value: str | None, element: str, reading: DosageNotes) -> PartialDate | None:
    if value is None and element not in reading.wrong:
        return None
    try:
        found = PartialDate.parse(value) if value is not None else None
    except ValueError:
        found = None
    if found is None:
        reading.unreadable(element, f"The {element.rpartition('.')[2]} of the period is not a date.")
        return None
    # Days are compared, not moments, so a clock time is left off.
    return PartialDate.on(found.first) if found.is_exact else found
