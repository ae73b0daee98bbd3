"""Where the dose of an order is not known, a button for the label's dose writes over nothing that the order tells."""

from __future__ import annotations

from typing import Any

import pytest
from support.cds_call import call_of, order_in
from support.consulted import cards_for

MG = {"unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"}
DAILY = {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}}
RANGE = {"doseRange": {"low": {"value": 20} | MG, "high": {"value": 40} | MG}}


def amount(*values: int, unit: dict[str, str] = MG) -> list[dict[str, Any]]:
    return [{"doseQuantity": {"value": value} | unit} for value in values]


def buttons(*instructions: dict[str, Any]) -> list[str]:
    """The buttons for the label's dose, 60 mg once daily, on the card of an order that it is not known for."""
    call = call_of("rcc-no-frequency")
    order_in(call)["dosageInstruction"] = list(instructions)
    (card,) = cards_for(call)
    assert card["indicator"] == "warning"
    return [one["label"] for one in card.get("suggestions", []) if one["label"].startswith("Label dose")]


@pytest.mark.parametrize(
    "instructions",
    [
        [{"timing": DAILY, "doseAndRate": [RANGE]}],
        [{"timing": DAILY, "doseAndRate": amount(60, 40)}],
        [{"timing": DAILY, "doseAndRate": amount(40, unit={})}],
        [{"timing": DAILY, "doseAndRate": amount(60, unit={"unit": "scoops"})}],
        [{"timing": {"code": {"text": "5 days on, 2 days off"}}, "doseAndRate": amount(60)}],
        [{"timing": {"code": {"text": "per protocol"}}, "doseAndRate": amount(40)}],
        [{"doseAndRate": amount(40)}],
    ],
    ids=[
        "a range below it",
        "two amounts",
        "a number without a unit",
        "a unit that is none",
        "days off",
        "words in place of a frequency",
        "another amount",
    ],
)
def test_what_is_told_otherwise_is_not_written_over(instructions: list[dict[str, Any]]) -> None:
    assert buttons(*instructions) == []


@pytest.mark.parametrize(
    "instructions",
    [
        [{"timing": DAILY}],
        [{"doseAndRate": amount(60)}],
        [{"route": {"text": "oral"}}],
        [{"timing": DAILY, "doseAndRate": amount(60, unit={})}],
        [{"timing": DAILY, "doseAndRate": [{"doseRange": {"low": {"value": 60} | MG}}]}],
    ],
    ids=["no amount", "no frequency", "neither", "the number alone", "one end of a range"],
)
def test_what_is_only_missing_is_filled_in(instructions: list[dict[str, Any]]) -> None:
    assert buttons(*instructions) == ["Label dose: 60 mg once daily"]


def test_words_that_are_written_over_are_named() -> None:
    assert buttons({"text": "tomar uno por la tarde segun protocolo"}) == [
        "Label dose: 60 mg once daily, without part of what it says"
    ]
