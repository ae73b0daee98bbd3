"""What came along with a call: whose list it is, whether it is whole, and what an order was before it was changed."""

from __future__ import annotations

import copy
from urllib.parse import quote

import pytest
from support.cds_call import call_of, order_in, recorded

from validator.client.observation_codes import observation_codes
from validator.profiles import shipped
from validator.service.prefetch import prefetched, templates

CODES = observation_codes(shipped())
BASE = "https://ehr.example.org/fhir"
TABLETS = "order-sign-tablets-by-the-pill"


def listed(query=None, *resources, **more):
    """A searchset of these resources that answers a query."""
    link = {"link": [{"relation": "self", "url": f"{BASE}/{query}"}]} if query else {}
    entry = [{"resource": {"resourceType": name, "id": "x"}} for name in resources]
    return {"resourceType": "Bundle", "type": "searchset", "entry": entry} | link | more


def whole(**prefetch):
    return prefetched(prefetch, CODES).whole


def cards_of(service, call):
    response = service.sign(call)
    assert response.status_code == 200, response.text
    return response.json()["cards"]


def topics(service, call):
    return [card["source"]["topic"]["code"] for card in cards_of(service, call)]


# Templates


def test_no_template_is_too_long_for_a_url():
    for text in templates(shipped()).values():
        path, _, query = text.partition("?")
        put = f"https://ehr.a-long-name.hospital.example.org/api/FHIR/R4/{path}?{quote(query, safe='=&')}"
        assert len(put.replace("{{context.patientId}}", "e" * 64)) < 2000


def test_the_observation_templates_ask_for_every_code_once():
    asked = [
        code
        for key, text in templates(shipped()).items()
        if key.startswith("observations")
        for code in text.partition("&code=")[2].split(",")
    ]
    assert sorted(asked) == sorted(CODES)


def test_observations_are_whole_when_every_numbered_list_came():
    numbered = {key: listed() for key in templates(shipped()) if key.startswith("observations")}
    assert "Observation" in whole(**numbered)
    for key in numbered:
        assert "Observation" not in whole(**{name: value for name, value in numbered.items() if name != key})
        assert "Observation" not in whole(**numbered | {key: None})
        assert "Observation" not in whole(**numbered | {key: listed(total=3)})


def test_observations_under_the_one_key_of_before_are_whole():
    assert "Observation" in whole(observations=listed())


# The site's own keys


@pytest.mark.parametrize(
    "query",
    [
        "Condition?patient=x&category=encounter-diagnosis",
        "Condition?patient=x&clinical-status=active",
        "Condition?patient=x&onset-date=ge2026-01-01",
        "Condition?patient=x&_lastUpdated=gt2026-01-01",
        "Condition?patient=x&_summary=true",
        "Condition?patient=x&encounter:Encounter=y",
        "Condition?patient=x&a-parameter-nobody-knows=1",
    ],
)
@pytest.mark.parametrize("key", ["problems", "conditions"])
def test_a_list_whose_own_link_shows_a_filter_is_not_the_whole_list(query, key):
    assert "Condition" not in whole(**{key: listed(query, "Condition")})


@pytest.mark.parametrize(
    "query",
    [
        "Condition?patient=x",
        "Condition?subject=Patient/x&_count=500&_format=json&_sort=-recorded-date&_include=Condition:encounter",
        "Condition?patient=x&-pageContext=abc&-pageDirection=NEXT",
        "Condition/_search",
        "Condition/_search?patient=x",
        "?_getpages=12ab&_getpagesoffset=0&_bundletype=searchset",
    ],
)
@pytest.mark.parametrize("key", ["problems", "conditions"])
def test_a_list_of_all_of_a_patient_is_whole_however_it_is_given(query, key):
    assert "Condition" in whole(**{key: listed(query, "Condition")})


def test_an_empty_list_under_another_key_is_known_by_what_was_asked_for():
    assert "Procedure" in whole(item5=listed("Procedure?patient=x"))
    assert "Procedure" not in whole(item5=listed("Procedure?patient=x&category=surgical"))
    assert whole(item5=listed()) == frozenset()


@pytest.mark.parametrize("resource_type", ["Condition", "Procedure", "MedicationRequest"])
def test_a_list_under_a_key_of_ours_that_is_one_of_another_type_is_not_that_list(resource_type):
    key = {"Condition": "conditions", "Procedure": "procedures", "MedicationRequest": "medicationRequests"}[
        resource_type
    ]
    assert resource_type not in whole(**{key: listed("Observation?patient=x")})
    assert resource_type not in whole(**{key: listed(None, "Observation", "Observation")})
    assert resource_type not in whole(**{key: listed("Observation?patient=x", "Observation")})


def test_what_came_along_with_a_list_makes_it_none_of_another_type():
    assert "MedicationRequest" in whole(medicationRequests=listed(None, "MedicationRequest", "Medication"))
    assert "Condition" in whole(conditions=listed("Condition?patient=x", "Encounter", "Condition"))
    assert "Condition" in whole(conditions=listed("Condition?patient=x"), problems=listed("Condition?patient=x"))
    assert "Condition" in whole(conditions=listed())


@pytest.mark.parametrize("relation", ["Next", "NEXT"])
def test_a_further_page_is_one_in_any_case_of_letters(relation):
    link = {"relation": relation, "url": f"{BASE}/Condition?page=2"}
    assert "Condition" not in whole(conditions=listed(None, "Condition") | {"link": [link]})
    assert "Condition" not in whole(conditions=listed(None, "Condition") | {"link": link})


@pytest.mark.parametrize("key", ["1", "12", "7"])
def test_a_list_under_a_number_alone_is_the_one_list_that_it_says(key):
    assert whole(**{key: listed("Observation?patient=x", "Observation")}) == {"Observation"}
    assert whole(**{key: listed("Condition?patient=x")}) == {"Condition"}
    assert whole(**{key: listed()}) == frozenset()


def test_only_observations_are_asked_for_in_numbered_lists():
    assert whole(conditions1=listed()) == frozenset()
    assert "Condition" in whole(conditions1=listed("Condition?patient=x"))


def test_an_order_whose_lists_did_not_come_is_not_accepted_for_a_list_under_a_number(service):
    call = call_of("net-adolescent-40mg")
    sent = call["prefetch"]
    call["prefetch"] = {"0": sent["patient"], "1": sent["observations"], "2": sent["conditions"]}
    (card,) = cards_of(service, call)
    assert card["source"]["topic"]["code"] == "list-not-supplied"
    call["prefetch"]["3"] = sent["medicationRequests"] | {
        "link": [{"relation": "self", "url": f"{BASE}/MedicationRequest?patient=patient"}]
    }
    assert cards_of(service, call) == []


def test_a_filtered_list_beside_the_whole_one_does_no_harm():
    vitals = listed("Observation?patient=x&category=vital-signs", "Observation")
    assert "Observation" in whole(vitals=vitals, every=listed("Observation?patient=x", "Observation"))
    assert "Observation" not in whole(vitals=vitals, labs=listed("Observation?patient=x&category=laboratory"))


def test_observations_asked_for_by_all_our_codes_under_other_keys_are_whole():
    halves = CODES[::2], CODES[1::2]
    lists = {f"item{number}": listed(f"Observation?patient=x&code={quote(','.join(half))}") for number, half in
             enumerate(halves)}  # fmt: skip
    assert "Observation" in whole(**lists)
    assert "Observation" not in whole(item0=lists["item0"])


def test_a_list_that_does_not_say_what_was_asked_for_is_taken_as_whole_and_the_card_does_not_speak_of_it(service):
    call = call_of("rcc-itraconazole")
    call["prefetch"]["problems"] = call["prefetch"].pop("conditions")
    details = " ".join(card["detail"] for card in cards_of(service, call))
    assert "list-not-supplied" not in topics(service, call)
    assert "Taken as complete" not in details
    call["prefetch"]["problems"]["link"] = [{"relation": "self", "url": f"{BASE}/Condition?patient=x"}]
    assert "Taken as complete" not in " ".join(card["detail"] for card in cards_of(service, call))


def test_lists_of_a_site_that_filter_keep_an_order_from_being_accepted(service):
    call = recorded("order-sign-own-keys-filtered")
    (card,) = cards_of(service, call)
    assert card["source"]["topic"]["code"] == "list-not-supplied"
    for value in call["prefetch"].values():
        for link in value.get("link", ()):
            link["url"] = link["url"].partition("&")[0]
    assert cards_of(service, call) == []


# Another patient


@pytest.mark.parametrize("identity", ["another", "Patient/another", f"{BASE}/Patient/another"])
def test_a_call_that_names_another_patient_than_its_chart_is_said(service, identity):
    call = call_of("net-adolescent-40mg")
    assert cards_of(service, call) == []
    call["context"]["patientId"] = identity
    assert "call-names-another-patient" in topics(service, call)


def test_a_call_without_a_patient_id_is_not_one_of_another_patient(service):
    call = call_of("net-adolescent-40mg")
    del call["context"]["patientId"]
    assert cards_of(service, call) == []


@pytest.mark.parametrize("server", ["https://gateway.example.org/r4", "https://gateway.example.org/r4/tenant"])
def test_a_chart_under_the_address_behind_a_gateway_is_of_the_patient_of_the_call(service, server):
    call = recorded(TABLETS) | {"fhirServer": BASE}
    patient = f"Patient/{call['context']['patientId']}"
    drug = {"resourceType": "Medication", "id": "drug", "code": {"text": "itraconazole 100 mg capsule"}}
    taken = {
        "resourceType": "MedicationRequest", "id": "taken", "status": "active", "intent": "order",
        "authoredOn": "2026-11-01", "subject": {"reference": patient},
        "medicationReference": {"reference": "Medication/drug"},
    }  # fmt: skip
    lists = [one for one in call["prefetch"].values() if isinstance(one, dict) and one["resourceType"] == "Bundle"]
    before = topics(service, call)
    for entry in (one for found in lists for one in found.get("entry", ())):
        entry["fullUrl"] = f"{server}/{entry['resource']['resourceType']}/{entry['resource']['id']}"
    assert topics(service, call) == before
    found = call["prefetch"]["medicationRequests"]
    found.pop("total", None)
    found.setdefault("entry", []).extend(
        {"fullUrl": f"{server}/{one['resourceType']}/{one['id']}", "resource": one} for one in (drug, taken)
    )
    assert "dose-above-label" in topics(service, call)


# An order that is changed under its own id


def changed(now, before, **elements):
    """The recorded call with `now` tablets of 20 mg in the draft, and the same order on file with `before`."""
    call = recorded(TABLETS)
    draft = order_in(call)
    kept = copy.deepcopy(draft) | {"status": "active", "authoredOn": "2026-06-01"} | elements
    for order, tablets in ((draft, now), (kept, before)):
        order["dosageInstruction"][0]["doseAndRate"][0]["doseQuantity"]["value"] = tablets
    found = call["prefetch"]["medicationRequests"]
    found.pop("total", None)
    found.setdefault("entry", []).append({"resource": kept, "fullUrl": f"{BASE}/MedicationRequest/{draft['id']}"})
    return call


def test_the_dose_before_a_change_under_the_same_id_is_the_reason_of_a_reduction(service):
    assert cards_of(service, changed(2, 3)) == []


def test_the_dose_before_is_history_also_where_the_order_keeps_its_day(service):
    call = changed(2, 3)
    order_in(call)["authoredOn"] = "2026-06-01"
    assert cards_of(service, call) == []


def test_an_order_on_file_with_the_same_dose_is_no_history(service):
    assert topics(service, changed(2, 2)) == ["dose-below-start"]


@pytest.mark.parametrize("status", ["draft", "cancelled", "entered-in-error"])
def test_an_order_that_was_never_carried_out_is_no_history(service, status):
    assert topics(service, changed(2, 3, status=status)) == ["dose-below-start"]


def test_the_order_on_file_does_not_add_to_the_draft_that_changes_it(service):
    assert cards_of(service, changed(3, 2)) == []


# Drugs named elsewhere


@pytest.mark.parametrize("shape", ["R4", "STU3"])
def test_an_interacting_drug_in_prefetch_is_read_in_either_shape(service, shape):
    call = recorded("order-sign-prefetch-in-stu3-places")
    if shape == "R4":
        order = call["prefetch"]["medicationRequests"]["entry"][0]["resource"]
        order["dosageInstruction"][0]["doseAndRate"] = [
            {"doseQuantity": order["dosageInstruction"][0].pop("doseQuantity")}
        ]
    assert "dose-above-label" in topics(service, call)
