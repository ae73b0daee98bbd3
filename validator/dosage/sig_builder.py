"""From the rules of the grammar to the items of a sig, built while the grammar reads it."""

# ruff: noqa: D102  (each method of ItemBuilder is the grammar rule of its name)

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from lark import Token, Transformer

from validator.dosage.amount import AmountRange
from validator.dosage.bounds import DAYS_IN
from validator.dosage.frequency import FREQUENCY_WORDS, MONTH
from validator.dosage.number import decimal_of, number
from validator.dosage.pattern import ONE_DAY, Once, every
from validator.dosage.sig_items import (
    Alternating,
    AsNeeded,
    At,
    AtMost,
    Cycle,
    Divided,
    DoseItem,
    Ending,
    Filler,
    FromDay,
    Joined,
    Lasting,
    Mass,
    Often,
    OnDay,
    Scheme,
    SigItem,
    Starting,
    Total,
    UnreadSigError,
)  # fmt: skip
from validator.dosage.unit import Measure, unit_of_word
from validator.instant import PartialDate

_PARTS = {
    **dict.fromkeys(("morning", "mornings", "am"), "MORN"),
    **dict.fromkeys(("noon", "midday"), "NOON"),
    **dict.fromkeys(("afternoon", "pm"), "AFT"),
    **dict.fromkeys(("evening", "evenings"), "EVE"),
    **dict.fromkeys(("night", "nights"), "NIGHT"),
    **dict.fromkeys(("bedtime", "hs"), "HS"),
}
_MEALS = {"breakfast": "M", "lunch": "D", "dinner": "V", "supper": "V"}
_BESIDE_MEAL = {"before": "AC", "with": "C", "after": "PC"}
_UNITS = {"DAY": "d", "WEEK": "wk", "HOUR": "h", "MINUTE": "min", "SECOND": "s"}

Length = tuple[Fraction, Fraction]


def _exact(value: Decimal | Fraction) -> Decimal:
    found = number(decimal_of(Fraction(value)))
    if found is None or found <= 0:
        raise UnreadSigError("a number that no dose or period can have")
    return found


def _mass(token: Token) -> Mass:
    value, word = str(token).split(" ", 1)
    unit = unit_of_word(word)
    assert unit is not None
    return Mass(AmountRange.of(_exact(Decimal(value))), unit)


def _form(token: Token) -> str:
    unit = unit_of_word(str(token))
    assert unit is not None
    return "solution" if unit.measure is Measure.VOLUME else unit.word


def _tokens(children: list[object], kind: str) -> list[Token]:
    return [child for child in children if isinstance(child, Token) and child.type == kind]


def _span_of(children: list[object]) -> AmountRange:
    return next(child for child in children if isinstance(child, AmountRange))


def _whole_span(children: list[object]) -> tuple[int, int]:
    span = _span_of(children)
    if span.low % 1 or span.high % 1 or span.high > 1000:
        raise UnreadSigError("a number of times that is not whole")
    return int(span.low), int(span.high)


def _clock(text: str) -> str:
    if ":" in text:
        hour, minute = text.split(":")
        if int(hour) < 24 and int(minute) < 60:
            return f"{int(hour):02}:{minute}"
    else:
        digits, half = text.split(" ")
        if digits.isdigit() and 1 <= int(digits) <= 12:
            return f"{int(digits) % 12 + (12 if half == 'pm' else 0):02}:00"
    raise UnreadSigError("a clock time that is none")


def _date(token: Token) -> PartialDate:
    try:
        return PartialDate.parse(str(token))
    except ValueError as error:
        raise UnreadSigError("a date that is none") from error


def _times(span: tuple[int, int] | None, length: Length) -> Often:
    low, high = span or (1, 1)
    return Often(every(low, length[0], times_max=high, period_max=length[1]), counted=span is not None)


def _always(item: object) -> Callable[[object, list[object]], object]:
    """The method of a rule that means one thing whatever its words."""
    return lambda _self, _children: item


class ItemBuilder(Transformer[Token, object]):
    """One method a rule of the grammar; each takes the parts of its rule and gives the item they mean."""

    # --- amounts

    def plain_number(self, children: list[Token]) -> Decimal:
        text = str(children[0])
        if "/" not in text:
            return _exact(Decimal(text))
        top, bottom = text.split("/")
        if int(bottom) == 0:
            raise UnreadSigError("a fraction of nothing")
        return _exact(Fraction(int(top), int(bottom)))

    def mixed_number(self, children: list[Token]) -> Decimal:
        return _exact(Decimal(str(children[0])) + self.plain_number(children[1:]))

    def and_a_half(self, children: list[Token]) -> Decimal:
        return _exact(Decimal(str(children[0])) + Decimal("0.5"))

    one_half = _always(Decimal("0.5"))

    def one_half_in_words(self, children: list[Token]) -> Decimal:
        if str(children[0]) != "1":
            raise UnreadSigError("a number of halves")
        return Decimal("0.5")

    def span(self, children: list[object]) -> AmountRange:
        numbers = [child for child in children if isinstance(child, Decimal)]
        if numbers[0] > numbers[-1]:
            raise UnreadSigError("a range that runs downwards")
        return AmountRange(numbers[0], numbers[-1])

    def of_one(self, children: list[object]) -> AmountRange:
        return _span_of(children)

    half_of_one = _always(AmountRange.of(Decimal("0.5")))

    one = _always(AmountRange.of(Decimal(1)))

    def mass(self, children: list[object]) -> DoseItem:
        spans = [child for child in children if isinstance(child, Mass)]
        if spans:
            return DoseItem(mass=spans[0])
        masses = [_mass(token) for token in _tokens(children, "MASS")]
        low, high = masses[0], masses[-1]
        if low.unit != high.unit or low.range.low > high.range.high:
            raise UnreadSigError("a range of masses that runs downwards or changes its unit")
        return DoseItem(mass=Mass(AmountRange(low.range.low, high.range.high), low.unit))

    def span_to_mass(self, children: list[object]) -> Mass:
        high = _mass(_tokens(children, "MASS")[0])
        low = next(child for child in children if isinstance(child, Decimal))
        if low > high.range.high:
            raise UnreadSigError("a range of masses that runs downwards")
        return Mass(AmountRange(low, high.range.high), high.unit)

    def mass_of_form(self, children: list[Token]) -> DoseItem:
        word = str(children[1])
        return DoseItem(mass=_mass(children[0]), form=_form(children[1]), many=word.endswith("s"))

    def mass_of_counted(self, children: list[object]) -> DoseItem:
        outer, inner = (child for child in children if isinstance(child, DoseItem))
        return replace(inner, mass=outer.mass)

    def mass_of_mass(self, children: list[object]) -> DoseItem:
        outer = next(child for child in children if isinstance(child, DoseItem))
        return replace(outer, same=_mass(_tokens(children, "MASS")[0]))

    def units(self, children: list[object]) -> DoseItem:
        return DoseItem(units=_span_of(children), form=_form(_tokens(children, "FORM")[0]))

    def units_in_brackets(self, children: list[object]) -> DoseItem:
        masses = [_mass(token) for token in _tokens(children, "MASS")]
        return replace(self.units(children), beside=masses[0], same=masses[1] if len(masses) > 1 else None)

    def units_each(self, children: list[object]) -> DoseItem:
        return replace(self.units(children), each=_mass(_tokens(children, "MASS")[0]))

    def units_each_form(self, children: list[object]) -> DoseItem:
        forms = _tokens(children, "FORM")
        strength = _mass(_tokens(children, "MASS")[0])
        return DoseItem(units=_span_of(children), form=_form(forms[0]) if forms else "pill", each=strength)

    def total(self, children: list[object]) -> Total:
        return Total(_mass(_tokens(children, "MASS")[0]))

    # --- how often

    def times(self, children: list[object]) -> tuple[int, int]:
        if _tokens(children, "ONCE"):
            return (1, 1)
        if _tokens(children, "TWICE"):
            return (2, 2)
        return _whole_span(children)

    def unit(self, children: list[Token]) -> Length:
        return MONTH if children[0].type == "MONTH" else DAYS_IN[_UNITS[children[0].type]]

    def per(self, children: list[Token]) -> Token:
        return children[0]

    def _often(self, children: list[object], *, factor: AmountRange | None = None) -> Often:
        times = next(((c[0], c[1]) for c in children if isinstance(c, tuple) and isinstance(c[0], int)), None)
        length = self._length(children)
        if factor is not None:
            length = (Fraction(factor.low) * length[0], Fraction(factor.high) * length[1])
        return _times(times, length)

    def _length(self, children: list[object]) -> Length:
        return next((c[0], c[1]) for c in children if isinstance(c, tuple) and isinstance(c[0], Fraction))

    def daily(self, children: list[object]) -> Often:
        return self._often([*children, (ONE_DAY, ONE_DAY)])

    def once_per(self, children: list[object]) -> Often:
        if self._length(children)[0] < ONE_DAY:
            raise UnreadSigError("an amount in an hour is a rate")
        return self._often(children)

    def every_unit(self, children: list[object]) -> Often:
        return self._often(children)

    def every_span(self, children: list[object]) -> Often:
        return self._often(children, factor=_span_of(children))

    def every_other(self, children: list[object]) -> Often:
        return self._often(children, factor=AmountRange.of(Decimal(2)))

    def abbreviation(self, children: list[Token]) -> Often:
        found = FREQUENCY_WORDS[str(children[0])]
        return Often(found.pattern, found.at)

    alternate_days = _always(Often(every(1, Fraction(2)), alternate=True))

    def weekly(self, children: list[object]) -> Often:
        return self._often([*children, (Fraction(7), Fraction(7))])

    def monthly(self, children: list[object]) -> Often:
        return self._often([*children, MONTH])

    single = _always(Often(Once()))

    def at(self, children: list[object]) -> At:
        meals = [child for child in children if isinstance(child, At)]
        if meals:
            return meals[0]
        for token in _tokens(children, "PART"):
            return At(_PARTS[str(token)])
        for token in _tokens(children, "CLOCK"):
            return At(_clock(str(token)))
        return At("WAKE")

    def every_part(self, children: list[object]) -> Often:
        often = self.daily(children)
        if often.pattern != every(1, ONE_DAY):
            raise UnreadSigError("several times in one part of the day")
        return Often(often.pattern, (_PARTS[str(_tokens(children, "PART")[0])],))

    def meal(self, children: list[Token]) -> At:
        return At(_BESIDE_MEAL[str(children[0])] + _MEALS[str(children[1])])

    def weekday(self, children: list[object]) -> OnDay:
        return OnDay(str(_tokens(children, "WEEKDAY")[0]))

    def scheme(self, children: list[Token]) -> Scheme:
        counts = tuple(int(digit) for digit in str(children[0]).split("-"))
        return Scheme(counts, _form(children[1]) if len(children) > 1 else None)

    as_needed = _always(AsNeeded())

    alternating = _always(Alternating())

    def from_day(self, children: list[object]) -> FromDay:
        low, high = _whole_span(children)
        if low != high:
            raise UnreadSigError("a first day that is a range")
        return FromDay(low)

    divided = _always(Divided())

    def divided_doses(self, children: list[object]) -> Often:
        return replace(_times(_whole_span(children), (ONE_DAY, ONE_DAY)), divided=True)

    # --- how long

    def lasting(self, children: list[object]) -> Lasting:
        span, length = _span_of(children), self._length(children)
        return Lasting((Fraction(span.low) * length[0], Fraction(span.high) * length[1]))

    def starting(self, children: list[object]) -> Starting:
        return Starting(_date(_tokens(children, "DATE")[0]))

    def until(self, children: list[object]) -> Ending:
        return Ending(_date(_tokens(children, "DATE")[0]))

    def days_on_off(self, children: list[object]) -> Cycle:
        spans = [child for child in children if isinstance(child, AmountRange)]
        lengths = [child for child in children if isinstance(child, tuple)]
        days = [Fraction(span.low) * length[0] for span, length in zip(spans, lengths, strict=True)]
        if any(day.denominator != 1 for day in days) or any(span.exact is None for span in spans):
            raise UnreadSigError("a cycle that is not in whole days")
        return Cycle(int(days[0]), int(days[1]))

    def cycle_days(self, children: list[object]) -> AmountRange:
        return _span_of(children)

    def days_of_cycle(self, children: list[object]) -> Cycle:
        first, last = _whole_span(children)
        length = int(Decimal(str(_tokens(children, "NUM")[0])))
        if first != 1 or last > length:
            raise UnreadSigError("days that are not the first ones of a cycle")
        return Cycle(last, length - last)

    def days_of_some_cycle(self, children: list[object]) -> Cycle:
        return Cycle(_whole_span(children)[1], None)

    def at_most(self, children: list[object]) -> AtMost:
        return AtMost(mass=_mass(_tokens(children, "MASS")[0]))

    def at_most_units(self, children: list[object]) -> AtMost:
        return AtMost(units=_span_of(children).high)

    # --- words that change no amount

    def joined(self, children: list[Token]) -> Joined:
        return Joined(str(children[0]) != "and")

    filler = _always(Filler())

    # --- the whole

    def phase(self, children: list[SigItem]) -> tuple[SigItem, ...]:
        return tuple(children)

    def sig(self, children: list[object]) -> tuple[tuple[SigItem, ...], ...]:
        return tuple(child for child in children if isinstance(child, tuple))
