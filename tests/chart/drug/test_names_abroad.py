"""The herb and the fruit of the label under the names that other languages have for them."""

from __future__ import annotations

import pytest
from support.answer import answer, check
from support.build import statement
from support.coding import concept
from support.judged import named
from support.plain import kidney

HERB = (
    "Johanniskraut", "millepertuis", "hierba de San Juan", "hipérico", "erva de São João", "hipericão",
    "Sint-Janskruid", "johannesört", "johannesurt", "dziurawiec", "třezalka", "orbáncfű", "mäkikuisma",
    "sari kantaron", "sunatoare",
)  # fmt: skip
FRUIT = ("toranja", "grejpfrut", "greippi", "greyfurt", "pompelmoes", "suco de toranja", "grapefrukt")
OTHERS = ("pomme", "laranja", "kamomilla", "Baldrian", "mięta", "citrom", "tilleul")


@pytest.mark.parametrize("name", [*HERB, *FRUIT])
def test_it_is_known_by_its_name(name: str) -> None:
    found = answer(check(kidney(beside=(statement("other", concept(text=name)),))))
    assert named(found, "grapefruit-or-st-johns-wort")[0].verdict.value == "warning"


@pytest.mark.parametrize("name", OTHERS)
def test_other_plants_are_left_alone(name: str) -> None:
    found = answer(check(kidney(beside=(statement("other", concept(text=name)),))))
    assert not named(found, "grapefruit-or-st-johns-wort")
