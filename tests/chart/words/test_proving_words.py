"""Words that would prove what a label asks for: only where all of their sentence is understood. All patients are
synthetic."""

from __future__ import annotations

import pytest
from support.build import Resource, resource, to
from support.coding import concept
from support.judged import judged, verdicts
from support.plain import kidney

from validator.chart.liver.liver_class_words import classes_told
from validator.chart.words.told_day import day_behind


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("Cirrhosis, Child-Pugh A", "A"),
        ("Cirrhosis, Child-Pugh class A (5-6 points)", "A"),
        ("Cirrhosis, Child-Pugh score 6/15", "A"),
        ("Cirrhosis due to hepatitis C, Child-Pugh A", "A"),
        ("HCC, BCLC C, Child-Pugh A6", "A"),
        ("Cirrhosis, Child-Pugh: Class B (7-9)", "B"),
        ("Cirrhosis, Child-Pugh is currently B", "B"),
        ("Cirrhosis, Child-Pugh class A, B, or C", None),
        ("Cirrhosis, Child-Pugh A: 60 mg, B: 40 mg", None),
        ("Cirrhosis, Child-Pugh A; progressed to B", None),
        ("Cirrhosis, Child-Pugh A+", None),
        ("Cirrhosis, Child-Pugh A (to be confirmed)", None),
        ("Cirrhosis, Child-Pugh A until 2025", None),
        ("Cirrhosis, Child-Pugh A, HE grade 2", None),
        ("Cirrhosis, Child-Pugh A; paracentesis weekly", None),
    ],
)
def test_the_best_class_counts_where_nothing_else_is_said(text: str, letter: str | None) -> None:
    assert [one.letter for one in classes_told(text, is_of_liver=True)] == [letter]


@pytest.mark.parametrize(
    "text",
    [
        "Screening visit, Child-Pugh A required",
        "Liver transplant 2015 for Child-Pugh C cirrhosis",
        "Hepatitis C, child C section 2004",
        "Cirrhosis, Child-Pugh 5 Nov: 9",
    ],
)
def test_what_is_no_finding_of_this_liver_tells_no_class(text: str) -> None:
    assert list(classes_told(text, is_of_liver=True)) == []


def test_class_c_beside_a_transplant_to_come_is_left_open() -> None:
    told = classes_told("Cirrhosis, Child-Pugh C, transplant evaluation", is_of_liver=True)
    assert [one.letter for one in told] == [None]


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("Acute PE (nephrectomy 2019)", 8),
        ("MI 2012, now NSTEMI", 2),
        ("Hemoptysis 2015 and today", 10),
        ("STEMI 1900 hrs", 5),
    ],
)
def test_a_year_of_something_else_is_no_day_of_an_event(text: str, end: int) -> None:
    assert day_behind(text, end) is None


@pytest.mark.parametrize(("text", "end"), [("MI 2012", 2), ("DVT s/p filter 2015", 3), ("PE, thrombectomy 2019", 2)])
def test_its_own_year_is_one(text: str, end: int) -> None:
    assert day_behind(text, end) is not None


def panel(heading: str) -> Resource:
    part = {"code": concept(text="GI bleed"), "valueBoolean": True}
    about = {"subject": to("Patient/patient"), "effectiveDateTime": "2026-11-10", "component": [part]}
    return resource("Observation", "panel", status="final", code=concept(text=heading), **about)


@pytest.mark.parametrize("heading", ["Family history", "Side effects discussed", "HAS-BLED", "Informed consent"])
def test_a_heading_takes_back_what_stands_below_it(heading: str) -> None:
    assert judged(kidney(beside=(panel(heading),))).verdict.value == "accept"


def test_below_other_headings_a_yes_is_one() -> None:
    assert verdicts(judged(kidney(beside=(panel("Symptoms today"),))), "recent-hemorrhage") == ["error"]


def operation(title: str, display: str | None = None) -> Resource:
    coding = [{"system": "http://snomed.info/sct", "code": "387713003", "display": display}] if display else []
    code = {"text": title} | ({"coding": coding} if coding else {})
    about = {"code": code, "subject": to("Patient/patient"), "performedDateTime": "2026-11-12"}
    return resource("Procedure", "operation", status="completed", **about)


@pytest.mark.parametrize(
    "title",
    [
        "Replacement of right hip joint",
        "Right nephrectomy after embolization",
        "Hysterectomy, pathology pending",
        "MRI-guided craniotomy",
        "Evacuation of subdural hematoma",
        "Spleen removal",
        "Mitral valve repair",
        "Pt underwent right nephrectomy",
        "Nephrectomy prior to systemic treatment",
    ],
)
def test_what_stands_behind_the_name_of_an_operation_does_not_take_it_back(title: str) -> None:
    assert verdicts(judged(kidney(beside=(operation(title),))), "surgery-too-recent") == ["error"]


def test_the_text_beside_a_display_of_any_operation_says_which() -> None:
    found = judged(kidney(beside=(operation("Right hemicolectomy", "Surgical procedure"),)))
    assert verdicts(found, "surgery-too-recent") == ["error"]


@pytest.mark.parametrize(
    "title",
    [
        "US renal transplant",
        "Discussion of nephrectomy",
        "Repair of laceration of knee",
        "Wife's hysterectomy",
        "Bunionectomy",
    ],
)
def test_what_is_no_operation_of_today_is_left_alone(title: str) -> None:
    assert judged(kidney(beside=(operation(title),))).verdict.value == "accept"
