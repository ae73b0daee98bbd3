"""What the words of an order say beside its codes."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, dosage, every, order, quantity
from support.coding import concept
from support.facts import chart
from support.judged import judged
from support.plain import TABLET_60, kidney, neuroendocrine, with_dosage
from support.product import CLINICAL_DRUGS
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
        ("Take 40 mg daily, avoid grapefruit", ("Take 40 mg daily, avoid grapefruit",), (), (), False),
        ("Take 40 mg daily, avoid pomelo", ("Take 40 mg daily, avoid pomelo",), (), (), False),
        ("Take 40 mg daily, see handout avoid pomelo", ("40 mg",), (), (), False),
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


UNSAID = {"text": "cabozantinib tablets"}
"""Tablets of which nobody says what is in one."""


def told(words: str, medication: dict[str, Any] = TABLET_60, mg: int = 60, times: int = 1) -> list[str]:
    """What of the words of an order is told as another dose than 60 mg once daily."""
    made = order(medication, [dosage(quantity(mg, "mg"), every(times=times), text=words)])
    found = judged(kidney(made)).findings
    return [one.message.partition('"')[2].partition('"')[0] for one in found if one.code == "text-contradicts-dose"]


@pytest.mark.parametrize(
    ("words", "is_told"),
    [
        ("Take 1 tablet daily", False),
        ("Take 3 tablets daily", False),  # of 20 mg
        ("Take 4 tablets daily", True),  # no tablet holds 15 mg
        ("Take half a tablet daily", True),
        ("Take 1 to 2 tablets daily", True),
        ("Take one 40 mg tablet and one 20 mg tablet with care", False),
        ("Take one 40 mg tablet and two 20 mg tablets with care", True),
        ("Take 60 mg in the morning and 40 mg in the evening", True),
        ("Take 60 mg daily for 14 days, then 60 mg daily", True),
        ("Take 60 mg daily for 14 days, then 40 mg daily", True),
    ],
)
def test_tablets_of_which_the_strength_is_not_told_are_any_that_is_sold(words: str, is_told: bool) -> None:
    assert bool(told(words, UNSAID)) is is_told


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        ("1-0-0 with the special cup", []),
        ("1-0-1 with the special cup", ["1-0-1"]),
        ("2-0-0 with the special cup", ["2-0-0"]),
        ("dispense tablets", []),
        ("dispense capsules", ["dispense capsules"]),
    ],
)
def test_a_scheme_and_a_form_are_held_against_the_codes(words: str, quoted: list[str]) -> None:
    assert told(words) == quoted


def test_a_dose_in_the_morning_and_one_in_the_evening_are_two_a_day() -> None:
    words = "take 1 tablet in the morning with the special cup; take 1 tablet in the evening"
    assert told(words)
    twenty = concept(CLINICAL_DRUGS["tablet", 20])
    assert told(words, twenty, mg=20, times=2) == []


def test_a_brand_contradicts_only_an_order_that_names_another_product() -> None:
    assert told("Cometriq as told", {"text": "cabozantinib"}) == []
    assert told("Cometriq as told", {"text": "Cabometyx"}) == ["Cometriq"]


def test_a_lower_dose_is_another_one_only_where_the_recommended_one_is_known() -> None:
    words = "Take a lower dose"
    assert told(words) == [words]
    made = order(TABLET_60, [dosage(quantity(60, "mg"), every(), text=words)])
    # An adolescent whose weight is not on file takes 40 or 60 mg.
    open_dose = judged([*neuroendocrine(born="2012-06-01", kilograms=None)[:-1], made])
    assert "text-contradicts-dose" not in {one.code for one in open_dose.findings}


def test_words_beside_a_dose_that_is_not_known_contradict_nothing() -> None:
    for timing, words in ((None, "21 days on 7 days off, with care"), (None, "1-0-1, with care")):
        made = order(TABLET_60, [dosage(quantity(60, "mg"), timing, text=words)])
        assert "text-contradicts-dose" not in {one.code for one in judged(kidney(made)).findings}
