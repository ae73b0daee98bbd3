"""A risk that an Observation states by its code: there where its answer affirms it, quiet where it is denied.

All patients are synthetic.
"""

from __future__ import annotations

from typing import Any

import pytest
from support import listed
from support.build import Resource, observation, patient, procedure
from support.coding import CHILD_PUGH, Coding, coding, concept, loinc, snomed
from support.judged import judged, liver_cancer, named
from support.liver import cirrhosis, liver_tests
from support.plain import kidney, replaced, sixty

MELENA = snomed("2901004", "Melena")
ASCITES = snomed("389026000", "Ascites")
INTERPRETATION = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
REVIEW = loinc("10187-3", "Review of systems Narrative - Reported")


def found(answer: dict[str, Any], code: Coding = MELENA, on: str = "2026-11-15") -> Resource:
    return observation("found", code, on) | answer


def verdict(*beside: Resource) -> str:
    return judged(kidney(beside=beside)).verdict.value


AFFIRMED: list[dict[str, Any]] = [
    {"valueBoolean": True},
    {"valueCodeableConcept": concept(snomed("52101004", "Present"))},
    {"valueCodeableConcept": {"text": "Yes"}},
    {"valueString": "moderate amount"},
    {"interpretation": [concept(coding(INTERPRETATION, "POS"))]},
]
UNCLEAR: list[dict[str, Any]] = [
    {"valueString": "one episode as told by her son"},
    {"valueString": "no change, still bleeding"},
    {"valueString": "not resolved"},
    {"valueString": "No fever, melena present"},
    {"valueString": "unlikely"},
    {"valueInteger": 2},
    {"valueCodeableConcept": {"coding": [{"system": "urn:oid:1.2", "code": "7"}]}},
    {"valueDateTime": "2026-11-10"},
    {"interpretation": [{"text": "see comment"}]},
    {"valueBoolean": True, "interpretation": [concept(coding(INTERPRETATION, "NEG"))]},
]
DENIED: list[dict[str, Any]] = [
    {},
    {"valueBoolean": False},
    {"valueCodeableConcept": concept(snomed("2667000", "Absent"))},
    {"valueCodeableConcept": {"text": "None"}},
    {"valueString": "No"},
    {"valueString": "Denies bleeding"},
    {"valueString": "negative"},
    {"valueString": "Not assessed"},
    {"valueCodeableConcept": {"text": "Unknown"}},
    {"valueInteger": 0},
    {"interpretation": [concept(coding(INTERPRETATION, "NEG"))]},
    {"dataAbsentReason": {"text": "not asked"}},
]


@pytest.mark.parametrize("answer", AFFIRMED)
def test_a_bleeding_that_an_observation_states_is_recent_for_some_time_and_then_past(answer: dict[str, Any]) -> None:
    report = judged(kidney(beside=(found(answer),)))
    assert report.verdict.value == "error"
    assert any(one.reference == "Observation/found" for finding in report.findings for one in finding.evidence)
    assert verdict(found(answer, on="2024-01-01")) == "accept"
    assert verdict(found(answer, on="2026-12-30")) == "accept"


@pytest.mark.parametrize("answer", UNCLEAR)
def test_an_answer_that_is_neither_yes_nor_no_is_open(answer: dict[str, Any]) -> None:
    report = judged(kidney(beside=(found(answer),)))
    assert [one.code for one in report.findings if one.verdict.value == "undetermined"] == ["entry-set-aside"]
    assert verdict(found(answer, snomed("62315008", "Diarrhea"))) == "accept"


@pytest.mark.parametrize("answer", DENIED)
def test_a_bleeding_that_is_denied_or_not_told_is_quiet(answer: dict[str, Any]) -> None:
    report = judged(kidney(beside=(found(answer),)))
    assert report.verdict.value == "accept"
    assert "entry-set-aside" not in {one.code for one in report.findings}


def test_a_component_states_it_as_well() -> None:
    def review(answer: dict[str, Any]) -> Resource:
        return observation("review", REVIEW, "2026-11-15") | {"component": [{"code": concept(MELENA)} | answer]}

    for answer in AFFIRMED[:4]:
        assert verdict(review(answer)) == "error"
    for answer in UNCLEAR[:4]:
        assert verdict(review(answer)) == "undetermined"
    for answer in DENIED[:10]:
        assert verdict(review(answer)) == "accept"


def test_what_is_of_somebody_else_or_taken_back_is_quiet_and_what_is_preliminary_is_open() -> None:
    told = found({"valueBoolean": True})
    assert verdict(told | {"status": "entered-in-error"}) == "accept"
    assert verdict(told | {"focus": [{"reference": "RelatedPerson/mother"}]}) == "accept"
    assert verdict(told | {"status": "preliminary"}) == "undetermined"


@pytest.mark.parametrize(
    "code", [snomed("38341003", "Hypertensive disorder"), snomed("62315008", "Diarrhea"), snomed("22253000", "Pain")]
)
def test_what_no_statement_forbids_is_quiet(code: Coding) -> None:
    for answer in AFFIRMED:
        assert verdict(found(answer, code)) == "accept"


def test_an_operation_is_no_finding() -> None:
    """Whether it was done is for a Procedure to tell: the question of a checklist does not clear a woman of one that
    nobody asked."""
    woman = patient(born="1986-05-04") | {"gender": "female"}
    hysterectomy = listed.code("uterus_absent", listed.SNOMED)
    asked = judged(replaced(kidney(), woman))
    for answer in (*AFFIRMED, *UNCLEAR, *DENIED):
        report = judged(replaced(kidney(beside=(found(answer, hysterectomy),)), woman))
        assert [one.code for one in report.findings] == [one.code for one in asked.findings]
    done = procedure("done", hysterectomy, "2019-01-01")
    assert named(judged(replaced(kidney(beside=(done,)), woman)), "pregnancy-not-checked") == []


def test_a_class_of_the_liver_as_a_finding_counts() -> None:
    assert verdict(found({"valueBoolean": True}, CHILD_PUGH["C"][0])) in ("error", "undetermined")
    assert verdict(found({"valueBoolean": False}, CHILD_PUGH["C"][0])) == "accept"


def test_ascites_as_a_finding_bounds_the_class() -> None:
    compensated = [cirrhosis(), *liver_tests("0.8", "4.1", "1.0")]
    for words, wanted in (("Severe", "undetermined"), ("None", "warning"), ("Absent", "warning")):
        beside = found({"valueString": words}, ASCITES)
        assert judged(liver_cancer(*compensated, beside, sixty())).verdict.value == wanted
