"""Amounts that an order may leave open between two bounds, and what must be known to turn a count into milligrams."""

from __future__ import annotations

from decimal import Decimal

from validator.dosage.number import product, total
from validator.frozen import Frozen
from validator.quantity import plain


class AmountRange(Frozen):
    """Every amount from `low` to `high`, both inclusive; the two are equal where the order is exact."""

    low: Decimal
    high: Decimal

    @classmethod
    def of(cls, amount: Decimal) -> AmountRange:
        """The exact amount."""
        return cls(amount, amount)

    @property
    def exact(self) -> Decimal | None:
        """The amount where only one is possible, else None."""
        return self.low if self.low == self.high else None

    def plus(self, *others: AmountRange) -> AmountRange:
        """The amounts together."""
        return AmountRange(
            total(self.low, *[other.low for other in others]), total(self.high, *[other.high for other in others])
        )

    def times(self, factor: Decimal) -> AmountRange:
        """The amount multiplied by a positive factor, exactly."""
        if factor == 1:
            return self
        low = product(self.low, factor)
        return AmountRange(low, low if self.low == self.high else product(self.high, factor))

    def __str__(self) -> str:
        if self.low == self.high:
            return plain(self.low)
        return f"{plain(self.low)} to {plain(self.high)}"


class UnitStrength(Frozen):
    """The ordered product: milligrams in one unit, its form, and the daily dose of a daily-dose carton.

    A unit is a tablet, a capsule, or a millilitre of a solution. `mg` None: the strength is not known, or the package
    holds several. `form` is `tablet`, `capsule`, `solution` or None.
    """

    mg: Decimal | None = None
    form: str | None = None
    pack_daily_mg: Decimal | None = None
