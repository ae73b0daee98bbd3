"""What one unit of an ordered product holds: a tablet, a capsule, a millilitre of a solution."""

from __future__ import annotations

from decimal import Decimal

from validator.chart.fact import Product
from validator.dosage import UnitStrength
from validator.dosage.unit import Measure, unit_of_word


def unit_strength(product: Product) -> UnitStrength:
    """The strength of one unit, where the product has exactly one; a kit has its daily dose instead."""
    if product.form == "solution":
        return UnitStrength(mg=product.mg_per_ml, form=product.form)
    single = next(iter(product.strengths_mg)) if len(product.strengths_mg) == 1 else None
    return UnitStrength(mg=single, form=product.form, pack_daily_mg=product.pack_daily_mg)


def mg_counted_by(product: Product, word: str | None) -> Decimal | None:
    """The milligrams in one of what an amount to dispense counts; None where it counts something else, or cannot tell.

    `word` is its unit. A number without one counts tablets or capsules; of a solution it may count bottles.
    """
    is_solution = product.form == "solution"
    if word is None or word == "1":
        return None if is_solution else unit_strength(product).mg
    unit = unit_of_word(word)
    if unit is None or unit.measure is not (Measure.VOLUME if is_solution else Measure.COUNT):
        return None
    return unit_strength(product).mg
