"""A size in pounds or inches has what a label would write beside it, and never reads as the limit it is under."""

from __future__ import annotations

from decimal import Decimal

import pytest

from validator.chart.observed.size import in_label_unit
from validator.quantity import Quantity


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        ("83.8", "[lb_av]", "38 kg (83.8 lb)"),
        ("88.18", "[lb_av]", "39.9 kg (88.18 lb)"),
        ("88.19", "[lb_av]", "40 kg (88.19 lb)"),
        ("1411", "[oz_av]", "40 kg (1411 oz)"),
        ("70", "[in_i]", "177.8 cm (70 in)"),
        ("38", "kg", "38 kg"),
        ("150", "cm", "150 cm"),
    ],
)
def test_a_size_is_told_in_the_unit_of_labels_rounded_down(value: str, unit: str, told: str) -> None:
    # As charts write the unit: the name alone, without the marks of UCUM.
    written = f"{value} {unit.strip('[]').partition('_')[0]}"
    assert in_label_unit(Quantity(Decimal(value), unit), written) == told
