"""Amounts of a sig with the timing they share: `40 mg in the morning and 20 mg at night` are two groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from validator.dosage.pattern import ONE_DAY, Every, Pattern, every, weekly
from validator.dosage.sig_items import (
    Alternating,
    AsNeeded,
    At,
    AtMost,
    Cycle,
    DayTotal,
    Divided,
    DoseItem,
    Ending,
    Filler,
    FromDay,
    Joined,
    Lasting,
    Often,
    OnDay,
    Parts,
    Scheme,
    SigItem,
    Starting,
    Total,
    UnreadSigError,
)  # fmt: skip
from validator.frozen import Frozen, replace


@dataclass(slots=True)
class SigGroup:
    """Amounts taken together and the timing they share."""

    doses: list[DoseItem] = field(default_factory=list)
    total: Total | None = None
    day_total: DayTotal | None = None
    often: list[Often] = field(default_factory=list)
    at: list[str] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    first_day: int | None = None
    as_needed: bool = False
    alternate: bool = False
    limit: AtMost | None = None
    scheme: Scheme | None = None
    divided: bool = False
    is_of_day: bool = False
    plus_sign: bool = False
    is_joined: bool = False

    @property
    def is_timed(self) -> bool:
        """Whether anything says how often."""
        return bool(self.often or self.at or self.days or self.scheme is not None)

    def add_timing(self, item: SigItem) -> None:
        """Adds what a timing item says. Raises UnreadSigError for an item that is none."""
        match item:
            case Often():
                self.often.append(item)
                self.alternate = self.alternate or item.alternate
                self.divided = self.divided or item.divided
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
            case Divided():
                self.divided = True
            case AtMost():
                self.limit = item
            case Scheme():
                if self.scheme is not None:
                    raise UnreadSigError("two schemes of the day")
                self.scheme = item
            case Joined():
                self.is_joined = True
            case Filler():
                pass
            case _:
                raise UnreadSigError("an amount where a frequency is expected")

    def pattern(self) -> Pattern | None:
        """The one pattern of the group; None where nothing says how often. Raises UnreadSigError for two of them."""
        if self.divided:
            self._take_amount_of_day()
        stated = {often.pattern for often in self.often}
        times = self._times_of_day()
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

    def _times_of_day(self) -> int:
        """How many times of the day are told. "Nightly at bedtime" and "in the morning before breakfast" tell one time
        in two ways; with "and", or as two frequencies ("every evening, every night"), they are two."""
        told = set(self.at)
        as_frequency = sum(bool(often.at) for often in self.often)
        if len(told) == 2 and not self.is_joined and as_frequency < 2:
            one, other = (_part_of_day(code) for code in told)
            if one is not None and other is not None and one.part == other.part:
                return 1 if one.by != other.by or as_frequency or told in _ONE_TIME else 2
        return len(told)

    def _take_amount_of_day(self) -> None:
        """`160 mg daily in 2 divided doses`: the plain "daily" beside another frequency is that of the amount."""
        daily = [one for one in self.often if not (one.counted or one.divided or one.at) and one.pattern == _DAILY]
        if len({often.pattern for often in self.often}) == 2 and daily:
            self.often = [often for often in self.often if often not in daily]
            self.is_of_day = True

    def add_parts(self, item: Parts) -> None:
        """The amounts that make up the one named before, which they must come to. Raises UnreadSigError."""
        whole = [item.whole] if item.whole is not None else []
        named = [*self.doses, *whole]
        if len(named) > 1 or self.total is not None or any(one.mass is None or one.units for one in named):
            raise UnreadSigError("parts of more than one amount")
        if not named and self.day_total is None:
            raise UnreadSigError("parts of an amount that is not told")
        for one in named:
            assert one.mass is not None
            self.total = Total(one.mass)
        self.doses = list(item.doses)
        self.plus_sign = True


_DAILY = every(1, ONE_DAY)
_ONE_TIME = ({"NIGHT", "HS"}, {"MORN", "WAKE"})
_PARTS = {"MORN": "morning", "WAKE": "morning", "EVE": "evening", "NIGHT": "evening", "HS": "evening"}
_MEALS = {"M": "morning", "V": "evening"}


class _PartOfDay(Frozen):
    part: str
    by: str
    """Whether a part of the day, a meal or the clock tells it."""


def _part_of_day(code: str) -> _PartOfDay | None:
    """Morning or evening, by an EventTiming code or a clock time; None for any other."""
    if code[:2].isdigit():
        hour = int(code[:2])
        part = "morning" if 4 <= hour < 12 else "evening" if hour >= 17 else None
        return _PartOfDay(part, "clock") if part is not None else None
    if code in _PARTS:
        return _PartOfDay(_PARTS[code], "part")
    meal = _MEALS.get(code[-1])
    return _PartOfDay(meal, "meal") if meal is not None else None


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


def groups_of(row: Sequence[SigItem]) -> tuple[list[SigGroup], list[SigItem]]:
    """Amounts with the timing they share, and the items that bound the whole phase. Raises UnreadSigError.

    `40 mg and 20 mg daily` is one group; `40 mg in the morning and 20 mg at night` are two. Two amounts with no word
    between them are a product's strength and a count of it, or cannot be read.
    """
    groups, rest = [SigGroup()], list[SigItem]()
    joined: Joined | None = None
    in_turn = False
    for item in row:
        group = groups[-1]
        match item:
            case DoseItem():
                if joined is not None and group.doses and group.is_timed and not in_turn:
                    group = SigGroup()
                    groups.append(group)
                elif group.doses and joined is None and not in_turn:
                    _join_heading(group, item)
                    continue
                group.doses.append(item)
                group.plus_sign = group.plus_sign or (joined is not None and joined.adds)
                joined, in_turn = None, False
            case Joined():
                joined = item
                group.is_joined = True
            case Filler():
                pass
            case Starting() | Ending() | Lasting() | Cycle():
                rest.append(item)
                joined = None
            case Total():
                if group.total is not None or not group.doses:
                    raise UnreadSigError("a total without the amounts it adds up")
                group.total = item
            case DayTotal():
                if group.day_total is not None:
                    raise UnreadSigError("two amounts of a day")
                group.day_total = item
                joined = None
            case Parts():
                if joined is not None or in_turn:
                    raise UnreadSigError("parts of one of several amounts")
                group.add_parts(item)
            case _:
                group.add_timing(item)
                in_turn = isinstance(item, Alternating)
                joined = None
    if in_turn or isinstance(row[-1], Joined):
        raise UnreadSigError("a sentence that breaks off")
    return groups, rest


def _join_heading(group: SigGroup, item: DoseItem) -> None:
    heading = group.doses[0]
    if len(group.doses) > 1 or group.is_timed or heading.mass is None or heading.units is not None:
        raise UnreadSigError("two amounts with nothing between them")
    if item.units is None or item.mass is not None or item.each is not None or item.beside is not None:
        raise UnreadSigError("two amounts with nothing between them")
    if heading.form is not None:
        group.doses[0] = replace(item, each=heading.mass)
    else:
        group.doses[0] = replace(item, beside=heading.mass)
