"""From the rules of the grammar to the items of a sig, built while the grammar reads it."""

# ruff: noqa: D102  (each method of ItemBuilder is the grammar rule of its name)

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from validator.dosage.amount import AmountRange
from validator.dosage.frequency import FREQUENCY_WORDS, MONTH
from validator.dosage.pattern import ONE_DAY, Once, every
from validator.dosage.sig_amount import AmountBuilder, always, span_of
from validator.dosage.sig_items import (
    Alternating,
    AsNeeded,
    At,
    AtMost,
    Cycle,
    Divided,
    Ending,
    Filler,
    FromDay,
    Joined,
    Lasting,
    Often,
    OnDay,
    Scheme,
    SigItem,
    Starting,
    UnreadSigError,
)  # fmt: skip
from validator.dosage.sig_token import (
    BESIDE_MEAL,
    MEALS,
    PARTS_OF_DAY,
    Length,
    Token,
    clock_of,
    date_of,
    form_of,
    length_of,
    mass_of,
    tokens_of,
)  # fmt: skip
from validator.frozen import replace


def _whole_span(children: list[object]) -> tuple[int, int]:
    span = span_of(children)
    if span.low % 1 or span.high % 1 or span.high > 1000:
        raise UnreadSigError("a number of times that is not whole")
    return int(span.low), int(span.high)


def _times(span: tuple[int, int] | None, length: Length) -> Often:
    low, high = span or (1, 1)
    return Often(every(low, length[0], times_max=high, period_max=length[1]), counted=span is not None)


class ItemBuilder(AmountBuilder):
    """One method a rule of the grammar; each takes the parts of its rule and gives the item they mean."""

    # --- how often

    def times(self, children: list[object]) -> tuple[int, int]:
        if tokens_of(children, "ONCE"):
            return (1, 1)
        if tokens_of(children, "TWICE"):
            return (2, 2)
        return _whole_span(children)

    def unit(self, children: list[Token]) -> Length:
        return length_of(children[0])

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
        return self._often(children, factor=span_of(children))

    def every_other(self, children: list[object]) -> Often:
        return self._often(children, factor=AmountRange.of(Decimal(2)))

    def abbreviation(self, children: list[Token]) -> Often:
        found = FREQUENCY_WORDS[str(children[0])]
        return Often(found.pattern, found.at)

    alternate_days = always(Often(every(1, Fraction(2)), alternate=True))

    def weekly(self, children: list[object]) -> Often:
        return self._often([*children, (Fraction(7), Fraction(7))])

    def monthly(self, children: list[object]) -> Often:
        return self._often([*children, MONTH])

    single = always(Often(Once()))

    def at(self, children: list[object]) -> At:
        meals = [child for child in children if isinstance(child, At)]
        if meals:
            return meals[0]
        for token in tokens_of(children, "PART"):
            return At(PARTS_OF_DAY[str(token)])
        for token in tokens_of(children, "CLOCK"):
            return At(clock_of(str(token)))
        return At("WAKE")

    def every_part(self, children: list[object]) -> Often:
        often = self.daily(children)
        if often.pattern != every(1, ONE_DAY):
            raise UnreadSigError("several times in one part of the day")
        return Often(often.pattern, (PARTS_OF_DAY[str(tokens_of(children, "PART")[0])],))

    def meal(self, children: list[Token]) -> At:
        return At(BESIDE_MEAL[str(children[0])] + MEALS[str(children[1])])

    def weekday(self, children: list[object]) -> OnDay:
        return OnDay(str(tokens_of(children, "WEEKDAY")[0]))

    def scheme(self, children: list[Token]) -> Scheme:
        counts = tuple(int(digit) for digit in str(children[0]).split("-"))
        return Scheme(counts, form_of(children[1]) if len(children) > 1 else None)

    as_needed = always(AsNeeded())

    alternating = always(Alternating())

    def from_day(self, children: list[object]) -> FromDay:
        low, high = _whole_span(children)
        if low != high:
            raise UnreadSigError("a first day that is a range")
        return FromDay(low)

    divided = always(Divided())

    def divided_doses(self, children: list[object]) -> Often:
        return replace(_times(_whole_span(children), (ONE_DAY, ONE_DAY)), divided=True)

    # --- how long

    def lasting(self, children: list[object]) -> Lasting:
        span, length = span_of(children), self._length(children)
        return Lasting((Fraction(span.low) * length[0], Fraction(span.high) * length[1]))

    def starting(self, children: list[object]) -> Starting:
        return Starting(date_of(tokens_of(children, "DATE")[0]))

    def until(self, children: list[object]) -> Ending:
        return Ending(date_of(tokens_of(children, "DATE")[0]))

    def days_on_off(self, children: list[object]) -> Cycle:
        spans = [child for child in children if isinstance(child, AmountRange)]
        lengths = [child for child in children if isinstance(child, tuple)]
        days = [Fraction(span.low) * length[0] for span, length in zip(spans, lengths, strict=True)]
        if any(day.denominator != 1 for day in days) or any(span.exact is None for span in spans):
            raise UnreadSigError("a cycle that is not in whole days")
        return Cycle(int(days[0]), int(days[1]))

    def cycle_days(self, children: list[object]) -> AmountRange:
        return span_of(children)

    def days_of_cycle(self, children: list[object]) -> Cycle:
        first, last = _whole_span(children)
        length = int(Decimal(str(tokens_of(children, "NUM")[0])))
        if first != 1 or last > length:
            raise UnreadSigError("days that are not the first ones of a cycle")
        return Cycle(last, length - last)

    def days_of_some_cycle(self, children: list[object]) -> Cycle:
        return Cycle(_whole_span(children)[1], None)

    def at_most(self, children: list[object]) -> AtMost:
        return AtMost(mass=mass_of(tokens_of(children, "MASS")[0]))

    def at_most_units(self, children: list[object]) -> AtMost:
        return AtMost(units=span_of(children).high)

    # --- words that change no amount

    def joined(self, children: list[Token]) -> Joined:
        return Joined(str(children[0]) != "and")

    filler = always(Filler())

    # --- the whole

    def phase(self, children: list[SigItem]) -> tuple[SigItem, ...]:
        return tuple(children)

    def sig(self, children: list[object]) -> tuple[tuple[SigItem, ...], ...]:
        return tuple(child for child in children if isinstance(child, tuple))
