"""A dose as the label writes it: an amount at one time, in mg or by body size, at one interval."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cached_property

from validator.criteria.size import SURFACE_AREA, WEIGHT, SizeKind
from validator.dosage import how_often
from validator.quantity import plain
from validator.regex import regex


class Per(Enum):
    """What the milligrams of a written dose are for."""

    DOSE = "mg"
    KG = "mg/kg"
    M2 = "mg/m2"

    @property
    def measured(self) -> SizeKind | None:
        """The measure of the body that the milligrams are for; None: they are the whole dose."""
        match self:
            case Per.DOSE:
                return None
            case Per.KG:
                return WEIGHT
            case Per.M2:
                return SURFACE_AREA


_INTERVALS = {
    "once daily": Fraction(1),
    "twice daily": Fraction(1, 2),
    "three times daily": Fraction(1, 3),
    "four times daily": Fraction(1, 4),
    "every other day": Fraction(2),
    "once weekly": Fraction(7),
    **{f"every {days} days": Fraction(days) for days in range(3, 29) if days != 7},
}
_DOSE = regex(r"(\d+(?:\.\d+)?) (mg/kg|mg/m2|mg) ([a-z0-9 ]+)(?:, at most (\d+(?:\.\d+)?) mg)?")
_WRITTEN = "'60 mg once daily', '2 mg/kg twice daily, at most 100 mg', '75 mg/m2 every 3 days'"


@dataclass(frozen=True)
class LabelDose:
    """`mg` of the free base at one time, every `every_days` days; a half is twice a day.

    With `per` KG or M2 the milligrams are for each kilogram or square metre, and `at_most` (mg at one time, inclusive)
    limits what they come to: such a dose is compared with nothing until it is worked out for a patient (`label.size`).
    Two doses are equal only if all of this is. Of one by body size that was worked out, `exact` are the milligrams
    before they were rounded, `worked_out` says in words how they came about, `worked_out_by` from which size.
    """

    mg: Decimal
    every_days: Fraction
    per: Per = Per.DOSE
    at_most: Decimal | None = None
    exact: Decimal | None = field(default=None, compare=False)
    worked_out: str = field(default="", compare=False)
    worked_out_by: SizeKind | None = field(default=None, compare=False)

    @classmethod
    def parse(cls, text: str) -> LabelDose:
        """Reads a dose in the words of `str`. Raises ValueError on anything else."""
        matched = _DOSE.fullmatch(text)
        every_days = _INTERVALS.get(matched[3]) if matched is not None else None
        if matched is None or every_days is None:
            raise ValueError(f"{text!r} is no dose; write it as {_WRITTEN}")
        per = Per(matched[2])
        if matched[4] is not None and per is Per.DOSE:
            raise ValueError(f"{text!r} limits a dose that is not by body size")
        return cls(Decimal(matched[1]), every_days, per, Decimal(matched[4]) if matched[4] is not None else None)

    @property
    def is_by_size(self) -> bool:
        """Whether the amount depends on the patient's weight or surface area."""
        return self.per is not Per.DOSE

    @cached_property
    def daily_mg(self) -> Decimal:
        """The average a day; 20 mg every other day is 10. Raises ValueError for a dose by body size."""
        if self.per is not Per.DOSE:
            raise ValueError(f"{self} has no daily amount until it is worked out for a patient")
        return self.mg / Decimal(self.every_days.numerator) * Decimal(self.every_days.denominator)

    @cached_property
    def how_often(self) -> str:
        """`once daily`, `twice daily`, `every other day`, `every 3 days`."""
        return how_often(self.every_days)

    @cached_property
    def explained(self) -> str:
        """The dose, and how it was worked out where it is by body size."""
        return f"{self} ({self.worked_out})" if self.worked_out else str(self)

    def with_mg(self, mg: Decimal, exact: Decimal, worked_out: str) -> LabelDose:
        """The dose by body size in milligrams, for one patient."""
        by = self.per.measured
        return replace(self, mg=mg, per=Per.DOSE, at_most=None, exact=exact, worked_out=worked_out, worked_out_by=by)

    @cached_property
    def _written(self) -> str:
        limit = f", at most {plain(self.at_most)} mg" if self.at_most is not None else ""
        return f"{plain(self.mg)} {self.per.value} {self.how_often}{limit}"

    def __str__(self) -> str:
        return self._written
