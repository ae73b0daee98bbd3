"""Resources to structs: what has the wrong type is left out and named, everything else is read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from support.submitted import a_bundle, a_dosage, a_patient, a_weight, an_order, read, said, the_order

from validator.fhir.resource import READ_TYPES, MedicationRequest, Observation
from validator.verdict import Severity


def test_a_good_order_is_read_without_a_word() -> None:
    entry = the_order(a_bundle(an_order()))
    assert isinstance(entry.body, MedicationRequest)
    assert entry.body.status == "active"
    assert entry.body.dosage_instruction == (a_dosage(),)
    assert entry.problems == ()


def test_the_body_is_decoded_once() -> None:
    entry = the_order(an_order())
    assert entry.body is entry.body


@pytest.mark.parametrize(
    ("changes", "place", "message"),
    [
        ({"status": 5}, "status", "status: expected text, found a whole number; it was left out."),
        ({"subject": [5]}, "subject", "subject: expected an object, found a list; it was left out."),
        ({"identifier": 5}, "identifier", "identifier: expected a list, found a whole number; it was left out."),
        ({"note": [None]}, "note[0]", "note[0]: expected an object, found null; it was left out."),
        ({"note": [{"text": 1}]}, "note[0].text", "text: expected text, found a whole number; it was left out."),
        (
            {"doNotPerform": "yes"},
            "doNotPerform",
            "doNotPerform: expected true or false, found text; it was left out.",
        ),
        (
            {"dosageInstruction": [5]},
            "dosageInstruction[0]",
            "dosageInstruction[0]: expected an object, found a whole number; it was left out.",
        ),
        ({"extension": [{"x": 1}]}, "extension[0]", "extension[0]: has no url; it was left out."),
        (
            {"dispenseRequest": {"quantity": {"value": "30 or so"}}},
            "dispenseRequest.quantity.value",
            "value: expected a number, found text; it was left out.",
        ),
        (
            {"dispenseRequest": {"numberOfRepeatsAllowed": True}},
            "dispenseRequest.numberOfRepeatsAllowed",
            "numberOfRepeatsAllowed: expected a whole number, found true or false; it was left out.",
        ),
    ],
)
def test_a_wrong_element_is_left_out_and_named(changes: dict[str, Any], place: str, message: str) -> None:
    entry = the_order(a_bundle(an_order(**changes)))
    (problem,) = entry.problems
    assert problem.expression == (f"Bundle.entry[0].resource.{place}",)
    assert problem.message == message
    assert entry.body.authored_on == "2026-11-02"


def test_several_wrong_members_of_one_list_keep_their_own_places() -> None:
    note = [5, {"text": "a"}, None, {"text": 1}, "x", {"text": "b"}]
    entry = the_order(an_order(note=note))
    assert [place for _, (place,) in said(entry.problems)] == [
        "MedicationRequest.note[0]",
        "MedicationRequest.note[2]",
        "MedicationRequest.note[3].text",
        "MedicationRequest.note[4]",
    ]
    assert [one.text for one in entry.body.note] == ["a", None, "b"]


def test_the_json_of_the_entry_is_not_touched_by_the_pruning() -> None:
    entry = the_order(an_order(status=5, note=[1, {"text": "x"}]))
    assert entry.problems
    assert entry.raw["status"] == 5
    assert entry.raw["note"] == [1, {"text": "x"}]


def test_a_resource_with_too_many_wrong_elements_is_given_up_as_a_whole() -> None:
    assert the_order(an_order(note=[5] * 50)).body is not None
    entry = the_order(an_order(note=[5] * 51))
    assert entry.body is None
    assert entry.problems[-1].message == "Too much of this resource is not FHIR; none of it was read."
    assert {problem.severity for problem in entry.problems} == {Severity.ERROR}


def test_an_amount_that_could_fill_a_memory_is_left_out() -> None:
    text = '{"resourceType":"Observation","valueQuantity":{"value":1e999999999},"status":"final"}'
    (entry,) = read(text).entries
    assert isinstance(entry.body, Observation)
    assert (entry.body.value_quantity, entry.body.status) == (None, "final")
    assert [place for _, (place,) in said(entry.problems)] == ["Observation.valueQuantity"]


@pytest.mark.parametrize("number", ["1e31", "1e-31", "1" + "0" * 31])
def test_a_monstrous_number_in_a_dosage_is_null_to_the_dosage_engine(number: str) -> None:
    text = '{"resourceType":"MedicationRequest","dosageInstruction":[{"a":[{"value":' + number + '},{"value":60}]}]}'
    entry = the_order(text)
    assert entry.body.dosage_instruction == ({"a": [{"value": None}, {"value": 60}]},)
    assert [place for _, (place,) in said(entry.problems)] == ["MedicationRequest.dosageInstruction[0].a[0].value"]


def test_amounts_at_the_bounds_are_amounts() -> None:
    for number in ("1e30", "1e-30", "-1e30"):
        (entry,) = read('{"resourceType":"Observation","valueQuantity":{"value":' + number + "}}").entries
        assert entry.body.value_quantity.value == Decimal(number)


def test_an_absent_value_with_a_reason_is_absent_and_no_problem() -> None:
    reason = {
        "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]
    }
    (entry,) = read(a_weight(status=..., _status=reason)).entries
    assert entry.body.status is None
    assert entry.problems == ()


def test_a_type_that_is_not_read_has_no_body_and_no_problem() -> None:
    (entry,) = read({"resourceType": "Claim", "id": 5}).entries
    assert (entry.body, entry.problems, entry.id) == (None, (), None)


@pytest.mark.parametrize("name", sorted(READ_TYPES))
def test_every_type_that_is_read_can_be_empty(name: str) -> None:
    (entry,) = read({"resourceType": name}).entries
    assert type(entry.body) is READ_TYPES[name]
    assert entry.problems == ()


def test_a_list_has_one_subject_in_r4_and_several_in_r5() -> None:
    for subject in ({"reference": "Patient/p"}, [{"reference": "Patient/p"}]):
        (entry,) = read({"resourceType": "List", "subject": subject}).entries
        assert entry.body.subject is not None
        assert entry.problems == ()


def test_a_patient_keeps_what_is_right_beside_what_is_wrong() -> None:
    (entry,) = read(a_patient(gender=7, identifier=[{"value": 1}, {"value": "a"}])).entries
    assert entry.body.birth_date == "2012-05-05"
    assert [one.value for one in entry.body.identifier] == [None, "a"]
