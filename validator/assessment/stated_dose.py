"""The dose that the codes of an order state, in every way in which words may repeat it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import chain, combinations_with_replacement
from operator import attrgetter

from validator.assessment.situation import Situation
from validator.chart.fact import Product
from validator.dosage.amount import AmountRange
from validator.dosage.frequency_text import frequency_of_text
from validator.dosage.instruction import schedule_of_read
from validator.dosage.pattern import ONE_DAY, Every, Pattern, every, rate
from validator.dosage.schedule import MILLIGRAM, Line, Schedule
from validator.dosage.word_kind import PACK, Kind, Stated
from validator.dosage.word_pattern import SEVERAL_PARTS, number_of
from validator.dosage.word_times import parts_of_day
from validator.frozen import Frozen, replace
from validator.regex import regex

_MOST_UNITS = 8
_PHASES, _LINES, _PRODUCT = map(attrgetter, ("phases", "lines", "product"))
_WEEK = Fraction(7)
_DAYS_A_WEEK = regex(r"([1-7]|one|two|three|four|five|six|seven) ?days? (?:a|per|each|every|/) ?(?:week|wk)")
_AMOUNT = regex(r"(?<![\w.])(?:\d+(?:\.\d+)? ?(?:mgs?|tab\w*|cap\w*|pills?)|(?:and |then )?another)(?!\w)")
"""An amount that stands between two parts of the day, as `60 mg` does in `am, 60 mg pm`."""
_SPELT = (
    (regex(r"m ?[-/,]? ?w ?[-/,]? ?f"), "monday, wednesday and friday"),
    (regex(r"m ?- ?f"), "monday, tuesday, wednesday, thursday and friday"),
    (regex(r"t ?/? ?th"), "tuesday and thursday"),
    (regex(r"tu?e? ?[-/] ?th? ?[-/] ?sa?t?"), "tuesday, thursday and saturday"),
    (
        regex(
            r"(?:(?:odd|even)(?:[- ]numbered)? (?:calendar )?(?:days?|dates?)|(?:every |each )?alternat(?:e|ing) days?)"
        ),
        "every other day",
    ),
)
"""Days of the week by their letters, and other words for every other day."""
_IN_BRACKETS = regex(r"\s*\([^)]*\)")


def may_be_made_of(mg: Decimal, count: Decimal, strengths: frozenset[Decimal]) -> bool:
    """Whether so many whole or half units of the strengths make the amount; True where no strength is known."""
    return not strengths or mg in _amounts_of(count, strengths)


@lru_cache(maxsize=512)
def _amounts_of(count: Decimal, strengths: frozenset[Decimal]) -> frozenset[Decimal]:
    """What so many whole or half units of the strengths can weigh."""
    if count % 1 or count > _MOST_UNITS:
        return frozenset(count * strength for strength in strengths)
    return frozenset(sum(units, Decimal(0)) for units in combinations_with_replacement(sorted(strengths), int(count)))


def _strengths(product: Product) -> frozenset[Decimal]:
    """The milligrams in one unit, each that is named; the unit of a solution is the millilitre."""
    return product.strengths_mg if product.mg_per_ml is None else frozenset({product.mg_per_ml})


class StatedDose(Frozen):
    """Lines, amounts and strengths of the order, of each of its instructions and of all that runs beside it.

    `lines` is empty where the dose is not known: then nothing contradicts it. `strengths` are those of the ordered
    products, empty where the order tells none; `marketed` are the label's.
    """

    lines: tuple[Line, ...]
    phases: int
    amounts: frozenset[tuple[Decimal, Decimal]]
    strengths: frozenset[Decimal]
    marketed: frozenset[Decimal]
    form: str | None
    packs: frozenset[Decimal] = frozenset()

    @classmethod
    def of(cls, situation: Situation) -> StatedDose:
        """The dose of the order in this situation."""
        order, ordered, label = situation.order, situation.ordered, situation.label
        schedules: list[Schedule] = [ordered.own]
        if ordered.total is not ordered.own and ordered.own.phases:
            schedules.append(ordered.total)
            schedules += [other.directions.schedule_at(situation.body) for other in ordered.beside]
        own = order.directions
        if len(own.dosages.read) > 1 and ordered.own.phases:
            dosages = own.dosages
            for one in dosages.read:
                alone = replace(dosages, read=(one,), wrong=frozenset())
                schedules.append(schedule_of_read(alone, unit=own.unit, body=situation.body, names=own.names))
        phases = [*chain.from_iterable(map(_PHASES, schedules))]
        lines = tuple(chain.from_iterable(map(_LINES, phases)))
        amounts: set[tuple[Decimal, Decimal]] = set()
        for line in lines:
            if line.dose.unit == MILLIGRAM:
                amounts.add((line.dose.amount.low, line.dose.amount.high))
                for item in line.dose.items:
                    if item.units is not None and item.unit_mg is not None:
                        amounts.add((item.units.low * item.unit_mg, item.units.high * item.unit_mg))
                daily = line.daily
                if daily is not None:
                    amounts.add((daily.low, daily.high))
        for phase in phases:
            if (mg := phase.daily_mg) is not None:
                amounts.add((mg.low, mg.high))
        named = _strengths(order.product)
        strengths = named.union(*map(_strengths, map(_PRODUCT, ordered.beside)))
        return cls(
            lines,
            len(ordered.own.phases),
            frozenset(amounts),
            strengths if named else frozenset(),
            frozenset(label.strengths_mg if label.mg_per_ml is None else (label.mg_per_ml,)),
            order.product.form,
            frozenset(() if order.product.pack_daily_mg is None else (order.product.pack_daily_mg,)),
        )

    @property
    def as_needed(self) -> bool:
        """Whether any line is taken as needed."""
        return any(line.as_needed for line in self.lines)

    @property
    def has_cycle(self) -> bool:
        """Whether the codes leave days out: by days off, or by naming days of the week."""
        return any(line.cycle is not None or not isinstance(line.pattern, Every) for line in self.lines)

    def has_amount(self, said: Stated) -> bool:
        """Whether one stated amount is the dose, that of one product or of a day, or a strength where one is meant."""
        if said.form == PACK and self.lines and said.low is not None and said.high is not None:
            return any((said.low * mg, said.high * mg) in self.amounts for mg in self.packs)
        if not self.lines or said.low is None or said.high is None or not self.amounts:
            return self._has_form(said)
        if not self._has_form(said):
            return False
        match said.kind:
            case Kind.STRENGTH:
                known = self.strengths or self.marketed
                return said.low in known or (said.low, said.high) in self.amounts
            case Kind.STOP if said.low is None:
                return True
            case Kind.STOP | Kind.MASS:
                return (said.low, said.high) in self.amounts
            case _:
                return self._has_count(said.low, said.high, said.each)

    def _has_form(self, said: Stated) -> bool:
        return said.form is None or self.form is None or said.form == self.form

    def _has_count(self, low: Decimal, high: Decimal, each: Decimal | None) -> bool:
        if each is not None:
            known = self.strengths or self.marketed
            if each not in known:
                return False
            return (low * each, high * each) in self.amounts
        if len(self.strengths) == 1:
            strength = next(iter(self.strengths))
            return (low * strength, high * strength) in self.amounts
        return any(self.may_be_counted(AmountRange(low, high), AmountRange(mg, most)) for mg, most in self.amounts)

    def may_be_counted(self, units: AmountRange, amount: AmountRange) -> bool:
        """Whether a count of units makes an amount: the one that is exact, or one between the ends of a range, as a
        range of counts does with its own ends. "1 to 2 tablets" is no one amount, whatever is in a tablet."""
        known = self.strengths or self.marketed
        if amount.exact is not None:
            return units.exact is not None and may_be_made_of(amount.exact, units.exact, known)
        return not known or all(
            any(amount.low <= mg <= amount.high for mg in _amounts_of(count, known))
            for count in {units.low, units.high}
        )

    def adds_up(self, said: Iterable[Stated]) -> bool:
        """Whether several stated amounts of one text together make the dose: one 40 mg and one 20 mg tablet."""
        listed = list(said)
        counts = [one for one in listed if one.kind is Kind.COUNT]
        if len(counts) < 2 or any(one.low != one.high or one.low is None for one in counts):
            return False
        known = self.strengths or self.marketed
        total = Decimal(0)
        for one in counts:
            each = one.each if one.each is not None else next(iter(known)) if len(known) == 1 else None
            if each is None or each not in known or one.low is None or not self._has_form(one):
                return False
            total += one.low * each
        others = [one for one in listed if one.kind is not Kind.COUNT]
        return (total, total) in self.amounts and all(self.has_amount(one) for one in others)

    def is_within(self, said: Stated) -> bool:
        """Whether a stated limit is no lower than the dose of a day."""
        if said.low is None or not self.lines:
            return True
        daily = [line.daily for line in self.lines if line.daily is not None and line.dose.unit == MILLIGRAM]
        if said.form is None:
            return all(amount.high <= said.low for amount in daily)
        if len(self.strengths) == 1:
            strength = next(iter(self.strengths))
            return all(amount.high <= said.low * strength for amount in daily)
        return True

    def has_frequency(self, words: str) -> bool:
        """Whether the words name the frequency of a line; True where they name none that is known here."""
        pattern = frequency_said(words)
        if pattern is None or not self.lines:
            return True
        for line in self.lines:
            if pattern == line.pattern or (rate(line.pattern) is not None and rate(pattern) == rate(line.pattern)):
                return True
        return False

    def has_times(self, said: Stated) -> bool:
        """Whether a line has so many doses a day, or several lines may make them up."""
        if said.low is None or len(self.lines) != 1:
            return True
        often = rate(self.lines[0].pattern)
        return often is not None and often[0] == often[1] == Fraction(said.low)

    def has_scheme(self, words: str) -> bool:
        """Whether `1-0-0-0` counts the units of the dose and the times a day of its frequency."""
        counts = [number_of(count) for count in words.split("-")]
        given = [count for count in counts if count]
        if not given or len(set(given)) > 1:
            return False
        often = any(line.pattern == every(len(given), ONE_DAY) for line in self.lines)
        return often and self._has_count(given[0], given[0], None)


def frequency_said(words: str) -> Pattern | None:
    """The pattern that a stretch of words names; None where they name none that is known here."""
    plain = _IN_BRACKETS.sub("", words.lower()).removeprefix("on ").strip()
    for pattern, instead in _SPELT:
        plain = instead if pattern.fullmatch(plain) else plain
    if (days := _DAYS_A_WEEK.fullmatch(plain)) is not None:
        return every(int(number_of(days[1])), _WEEK)
    if SEVERAL_PARTS.fullmatch(plain) is not None and (parts := parts_of_day(plain)):
        return every(len(parts), ONE_DAY)
    plain = " ".join(_AMOUNT.sub(" ", plain).split())
    if plain.startswith(("per ", "a ", "/")):
        plain = f"once per {plain.lstrip('/ ').removeprefix('per ').removeprefix('a ')}"
    found = frequency_of_text(plain)
    return found.pattern if found is not None else None
