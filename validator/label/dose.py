"""A dose as the label writes it: an amount in mg at one time, every so many days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from validator.quantity import plain

_INTERVALS = {"once daily": 1, "every other day": 2}
_DOSE = re.compile(r"(\d+(?:\.\d+)?) mg (once daily|every other day)")


@dataclass(frozen=True, slots=True)
class LabelDose:
    """`mg` of the free base at one time, every `every_days` days. Two doses are equal only if both parts are."""

    mg: Decimal
    every_days: Fraction

    @classmethod
    def parse(cls, text: str) -> LabelDose:
        """Reads `60 mg once daily` or `20 mg every other day`. Raises ValueError on anything else."""
        matched = _DOSE.fullmatch(text)
        if matched is None:
            raise ValueError(f"{text!r} is no dose; write it as '60 mg once daily' or '20 mg every other day'")
        return cls(Decimal(matched[1]), Fraction(_INTERVALS[matched[2]]))

    @property
    def daily_mg(self) -> Decimal:
        """The average a day; 20 mg every other day is 10."""
        return self.mg / Decimal(self.every_days.numerator) * Decimal(self.every_days.denominator)

    def __str__(self) -> str:
        match self.every_days:
            case Fraction(numerator=1, denominator=1):
                return f"{plain(self.mg)} mg once daily"
            case Fraction(numerator=2, denominator=1):
                return f"{plain(self.mg)} mg every other day"
            case interval:
                return f"{plain(self.mg)} mg every {interval} days"
