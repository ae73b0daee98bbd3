"""What whole units come to, and how a dose worked out from the size of a body becomes one that they make."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Literal

from validator.dosage.amount import AmountRange
from validator.frozen import Frozen

MOST_MG = Decimal(2000)
"""Above this no dose is worked out in whole units; a count of so many is no dose that anybody takes at one time."""

Way = Literal["up", "nearest", "down"]


class Making(Frozen):
    """What a product can make: whole units of `strengths_mg`, or whole marks of `mark_mg` of a measured solution.

    `rounding` is how a calculated dose becomes one of these amounts; None: it is not rounded.
    """

    strengths_mg: tuple[Decimal, ...] = ()
    mark_mg: Decimal | None = None
    rounding: Way | None = None

    def makes(self, mg: Decimal) -> bool:
        """Whether it makes exactly `mg`, at least one unit, at one time."""
        return mg in self._near(mg)

    def rounded(self, mg: Decimal, most: Decimal | None = None) -> Decimal | None:
        """The amount that is made for a calculated dose; None where none is.

        Never above `most` (mg at one time, inclusive; None: no limit): what would be, is rounded down. `nearest` takes
        the lower of two that are as near. Nothing is rounded to no dose at all.
        """
        wanted = mg if most is None else min(mg, most)
        near = {one for one in self._near(wanted) if most is None or one <= most}
        below = max((one for one in near if one <= wanted), default=None)
        match self.rounding:
            case None | "down":
                return below
            case "up":
                return min((one for one in near if one >= wanted), default=below)
            case "nearest":
                return min(near, key=lambda one: (abs(one - wanted), one), default=None)

    def _near(self, mg: Decimal) -> set[Decimal]:
        """What is made around `mg`, with the nearest on either side up to MOST_MG."""
        if self.mark_mg is not None:
            below = mg // self.mark_mg * self.mark_mg
            return {below, below + self.mark_mg} - {Decimal(0)}
        return _sums(min(mg + max(self.strengths_mg), MOST_MG), self.strengths_mg) - {Decimal(0)}


class Body(Frozen):
    """What a dose by body size is worked out with.

    It is multiplied by kilograms or square metres, both a range where what is on file leaves it open, None where it is
    not known, and becomes what `making` makes. `area_from` says in words how the area was worked out, empty for one
    that was measured.
    """

    weight_kg: AmountRange | None = None
    bsa_m2: AmountRange | None = None
    making: Making = Making()
    area_from: str = ""


def same_in(amounts: AmountRange, made: Callable[[Decimal], Decimal | None]) -> Decimal | None:
    """The one amount that everything between two amounts is made into; None where it differs, or none is made.

    Rounding keeps the order of amounts, so the two ends tell.
    """
    low = made(amounts.low)
    return low if amounts.exact is not None or low == made(amounts.high) else None


def _sums(most: Decimal, strengths: tuple[Decimal, ...]) -> set[Decimal]:
    """Every sum of units up to `most`, inclusive, with nothing as the first."""
    reached = {Decimal(0)}
    frontier = {Decimal(0)}
    while frontier:
        frontier = {more for total in frontier for unit in strengths if (more := total + unit) <= most} - reached
        reached |= frontier
    return reached
