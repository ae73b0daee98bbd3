"""The repeat rules of a Timing: frequency and period, clock times, events of the day and days of the week."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from validator.dosage.bounds import DAYS_IN
from validator.dosage.notes import DosageNotes
from validator.dosage.number import number, whole
from validator.dosage.pattern import DAYS_OF_WEEK, ONE_DAY, Every, Once, Pattern, every, weekly
from validator.dosage.schedule import NoteCode
from validator.fhir.dosage import Repeat
from validator.frozen import Frozen
from validator.regex import regex

_HOW_OFTEN = (
    "frequency", "frequencyMax", "period", "periodMax", "periodUnit", "dayOfWeek", "timeOfDay", "when", "count",
    "countMax",
)  # fmt: skip

_MOST_TIMES = 1000
_CLOCK_TIME = regex(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?")

_PART_OF_DAY = {
    # EventTiming codes that happen once a day -> the part of the day they fall in
    **dict.fromkeys(("MORN", "MORN.early", "MORN.late", "WAKE", "ACM", "CM", "PCM"), "morning"),
    **dict.fromkeys(("NOON", "ACD", "CD", "PCD"), "noon"),
    **dict.fromkeys(("AFT", "AFT.early", "AFT.late"), "afternoon"),
    **dict.fromkeys(("EVE", "EVE.early", "EVE.late", "ACV", "CV", "PCV"), "evening"),
    **dict.fromkeys(("NIGHT", "HS", "PHS"), "night"),
}
_ANY_MEAL = frozenset({"AC", "C", "PC"})
_AT_ONCE = "IMD"


class Rules(Frozen):
    """The pattern the rules state (None: they state none, or it is not known) and the times of day they name."""

    pattern: Pattern | None
    at: tuple[str, ...] = ()


class _DayTimes(Frozen):
    """Times of one day: how many they can be at least and at most, None where they tell no number (before meals)."""

    at: tuple[str, ...] = ()
    fewest: int | None = None
    most: int | None = None

    def allow(self, times: int) -> bool:
        return self.fewest is None or self.most is None or self.fewest <= times <= self.most


def says_how_often(repeat: Repeat, path: str, reading: DosageNotes) -> bool:
    """Whether the rules say how often or how many times, readable or not; `bounds[x]` and `duration` do not."""
    stated = (
        repeat.frequency, repeat.frequency_max, repeat.period, repeat.period_max, repeat.period_unit, repeat.count,
        repeat.count_max,
    )  # fmt: skip
    if any(value is not None for value in stated) or repeat.day_of_week or repeat.time_of_day or repeat.when:
        return True
    return bool(reading.wrong) and any(f"{path}.{name}" in reading.wrong for name in _HOW_OFTEN)


def read_repeat(repeat: Repeat, path: str, reading: DosageNotes) -> Rules:
    """The pattern of the repeat rules, with every fault named in `reading`.

    timeOfDay and once-a-day events (`MORN`) imply every day, filtered by dayOfWeek; dayOfWeek alone is once on each
    named day. A frequency beside them must count the same. `count` 1 is a single dose.
    Source: FHIR R4 Timing.repeat and its invariants; ValueSet event-timing.
    """
    faults = len(reading.unknown)
    wholes: list[int | None] = []
    for value, name in (
        (repeat.frequency, "frequency"),
        (repeat.frequency_max, "frequencyMax"),
        (repeat.count, "count"),
        (repeat.count_max, "countMax"),
    ):
        # What is neither there nor wrong is not asked for.
        is_there = value is not None or reading.wrong
        wholes.append(_whole(value, f"{path}.{name}", reading) if is_there else None)
    times, times_max, count, count_max = wholes
    period = _period(repeat, path, reading)
    days = _days_of_week(repeat, path, reading)
    clock = _day_times(repeat, path, reading)
    if repeat.duration is not None:
        _check_duration(repeat, path, reading)
    if times is not None and times_max is not None and times_max < times:
        reading.contradictory(f"{path}.frequencyMax", "frequencyMax is below frequency.")
    if count is not None and count_max is not None and count_max < count:
        reading.contradictory(f"{path}.countMax", "countMax is below count.")
    if len(reading.unknown) > faults:
        return Rules(None, clock.at)
    if clock.at == (_AT_ONCE,) or (count == 1 and count_max in (None, 1)):
        return Rules(Once(), () if clock.at == (_AT_ONCE,) else clock.at)
    if times is None:
        return Rules(_without_frequency(repeat, period, path, reading, days=days, clock=clock), clock.at)
    if period is None:
        reading.missing(f"{path}.period", "A frequency is given and no period.")
        return Rules(None, clock.at)
    base = every(times, period[0], times_max=times_max, period_max=period[1])
    return Rules(
        _with_days(base, times, times_max or times, period, reading, days=days, clock=clock, path=path), clock.at
    )


def _whole(value: int | None, element: str, reading: DosageNotes) -> int | None:
    if value is None and element not in reading.wrong:
        return None
    found = whole(value)
    if found is None or not 1 <= found <= _MOST_TIMES:
        name = element.rpartition(".")[2]
        reading.unreadable(element, f"{name} is not a whole number from 1 to {_MOST_TIMES}.")
        return None
    return found


def _period(repeat: Repeat, path: str, reading: DosageNotes) -> tuple[Fraction, Fraction] | None:
    is_there = repeat.period is not None or f"{path}.period" in reading.wrong
    has_most = repeat.period_max is not None or f"{path}.periodMax" in reading.wrong
    if not is_there:
        if has_most:
            reading.missing(f"{path}.period", "periodMax is given and no period.")
        return None
    shortest = number(repeat.period)
    longest = number(repeat.period_max) if has_most else shortest
    if shortest is None or shortest <= 0:
        reading.unreadable(f"{path}.period", "The period is not a number above zero.")
        return None
    if longest is None or longest <= 0:
        reading.unreadable(f"{path}.periodMax", "periodMax is not a number above zero.")
        return None
    if repeat.period_unit is None and f"{path}.periodUnit" not in reading.wrong:
        reading.missing(f"{path}.periodUnit", "The period has no unit.")
        return None
    if repeat.period_unit is None or repeat.period_unit not in DAYS_IN:
        reading.unreadable(f"{path}.periodUnit", "periodUnit is none of s, min, h, d, wk, mo, a.")
        return None
    if longest < shortest:
        reading.contradictory(f"{path}.periodMax", "periodMax is below period.")
        return None
    return _scaled(shortest, longest, repeat.period_unit)


@lru_cache(maxsize=512)
def _scaled(shortest: Decimal, longest: Decimal, unit: str) -> tuple[Fraction, Fraction]:
    length = DAYS_IN[unit]
    return (Fraction(shortest) * length[0], Fraction(longest) * length[1])


def _codes(codes: tuple[str, ...], element: str, reading: DosageNotes) -> tuple[str, ...]:
    if element in reading.wrong:
        reading.unreadable(element, f"{element.rpartition('.')[2]} is not a list of codes.")
        return ()
    return codes


def _days_of_week(repeat: Repeat, path: str, reading: DosageNotes) -> frozenset[str]:
    codes = _codes(repeat.day_of_week, f"{path}.dayOfWeek", reading)
    if codes and any(code not in DAYS_OF_WEEK for code in codes):
        reading.unreadable(f"{path}.dayOfWeek", "dayOfWeek holds something other than mon to sun.")
        return frozenset()
    return frozenset(codes)


def _day_times(repeat: Repeat, path: str, reading: DosageNotes) -> _DayTimes:
    clock = _codes(repeat.time_of_day, f"{path}.timeOfDay", reading)
    events = _codes(repeat.when, f"{path}.when", reading)
    if clock and events:
        reading.contradictory(f"{path}.when", "Both when and timeOfDay are given.")
        return _DayTimes()
    if clock:
        if any(_CLOCK_TIME.fullmatch(text) is None for text in clock):
            reading.unreadable(f"{path}.timeOfDay", "timeOfDay holds something that is not a time.")
            return _DayTimes()
        at = tuple(sorted({text[:5] for text in clock}))
        return _DayTimes(at, len(at), len(at))
    if not events and (repeat.offset is not None or f"{path}.offset" in reading.wrong):
        reading.note(NoteCode.OFFSET_WITHOUT_WHEN, f"{path}.offset", "An offset is given and no event it counts from.")
    if not events:
        return _DayTimes()
    at = tuple(sorted(set(events)))
    if at == (_AT_ONCE,):
        return _DayTimes(at)
    parts = [_PART_OF_DAY.get(code) for code in at if code not in _ANY_MEAL]
    if None in parts:
        reading.unreadable(f"{path}.when", "when holds a code that is not known here.")
        return _DayTimes(at)
    if len(parts) < len(at):
        return _DayTimes(at)
    # "In the morning, before breakfast" may be one moment described twice or, by the letter of FHIR, two.
    return _DayTimes(at, len(set(parts)), len(parts))


def _check_duration(repeat: Repeat, path: str, reading: DosageNotes) -> None:
    """Repeat.duration is how long one administration takes; a day or more of it was meant as something else."""
    length = number(repeat.duration) if repeat.duration is not None else None
    days = DAYS_IN.get(repeat.duration_unit) if repeat.duration_unit is not None else None
    if length is not None and days is not None and Fraction(length) * days[0] >= ONE_DAY:
        reading.contradictory(
            f"{path}.duration", "duration is the length of one administration; a day or more of it is no dose."
        )


def _without_frequency(
    repeat: Repeat,
    period: tuple[Fraction, Fraction] | None,
    path: str,
    reading: DosageNotes,
    *,
    days: frozenset[str],
    clock: _DayTimes,
) -> Pattern | None:
    where = f"{path}.frequency"
    if repeat.frequency_max is not None:
        reading.missing(where, "frequencyMax is given and no frequency.")
        return None
    if clock.fewest is not None:
        if clock.fewest != clock.most:
            reading.missing(where, "when names the same part of the day twice, as one dose or as two.")
            return None
        if period is None or period == (ONE_DAY, ONE_DAY):
            return weekly(days, clock.fewest) if days else every(clock.fewest, ONE_DAY)
    elif days and not clock.at and (period is None or period == (Fraction(7), Fraction(7))):
        return weekly(days)
    if period is not None or days or repeat.period_unit is not None or f"{path}.periodUnit" in reading.wrong:
        reading.missing(where, "How many times in the period is not stated.")
    return None


def _with_days(
    base: Every,
    times: int,
    times_max: int,
    period: tuple[Fraction, Fraction],
    reading: DosageNotes,
    *,
    days: frozenset[str],
    clock: _DayTimes,
    path: str,
) -> Pattern | None:
    exact = times == times_max and period[0] == period[1]
    if clock.fewest is not None:
        a_day = 1 / base.interval if base.interval is not None and base.interval <= ONE_DAY else Fraction(times)
        spread_over_days = days and period[0] > ONE_DAY
        if not spread_over_days and (not exact or a_day.denominator != 1 or not clock.allow(int(a_day))):
            reading.contradictory(f"{path}.frequency", "The frequency and the times of day count differently.")
            return None
    if not days:
        return base
    if period == (ONE_DAY, ONE_DAY):
        return weekly(days, times, times_max=times_max)
    if exact and base.interval is not None and base.interval <= ONE_DAY and (1 / base.interval).denominator == 1:
        return weekly(days, int(1 / base.interval))
    weeks = period[0] / 7
    if exact and weeks.denominator == 1 and clock.fewest in (None, 1) and times == len(days):
        return weekly(days, weeks=int(weeks))
    if exact and weeks.denominator == 1 and clock.fewest is not None and times == len(days) * clock.fewest:
        return weekly(days, clock.fewest, weeks=int(weeks))
    reading.contradictory(f"{path}.dayOfWeek", "The frequency and the days of the week count differently.")
    return None
