"""A schedule as one English phrase, in the words the sig grammar reads back."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache, partial

from validator.dosage.amount import AmountRange
from validator.dosage.pattern import ONE_DAY, Every, Once, Pattern, Weekly
from validator.dosage.schedule import MILLIGRAM, Line, Phase, Schedule, TakenDose
from validator.quantity import plain

_TIMES = {1: "once", 2: "twice", 3: "three times", 4: "four times"}
_COUNTED = ("tablet", "capsule", "pill")
_WEEKDAYS = {
    "mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday", "sat": "Saturday",
    "sun": "Sunday",
}  # fmt: skip
_AT = {
    "MORN": "in the morning", "NOON": "at noon", "AFT": "in the afternoon", "EVE": "in the evening",
    "NIGHT": "at night",
    "HS": "at bedtime", "WAKE": "upon waking", "ACM": "before breakfast", "ACD": "before lunch", "ACV": "before dinner",
    "CM": "with breakfast", "CD": "with lunch", "CV": "with dinner", "PCM": "after breakfast", "PCD": "after lunch",
    "PCV": "after dinner",
}  # fmt: skip


def render(schedule: Schedule) -> str:
    """The schedule in English, `20 mg every other day for 28 days, then 40 mg once daily`; empty where unknown.

    Doses are in milligrams where those are known; a part of a tablet is named beside them.
    """
    return ", then ".join(map(_phase, schedule.phases))


def _phase(phase: Phase) -> str:
    is_alone = len(phase.lines) == 1
    text = _alternating(phase.lines) or " and ".join(map(partial(_line, alone=is_alone), phase.lines))
    if phase.days_on is not None and phase.days_off is not None:
        text += f", {phase.days_on} days on and {phase.days_off} days off,"
    if phase.start is not None:
        text += f" from {phase.start.text}"
    if phase.end is not None:
        text += f" to {phase.end.text}"
    if phase.days is not None:
        text += f" for {_length(*phase.days)}"
    return text.removesuffix(",")


def _alternating(lines: tuple[Line, ...]) -> str:
    """`40 mg and 20 mg on alternate days`, where that is the whole of it."""
    if len(lines) != 2 or any(line.as_needed or line.daily_max is not None for line in lines):
        return ""
    patterns = [line.pattern for line in lines]
    if patterns != [Every(1, 1, Fraction(2), Fraction(2), offset) for offset in (0, 1)]:
        return ""
    return f"{_dose(lines[0].dose)} and {_dose(lines[1].dose)} on alternate days"


def _line(line: Line, *, alone: bool) -> str:
    text = f"{_dose(line.dose)} {_pattern(line.pattern)}"
    if not alone and line.at:
        text += " " + " and ".join(_AT.get(at, f"at {at}") for at in line.at)
    if line.as_needed:
        text += " as needed"
    if line.daily_max is not None:
        text += f", at most {_amount(AmountRange.of(line.daily_max), line.dose.unit)} a day"
    return text


def _dose(dose: TakenDose) -> str:
    text = _amount(dose.amount, dose.unit)
    split = [
        _amount(item.units, item.unit)
        for item in dose.items
        if item.units is not None and any(bound % 1 for bound in (item.units.low, item.units.high))
    ]
    return f"{text} ({' + '.join(split)})" if split and dose.unit == MILLIGRAM else text


def _amount(amount: AmountRange, unit: str) -> str:
    plural = (
        "s" if unit in _COUNTED and amount.exact != 1 and not (amount.exact is not None and amount.exact < 1) else ""
    )
    return f"{_number(amount.low)}{f' to {_number(amount.high)}' if amount.exact is None else ''} {unit}{plural}"


def _number(amount: Decimal) -> str:
    """The amount; one that does not terminate is shown to four places."""
    digits = -int(amount.as_tuple().exponent)
    return plain(amount if digits <= 20 else round(amount, 4))


def _pattern(pattern: Pattern) -> str:
    match pattern:
        case Once():
            return "as a single dose"
        case Weekly():
            days = [_WEEKDAYS[day] for day in pattern.days]
            named = f"{', '.join(days[:-1])} and {days[-1]}" if len(days) > 1 else days[0]
            times = _times(pattern.times_low, pattern.times_high)
            often = "" if times == "once" else f"{times} daily "
            return f"{often}on {named}" + (f" every {pattern.weeks} weeks" if pattern.weeks > 1 else "")
        case Every():
            return _every(pattern) + (f" from day {pattern.offset + 1}" if pattern.offset is not None else "")


def _every(pattern: Every) -> str:
    if pattern.interval is not None:
        return how_often(pattern.interval)
    times = _times(pattern.times_low, pattern.times_high)
    if pattern.period_low == pattern.period_high == ONE_DAY:
        return f"{times} daily"
    period = _length(pattern.period_low, pattern.period_high)
    return f"every {period}" if times == "once" else f"{times} every {period}"


@lru_cache(maxsize=256)
def how_often(days: Fraction) -> str:
    """An interval in days in words: `once daily`, `twice daily`, `every other day`, `every 3 days`."""
    per_day = 1 / days
    if per_day.denominator == 1 and int(per_day) in _TIMES:
        return f"{_TIMES[int(per_day)]} daily"
    if days == 2:
        return "every other day"
    if days == 7:
        return "once weekly"
    if per_day.denominator == 1 and (per_day < 24 or (days * 86400).denominator != 1) and (days * 24).denominator != 1:
        return f"{per_day} times daily"
    length = _length(days, days)
    return "every hour" if length == "1 hour" else f"every {length}"


def _times(low: int, high: int) -> str:
    if low == high:
        return _TIMES.get(low, f"{low} times")
    return f"{low} to {high} times"


def _length(low: Fraction, high: Fraction) -> str:
    """A length of time in the largest unit that both ends fill; a part of a day that fills none is a fraction."""
    for name, days in (
        ("day", ONE_DAY),
        ("hour", Fraction(1, 24)),
        ("minute", Fraction(1, 1440)),
        ("second", Fraction(1, 86400)),
    ):
        short, long = low / days, high / days
        if short.denominator == long.denominator == 1:
            return f"{short}{f' to {long}' if short != long else ''} {name}{'' if long == 1 else 's'}"
    return f"{low}{f' to {high}' if low != high else ''} days"
