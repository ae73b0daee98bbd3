"""How long a course of another drug goes on: by its own bounds, by its supply, by its status.

Bounds end a course for certain. A supply ends it only where refills are stated, since nobody knows how often a
prescription without them was filled again. Numbers of days are those of `validator.chart.settings.COURSES`.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from operator import attrgetter

from validator.chart.drug.treatment import Outlook
from validator.chart.settings import COURSES
from validator.dosage.bounds import NO_BOUNDS, days_of_count, listed_days, read_bounds
from validator.dosage.notes import DosageNotes
from validator.fhir.dosage import Dosages
from validator.frozen import Frozen, replace
from validator.instant import PartialDate
from validator.verdict import Truth


class Exposure(Frozen):
    """What status, dates and supply say about one exposure. `start` and `stop` None: not recorded.

    `over_by` is a day on which somebody said that it was over, where the day of its end is not told.
    """

    status: str
    given: Truth
    current: Truth
    start: PartialDate | None
    stop: PartialDate | None
    outlook: Outlook = Outlook.PLAIN
    over_by: PartialDate | None = None


class CourseBounds(Frozen):
    """First start and last end of the bounds of all dosages; `end` None: none, or not for every dosage.

    `is_readable` False: bounds are stated that cannot be read, so nobody knows whether the course has ended.
    `is_one_day`: a single day is listed and no frequency, which may be that of the only dose or of the first.
    """

    start: PartialDate | None = None
    end: PartialDate | None = None
    is_readable: bool = True
    is_one_day: bool = False


class Supplied(Frozen):
    """What was or may be handed out: days of one fill, and refills; None: not stated, which is not zero.

    `is_course`: the days are, or are within, a length of treatment that the words of the order tell.
    """

    days: int
    refills: int | None = None
    is_course: bool = False

    @property
    def in_all(self) -> int:
        """Days of all fills that are known of, taken one after the other at once."""
        return self.days * (1 + (self.refills or 0))


def bounds_of(dosages: Dosages, begun: PartialDate | None) -> CourseBounds:
    """Bounds as a period, a duration or a range of durations; a duration runs from the start, else from `begun`.

    A range ends at its high end: until then it may go on. Days that are listed, and a number of doses at a known pace,
    are bounds too. Source: FHIR R4 Timing.repeat.bounds[x], Timing.repeat.count, Timing.event.
    """
    starts: list[PartialDate] = []
    ends: list[PartialDate] = []
    endless, is_one_day = not dosages.read, False
    reading = DosageNotes(wrong=dosages.wrong)
    for index, dosage in enumerate(dosages.read):
        timing = dosage.timing if dosage is not None else None
        repeat = timing.repeat if timing is not None else None
        path = f"{dosages.name}[{index}].timing.repeat"
        bounds = read_bounds(repeat, path, reading) if repeat is not None else NO_BOUNDS
        if bounds.start is not None:
            starts.append(bounds.start)
        end = bounds.end
        first = bounds.start or begun
        days = bounds.days[1] if bounds.days is not None else days_of_count(repeat) if repeat is not None else None
        if end is None and days is not None and first is not None:
            end = _last_day(first, days)
        if timing is not None and repeat is None and (listed := listed_days(timing.event)) is not None:
            starts.append(listed[0])
            is_one_day |= len(timing.event) == 1 and timing.code is None
            end = listed[1] if len(timing.event) > 1 else None
        if end is None:
            endless = True
        else:
            ends.append(end)
    start = min(starts, key=attrgetter("first")) if starts else None
    last = None if endless or not ends else max(ends, key=attrgetter("last"))
    return CourseBounds(start, last, not reading.unknown, is_one_day)


def _last_day(first: PartialDate, days: Fraction) -> PartialDate:
    last = first.plus_days(max(ceil(days) - 1, 0))
    return PartialDate.on(last.first) if last.is_exact else last


def running(use: Exposure, day: PartialDate, *, supply: Supplied | None, is_short_course: bool) -> Exposure:
    """A course that its status says goes on, as of a day: begun yet, ended by bounds or supply, or listed too long."""
    if use.start is not None and use.start.first > day.last:
        return begins(use, day)
    if use.stop is not None or use.current is not Truth.TRUE:
        return use
    if use.start is not None and supply is not None and (supply.refills is not None or supply.is_course):
        return _by_supply(use, use.start, day, supply)
    if use.start is None:
        return use
    fewest, most = use.start.days_until(day)
    if is_short_course and most > COURSES.short_course_days:
        return replace(use, current=Truth.UNKNOWN)
    return replace(use, outlook=Outlook.LISTED_LONG) if fewest > COURSES.still_taken_days else use


def ended_by_words(use: Exposure, day: PartialDate, end: PartialDate | None) -> Exposure:
    """A course whose words tell its last day: over two weeks after it, and unclear until then."""
    if end is None or use.stop is not None or use.current is not Truth.TRUE:
        return use
    fewest, most = end.days_until(day)
    if most <= 0:
        return use
    if fewest >= COURSES.short_supply_over_days:
        return replace(use, current=Truth.FALSE, stop=end)
    return replace(use, current=Truth.UNKNOWN)


def begins(use: Exposure, day: PartialDate) -> Exposure:
    """A drug that is not begun on the day: soon where it may begin within the days chosen, or where no day is told."""
    ahead = day.days_until(use.start)[0] if use.start is not None else 0
    outlook = Outlook.BEGINS if ahead <= COURSES.begins_soon_days else Outlook.LATER
    return replace(use, given=Truth.FALSE, current=Truth.FALSE, outlook=outlook)


def _by_supply(use: Exposure, start: PartialDate, day: PartialDate, supply: Supplied) -> Exposure:
    """Used up long enough: over; less long, or a long course without stated refills: unclear."""
    in_all = supply.in_all
    fewest, most = start.plus_days(in_all).days_until(day)
    if most < 0:
        return use
    if in_all <= COURSES.short_supply_days:
        is_over = fewest >= COURSES.short_supply_over_days
    else:
        is_over = supply.refills is not None and fewest >= COURSES.supply_over_days and fewest > in_all
    return (
        replace(use, current=Truth.FALSE, outlook=Outlook.USED_UP) if is_over else replace(use, current=Truth.UNKNOWN)
    )


def ended(use: Exposure, day: PartialDate, *, supply: Supplied | None, is_stopped: bool) -> Exposure:
    """A course that its status says is over, on a day that is not told.

    Where its bounds or supply would still cover the day, a stopped one was stopped early, and of a completed one nobody
    knows whether it is taken. Where no supply is stated, or no start, it may have lasted until just now.
    """
    if use.stop is not None and use.stop.first <= day.last:
        return use
    match _would_cover(use, day, supply):
        case Truth.TRUE if not is_stopped:
            return replace(use, current=Truth.UNKNOWN, stop=None)
        case Truth.TRUE | Truth.UNKNOWN:
            return replace(use, current=Truth.FALSE, outlook=Outlook.STOPPED_EARLY, stop=None)
        case Truth.FALSE:
            return replace(use, current=Truth.FALSE, outlook=Outlook.STOPPED, stop=None)


def _would_cover(use: Exposure, day: PartialDate, supply: Supplied | None) -> Truth:
    """Whether a course that nobody had ended would go on until the day.

    TRUE where its bounds or its stated supply would. UNKNOWN where no supply is stated and it began no longer ago than
    one fill commonly lasts, or on a day that is not told.
    """
    if use.stop is not None:
        return Truth.TRUE
    if use.start is None:
        return Truth.UNKNOWN
    if supply is not None:
        return Truth.TRUE if use.start.plus_days(supply.in_all).days_until(day)[0] < 0 else Truth.FALSE
    return Truth.UNKNOWN if use.start.days_until(day)[0] <= COURSES.handed_out_days else Truth.FALSE
