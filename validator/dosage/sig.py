"""Sig text to a schedule, by a grammar: a text that does not read whole, word for word, is unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from lark import Lark
from lark.exceptions import LarkError

from validator.dosage.amount import AmountRange, Body, UnitStrength
from validator.dosage.frequency_code import Frequency
from validator.dosage.pattern import ONE_DAY, Every, Once, Pattern, every, weekly
from validator.dosage.phases import together
from validator.dosage.reading import Reading
from validator.dosage.schedule import MILLIGRAM, Dose, Line, NoteCode, Phase, Schedule, Unknown, UnknownKind
from validator.dosage.sig_dose import doses_of, limit_units
from validator.dosage.sig_items import (
    Alternating,
    AsNeeded,
    At,
    AtMost,
    Cycle,
    DoseItem,
    Ending,
    Filler,
    FromDay,
    Item,
    ItemBuilder,
    Joined,
    Lasting,
    Often,
    OnDay,
    Scheme,
    Starting,
    Total,
    UnreadSigError,
)  # fmt: skip
from validator.dosage.sig_words import LONGEST_SIG, SALT, SigLexer, UnknownWordError, plain_text

_Stated = TypeVar("_Stated")

_SCHEME_PARTS = ("MORN", "NOON", "EVE", "NIGHT")
_GRAMMAR = Path(__file__).with_name("sig.lark")


@lru_cache(maxsize=1)
def _parser() -> Lark:
    return Lark(
        _GRAMMAR.read_text(encoding="utf-8"),
        parser="lalr",
        lexer=SigLexer,
        start="sig",
        transformer=ItemBuilder(),
        maybe_placeholders=False,
    )


@lru_cache(maxsize=2048)
def _read(text: str) -> tuple[tuple[Item, ...], ...] | None:
    """The items of a text, a row for each phase; None where it does not read whole. Sigs repeat, so they are kept."""
    try:
        found: tuple[tuple[Item, ...], ...] = _parser().parse(text)  # type: ignore[assignment]
    except (LarkError, UnreadSigError, UnknownWordError):
        return None
    return found


def parse_sig(
    text: str, *, unit: UnitStrength | None = None, body: Body | None = None, element: str = "dosageInstruction[0].text"
) -> Schedule:
    """The schedule a sig states, or why it states none; the note `read-from-text` goes with every schedule.

    `Take 1 tablet (60 mg) by mouth once daily on an empty stomach`. Every word must be understood: one that is not may
    change the dose. A text without a frequency is unknown, never once a day. `element` is named in what is unknown.
    """
    if len(text) > LONGEST_SIG:
        return Schedule(unknown=(Unknown(element, UnknownKind.UNREAD_TEXT, "The text is too long to be a sig."),))
    # The size of the patient is no part of what is kept, unless the text asks for it.
    return _parsed(text, unit, body if "/" in text else None, element)


@lru_cache(maxsize=1024)
def _parsed(text: str, unit: UnitStrength | None, body: Body | None, element: str) -> Schedule:
    reading = Reading(unit=unit, body=body)
    plain = plain_text(text)
    rows = _read(plain) if plain else None
    if rows is None:
        reading.fault(UnknownKind.UNREAD_TEXT, element, "The text could not be read whole.")
        return _schedule((), reading)
    if SALT in plain:
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


def frequency_in(text: str) -> Frequency | None:
    """The frequency a few words state (`every 24 hours`); None where they do not read whole."""
    rows = _read(plain_text(text)) if len(text) <= LONGEST_SIG else None
    if rows is None or len(rows) > 1:
        return None
    group = _Group()
    try:
        for item in rows[0]:
            group.add_timing(item)
        if group.as_needed or group.alternate or group.scheme is not None:
            return None
        pattern = group.pattern()
    except UnreadSigError:
        return None
    return Frequency(pattern, tuple(group.at)) if pattern is not None else None


def _schedule(phases: tuple[Phase, ...], reading: Reading) -> Schedule:
    return Schedule(phases, tuple(reading.unknown), tuple(reading.notes))


def _is_single(phase: Phase) -> bool:
    return all(isinstance(line.pattern, Once) for line in phase.lines)


@dataclass(slots=True)
class _Group:
    """Amounts taken together and the timing they share."""

    doses: list[DoseItem] = field(default_factory=list)
    total: Total | None = None
    often: list[Often] = field(default_factory=list)
    at: list[str] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    first_day: int | None = None
    as_needed: bool = False
    alternate: bool = False
    limit: AtMost | None = None
    scheme: Scheme | None = None
    plus_sign: bool = False

    @property
    def is_timed(self) -> bool:
        """Whether anything says how often."""
        return bool(self.often or self.at or self.days or self.scheme is not None)

    def add_timing(self, item: Item) -> None:
        """Adds what a timing item says. Raises UnreadSigError for an item that is none."""
        match item:
            case Often():
                self.often.append(item)
                self.alternate = self.alternate or item.alternate
                self.at.extend(item.at)
            case At():
                self.at.append(item.code)
            case OnDay():
                self.days.append(item.day)
            case FromDay():
                self.first_day = item.day
            case AsNeeded():
                self.as_needed = True
            case Alternating():
                self.alternate = True
            case AtMost():
                self.limit = item
            case Scheme():
                if self.scheme is not None:
                    raise UnreadSigError("two schemes of the day")
                self.scheme = item
            case Filler() | Joined():
                pass
            case _:
                raise UnreadSigError("an amount where a frequency is expected")

    def pattern(self) -> Pattern | None:
        """The one pattern of the group; None where nothing says how often. Raises UnreadSigError for two of them."""
        stated = {often.pattern for often in self.often}
        times = len(set(self.at))
        if len(stated) > 1:
            raise UnreadSigError("two frequencies")
        if not stated:
            if self.days:
                return weekly(frozenset(self.days), max(times, 1))
            return every(times, ONE_DAY) if times else None
        pattern = stated.pop()
        per_day = 1 / pattern.interval if isinstance(pattern, Every) and pattern.interval is not None else None
        if times and not (per_day is not None and (per_day == times or (per_day < 1 and times == 1))):
            raise UnreadSigError("a frequency and times of the day that count differently")
        if self.days:
            counted = any(often.counted for often in self.often)
            pattern = _on_days(pattern, frozenset(self.days), counted=counted)
        if self.first_day is not None:
            return _from_day(pattern, self.first_day)
        return pattern


def _on_days(pattern: Pattern, days: frozenset[str], *, counted: bool) -> Pattern:
    """The pattern on the named days only. `every 2 weeks on Monday and Friday` means both days of every second week."""
    if isinstance(pattern, Every):
        weeks = pattern.period_low / 7
        exact = pattern.times_low == pattern.times_high and pattern.period_low == pattern.period_high
        if exact and weeks.denominator == 1 and pattern.times_low == (len(days) if counted else 1):
            return weekly(days, weeks=int(weeks))
        if pattern.period_low == pattern.period_high == ONE_DAY:
            return weekly(days, pattern.times_low, times_max=pattern.times_high)
        if pattern.interval is not None and pattern.interval < ONE_DAY and (1 / pattern.interval).denominator == 1:
            return weekly(days, int(1 / pattern.interval))
    raise UnreadSigError("a frequency and days of the week that count differently")


def _from_day(pattern: Pattern, first_day: int) -> Pattern:
    if isinstance(pattern, Every) and pattern.interval is not None and 1 <= first_day <= pattern.interval:
        return replace(pattern, offset=first_day - 1)
    raise UnreadSigError("a first day outside the interval")


def _phase(row: Sequence[Item], element: str, reading: Reading) -> Phase:
    """One phase from its items. Raises UnreadSigError."""
    groups, rest = _groups(row)
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
        lines.extend(replace(line, cycle=on_off) for line in found)
    return Phase(together(lines, element, reading), start, end, days)


def _only(found: list[_Stated]) -> _Stated | None:
    if len(found) > 1:
        raise UnreadSigError("two lengths, starts or ends")
    return found[0] if found else None


def _groups(row: Sequence[Item]) -> tuple[list[_Group], list[Item]]:
    """Amounts with the timing they share, and the items that bound the whole phase. Raises UnreadSigError.

    `40 mg and 20 mg daily` is one group; `40 mg in the morning and 20 mg at night` are two. Two amounts with no word
    between them are a product's strength and a count of it, or cannot be read.
    """
    groups, rest = [_Group()], list[Item]()
    joined: Joined | None = None
    in_turn = False
    for item in row:
        group = groups[-1]
        match item:
            case DoseItem():
                if joined is not None and group.doses and group.is_timed and not in_turn:
                    group = _Group()
                    groups.append(group)
                elif group.doses and joined is None and not in_turn:
                    _join_heading(group, item)
                    continue
                group.doses.append(item)
                group.plus_sign = group.plus_sign or (joined is not None and joined.adds)
                joined, in_turn = None, False
            case Joined():
                joined = item
            case Filler():
                pass
            case Starting() | Ending() | Lasting() | Cycle():
                rest.append(item)
                joined = None
            case Total():
                if group.total is not None or not group.doses:
                    raise UnreadSigError("a total without the amounts it adds up")
                group.total = item
            case _:
                group.add_timing(item)
                in_turn = isinstance(item, Alternating)
                joined = None
    if in_turn or isinstance(row[-1], Joined):
        raise UnreadSigError("a sentence that breaks off")
    return groups, rest


def _join_heading(group: _Group, item: DoseItem) -> None:
    heading = group.doses[0]
    if len(group.doses) > 1 or group.is_timed or heading.mass is None or heading.units is not None:
        raise UnreadSigError("two amounts with nothing between them")
    if item.units is None or item.mass is not None or item.each is not None or item.beside is not None:
        raise UnreadSigError("two amounts with nothing between them")
    if heading.form is not None:
        group.doses[0] = replace(item, each=heading.mass)
    else:
        group.doses[0] = replace(item, beside=heading.mass)


def _lines(group: _Group, element: str, reading: Reading) -> list[Line] | None:
    """The lines of a group; None where they cannot be known, with the reason in `reading`. Raises UnreadSigError."""
    if group.scheme is not None:
        return _scheme_lines(group, group.scheme, element, reading)
    if not group.doses:
        reading.missing(element, "The text states no amount of one dose.")
        return None
    pattern = group.pattern()
    if pattern is None:
        reading.missing(element, "The text does not state how often the dose is taken.")
        return None
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
    return [_limited(replace(line, at=at, as_needed=group.as_needed), group.limit, element, reading) for line in found]


def _taking_turns(doses: Sequence[Dose], pattern: Pattern, group: _Group) -> list[Line]:
    if len(doses) != 2 or group.plus_sign or pattern not in (every(1, ONE_DAY), every(1, Fraction(2))):
        raise UnreadSigError("amounts that take turns in a way that is not clear")
    return [Line(dose, Every(1, 1, Fraction(2), Fraction(2), offset)) for offset, dose in enumerate(doses)]


def _taken_together(doses: Sequence[Dose]) -> list[Dose]:
    sums: dict[str, Dose] = {}
    for dose in doses:
        sums[dose.unit] = sums[dose.unit].plus(dose) if dose.unit in sums else dose
    return list(sums.values())


def _limited(line: Line, limit: AtMost | None, element: str, reading: Reading) -> Line:
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
    return replace(line, daily_max=most) if most < daily.high else line


def _scheme_lines(group: _Group, scheme: Scheme, element: str, reading: Reading) -> list[Line] | None:
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
