"""A risk that is the answer of an Observation is one, where the question asks what is the matter now.

All patients are synthetic.
"""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, resource, to
from support.coding import GRADE, concept, icd, loinc, snomed
from support.judged import judged, only, verdicts
from support.plain import kidney

MELENA = concept(icd("K92.1", "Melena"))
PERFORATION = concept(icd("K63.1", "Perforation of intestine (nontraumatic)"))
PROBLEM = concept(snomed("55607006", "Problem"))


def found(value: object, asks: object = PROBLEM, on: str | None = "2026-11-10", **elements: Any) -> Resource:
    name = "valueString" if isinstance(value, str) else "valueCodeableConcept"
    code = concept(text=asks) if isinstance(asks, str) else asks
    told = {"status": "final", "code": code, "subject": to("Patient/patient"), "effectiveDateTime": on, name: value}
    return resource("Observation", "found", **(told | elements))


def verdict(one: Resource) -> str:
    return judged(kidney(beside=(one,))).verdict.value


@pytest.mark.parametrize(
    "one",
    [
        found(MELENA),
        found(MELENA, concept(snomed("404684003", "Clinical finding"))),
        found(MELENA, concept(loinc("29308-4", "Diagnosis"))),
        found(MELENA, concept(loinc("99999-9", "A question of no list"))),
        found(MELENA, "Reason for visit"),
        found(concept(text="Active GI bleeding"), "Primary diagnosis"),
        found("GI bleed", "Chief complaint"),
        found("Melena", concept(loinc("29308-4", "Diagnosis"))),
        found(None, component=[{"code": PROBLEM, "valueCodeableConcept": MELENA}]),
    ],
)
def test_a_bleeding_that_is_the_answer_is_recent(one: Resource) -> None:
    assert verdicts(judged(kidney(beside=(one,))), "recent-hemorrhage") == ["error"]


def test_a_perforation_that_is_the_answer_leaves_the_order_open() -> None:
    assert only(kidney(beside=(found(PERFORATION),)), "perforation-or-fistula").verdict.value == "undetermined"


@pytest.mark.parametrize(
    "one",
    [
        found(MELENA, concept(GRADE)),
        found(MELENA, "Family history"),
        found(MELENA, "Symptom denied"),
        found(MELENA, "Pertinent negatives"),
        found(MELENA, "Call provider for"),
        found(MELENA, "Donor diagnosis"),
        found(MELENA, "PMH"),
        found(MELENA, "Past medical history"),
        found(MELENA, "Reason for study"),
        found(MELENA, "Rule out"),
        found(MELENA, "Bleeding risk assessment"),
        found(MELENA, interpretation=[concept(text="Negative")], status="entered-in-error"),
        found(MELENA, focus=[to("RelatedPerson/mother")]),
        found(concept(icd("I26.99", "Other pulmonary embolism")), on="2024-01-10"),
        found("GI bleed", "Comment"),
        found("No bleeding", "Impression"),
        found(concept(text="PE ruled out"), "Diagnosis"),
        found(concept(text="Hypertension"), "Problem"),
        found(concept(icd("C64.1", "Malignant neoplasm of right kidney, except renal pelvis")), "Diagnosis"),
    ],
)
def test_what_is_not_the_matter_now_is_quiet(one: Resource) -> None:
    assert verdict(one) == "accept"


@pytest.mark.parametrize(
    "one",
    [
        found("Suspected pulmonary embolism", "Diagnosis"),
        found(concept(text="Possible GI bleed"), "Impression"),
        found(MELENA, status="preliminary"),
        found(MELENA, status=None),
    ],
)
def test_what_is_doubted_or_cannot_be_relied_on_is_not_passed_over(one: Resource) -> None:
    assert verdict(one) == "undetermined"


def test_what_is_doubted_is_quiet_after_thirty_days() -> None:
    assert verdict(found("Suspected pulmonary embolism", "Diagnosis", "2026-10-23")) == "undetermined"
    assert verdict(found("Suspected pulmonary embolism", "Diagnosis", "2026-10-22")) == "accept"


def test_a_question_one_of_whose_names_is_of_another_time_or_person_is_quiet() -> None:
    assert verdict(found(MELENA, concept(loinc("99999-9", "Diagnosis"), text="Family history"))) == "accept"
    assert verdict(found("GI bleed", concept(loinc("99999-9", "Diagnosis"), text="Encounter 12"))) == "error"


def test_an_answer_that_its_interpretation_denies_is_none() -> None:
    coded = {"system": "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"}
    for denied, told in (
        (concept(text="Negative"), concept(text="Positive")),
        (concept(coded | {"code": "NEG"}), concept(coded | {"code": "POS"})),
    ):
        assert verdict(found(MELENA, interpretation=[denied])) == "accept"
        assert verdict(found(MELENA, interpretation=[told])) == "error"
        # The same of an Observation that is named by the finding itself.
        assert verdict(found(None, MELENA, interpretation=[denied])) == "accept"
        assert verdict(found(None, MELENA, interpretation=[told])) == "error"


@pytest.mark.parametrize(
    ("part", "element", "basis"),
    [
        ({"valueString": "GI bleed"}, "valueString", "text"),
        ({"valueCodeableConcept": {"text": "GI bleed"}}, "valueCodeableConcept", "text"),
        ({"valueCodeableConcept": MELENA}, "valueCodeableConcept", "coded"),
    ],
)
def test_the_evidence_is_the_answer_and_says_whether_words_tell_it(
    part: dict[str, Any], element: str, basis: str
) -> None:
    alone = only(kidney(beside=(found(None, "Diagnosis", **part),)), "recent-hemorrhage").evidence[0]
    assert (alone.expression or "").endswith(f".{element}")
    assert alone.basis.value == basis
    panel = found(None, "Diagnosis", component=[{"code": concept(text="Comment"), "valueString": "none"}])
    panel["component"].append({"code": concept(text="Diagnosis"), **part})
    in_panel = only(kidney(beside=(panel,)), "recent-hemorrhage").evidence[0]
    assert (in_panel.expression or "").endswith(f".component[1].{element}")


@pytest.mark.parametrize(
    ("question", "answer", "wanted"),
    [
        ("Any bleeding?", "Vomiting blood", "error"),
        ("Any bleeding?", "GI bleed", "error"),
        ("Bleeding", "Melena", "error"),
        ("Toxicity", "GI perforation", "undetermined"),
        ("CT chest", "Pulmonary embolism, bilateral", "undetermined"),
        ("CT abdomen and pelvis", "Free air, perforated sigmoid diverticulitis", "undetermined"),
        ("DVT ultrasound", "positive for acute femoral DVT", "undetermined"),
        ("Stool color", "black, tarry", "error"),
        ("Hemoptysis", "+", "error"),
        ("Hemoptysis", "daily", "error"),
        ("Hemoptysis", "worse", "error"),
    ],
)
def test_a_danger_that_answers_a_general_question_is_heard(question: str, answer: str, wanted: str) -> None:
    assert verdict(found(answer, question)) == wanted


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Any bleeding?", "none"), ("Any bleeding?", "denies hemoptysis"), ("Any bleeding?", "minor gum bleeding"),
        ("Bleeding", "No melena"), ("Bleeding", "bruising"), ("Toxicity", "Grade 2 diarrhea"), ("Toxicity", "none"),
        ("CT chest", "No pulmonary embolism"), ("CT chest", "PE resolved"), ("CT head", "old lacunar infarct"),
        ("CT head", "No acute intracranial hemorrhage, mass effect or infarct."),
        ("DVT ultrasound", "no evidence of DVT"), ("DVT ultrasound", "negative"), ("Stool color", "brown, no blood"),
        ("Stool color", "not black"), ("Hemoptysis", "-"), ("Hemoptysis", "never"), ("Diarrhea", "daily"),
        ("Family history of bleeding", "GI bleed"), ("Bleeding risk", "GI bleed"), ("CT chest indication", "PE"),
    ],
)  # fmt: skip
def test_usual_answers_to_a_general_question_are_quiet(question: str, answer: str) -> None:
    assert verdict(found(answer, question)) == "accept"
