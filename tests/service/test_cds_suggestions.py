"""What a card offers: the label's dose with everything else kept, lower steps, answers that settle a question."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import fhirkit
import pytest
from support.cds_call import call_of, open_call, order_in
from support.cds_rules import breaches_of_answer
from support.consulted import cards_for

REPORTED = Path(__file__).parents[1] / "reported"
MG = {"unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"}


def reported(name):
    return json.loads((REPORTED / f"cds-{name}.request.json").read_text())


def one_card(call, **more):
    (card,) = cards_for(call, **more)
    assert breaches_of_answer({"cards": [card]}) == []
    return card


def labels(card):
    return [one["label"] for one in card.get("suggestions", [])]


def resource_of(card, label):
    (found,) = [one for one in card["suggestions"] if one["label"] == label]
    return found["actions"][-1]["resource"]


def with_entry(call, key, resource):
    made = copy.deepcopy(call)
    made["prefetch"][key].setdefault("entry", []).append({"resource": resource})
    return made


# The dose


def test_the_label_dose_stands_beside_its_lower_steps_and_keeping():
    card = one_card(call_of("hcc-child-pugh-b"))
    assert labels(card) == [
        "Label dose: 40 mg once daily",
        "20 mg once daily (only after a reduction for side effects)",
        "Keep 60 mg once daily, with reason",
    ]
    assert card["selectionBehavior"] == "at-most-one"


def test_lower_steps_are_the_patient_s_own():
    assert "20 mg every other day (only after a reduction for side effects)" in labels(
        one_card(call_of("net-adolescent-60mg"))
    )


def test_what_the_prescriber_wrote_besides_the_dose_is_kept():
    call = reported("46-suggestion-drops-instructions")
    written = order_in(call)["dosageInstruction"][0]
    written |= {"method": {"text": "Swallow"}, "asNeededBoolean": False}
    (offered,) = resource_of(one_card(call), "Label dose: 40 mg once daily")["dosageInstruction"]
    for name in ("patientInstruction", "additionalInstruction", "route", "timing", "method", "asNeededBoolean"):
        assert offered[name] == written[name]
    assert offered["doseAndRate"] == [{"doseQuantity": {"value": 40} | MG}]


@pytest.mark.parametrize("words", ["Take 60 mg in the morning", "Take one tablet in the morning", "3 tabs a day"])
def test_an_instruction_that_tells_the_old_dose_is_not_kept(words):
    call = reported("46-suggestion-drops-instructions")
    order_in(call)["dosageInstruction"][0]["patientInstruction"] = words
    found = [one for one in cards_for(call)[0].get("suggestions", []) if one["label"].startswith("Label dose")]
    for one in found:
        assert words not in json.dumps(one)


def test_a_product_by_reference_that_makes_the_dose_is_kept():
    call = reported("47-suggestion-changes-product-by-reference")
    offered = resource_of(one_card(call), "Label dose: 40 mg once daily")
    assert offered["medicationReference"] == order_in(call)["medicationReference"]
    assert "medicationCodeableConcept" not in offered
    assert offered["dosageInstruction"][0]["text"] == "2 tablets (40 mg) by mouth once daily"


def test_a_brand_by_reference_stays_the_brand_where_the_strength_changes():
    call = reported("47-suggestion-changes-product-by-reference")
    (medication,) = [
        entry["resource"]
        for entry in call["context"]["draftOrders"]["entry"]
        if entry["resource"]["resourceType"] == "Medication"
    ]
    coding = {"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "1790175"}
    medication["code"] = {"coding": [coding], "text": "CABOMETYX 60 mg"}
    order_in(call)["medicationReference"].pop("display")
    order_in(call)["dosageInstruction"][0]["doseAndRate"] = [{"doseQuantity": {"value": 60} | MG}]
    offered = resource_of(one_card(call), "Label dose: 40 mg once daily")
    assert "Cabometyx" in offered["medicationCodeableConcept"]["coding"][0]["display"]


def test_no_dose_is_offered_while_a_list_that_could_change_it_is_missing():
    assert "suggestions" not in one_card(reported("31-error-list-missing-suggestion"))
    call = call_of("hcc-child-pugh-b")
    assert labels(one_card(call))
    del call["prefetch"]["medicationRequests"]
    assert not [one for one in labels(one_card(call)) if one.startswith(("Label dose", "20 mg", "Keep"))]


def test_the_dose_that_is_ordered_is_not_offered():
    for example in ("rcc-with-breakfast", "rcc-coughing-blood", "rcc-two-active-orders"):
        assert not [one for one in labels(one_card(call_of(example))) if "60 mg" in one]


# The vendor that takes create and delete only


def test_a_client_without_update_deletes_the_order_and_creates_another():
    card = one_card(call_of("hcc-child-pugh-b"), client="create-delete")
    first = card["suggestions"][0]
    assert [action["type"] for action in first["actions"]] == ["delete", "create"]
    assert first["actions"][0]["resourceId"] == "MedicationRequest/order"
    assert "id" not in first["actions"][1]["resource"]
    assert not [one for one in labels(card) if one.startswith("Keep")]


def topic(call):
    return one_card(call, client="create-delete")["source"]["topic"]["code"]


def test_its_topic_codes_are_letters_and_digits_and_change_with_the_dose():
    call = call_of("hcc-child-pugh-b")
    code = topic(call)
    assert re.fullmatch(r"DoseAboveLabel[0-9a-f]{16}", code)
    assert topic(copy.deepcopy(call)) == code
    higher = copy.deepcopy(call)
    order_in(higher)["dosageInstruction"][0]["doseAndRate"] = [{"doseQuantity": {"value": 80} | MG}]
    assert topic(higher) != code


def test_an_overridden_dose_that_is_not_known_silences_no_other_one():
    call = call_of("rcc-no-frequency")
    other = copy.deepcopy(call)
    order_in(other)["dosageInstruction"][0]["patientInstruction"] = "take all of them"
    assert topic(call) != topic(other)


def test_the_standard_keeps_the_finding_codes_and_updates():
    card = one_card(call_of("hcc-child-pugh-b"))
    assert card["source"]["topic"]["code"] == "dose-above-label"
    assert [action["type"] for action in card["suggestions"][0]["actions"]] == ["update"]


# The answers


def test_an_open_criterion_is_recorded_with_one_click_and_the_next_sign_is_settled():
    call = open_call()
    clicks = 0
    while cards := cards_for(call):
        clicks += 1
        assert clicks < 5
        (card,) = cards
        assert card["selectionBehavior"] == "any"
        first = card["suggestions"][0]
        assert first["label"].startswith("Record: the ")
        resource = first["actions"][0]["resource"]
        assert first["actions"][0]["type"] == "create"
        assert (resource["status"], resource["effectiveDateTime"]) == ("final", "2026-11-28")
        assert resource["subject"] == {"reference": f"Patient/{call['context']['patientId']}"}
        assert fhirkit.validate(json.dumps(resource)) == []
        call = with_entry(call, "observations", resource | {"id": f"told-{clicks}"})
    assert clicks > 0


def test_no_is_an_answer_too_and_both_are_unknown():
    call = open_call()
    card = one_card(call)
    answers = [
        resource_of(card, f"Record: the tumor is {word}") | {"id": word} for word in ("unresectable", "resectable")
    ]
    assert [one["valueBoolean"] for one in answers] == [True, False]
    assert one_card(with_entry(call, "observations", answers[1]))["indicator"] == "critical"
    both = with_entry(with_entry(call, "observations", answers[0]), "observations", answers[1])
    assert one_card(both)["indicator"] == "warning"
    assert "yes and no" in one_card(both)["detail"]


def test_a_dose_below_the_start_can_be_told_to_be_a_reduction():
    call = below_the_start()
    card = one_card(call)
    assert card["source"]["topic"]["code"] == "dose-below-start"
    assert labels(card) == [
        "Record: the dose was reduced for an adverse reaction",
        "Record: the dose was not reduced for an adverse reaction",
    ]
    told = card["suggestions"][0]["actions"][0]["resource"] | {"id": "told"}
    assert cards_for(with_entry(call, "observations", told)) == []


@pytest.mark.parametrize("example", ["hcc-cirrhosis-without-class", "dtc-without-weight", "rcc-coughing-blood"])
def test_where_no_answer_settles_anything_none_is_asked(example):
    card = one_card(call_of(example))
    assert not [one for one in labels(card) if one.startswith("Record")]
    assert not [link for link in card["links"] if "questionnaires" in link["url"]]


NEEDED = ("conditions", "observations", "medicationRequests")
CHANGE_AN_ANSWER = ("medicationStatements", "procedures", "questionnaireResponses")


def below_the_start():
    """A dose that is a reduction or a mistake; nothing tells which."""
    call = call_of("rcc-no-frequency")
    order = order_in(call)
    order["authoredOn"] = "2026-11-28"
    order["dosageInstruction"] = [
        {
            "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}},
            "doseAndRate": [{"doseQuantity": {"value": 40} | MG}],
        }
    ]
    order["medicationCodeableConcept"] = {
        "coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "1790169"}]
    }
    return call


@pytest.mark.parametrize("made", [open_call, below_the_start])
@pytest.mark.parametrize("key", [*NEEDED, *CHANGE_AN_ANSWER])
@pytest.mark.parametrize("how", ["absent", "null", "in part"])
def test_no_answer_is_offered_while_a_list_that_may_hold_it_is_missing(made, key, how):
    call = made()
    if how == "absent":
        del call["prefetch"][key]
    elif how == "null":
        call["prefetch"][key] = None
    else:
        call["prefetch"][key]["link"] = [{"relation": "next", "url": "https://ehr.example.org/fhir?page=2"}]
    card = one_card(call)
    assert not [one for one in labels(card) if one.startswith("Record")]
    assert not [link for link in card["links"] if "questionnaires" in link["url"]]


@pytest.mark.parametrize("made", [open_call, below_the_start])
@pytest.mark.parametrize("key", ["serviceRequests", "allergyIntolerances", "researchSubjects", "newestEncounters"])
def test_a_list_that_holds_no_answer_keeps_none_from_being_offered(made, key):
    call = made()
    call["prefetch"][key] = None
    assert [one for one in labels(one_card(call)) if one.startswith("Record")]


# The form


def form_of(service, card):
    """What a prescriber is shown behind the card's link: the address of its answers, and its fields as they stand."""
    (link,) = [one for one in card["links"] if "/questionnaires/" in one["url"]]
    address = urlsplit(link["url"])
    page = service.get(f"{address.path}?{address.query}").text
    (action,) = re.findall(r'<form method="get" action="([^"]+)">', page)
    asked = re.findall(r"<legend>([^<]+)</legend><label><input type=\"radio\" name=\"([^\"]+)\"", page)
    (subject,) = re.findall(r"name='subject'[^>]* value='([^']*)'", page)
    return f"{address.path.rpartition('/')[0]}/{action}", {name: text for text, name in asked}, subject


@pytest.mark.parametrize(("answer", "indicator"), [("yes", None), ("no", "critical"), ("unknown", "warning")])
def test_the_answers_of_the_form_filed_in_the_chart_settle_the_next_sign(service, answer, indicator):
    call = open_call()
    (card,) = service.sign(call).json()["cards"]
    assert card["indicator"] == "warning"
    address, asked, subject = form_of(service, card)
    assert subject == f"Patient/{call['context']['patientId']}"
    told = {"subject": subject, "authored": "2026-11-28", "source": "Practitioner/p1"}
    filed = service.get(f"{address}?{urlencode(dict.fromkeys(asked, answer) | told)}").json()
    assert (filed["subject"], filed["source"]) == ({"reference": subject}, {"reference": "Practitioner/p1"})
    assert (filed["authored"], filed["status"]) == ("2026-11-28", "completed")
    assert fhirkit.validate(json.dumps(filed)) == []
    again = service.sign(with_entry(call, "questionnaireResponses", filed | {"id": "filed"})).json()["cards"]
    assert [one["indicator"] for one in again] == ([indicator] if indicator else [])


def test_the_answers_of_the_form_for_somebody_else_settle_nothing(service):
    call = open_call()
    (card,) = service.sign(call).json()["cards"]
    address, asked, _ = form_of(service, card)
    told = {"subject": "Patient/somebody-else", "authored": "2026-11-28"}
    filed = service.get(f"{address}?{urlencode(dict.fromkeys(asked, 'yes') | told)}").json()
    again = service.sign(with_entry(call, "questionnaireResponses", filed | {"id": "filed"})).json()["cards"]
    assert [one["indicator"] for one in again] == ["warning"]


def test_nothing_is_offered_by_the_chart_of_another_patient() -> None:
    call = call_of("hcc-child-pugh-b")
    assert labels(one_card(call))
    call["context"]["patientId"] = "somebody-else"
    assert labels(one_card(call)) == []


@pytest.mark.parametrize("key", ["medicationStatements", "procedures", "questionnaireResponses"])
@pytest.mark.parametrize("example", ["hcc-child-pugh-b", "rcc-itraconazole"])
def test_no_dose_is_offered_without_an_optional_list_that_could_change_it(example: str, key: str):
    call = call_of(example)
    call["prefetch"][key] = None
    assert not [one for one in labels(one_card(call)) if one.startswith(("Label dose", "Lower step"))]


@pytest.mark.parametrize("key", ["serviceRequests", "allergyIntolerances"])
def test_a_list_that_changes_no_dose_keeps_no_dose_back(key: str):
    call = call_of("hcc-child-pugh-b")
    call["prefetch"][key] = None
    assert [one for one in labels(one_card(call)) if one.startswith("Label dose")]
