"""Which finding a card names first, and what it says to do first: whose order it is, whether to give it, its dose."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path

import pytest
from support.cds_call import call_of, call_with, order_in
from support.consulted import cards_for

REPORTED = Path(__file__).parents[1] / "reported"
STEP = re.compile(r"\*\*What to do:\*\* (?P<steps>.+)$", re.MULTILINE)


def card_of(call):
    (card,) = cards_for(call)
    return card


def steps_in(card):
    return STEP.search(card["detail"])["steps"]


def said(card):
    return f"{card['summary']}\n{card['detail']}"


def dosed(call, value, **more):
    (line,) = order_in(call)["dosageInstruction"]
    line["doseAndRate"][0]["doseQuantity"]["value"] = value
    line |= more
    return call


# Whose it is


def test_a_patient_who_died_is_said_before_the_dose():
    call = call_of("rcc-itraconazole")
    call["prefetch"]["patient"]["deceasedBoolean"] = True
    card = card_of(call)
    assert card["summary"].startswith("CABOMETYX: The patient is recorded as deceased.")
    assert steps_in(card).startswith("Check that the right patient's chart is open")


ANOTHER = "CABOMETYX: The chart that was checked is not that of the patient whose chart is open"


def of_somebody_else(call):
    call["context"]["patientId"] = "someone-else"
    return call


@pytest.mark.parametrize(
    ("example", "indicator"),
    [
        ("net-adolescent-60mg", "critical"),
        ("net-adolescent-40mg", "warning"),
        ("rcc-itraconazole", "critical"),
        ("rcc-coughing-blood", "critical"),
    ],
)
def test_the_chart_of_another_patient_is_what_the_card_says_first_and_alone_to_be_settled(example, indicator):
    card = card_of(of_somebody_else(call_of(example)))
    assert card["indicator"] == indicator
    assert card["summary"].startswith(ANOTHER)
    assert card["source"]["topic"]["code"] == "call-names-another-patient"
    # Neither a dose nor a hold that follows from one patient's chart is advice on another's order.
    # Of another patient nothing is right to sign, whatever the reason.
    assert steps_in(card) == "Check that the right patient's chart is open."
    assert "**Label:**" not in card["detail"]
    assert "suggestions" not in card


def test_what_no_patient_may_be_given_is_said_beside_the_chart_of_another():
    card = card_of(of_somebody_else(dosed(call_of("rcc-itraconazole"), 120)))
    assert card["summary"].startswith(ANOTHER)
    assert steps_in(card).startswith("Check that the right patient's chart is open; lower the dose")


def test_an_order_for_nobody_who_came_is_said_before_whom_the_call_names():
    call = of_somebody_else(call_of("net-adolescent-60mg"))
    order_in(call)["subject"] = {"reference": "Patient/nobody"}
    assert "Possible wrong patient: the order names a patient who is not in this chart." in card_of(call)["summary"]


def test_the_chart_of_the_patient_whom_the_call_names_is_no_other_s():
    call = call_of("net-adolescent-60mg")
    assert call["context"]["patientId"] == call["prefetch"]["patient"]["id"]
    card = card_of(call)
    assert card["summary"].startswith("14 years, 38 kg: CABOMETYX 40 mg once daily, not 60 mg.")
    assert "another patient" not in said(card)
    assert card["suggestions"]


def test_a_patient_without_an_id_is_not_said_to_be_another_one():
    call = call_of("net-adolescent-60mg")
    del call["prefetch"]["patient"]["id"]
    card = card_of(call)
    assert "another patient's" not in said(card)
    # Nor is it known to be the one for whom something could be offered.
    assert "suggestions" not in card


def test_without_its_patient_nothing_else_is_said_to_be_missing_from_the_chart():
    call = call_of("rcc-itraconazole")
    order_in(call)["subject"] = {"reference": "Patient/nobody"}
    card = card_of(call)
    assert card["summary"] == "CABOMETYX: Possible wrong patient: the order names a patient who is not in this chart."
    assert "on file" not in said(card)
    # Nor is anything of that chart told as if it were this patient's.
    assert "**Label:**" not in card["detail"]
    assert {one["code"] for one in card["overrideReasons"]} == {"one-patient", "chart-is-wrong"}


def test_without_its_patient_what_is_wrong_with_the_order_itself_is_said_all_the_same():
    call = call_of("rcc-itraconazole")
    order_in(call)["subject"] = {"reference": "Patient/nobody"}
    order_in(call)["dosageInstruction"][0]["timing"]["repeat"].pop("frequency")
    assert "how often" in said(card_of(call))


def test_a_dose_that_is_too_high_for_anybody_is_lowered_too_where_the_patient_is_not_here():
    call = dosed(call_of("rcc-coughing-blood"), 120)
    order_in(call)["subject"] = {"reference": "Patient/nobody"}
    steps = steps_in(card_of(call))
    assert steps.startswith("Do not sign until order and chart are surely of one patient; ")
    assert "dose" in steps.partition("; or ")[0]


# Whether to give it, and how


def test_what_bars_the_order_is_said_before_its_dose():
    call = call_of("rcc-itraconazole")
    capsules = copy.deepcopy(order_in(call)) | {"id": "capsules"}
    code = {"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "1363273"}
    capsules["medicationCodeableConcept"] = {"coding": [code | {"display": "cabozantinib 20 MG Oral Capsule"}]}
    call["context"]["draftOrders"]["entry"].append({"resource": capsules})
    card = card_of(call)
    assert card["summary"].startswith("Capsules of cabozantinib are ordered beside these tablets")
    assert steps_in(card).startswith("Remove the capsules")


def test_wrong_words_do_not_hide_a_wrong_dose():
    card = card_of(dosed(call_of("rcc-itraconazole"), 60, patientInstruction="Take with breakfast"))
    assert card["summary"].startswith(
        "Replace itraconazole (strong CYP3A4 inhibitor), or: CABOMETYX 40 mg once daily, not 60 mg."
    )
    assert "order 40 mg once daily" in steps_in(card)
    assert 'write instead: "on an empty stomach' in steps_in(card)


@pytest.mark.parametrize("hook", ["order-sign", "order-select"])
@pytest.mark.parametrize("value", [6, 10, 15])
def test_a_dose_that_no_units_make_is_answered_by_the_dose_of_the_label(value, hook):
    card = card_of(dosed(call_of("net-adolescent-60mg", hook), value))
    assert steps_in(card).startswith("Order 40 mg once daily;")
    assert "whole units" not in steps_in(card)


def test_a_dose_is_not_told_twice_where_the_interacting_drug_is_told_with_it():
    call = call_of("rcc-itraconazole")
    order_in(call)["dosageInstruction"][0]["timing"]["repeat"]["frequency"] = 2
    card = card_of(call)
    assert steps_in(card).count("order 40 mg once daily") == 1
    assert steps_in(card).startswith("Replace itraconazole if that can be done")


def test_what_else_is_wrong_is_said_before_the_same_interaction_again():
    call = call_of("rcc-itraconazole")
    call["prefetch"]["patient"]["birthDate"] = "2014"
    card = card_of(call)
    assert "Pediatric patient" in card["detail"]
    assert "and 1 more" not in card["detail"]


# How it is written


@pytest.mark.parametrize(
    ("change", "summary"),
    [
        ({"authoredOn": "soon"}, "The order cannot be relied on: it has no usable date."),
        (
            {"modifierExtension": [{"url": "https://example.org/x", "valueBoolean": True}]},
            "The order cannot be relied on: its entry is marked in a way not understood here.",
        ),
        (
            {"implicitRules": "https://example.org/rules"},
            "The order cannot be relied on: it follows rules that are not known here.",
        ),
    ],
)
def test_an_order_that_cannot_be_relied_on_is_told_in_words(change, summary):
    call = call_of("rcc-itraconazole")
    order_in(call).update(change)
    card = card_of(call)
    assert card["summary"].startswith(f"cabozantinib: {summary}")
    assert not re.search(r"FHIR|xtension|implicitRules|uthoredOn|resource", said(card))


def drafts_under_one_id(second):
    """Two drafts under one id, of which the second is the first with these elements."""
    call = call_of("rcc-itraconazole")
    drafts = call["context"]["draftOrders"]["entry"]
    drafts.append({"resource": copy.deepcopy(drafts[0]["resource"]) | second})
    return call


def test_drafts_under_one_id_that_differ_are_one_card_that_names_the_drug():
    call = drafts_under_one_id({"dosageInstruction": [{"text": "80 mg once daily"}]})
    (card,) = cards_for(call)
    assert card["summary"] == "cabozantinib: The order cannot be relied on: it came in versions that differ."
    assert "**Ordered:** cabozantinib" in card["detail"]
    assert "another order" not in card["detail"]


def test_drafts_under_one_id_that_do_not_differ_are_one_order():
    (card,) = cards_for(drafts_under_one_id({}))
    assert "cannot be relied on" not in said(card)


@pytest.mark.parametrize("change", [{"authoredOn": "soon"}, {"modifierExtension": [{"url": "https://example.org/x"}]}])
def test_an_order_that_was_not_judged_names_its_drug(change):
    call = call_of("rcc-itraconazole")
    order_in(call).update(change)
    (ordered,) = [line for line in card_of(call)["detail"].splitlines() if line.startswith("**Ordered:**")]
    assert "abozantinib" in ordered or "CABOMETYX" in ordered


def test_a_field_that_is_not_written_as_it_should_be_is_called_by_what_it_says():
    call = call_of("rcc-itraconazole")
    order_in(call)["dispenseRequest"] = {"quantity": "thirty"}
    card = card_of(call)
    assert "The amount to dispense could not be read as written." in card["detail"]
    assert "look at the amount to dispense, and write it anew" in steps_in(card)
    # The dose is wrong all the same.
    assert card["summary"].startswith(
        "Replace itraconazole (strong CYP3A4 inhibitor), or: CABOMETYX 40 mg once daily, not 60 mg."
    )
    assert "order 40 mg once daily" in steps_in(card)


def test_what_was_set_aside_has_its_reason_once_and_whole():
    call = call_of("rcc-itraconazole")
    (entry,) = call["prefetch"]["medicationRequests"]["entry"]
    entry["resource"]["modifierExtension"] = [{"url": "https://example.org/x", "valueBoolean": True}]
    card = card_of(call)
    assert "…" not in card["summary"]
    assert said(card).count("its entry is marked in a way not understood here") == 1


def test_orders_that_say_the_same_are_counted_and_not_listed():
    call = call_of("net-adolescent-40mg")
    order = order_in(call)
    call["context"]["draftOrders"]["entry"] = [{"resource": order | {"id": f"draft{one}"}} for one in range(4)]
    detail = card_of(call)["detail"]
    assert "(each of 4 orders)" in detail
    assert " times)" not in detail
    assert "another order, another order" not in detail


def test_that_the_patient_may_be_another_stands_before_what_is_wrong():
    (card,) = cards_for(call_of("rcc-operation-in-ten-days"))
    assert card["summary"].startswith("Possible wrong patient. Surgery is planned less than 21 days after a dose")
    assert steps_in(card).startswith("Do not sign until order and chart are surely of one patient; ")
    assert "too late for a last dose by 2026-11-11" in card["detail"]
    assert "Possible wrong patient" not in said(card_of(call_of("rcc-coughing-blood")))


def test_drugs_that_act_in_opposite_directions_are_named_with_advice_on_both_or_neither():
    entries = json.loads((REPORTED / "a2-silent-hides-every-other-day-40.json").read_text())["entry"]
    (card,) = cards_for(call_with(entries))
    both = "Clarithromycin and rifampin act in opposite directions: the label gives no dose for both."
    assert card["summary"] == f"CABOMETYX: {both}"
    for drug, kind in (("Clarithromycin", "inhibitor"), ("Rifampin", "inducer")):
        assert f"- {drug} is a strong CYP3A4 {kind}: avoid the combination if possible" in card["detail"]
    assert "lower the daily dose by 20 mg" not in card["detail"]
    assert "opposite" not in said(card_of(call_of("rcc-itraconazole")))


def test_that_the_chart_was_not_read_is_said_before_a_strength_that_is_not_marketed():
    call = call_of("rcc-coughing-blood")
    for key in ("conditions", "observations", "medicationRequests"):
        del call["prefetch"][key]
    order_in(call)["medicationCodeableConcept"] = {"text": "Cabometyx 100 mg tablet"}
    del order_in(call)["dosageInstruction"]
    card = card_of(call)
    assert "could not be read: this order was not checked." in card["summary"]
    assert "CABOMETYX has no tablet of 100 mg" in card["detail"]
    assert "the order has no dosage instruction" in card["detail"]
    # A dose that is wrong whatever the lists hold is still the first thing to say.
    call = call_of("hcc-child-pugh-b")
    del call["prefetch"]["medicationRequests"]
    assert card_of(call)["summary"].startswith("Child-Pugh class B: ")


def test_words_that_tell_more_than_the_label_are_no_equal_of_the_dose():
    call = call_of("rcc-coughing-blood")
    call["prefetch"]["conditions"]["entry"] = [
        one for one in call["prefetch"]["conditions"]["entry"] if "emoptysis" not in json.dumps(one)
    ]
    line = order_in(call)["dosageInstruction"][0]
    line["text"] = "Take 2 tablets (120 mg) by mouth once daily"
    assert "120 mg is above the label's 60 mg once daily." in card_of(call)["detail"]
    line["text"] = "Take 40 mg by mouth once daily"
    assert "is above the label" not in card_of(call)["detail"]


def test_a_length_in_two_units_is_not_called_an_unknown_dose():
    call = call_of("rcc-coughing-blood")
    repeat = order_in(call)["dosageInstruction"][0]["timing"]["repeat"]
    repeat["boundsDuration"] = {
        "value": 4, "unit": "weeks", "system": "http://unitsofmeasure.org", "code": "d"
    }  # fmt: skip
    told = said(card_of(call))
    assert 'How long it is to be taken is in "d" in one place and "weeks" in another: which is meant?' in told
    assert "cannot be worked out: how long" not in told.lower()
