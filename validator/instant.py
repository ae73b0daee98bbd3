"""Dates as FHIR writes them: a partial date is the interval of days it may mean, never its first day.

Days are taken as written, in the zone of the writer: the label counts days, not hours, and a clinic's
"1 November" is not moved to another day because a server sits in another zone.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from validator.frozen import Frozen, replace
from validator.regex import regex
from validator.verdict import Truth

_DATE = regex(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_TIME = regex(r"T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?")


_EARLIEST_ZONE = timedelta(hours=14)
"""East of every other: where a date begins first, so that no zone makes a day look later than it is."""


class PartialDate(Frozen):
    """The days from `first` to `last`, both inclusive, that a FHIR date, dateTime or instant may mean.

    `moment` is the clock time where one was written; it only orders facts of one day.
    Source: FHIR R4 datatypes, date and dateTime.
    """

    first: date
    last: date
    text: str
    moment: datetime | None = None

    @staticmethod
    @lru_cache(maxsize=4096)
    def parse(text: str) -> PartialDate:
        """Reads `2014`, `2014-11`, `2014-11-22` or a dateTime, also with its zone as `+0000`, as many programs have it.

        Raises ValueError (which never quotes the value).

        What a text means is remembered: a chart repeats its days, and each of its readers asks for them.
        """
        matched = _DATE.match(text)
        if matched is None:
            raise ValueError("not a FHIR date")
        year, month, day = matched.groups()
        has_time = matched.end() < len(text)
        if has_time and (day is None or _TIME.fullmatch(text, matched.end()) is None):
            raise ValueError("not a FHIR date")
        try:
            if day is not None:
                exact = date(int(year), int(month), int(day))
                return PartialDate(exact, exact, text, datetime.fromisoformat(text) if has_time else None)
            if month is not None:
                first = date(int(year), int(month), 1)
                return PartialDate(first, _last_of_month(first), text)
            return PartialDate(date(int(year), 1, 1), date(int(year), 12, 31), text)
        except (ValueError, IndexError) as error:
            raise ValueError("not a day of the calendar") from error

    @classmethod
    def on(cls, day: date) -> PartialDate:
        """The exact day."""
        return cls(day, day, day.isoformat())

    @property
    def is_exact(self) -> bool:
        """Whether only one day is meant."""
        return self.first == self.last

    @property
    def order_key(self) -> tuple[date, datetime]:
        """Sorts facts from old to new: by last possible day, then by clock time (midnight where none is written)."""
        moment = self.moment.replace(tzinfo=None) if self.moment else datetime.combine(self.last, time())
        return (self.last, moment)

    def before(self, other: PartialDate) -> Truth:
        """Whether this day is earlier than the other; UNKNOWN when the intervals overlap."""
        if self.last < other.first:
            return Truth.TRUE
        return Truth.FALSE if self.first >= other.last else Truth.UNKNOWN

    def at_or_before(self, other: PartialDate) -> Truth:
        """Whether this day is the other or an earlier one; UNKNOWN when the intervals overlap."""
        if self.last <= other.first:
            return Truth.TRUE
        return Truth.FALSE if self.first > other.last else Truth.UNKNOWN

    def was_by(self, other: PartialDate) -> Truth:
        """As `at_or_before`, and TRUE as well of a day that is later as it is written but of which the moment is not:
        a server that writes 04:00 of the 29th in Greenwich means the evening of the 28th in the Americas."""
        truth = self.at_or_before(other)
        return Truth.TRUE if truth is Truth.FALSE and self.is_after(other) is False else truth

    def timed_by(self, known: PartialDate | None) -> PartialDate:
        """This day with the moment at which it was made known; as it is where it tells one of its own, or is no one
        day."""
        if known is None or known.moment is None or self.moment is not None or not self.is_exact:
            return self
        return replace(self, moment=known.moment)

    def is_after(self, other: PartialDate) -> bool | None:
        """Whether its moment is later than the other's; None where one of them has no moment in a told zone."""
        own, its = self.moment, other.moment
        if own is None or its is None or own.tzinfo is None or its.tzinfo is None:
            return None
        return own > its

    @property
    def earliest(self) -> datetime:
        """The earliest moment that may be meant: where no zone is told, in the one where a day begins first."""
        if self.moment is not None and self.moment.tzinfo is not None:
            return self.moment
        local = self.moment or datetime.combine(self.first, time())
        return local.replace(tzinfo=UTC) - _EARLIEST_ZONE

    def days_until(self, other: PartialDate) -> tuple[int, int]:
        """Fewest and most days from this date to the other; negative where the other is earlier."""
        return ((other.first - self.last).days, (other.last - self.first).days)

    def plus_days(self, days: int) -> PartialDate:
        """The interval moved by whole days."""
        moved = timedelta(days=days)
        return PartialDate(self.first + moved, self.last + moved, f"{self.text}{days:+d} d")


def seconds_of(written: object) -> float | None:
    """An instant of FHIR as seconds since 1970; None for what is none, or names no zone."""
    try:
        moment = PartialDate.parse(written).moment if isinstance(written, str) else None
    except ValueError:
        return None
    return None if moment is None or moment.tzinfo is None else moment.timestamp()


def completed_years(birth: date, on: date) -> int:
    """Age in completed years; the birthday itself counts. A child of 29 February has it on 1 March in other years."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def completed_months(birth: date, on: date) -> int:
    """Age in completed months; the day of the month itself counts.

    One born on the 31st is a month older only on the 1st of the next month but one where a month has no 31st, as one
    born on the 29th of February has its birthday on the 1st of March.
    """
    return (on.year - birth.year) * 12 + on.month - birth.month - (on.day < birth.day)


def age_in_months(birth: PartialDate, on: PartialDate) -> tuple[int, int]:
    """Least and most age, in completed months, that the two dates allow."""
    return (completed_months(birth.last, on.first), completed_months(birth.first, on.last))


@lru_cache(maxsize=1024)
def age_in_years(birth: PartialDate, on: PartialDate) -> tuple[int, int]:
    """Youngest and oldest age, in completed years, that the two dates allow."""
    return (completed_years(birth.last, on.first), completed_years(birth.first, on.last))


def _last_of_month(first: date) -> date:
    if first.month == 12:
        return first.replace(day=31)
    return first.replace(month=first.month + 1) - timedelta(days=1)
