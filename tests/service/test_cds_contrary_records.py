"""What is recorded with yes and with no, with no, or as over: the card says which record it is and what to do."""

from __future__ import annotations

from support.cds_call import call_of, order_in, recorded

CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"


def card_of(service, call):
    (card,) = service.sign(call).json()["cards"]
    return card


def with_answers_only(call, kept):
    """The call with those of its recorded answers that are this."""
    listed = call["prefetch"]["observations"]
    listed.pop("total", None)
    listed["entry"][:] = [
        one
        for one in listed["entry"]
        if "valueBoolean" not in one["resource"] or one["resource"]["valueBoolean"] in kept
    ]
    return call


def test_yes_and_no_are_told_with_their_records_and_what_to_do(service):
    card = card_of(service, recorded("order-sign-answered-with-yes-and-no"))
    assert "(a result of 2026-11-22 says yes, a result of 2026-11-22 says no)" in card["detail"]
    assert "**What to do:** Find out which of the two answers is right, and take the other one back" in card["detail"]


def test_a_reduction_recorded_not_to_be_for_a_reaction_is_not_asked_again(service):
    card = card_of(service, with_answers_only(recorded("order-sign-answered-with-yes-and-no"), [False]))
    assert card["summary"].endswith("recorded is that it was not reduced for an adverse reaction.")
    assert "**What to do:** Order the recommended dose, or correct what is recorded of the reduction" in card["detail"]
    assert "suggestions" not in card


def test_without_any_record_the_reason_is_asked_for(service):
    card = card_of(service, with_answers_only(recorded("order-sign-answered-with-yes-and-no"), []))
    assert "no reason for the reduction is on file" in card["summary"]
    assert "**What to do:** Record why the dose is reduced" in card["detail"]
    assert card["suggestions"][0]["label"] == "Record: the dose was reduced for an adverse reaction"


def test_a_disease_that_is_recorded_as_resolved_is_said_to_be_that(service):
    card = card_of(service, recorded("order-sign-disease-recorded-as-resolved"))
    assert card["indicator"] == "critical"
    assert card["summary"] == "CABOMETYX: Liver cell carcinoma, which the order is for, is recorded as resolved."
    assert (
        "Correct the status of the diagnosis if the disease is still there, or do not sign or dispense it"
        in card["detail"]
    )


def test_another_disease_is_still_no_indication(service):
    card = card_of(service, call_of("nec-of-the-pancreas"))
    assert "recorded as" not in card["summary"]


def test_a_resolved_disease_beside_another_active_cancer_is_no_matter_of_status(service):
    call = recorded("order-sign-disease-recorded-as-resolved")
    order_in(call).pop("reasonReference")
    breast = {
        "coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "C50.911", "display": "Breast cancer"}]
    }
    condition = {
        "resourceType": "Condition",
        "id": "breast",
        "clinicalStatus": {"coding": [{"system": CLINICAL, "code": "active"}]},
        "code": breast,
        "subject": {"reference": "Patient/patient"},
    }
    call["prefetch"]["conditions"]["entry"].append({"resource": condition})
    card = card_of(service, call)
    assert "recorded as resolved" not in card["summary"]
