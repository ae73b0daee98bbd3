"""What a card says to do: a step of this case in words, for every chart that is known here."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from support.build import condition
from support.cds_call import EXAMPLES, call_of, call_with, order_in, recorded
from support.coding import CONDITIONS, concept, icd
from support.consulted import cards_for, reports_for

REPORTED = Path(__file__).parents[1] / "reported"
ENTRIES = {
    path.stem: found["entry"]
    for path in sorted((*EXAMPLES.glob("*.json"), *REPORTED.glob("*.json")))
    if path.stem != "expected"
    if (found := json.loads(path.read_text())).get("resourceType") == "Bundle"
    if any((one.get("resource") or {}).get("resourceType") == "Patient" for one in found["entry"])
}
CALLS = {path.stem: json.loads(path.read_text()) for path in sorted(REPORTED.glob("*.request.json"))}
NOT_FOR_PEOPLE = re.compile(r"\w\[|\\\[\d|\b[A-Z]\w+\.[a-z]|[a-z][A-Z]|\bcorrected or settled|LOINC")
STEP = re.compile(
    r"\*\*What to do:\*\* (?P<steps>.+?)(?:; or [^;]+ and give the reason|, or sign again when it can be)?\.$",
    re.MULTILINE,
)


def step_in(card):
    """What the card says to do; empty where it says nothing of its case."""
    found = STEP.search(card["detail"])
    return found["steps"] if found else ""


@pytest.mark.parametrize("name", [*ENTRIES, *CALLS])
def test_every_card_says_what_to_do_in_this_case_and_in_words(name):
    call = CALLS[name] if name in CALLS else call_with(ENTRIES[name])
    for card in cards_for(call):
        assert step_in(card), card["detail"]
        assert "ettle this before you sign" not in card["detail"]
        assert not NOT_FOR_PEOPLE.search(card["detail"].replace("CYP3A4", "")), card["detail"]


# Food


WRITTEN = "Take 1 tablet by mouth once daily {}"
WRONG = ("with breakfast", "after dinner", "with a meal", "with or without food")


@pytest.mark.parametrize("words", WRONG)
def test_wrong_words_on_food_are_told_with_the_words_to_write_instead(words):
    call = call_of("rcc-with-breakfast")
    (one,) = order_in(call)["dosageInstruction"]
    for name in ("additionalInstruction", "patientInstruction"):
        one.pop(name, None)
    one["timing"]["repeat"].pop("when", None)
    one["text"] = WRITTEN.format(words)
    (card,) = cards_for(call)
    told = re.search(r'rite instead: "(?P<words>[^"]+)"', card["detail"])
    assert told is not None
    # Whoever writes them has no card any more.
    one["text"] = WRITTEN.format(told["words"])
    assert cards_for(call) == []


# A dose beside what bars the drug


def test_no_dose_is_proposed_for_an_order_that_should_not_be_given_at_all():
    call = call_of("net-adolescent-60mg")
    assert step_in(cards_for(call)[0]) == "Order 40 mg once daily"
    listed = call["prefetch"]["conditions"]["entry"]
    bleeding = condition("bleeding", concept(*CONDITIONS["hemorrhage/melena"]), onset="2026-11-10")
    listed.append({"resource": bleeding | {"subject": listed[0]["resource"]["subject"]}})
    (card,) = cards_for(call)
    assert "once daily" not in step_in(card)
    assert card.get("suggestions", []) == []


# What is open


def test_weights_that_contradict_each_other_are_not_called_missing():
    (card,) = cards_for(call_with(ENTRIES["12-pounds-as-kg"]))
    assert (
        "84 kg and 38 kg on file conflict (84 lb is 38 kg): 60 mg at 40 kg or more, 40 mg under 40 kg"
        in card["summary"]
    )
    assert "not on file" not in card["summary"]


def test_a_weight_that_is_missing_is_called_so():
    (card,) = cards_for(call_of("dtc-without-weight"))
    assert card["summary"].startswith("13 years, no body weight on file: 60 mg at 40 kg or more, 40 mg under 40 kg;")
    assert step_in(card) == "Record the body weight"
    # The title has the dose in every case; nothing of it is said again.
    assert "under 40 kg" not in card["detail"]


@pytest.mark.parametrize(
    "name", ["tumor-verification-status-unknown-code", "weight-with-data-absent-reason", "f-b3-subsetted-weight"]
)
def test_what_was_set_aside_is_said_before_what_is_missing_without_it(name):
    (card,) = cards_for(call_with(ENTRIES[name]))
    assert re.search(r"Is .+ (right( \(.+\))?\? If not: |this patient's present diagnosis \(.+\)\?$)", card["summary"])
    assert "more)" not in card["summary"]
    assert re.match("Find out whether |Measure again, and have the entry put right: ", step_in(card))


def test_an_error_that_only_may_hold_is_no_reason_to_lower_the_dose_yet():
    (card,) = cards_for(call_with(ENTRIES["f-a6-weight-value-marked-as-error"]))
    assert card["indicator"] == "warning"
    assert "ower the dose" not in step_in(card)
    # The headline has said it.
    assert card["summary"] == (
        "14 years, 38 kg: CABOMETYX 40 mg once daily, not 60 mg; Body weight 47 kg is in doubt "
        "(its value is marked as not valid)."
    )
    assert step_in(card).startswith("Order CABOMETYX 40 mg once daily, not 60 mg, or measure again first")
    assert step_in(card).endswith("put right")
    # What stands is said once, with what shows it.
    assert card["detail"].count("14 years, 38 kg") == 0
    assert "- Why: born 2012-03-09, 14 years on 2026-11-22; 38 kg on 2026-11-16." in card["detail"]


# What the words of rules once told in the language of programs


def test_the_words_of_an_order_are_quoted_by_what_people_call_their_place():
    (card,) = cards_for(call_with(ENTRIES["05-other-day"]))
    assert 'Additional instruction: "every other day"' in card["detail"]


def test_a_partner_that_may_go_on_is_told_with_both_doses():
    (card,) = cards_for(call_with(ENTRIES["26-infusion"], drug="cabozantinib"))
    assert card["summary"].endswith("with it the label gives 40 mg once daily, without it 60 mg once daily.")


def test_a_drug_that_ended_on_the_day_of_the_order_ended_no_days_before():
    (card,) = cards_for(call_with(ENTRIES["a6-inhibitor-stopped-on-the-order-day"], drug="cabozantinib"))
    assert "was stopped on the day of the order" in card["summary"]


# Lists that did not come


@pytest.mark.parametrize("missing", ["conditions", "observations", "medicationRequests", "procedures"])
def test_nothing_of_a_list_that_did_not_come_is_taken_as_absent(missing):
    call = call_of("net-adolescent-40mg")
    whole = [one for report in reports_for(call) for one in report.findings if one.code == "order-checked"]
    del call["prefetch"][missing]
    (report,) = reports_for(call)
    (checked,) = [one for one in report.findings if one.code == "order-checked"]
    (before,) = whole
    assert "taken as absent" in before.detail
    told = checked.detail.partition("taken as absent: ")[2].partition(".")[0]
    assert {"conditions": "problem list", "observations": "function", "medicationRequests": "medication",
                "procedures": "procedures"}[missing] not in told  # fmt: skip


def test_a_list_that_goes_on_is_named_by_its_key_where_nothing_in_it_tells():
    call = call_of("net-adolescent-40mg")
    call["prefetch"]["medicationStatements"]["link"] = [{"relation": "next", "url": "https://ehr.example.org/next"}]
    (card,) = cards_for(call)
    assert "list of home medications (there is a further page)" in card["summary"]


# Whose it is


def hemoptysis_of(subject):
    call = call_of("rcc-coughing-blood")
    for entry in call["prefetch"]["conditions"]["entry"]:
        if "emopt" in json.dumps(entry):
            entry["resource"]["subject"] = subject
    return call


NOBODY = {"reference": "Patient/nobody"}


@pytest.mark.parametrize("subject", [NOBODY, {"display": "a patient"}, {"identifier": {"value": "7"}}])
def test_a_danger_of_nobody_among_two_patients_has_a_card_that_says_so(subject):
    call = hemoptysis_of(subject)
    call["prefetch"]["mother"] = call["prefetch"]["patient"] | {"id": "mother"}
    (card,) = cards_for(call)
    assert card["summary"] == "Part of the chart names no patient who came with the call, so it was not used."
    assert "Hemoptysis" in card["detail"]
    assert "Find out whose it is before you sign" in card["detail"]
    assert card["indicator"] == "warning"


def test_a_danger_of_nobody_beside_one_patient_stays_with_the_order():
    (card,) = cards_for(hemoptysis_of(NOBODY))
    assert "Is Hemoptysis this patient's?" in card["summary"]
    assert "If so: bleeding is active or recent: the label says not to give" in card["summary"]


def test_a_danger_of_the_other_patient_is_no_card():
    call = hemoptysis_of({"reference": "Patient/mother"})
    call["prefetch"]["mother"] = call["prefetch"]["patient"] | {"id": "mother"}
    assert cards_for(call) == []


def test_what_is_of_nobody_is_not_told_beside_an_order_for_another_drug():
    call = hemoptysis_of(NOBODY)
    call["prefetch"]["mother"] = call["prefetch"]["patient"] | {"id": "mother"}
    order_in(call)["medicationCodeableConcept"] = {"text": "amlodipine 5 mg tablet"}
    assert cards_for(call) == []


@pytest.mark.parametrize("several", [True, False])
def test_an_order_of_nobody_is_said_to_be_one_before_all_that_is_open_because_of_it(several):
    call = call_of("net-adolescent-60mg")
    order_in(call)["subject"] = NOBODY
    if several:
        call["prefetch"]["mother"] = call["prefetch"]["patient"] | {"id": "mother"}
    (card,) = cards_for(call)
    assert card["summary"].startswith("CABOMETYX: Possible wrong patient: the order names a patient")
    assert step_in(card) == "Do not sign until order and chart are surely of one patient"


@pytest.mark.parametrize("words", ["see note", "Unknown", "[redacted]"])
def test_an_order_on_file_that_nothing_identifies_is_told_beside_the_draft(words):
    call = call_of("rcc-itraconazole")
    (entry,) = call["prefetch"]["medicationRequests"]["entry"]
    entry["resource"]["medicationCodeableConcept"] = {"text": words}
    (card,) = cards_for(call)
    assert f'1 drug on file is not identified ("{words}", of 2026-' in card["summary"]
    assert step_in(card) == "Find out which drug it is"


@pytest.mark.parametrize("status", ["cancelled", "entered-in-error", "completed", "stopped"])
def test_one_that_is_over_is_not(status):
    call = call_of("rcc-itraconazole")
    (entry,) = call["prefetch"]["medicationRequests"]["entry"]
    entry["resource"] |= {"medicationCodeableConcept": {"text": "see note"}, "status": status}
    assert cards_for(call) == []


# Two orders, and a strength that does not make the dose


def test_what_two_orders_have_in_common_stands_once():
    call = call_of("rcc-itraconazole")
    call["prefetch"]["medicationRequests"].pop("entry")
    call["context"]["draftOrders"]["entry"].append({"resource": order_in(call) | {"id": "second"}})
    (card,) = cards_for(call)
    assert card["detail"].count("**Ordered:**") == 1
    assert "60 mg once daily (each of 2 orders)." in card["detail"]


def forty_of_sixties(example="rcc-reduced-after-reaction"):
    call = call_of(example)
    drug = order_in(call_of("rcc-coughing-blood"))["medicationCodeableConcept"]
    order_in(call)["medicationCodeableConcept"] = drug
    return call


def test_a_strength_that_does_not_make_a_dose_of_the_label_is_put_right_and_the_dose_is_kept():
    (card,) = cards_for(forty_of_sixties())
    assert "No whole tablets of 60 mg make a dose of 40 mg" in card["summary"]
    assert step_in(card) == "Choose a strength that makes the dose"
    changes = [one for one in card["suggestions"] if one.get("actions")]
    # The step above was stopped for a reaction, so of the label's doses only the one that was ordered is offered.
    (forty,) = changes
    assert forty["label"] == "As ordered, of a strength that makes it: 40 mg once daily"
    resource = forty["actions"][0]["resource"]
    assert resource["dosageInstruction"][0]["doseAndRate"][0]["doseQuantity"]["value"] == 40
    assert "60 MG" not in json.dumps(resource["medicationCodeableConcept"])
    # The dose may well be meant.
    assert not [one for one in changes if one.get("isRecommended")]


# Why something is not there


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        (
            ["medicationStatements"],
            "Not available, so not looked at: list of home medications. It may change the dose, so",
        ),
        (
            ["procedures", "questionnaireResponses"],
            "list of procedures, list of answered forms. They may change the dose, so",
        ),
        (
            ["medicationStatements", "serviceRequests"],
            "The list of home medications may change the dose, so there is no button that orders one.",
        ),
    ],
)
def test_where_no_dose_is_offered_for_want_of_a_list_the_card_says_so_once(keys, says):
    call = call_of("net-adolescent-60mg")
    call["prefetch"] |= dict.fromkeys(keys)
    (card,) = cards_for(call)
    assert "suggestions" not in card
    assert says in card["detail"]
    assert card["detail"].count("so there is no button that orders one") == 1


def test_where_a_dose_is_offered_or_none_could_be_nothing_is_said_of_it():
    call = call_of("net-adolescent-60mg")
    call["prefetch"]["serviceRequests"] = None
    (card,) = cards_for(call)
    assert card["suggestions"]
    assert "offered" not in card["detail"]
    bleeding = call_of("rcc-coughing-blood")
    bleeding["prefetch"]["medicationStatements"] = None
    (card,) = cards_for(bleeding)
    assert "offered" not in card["detail"]


def test_an_entry_that_the_card_tells_to_look_at_has_no_second_card():
    call = call_of("net-adolescent-60mg")
    weights = [one["resource"] for one in call["prefetch"]["observations"]["entry"] if "29463-7" in json.dumps(one)]
    weights[0]["valueQuantity"] = {"value": "thirty-eight", "unit": "kg"}
    (card,) = cards_for(call)
    assert card["summary"] == (
        "CABOMETYX: Is Body weight of 2026-11-16 right? If not: 60 mg at 40 kg or more, 40 mg under 40 kg (age 14)."
    )
    assert step_in(card).startswith("Measure again, and have the entry put right: 60 mg at 40 kg or more, ")
    assert "no usable body weight" not in card["detail"]


def test_a_dose_that_cannot_be_worked_out_is_to_be_written_whatever_else_is_to_be_done():
    call = call_of("rcc-with-breakfast")
    order_in(call)["dosageInstruction"] = []
    (card,) = cards_for(call)
    assert "**Ordered:** CABOMETYX; its dose cannot be worked out." in card["detail"]
    assert step_in(card).startswith("Write how much is taken and how often")
    del call["prefetch"]["conditions"]
    (card,) = cards_for(call)
    assert "its dose cannot be worked out: write how much is taken and how often." in card["detail"]


def amount(mg):
    unit = {"unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"}
    return {"doseAndRate": [{"doseQuantity": {"value": mg} | unit}]}


@pytest.mark.parametrize(
    ("dosage", "ordered", "offered"),
    [
        (amount(60), "60 mg, how often is not told", ["Label dose: 60 mg once daily"]),
        (amount(40), "40 mg, how often is not told", []),
        ({"text": "take 60 mg by mouth"}, "60 mg, how often is not told", ["Label dose: 60 mg once daily"]),
        ({"text": "take 40 mg by mouth"}, "40 mg, how often is not told", []),
        ({"text": "as directed"}, "; its dose cannot be worked out", ["Label dose: 60 mg once daily"]),
    ],
)
def test_an_amount_without_how_often_is_shown_and_is_not_written_over(dosage, ordered, offered):
    call = call_of("rcc-with-breakfast")
    order_in(call)["dosageInstruction"] = [dosage]
    (card,) = cards_for(call)
    assert f"**Ordered:** CABOMETYX{ordered if ordered[0] == ';' else f' {ordered}'}" in card["detail"]
    assert [one["label"] for one in card.get("suggestions", []) if one["label"].startswith("Label dose")] == offered


def test_a_product_known_by_its_name_alone_says_what_to_check():
    call = call_of("rcc-with-breakfast")
    order_in(call)["dosageInstruction"] = [{"text": "60 mg by mouth once daily"}]
    order_in(call)["medicationCodeableConcept"] = {"text": "Cabometyx 60 mg tablet"}
    (card,) = cards_for(call)
    told = f"{card['summary']} {card['detail']}"
    assert "The product is given in words only; CABOMETYX tablets are taken to be meant." in told
    assert "hoose CABOMETYX tablets and their strength from the drug list, if they are meant" in told


def test_a_product_that_is_open_is_chosen_before_its_dose_and_no_dose_is_recommended():
    call = call_of("net-adolescent-60mg")
    order_in(call)["medicationCodeableConcept"] = {"text": "cabozantinib"}
    (card,) = cards_for(call)
    assert step_in(card) == "Choose a product that names its form; order 40 mg once daily"
    assert [one for one in card["suggestions"] if one.get("isRecommended")] == []
    # Nor where words alone tell the product: one click would keep them. The dose is offered all the same.
    order_in(call)["medicationCodeableConcept"] = {"text": "Cabometyx tablets"}
    (card,) = cards_for(call)
    assert step_in(card).startswith("Choose CABOMETYX tablets and their strength from the drug list, if they are meant")
    assert step_in(card).endswith("; order 40 mg once daily")
    assert "Label dose: 40 mg once daily" in [one["label"] for one in card["suggestions"]]
    assert [one for one in card["suggestions"] if one.get("isRecommended")] == []


# What is said once, and as it is


def test_of_a_list_that_did_not_come_nothing_is_said_to_be_missing_from_the_file():
    call = call_of("net-adolescent-60mg")
    call["prefetch"]["observations"] = None
    (card,) = cards_for(call)
    assert "14 years, no body weight could be read: 60 mg at 40 kg or more, 40 mg under 40 kg" in card["detail"]
    assert "on file" not in f"{card['summary']} {card['detail']}"


def test_a_list_that_the_headline_names_is_not_named_again_above_the_dose():
    call = call_of("net-adolescent-60mg")
    call["prefetch"]["medicationRequests"] = None
    (card,) = cards_for(call)
    # With the age there is room for the list alone: what was not checked without it stands above the dose.
    assert "The list of medication orders could not be read." in card["summary"]
    assert card["detail"].startswith("**The list of medication orders could not be read: interactions were not checked")
    call["prefetch"]["patient"]["birthDate"] = "2012"
    (card,) = cards_for(call)
    gap = "The list of medication orders could not be read: interactions were not checked."
    assert gap in card["summary"]
    assert gap not in card["detail"]
    assert "Look at the list of medication orders" in step_in(card)


def test_a_dose_that_is_too_high_for_anybody_is_one_thing_that_is_wrong():
    call = call_of("rcc-with-breakfast")
    order_in(call)["dosageInstruction"] = [{"text": "100 mg by mouth once daily on an empty stomach"}]
    (card,) = cards_for(call)
    assert card["summary"].startswith(
        "CABOMETYX: 100 mg a day is above every dose of the label; its most is 80 mg (only with an inducer)."
    )
    assert "above the label's 60 mg once daily for renal cell carcinoma" in card["detail"]


def twice(call):
    """The call with its draft a second time."""
    entries = call["context"]["draftOrders"]["entry"]
    entries.append({"resource": order_in(call) | {"id": "again"}})
    return call


def test_that_an_order_is_there_twice_comes_before_how_it_is_worded():
    (alone,) = cards_for(call_of("rcc-with-breakfast"))
    assert "asks for an empty stomach" in alone["summary"]
    (card,) = cards_for(twice(call_of("rcc-with-breakfast")))
    assert card["summary"].startswith("CABOMETYX: The same order is there twice: one prescription, or 120 mg a day?")
    assert card["indicator"] == "critical"
    assert "asks for an empty stomach" in card["detail"]


def test_a_dose_that_is_too_high_comes_first_and_that_the_order_is_there_twice_is_not_only_counted():
    call = call_of("net-adolescent-60mg")
    assert "twice or more" not in cards_for(call)[0]["summary"]
    (card,) = cards_for(twice(call))
    assert card["summary"].startswith(
        "14 years, 38 kg: CABOMETYX 40 mg once daily, not 60 mg. The order is there twice or more."
    )


def test_an_indication_of_another_form_is_called_by_its_disease():
    (card,) = cards_for(recorded("order-sign-capsules-by-the-pill"))
    assert card["summary"] == "Renal cell carcinoma is an indication of CABOMETYX tablets, not of COMETRIQ capsules."


# Nothing twice


def test_what_is_shown_as_there_is_not_said_again_to_be_there():
    pregnant = condition("child", concept(icd("Z33.1", "Pregnant state, incidental")), onset="2026-09-01")
    call = call_of("rcc-nivolumab-first-line")
    call["prefetch"]["patient"]["gender"] = "female"
    call["prefetch"]["conditions"]["entry"].append({"resource": pregnant})
    (card,) = cards_for(call)
    assert "- Why: Pregnant state, incidental on 2026-09-01. Not a contraindication (section" in card["detail"]


def test_a_step_that_says_not_to_sign_yet_ends_with_no_way_to_sign():
    call = call_of("hcc-child-pugh-b")
    score = next(
        one["resource"] for one in call["prefetch"]["observations"]["entry"] if "Child-Pugh" in json.dumps(one)
    )
    score |= {"status": "preliminary"}
    score["valueInteger"] = 11
    for name in [name for name in score if name.startswith("value") and name != "valueInteger"]:
        del score[name]
    (card,) = cards_for(call)
    step = card["detail"].partition("**What to do:** ")[2]
    assert step.startswith("Do not sign until it is settled whether Child-Pugh score 11")
    assert "give the reason" not in step


def test_what_else_the_label_has_of_the_disease_is_told_where_one_indication_is_not_met():
    (card,) = cards_for(call_with(ENTRIES["a5-first-line-attested-before-sunitinib"], drug="cabozantinib"))
    assert "Also labelled: renal cell carcinoma, single agent: 60 mg once daily" in card["detail"]


def test_an_indication_that_is_not_met_names_no_other_disease():
    (card,) = cards_for(call_of("nec-of-the-pancreas"))
    assert "Also labelled" not in card["detail"]
    assert "It is poorly differentiated; the label asks for a well-differentiated tumor" in card["detail"]


def test_nothing_is_said_of_the_grade_of_a_cancer_that_has_none():
    call = call_of("nec-of-the-pancreas")
    for one in call["prefetch"]["conditions"]["entry"]:
        if one["resource"]["id"] == "tumor":
            one["resource"]["code"] = {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "C50.911"}]}
    (card,) = cards_for(call)
    assert "differentiated" not in card["detail"]
