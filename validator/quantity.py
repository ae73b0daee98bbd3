"""Decimal amounts with UCUM units. Amounts are compared unrounded; other kinds of unit are never compared at all."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

_FACTORS: dict[str, tuple[str, Decimal]] = {
    # UCUM code -> (dimension, factor to the dimension's base unit)
    "kg": ("mass", Decimal(1)),
    "g": ("mass", Decimal("0.001")),
    "mg": ("mass", Decimal("0.000001")),
    "ug": ("mass", Decimal("0.000000001")),
    "[lb_av]": ("mass", Decimal("0.45359237")),
    "[oz_av]": ("mass", Decimal("0.028349523125")),
    "m": ("length", Decimal(1)),
    "cm": ("length", Decimal("0.01")),
    "mm": ("length", Decimal("0.001")),
    "[in_i]": ("length", Decimal("0.0254")),
    "[ft_i]": ("length", Decimal("0.3048")),
    "m2": ("area", Decimal(1)),
    "cm2": ("area", Decimal("0.0001")),
    "g/L": ("mass concentration", Decimal(1)),
    "g/dL": ("mass concentration", Decimal(10)),
    "mg/dL": ("mass concentration", Decimal("0.01")),
    "mg/L": ("mass concentration", Decimal("0.001")),
    "mmol/L": ("substance concentration", Decimal(1)),
    "umol/L": ("substance concentration", Decimal("0.001")),
    "mm[Hg]": ("pressure", Decimal(1)),
    "d": ("time", Decimal(86400)),
    "h": ("time", Decimal(3600)),
    "min": ("time", Decimal(60)),
    "s": ("time", Decimal(1)),
    "wk": ("time", Decimal(604800)),
}

# Words people write in Quantity.unit where a code is missing; only words that can mean one thing.
_WORDS = {
    "kg": "kg", "kilogram": "kg", "kilograms": "kg", "kgs": "kg", "gram": "g", "grams": "g", "gm": "g",
    "milligram": "mg", "milligrams": "mg", "mgs": "mg",
    "microgram": "ug", "micrograms": "ug", "mcg": "ug", "µg": "ug", "μg": "ug",
    "lb": "[lb_av]", "lbs": "[lb_av]", "pound": "[lb_av]", "pounds": "[lb_av]",
    "cm": "cm", "centimeter": "cm", "centimeters": "cm", "centimetre": "cm", "centimetres": "cm",
    "meter": "m", "metre": "m", "inch": "[in_i]", "inches": "[in_i]", "in": "[in_i]",
    "ft": "[ft_i]", "feet": "[ft_i]", "m²": "m2", "m^2": "m2", "mmhg": "mm[Hg]", "mm hg": "mm[Hg]",
    "g/l": "g/L", "g/dl": "g/dL", "gm/dl": "g/dL", "mg/dl": "mg/dL", "mg/l": "mg/L", "mmol/l": "mmol/L",
    "umol/l": "umol/L", "µmol/l": "umol/L", "μmol/l": "umol/L", "mcmol/l": "umol/L",
}  # fmt: skip


class UnitMismatchError(ValueError):
    """Two amounts of different kinds were to be compared, or a unit is not known here."""


def ucum_unit(code: str | None, word: str | None) -> str | None:
    """The UCUM code for a Quantity's `code`, else for its `unit` text; None when neither is known here.

    A code wins over the text. Codes are case-sensitive (`Mg` is a megagram), words are not.
    """
    if code is not None:
        return code if code in _FACTORS else None
    if word is None:
        return None
    word = word.strip()
    return word if word in _FACTORS else _WORDS.get(word.lower())


@dataclass(frozen=True, slots=True)
class Quantity:
    """An exact amount and its UCUM unit."""

    value: Decimal
    unit: str

    def to(self, unit: str) -> Decimal:
        """The same amount in another unit of the same kind, unrounded. Raises UnitMismatchError."""
        if unit == self.unit:
            return self.value
        try:
            here, there = _FACTORS[self.unit], _FACTORS[unit]
        except KeyError as error:
            raise UnitMismatchError(f"no conversion for the unit {error}") from error
        if here[0] != there[0]:
            raise UnitMismatchError(f"{self.unit} is a {here[0]}, {unit} a {there[0]}")
        return self.value * here[1] / there[1]

    def __str__(self) -> str:
        return f"{plain(self.value)} {self.unit}"


def plain(amount: Decimal) -> str:
    """An amount as people write it: no exponent, no trailing zeros (`60`, `0.5`, `39.9`)."""
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
