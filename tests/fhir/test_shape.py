"""Shapes that FHIR does not give an element: what can be read without doubt is, and what cannot stays a fault."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.answer import answer, check, verdict
from support.build import condition, procedure, statement, weight
from support.coding import CONDITIONS, DRUGS, OPERATIONS, concept
from support.plain import kidney, sixty

from validator.fhir.resource import READ_TYPES
from validator.fhir.shape import righted

EXAMPLES = Path(__file__).parents[2] / "examples"
CODE = {"coding": [{"system": "urn:x", "code": "1"}]}


def made(kind: str, **elements: Any) -> dict[str, Any]:
    """The elements of a resource as they are read."""
    found = righted({"resourceType": kind, **elements}, READ_TYPES[kind])[0]
    return {name: value for name, value in found.items() if name != "resourceType"}


def places(kind: str, **elements: Any) -> list[str]:
    """The paths of what was put right."""
    found = righted({"resourceType": kind, **elements}, READ_TYPES[kind])[1]
    return [".".join(map(str, path)) for path in found]


@pytest.mark.parametrize(
    ("kind", "element", "value"),
    [
        ("Condition", "bodySite", CODE),
        ("Condition", "category", CODE),
        ("Condition", "stage", {"summary": CODE}),
        ("Condition", "note", {"text": "x"}),
        ("Observation", "component", {"code": CODE}),
        ("Observation", "focus", {"reference": "Patient/x"}),
        ("MedicationRequest", "reasonCode", CODE),
        ("MedicationRequest", "dosageInstruction", {"text": "once daily"}),
        ("MedicationRequest", "modifierExtension", {"url": "urn:x"}),
        ("MedicationRequest", "insurance", {"reference": "Coverage/x"}),
        ("MedicationStatement", "dosage", {"text": "once daily"}),
        ("QuestionnaireResponse", "item", {"linkId": "x"}),
    ],
)
def test_one_object_where_a_list_belongs_is_a_list_of_one(kind: str, element: str, value: dict[str, Any]) -> None:
    assert made(kind, **{element: value}) == {element: [value]}
    assert places(kind, **{element: value}) == [element]


@pytest.mark.parametrize(
    ("kind", "element", "value"),
    [
        ("Condition", "code", CODE),
        ("Condition", "subject", {"reference": "Patient/x"}),
        ("Observation", "valueQuantity", {"value": 38}),
        ("MedicationRequest", "medicationCodeableConcept", CODE),
        ("MedicationAdministration", "dosage", {"text": "x"}),
        ("Procedure", "performedPeriod", {"start": "2026"}),
    ],
)
def test_a_list_of_one_where_an_object_belongs_is_the_object(kind: str, element: str, value: dict[str, Any]) -> None:
    assert made(kind, **{element: [value]}) == {element: value}
    assert made(kind, **{element: [value, value]}) == {element: [value, value]}


@pytest.mark.parametrize(
    ("text", "number"),
    [("38", 38), (" 38.50 ", Decimal("38.50")), ("-1", -1), ("0", 0)],
)
def test_a_number_in_quotes_is_that_number_exactly(text: str, number: int | Decimal) -> None:
    read = made("Observation", valueQuantity={"value": text})["valueQuantity"]["value"]
    assert (read, type(read)) == (number, type(number))


@pytest.mark.parametrize("text", ["1,5", "38 kg", "NaN", "1e400", "038", "+3", ".5", "3.", "٣", "0x10", "1_000"])
def test_what_is_no_plain_number_stays_a_fault(text: str) -> None:
    assert made("Observation", valueQuantity={"value": text}) == {"valueQuantity": {"value": text}}
    assert places("Observation", valueQuantity={"value": text}) == []


def test_a_count_in_quotes_is_whole_or_a_fault() -> None:
    whole = {"dispenseRequest": {"numberOfRepeatsAllowed": "2"}}
    assert made("MedicationRequest", **whole) == {"dispenseRequest": {"numberOfRepeatsAllowed": 2}}
    half = {"dispenseRequest": {"numberOfRepeatsAllowed": "2.5"}}
    assert made("MedicationRequest", **half) == half


def test_a_boolean_in_quotes_is_that_boolean_and_a_word_is_not() -> None:
    assert made("MedicationRequest", doNotPerform="True") == {"doNotPerform": True}
    assert made("Observation", valueBoolean="false") == {"valueBoolean": False}
    assert made("MedicationRequest", doNotPerform="yes") == {"doNotPerform": "yes"}


def test_a_dosage_is_read_in_its_own_table() -> None:
    odd = {
        "sequence": "1",
        "asNeededBoolean": "false",
        "additionalInstruction": {"text": "x"},
        "route": [{"coding": {"code": "x"}}],
        "timing": {"repeat": {"frequency": "1", "period": "1", "periodUnit": "d", "dayOfWeek": "mon"}},
        "doseAndRate": {"doseQuantity": {"value": "60", "unit": "mg"}},
    }
    right = {
        "sequence": 1,
        "asNeededBoolean": False,
        "additionalInstruction": [{"text": "x"}],
        "route": {"coding": [{"code": "x"}]},
        "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d", "dayOfWeek": ["mon"]}},
        "doseAndRate": [{"doseQuantity": {"value": 60, "unit": "mg"}}],
    }
    assert made("MedicationRequest", dosageInstruction=[odd]) == {"dosageInstruction": [right]}
    assert made("MedicationRequest", dosageInstruction=[right]) == {"dosageInstruction": [right]}


@pytest.mark.parametrize("name", ["doseQuantity", "doseSimpleQuantity"])
def test_a_dose_where_stu3_had_it_moves(name: str) -> None:
    found = made("MedicationStatement", dosage=[{name: {"value": 60}, "rateQuantity": {"value": 1}}])
    assert found == {"dosage": [{"doseAndRate": [{"doseQuantity": {"value": 60}, "rateQuantity": {"value": 1}}]}]}


def test_a_dose_in_both_places_stays_a_fault() -> None:
    both = {"dosage": [{"doseQuantity": {"value": 60}, "doseAndRate": [{"doseQuantity": {"value": 40}}]}]}
    assert made("MedicationStatement", **both) == both


def test_a_status_that_was_a_code_until_stu3_is_that_code() -> None:
    found = made("Condition", clinicalStatus="active", verificationStatus="refuted")
    assert found == {
        "clinicalStatus": {"coding": [{"code": "active"}]},
        "verificationStatus": {"coding": [{"code": "refuted"}]},
    }
    assert made("Condition", code="active") == {"code": "active"}


def test_what_is_empty_says_nothing_and_needs_no_word() -> None:
    assert made("Condition", code={}, note=[], onsetDateTime="", subject=None) == {}
    assert places("Condition", code={}, note=[], onsetDateTime="", subject=None) == []
    kept = {"dosageInstruction": [{"timing": {"event": [None, "2026"]}}]}
    assert made("MedicationRequest", **kept) == kept


def test_what_is_right_comes_back_as_it_is() -> None:
    for path in EXAMPLES.glob("*.json"):
        for entry in json.loads(path.read_text(encoding="utf-8")).get("entry", []):
            resource = entry["resource"]
            if resource["resourceType"] in READ_TYPES:
                assert righted(resource, READ_TYPES[resource["resourceType"]]) == (resource, ())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["", "1", "true", "x"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["coding", "code", "value", "text", "timing", "repeat", "period"]), inner)
    ),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(READ_TYPES)), st.data())
def test_putting_right_twice_is_putting_right_once(kind: str, data: st.DataObject) -> None:
    names = st.sampled_from([*READ_TYPES[kind].__struct_encode_fields__, "insurance"])
    resource = data.draw(st.dictionaries(names.filter(lambda name: name != "resourceType"), JSON, max_size=5))
    once = righted({"resourceType": kind, **resource}, READ_TYPES[kind])[0]
    assert righted(once, READ_TYPES[kind]) == (once, ())


# --- through the front door


def test_an_odd_shape_of_evidence_is_read_and_said_once() -> None:
    inhibitor = statement("odd", concept(DRUGS["ketoconazole"][0]))
    inhibitor["medicationCodeableConcept"]["coding"] = inhibitor["medicationCodeableConcept"]["coding"][0]
    report = check(kidney(beside=(inhibitor,)))
    assert answer(report).verdict.value == "error"
    assert [issue.code for issue in report.issues] == ["shape-put-right"]


def test_an_odd_shape_is_read_in_every_kind_of_evidence() -> None:
    operation = procedure("operation", OPERATIONS["laparotomy"], "2026-11-18")
    assert verdict(kidney(beside=(operation | {"code": [operation["code"]]},))) == "error"
    bleeding = condition("bleeding", concept(CONDITIONS["bleeding into the brain"][0]), onset="2026-11-10")
    assert verdict(kidney(beside=(bleeding | {"bodySite": {"text": "lung"}},))) == "error"
    heavy = weight("70", "2026-11-10")
    heavy["valueQuantity"]["value"] = "70.0"
    assert verdict(kidney(beside=(heavy,))) == "accept"


@pytest.mark.parametrize(("element", "word", "meant"), [("status", "ACTIVE", "active"), ("intent", " Order ", "order")])
def test_codes_of_standing_are_read_in_any_letters(element: str, word: str, meant: str) -> None:
    report = check(kidney(sixty(**{element: word})))
    assert answer(report).verdict.value == "accept"
    assert [issue.code for issue in report.issues] == ["shape-put-right"]
    assert sixty()[element] == meant
