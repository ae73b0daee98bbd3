"""Calls that are not quite FHIR, over HTTP with every default: cards speak of the label, not of how a call is written.

What was understood gives no card; what was not is never passed over.
"""

from __future__ import annotations

import copy
import json

import fhirkit
import pytest
from support.cds_call import call_of, order_in, recorded
from support.cds_rules import breaches_of_answer
from support.fhir_models import judge

TABLETS = "order-sign-tablets-by-the-pill"
"""A recorded call whose order agrees with the label."""


def cards_of(service, call, hook="order-sign"):
    response = service.hook(hook, call | {"hook": hook})
    assert response.status_code == 200, response.text
    assert breaches_of_answer(response.json()) == []
    return response.json()["cards"]


def indicators(service, call, hook="order-sign"):
    return [card["indicator"] for card in cards_of(service, call, hook)]


def dosage(call):
    return order_in(call)["dosageInstruction"][0]


def without(*names):
    def change(call):
        for name in names:
            order_in(call).pop(name, None)

    return change


def having(**elements):
    return lambda call: order_in(call).update(elements)


def first_of(name):
    return lambda call: order_in(call).update({name: order_in(call)[name][0]})


def dose_where_stu3_had_it(call):
    dosage(call).update(dosage(call).pop("doseAndRate")[0])


def coding_as_object(call):
    concept = order_in(call)["medicationCodeableConcept"]
    concept["coding"] = concept["coding"][0]
    dosage(call)["route"]["coding"] = dosage(call)["route"]["coding"][0]


@pytest.mark.parametrize(
    "change",
    [
        without("status"),
        without("intent"),
        without("status", "intent", "subject", "authoredOn"),
        having(status=None, intent=None, subject=None, authoredOn=None),
        having(status="", intent="", subject={}, authoredOn=""),
        having(encounter=None, note=None, reasonCode=None, dispenseRequest={}),
        having(encounter={"reference": ""}, note=[], contained=[], substitution={}, modifierExtension=[]),
        having(priority="Routine", foo="bar", substitution="none"),
        having(authoredOn="2026-11-22T10:00:00"),
        first_of("dosageInstruction"),
        dose_where_stu3_had_it,
        coding_as_object,
        lambda call: dosage(call)["timing"]["repeat"].update(frequency="1"),
        lambda call: call["prefetch"]["patient"].update(name={"family": "Example"}),
    ],
)
def test_how_an_order_is_written_is_no_matter_for_a_card_when_it_was_understood(full_service, change):
    call = recorded(TABLETS)
    change(call)
    assert indicators(full_service, call) == []


@pytest.mark.parametrize(
    "change",
    [
        having(status="new"),
        having(note="with breakfast"),
        having(dispenseRequest={"numberOfRepeatsAllowed": "two"}),
        lambda call: dosage(call)["timing"]["repeat"].update(frequency="once"),
        lambda call: dosage(call).update(doseQuantity={"value": 100, "unit": "mg"}),
    ],
)
def test_what_was_not_understood_is_never_passed_over(full_service, change):
    call = recorded(TABLETS)
    change(call)
    assert indicators(full_service, call) != []


def test_the_label_is_spoken_of_before_the_shape(full_service):
    call = call_of("net-adolescent-60mg")
    order_in(call)["note"] = "once daily"
    (card,) = cards_of(full_service, call)
    assert card["summary"].startswith("14 years, 38 kg: CABOMETYX 40 mg once daily, not 60 mg.")
    assert card["source"]["topic"]["code"] == "dose-above-label"
    assert "The notes of the order could not be read as written." in card["detail"]


def test_a_correction_of_a_draft_that_lacks_what_fhir_requires_is_whole(full_service):
    call = call_of("net-adolescent-60mg")
    without("status", "intent", "subject")(call)
    having(encounter=None, category={"text": "Outpatient"})(call)
    (card,) = cards_of(full_service, call)
    resource = card["suggestions"][0]["actions"][0]["resource"]
    judge(resource, "R4")
    assert fhirkit.validate(json.dumps(resource)) == []
    assert (resource["status"], resource["intent"]) == ("draft", "order")
    assert resource["subject"] == {"reference": f"Patient/{call['context']['patientId']}"}


def test_a_correction_keeps_when_the_order_ends(full_service):
    call = call_of("net-adolescent-60mg")
    bounds = {"start": "2026-11-22", "end": "2026-12-22"}
    dosage(call)["timing"]["repeat"]["boundsPeriod"] = bounds
    (card,) = cards_of(full_service, call)
    resource = card["suggestions"][0]["actions"][0]["resource"]
    assert resource["dosageInstruction"][0]["timing"]["repeat"]["boundsPeriod"] == bounds


def test_of_two_equal_drafts_only_the_later_one_can_be_removed(full_service):
    call = call_of("net-adolescent-40mg")
    call["context"]["draftOrders"]["entry"].append({"resource": copy.deepcopy(order_in(call)) | {"id": "second"}})
    cards = cards_of(full_service, call)
    assert len(cards) == 1
    removed = [
        action["resourceId"]
        for card in cards
        for suggestion in card.get("suggestions", [])
        for action in suggestion.get("actions", [])
        if action["type"] == "delete"
    ]
    assert removed == ["MedicationRequest/second"]


@pytest.mark.parametrize(
    "drafts",
    [
        {"resourceType": "Bundle", "entry": [{"resource": {"id": "order", "status": "draft"}}]},
        {"resourceType": "Bundle", "entry": [{"resourceType": "MedicationRequest", "id": "order"}]},
        {"resourceType": "Bundle", "entry": ["MedicationRequest/order"]},
        {"resourceType": "Bundle", "entry": "MedicationRequest/order"},
        {"resource": {"resourceType": "MedicationRequest", "id": "order"}},
        ["MedicationRequest/order"],
    ],
)
@pytest.mark.parametrize("hook", ["order-sign", "order-select"])
def test_a_draft_that_cannot_be_read_is_a_card(service, drafts, hook):
    call = call_of("net-adolescent-40mg")
    call["context"]["draftOrders"] = drafts
    (card,) = cards_of(service, call, hook)
    assert card["indicator"] == "warning"
    assert "could not be read" in card["summary"]


def test_an_unreadable_draft_beside_readable_ones_is_a_card(service):
    call = call_of("net-adolescent-60mg")
    call["context"]["draftOrders"]["entry"].append({"resource": {"id": "unknown"}})
    assert indicators(service, call) == ["critical", "warning"]


def test_a_place_of_a_draft_that_holds_null_beside_readable_ones_is_a_card(service):
    call = call_of("net-adolescent-60mg")
    call["context"]["draftOrders"]["entry"].append({"resource": None})
    assert indicators(service, call) == ["critical", "warning"]


@pytest.mark.parametrize("drafts", ["order", 5, True])
def test_draft_orders_that_are_no_bundle_are_refused(service, drafts):
    call = call_of("net-adolescent-60mg")
    call["context"]["draftOrders"] = drafts
    response = service.sign(call)
    assert response.status_code == 400
    assert "draftOrders" in response.json()["issue"][0]["details"]["text"]


@pytest.mark.parametrize("drafts", [{}, [], {"resourceType": "Bundle"}, {"resourceType": "Bundle", "entry": [None]}])
def test_no_draft_is_no_card(service, drafts):
    call = call_of("net-adolescent-60mg")
    call["context"]["draftOrders"] = drafts
    assert indicators(service, call) == []


def test_every_order_is_looked_at_when_signing_whatever_is_selected(service):
    call = call_of("net-adolescent-60mg")
    call["context"]["selections"] = ["ServiceRequest/other"]
    assert indicators(service, call) == ["critical"]


@pytest.mark.parametrize(
    "selections",
    [
        ["order"],
        [{"reference": "MedicationRequest/order"}],
        ["MedicationRequest/order/_history/2"],
        "MedicationRequest/order",
        [None, 3],
    ],
)
def test_a_selection_is_understood_as_clients_write_it(service, selections):
    call = call_of("net-adolescent-60mg")
    call["context"]["selections"] = selections
    assert indicators(service, call, "order-select") == ["critical"]


def test_an_id_of_a_wrong_type_is_no_fault(service):
    call = call_of("net-adolescent-60mg")
    having(id=["order"])(call)
    call["context"]["selections"] = ["MedicationRequest/order"]
    assert indicators(service, call, "order-select") == []
    assert indicators(service, call) != []


def test_a_draft_without_id_is_selected_by_its_full_url(service):
    call = call_of("net-adolescent-60mg")
    without("id")(call)
    urn = "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0"
    call["context"]["draftOrders"]["entry"][0]["fullUrl"] = urn
    call["context"]["selections"] = ["urn:uuid:ffffffff-1cbf-4d64-b04d-cd9187a4c6e0"]
    assert indicators(service, call, "order-select") == []
    call["context"]["selections"] = [urn]
    assert indicators(service, call, "order-select") == ["critical"]


def test_a_draft_that_is_sent_twice_is_one_order(service):
    call = call_of("net-adolescent-60mg")
    entries = call["context"]["draftOrders"]["entry"]
    entries.append(copy.deepcopy(entries[0]))
    assert indicators(service, call) == ["critical"]


def test_two_equal_drafts_without_id_are_two_orders(service):
    call = call_of("net-adolescent-40mg")
    without("id")(call)
    entries = call["context"]["draftOrders"]["entry"]
    entries.append(copy.deepcopy(entries[0]))
    assert indicators(service, call) == ["warning"]


@pytest.mark.parametrize("name", ["medicationCodeableconcept", "medicationCodeable", "_medicationReference"])
def test_a_drug_in_an_element_that_is_not_read_is_not_passed_over(service, name):
    call = call_of("net-adolescent-40mg")
    draft = call["context"]["draftOrders"]["entry"][0]["resource"]
    draft[name] = draft.pop("medicationCodeableConcept")
    (card,) = cards_of(service, call)
    assert card["source"]["topic"]["code"] in ("medication-not-identified", "structure-unknown-element")


def test_a_draft_for_which_no_drug_is_chosen_yet_is_no_card(service):
    call = call_of("net-adolescent-40mg")
    draft = call["context"]["draftOrders"]["entry"][0]["resource"]
    draft["medicationCodeableConcept"] = {"text": ""}
    assert cards_of(service, call) == []
    del draft["medicationCodeableConcept"]
    assert cards_of(service, call) == []


@pytest.mark.parametrize("status", [["active"], {"value": "active"}, 5, None])
def test_a_status_that_is_no_text_is_told_of_and_no_fault_of_ours(service, status):
    call = call_of("net-adolescent-60mg")
    order_in(call)["status"] = status
    kept = copy.deepcopy(order_in(call)) | {"dosageInstruction": []}
    call["prefetch"]["medicationRequests"].setdefault("entry", []).append({"resource": kept})
    (card,) = cards_of(service, call)
    assert card["source"]["topic"]["code"] != "not-checked"
