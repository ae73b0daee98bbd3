"""What is said first of a dose: the fact that decides it, the label's dose, what is ordered; then the safe act."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, condition, observation, order, patient, statement, weight
from support.coding import CHILD_PUGH, CHILD_PUGH_SCORE, CONDITIONS, concept, icd
from support.judged import judged, liver_cancer, named, only, tablets, thyroid
from support.plain import kidney, kidney_cancer, lung_metastasis, sixty

ABOVE, OPEN, PAIR = "dose-above-label", "dose-depends-on-missing-fact", "interacting-drug"


def taking(words: str, **elements: Any) -> Resource:
    return statement("beside", {"text": words}, start="2026-11-09") | elements


def beside(words: str, dose: Resource | None = None) -> list[Resource]:
    return kidney(dose or sixty(), beside=(taking(words),))


def beside_on_hold(words: str) -> list[Resource]:
    return kidney(sixty(), beside=(taking(words, status="on-hold"),))


# A dose that is too high


@pytest.mark.parametrize("kilograms", ["38", "39.9", "25"])
def test_a_weight_that_decides_stands_before_the_dose(kilograms: str) -> None:
    found = only(thyroid(sixty(), kilograms=kilograms), ABOVE)
    assert found.heading == f"14 years, {kilograms} kg: CABOMETYX 40 mg once daily, not 60 mg."


@pytest.mark.parametrize(
    ("born", "says"), [("2011", "38 kg:"), ("2013-11-20", "13 years, 38 kg:"), ("2014-02", "12 years, 38 kg:")]
)
def test_the_age_stands_before_the_weight_where_it_is_known_in_years(born: str, says: str) -> None:
    chart = [patient(born=born), *thyroid(sixty())[1:]]
    assert only(chart, ABOVE).heading.startswith(says)


def test_a_weight_in_pounds_is_told_in_kilograms_first() -> None:
    found = only(thyroid(sixty(), weight("38", "2026-11-18", unit="lb"), kilograms=None), ABOVE)
    assert found.heading == "14 years, 38 kg (83.77566 lb): CABOMETYX 40 mg once daily, not 60 mg."


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("itraconazole 100 mg capsule", "Replace itraconazole (strong CYP3A4 inhibitor), or"),
        ("ITRACONAZOLE 100 MG PO CAPS", "Replace ITRACONAZOLE (strong CYP3A4 inhibitor), or"),
        ("PREZCOBIX 800-150 MG PO TABS", "PREZCOBIX (contains cobicistat, strong CYP3A4 inhibitor)"),
        ("Stribild", "Stribild (contains cobicistat, strong CYP3A4 inhibitor)"),
    ],
)
def test_an_interacting_drug_is_named_with_its_class(words: str, says: str) -> None:
    assert only(beside(words), ABOVE).heading == f"{says}: CABOMETYX 40 mg once daily, not 60 mg."


def test_a_class_of_the_liver_is_named_as_the_label_has_it() -> None:
    class_b = observation("class", CHILD_PUGH_SCORE, "2026-11-01", coded=CHILD_PUGH["B"][0])
    assert only(liver_cancer(sixty(), class_b), ABOVE).heading == (
        "Child-Pugh class B: CABOMETYX 40 mg once daily, not 60 mg."
    )


def test_a_dose_that_no_fact_of_the_patient_decides_has_no_title() -> None:
    assert only(kidney(tablets(80)), ABOVE).heading == ""


def test_where_no_single_dose_is_written_the_most_that_fits_all_that_meets_is_told() -> None:
    class_b = observation("class", CHILD_PUGH_SCORE, "2026-11-01", coded=CHILD_PUGH["B"][0])
    chart = liver_cancer(tablets(80), class_b, taking("clarithromycin 500 mg"))
    assert only(chart, ABOVE).heading == (
        "Clarithromycin (strong CYP3A4 inhibitor) and Child-Pugh class B: "
        "CABOMETYX 40 mg once daily at most, not 80 mg."
    )


def test_of_what_raises_and_what_lowers_the_dose_no_most_is_told() -> None:
    class_b = observation("class", CHILD_PUGH_SCORE, "2026-11-01", coded=CHILD_PUGH["B"][0])
    found = only(liver_cancer(tablets(100), class_b, taking("rifampin 600 mg")), ABOVE)
    assert "at most" not in found.heading


def test_a_drug_begun_after_a_reduction_is_replaced_first_all_the_same() -> None:
    reduced = order(
        tablets(40)["medicationCodeableConcept"], tablets(40)["dosageInstruction"],
        name="before", on="2026-10-01", status="stopped",
    )  # fmt: skip
    itraconazole = taking("itraconazole 100 mg capsule") | {"effectivePeriod": {"start": "2026-11-02"}}
    found = only(kidney(tablets(40), beside=(reduced, itraconazole)), ABOVE)
    assert found.heading == "Replace itraconazole (strong CYP3A4 inhibitor), or: CABOMETYX 20 mg once daily, not 40 mg."


# What to do, in the label's order


def test_a_drug_that_can_be_replaced_is_replaced_first() -> None:
    assert only(beside("itraconazole 100 mg capsule"), ABOVE).to_do == (
        "replace itraconazole if that can be done (ask who prescribes it); if it must stay, order 40 mg once daily, "
        "and go back to 60 mg once daily 2 to 3 days after it ends"
    )


@pytest.mark.parametrize("words", ["PREZCOBIX 800-150 MG PO TABS", "ritonavir 100 mg tablet", "cobicistat 150 mg"])
def test_a_drug_against_hiv_is_never_just_replaced(words: str) -> None:
    chart = beside(words)
    for code in (ABOVE, PAIR):
        to_do = only(chart, code).to_do
        assert "ask who prescribes it" in to_do
        assert "replace" not in to_do


def test_nor_are_two_of_which_one_is_against_hiv() -> None:
    chart = kidney(sixty(), beside=(taking("itraconazole"), taking("ritonavir 100 mg tablet", id="second")))
    for code in (ABOVE, PAIR):
        for found in named(judged(chart), code):
            assert "replace" not in found.to_do or "ritonavir" not in found.to_do
    assert only(chart, ABOVE).to_do.endswith("do not stop itraconazole, ritonavir yourself, ask who prescribes it")


@pytest.mark.parametrize("words", ["rifampin 600 mg", "carbamazepine 200 mg tablet", "phenytoin 100 mg capsule"])
def test_nor_is_one_against_tuberculosis_or_seizures(words: str) -> None:
    assert "ask who prescribes it" in only(beside(words), PAIR).to_do


@pytest.mark.parametrize("words", ["itraconazole", "clarithromycin 500 mg", "ketoconazole 200 mg tablet"])
def test_any_other_one_is_replaced_where_that_can_be_done(words: str) -> None:
    assert only(beside(words), PAIR).to_do.startswith(f"replace {words.split(maxsplit=1)[0]} if that can be done")


# A dose that is open


def test_a_missing_weight_has_the_dose_in_both_cases() -> None:
    assert only(thyroid(sixty(), kilograms=None), OPEN).heading == (
        "14 years, no body weight on file: 60 mg at 40 kg or more, 40 mg under 40 kg; "
        "CABOMETYX 60 mg once daily is ordered."
    )


def test_an_age_that_is_not_known_in_years_is_left_out() -> None:
    chart = [patient(born="2012"), *thyroid(sixty(), kilograms=None)[1:]]
    assert only(chart, OPEN).heading.startswith("No body weight on file: 60 mg at 40 kg or more")


def test_without_a_date_of_birth_it_is_said_for_whom_each_dose_is() -> None:
    undated = {name: value for name, value in patient(born="2012-11-22").items() if name != "birthDate"}
    assert only([undated, *thyroid(sixty())[1:]], OPEN).heading.startswith(
        "No date of birth is readable: 40 mg for pediatric patients under 40 kg, 60 mg for everybody else"
    )


def test_weights_that_conflict_are_said_with_what_pounds_would_make_of_one() -> None:
    chart = thyroid(sixty(), weight("84", "2026-11-20", name="new"), kilograms="38")
    found = only(chart, OPEN)
    assert (
        "84 kg and 38 kg on file conflict (84 lb is 38 kg): 60 mg at 40 kg or more, 40 mg under 40 kg" in found.heading
    )


def test_weights_that_are_only_nearly_pounds_and_kilograms_are_not_called_so() -> None:
    found = only(thyroid(sixty(), weight("84", "2026-11-20", name="new"), kilograms="39"), OPEN)
    assert found.heading == ("14 years, 84 kg and 39 kg on file conflict: 60 mg at 40 kg or more, 40 mg under 40 kg.")


def test_one_weight_conflicts_with_none() -> None:
    chart = [patient(born="2009-11-22"), *thyroid(sixty())[1:]]
    assert "conflict" not in only(chart, OPEN).heading


def test_the_size_is_no_case_where_one_of_the_regimens_is_for_everybody() -> None:
    assert only(thyroid(sixty(), kidney_cancer(), lung_metastasis(), kilograms=None), OPEN).heading == ""


def test_a_drug_that_may_be_taken_has_the_dose_with_it_and_without() -> None:
    assert only(beside_on_hold("itraconazole"), OPEN).heading == (
        "Itraconazole is on file, but not whether it is still taken: without 60 mg, with strong CYP3A4 inhibitor 40 mg."
    )
    # The dose is by weight too, but the weight is known.
    child = thyroid(tablets(40), taking("itraconazole", status="on-hold"))
    assert "without 40 mg, with strong CYP3A4 inhibitor 20 mg" in only(child, OPEN).heading


def test_two_open_facts_have_no_title() -> None:
    cirrhosis = condition("liver", concept(icd("K74.60", "Unspecified cirrhosis of liver")), onset="2020-01-01")
    chart = liver_cancer(sixty(), cirrhosis, taking("itraconazole", status="on-hold"))
    assert only(chart, OPEN).heading == ""


def test_a_missing_class_has_the_dose_in_every_class() -> None:
    cirrhosis = condition("liver", concept(icd("K74.60", "Unspecified cirrhosis of liver")), onset="2020-01-01")
    found = only(liver_cancer(sixty(), cirrhosis), OPEN)
    assert found.heading.endswith("no Child-Pugh class on file: class A 60 mg, B 40 mg, C avoid.")


def test_a_title_has_room_on_a_card() -> None:
    for chart in (thyroid(sixty(), kilograms=None), beside("PREZCOBIX 800-150 MG PO TABS")):
        assert all(len(one.heading) < 130 for one in judged(chart).findings)


@pytest.mark.parametrize(("letters", "is_whole"), [(18, True), (19, False)])
def test_what_is_ordered_stands_in_a_title_that_has_room_for_it(letters: int, is_whole: bool) -> None:
    cirrhosis = condition("liver", concept(icd("K74.60", "C" * letters)), onset="2020-01-01")
    heading = only(liver_cancer(sixty(), cirrhosis), OPEN).heading
    assert heading.endswith("; CABOMETYX 60 mg once daily is ordered.") is is_whole
    assert "class A 60 mg, B 40 mg, C avoid" in heading


@pytest.mark.parametrize(("letters", "length"), [(9, 120), (10, 0)])
def test_a_title_that_has_no_room_is_left_out(letters: int, length: int) -> None:
    assert len(only(beside_on_hold(f"itraconazole {'x' * letters}"), OPEN).heading) == length


# What does not decide


def test_a_bleeding_that_goes_on_is_not_told_how_long_ago_counts() -> None:
    now = condition("bleeding", concept(*CONDITIONS["hemorrhage/melena"]), onset="2026-11-10")
    (found,) = named(judged(kidney(sixty(), beside=(now,))), "recent-hemorrhage")
    assert "90 days" not in found.detail
