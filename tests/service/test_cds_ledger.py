"""Nothing that came with a call may vanish: what could not be read or relied on is said on a card, never silence."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest
from support.cds_call import recorded

TABLETS = "order-sign-tablets-by-the-pill"
"""A recorded call whose order agrees with the label."""
REPORTED = Path(__file__).parents[1] / "reported"


def cards(service, call, hook="order-sign"):
    body = call if isinstance(call, bytes) else json.dumps(call).encode()
    response = service.post(
        f"/cds-services/cabozantinib-{hook}", data=body, headers={"Content-Type": "application/json"}
    )
    assert response.status_code == 200, response.text
    return response.json()["cards"]


def indicators(service, call):
    return [card["indicator"] for card in cards(service, call)]


def beside(resource, key="medicationStatements"):
    """The recorded call with one more resource in a prefetched list."""
    call = copy.deepcopy(recorded(TABLETS))
    found = call["prefetch"].get(key)
    if not isinstance(found, dict):
        found = call["prefetch"][key] = {"resourceType": "Bundle", "type": "searchset", "entry": []}
    found.pop("total", None)
    found.setdefault("entry", []).append({"resource": resource})
    return call


def ketoconazole(call, **elements):
    patient = call["context"]["patientId"].removeprefix("Patient/")
    return {
        "resourceType": "MedicationStatement",
        "id": "k",
        "status": "active",
        "subject": {"reference": f"Patient/{patient}"},
        "medicationCodeableConcept": {
            "coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "6135"}],
            "text": "ketoconazole",
        },
    } | elements


def test_a_draft_that_cannot_be_read_is_said_on_a_card(full_service):
    (card,) = cards(full_service, (REPORTED / "cds-draft-key-twice.request.json").read_bytes())
    assert card["indicator"] == "warning"
    assert card["summary"] == "Draft orders that could not be read, so they were not checked: 1."


@pytest.mark.parametrize("drug", [b"NaN", b'{"text": "x", "text": "y"}', b'{"coding": [{"code": NaN}]}'])
def test_a_draft_whose_drug_is_no_value_or_two_is_said(full_service, drug):
    call = recorded(TABLETS)
    order = call["context"]["draftOrders"]["entry"][0]["resource"]
    order["medicationCodeableConcept"] = "@drug@"
    body = json.dumps(call).encode().replace(b'"@drug@"', drug)
    assert [card["indicator"] for card in cards(full_service, body)] == ["warning"]


def test_a_key_twice_in_another_drafts_dose_does_not_leave_the_rest_unchecked(full_service):
    call = recorded(TABLETS)
    second = copy.deepcopy(call["context"]["draftOrders"]["entry"][0])
    second["resource"] |= {"id": "second", "status": "@twice@"}
    call["context"]["draftOrders"]["entry"].append(second)
    body = json.dumps(call).encode().replace(b'"@twice@"', b'"draft", "status": "active"')
    found = cards(full_service, body)
    assert [card["summary"] for card in found] == ["Draft orders that could not be read, so they were not checked: 1."]


def test_prefetched_evidence_is_weighed_as_in_a_file(full_service):
    call = recorded(TABLETS)
    assert indicators(full_service, call) == []
    assert "critical" in indicators(full_service, beside(ketoconazole(call)))
    assert indicators(full_service, beside(ketoconazole(call, status="unknown"))) == ["warning"]
    modified = ketoconazole(call, modifierExtension=[{"url": "urn:x", "valueBoolean": True}])
    assert "warning" in indicators(full_service, beside(modified))
    metformin = ketoconazole(call, status="nonsense")
    metformin["medicationCodeableConcept"] = {"text": "metformin"}
    assert indicators(full_service, beside(metformin)) == []


def test_a_key_twice_in_prefetched_evidence_sets_it_aside(full_service):
    call = beside(ketoconazole(recorded(TABLETS), status="@twice@"))
    body = json.dumps(call).encode().replace(b'"@twice@"', b'"active", "status": "stopped"')
    assert "warning" in [card["indicator"] for card in cards(full_service, body)]


@pytest.mark.parametrize("odd", [None, {}, {"resource": None}, {"resource": "x"}])
def test_a_place_in_a_prefetched_list_without_a_resource_may_have_held_anything(full_service, odd):
    call = beside(ketoconazole(recorded(TABLETS)))
    call["prefetch"]["medicationStatements"]["entry"][-1] = odd
    assert indicators(full_service, call) != []


def test_an_error_under_a_key_of_the_sites_own_is_no_silence(full_service):
    call = recorded(TABLETS)
    error = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "exception"}]}
    assert indicators(full_service, {**call, "prefetch": {**call["prefetch"], "item7": error}}) == ["warning"]
    remark = {"resourceType": "OperationOutcome", "issue": [{"severity": "warning", "code": "informational"}]}
    assert indicators(full_service, {**call, "prefetch": {**call["prefetch"], "item7": remark}}) == []


def test_a_warning_beside_no_match_is_an_empty_list(full_service):
    call = recorded(TABLETS)
    remark = {"resourceType": "OperationOutcome", "issue": [{"severity": "warning", "code": "informational"}]}
    empty = {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": 0,
        "entry": [{"resource": remark, "search": {"mode": "outcome"}}],
    }
    assert indicators(full_service, {**call, "prefetch": {**call["prefetch"], "procedures": empty}}) == []


def test_a_total_in_the_sig_that_the_codes_do_not_state_has_a_card(full_service):
    found = cards(full_service, (REPORTED / "61-sig-total-card.request.json").read_bytes())
    assert [card["indicator"] for card in found] == ["warning"]
    assert "80 mg" in found[0]["summary"]
