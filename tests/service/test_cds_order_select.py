"""order-select over HTTP: early, and quieter than order-sign."""

from __future__ import annotations

from support.cds_call import call_of
from support.cds_rules import breaches_of_answer


def indicators(service, hook, call):
    response = service.hook(hook, call | {"hook": hook})
    assert response.status_code == 200
    assert breaches_of_answer(response.json()) == []
    return [card["indicator"] for card in response.json()["cards"]]


def test_what_is_not_written_yet_is_only_information(service):
    call = call_of("rcc-no-frequency")
    assert indicators(service, "order-select", call) == ["info"]
    assert indicators(service, "order-sign", call) == ["warning"]


def test_an_error_is_critical_at_once(service):
    assert indicators(service, "order-select", call_of("net-adolescent-60mg")) == ["critical"]


def test_nothing_selected_is_nothing_to_say(service):
    call = call_of("net-adolescent-60mg")
    call["context"]["selections"] = []
    assert indicators(service, "order-select", call) == []


def test_a_selection_may_be_a_whole_address(service):
    call = call_of("net-adolescent-60mg")
    call["context"]["selections"] = ["https://ehr.example.org/fhir/MedicationRequest/order"]
    assert indicators(service, "order-select", call) == ["critical"]
