"""Sig text to a schedule, by a grammar: a text that does not read whole, word for word, is unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace as written_as
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from validator.dosage.amount import AmountRange, UnitStrength
from validator.dosage.frequency import Frequency
from validator.dosage.making import Body
from validator.dosage.notes import HOW_OFTEN, DosageNotes
from validator.dosage.number import decimal_of
from validator.dosage.pattern import ONE_DAY, Every, Once, Pattern, every, times_a_day
from validator.dosage.phases import together
from validator.dosage.schedule import MILLIGRAM, Line, NoteCode, Phase, Schedule, TakenDose, Unknown, UnknownKind
from validator.dosage.sig_builder import ItemBuilder
from validator.dosage.sig_dose import doses_of, limit_units
from validator.dosage.sig_group import SigGroup, groups_of
from validator.dosage.sig_items import (
    AtMost,
    Cycle,
    DoseItem,
    Ending,
    Filler,
    Joined,
    Lasting,
    Scheme,
    SigItem,
    Starting,
    UnreadSigError,
)  # fmt: skip
from validator.dosage.sig_parser import SigParser
from validator.dosage.sig_silence import without_silent
from validator.dosage.sig_vocabulary import NUMBERS, SALT, TENS
from validator.dosage.sig_words import LONGEST_SIG, UnknownWordError, plain_text, tokens
from validator.dosage.silent_names import NO_NAMES, SilentNames
from validator.frozen import replace
from validator.regex import regex

_Stated = TypeVar("_Stated")

_SCHEME_PARTS = ("MORN", "NOON", "EVE", "NIGHT")


@lru_cache(maxsize=1)
def _parser() -> SigParser:
    return SigParser(ItemBuilder())


@lru_cache(maxsize=2048)
def _read(text: str) -> tuple[tuple[SigItem, ...], ...] | None:
    """The items of a text, a row for each phase; None where it does not read whole. Sigs repeat, so they are kept."""
    try:
        found: tuple[tuple[SigItem, ...], ...] = _parser().parse(tokens(text))  # type: ignore[assignment]
    except (UnreadSigError, UnknownWordError):
        return None
    return found


def parse_sig(
    text: str,
    *,
    unit: UnitStrength | None = None,
    body: Body | None = None,
    element: str = "dosageInstruction[0].text",
    names: SilentNames = NO_NAMES,
) -> Schedule:
    """The schedule a sig states, or why it states none; the note `read-from-text` goes with every schedule.

    `Take 1 tablet (60 mg) by mouth once daily on an empty stomach`. Every word must be understood: one that is not may
    change the dose. A text without a frequency is unknown, never once a day. `element` is named in what is unknown.
    `names` are those of the drug and of diseases, which change nothing.
    """
    if len(text) > LONGEST_SIG:
        return Schedule(unknown=(Unknown(element, UnknownKind.UNREAD_TEXT, "The text is too long to be a sig."),))
    # The size of the patient is no part of what is kept, unless the text asks for it.
    return _parsed(text, unit, body if "/" in text or "per" in text.lower() else None, element, names)


@lru_cache(maxsize=1024)
def _parsed(text: str, unit: UnitStrength | None, body: Body | None, element: str, names: SilentNames) -> Schedule:
    reading = DosageNotes(unit=unit, body=body)
    said = plain_text(text)
    rows = _rows(said, names)
    if rows is None:
        rows = _rows(plain_text(without_silent(text, names)), names)
    if rows is None:
        reading.fault(UnknownKind.UNREAD_TEXT, element, _UNREAD if _may_tell_an_amount(said) else _NO_AMOUNT)
        return _schedule((), reading)
    if SALT in said:
        reading.note(NoteCode.SALT_NAMED, element, "The text names the salt; the label's amounts are of the free base.")
    if len(rows) == 1 and all(isinstance(item, Filler | Joined) for item in rows[0]):
        reading.note(NoteCode.INSTRUCTION_ONLY, element, "The text says how the drug is taken and no dose.")
        reading.missing(element, "The text states no dose.")
        return _schedule((), reading)
    try:
        phases = tuple(_phase(row, element, reading) for row in rows)
    except UnreadSigError as why:
        reading.fault(UnknownKind.UNREAD_TEXT, element, f"The text could not be read: it holds {why}.")
        return _schedule((), reading)
    if any(earlier.days is None and earlier.end is None and not _is_single(earlier) for earlier, _ in pairwise(phases)):
        reading.missing(element, "The text names a later dose and not how long the one before it lasts.")
        return _schedule((), reading)
    if not reading.unknown or phases[0].lines:
        reading.note(NoteCode.READ_FROM_TEXT, element, "The dose was read from the text of the instruction.")
    return _schedule(phases if all(phase.lines for phase in phases) else (), reading)


_UNREAD = "The text could not be read whole."
_NO_AMOUNT = "No amount of one dose was found in the text."
_NUMBER = regex(rf"[0-9\u00bc-\u00be\u2150-\u215e]|\b(?:half|quarter|{'|'.join([*NUMBERS, *TENS])})\b")


def _may_tell_an_amount(said: str) -> bool:
    return _NUMBER.search(said.lower()) is not None


def _rows(said: str, names: SilentNames) -> tuple[tuple[SigItem, ...], ...] | None:
    plain = names.hushed(said)
    return _read(plain) if plain else None


def frequency_in(text: str, names: SilentNames = NO_NAMES) -> Frequency | None:
    """The frequency a few words state (`every 24 hours`); None where they do not read whole."""
    rows = _read(names.hushed(plain_text(text))) if len(text) <= LONGEST_SIG else None
    if rows is None or len(rows) > 1:
        return None
    group = SigGroup()
    try:
        for item in rows[0]:
            group.add_timing(item)
        if group.as_needed or group.alternate or group.divided or group.scheme is not None:
            return None
        pattern = group.pattern()
    except UnreadSigError:
        return None
    return Frequency(pattern, tuple(group.at)) if pattern is not None else None


def _schedule(phases: tuple[Phase, ...], reading: DosageNotes) -> Schedule:
    return Schedule(phases, tuple(reading.unknown), tuple(reading.notes))


def _is_single(phase: Phase) -> bool:
    return all(isinstance(line.pattern, Once) for line in phase.lines)


def _phase(row: Sequence[SigItem], element: str, reading: DosageNotes) -> Phase:
    """One phase from its items. Raises UnreadSigError."""
    groups, rest = groups_of(row)
    start = _only([item.day for item in rest if isinstance(item, Starting)])
    end = _only([item.day for item in rest if isinstance(item, Ending)])
    days = _only([item.days for item in rest if isinstance(item, Lasting)])
    cycle = _only([item for item in rest if isinstance(item, Cycle)])
    if cycle is not None and cycle.off is None:
        reading.missing(element, "The text names days of a cycle and not how long the cycle is.")
    on_off = (cycle.on, cycle.off) if cycle is not None and cycle.off else None
    lines: list[Line] = []
    for group in groups:
        found = _lines(group, element, reading)
        if found is None:
            return Phase((), start, end, days)
        lines.extend(written_as(line, cycle=on_off) for line in found)
    phase = Phase(together(lines, element, reading), start, end, days)
    told = _only([group.day_total for group in groups if group.day_total is not None])
    if told is not None and on_off is None and phase.daily_mg != told.mass.range.times(told.mass.unit.mg):
        reading.contradictory(element, "The amounts in the text do not come to the amount of a day that it states.")
        return Phase((), start, end, days)
    return phase


def _only(found: list[_Stated]) -> _Stated | None:
    if len(found) > 1:
        raise UnreadSigError("two lengths, starts or ends")
    return found[0] if found else None


def _lines(group: SigGroup, element: str, reading: DosageNotes) -> list[Line] | None:
    """The lines of a group; None where they cannot be known, with the reason in `reading`. Raises UnreadSigError."""
    if group.scheme is not None:
        return _scheme_lines(group, group.scheme, element, reading)
    if not group.doses and group.day_total is not None:
        group.doses, group.is_of_day = [DoseItem(mass=group.day_total.mass)], True
    if not group.doses:
        reading.missing(element, "The text states no amount of one dose.")
        return None
    pattern = group.pattern()
    if pattern is None and group.day_total is not None and not group.divided:
        # What a day comes to is told: it is checked against the amounts below.
        pattern = every(1, ONE_DAY)
    if pattern is None:
        reading.missing(element, f"The text does not state {HOW_OFTEN}.")
        return None
    if group.is_of_day:
        group.doses = [_share_of_day(item, pattern) for item in group.doses]
    elif group.divided and not all(item.mass is not None and item.mass.unit.of_day for item in group.doses):
        raise UnreadSigError("an amount that is divided and is not said to be that of a day")
    reading.times_a_day = times_a_day(pattern)
    doses = doses_of(group.doses, group.total, element, reading)
    if doses is None:
        return None
    at = tuple(sorted(set(group.at)))
    if group.alternate and len(doses) > 1:
        found = _taking_turns(doses, pattern, group)
    elif group.alternate and not any(often.alternate for often in group.often):
        raise UnreadSigError("one amount that takes turns with nothing")
    else:
        found = [Line(dose, pattern) for dose in _taken_together(doses)]
    return [
        _limited(written_as(line, at=at, as_needed=group.as_needed), group.limit, element, reading) for line in found
    ]


def _share_of_day(item: DoseItem, pattern: Pattern) -> DoseItem:
    """One of the doses that the amount of a day is divided into. Raises UnreadSigError."""
    times = times_a_day(pattern)
    mass = item.mass
    if times is None or mass is None or item.units is not None or item.same is not None or mass.unit.of_day:
        raise UnreadSigError("an amount of a day that is divided in a way that is not clear")
    low, high = (decimal_of(Fraction(one) / times) for one in (mass.range.low, mass.range.high))
    if low * times != mass.range.low or high * times != mass.range.high:
        raise UnreadSigError("an amount of a day that does not divide evenly")
    return replace(item, mass=replace(mass, range=AmountRange(low, high)))


def _taking_turns(doses: Sequence[TakenDose], pattern: Pattern, group: SigGroup) -> list[Line]:
    if len(doses) != 2 or group.plus_sign or pattern not in (every(1, ONE_DAY), every(1, Fraction(2))):
        raise UnreadSigError("amounts that take turns in a way that is not clear")
    return [Line(dose, Every(1, 1, Fraction(2), Fraction(2), offset)) for offset, dose in enumerate(doses)]


def _taken_together(doses: Sequence[TakenDose]) -> list[TakenDose]:
    sums: dict[str, TakenDose] = {}
    for dose in doses:
        sums[dose.unit] = sums[dose.unit].plus(dose) if dose.unit in sums else dose
    return list(sums.values())


def _limited(line: Line, limit: AtMost | None, element: str, reading: DosageNotes) -> Line:
    if limit is None:
        return line
    daily = line.daily
    if daily is None or (limit.mass is not None and line.dose.unit != MILLIGRAM):
        raise UnreadSigError("a limit that cannot be compared with the dose")
    if limit.mass is not None:
        most = limit.mass.range.times(limit.mass.unit.mg).high
    else:
        assert limit.units is not None
        most = limit_units(limit.units, line.dose, element, reading)
    if most < daily.low:
        raise UnreadSigError("a limit below the dose itself")
    return written_as(line, daily_max=most) if most < daily.high else line


def _scheme_lines(group: SigGroup, scheme: Scheme, element: str, reading: DosageNotes) -> list[Line] | None:
    """`1-0-0-0`: units in the morning, at noon, in the evening and at night; a mass before it is the strength."""
    if group.often or group.at or group.days or group.limit or len(group.doses) > 1 or not any(scheme.counts):
        raise UnreadSigError("a scheme of the day beside another frequency")
    heading = group.doses[0] if group.doses else DoseItem()
    if heading.units is not None:
        raise UnreadSigError("a scheme of the day beside a count")
    word = scheme.form or heading.form or (reading.unit.form if reading.unit is not None else None) or "pill"
    lines: list[Line] = []
    for count in dict.fromkeys(count for count in scheme.counts if count):
        at = [part for part, units in zip(_SCHEME_PARTS, scheme.counts, strict=False) if units == count]
        item = DoseItem(units=AmountRange.of(Decimal(count)), form=word, each=heading.mass)
        doses = doses_of([item], None, element, reading)
        if doses is None:
            return None
        lines.append(Line(doses[0], every(len(at), ONE_DAY), group.as_needed, at=tuple(sorted(at))))
    return lines
