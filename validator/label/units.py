"""What a product can make: whole tablets or capsules of its strengths, or what is measured of a solution."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from validator.label.model import Label

MOST_MG = Decimal(2000)
"""Above this no dose is worked out in whole units; a count of so many is no dose that anybody takes at one time."""


def makes(mg: Decimal, strengths: tuple[Decimal, ...]) -> bool:
    """Whether whole units of these strengths, at least one, add up to exactly `mg`."""
    return 0 < mg <= MOST_MG and mg in _sums(mg, strengths)


def can_be_measured(mg: Decimal, label: Label) -> bool:
    """Whether the product makes exactly `mg` at one time: in whole units, or in whole marks of the measuring device."""
    if label.mark_mg is not None:
        return mg > 0 and (Fraction(mg) / Fraction(label.mark_mg)).denominator == 1
    return makes(mg, label.strengths_mg)


def rounded(mg: Decimal, most: Decimal, label: Label) -> Decimal | None:
    """The amount that the product makes for a calculated dose, by the label's `rounding`; None where it makes none.

    Never above `most` (mg at one time, inclusive): what would be, is rounded down. `nearest` takes the lower of two
    that are as near. Nothing is rounded to no dose at all.
    """
    below, above = _around(min(mg, most), label)
    if above is None or above > most:
        return below
    match label.rounding:
        case None | "down":
            return below
        case "up":
            return above
        case "nearest":
            return above if below is None or above - mg < mg - below else below


def _around(mg: Decimal, label: Label) -> tuple[Decimal | None, Decimal | None]:
    """The greatest amount made that is not above `mg`, and the least that is not below it."""
    if label.mark_mg is not None:
        marks = Fraction(mg) / Fraction(label.mark_mg)
        below, above = (Decimal(count) * label.mark_mg for count in (int(marks), -int(-marks // 1)))
        return (below if below > 0 else None), (above if above > 0 else None)
    most = min(mg, MOST_MG) + max(label.strengths_mg)
    made = _sums(most, label.strengths_mg) - {Decimal(0)}
    lower, higher = [one for one in made if one <= mg], [one for one in made if one >= mg]
    return (max(lower) if lower else None), (min(higher) if higher else None)


def _sums(most: Decimal, strengths: tuple[Decimal, ...]) -> set[Decimal]:
    """Every sum of units up to `most`, inclusive, with nothing as the first."""
    reached = {Decimal(0)}
    frontier = {Decimal(0)}
    while frontier:
        frontier = {more for total in frontier for unit in strengths if (more := total + unit) <= most} - reached
        reached |= frontier
    return reached
