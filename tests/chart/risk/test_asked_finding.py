"""A question that is the name of a risk, answered with yes, is that risk. All patients are synthetic."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, resource, to
from support.coding import concept, loinc, snomed
from support.judged import judged, verdicts
from support.plain import kidney

SUBJECT = {"subject": to("Patient/patient")}
YES = concept(snomed("373066001", "Yes"))


def asked(name: object, answer: object = "Yes", on: str = "2026-11-10", **elements: Any) -> Resource:
    kinds = {bool: "valueBoolean", str: "valueString", dict: "valueCodeableConcept"}
    code = concept(text=name) if isinstance(name, str) else name
    told = {"status": "final", "code": code, "effectiveDateTime": on, kinds[type(answer)]: answer}
    return resource("Observation", "asked", **(SUBJECT | told | elements))


def form(asks: str, answer: dict[str, Any]) -> Resource:
    items = [{"linkId": "g", "item": [{"linkId": "1", "text": asks, "answer": [answer]}]}]
    return resource("QuestionnaireResponse", "form", **SUBJECT, status="completed", authored="2026-11-10", item=items)


def part(name: str, answer: bool) -> Resource:
    return asked("Review of systems", component=[{"code": concept(text=name), "valueBoolean": answer}]) | {
        "valueString": "See below"
    }


@pytest.mark.parametrize(
    "one",
    [
        asked("Hemoptysis"),
        asked("Hemoptysis", True),
        asked("Hemoptysis", YES),
        asked("GI bleeding", concept(text="Present")),
        asked("Any blood in your stool?"),
        asked("Melena or hematemesis present", True),
        asked(concept(loinc("99999-9", "Hemoptysis Present")), "Present"),
        asked(concept(loinc("99999-9", "Hemoptysis Present")), True),
        part("Hematemesis", True),
        form("Have you coughed up blood?", {"valueBoolean": True}),
        form("Do you have blood in your stool?", {"valueString": "Yes"}),
        form("Do you have blood in your stool?", {"valueCoding": snomed("373066001", "Yes")}),
    ],
)
def test_a_bleeding_that_a_yes_affirms_is_recent(one: Resource) -> None:
    assert verdicts(judged(kidney(beside=(one,))), "recent-hemorrhage") == ["error"]


@pytest.mark.parametrize(
    "one",
    [
        asked("Hemoptysis", "No"),
        asked("Hemoptysis", False),
        asked("Hemoptysis", "See note"),
        asked("Hemoptysis", on="2020-11-10"),
        asked("Hemoptysis", focus=[to("RelatedPerson/mother")]),
        asked("Have you ever had hemoptysis?"),
        asked("History of GI bleeding"),
        asked("Family history of stroke"),
        asked("Stroke risk score", True),
        asked("Knows when to call: hemoptysis"),
        asked("Worried about bleeding"),
        asked("Bleeding precautions", True),
        asked("Does anyone at home have hemoptysis?"),
        asked("Bleeding time", "Yes"),
        asked("Hemoptysis clinic education given"),
        part("Hematemesis", False),
        form("Have you coughed up blood?", {"valueBoolean": False}),
        form("Have you ever coughed up blood?", {"valueBoolean": True}),
        form("Has any family member had a stroke?", {"valueString": "Yes"}),
        form("Family history", {"valueString": "melena"}),
        form("Anything else you want to tell us?", {"valueString": "My brother had melena"}),
    ],
)
def test_a_question_of_another_time_or_person_is_quiet(one: Resource) -> None:
    assert judged(kidney(beside=(one,))).verdict.value == "accept"


def test_words_that_a_form_has_for_what_is_the_matter_are_a_question() -> None:
    found = judged(kidney(beside=(form("Current symptoms", {"valueString": "Vomiting blood"}),)))
    assert verdicts(found, "entry-set-aside") == ["undetermined"]


def test_a_pregnancy_that_a_form_affirms_is_a_caution() -> None:
    found = judged(kidney(beside=(form("Are you pregnant?", {"valueString": "Yes"}),)))
    assert verdicts(found, "pregnancy") == ["warning"]


def span(name: object, value: dict[str, Any]) -> Resource:
    code = concept(text=name) if isinstance(name, str) else name
    told = {"status": "final", "code": code, "effectiveDateTime": "2026-11-10"}
    return resource("Observation", "asked", **SUBJECT, **told, **value)


WEEKS = {"valueQuantity": {"value": 22, "unit": "wk", "system": "http://unitsofmeasure.org", "code": "wk"}}
DUE = {"valueDateTime": "2027-03-01"}


@pytest.mark.parametrize(
    "one",
    [
        asked("hCG", "Positive"),
        asked("Beta hCG, serum", concept(text="Positive")),
        asked("Gestational age", "22 weeks"),
        asked("Gestational age", "22w3d"),
        asked("Weeks pregnant", "12"),
        asked("EDD", "2027-03-01"),
        asked("Estimated due date", "3/1/2027"),
        span(concept(loinc("18185-9", "Gestational age")), WEEKS),
        span(concept(loinc("11884-4", "Gestational age Estimated")), WEEKS),
        span(concept(loinc("11778-8", "Delivery date Estimated")), {"valueDateTime": "2027-03-01"}),
        span(concept(loinc("11779-6", "Delivery date Estimated from last menstrual period")), DUE),
        span(concept(loinc("11780-4", "Delivery date Estimated from ovulation date")), DUE),
        span(concept(loinc("11781-2", "Delivery date US composite estimate")), DUE),
        span(concept(loinc("11885-1", "Gestational age Estimated from last menstrual period")), WEEKS),
        span(concept(snomed("57036006", "Fetal gestational age")), WEEKS),
    ],
)
def test_what_is_only_so_in_a_pregnancy_tells_of_one(one: Resource) -> None:
    assert verdicts(judged(kidney(beside=(one,))), "pregnancy") == ["warning"]


@pytest.mark.parametrize(
    "one",
    [
        asked("hCG", "Negative"),
        span("hCG", {"valueQuantity": {"value": 2, "unit": "mIU/mL"}}),
        asked("hCG tumor marker", "Positive"),
        asked("Gestational age at birth", "40 weeks"),
        asked("Gestational age", "N/A"),
        asked("Due date for refill", "2026-12-01"),
        asked("EDD", "2019-03-01", on="2018-09-01"),
        span("Last delivery date", {"valueDateTime": "2010-03-01"}),
        span(concept(loinc("8665-2", "Last menstrual period start date")), {"valueDateTime": "2026-11-01"}),
        span(concept(loinc("76516-4", "Gestational age--at birth")), WEEKS),
        span("Last pregnancy delivery date", {"valueDateTime": "2020-05-01"}),
    ],
)
def test_a_negative_test_a_marker_and_a_birth_are_no_pregnancy(one: Resource) -> None:
    assert verdicts(judged(kidney(beside=(one,))), "pregnancy") == []


@pytest.mark.parametrize(
    "words", ["Yes, today", "yes - small amount", "Y, twice", "Yes (bright red)", "Yes; since Monday", "positive today"]
)
def test_what_stands_behind_a_yes_does_not_take_it_back(words: str) -> None:
    for one in (asked("Hemoptysis", words), form("Have you coughed up blood?", {"valueString": words})):
        assert verdicts(judged(kidney(beside=(one,))), "recent-hemorrhage") == ["error"]


@pytest.mark.parametrize(
    "words",
    ["Yes, in 2012", "Yes, years ago", "yes, but resolved", "Yes - wife", "yes, no longer", "Yes, if I take aspirin",
     "never", "No, yes only in 2010"],
)  # fmt: skip
def test_a_yes_of_another_time_or_person_is_none_of_now(words: str) -> None:
    for one in (asked("Hemoptysis", words), form("Have you coughed up blood?", {"valueString": words})):
        assert judged(kidney(beside=(one,))).verdict.value == "accept"


def test_black_stools_are_asked_about() -> None:
    black = "Have you had black stools?"
    assert verdicts(judged(kidney(beside=(asked(black),))), "recent-hemorrhage") == ["warning"]
    assert verdicts(judged(kidney(beside=(asked("Any black or tarry stools"),))), "recent-hemorrhage") == ["error"]
    assert judged(kidney(beside=(asked(black, "No"),))).verdict.value == "accept"
