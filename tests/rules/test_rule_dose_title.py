"""What is said first of a dose: the fact that decides it, the label's dose, what is ordered; then the safe act."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, condition, statement, weight
from support.coding import CONDITIONS, concept, icd
from support.judged import judged, liver_cancer, named, only, tablets, thyroid
from support.plain import kidney, sixty

ABOVE, OPEN, PAIR = "dose-above-label", "dose-depends-on-missing-fact", "interacting-drug"


def taking(words: str, **elements: Any) -> Resource:
    return statement("beside", {"text": words}, start="2026-11-09") | elements


def beside(words: str, dose: Resource | None = None) -> list[Resource]:
    return kidney(dose or sixty(), beside=(taking(words),))


# A dose that is too high


@pytest.mark.parametrize("kilograms", ["38", "39.9", "25"])
def test_a_weight_that_decides_stands_before_the_dose(kilograms: str) -> None:
    found = only(thyroid(sixty(), kilograms=kilograms), ABOVE)
    assert found.heading == f"{kilograms} kg: CABOMETYX 40 mg once daily, not 60 mg."


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("itraconazole 100 mg capsule", "Itraconazole (strong CYP3A4 inhibitor)"),
        ("ITRACONAZOLE 100 MG PO CAPS", "ITRACONAZOLE (strong CYP3A4 inhibitor)"),
        ("PREZCOBIX 800-150 MG PO TABS", "PREZCOBIX (contains cobicistat, strong CYP3A4 inhibitor)"),
        ("Stribild", "Stribild (contains cobicistat, strong CYP3A4 inhibitor)"),
    ],
)
def test_an_interacting_drug_is_named_with_its_class(words: str, says: str) -> None:
    assert only(beside(words), ABOVE).heading == f"{says}: CABOMETYX 40 mg once daily, not 60 mg."


def test_a_dose_that_no_fact_of_the_patient_decides_has_no_title() -> None:
    assert only(kidney(tablets(80)), ABOVE).heading == ""


# What to do, in the label's order


def test_a_drug_that_can_be_replaced_is_replaced_first() -> None:
    assert only(beside("itraconazole 100 mg capsule"), ABOVE).to_do == (
        "replace itraconazole if that can be done; if it must stay, order 40 mg once daily, "
        "and go back to 60 mg once daily 2 to 3 days after it ends"
    )


@pytest.mark.parametrize("words", ["PREZCOBIX 800-150 MG PO TABS", "ritonavir 100 mg tablet", "cobicistat 150 mg"])
def test_a_drug_against_hiv_is_never_just_replaced(words: str) -> None:
    chart = beside(words)
    for code in (ABOVE, PAIR):
        to_do = only(chart, code).to_do
        assert "ask who prescribes it" in to_do
        assert "replace" not in to_do


@pytest.mark.parametrize("words", ["rifampin 600 mg", "carbamazepine 200 mg tablet", "phenytoin 100 mg capsule"])
def test_nor_is_one_against_tuberculosis_or_seizures(words: str) -> None:
    assert "ask who prescribes it" in only(beside(words), PAIR).to_do


@pytest.mark.parametrize("words", ["itraconazole", "clarithromycin 500 mg", "ketoconazole 200 mg tablet"])
def test_any_other_one_is_replaced_where_that_can_be_done(words: str) -> None:
    assert only(beside(words), PAIR).to_do.startswith(f"replace {words.split(maxsplit=1)[0]} if that can be done")


# A dose that is open


def test_a_missing_weight_has_the_dose_in_both_cases() -> None:
    assert only(thyroid(sixty(), kilograms=None), OPEN).heading == (
        "No body weight on file: 40 kg or more 60 mg, under 40 kg 40 mg; CABOMETYX 60 mg once daily is ordered."
    )


def test_weights_that_conflict_are_said_with_what_pounds_would_make_of_one() -> None:
    chart = thyroid(sixty(), weight("84", "2026-11-20", name="new"), kilograms="38")
    found = only(chart, OPEN)
    assert "84 kg and 38 kg on file conflict (84 lb is 38 kg): 40 kg or more 60 mg, under 40 kg 40 mg" in found.heading


def test_a_missing_class_has_the_dose_in_every_class() -> None:
    cirrhosis = condition("liver", concept(icd("K74.60", "Unspecified cirrhosis of liver")), onset="2020-01-01")
    found = only(liver_cancer(sixty(), cirrhosis), OPEN)
    assert found.heading.endswith("no Child-Pugh class on file: class A 60 mg, B 40 mg, C avoid.")


def test_a_title_has_room_on_a_card() -> None:
    for chart in (thyroid(sixty(), kilograms=None), beside("PREZCOBIX 800-150 MG PO TABS")):
        assert all(len(one.heading) < 130 for one in judged(chart).findings)


# What does not decide


def test_a_bleeding_that_goes_on_is_not_told_how_long_ago_counts() -> None:
    now = condition("bleeding", concept(*CONDITIONS["hemorrhage/melena"]), onset="2026-11-10")
    (found,) = named(judged(kidney(sixty(), beside=(now,))), "recent-hemorrhage")
    assert "90 days" not in found.detail
