"""From a list of Dosage elements to one Schedule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from operator import attrgetter

from validator.dosage.amount import UnitStrength
from validator.dosage.bounds import NO_BOUNDS, Bounds, read_bounds
from validator.dosage.dose import counts_packs, has_dose, read_dose
from validator.dosage.limit import daily_limit, limited_dose
from validator.dosage.making import Body
from validator.dosage.notes import HOW_OFTEN, DosageNotes
from validator.dosage.number import whole
from validator.dosage.pattern import ONE_DAY, every, times_a_day
from validator.dosage.phases import BoundLine, phases_of
from validator.dosage.rate import check_rates
from validator.dosage.schedule import Line, NoteCode, Phase, Schedule, UnknownKind
from validator.dosage.silent_names import NO_NAMES, SilentNames
from validator.dosage.timing import ReadTiming, read_timing, states_frequency
from validator.fhir.dosage import Dosage, Dosages
from validator.fhir.dosage_structure import read_dosages
from validator.fhir.version import FhirVersion
from validator.frozen import Frozen

ROOT = "dosageInstruction"
_ONCE_DAILY = every(1, ONE_DAY)


class _Instruction(Frozen):
    """What one Dosage says: lines with their bounds, or (text only) phases in turn, or nothing about the amount."""

    lines: tuple[BoundLine, ...] = ()
    phases: tuple[Phase, ...] = ()


def schedule_of(
    dosages: Sequence[object] | None,
    *,
    unit: UnitStrength | None = None,
    body: Body | None = None,
    starts: date | None = None,
    names: SilentNames = NO_NAMES,
) -> Schedule:
    """The schedule that all Dosage elements of an order add up to, exactly, or what keeps it from being known.

    `dosages` is `dosageInstruction` as decoded JSON (R4, R4B, R5); nothing in it raises. `unit` is the ordered product,
    `body` what a dose by body size is multiplied by, `starts` the day of an instruction that states none, `names` what
    changes nothing in a text. Nothing is assumed: a missing frequency, strength or unit is unknown and named with its
    element.
    Source: FHIR R4/R4B/R5 Dosage, Timing.
    """
    read = read_dosages(dosages, ROOT, "", FhirVersion.R5)
    return schedule_of_read(read, unit=unit, body=body, starts=starts, names=names)


def schedule_of_read(
    dosages: Dosages,
    *,
    unit: UnitStrength | None = None,
    body: Body | None = None,
    starts: date | None = None,
    names: SilentNames = NO_NAMES,
) -> Schedule:
    """As `schedule_of`, of Dosages that were read already."""
    reading = DosageNotes(unit=unit, body=body, wrong=dosages.wrong, names=names)
    phases = _phases(dosages, starts, reading)
    return Schedule(phases, tuple(reading.unknown), tuple(reading.notes), starts)


def _phases(dosages: Dosages, starts: date | None, reading: DosageNotes) -> tuple[Phase, ...]:
    name = dosages.name
    if name in reading.wrong:
        reading.unreadable(name, f"{name} is not a list.")
        return ()
    if not dosages.read:
        reading.missing(name, "The order has no dosage instruction.")
        return ()
    found: list[_Instruction | None] = []
    for index, dosage in enumerate(dosages.read):
        found.append(_read(dosage, f"{name}[{index}]", reading))
    lines: list[BoundLine] = []
    in_turn: list[tuple[Phase, ...]] = []
    for instruction in found:
        if instruction is None:
            return ()
        lines += instruction.lines
        in_turn += (instruction.phases,) if instruction.phases else ()
    if in_turn and (lines or len(in_turn) > 1):
        reading.contradictory(f"{name}.text", "A text that holds several phases stands beside other instructions.")
        return ()
    if in_turn:
        return in_turn[0]
    if not lines:
        reading.missing(f"{name}[0].doseAndRate", "The instructions say how the drug is taken and no dose.")
        return ()
    return phases_of(lines, reading, starts=starts)


def _read(dosage: Dosage | None, path: str, reading: DosageNotes) -> _Instruction | None:
    """One Dosage; None where it cannot be known, with the reason in `reading`."""
    if dosage is None:
        reading.unreadable(path, "The dosage instruction is not an object.")
        return None
    faults = len(reading.unknown)
    if dosage.modifier_extension:
        reading.unreadable(f"{path}.modifierExtension", "A modifier extension may change what the instruction means.")
    sequence = _sequence(dosage, path, reading) if dosage.sequence is not None or reading.wrong else None
    as_needed = _as_needed(dosage, path, reading)
    if len(reading.unknown) > faults:
        return None
    if not has_dose(dosage, path, reading):
        return _from_text(dosage, path, sequence, reading, as_needed=as_needed)
    timed = DosageNotes(wrong=reading.wrong, names=reading.names)
    timing = _timing(dosage, path, timed)
    reading.times_a_day = times_a_day(timing.pattern) if timing is not None else None
    dose = read_dose(dosage, path, reading)
    reading.add(timed)
    if dose is None or timing is None or timing.pattern is None:
        return None
    before = len(reading.unknown)
    if counts_packs(dose) and timing.pattern != _ONCE_DAILY:
        reading.fault(
            UnknownKind.NO_STRENGTH, f"{path}.timing", "A kit or card that is not taken once a day tells no daily dose."
        )
    dose = limited_dose(dosage, dose, path, reading)
    line = Line(dose, timing.pattern, as_needed, at=timing.at)
    daily_max = daily_limit(dosage, line, path, reading)
    if daily_max is not None:
        line = replace(line, daily_max=daily_max)
    check_rates(dosage, line, path, reading)
    if len(reading.unknown) > before:
        return None
    _compare_text(dosage, path, line, reading)
    return _Instruction((BoundLine(line, timing.bounds, sequence, path),))


def _sequence(dosage: Dosage, path: str, reading: DosageNotes) -> int | None:
    found = whole(dosage.sequence)
    if found is None and (dosage.sequence is not None or f"{path}.sequence" in reading.wrong):
        reading.unreadable(f"{path}.sequence", "sequence is not a whole number.")
    return found


def _as_needed(dosage: Dosage, path: str, reading: DosageNotes) -> bool:
    """Dosage.asNeeded[x]: a reason without the flag means as needed; a reason beside `false` is contradictory.

    Source: FHIR R4 asNeededBoolean, asNeededCodeableConcept; R5 asNeeded, asNeededFor.
    """
    for name in ("asNeededBoolean", "asNeeded"):
        if f"{path}.{name}" in reading.wrong:
            reading.unreadable(f"{path}.{name}", f"{name} is neither true nor false.")
            return False
    values = {dosage.as_needed_boolean, dosage.as_needed} - {None}
    reason = dosage.as_needed_codeable_concept is not None or bool(dosage.as_needed_for)
    reason = reason or f"{path}.asNeededFor" in reading.wrong
    if len(values) > 1 or (reason and False in values):
        reading.contradictory(f"{path}.asNeeded[x]", "The instruction is both as needed and not.")
        return False
    needed = reason or True in values
    if needed:
        reading.note(NoteCode.AS_NEEDED, f"{path}.asNeeded[x]", "The dose is taken only as needed.")
    return needed


def _timing(dosage: Dosage, path: str, reading: DosageNotes) -> ReadTiming | None:
    timing = reading.part(dosage.timing, f"{path}.timing")
    if timing is None and f"{path}.timing" not in reading.wrong:
        reading.missing(f"{path}.timing", f"{HOW_OFTEN.capitalize()} is not stated.")
    return None if timing is None else read_timing(timing, f"{path}.timing", reading)


def _bounds(dosage: Dosage, path: str, reading: DosageNotes) -> Bounds:
    repeat = dosage.timing.repeat if dosage.timing is not None else None
    return read_bounds(repeat, f"{path}.timing.repeat", reading) if repeat is not None else NO_BOUNDS


def _texts(dosage: Dosage, path: str) -> tuple[tuple[str, str], ...]:
    """What the Dosage says in words, and what the patient is told, each with its place."""
    said = ((dosage.text, f"{path}.text"), (dosage.patient_instruction, f"{path}.patientInstruction"))
    found: list[tuple[str, str]] = []
    for text, element in said:
        if text is not None and (stripped := text.strip()):
            found.append((stripped, element))
    return tuple(found)


def _from_text(
    dosage: Dosage,
    path: str,
    sequence: int | None,
    reading: DosageNotes,
    *,
    as_needed: bool,
) -> _Instruction | None:
    """The sig text of a Dosage without a structured dose; a structured frequency beside it must agree."""
    texts = _texts(dosage, path)
    if not texts:
        reading.missing(f"{path}.doseAndRate", "The amount of one dose is not stated.")
        _timing(dosage, path, reading)
        return None
    from validator.dosage.sig import parse_sig  # the grammar is loaded on first use

    text, element = texts[0]
    sig = parse_sig(text, unit=reading.unit, body=reading.body, element=element, names=reading.names)
    is_timed = states_frequency(dosage, path, reading)
    reading.notes.extend(sig.notes)
    if any(note.code is NoteCode.INSTRUCTION_ONLY for note in sig.notes) and not is_timed:
        return _Instruction()
    reading.unknown.extend(sig.unknown)
    faults = len(reading.unknown)
    timing = _timing(dosage, path, reading) if is_timed else None
    bounds = timing.bounds if timing is not None else _bounds(dosage, path, reading)
    if len(reading.unknown) > faults or not sig.phases:
        return None
    if timing is not None and any(line.pattern != timing.pattern for phase in sig.phases for line in phase.lines):
        reading.contradictory(element, "The text and the structured timing state different frequencies.")
        return None
    if len(sig.phases) > 1 or sig.phases[0].days_on is not None:
        if bounds != NO_BOUNDS or sequence is not None or as_needed:
            reading.contradictory(element, "The text holds several phases beside structured bounds or a sequence.")
            return None
        return _Instruction(phases=sig.phases)
    phase = sig.phases[0]
    own = Bounds(phase.start, phase.end, phase.days)
    if own != NO_BOUNDS and bounds not in (NO_BOUNDS, own):
        reading.contradictory(element, "The text and the structured bounds state different lengths.")
        return None
    lines = [replace(line, as_needed=line.as_needed or as_needed) for line in phase.lines]
    return _Instruction(tuple(BoundLine(line, bounds if own == NO_BOUNDS else own, sequence, path) for line in lines))


def _compare_text(dosage: Dosage, path: str, line: Line, reading: DosageNotes) -> None:
    """A text, or what the patient is told, that reads whole and says something else is a note; the structured dose
    stands."""
    for text, element in _texts(dosage, path):
        from validator.dosage.sig import parse_sig  # the grammar is loaded on first use

        sig = parse_sig(text, unit=reading.unit, body=reading.body, element=element, names=reading.names)
        said = [*chain.from_iterable(map(attrgetter("lines"), sig.phases))]
        if said and not any(_says(found, line) for found in said):
            reading.note(
                NoteCode.TEXT_CONTRADICTS_STRUCTURED,
                element,
                "The text states another dose than the structured elements, which were used.",
            )


def _says(text: Line, line: Line) -> bool:
    """Whether a line read from text can be the structured one; where units differ only the pattern can be compared."""
    if text.pattern != line.pattern or text.as_needed != line.as_needed:
        return False
    return text.dose.may_be(line.dose) or text.dose.unit != line.dose.unit
