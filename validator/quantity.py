"""Decimal amounts with UCUM units. Amounts are compared unrounded; other kinds of unit are never compared at all."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal

from validator.frozen import Frozen

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
    "mm[Hg]": ("pressure", Decimal("133.322")),
    "cm[Hg]": ("pressure", Decimal("1333.22")),
    "kPa": ("pressure", Decimal(1000)),
    "U/L": ("catalytic concentration", Decimal(1)),
    "ukat/L": ("catalytic concentration", Decimal(60)),
    "nkat/L": ("catalytic concentration", Decimal("0.06")),
    "d": ("time", Decimal(86400)),
    "h": ("time", Decimal(3600)),
    "min": ("time", Decimal(60)),
    "s": ("time", Decimal(1)),
    "wk": ("time", Decimal(604800)),
}


_FIVE_PLACES = Decimal("0.00001")


class UnitMismatchError(ValueError):
    """Two amounts of different kinds were to be compared, or a unit is not known here."""


def is_convertible(unit: str) -> bool:
    """Whether amounts in this UCUM unit can be compared with those in another."""
    return unit in _FACTORS


class Quantity(Frozen):
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


def rounded(amount: Decimal, places: int) -> Decimal:
    """An amount to so many places, half to even. `round` refuses what has more digits than the arithmetic keeps."""
    return Decimal(format(amount, f".{places}f"))


def cut(*amounts: Decimal) -> str:
    """One amount, or two as a range, to five places: cut, so that 1.1999999 is not shown as the 1.2 it lies under."""
    shown: dict[str, None] = {}
    for amount in dict.fromkeys(amounts):
        shown[plain(amount.quantize(_FIVE_PLACES, ROUND_FLOOR))] = None
    return " to ".join(shown)
