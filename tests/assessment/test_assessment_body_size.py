"""The size for doses by it: what is on file, as far as it is one value, and what the label allows to work out."""

from __future__ import annotations

from decimal import Decimal

from support.build import observation, quantity, weight
from support.coding import BSA
from support.facts import chart
from support.shipped import load_label, revision_dates

from validator.assessment.body_size import body_of
from validator.chart.fact import Chart
from validator.dosage import AmountRange, Body

CURRENT = load_label("cabometyx", revision_dates("cabometyx")[-1])


def area(value: str, name: str) -> dict[str, object]:
    return observation(name, BSA, "2026-11-18", value=quantity(Decimal(value), "m2"))


def body(read: Chart) -> Body:
    return body_of(read, CURRENT)


def test_one_value_is_the_size() -> None:
    found = body(chart(weight("40", "2026-11-18"), area("1.3", "a")))
    assert (found.weight_kg, found.bsa_m2) == (AmountRange.of(Decimal(40)), AmountRange.of(Decimal("1.3")))


def test_values_that_disagree_are_what_lies_between() -> None:
    heavy = weight("41", "2026-11-18", name="heavy")
    found = body(chart(weight("40", "2026-11-18"), heavy, area("1.3", "a"), area("1.4", "b")))
    assert found.weight_kg == AmountRange(Decimal(40), Decimal(41))
    assert found.bsa_m2 == AmountRange(Decimal("1.3"), Decimal("1.4"))


def test_nothing_on_file_is_no_size() -> None:
    found = body(chart())
    assert (found.weight_kg, found.bsa_m2) == (None, None)
