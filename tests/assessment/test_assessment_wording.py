"""What the words of an order say beside its codes."""

from __future__ import annotations

import pytest
from support.build import Resource, dosage, every, quantity
from support.facts import chart
from support.plain import with_dosage
from support.shipped import choose_label
from support.words import Text, ordered

from validator.assessment.situation import Situation
from validator.assessment.wording import Wording, wordings
from validator.instant import PartialDate


def read(what: Resource) -> list[Wording]:
    found = chart(what=what)
    assert found.order is not None
    choice = choose_label(found.order.product, found, PartialDate.parse("2026-11-22"))
    assert choice.label is not None
    return list(wordings(Situation(found.order, found, choice.label, choice)))


def test_an_order_without_words_has_no_wording() -> None:
    assert read(with_dosage(dosage(quantity(60, "mg"), every()))) == []


@pytest.mark.parametrize(
    ("words", "against", "stops", "telling", "foreign"),
    [
        ("Take 1 tablet daily", (), (), (), False),
        ("Take 40 mg daily", ("Take 40 mg daily",), (), (), False),
        ("Take 40 mg daily, avoid grapefruit", ("40 mg",), (), (), False),
        ("Take 1 tablet daily. Hold.", (), ("Hold",), (), False),
        ("Take 1 tablet daily, then 12", (), (), ("then 12",), False),
        ("Uno dos tres", (), (), (), True),
    ],
)
def test_each_text_has_what_was_made_of_it(
    words: str, against: tuple[str, ...], stops: tuple[str, ...], telling: tuple[str, ...], foreign: bool
) -> None:
    (found,) = read(ordered(Text(words)))
    assert (found.against, found.stops, found.telling, found.foreign) == (against, stops, telling, foreign)


def test_a_dose_that_is_not_known_is_contradicted_by_nothing() -> None:
    (found,) = read(with_dosage(dosage(quantity(60, "mg"), None, text="Take 4 tablets")))
    assert found.against == ()
