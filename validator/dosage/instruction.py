"""From a list of Dosage elements to one Schedule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from validator.dosage.amount import Body, UnitStrength
from validator.dosage.bounds import NO_BOUNDS, Bounds, read_bounds
from validator.dosage.dose import has_dose, read_dose
from validator.dosage.limit import daily_limit, limited_dose
from validator.dosage.number import whole
from validator.dosage.phases import BoundLine, phases_of
from validator.dosage.reading import Reading, child, string
from validator.dosage.schedule import Line, NoteCode, Phase, Schedule
from validator.dosage.timing import Timing, read_timing, states_frequency

ROOT = "dosageInstruction"
_AS_NEEDED = frozenset({"asNeededBoolean", "asNeeded", "asNeededCodeableConcept", "asNeededFor"})


@dataclass(frozen=True, slots=True)
class _Instruction:
    """What one Dosage says: lines with their bounds, or (text only) phases in turn, or nothing about the amount."""

    lines: tuple[BoundLine, ...] = ()
    phases: tuple[Phase, ...] = ()


def schedule_of(
    dosages: Sequence[object] | None,
    *,
    unit: UnitStrength | None = None,
    body: Body | None = None,
    starts: date | None = None,
) -> Schedule:
    """The schedule that all Dosage elements of an order add up to, exactly, or what keeps it from being known.

    `dosages` is `dosageInstruction` as decoded JSON (R4, R4B, R5); nothing in it raises. `unit` is the ordered product,
    `body` what a dose by body size is multiplied by, `starts` the day of an instruction that states none. Nothing is
    assumed: a missing frequency, strength or unit is unknown and named with its element.
    Source: FHIR R4/R4B/R5 Dosage, Timing.
    """
    reading = Reading(unit=unit, body=body)
    phases = _phases(dosages, starts, reading)
    return Schedule(phases, tuple(reading.unknown), tuple(reading.notes), starts)


def _phases(dosages: object, starts: date | None, reading: Reading) -> tuple[Phase, ...]:
    if dosages is None or dosages in ([], ()):
        reading.missing(ROOT, "The order has no dosage instruction.")
        return ()
    if not isinstance(dosages, list | tuple):
        reading.unreadable(ROOT, "dosageInstruction is not a list.")
        return ()
    found = [_read(raw, f"{ROOT}[{index}]", reading) for index, raw in enumerate(dosages)]
    instructions = [instruction for instruction in found if instruction is not None]
    if len(instructions) < len(found):
        return ()
    lines = [line for instruction in instructions for line in instruction.lines]
    in_turn = [instruction.phases for instruction in instructions if instruction.phases]
    if in_turn and (lines or len(in_turn) > 1):
        reading.contradictory(f"{ROOT}.text", "A text that holds several phases stands beside other instructions.")
        return ()
    if in_turn:
        return in_turn[0]
    if not lines:
        reading.missing(f"{ROOT}[0].doseAndRate", "The instructions say how the drug is taken and no dose.")
        return ()
    return phases_of(lines, reading, starts=starts)


def _read(raw: object, path: str, reading: Reading) -> _Instruction | None:
    """One Dosage; None where it cannot be known, with the reason in `reading`."""
    if not isinstance(raw, dict):
        reading.unreadable(path, "The dosage instruction is not an object.")
        return None
    faults = len(reading.unknown)
    if raw.get("modifierExtension"):
        reading.unreadable(f"{path}.modifierExtension", "A modifier extension may change what the instruction means.")
    sequence = _sequence(raw, path, reading)
    as_needed = _as_needed(raw, path, reading)
    if len(reading.unknown) > faults:
        return None
    if not has_dose(raw):
        return _from_text(raw, path, sequence, reading, as_needed=as_needed)
    dose = read_dose(raw, path, reading)
    timing = _timing(raw, path, reading)
    if dose is None or timing is None or timing.pattern is None:
        return None
    before = len(reading.unknown)
    dose = limited_dose(raw, dose, path, reading)
    line = Line(dose, timing.pattern, as_needed, at=timing.at)
    daily_max = daily_limit(raw, line, path, reading)
    if daily_max is not None:
        line = replace(line, daily_max=daily_max)
    if len(reading.unknown) > before:
        return None
    _compare_text(raw, path, line, reading)
    return _Instruction((BoundLine(line, timing.bounds, sequence, path),))


def _sequence(raw: Mapping[str, object], path: str, reading: Reading) -> int | None:
    value = raw.get("sequence")
    found = whole(value)
    if value is not None and found is None:
        reading.unreadable(f"{path}.sequence", "sequence is not a whole number.")
    return found


def _as_needed(raw: Mapping[str, object], path: str, reading: Reading) -> bool:
    """Dosage.asNeeded[x]: a reason without the flag means as needed; a reason beside `false` is contradictory.

    Source: FHIR R4 asNeededBoolean, asNeededCodeableConcept; R5 asNeeded, asNeededFor.
    """
    if not _AS_NEEDED.intersection(raw):
        return False
    flags = [(name, raw.get(name)) for name in ("asNeededBoolean", "asNeeded") if raw.get(name) is not None]
    reason = raw.get("asNeededCodeableConcept") is not None or bool(raw.get("asNeededFor"))
    for name, flag in flags:
        if not isinstance(flag, bool):
            reading.unreadable(f"{path}.{name}", f"{name} is neither true nor false.")
            return False
    values = {flag for _, flag in flags}
    if len(values) > 1 or (reason and False in values):
        reading.contradictory(f"{path}.asNeeded[x]", "The instruction is both as needed and not.")
        return False
    needed = reason or True in values
    if needed:
        reading.note(NoteCode.AS_NEEDED, f"{path}.asNeeded[x]", "The dose is taken only as needed.")
    return needed


def _timing(raw: Mapping[str, object], path: str, reading: Reading) -> Timing | None:
    if raw.get("timing") is None:
        reading.missing(f"{path}.timing", "How often the dose is taken is not stated.")
        return None
    timing = child(raw, "timing", path, reading)
    return None if timing is None else read_timing(timing, f"{path}.timing", reading)


def _bounds(raw: Mapping[str, object], path: str, reading: Reading) -> Bounds:
    timing = raw.get("timing")
    repeat = timing.get("repeat") if isinstance(timing, dict) else None
    return read_bounds(repeat, f"{path}.timing.repeat", reading) if isinstance(repeat, dict) else NO_BOUNDS


def _text(raw: Mapping[str, object], path: str) -> tuple[str, str] | None:
    for name in ("text", "patientInstruction"):
        text = string(raw, name)
        if text is not None:
            return text, f"{path}.{name}"
    return None


def _from_text(
    raw: Mapping[str, object],
    path: str,
    sequence: int | None,
    reading: Reading,
    *,
    as_needed: bool,
) -> _Instruction | None:
    """The sig text of a Dosage without a structured dose; a structured frequency beside it must agree."""
    stated = _text(raw, path)
    if stated is None:
        reading.missing(f"{path}.doseAndRate", "The amount of one dose is not stated.")
        _timing(raw, path, reading)
        return None
    from validator.dosage.sig import parse_sig  # the grammar is loaded on first use

    text, element = stated
    sig = parse_sig(text, unit=reading.unit, body=reading.body, element=element)
    if any(note.code is NoteCode.INSTRUCTION_ONLY for note in sig.notes) and not states_frequency(raw):
        reading.notes.extend(sig.notes)
        return _Instruction()
    reading.notes.extend(sig.notes)
    reading.unknown.extend(sig.unknown)
    faults = len(reading.unknown)
    timing = _timing(raw, path, reading) if states_frequency(raw) else None
    bounds = timing.bounds if timing is not None else _bounds(raw, path, reading)
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


def _compare_text(raw: Mapping[str, object], path: str, line: Line, reading: Reading) -> None:
    """A text, or what the patient is told, that reads whole and says something else is a note; the structured dose
    stands."""
    for name in ("text", "patientInstruction"):
        text = string(raw, name)
        if text is None:
            continue
        from validator.dosage.sig import parse_sig  # the grammar is loaded on first use

        sig = parse_sig(text, unit=reading.unit, body=reading.body, element=f"{path}.{name}")
        said = [found for phase in sig.phases for found in phase.lines]
        if said and not any(_says(found, line) for found in said):
            reading.note(
                NoteCode.TEXT_CONTRADICTS_STRUCTURED,
                f"{path}.{name}",
                "The text states another dose than the structured elements, which were used.",
            )


def _says(text: Line, line: Line) -> bool:
    """Whether a line read from text can be the structured one; where units differ only the pattern can be compared."""
    if text.pattern != line.pattern or text.as_needed != line.as_needed:
        return False
    return text.dose == line.dose or text.dose.unit != line.dose.unit
