"""Several orders of one drug at once: those that run beside each other add up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from operator import attrgetter

from validator.dosage.bounds import Bounds
from validator.dosage.notes import DosageNotes
from validator.dosage.phases import BoundLine, phases_of
from validator.dosage.schedule import NoteCode, Phase, Schedule
from validator.instant import PartialDate

ROOT = "dosageInstruction"


def combine(schedules: Sequence[Schedule]) -> Schedule:
    """The schedule of all orders taken together, at least one; equal ones are noted as duplicates and add up.

    Unknown as soon as one of them is unknown, and where their phases cannot be laid over each other because they state
    no dates.
    """
    reading = DosageNotes()
    for schedule in schedules:
        reading.unknown.extend(schedule.unknown)
        reading.notes.extend(schedule.notes)
    if reading.unknown or not all(map(attrgetter("phases"), schedules)):
        return Schedule((), tuple(reading.unknown), tuple(reading.notes))
    if len(schedules) == 1:
        return schedules[0]
    if len({schedule.phases for schedule in schedules}) < len(schedules):
        reading.note(NoteCode.DUPLICATE_ORDER, ROOT, "Two orders state the same dose; they add up.")
    return Schedule(_laid_over(schedules, reading), tuple(reading.unknown), tuple(reading.notes))


def _laid_over(schedules: Sequence[Schedule], reading: DosageNotes) -> tuple[Phase, ...]:
    lines: list[BoundLine] = []
    alone = [schedule.phases[0] for schedule in schedules if len(schedule.phases) == 1]
    if len(alone) == len(schedules) and len({(phase.start, phase.end, phase.days) for phase in alone}) == 1:
        # Lines of one length run together, whenever that is.
        bounds = _bounds(alone[0])
        return phases_of([BoundLine(line, bounds, None, ROOT) for phase in alone for line in phase.lines], reading)
    for schedule in schedules:
        dated = _dated(schedule)
        if dated is None:
            reading.missing(ROOT, "One order has lengths without dates, so the orders cannot be laid over each other.")
            return ()
        for phase, bounds_of_phase in zip(schedule.phases, dated, strict=True):
            lines.extend(BoundLine(line, bounds_of_phase, None, ROOT) for line in phase.lines)
    return phases_of(lines, reading)


def _bounds(phase: Phase) -> Bounds:
    return Bounds(phase.start, phase.end, phase.days)


def _dated(schedule: Schedule) -> list[Bounds] | None:
    """The bounds of each phase in dates, lengths schedules from the first day of the order; None where not known."""
    if len(schedule.phases) == 1 and schedule.phases[0].days is None:
        return [_bounds(schedule.phases[0])]
    found: list[Bounds] = []
    begins = schedule.starts
    for phase in schedule.phases:
        start = phase.start.first if phase.start is not None and phase.start.is_exact else begins
        if start is None or (phase.end is not None and not phase.end.is_exact):
            return None
        end = phase.end.first if phase.end is not None else None
        if phase.days is not None:
            shortest, longest = phase.days
            if shortest != longest or shortest.denominator != 1:
                return None
            last = _after(start, int(shortest) - 1)
            end = last if end is None or last is None else min(end, last)
            if end is None:
                return None
        found.append(Bounds(PartialDate.on(start), PartialDate.on(end) if end is not None else None))
        begins = _after(end, 1) if end is not None else None
    return found


def _after(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None
