"""How often: three kinds of pattern, in exact days, so that equal schedules written differently are equal values."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from validator.frozen import Frozen

DAYS_OF_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

ONE_DAY = Fraction(1)
ONCE_A_DAY = (Fraction(1), Fraction(1))
"""The rate of nearly every order; this very value, so that it can be told without reckoning."""


class Every(Frozen, cache_hash=True):
    """From `times_low` to `times_high` administrations in each period of `period_low` to `period_high` days.

    `offset` tells on which day of the period it falls, counted from 0, where the order says so (alternating days).
    Build it with `every`, which writes equal patterns alike: 2 a day and 1 in 12 hours are one pattern.
    """

    times_low: int
    times_high: int
    period_low: Fraction
    period_high: Fraction
    offset: int | None = None

    @property
    def interval(self) -> Fraction | None:
        """Days from one administration to the next where the pattern fixes it, else None."""
        if self.times_high != 1:
            return None
        # The same object in every pattern that is exact: comparing fractions is dear.
        is_fixed = self.period_low is self.period_high or self.period_low == self.period_high
        return self.period_low if is_fixed else None


class Weekly(Frozen):
    """On the named days of the week (in calendar order), from `times_low` to `times_high` times on each.

    `weeks` is 1 for every week, 2 for every second one.
    """

    days: tuple[str, ...]
    times_low: int = 1
    times_high: int = 1
    weeks: int = 1

    @property
    def interval(self) -> Fraction | None:
        """Days from one administration to the next where it is once on one day of the week, else None."""
        return Fraction(len(DAYS_OF_WEEK) * self.weeks) if len(self.days) == 1 and self.times_high == 1 else None


class Once(Frozen):
    """One administration only: nothing repeats, so there is no daily amount."""


Pattern = Every | Weekly | Once


@lru_cache(maxsize=512)
def every(times: int, period: Fraction, *, times_max: int | None = None, period_max: Fraction | None = None) -> Every:
    """The pattern of `times` administrations a period of days, in its one normal form.

    Within a day the doses are taken as evenly spread (twice a day is every 12 hours, as the label reads it); over
    longer periods they are not (three a week is not one in 56 hours).
    """
    most = times if times_max is None else times_max
    longest = period if period_max is None else period_max
    if times == most and period == longest and period <= ONE_DAY:
        apart = ONE_DAY if period == times else period / times
        return Every(1, 1, apart, apart)
    return Every(times, most, period, longest)


def weekly(days: frozenset[str], times: int = 1, *, times_max: int | None = None, weeks: int = 1) -> Pattern:
    """The pattern of the named days; all seven days of every week is the same as every day."""
    most = times if times_max is None else times_max
    if len(days) == len(DAYS_OF_WEEK) and weeks == 1:
        return every(times, ONE_DAY, times_max=most)
    return Weekly(tuple(day for day in DAYS_OF_WEEK if day in days), times, most, weeks)


@lru_cache(maxsize=512)
def times_a_day(pattern: Pattern | None) -> int | None:
    """How many times on each day; None where that is not one whole number."""
    interval = pattern.interval if isinstance(pattern, Every) else None
    times = 1 / interval if interval is not None else Fraction(0)
    return int(times) if times >= 1 and times.denominator == 1 else None


def may_be_one(one: Pattern, other: Pattern) -> bool:
    """Whether two patterns can be one: equal, or one of them names the weekdays of the other."""
    if one == other:
        return True
    return type(one) is not type(other) and rate(one) is not None and rate(one) == rate(other)


def rate(pattern: Pattern) -> tuple[Fraction, Fraction] | None:
    """Fewest and most administrations a day, averaged over the period; None where nothing repeats."""
    match pattern:
        case Every() if pattern.period_low is ONE_DAY and pattern.period_high is ONE_DAY and pattern.times_high == 1:
            return ONCE_A_DAY
        case Every():
            return (
                Fraction(pattern.times_low) / pattern.period_high,
                Fraction(pattern.times_high) / pattern.period_low,
            )
        case Weekly():
            share = Fraction(len(pattern.days), 7 * pattern.weeks)
            return (pattern.times_low * share, pattern.times_high * share)
        case Once():
            return None
