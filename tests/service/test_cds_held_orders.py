"""Orders that stand inside another draft are judged; drafts that nobody can read are told with their place."""

from __future__ import annotations

import copy

import pytest
from support.cds_call import call_of, order_in, recorded


def cards(service, call):
    return service.sign(call).json()["cards"]


def holding(*drafts):
    call = call_of("hcc-child-pugh-b")
    call["context"]["draftOrders"]["entry"] = [{"resource": one} for one in drafts]
    return call


def order(**more):
    return copy.deepcopy(order_in(call_of("hcc-child-pugh-b"))) | more


def group(kind="RequestGroup", **more):
    return {"resourceType": kind, "id": "set", "status": "draft", "intent": "order"} | more


def test_an_order_contained_in_a_set_of_orders_is_judged_and_not_changed(service):
    (card,) = cards(service, recorded("order-sign-order-inside-a-request-group"))
    assert card["indicator"] == "critical"
    assert card["summary"] == "Child-Pugh class B: CABOMETYX 40 mg once daily, not 60 mg."
    assert "No dose is offered here, since the order stands inside another one." in card["detail"]
    assert [one["label"] for one in card["suggestions"]] == ["Keep 60 mg once daily, with reason"]


@pytest.mark.parametrize("kind", ["RequestGroup", "RequestOrchestration", "ServiceRequest"])
def test_whatever_holds_an_order_is_looked_into(service, kind):
    made = group(kind, contained=[order(id="inside")], action=[{"resource": {"reference": "#inside"}}])
    assert [one["indicator"] for one in cards(service, holding(made))] == ["critical"]


def test_an_accepted_order_inside_a_set_has_no_card(service):
    right = order_in(call_of("net-adolescent-40mg")) | {"id": "inside"}
    call = call_of("net-adolescent-40mg")
    call["context"]["draftOrders"]["entry"] = [{"resource": group(contained=[copy.deepcopy(right)])}]
    assert cards(service, call) == []


def test_an_order_that_a_set_names_is_judged_once_where_it_is_a_draft(service):
    named = group(action=[{"action": [{"resource": {"reference": "MedicationRequest/order"}}]}])
    assert len(cards(service, holding(named, order()))) == 1


def test_an_order_that_a_set_names_is_judged_where_the_prefetch_holds_it(service):
    call = holding(group(action=[{"resource": {"reference": "MedicationRequest/order"}}]))
    call["prefetch"]["medicationRequests"].setdefault("entry", []).append({"resource": order()})
    assert [one["indicator"] for one in cards(service, call)] == ["critical"]


def test_an_order_that_a_set_names_and_that_did_not_come_is_told_with_its_place(service):
    (card,) = cards(service, holding(group(action=[{"resource": {"reference": "MedicationRequest/elsewhere"}}])))
    assert card["summary"] == "Draft orders that could not be read, so they were not checked: 1."
    assert "An order that entry 1 of the draft orders names did not come with the call." in card["detail"]


def deep(levels):
    action = {"resource": {"reference": "MedicationRequest/order"}}
    for _ in range(levels):
        action = {"action": [action]}
    return group(action=[action])


def test_actions_deeper_than_are_looked_at_are_told_and_no_others(service):
    call = holding(deep(16))
    (card,) = cards(service, call)
    assert "Entry 1 of the draft orders has actions more than 16 deep. They were not checked." in card["detail"]
    call["context"]["draftOrders"]["entry"] = [{"resource": deep(15)}, {"resource": order()}]
    assert [one["indicator"] for one in cards(service, call)] == ["critical"]


OWN = {"system": "urn:example:orders", "value": "7"}


@pytest.mark.parametrize("told", [{"identifier": OWN}, {"type": "MedicationRequest", "identifier": OWN}])
def test_an_order_that_a_set_names_by_its_identifier_alone_is_judged_where_it_came_and_else_told(service, told):
    named = group(action=[{"resource": told}])
    call = holding(named)
    call["prefetch"]["medicationRequests"].setdefault("entry", []).append({"resource": order(identifier=[OWN])})
    assert [one["indicator"] for one in cards(service, call)] == ["critical"]
    (card,) = cards(service, holding(named))
    assert "An order that entry 1 of the draft orders names did not come with the call." in card["detail"]


@pytest.mark.parametrize("beside", [(), ({"resourceType": "ServiceRequest", "id": "s", "identifier": [OWN]},)])
def test_another_kind_of_request_that_a_set_names_by_its_identifier_is_left_alone(service, beside):
    told = {"identifier": OWN} if beside else {"type": "ServiceRequest", "identifier": OWN}
    beside = [one | {"status": "draft", "intent": "order"} for one in beside]
    assert cards(service, holding(group(action=[{"resource": told}]), *beside)) == []


def test_a_draft_of_no_known_type_is_told_with_its_place(service):
    found = cards(service, recorded("order-sign-draft-of-an-unknown-type"))
    # The order beside it is not accepted, and the draft itself is told.
    assert [one["indicator"] for one in found] == ["warning", "warning"]
    told = "An entry of the unknown kind MedicationOrder could not be read: it may have held anything."
    assert found[0]["summary"] == f"CABOMETYX: {told}"
    assert "What entry 2 of the draft orders is cannot be told: no kind of record has that name." in found[1]["detail"]


@pytest.mark.parametrize("kind", ["ServiceRequest", "NutritionOrder", "DeviceRequest", "VisionPrescription"])
def test_drafts_of_other_types_that_hold_no_order_have_no_card(service, kind):
    assert cards(service, holding({"resourceType": kind, "id": "x", "status": "draft", "intent": "order"})) == []


def test_an_order_inside_a_selected_set_is_looked_at(service):
    call = holding(group(contained=[order(id="inside")])) | {"hook": "order-select"}
    call["context"]["selections"] = ["RequestGroup/set"]
    assert [one["indicator"] for one in service.hook("order-select", call).json()["cards"]] == ["critical"]
    call["context"]["selections"] = ["RequestGroup/another"]
    assert service.hook("order-select", call).json()["cards"] == []
