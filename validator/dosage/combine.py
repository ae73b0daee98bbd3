"""Several orders of one drug at once: those that run beside each other add up, those that are replaced do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from validator.dosage.bounds import Bounds
from validator.dosage.notes import DosageNotes
from validator.dosage.phases import BoundLine, phases_of
from validator.dosage.schedule import NoteCode, Phase, Schedule
from validator.instant import PartialDate

ROOT = "dosageInstruction"


class Link(StrEnum):
    """How an order stands to the one being judged: it adds to it, or it is replaced by it and no longer counts."""

    ADDS = "adds"
    REPLACED = "replaced"


def link_of(order: Mapping[str, object], other: Mapping[str, object]) -> Link:
    """How `other` stands to `order`, both MedicationRequests as decoded JSON.

    Replaced where `order` names it in priorPrescription or basedOn, or where a draft or plan stands beside an active
    order of its own groupIdentifier. Two active orders of one group were written together and add up.
    Source: FHIR R4 MedicationRequest.priorPrescription, basedOn, groupIdentifier.
    """
    named = [order.get("priorPrescription")]
    based = order.get("basedOn")
    named.extend(based if isinstance(based, list) else [based])
    identity = (other.get("resourceType", "MedicationRequest"), other.get("id"))
    if identity[1] is not None and any(_target(reference) == identity for reference in named):
        return Link.REPLACED
    group = _group(order)
    drafted = order.get("status") in ("draft", "on-hold") or order.get("intent") in ("proposal", "plan")
    if group is not None and group == _group(other) and drafted and other.get("status") == "active":
        return Link.REPLACED
    return Link.ADDS


def _target(reference: object) -> tuple[str, str] | None:
    text = reference.get("reference") if isinstance(reference, dict) else None
    if not isinstance(text, str):
        return None
    parts = text.split("/_history/")[0].split("/")
    return (parts[-2], parts[-1]) if len(parts) > 1 else None


def _group(order: Mapping[str, object]) -> tuple[object, object] | None:
    found = order.get("groupIdentifier")
    if not isinstance(found, dict) or not isinstance(found.get("value"), str):
        return None
    system = found.get("system")
    return (system if isinstance(system, str) else None, found["value"])


def combine(schedules: Sequence[tuple[Schedule, Link]]) -> Schedule:
    """The schedule of all orders that are not replaced, taken together; equal ones are noted as duplicates and add up.

    Unknown as soon as one of them is unknown, and where their phases cannot be laid over each other because they state
    no dates.
    """
    counted = [schedule for schedule, link in schedules if link is Link.ADDS]
    reading = DosageNotes()
    for schedule in counted:
        reading.unknown.extend(schedule.unknown)
        reading.notes.extend(schedule.notes)
    if not counted:
        reading.missing(ROOT, "No order is left that counts.")
    if reading.unknown or any(not schedule.phases for schedule in counted):
        return Schedule((), tuple(reading.unknown), tuple(reading.notes))
    if len(counted) == 1:
        return counted[0]
    if len({schedule.phases for schedule in counted}) < len(counted):
        reading.note(NoteCode.DUPLICATE_ORDER, ROOT, "Two orders state the same dose; they add up.")
    return Schedule(_laid_over(counted, reading), tuple(reading.unknown), tuple(reading.notes))


def _laid_over(schedules: Sequence[Schedule], reading: DosageNotes) -> tuple[Phase, ...]:
    lines: list[BoundLine] = []
    same = (
        len({tuple((phase.start, phase.end, phase.days) for phase in schedule.phases) for schedule in schedules}) == 1
    )
    if same and len(schedules[0].phases) == 1:
        # Lines of one length run together, whenever that is.
        bounds = _bounds(schedules[0].phases[0])
        lines = [BoundLine(line, bounds, None, ROOT) for schedule in schedules for line in schedule.phases[0].lines]
        return phases_of(lines, reading)
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
    """The bounds of each phase in dates, lengths counted from the first day of the order; None where not known."""
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
