"""order-sign over HTTP: which cards come, and what is in them."""

from __future__ import annotations

import copy
import html
import json
import re
from pathlib import Path

import fhirkit
import pytest
from markdown_it import MarkdownIt
from support.cds_call import call_of, order_in, recorded
from support.cds_rules import breaches_of_answer, breaches_of_discovery
from support.fhir_models import judge

from validator import Verdict, check_bundle

REPORTED = Path(__file__).parents[1] / "reported"


def cards_of(service, call):
    response = service.sign(call)
    assert response.status_code == 200, response.text
    assert breaches_of_answer(response.json()) == []
    return response.json()["cards"]


def suggested(card):
    return card["suggestions"][0]["actions"][0]["resource"]


def again(call, resource):
    """The verdict of the engine on the call's chart with another order."""
    chart = [entry for value in call["prefetch"].values() for entry in value.get("entry", [{"resource": value}])]
    chart = [entry for entry in chart if entry["resource"]["resourceType"] != "Bundle"]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": resource}, *chart]}
    orders = check_bundle(bundle).orders
    return next(order for order in orders if order.expression == "Bundle.entry[0].resource")


def test_the_discovery_document_keeps_the_rules(service):
    answer = service.get("/cds-services").json()
    assert breaches_of_discovery(answer) == []
    assert {one["hook"] for one in answer["services"]} == {"order-sign", "order-select"}


def test_prefetch_asks_for_observations_by_code_and_for_nothing_unbounded(service):
    prefetch = service.get("/cds-services").json()["services"][0]["prefetch"]
    assert prefetch["patient"] == "Patient/{{context.patientId}}"
    observations = [text for key, text in prefetch.items() if re.fullmatch("observations[0-9]+", key)]
    assert len(observations) > 1
    assert all("code=" in text for text in observations)
    assert sum("http://loinc.org|29463-7" in text for text in observations) == 1
    assert all("patient={{context.patientId}}" in text for key, text in prefetch.items() if key != "patient")


def test_an_accepted_order_gets_no_card(service):
    assert cards_of(service, call_of("net-adolescent-40mg")) == []


def test_an_order_above_the_label_gets_one_critical_card(service):
    (card,) = cards_of(service, call_of("net-adolescent-60mg"))
    assert card["indicator"] == "critical"
    assert "40 mg" in card["summary"]
    assert "38 kg on 2026-11-16" in card["detail"]
    assert card["source"]["label"] == "CABOMETYX label, revision 2025-03-26"
    assert card["source"]["topic"]["code"] == "dose-above-label"
    assert {reason["code"] for reason in card["overrideReasons"]} >= {"benefit-outweighs-risk"}
    assert service.get(card["links"][0]["url"].removeprefix(service.url)).status_code == 200


@pytest.mark.parametrize(
    ("example", "schedule"),
    [
        ("net-adolescent-60mg", "40 mg once daily"),
        ("hcc-child-pugh-b", "40 mg once daily"),
    ],
)
def test_the_label_s_one_dose_is_recommended_and_accepted_when_checked_again(service, example, schedule):
    call = call_of(example)
    card = cards_of(service, call)[0]
    suggestion = card["suggestions"][0]
    assert suggestion["label"] == f"Label dose: {schedule}"
    assert suggestion["isRecommended"] is True
    resource = suggested(card)
    judge(resource, "R4")
    assert fhirkit.validate(json.dumps(resource)) == []
    assert resource["id"] == order_in(call)["id"]
    assert resource["status"] == order_in(call)["status"]
    assert again(call, resource).verdict is Verdict.ACCEPT
    assert again(call, order_in(call)).verdict is Verdict.ERROR


def test_a_correction_beside_an_interacting_drug_leaves_only_the_caution(service):
    call = call_of("rcc-itraconazole")
    card = cards_of(service, call)[0]
    assert [
        finding.code for finding in again(call, suggested(card)).findings if finding.verdict is Verdict.WARNING
    ] == ["interacting-drug"]


def test_a_correction_changes_the_strength_with_the_dose(service):
    call = call_of("hcc-child-pugh-b")
    coding = suggested(cards_of(service, call)[0])["medicationCodeableConcept"]["coding"][0]
    assert (coding["code"], "40 MG" in coding["display"]) in (("1790169", True), ("1790171", True))


def test_a_correction_keeps_no_word_of_the_old_dose(service):
    call = call_of("net-adolescent-60mg")
    order_in(call)["text"] = {"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml">60 mg</div>'}
    order_in(call)["dispenseRequest"] = {
        "quantity": {"value": 30, "unit": "tablet"},
        "expectedSupplyDuration": {"value": 30, "unit": "d", "system": "http://unitsofmeasure.org", "code": "d"},
    }
    resource = suggested(cards_of(service, call)[0])
    assert "60" not in re.sub(r"authoredOn[^,]*", "", str(resource))
    assert resource["dispenseRequest"]["quantity"]["value"] == 30


def test_a_contained_medication_that_is_replaced_does_not_stay(service):
    call = call_of("net-adolescent-60mg")
    order = order_in(call)
    concept = order.pop("medicationCodeableConcept")
    order["contained"] = [{"resourceType": "Medication", "id": "drug", "code": concept}]
    order["medicationReference"] = {"reference": "#drug"}
    resource = suggested(cards_of(service, call)[0])
    judge(resource, "R4")
    assert "contained" not in resource
    assert "medicationReference" not in resource


def test_an_r5_order_is_corrected_as_r5(service):
    call = call_of("pnet-r5")
    dose = order_in(call)["dosageInstruction"][0]["doseAndRate"][0]["doseQuantity"]
    dose["value"] = 3
    resource = suggested(cards_of(service, call)[0])
    judge(resource, "R5")
    assert resource["medication"] == order_in(call)["medication"]
    assert again(call, resource).verdict is Verdict.ACCEPT


def test_what_is_undetermined_links_to_the_questions_that_would_settle_it(service):
    call = call_of("net-adolescent-40mg")
    entries = call["prefetch"]["observations"]["entry"]
    entries[:] = [entry for entry in entries if "grade" not in entry["resource"]["id"]]
    del call["prefetch"]["conditions"]["entry"][1:]
    call["prefetch"]["conditions"]["entry"][0]["resource"]["code"]["coding"] = [
        {"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "C7A.8"}
    ]
    cards = cards_of(service, call)
    card = next(card for card in cards if card["indicator"] == "warning")
    link = card["links"][-1]
    assert "/questionnaires/cabozantinib-criteria?ask=" in link["url"]
    page = service.get(link["url"].removeprefix(service.url))
    assert page.status_code == 200
    assert "differentiated" in page.text


def test_an_unknown_frequency_is_offered_but_not_recommended(service):
    (card,) = cards_of(service, call_of("rcc-no-frequency"))
    assert card["indicator"] == "warning"
    assert "isRecommended" not in card["suggestions"][0]


def test_a_repeated_order_can_be_removed(service):
    call = call_of("rcc-two-active-orders")
    earlier = copy.deepcopy(order_in(call)) | {"id": "twin"}
    call["prefetch"]["medicationRequests"]["entry"] = [{"resource": earlier}]
    card = cards_of(service, call)[0]
    actions = [action for one in card["suggestions"] for action in one.get("actions", [])]
    deletes = [action for action in actions if action["type"] == "delete"]
    assert [action["resourceId"] for action in deletes] == [f"MedicationRequest/{order_in(call)['id']}"]


def test_several_findings_of_one_severity_are_one_card(service):
    call = call_of("rcc-two-active-orders")
    (other,) = call["prefetch"]["medicationRequests"]["entry"]
    other["resource"] |= {"authoredOn": "2026-11-22", "status": order_in(call)["status"]}
    cards = cards_of(service, call)
    assert [card["indicator"] for card in cards] == ["critical"]
    # Above the label's maximum and above this patient's dose is one fact.
    assert (
        cards[0]["summary"]
        == "CABOMETYX: 100 mg a day is above every dose of the label; its most is 80 mg (only with an inducer)."
    )


def test_an_earlier_order_that_is_still_active_is_a_caution(service):
    (card,) = cards_of(service, call_of("rcc-two-active-orders"))
    assert card["indicator"] == "warning"
    assert "100 mg a day" in card["summary"]


def test_a_draft_that_the_system_keeps_under_another_id_is_itself(service):
    call = call_of("net-adolescent-40mg")
    order_in(call)["status"] = "draft"
    kept = copy.deepcopy(order_in(call)) | {"id": "kept"}
    call["prefetch"]["medicationRequests"]["entry"].append({"resource": kept})
    assert cards_of(service, call) == []
    written = kept.pop("authoredOn")
    assert cards_of(service, call) == []
    kept |= {"authoredOn": written, "status": "active"}
    (card,) = cards_of(service, call)
    assert card["indicator"] == "warning"
    assert card["summary"].startswith(
        "CABOMETYX: The same order is there twice: one prescription, or 80 mg a day? Remove one of the two."
    )


def test_a_draft_written_once_and_kept_once_is_no_sum(service):
    call = json.loads((REPORTED / "56-unsigned-twice.request.json").read_text())
    assert cards_of(service, call) == []


def test_errors_and_cautions_of_an_order_are_one_card(service):
    (card,) = cards_of(service, call_of("rcc-itraconazole"))
    assert card["indicator"] == "critical"
    assert (
        card["summary"] == "Replace itraconazole (strong CYP3A4 inhibitor), or: CABOMETYX 40 mg once daily, not 60 mg."
    )
    assert "avoid the combination" in card["detail"]


def test_text_from_the_chart_is_shown_and_never_rendered(service):
    call = call_of("net-adolescent-60mg")
    concept = call["prefetch"]["conditions"]["entry"][0]["resource"]["code"]
    trap = "Melanoma <4 cm & [click](https://evil.example) <img src=x onerror=alert(1)> **60 mg** `x` www.evil.example"
    concept.clear()
    concept["text"] = trap
    details = "\n".join(card["detail"] for card in cards_of(service, call))
    assert "<img" not in details
    assert "https://evil" not in details
    assert "www.evil" not in details
    shown = MarkdownIt("commonmark").render(details)
    # A tag is no word of a name and is left out; a sign that begins none is shown as it was written.
    assert html.escape(trap.replace(" <img src=x onerror=alert(1)>", ""), quote=False) in shown
    assert not re.search("<(a|img|code)", shown)


def test_two_hundred_other_orders_change_nothing(service):
    call = call_of("net-adolescent-60mg")
    other = recorded("order-sign-other-drug-without-prefetch")["context"]["draftOrders"]["entry"][0]["resource"]
    entries = call["context"]["draftOrders"]["entry"]
    entries += [{"resource": other | {"id": f"other-{number}"}} for number in range(200)]
    assert [card["indicator"] for card in cards_of(service, call)] == ["critical"]


def test_every_cabozantinib_order_of_a_call_is_looked_at(service):
    call = call_of("net-adolescent-60mg")
    twin = copy.deepcopy(order_in(call)) | {"id": "second"}
    call["context"]["draftOrders"]["entry"].append({"resource": twin})
    (card,) = cards_of(service, call)
    assert "60 mg once daily (each of 2 orders)." in card["detail"]


def test_a_draft_that_changes_an_order_on_file_stands_for_it(service):
    call = call_of("net-adolescent-40mg")
    call["prefetch"]["medicationRequests"]["entry"].append({"resource": order_in(call) | {"status": "active"}})
    assert cards_of(service, call) == []


def test_an_interacting_drug_among_the_drafts_counts(service):
    call = call_of("rcc-itraconazole")
    lists = ("medicationRequests", "medicationStatements")
    found = [entry["resource"] for key in lists for entry in call["prefetch"][key].get("entry", [])]
    for key in lists:
        call["prefetch"][key].pop("entry", None)
    assert found
    draft = {
        "resourceType": "MedicationRequest",
        "id": "itraconazole",
        "status": "draft",
        "intent": "order",
        "medicationCodeableConcept": found[0]["medicationCodeableConcept"],
        "subject": {"reference": "Patient/patient"},
        "authoredOn": "2026-11-22",
    }
    without = [card["indicator"] for card in cards_of(service, call)]
    call["context"]["draftOrders"]["entry"].append({"resource": draft})
    assert without == []
    assert cards_of(service, call) != []


# What counts only in the last days


def pressures(systolic, **more):
    code = {"coding": [{"system": "http://loinc.org", "code": "8480-6"}]}
    value = {"value": systolic, "unit": "mm[Hg]", "system": "http://unitsofmeasure.org", "code": "mm[Hg]"}
    call = call_of("net-adolescent-40mg")
    reading = {
        "resourceType": "Observation", "id": "pressure", "status": "final", "code": code, "valueQuantity": value,
        "subject": {"reference": f"Patient/{call['context']['patientId']}"},
        "effectiveDateTime": order_in(call)["authoredOn"][:10],
    }  # fmt: skip
    bundle = {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": reading}], **more}
    return call | {"prefetch": call["prefetch"] | {"newestObservations": bundle}}


def test_prefetch_asks_for_the_newest_blood_pressures(service):
    prefetch = service.get("/cds-services").json()["services"][0]["prefetch"]
    assert "_sort=-date" in prefetch["newestObservations"]
    assert "http://loinc.org|85354-9" in prefetch["newestObservations"]
    others = [text for key, text in prefetch.items() if key != "newestObservations"]
    assert not any("http://loinc.org|85354-9" in text for text in others)


def test_a_high_blood_pressure_before_the_start_is_on_a_card_though_older_ones_follow(service):
    following = {"link": [{"relation": "next", "url": "https://ehr.example.org/page2"}], "total": 812}
    (card,) = cards_of(service, pressures(192, **following))
    assert card["indicator"] == "warning"
    assert "192 mmHg" in card["summary"] + card["detail"]


def finding(**answer):
    """A call whose newest findings hold a melena of the week before."""
    call = pressures(128)
    (entry,) = call["prefetch"]["newestObservations"]["entry"]
    code = {"coding": [{"system": "http://snomed.info/sct", "code": "2901004", "display": "Melena"}]}
    told = {name: value for name, value in entry["resource"].items() if name != "valueQuantity"}
    found = told | {"id": "melena", "code": code} | answer
    bundle = {"resourceType": "Bundle", "type": "searchset", "total": 700, "entry": [{"resource": found}]}
    return call | {"prefetch": call["prefetch"] | {"newestFindings": bundle}}


def test_prefetch_asks_for_the_newest_findings_by_their_code_systems(service):
    prefetch = service.get("/cds-services").json()["services"][0]["prefetch"]
    assert "_sort=-date" in prefetch["newestFindings"]
    assert prefetch["newestFindings"].endswith("http://snomed.info/sct|")


def test_a_bleeding_that_a_new_finding_states_is_on_a_card_and_one_that_is_denied_is_not(service):
    (card,) = cards_of(service, finding(valueBoolean=True))
    assert card["source"]["topic"]["code"] == "recent-hemorrhage"
    assert cards_of(service, finding(valueBoolean=False)) == []


@pytest.mark.parametrize("given", ["ordinary", "missing", "null", "refused"])
def test_without_a_high_blood_pressure_there_is_no_card(service, given):
    call = pressures(128)
    match given:
        case "missing":
            del call["prefetch"]["newestObservations"]
        case "null":
            call["prefetch"]["newestObservations"] = None
        case "refused":
            issue = {"severity": "error", "code": "not-supported"}
            call["prefetch"]["newestObservations"] = {"resourceType": "OperationOutcome", "issue": [issue]}
    assert cards_of(service, call) == []


def test_the_newest_results_are_not_the_list_of_observations(service):
    call = pressures(128)
    del call["prefetch"]["observations"]
    assert {card["indicator"] for card in cards_of(service, call)} == {"warning"}


@pytest.mark.parametrize(("written", "is_ahead"), [("2062-11-22", True), ("2026-11-22", False)])
def test_a_draft_dated_ahead_has_a_card(service, written, is_ahead):
    call = call_of("net-adolescent-40mg")
    order_in(call)["authoredOn"] = written
    said = " ".join(card["summary"] + card["detail"] for card in cards_of(service, call))
    assert ("still to come" in said) is is_ahead
