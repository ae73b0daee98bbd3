"""What a card offers: the label's dose with everything else kept, lower steps, answers that settle a question."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import fhirkit
import pytest
from support.cds_call import call_of, call_with, open_call, order_in
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
        "20 mg once daily (only to reduce for side effects)",
        "Keep 60 mg once daily, with reason",
    ]
    assert card["selectionBehavior"] == "at-most-one"


def test_lower_steps_are_the_patient_s_own():
    assert "20 mg every other day (only to reduce for side effects)" in labels(one_card(call_of("net-adolescent-60mg")))


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


@pytest.mark.parametrize(
    ("written", "offered"),
    [
        ("Take 60 mg daily on an empty stomach", "Take 40 mg daily on an empty stomach"),
        (
            "Take 1 tablet (60 mg) daily. Hold 3 weeks before surgery.",
            "Take 1 tablet (40 mg) daily. Hold 3 weeks before surgery.",
        ),
        ("Take daily as directed, avoid grapefruit", "Take daily as directed, avoid grapefruit"),
    ],
)
@pytest.mark.parametrize("element", ["text", "patientInstruction"])
def test_words_beside_the_dose_stay_with_the_new_dose_in_them(element, written, offered):
    call = reported("46-suggestion-drops-instructions")
    order_in(call)["dosageInstruction"][0][element] = written
    resource = resource_of(one_card(call), "Label dose: 40 mg once daily")
    assert resource["dosageInstruction"][0][element] == offered
    order_in(call).clear()
    order_in(call).update(resource)
    assert cards_for(call) == []


@pytest.mark.parametrize(
    "written",
    ["Take 60 mg daily with food", "Take sixty mg daily", "Take 60 mg daily, then 40 mg", "Take 60 mg twice daily"],
)
def test_words_that_are_wrong_or_told_two_doses_are_not_carried_over(written):
    call = reported("46-suggestion-drops-instructions")
    order_in(call)["dosageInstruction"][0]["text"] = written
    for label in labels(card := one_card(call)):
        if label.startswith("Label dose"):
            (offered,) = resource_of(card, label)["dosageInstruction"]
            assert offered["text"] == "1 tablet (40 mg) by mouth once daily"


def test_no_dose_is_offered_that_words_kept_for_the_patient_contradict_anew():
    """Words that are wrong already excuse no others: those to the patient told the old dose, and agreed with it."""
    call = reported("46-suggestion-drops-instructions")
    dosage = order_in(call)["dosageInstruction"][0]
    dosage |= {"text": "Take 80 mg daily", "patientInstruction": "Avoid grapefruit"}
    assert "Label dose: 40 mg once daily" in labels(one_card(call))
    dosage["patientInstruction"] = "Start with 60 mg each morning"
    assert not [label for label in labels(one_card(call)) if label.startswith("Label dose")]


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


@pytest.mark.parametrize("address", ["https://ehr.example.org/api/FHIR/R4/", "http://localhost/"])
def test_answers_are_offered_for_a_patient_whose_address_is_written_out(address):
    call = open_call()
    patient = f"Patient/{call['context']['patientId']}"
    order_in(call)["subject"] = {"reference": f"{address}{patient}"}
    told = [one["actions"][0]["resource"] for one in one_card(call)["suggestions"][::2]]
    assert told
    assert {one["subject"]["reference"] for one in told} == {patient}
    for number, one in enumerate(told):
        call = with_entry(call, "observations", one | {"id": f"told-{number}"})
    assert cards_for(call) == []


@pytest.mark.parametrize(
    "subject", ["https://ehr.example.org/Patient/other", "urn:uuid:0", "https://ehr.example.org/p"]
)
def test_no_answer_is_offered_for_a_patient_who_is_not_the_call_s(subject):
    call = open_call()
    order_in(call)["subject"] = {"reference": subject}
    assert not [one for card in cards_for(call) for one in labels(card) if one.startswith("Record")]


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


def test_answers_that_lead_to_different_doses_say_which():
    entries = json.loads((REPORTED / "26-infusion.json").read_text())["entry"]
    card = one_card(call_with(entries, drug="cabozantinib"))
    assert labels(card) == [
        "Record: nivolumab has ended; label dose then 60 mg once daily",
        "Record: nivolumab goes on; label dose then 40 mg once daily",
    ]


def test_answers_that_lead_to_no_other_dose_say_none():
    assert not [one for one in labels(one_card(open_call())) if "label dose" in one]


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


# Removing what repeats


def drafts_of(example: str, count: int) -> dict[str, Any]:
    """So many drafts of one order, each under an id of its own."""
    call = call_of(example)
    order = order_in(call) | {"status": "draft"}
    call["context"]["draftOrders"]["entry"] = [{"resource": order | {"id": f"draft-{n}"}} for n in range(count)]
    return call


@pytest.mark.parametrize("count", [2, 3, 7, 40])
def test_all_drafts_that_repeat_the_first_are_removed_at_once(count: int) -> None:
    call = drafts_of("net-adolescent-40mg", count)
    card = one_card(call)
    (remove,) = [one for one in card["suggestions"] if "emove " in one["label"]]
    gone = [action["resourceId"] for action in remove["actions"]]
    assert gone == [f"MedicationRequest/draft-{n}" for n in range(1, count)]
    assert card["selectionBehavior"] == "any"
    entries = call["context"]["draftOrders"]["entry"]
    entries[:] = [one for one in entries if f"MedicationRequest/{one['resource']['id']}" not in gone]
    assert cards_for(call) == []


def test_drafts_that_add_up_are_not_offered_to_be_removed() -> None:
    call = drafts_of("net-adolescent-40mg", 2)
    second = call["context"]["draftOrders"]["entry"][1]["resource"]
    dose = [{"doseQuantity": {**MG, "code": "mg", "value": 20}}]
    second["dosageInstruction"] = [{**second["dosageInstruction"][0], "doseAndRate": dose}]
    assert not [one for one in labels(one_card(call)) if one.startswith("Remove ")]


def test_of_two_facts_of_which_one_is_enough_the_other_is_asked_last() -> None:
    """Everything that is open can be answered at once: four answers, and the next sign is settled."""
    call = open_call()
    conditions = call["prefetch"]["conditions"]["entry"][0]["resource"]
    conditions["code"] = {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "C25.4"}]}
    for listed in ("observations", "medicationRequests", "medicationStatements", "procedures"):
        entries = call["prefetch"][listed].get("entry", [])
        entries[:] = [one for one in entries if one["resource"]["id"] in ("weight", "pregnancy-test")]
    said = [one["actions"][0]["resource"] for one in one_card(call)["suggestions"][::2]]
    assert len(said) == 4
    assert all(one["valueBoolean"] is True for one in said)
    for number, one in enumerate(said):
        call = with_entry(call, "observations", one | {"id": f"told-{number}"})
    assert cards_for(call) == []


def stated(code: str, *, is_so: bool) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "id": f"{code}-{is_so}".lower(),
        "status": "final",
        "code": {"coding": [{"system": "https://labelcheck.example.org/fhir/CodeSystem/criterion", "code": code}]},
        "subject": {"reference": "Patient/patient"},
        "effectiveDateTime": "2026-11-22",
        "valueBoolean": is_so,
    }


def with_answers(call: dict[str, Any], code: str, answers: list[bool]) -> dict[str, Any]:
    for is_so in answers:
        call = with_entry(call, "observations", stated(code, is_so=is_so))
    return call


def dtc_without_radioiodine() -> dict[str, Any]:
    call = call_of("dtc-stale-weight")
    call["prefetch"]["observations"]["entry"][0]["resource"]["effectiveDateTime"] = "2026-11-20"
    (form,) = call["prefetch"]["questionnaireResponses"]["entry"]
    form["resource"]["item"] = [one for one in form["resource"]["item"] if not one["linkId"].startswith("rai")]
    return call


DISPUTED = [
    (
        below_the_start,
        "dose-reduced-for-adverse-reaction",
        "whether side effects are the reason is recorded as yes and as no",
    ),
    (dtc_without_radioiodine, "rai-refractory", "RAI refractory disease is attested with yes and with no"),
    (dtc_without_radioiodine, "rai-ineligible", "RAI ineligible disease is attested with yes and with no"),
]


@pytest.mark.parametrize(("made", "code", "words"), DISPUTED)
def test_yes_and_no_are_said_of_every_criterion(made, code, words):
    (card,) = cards_for(with_answers(made(), code, [True, False]))
    assert words in f"{card['summary']} {card['detail']}"
    assert "yes and no, and neither is surely newer" in card["detail"]


@pytest.mark.parametrize(("made", "code", "words"), DISPUTED)
def test_where_one_answer_is_on_file_it_is_no_dispute(made, code, words):
    for is_so in (True, False):
        said = [f"{card['summary']} {card['detail']}" for card in cards_for(with_answers(made(), code, [is_so]))]
        assert all("yes and with no" not in one and "yes and no" not in one for one in said)
