"""What is said of an order where the liver's class is recorded, bounded by what is on file, or open."""

from __future__ import annotations

import pytest
from support.build import Resource, condition, observation, statement
from support.coding import CHILD_PUGH_SCORE, DRUGS, concept, icd
from support.judged import judged, liver_cancer, named, only, tablets, verdicts
from support.liver import ASCITES, ENCEPHALOPATHY, albumin, bilirubin, cirrhosis, inr, liver_tests, on_problem_list
from support.plain import kidney

BEST = liver_tests("0.9", "3.8", "1.1")
WORST = liver_tests("5.1", "2.4", "2.6")
SIGNS = [on_problem_list(ASCITES, "ascites"), on_problem_list(ENCEPHALOPATHY, "encephalopathy")]
CODE = "liver-class-not-recorded"


def recorded(points: int, on: str = "2026-03-10", name: str = "class") -> Resource:
    return observation(name, CHILD_PUGH_SCORE, on, number=points)


def ill(*resources: Resource, mg: int = 60) -> list[Resource]:
    return liver_cancer(cirrhosis(), *resources, tablets(mg))


def verdict(*resources: Resource, mg: int = 60) -> str:
    return judged(ill(*resources, mg=mg)).verdict.value


def test_good_results_in_cirrhosis_leave_a_caution_instead_of_a_question() -> None:
    assert verdict() == "undetermined"
    found = only(ill(*BEST), CODE)
    assert found.verdict.value == "warning"
    assert found.message == (
        "No Child-Pugh class is on file; the results fit class A unless ascites or encephalopathy is present: "
        "check both."
    )
    assert {one.reference for one in found.evidence} >= {
        "Observation/bilirubin",
        "Observation/albumin",
        "Observation/inr",
    }
    assert judged(ill(*BEST)).verdict.value == "warning"


def test_a_recorded_class_needs_no_caution() -> None:
    assert judged(ill(*BEST, recorded(5))).verdict.value == "accept"


def test_results_that_leave_severe_impairment_alone_are_an_error_and_are_called_no_class() -> None:
    report = judged(ill(*WORST))
    assert report.verdict.value == "error"
    found = only(ill(*WORST), "hepatic-impairment-severe")
    assert "class" not in found.message.lower()
    assert found.message.startswith("Liver tests and signs on file fit only severe hepatic impairment")
    for finding in report.findings:
        assert "Child-Pugh class C" not in finding.message


def test_signs_that_leave_moderate_impairment_alone_give_its_dose() -> None:
    report = judged(ill(*SIGNS, *BEST))
    assert report.expected is not None
    assert report.expected.schedule == "40 mg once daily"
    above = only(ill(*SIGNS, *BEST), "dose-above-label")
    assert "moderate hepatic impairment by what is on file" in above.message
    assert "class" not in above.message.lower()
    assert verdict(*SIGNS, *BEST, mg=40) == "accept"


@pytest.mark.parametrize(("mg", "expected"), [(60, "error"), (40, "undetermined")])
def test_where_moderate_and_severe_are_left_only_what_holds_in_both_is_said(mg: int, expected: str) -> None:
    results = [bilirubin("3.5"), albumin("3.8"), inr("1.1")]  # with both signs 9 to 11
    assert verdict(*SIGNS, *results, mg=mg) == expected


def test_a_dose_that_moderate_and_severe_both_exclude_shows_what_leaves_them() -> None:
    results = [bilirubin("3.5"), albumin("3.8"), inr("1.1")]
    above = only(ill(*SIGNS, *results), "dose-above-label")
    shown = {one.reference for one in above.evidence}
    assert {f"{one['resourceType']}/{one['id']}" for one in (*SIGNS, *results)} <= shown


def test_a_class_of_march_that_results_of_this_week_exclude_is_open() -> None:
    report = judged(ill(*WORST, recorded(5)))
    assert report.verdict.value == "undetermined"
    found = only(ill(*WORST, recorded(5)), "hepatic-impairment-severe")
    assert found.message == (
        "Child-Pugh class A of 2026-03-10 does not fit newer bilirubin, albumin and INR: record the class anew."
    )
    assert {one.reference for one in found.evidence} >= {"Observation/class", "Observation/bilirubin"}


def test_results_in_between_leave_the_question_open() -> None:
    assert verdict(bilirubin("2.5"), albumin("3.8"), inr("1.2")) == "undetermined"


def test_results_that_leave_no_mild_impairment_make_the_whole_dose_an_error() -> None:
    report = judged(ill(bilirubin("2.5"), albumin("3.3"), inr("1.2")))  # 7 to 11
    assert report.verdict.value == "error"
    assert all("Child-Pugh class B" not in finding.message for finding in report.findings)


def test_liver_cancer_without_cirrhosis_and_without_results_is_left_alone() -> None:
    assert judged(liver_cancer(tablets(60))).verdict.value == "accept"
    assert judged(liver_cancer(tablets(60), *WORST)).verdict.value == "error"
    assert verdicts(judged(liver_cancer(tablets(60), *BEST)), CODE) == ["warning"]


@pytest.mark.parametrize("results", [BEST, WORST])
def test_results_of_a_patient_without_liver_disease_say_nothing(results: list[Resource]) -> None:
    report = judged(kidney(tablets(60), beside=results))
    assert report.verdict.value == "accept"
    assert named(report, CODE) == []
    assert judged(kidney(tablets(60), beside=[])).verdict.value == "accept"


def test_a_drug_that_begins_soon_is_no_question_about_the_liver() -> None:
    soon = statement("soon", concept(DRUGS["itraconazole"][0]), start="2026-12-01", status="intended")
    assert named(judged(kidney(beside=(soon,))), CODE) == []


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ((5, 8), "class A and B are both on file: class A 60 mg, B 40 mg; "),
        ((5, 8, 11), "class A, B and C are all on file: class A 60 mg, B 40 mg, C avoid; "),
    ],
)
def test_of_classes_that_contradict_each_other_none_with_no_dose_is_given_one(
    points: tuple[int, ...], expected: str
) -> None:
    """Section 8.6: avoid in severe impairment, so the dose that is not adjusted is never that of class C."""
    scores = tuple(recorded(one, "2026-11-10", f"score-{one}") for one in points)
    found = only(kidney(tablets(60), beside=scores), "dose-depends-on-missing-fact")
    assert found.heading == f"Child-Pugh {expected}CABOMETYX 60 mg once daily is ordered."


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ((5, 11), "Child-Pugh class A and C are both on file: take back what is wrong."),
        ((8, 11), "Child-Pugh class B and C are both on file: take back what is wrong."),
        ((5, 8, 11), "Child-Pugh class A, B and C are all on file: take back what is wrong."),
        ((99,), "A Child-Pugh score on file cannot be read as a class: record the class."),
    ],
)
def test_a_class_that_is_open_is_told_as_it_is_and_not_as_none(points: tuple[int, ...], expected: str) -> None:
    scores = tuple(recorded(one, "2026-11-10", f"score-{one}") for one in points)
    found = only(kidney(tablets(40), beside=scores), "hepatic-impairment-severe")
    assert (found.verdict.value, found.message) == ("undetermined", expected)
    none = only(ill(), "hepatic-impairment-severe")
    assert none.message == "Liver disease is on file without a Child-Pugh class, and the dose depends on it."


def test_two_scores_of_one_class_contradict_nothing() -> None:
    scores = (recorded(5, "2026-11-10"), recorded(6, "2026-11-10", "other"))
    assert judged(kidney(tablets(60), beside=scores)).verdict.value == "accept"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Decompensated cirrhosis", "undetermined"),
        ("Cirrhosis, CTP C", "undetermined"),
        ("Cirrhosis, CTP class B", "error"),
        ("Compensated cirrhosis", "warning"),
        ("Cirrhosis, not decompensated", "warning"),
    ],
)
def test_words_of_a_coded_cirrhosis_tell_its_class_or_that_it_is_decompensated(text: str, expected: str) -> None:
    coded = condition(
        "cirrhosis", concept(icd("K74.60", "Unspecified cirrhosis of liver"), text=text), onset="2026-01-01"
    )
    assert judged(liver_cancer(tablets(60), coded, *BEST)).verdict.value == expected
