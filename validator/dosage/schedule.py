"""The schedule an order adds up to: phases in time order, each with its lines of dose and pattern.

Two schedules that mean the same are equal, however they were written: clock times, notes and the tablets a dose is made
of are shown but not compared.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from validator.dosage.amount import AmountRange
from validator.dosage.number import decimal_of
from validator.dosage.pattern import ONCE_A_DAY, Every, Pattern, rate
from validator.frozen import Frozen
from validator.instant import PartialDate

MILLIGRAM = "mg"


class UnknownKind(StrEnum):
    """Why a schedule, or the milligrams in it, cannot be known."""

    MISSING = "missing"
    CONTRADICTORY = "contradictory"
    UNREADABLE = "unreadable"
    NOT_ORAL_DOSE = "not-oral-dose"
    NO_STRENGTH = "no-strength"
    NO_BODY_SIZE = "no-body-size"
    NOT_MASS = "not-mass"
    UNREAD_TEXT = "unread-text"


class NoteCode(StrEnum):
    """What a reader of a schedule should be told although the schedule is known."""

    READ_FROM_TEXT = "read-from-text"
    TEXT_CONTRADICTS_STRUCTURED = "text-contradicts-structured"
    UNIT_BY_TEXT = "unit-by-text"
    TIMING_BY_TEXT = "timing-by-text"
    TIMING_CODE_NOT_READ = "timing-code-not-read"
    TYPED_DOSES_MERGED = "typed-doses-merged"
    AS_NEEDED = "as-needed"
    BY_BODY_SIZE = "by-body-size"
    SALT_NAMED = "salt-named"
    DOSE_IN_OLDER_PLACE = "dose-in-older-place"
    MAX_DOSE_NOT_READ = "max-dose-not-read"
    SAME_DAYS_NOT_TOLD = "same-days-not-told"
    GAP_BETWEEN_PHASES = "gap-between-phases"
    INSTRUCTION_ONLY = "instruction-only"
    DUPLICATE_ORDER = "duplicate-order"
    OFFSET_WITHOUT_WHEN = "offset-without-when"


class Unknown(Frozen):
    """What keeps the dose from being known: the element (FHIRPath), the kind of fault, and a sentence that says it."""

    element: str
    kind: UnknownKind
    says: str


class Note(Frozen):
    """Something to be told about a schedule; it takes nothing away from what is known."""

    code: NoteCode
    says: str
    element: str


class SimpleDose(NamedTuple):
    """One exact dose at one time in each interval: milligrams, and days between administrations (2: every other).

    `exact` are the milligrams of a dose by body size before they were rounded; None: another dose.
    """

    mg: Decimal
    interval: Fraction
    exact: Decimal | None = None

    @property
    def daily_mg(self) -> Decimal:
        """Average milligrams a day."""
        return decimal_of(Fraction(self.mg) / self.interval)


class DoseComponent(Frozen):
    """One component of a dose as it was ordered: `units` tablets or capsules of `unit_mg`, or an amount by weight."""

    amount: AmountRange
    unit: str
    units: AmountRange | None = None
    unit_mg: Decimal | None = None


@dataclass(frozen=True, slots=True)
class TakenDose:
    """The amount taken at one time: milligrams where they are known, else the count or unit of the order.

    `exact` is what a dose by body size comes to before it is rounded to what the product makes; None: another dose.
    """

    amount: AmountRange
    unit: str
    items: tuple[DoseComponent, ...] = field(default=(), compare=False)
    exact: AmountRange | None = field(default=None, compare=False)

    def may_be(self, other: TakenDose) -> bool:
        """Whether both are one dose, where either may be written as it was calculated or as it was rounded."""
        if self == other:
            return True
        return self.unit == other.unit and (self.exact == other.amount or self.amount == other.exact)

    def plus(self, *others: TakenDose) -> TakenDose:
        """This dose taken together with one or more others; only for doses in one unit."""
        items = tuple([item for one in (self, *others) for item in one.items])
        return TakenDose(self.amount.plus(*[one.amount for one in others]), self.unit, items)


@dataclass(frozen=True, slots=True)
class Line:
    """One dose and its pattern, within a phase.

    `at` names clock times (`08:00`) and events of the day (`MORN`), empty where not stated; it is not compared.
    `as_needed` makes every amount from zero up to the dose possible. `daily_max` is a stated limit for a day.
    `cycle` is days on and days off.
    """

    dose: TakenDose
    pattern: Pattern
    as_needed: bool = False
    daily_max: Decimal | None = None
    cycle: tuple[int, int] | None = None
    at: tuple[str, ...] = field(default=(), compare=False)

    @property
    def daily(self) -> AmountRange | None:
        """Average amount a day, in the unit of the dose; None where nothing repeats."""
        found = rate(self.pattern)
        if found is None:
            return None
        low, high = found
        amount = self.dose.amount
        if found is ONCE_A_DAY and self.cycle is None and amount.low % 1 == 0 == amount.high % 1:
            # Nearly every order: whole milligrams once a day.
            least, most = Decimal(0) if self.as_needed else Decimal(int(amount.low)), Decimal(int(amount.high))
        else:
            if self.cycle is not None:
                on, off = self.cycle
                low, high = low * Fraction(on, on + off), high * Fraction(on, on + off)
            least = Decimal(0) if self.as_needed else decimal_of(Fraction(amount.low) * low)
            most = decimal_of(Fraction(amount.high) * high)
        if self.daily_max is not None and self.daily_max < most:
            most = self.daily_max
        return AmountRange(least, most)


class Phase(Frozen, cache_hash=True, dict=True):
    """A stretch of time with one set of concurrent lines.

    `start` and `end` (inclusive) only where the order states them. `days` is how long it lasts, fewest and most; None
    where it goes on. Lines of one pattern taken together are already added up: 20 mg and 40 mg once daily are 60 mg.
    """

    lines: tuple[Line, ...]
    start: PartialDate | None = None
    end: PartialDate | None = None
    days: tuple[Fraction, Fraction] | None = None

    @cached_property
    def simple(self) -> SimpleDose | None:
        """The dose where the phase is one exact dose at one time each interval, else None (ranges, cycles)."""
        if len(self.lines) != 1:
            return None
        line = self.lines[0]
        mg = line.dose.amount.exact
        if mg is None or line.dose.unit != MILLIGRAM or line.as_needed or line.cycle is not None:
            return None
        if not isinstance(line.pattern, Every) or line.pattern.interval is None:
            return None
        exact = line.dose.exact
        return SimpleDose(mg, line.pattern.interval, exact.high if exact is not None else None)

    @cached_property
    def daily_mg(self) -> AmountRange | None:
        """Average milligrams a day of all lines together; None where the mass is not known or nothing repeats."""
        total: AmountRange | None = None
        for line in self.lines:
            daily = line.daily
            if daily is None or line.dose.unit != MILLIGRAM:
                return None
            total = daily if total is None else total.plus(daily)
        return total

    @property
    def units(self) -> tuple[AmountRange, ...]:
        """The counts of tablets, capsules or pills in one administration, where the order counts them."""
        return tuple([item.units for line in self.lines for item in line.dose.items if item.units is not None])

    @property
    def splits_unit(self) -> bool:
        """Whether the order counts a part of a tablet or capsule (0.5 tablet)."""
        return bool(self.units) and any(bound % 1 != 0 for one in self.units for bound in (one.low, one.high))

    @property
    def as_needed(self) -> bool:
        """Whether any line is taken only as needed."""
        return True in [line.as_needed for line in self.lines]

    @property
    def days_on(self) -> int | None:
        """Days of treatment in a cycle; None where there is no cycle."""
        return self.lines[0].cycle[0] if self.lines and self.lines[0].cycle else None

    @property
    def days_off(self) -> int | None:
        """Days without treatment in a cycle; None where there is no cycle."""
        return self.lines[0].cycle[1] if self.lines and self.lines[0].cycle else None


@dataclass(frozen=True)
class Schedule:
    """What an order's dosage instructions add up to.

    `phases` are in time order, empty when they cannot be known. `known` is True only where the schedule and its
    milligrams are known; `unknown` then is empty. A schedule in millilitres or in tablets of unknown strength has
    phases in that unit and says in `unknown` why there are no milligrams. `starts` is the day the order begins, where
    the reader was told; lengths without dates are counted from it.
    Source: FHIR R4/R4B/R5 Dosage and Timing.
    """

    phases: tuple[Phase, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    notes: tuple[Note, ...] = field(default=(), compare=False)
    starts: date | None = field(default=None, compare=False)

    @property
    def known(self) -> bool:
        """Whether every phase is known in milligrams."""
        return bool(self.phases) and not self.unknown

    @property
    def as_needed(self) -> bool:
        """Whether any phase is taken only as needed."""
        return any(phase.as_needed for phase in self.phases)

    @property
    def splits_unit(self) -> bool:
        """Whether the order counts a part of a tablet or capsule anywhere."""
        return any(phase.splits_unit for phase in self.phases)

    @property
    def simple(self) -> SimpleDose | None:
        """The one simple dose of a known schedule that has a single phase, else None."""
        return self.phases[0].simple if self.known and len(self.phases) == 1 else None

    @property
    def daily_mg(self) -> AmountRange | None:
        """Average milligrams a day of the first phase (20 mg every other day is 10); None where it cannot be known."""
        return self.phases[0].daily_mg if self.known else None

    @property
    def peak(self) -> Phase | None:
        """The phase of the most milligrams a day, the first of equal ones; None where a phase is not known."""
        most: tuple[Decimal, Phase] | None = None
        for phase in self.phases if self.known else ():
            daily = phase.daily_mg
            if daily is None:
                return None
            most = (daily.high, phase) if most is None or daily.high > most[0] else most
        return most[1] if most is not None else None

    def within(self, first: date | None, last: date | None) -> Schedule:
        """Without the phases that surely end before `first` or begin after `last`; all of them where none is left.

        Both days are inclusive; None: no bound on that side.
        """
        if len(self.phases) < 2:
            return self
        kept = tuple(
            phase
            for phase in self.phases
            if not (first is not None and phase.end is not None and phase.end.last < first)
            and not (last is not None and phase.start is not None and phase.start.first > last)
        )
        return replace(self, phases=kept) if kept else self

    @cached_property
    def doses(self) -> tuple[object, ...]:
        """What is taken one after the other, whenever it begins and however long the last goes on: equal where it is.

        Two of which nothing is known are equal only where they are unknown for the same reasons.
        """
        told = [(phase.lines, phase.days) for phase in self.phases]
        return self.unknown, (*told[:-1], *((lines, None) for lines, _ in told[-1:]))
