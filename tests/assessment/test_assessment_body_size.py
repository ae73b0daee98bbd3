"""The size for doses that are ordered by it: only where the values of the newest day agree."""

from __future__ import annotations

from decimal import Decimal

from support.build import observation, quantity, weight
from support.coding import BSA
from support.facts import chart

from validator.assessment.body_size import body_of


def area(value: str, name: str) -> dict[str, object]:
    return observation(name, BSA, "2026-11-18", value=quantity(Decimal(value), "m2"))


def test_one_value_is_the_size() -> None:
    found = body_of(chart(weight("40", "2026-11-18"), area("1.3", "a")))
    assert (found.weight_kg, found.bsa_m2) == (Decimal(40), Decimal("1.3"))


def test_values_that_disagree_are_no_size() -> None:
    heavy = weight("41", "2026-11-18", name="heavy")
    found = body_of(chart(weight("40", "2026-11-18"), heavy, area("1.3", "a"), area("1.4", "b")))
    assert (found.weight_kg, found.bsa_m2) == (None, None)


def test_nothing_on_file_is_no_size() -> None:
    found = body_of(chart())
    assert (found.weight_kg, found.bsa_m2) == (None, None)
