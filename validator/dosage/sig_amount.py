"""The amounts of a sig: numbers, masses and counted forms, built while the grammar reads it."""

# ruff: noqa: D102  (each method of AmountBuilder is the grammar rule of its name)

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from validator.dosage.amount import AmountRange
from validator.dosage.sig_items import DayTotal, DoseItem, Mass, Parts, Total, UnreadSigError
from validator.dosage.sig_token import Token, exact, form_of, mass_of, tokens_of
from validator.frozen import replace


def always(item: object) -> Callable[[object, list[object]], object]:
    """The method of a rule that means one thing whatever its words."""
    return lambda _self, _children: item


def span_of(children: list[object]) -> AmountRange:
    """The one range of numbers among the parts of a rule."""
    return next(child for child in children if isinstance(child, AmountRange))


class AmountBuilder:
    """One method a rule of the grammar about amounts; each takes the parts of its rule."""

    def plain_number(self, children: list[Token]) -> Decimal:
        text = str(children[0])
        if "/" not in text:
            return exact(Decimal(text))
        top, bottom = text.split("/")
        if int(bottom) == 0:
            raise UnreadSigError("a fraction of nothing")
        return exact(Fraction(int(top), int(bottom)))

    def mixed_number(self, children: list[Token]) -> Decimal:
        return exact(Decimal(str(children[0])) + self.plain_number(children[1:]))

    def and_a_half(self, children: list[Token]) -> Decimal:
        return exact(Decimal(str(children[0])) + Decimal("0.5"))

    one_half = always(Decimal("0.5"))

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
        return span_of(children)

    half_of_one = always(AmountRange.of(Decimal("0.5")))

    one = always(AmountRange.of(Decimal(1)))

    def mass(self, children: list[object]) -> DoseItem:
        spans = [child for child in children if isinstance(child, Mass)]
        if spans:
            return DoseItem(mass=spans[0])
        masses = [mass_of(token) for token in tokens_of(children, "MASS")]
        low, high = masses[0], masses[-1]
        if low.unit != high.unit or low.range.low > high.range.high:
            raise UnreadSigError("a range of masses that runs downwards or changes its unit")
        return DoseItem(mass=Mass(AmountRange(low.range.low, high.range.high), low.unit))

    def span_to_mass(self, children: list[object]) -> Mass:
        high = mass_of(tokens_of(children, "MASS")[0])
        low = next(child for child in children if isinstance(child, Decimal))
        if low > high.range.high:
            raise UnreadSigError("a range of masses that runs downwards")
        return Mass(AmountRange(low, high.range.high), high.unit)

    def mass_of_form(self, children: list[Token]) -> DoseItem:
        word = str(children[1])
        return DoseItem(mass=mass_of(children[0]), form=form_of(children[1]), many=word.endswith("s"))

    def mass_of_counted(self, children: list[object]) -> DoseItem:
        outer, inner = (child for child in children if isinstance(child, DoseItem))
        return replace(inner, mass=outer.mass)

    def mass_of_mass(self, children: list[object]) -> DoseItem:
        outer = next(child for child in children if isinstance(child, DoseItem))
        return replace(outer, same=mass_of(tokens_of(children, "MASS")[0]))

    def mass_of_parts(self, children: list[object]) -> Parts:
        whole, *parts = (child for child in children if isinstance(child, DoseItem))
        return Parts(tuple(parts), whole)

    def parts(self, children: list[object]) -> Parts:
        return Parts(tuple(child for child in children if isinstance(child, DoseItem)))

    def units(self, children: list[object]) -> DoseItem:
        return DoseItem(units=span_of(children), form=form_of(tokens_of(children, "FORM")[0]))

    def units_in_brackets(self, children: list[object]) -> DoseItem:
        masses = [mass_of(token) for token in tokens_of(children, "MASS")]
        return replace(self.units(children), beside=masses[0], same=masses[1] if len(masses) > 1 else None)

    def units_each(self, children: list[object]) -> DoseItem:
        return replace(self.units(children), each=mass_of(tokens_of(children, "MASS")[0]))

    def units_each_form(self, children: list[object]) -> DoseItem:
        forms = tokens_of(children, "FORM")
        strength = mass_of(tokens_of(children, "MASS")[0])
        return DoseItem(units=span_of(children), form=form_of(forms[0]) if forms else "pill", each=strength)

    def total(self, children: list[object]) -> Total:
        return Total(mass_of(tokens_of(children, "MASS")[0]))

    def mass_by_count(self, children: list[object]) -> DoseItem:
        count = AmountRange.of(exact(Decimal(str(tokens_of(children, "NUM")[0]))))
        strength, forms = mass_of(tokens_of(children, "MASS")[0]), tokens_of(children, "FORM")
        return DoseItem(units=count, form=form_of(forms[0]) if forms else "pill", each=strength)

    def day_total(self, children: list[object]) -> DayTotal:
        return DayTotal(mass_of(tokens_of(children, "MASS")[0]))
