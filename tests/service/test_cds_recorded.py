"""What clients really send, recorded in shapes read and run, answered over HTTP."""

from __future__ import annotations

import json

import pytest
from support.cds_call import RECORDED, recorded
from support.cds_rules import breaches_of_answer

NAMES = sorted(path.stem for path in RECORDED.glob("*.json"))


def answered(service, name):
    call = recorded(name)
    return service.hook(call["hook"], call)


def indicators(response):
    assert response.status_code == 200, response.text
    return [card["indicator"] for card in response.json()["cards"]]


@pytest.mark.parametrize("name", NAMES)
def test_no_recorded_call_breaks_the_service(service, name):
    response = answered(service, name)
    assert response.status_code in (200, 412)
    if response.status_code == 200:
        assert breaches_of_answer(response.json()) == []


def test_before_a_drug_is_chosen_there_is_nothing_to_say(service):
    assert indicators(answered(service, "order-select-before-a-drug-is-chosen")) == []


def test_three_pills_of_twenty_once_a_day_are_sixty_milligrams(service):
    assert indicators(answered(service, "order-sign-tablets-by-the-pill")) == []


def test_capsules_for_kidney_cancer_are_the_wrong_product(service):
    assert indicators(answered(service, "order-sign-capsules-by-the-pill"))[0] == "critical"


def test_an_object_where_fhir_has_a_list_is_a_list_of_one(service):
    response = answered(service, "order-sign-dose-and-rate-as-object")
    assert indicators(response)[0] == "critical"
    assert "100 mg" in response.json()["cards"][0]["summary"]


def test_a_search_without_results_that_says_so_is_an_empty_list(service):
    assert indicators(answered(service, "order-sign-empty-lists-with-a-remark")) == []


def test_an_order_changed_under_its_own_id_keeps_its_earlier_dose_as_history(service):
    assert indicators(answered(service, "order-sign-order-changed-under-its-id")) == []


def test_lists_under_the_site_s_own_keys_that_filter_are_not_the_whole_lists(service):
    response = answered(service, "order-sign-own-keys-filtered")
    assert indicators(response) == ["warning"]
    assert (
        "problem list, the list of results and the list of medication orders" in response.json()["cards"][0]["summary"]
    )


def test_a_prefetched_order_in_stu3_places_is_read(service):
    assert indicators(answered(service, "order-sign-prefetch-in-stu3-places"))[0] == "critical"


def test_drafts_under_one_id_that_differ_are_told_and_named(service):
    response = answered(service, "order-sign-drafts-under-one-id")
    assert indicators(response) == ["warning"]
    assert "**Ordered:** cabozantinib 60 MG" in response.json()["cards"][0]["detail"]


def test_of_seven_drafts_of_one_order_all_but_the_first_can_be_removed_at_once(service):
    response = answered(service, "order-sign-seven-drafts-of-one")
    assert indicators(response) == ["warning"]
    (remove,) = response.json()["cards"][0]["suggestions"]
    assert [one["resourceId"] for one in remove["actions"]] == [f"MedicationRequest/draft-{n}" for n in range(1, 7)]


def test_an_answer_of_yes_and_no_is_told_as_both(service):
    response = answered(service, "order-sign-answered-with-yes-and-no")
    assert indicators(response) == ["warning"]
    assert "recorded as yes and as no" in response.json()["cards"][0]["summary"]


def test_a_sig_that_says_more_than_the_dose_keeps_it(service):
    response = answered(service, "order-sign-sig-says-more-than-the-dose")
    assert indicators(response) == ["critical"]
    offered = response.json()["cards"][0]["suggestions"][0]["actions"][0]["resource"]["dosageInstruction"][0]
    assert offered["text"] == (
        "Take 1 tablet (40 mg total) by mouth daily on an empty stomach. Hold 3 weeks before surgery."
    )


def test_the_whole_structural_check_bears_the_same_client(full_service):
    assert indicators(answered(full_service, "order-sign-tablets-by-the-pill")) == []


def test_a_list_that_did_not_come_is_named_and_nothing_is_accepted(service):
    response = answered(service, "order-sign-failed-prefetch-missing")
    assert indicators(response) == ["warning"]
    card = response.json()["cards"][0]
    assert "list of results" in card["summary"]
    assert "Not available, so not looked at: list of home medications" in card["detail"]
    assert card["source"]["topic"]["code"] == "list-not-supplied"


@pytest.mark.parametrize("name", ["order-sign-prefetch-null", "order-sign-prefetch-with-an-error"])
def test_null_and_errors_are_not_empty_lists(service, name):
    response = answered(service, name)
    assert "warning" in indicators(response)
    assert "problem list" in " ".join(card["summary"] + card["detail"] for card in response.json()["cards"])


def test_a_patient_id_may_have_its_type_before_it(service):
    assert indicators(answered(service, "order-sign-patient-with-its-type")) == []


def test_only_selected_orders_are_looked_at_while_ordering(service):
    assert indicators(answered(service, "order-select-several-types")) == []
    assert indicators(answered(service, "order-select-the-cabozantinib-order"))[0] == "critical"


def test_r4_and_r5_orders_in_one_call_are_both_read(service):
    response = answered(service, "order-sign-r4-and-r5")
    said = " ".join(card["detail"] for card in response.json()["cards"])
    assert "(each of 2 orders)." in said


def test_without_patient_there_is_no_answer(service):
    response = answered(service, "order-sign-without-prefetch")
    assert response.status_code == 412
    assert response.json()["resourceType"] == "OperationOutcome"


def test_other_drugs_need_no_prefetch(service):
    assert indicators(answered(service, "order-sign-other-drug-without-prefetch")) == []


def test_bytes_after_the_json_are_borne(service):
    body = (RECORDED / "order-sign-bytes-after-the-json.body").read_bytes()
    with pytest.raises(json.JSONDecodeError):
        json.loads(body)
    assert indicators(service.sign(body))[0] == "critical"


@pytest.mark.parametrize("between", [b"", b"\n", b",", b"\0"])
def test_a_second_call_behind_the_first_is_refused_and_not_lost(service, between):
    body = json.dumps(recorded("order-sign-tablets-by-the-pill")).encode()
    response = service.sign(body + between + body)
    assert response.status_code == 400
    assert "Two JSON values stand in one body" in response.text


def test_a_page_that_is_not_the_last_is_no_whole_list(service):
    call = recorded("order-sign-tablets-by-the-pill")
    call["prefetch"]["conditions"]["link"] = [{"relation": "next", "url": "https://ehr.example.org/fhir?page=2"}]
    response = service.sign(call)
    assert indicators(response) == ["warning"]
    assert "problem list could not be read" in response.json()["cards"][0]["summary"]


def test_a_key_written_twice_is_told_and_not_accepted(service):
    text = json.dumps(recorded("order-sign-tablets-by-the-pill"))
    twice = text.replace('"clinicalStatus":', '"clinicalStatus": {}, "clinicalStatus":', 1)
    assert twice != text
    assert "warning" in indicators(service.sign(twice.encode()))


def test_an_order_for_another_patient_is_not_judged_by_this_chart(service):
    call = recorded("order-sign-tablets-by-the-pill")
    call["context"]["draftOrders"]["entry"][0]["resource"]["subject"] = {"reference": "Patient/somebody-else"}
    assert indicators(service.sign(call)) != []


def test_a_medication_by_a_reference_that_leads_nowhere_is_not_passed_over(service):
    call = recorded("order-sign-tablets-by-the-pill")
    order = call["context"]["draftOrders"]["entry"][0]["resource"]
    del order["medicationCodeableConcept"]
    order["medicationReference"] = {"reference": "Medication/unknown"}
    assert set(indicators(service.sign(call))) == {"warning"}


@pytest.mark.parametrize(
    ("call", "status"),
    [
        (b"", 400),
        (b"not json", 400),
        (b"[]", 400),
        (b"{}", 400),
        (b'{"hook": "patient-view", "context": {}}', 400),
        (b'{"context": []}', 400),
        (b'{"context": {"patientId": "x"}}', 412),
        (b'{"context": {"draftOrders": {"entry": [null, 3, {"resource": null}]}}}', 200),
    ],
)
def test_what_cannot_be_understood_is_refused_with_its_reason(service, call, status):
    response = service.sign(call)
    assert response.status_code == status
    if status != 200:
        assert response.json()["issue"][0]["details"]["text"]


def test_an_unknown_service_is_not_found(service):
    assert service.post("/cds-services/other", json={}).status_code == 404
