"""Two letters that take an order back, and words of the skin beside a tablet. All patients are synthetic."""

from __future__ import annotations

import pytest
from support.build import Resource
from support.judged import judged
from support.plain import kidney, sixty


def said(words: str, where: str = "text") -> set[str]:
    order: Resource = sixty()
    if where == "note":
        order = order | {"note": [{"text": words}]}
    else:
        order["dosageInstruction"][0][where] = words
    return {one.code for one in judged(kidney(order)).findings if one.verdict.value != "accept"}


@pytest.mark.parametrize("where", ["text", "patientInstruction", "note"])
@pytest.mark.parametrize("words", ["DC", "dc.", "D/C", "Take with water. DC"])
def test_the_letters_of_stopping_alone_take_the_order_back(words: str, where: str) -> None:
    assert said(words, where) == {"text-takes-order-back"}


@pytest.mark.parametrize(
    "words",
    ["Walgreens, Washington, DC", "Deliver to CVS Washington DC", "Supply until DC", "on DC", "DC home", "DC med"],
)
def test_a_town_a_title_and_a_discharge_are_silent(words: str) -> None:
    assert not said(words, "note")


@pytest.mark.parametrize("words", ["Apply topically", "Apply topically daily", "Apply thin layer to skin"])
def test_what_is_put_on_the_skin_and_names_nothing_is_the_drug(words: str) -> None:
    assert said(words) == {"text-not-understood"}


@pytest.mark.parametrize(
    "words",
    [
        "Apply urea cream to hands and feet twice daily",
        "Apply topical steroid to rash",
        "Apply sunscreen",
        "Apply moisturizer daily",
        "Copay card may apply",
    ],
)
def test_a_cream_beside_the_drug_is_silent(words: str) -> None:
    assert not said(f"Take 60 mg by mouth once daily. {words}")
