"""Decimal amounts with UCUM units, compared unrounded."""

from __future__ import annotations

from decimal import Decimal

import pytest

from validator.quantity import Quantity, UnitMismatchError, plain


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        ("40", "kg", "kg", "40"),
        ("40000", "g", "kg", "40"),
        ("88", "[lb_av]", "kg", "39.91612856"),
        ("16", "[oz_av]", "[lb_av]", "1"),
        ("1", "[lb_av]", "kg", "0.45359237"),
        ("60000", "ug", "mg", "60"),
        ("0.06", "g", "mg", "60"),
        ("1.52", "m", "cm", "152"),
        ("60", "[in_i]", "cm", "152.4"),
        ("5", "[ft_i]", "[in_i]", "60"),
        ("1520", "mm", "cm", "152"),
        ("12000", "cm2", "m2", "1.2"),
        ("2", "d", "h", "48"),
        ("1", "wk", "d", "7"),
        ("90", "min", "s", "5400"),
        ("120", "mm[Hg]", "mm[Hg]", "120"),
        ("133.322", "kPa", "mm[Hg]", "1000"),
        ("4", "ukat/L", "U/L", "240"),
        ("50", "nkat/L", "U/L", "3"),
    ],
)
def test_amounts_of_one_kind_convert_exactly(value: str, unit: str, to: str, expected: str) -> None:
    assert Quantity(Decimal(value), unit).to(to) == Decimal(expected)


def test_another_kind_of_unit_is_refused() -> None:
    with pytest.raises(UnitMismatchError, match=r"^kg is a mass, cm a length$"):
        Quantity(Decimal(40), "kg").to("cm")
    with pytest.raises(UnitMismatchError, match=r"^no conversion for the unit 'stone'$"):
        Quantity(Decimal(40), "kg").to("stone")
    with pytest.raises(UnitMismatchError, match=r"^no conversion for the unit 'stone'$"):
        Quantity(Decimal(6), "stone").to("kg")


def test_an_unknown_unit_is_itself() -> None:
    assert Quantity(Decimal(6), "stone").to("stone") == 6


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("60", "60"),
        ("60.0", "60"),
        ("60.50", "60.5"),
        ("6E+1", "60"),
        ("0.5", "0.5"),
        ("100", "100"),
        ("1E-7", "0.0000001"),
    ],
)
def test_an_amount_is_written_as_people_do(amount: str, text: str) -> None:
    assert plain(Decimal(amount)) == text
    assert str(Quantity(Decimal(amount), "mg")) == f"{text} mg"
