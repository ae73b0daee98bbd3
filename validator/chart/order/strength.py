"""What one unit of an ordered product holds: a tablet, a capsule, a millilitre of a solution."""

from __future__ import annotations

import re
from decimal import Decimal

from validator.chart.fact import Product
from validator.chart.observed.amount import milligrams_of, unit_of
from validator.dosage import UnitStrength
from validator.dosage.unit import Measure, unit_of_word
from validator.fhir.element import QuantityElement, Ratio
from validator.regex import regex
from validator.terminology.unit import CAPSULE, PILL, TABLET

_PIECES = frozenset({"1", TABLET, CAPSULE, PILL})
FORM_WORDS = {
    "tablet": regex(r"\btab(?:let)?s?\b", re.I),
    "capsule": regex(r"\bcap(?:sule)?s?\b", re.I),
    "solution": regex(r"\b(?:oral (?:solution|suspension|liquid)|syrup)\b", re.I),
}


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


def strength_of_piece(strength: Ratio | QuantityElement | None) -> Decimal | None:
    """Milligrams in one tablet or capsule; None where it is a concentration or not told."""
    if isinstance(strength, Ratio):
        per = strength.denominator
        if per is not None:
            unit = unit_of(per)
            is_piece = (unit.unit or "1") in _PIECES and (not unit.unread or _names_piece(unit.unread))
            if (per.value is not None and per.value <= 0) or unit.conflict or not is_piece:
                return None
            mg = milligrams_of(strength.numerator)
            return mg / Decimal(per.value) if mg is not None and per.value is not None else mg
        strength = strength.numerator
    return milligrams_of(strength)


def concentration(strength: Ratio | QuantityElement | None) -> Decimal | None:
    """Milligrams in one millilitre; None where the strength is that of a piece, or not told."""
    if not isinstance(strength, Ratio) or strength.denominator is None:
        return None
    per = strength.denominator
    mg, unit = milligrams_of(strength.numerator), unit_of(per)
    if mg is None or unit.unit != "mL" or unit.conflict or per.value is None or per.value <= 0:
        return None
    return mg / Decimal(per.value)


def _names_piece(word: str) -> bool:
    return any(pattern.search(word) for pattern in FORM_WORDS.values())
