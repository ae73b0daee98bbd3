"""How often and how long, from Dosage.timing: the code, the repeat rules and the events, which must not disagree."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from itertools import pairwise
from operator import attrgetter

from validator.dosage.bounds import NO_BOUNDS, Bounds, read_bounds
from validator.dosage.frequency import Frequency
from validator.dosage.frequency_code import frequency_of_code, knows_system
from validator.dosage.frequency_text import frequency_of_text
from validator.dosage.notes import DosageNotes, words
from validator.dosage.number import whole
from validator.dosage.pattern import Once, Pattern, every, may_be_one, rate
from validator.dosage.repeat import read_repeat, says_how_often
from validator.dosage.schedule import NoteCode
from validator.fhir import dosage as fhir
from validator.frozen import Frozen
from validator.instant import PartialDate
from validator.regex import regex

_MOST_EVENTS = 1000
_CLOCK = regex(r"(?:[01]\d|2[0-3]):?[0-5]\d")
_DAYS_OF_CYCLE = "http://hl7.org/fhir/StructureDefinition/timing-daysOfCycle"


class ReadTiming(Frozen):
    """A pattern, its times of day and its bounds. `pattern` None: not stated or not known."""

    pattern: Pattern | None
    at: tuple[str, ...] = ()
    bounds: Bounds = NO_BOUNDS


def states_frequency(dosage: fhir.Dosage, path: str, reading: DosageNotes) -> bool:
    """Whether the Dosage says anything structured about how often, readable or not; bounds alone do not."""
    timing, where = dosage.timing, f"{path}.timing"
    if timing is None:
        return where in reading.wrong
    if timing.repeat is None:
        if f"{where}.repeat" in reading.wrong:
            return True
    elif says_how_often(timing.repeat, f"{where}.repeat", reading):
        return True
    return timing.code is not None or _has_events(timing, where, reading)


def _has_events(timing: fhir.Timing, path: str, reading: DosageNotes) -> bool:
    return bool(timing.event) or f"{path}.event" in reading.wrong


def read_timing(timing: fhir.Timing, path: str, reading: DosageNotes) -> ReadTiming:
    """Reads the Timing at `path`.

    A code is a complete statement of how often, to which only bounds are added: where it and the repeat rules disagree
    the timing is contradictory. Nothing is assumed: no frequency, no period or no period unit is unknown.
    Source: FHIR R4 Timing, Timing.code, Timing.repeat.
    """
    where = f"{path}.repeat"
    bounds = NO_BOUNDS if timing.repeat is None else read_bounds(timing.repeat, where, reading)
    # How long it lasts may be unknown where how often is known: the dose of a day is still held against its maximum.
    faults = len(reading.unknown)
    repeat = reading.part(timing.repeat, where)
    if timing.modifier_extension:
        reading.unreadable(f"{path}.modifierExtension", "A modifier extension may change what the timing means.")
    if _DAYS_OF_CYCLE in map(attrgetter("url"), timing.extension):
        reading.unreadable(f"{path}.extension", "Days of a cycle are named and the length of the cycle is not.")
    rules = None if repeat is None else read_repeat(repeat, f"{path}.repeat", reading)
    code_needed = rules is None or rules.pattern is None
    coded = _coded(timing, path, reading, needed=code_needed and not _has_events(timing, path, reading))
    at = rules.at if rules is not None else ()
    pattern = rules.pattern if rules is not None else None
    if coded is not None and len(reading.unknown) == faults:
        if pattern is None:
            pattern = coded.pattern
        elif not may_be_one(coded.pattern, pattern):
            reading.contradictory(f"{path}.code", "The timing code and the repeat rules state different frequencies.")
        at = at or coded.at
    pattern, bounds = _with_events(timing, path, pattern, bounds, reading)
    if len(reading.unknown) > faults:
        return ReadTiming(None, at, bounds)
    if pattern is None:
        reading.missing(f"{path}.repeat.frequency", "How often the dose is taken is not stated.")
        return ReadTiming(None, at, bounds)
    return ReadTiming(pattern, at, _counted(repeat, pattern, bounds))


def _coded(timing: fhir.Timing, path: str, reading: DosageNotes, *, needed: bool) -> Frequency | None:
    where = f"{path}.code"
    concept = timing.code
    if concept is None:
        return None
    if where in reading.wrong:
        reading.unreadable(where, "code is not an object.")
        return None
    found: list[Frequency] = []
    unread = False
    for coding in concept.coding:
        system, code, display = words(coding.system), words(coding.code), words(coding.display)
        if knows_system(system) and code is not None:
            known = frequency_of_code(system, code)
            unread = unread or known is None
        else:
            said = [word for word in (code if system is None else None, display) if word is not None]
            known = next((hit for word in said if (hit := frequency_of_text(word, reading.names)) is not None), None)
            if known is not None and needed:
                reading.note(
                    NoteCode.TIMING_BY_TEXT, where, "The frequency was read from words, not from a known code."
                )
        if known is not None:
            found.append(known)
    text = words(concept.text)
    worded = frequency_of_text(text, reading.names) if text is not None else None
    if worded is not None:
        if not found and needed:
            reading.note(NoteCode.TIMING_BY_TEXT, where, "The frequency was read from words, not from a known code.")
        found.append(worded)
    if not found:
        # The name of a clock time ("0900") goes with timeOfDay and says nothing else.
        if needed:
            reading.unreadable(where, "The timing code names no frequency that is known here.")
        elif unread or text is None or _CLOCK.fullmatch(text) is None:
            reading.note(
                NoteCode.TIMING_CODE_NOT_READ, where, "The timing code is not known here; the rules were read."
            )
        return None
    if any(not may_be_one(found[0].pattern, other.pattern) for other in found[1:]):
        reading.contradictory(where, "The codings and the text of the timing code state different frequencies.")
        return None
    return next((frequency for frequency in found if frequency.at), found[0])


def _with_events(
    timing: fhir.Timing, path: str, pattern: Pattern | None, bounds: Bounds, reading: DosageNotes
) -> tuple[Pattern | None, Bounds]:
    """Timing.event: the one start of a repeating pattern, or the times themselves where nothing repeats."""
    if not _has_events(timing, path, reading):
        return pattern, bounds
    where, texts = f"{path}.event", timing.event
    if where in reading.wrong or len(texts) > _MOST_EVENTS:
        reading.unreadable(where, "event is not a list of dates.")
        return None, bounds
    try:
        days = sorted({PartialDate.parse(text).first for text in texts if PartialDate.parse(text).is_exact})
    except ValueError:
        days = []
    if len(days) != len(texts):
        reading.unreadable(where, "The events are not distinct whole days.")
        return None, bounds
    first, last = PartialDate.on(days[0]), PartialDate.on(days[-1])
    if pattern is not None:
        if len(days) > 1:
            reading.contradictory(where, "Several events stand beside a repeating rule.")
        elif bounds.start is not None and (bounds.start.first > days[0] or bounds.start.last < days[0]):
            reading.contradictory(where, "The event is not on the day the bounds start.")
        return pattern, bounds if bounds.start is not None else bounds.starting(first)
    dated = Bounds(start=first, end=last)
    if len(days) == 1:
        return Once(), dated
    steps = {(after - before) for before, after in pairwise(days)}
    if len(steps) > 1:
        reading.unreadable(where, "The events are not evenly spaced, so no pattern follows from them.")
        return None, bounds
    step: timedelta = steps.pop()
    return every(1, Fraction(step.days)), dated


def _counted(repeat: fhir.Repeat | None, pattern: Pattern, bounds: Bounds) -> Bounds:
    """`count` and `countMax` end the schedule after so many doses, whichever end comes first."""
    count = whole(repeat.count) if repeat is not None else None
    found = rate(pattern) if count is not None else None
    if repeat is None or count is None or found is None:
        return bounds
    highest = whole(repeat.count_max) or count
    slow, fast = found
    return bounds.lasting((Fraction(count) / fast, Fraction(highest) / slow))
