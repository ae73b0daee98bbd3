"""A card where part of the chart did not come: what is wrong all the same, and no word that takes it for absent."""

from __future__ import annotations

import re

import pytest
from support.cds_call import call_of, open_call, order_in
from support.consulted import cards_for

STEP = re.compile(r"\*\*What to do:\*\* (?P<steps>.+)$", re.MULTILINE)
REQUIRED = {
    "conditions": "problem list",
    "observations": "list of results",
    "medicationRequests": "list of medication orders",
}


def card_of(call):
    (card,) = cards_for(call)
    return card


def said(card):
    return f"{card['summary']}\n{card['detail']}"


def steps_in(card):
    return STEP.search(card["detail"])["steps"]


def without(example, *keys, value=None):
    call = call_of(example)
    call["prefetch"] |= dict.fromkeys(keys, value)
    return call


# What is to be done whatever the list holds


SOUGHT = {
    "medicationRequests": " (for strong CYP3A4 inhibitors, strong or moderate CYP3A4 inducers and nivolumab)",
}
"""What is to be looked for in a list, where that is few words."""


@pytest.mark.parametrize("key", ["observations", "medicationRequests"])
@pytest.mark.parametrize(
    ("example", "step"),
    [
        ("rcc-coughing-blood", "Hold the order until it is settled when to start"),
        ("mtc-tablets", "Order COMETRIQ capsules by their own label dose"),
        ("nec-of-the-pancreas", "Do not sign or dispense it, or correct the diagnosis if it is wrong"),
    ],
)
def test_what_bars_the_order_is_to_be_done_before_a_missing_list_is_looked_at(example, step, key):
    card = card_of(without(example, key))
    assert card["indicator"] == "critical"
    assert steps_in(card).startswith(step)
    assert f"Look at the {REQUIRED[key]} in the chart before you sign{SOUGHT.get(key, '')}." in steps_in(card)


def test_a_dose_that_is_too_high_for_every_indication_is_to_be_lowered_without_the_problem_list():
    assert "Lower the dose." in steps_in(card_of(without("hcc-child-pugh-b", "conditions")))
    interacting = steps_in(card_of(without("rcc-itraconazole", "conditions")))
    assert "if it must stay, order 40 mg once daily" in interacting
    assert interacting.startswith("Look at the problem list")


def test_where_nothing_is_wrong_the_list_is_all_there_is_to_look_at():
    card = card_of(without("rcc-nivolumab-first-line", "conditions"))
    assert steps_in(card) == "Look at the problem list in the chart before you sign."


def test_what_to_look_for_in_a_list_of_drugs_is_what_the_label_names():
    key = "medicationRequests"
    told = " (for strong CYP3A4 inhibitors, strong or moderate CYP3A4 inducers and nivolumab)."
    assert steps_in(card_of(without("net-adolescent-40mg", key))).endswith(told)
    # The capsules have no partner.
    told = " (for strong CYP3A4 inhibitors and strong CYP3A4 inducers)."
    assert steps_in(card_of(without("mtc-capsules", key))).endswith(told)
    assert "(for " not in steps_in(card_of(without("net-adolescent-40mg", "conditions")))


# Words


def test_a_result_that_nobody_could_see_is_not_called_missing():
    card = card_of(without("net-adolescent-60mg", "observations"))
    told = "No pregnancy status or test of the 30 days before a first order could be read"
    assert told in said(card)
    assert "in the 30 days before a first order:" not in said(card)
    whole = call_of("net-adolescent-40mg")
    listed = whole["prefetch"]["observations"]["entry"]
    listed[:] = [one for one in listed if "pregnan" not in str(one).lower()]
    assert "could be read" not in said(card_of(whole))


def test_of_criteria_that_are_recorded_as_results_nothing_is_said_to_be_missing_from_the_file():
    call = open_call()
    call["prefetch"]["observations"] = None
    card = card_of(call)
    assert "on file" not in said(card)
    assert "nothing that could be read says that the tumor is unresectable" in said(card)


@pytest.mark.parametrize("example", ["hcc-child-pugh-b", "hcc-cirrhosis-without-class"])
def test_a_liver_class_that_nobody_could_see_is_asked_for_once(example):
    card = card_of(without(example, "observations"))
    assert said(card).count("Child-Pugh class") == 1
    assert "without a Child-Pugh class" not in said(card)


def test_which_indication_is_open_has_its_doses_and_not_a_list_of_sections():
    card = card_of(without("net-adolescent-60mg", "conditions"))
    assert "It is 60 mg once daily or 40 mg once daily." in card["detail"]
    assert "section 2.2" not in card["detail"]
    assert "and 1 more" not in card["detail"]


def test_an_empty_problem_list_is_said_before_the_dose_that_hangs_on_it():
    call = call_of("net-adolescent-40mg")
    call["prefetch"]["conditions"].pop("entry")
    card = card_of(call)
    assert card["summary"].startswith("CABOMETYX: What the order is for is not shown: no cancer diagnosis is on file.")
    assert "It is 60 mg once daily or 40 mg once daily." in card["detail"]
    # Nobody knows which cancer "this cancer" would be.
    assert "not established for every cancer of the label" in card["detail"]


FOLLOWING = [{"relation": "next", "url": "https://ehr.example.org/next"}]


@pytest.mark.parametrize("key", ["observations", "labs"])
def test_results_that_go_on_are_a_note_where_no_result_decides_the_dose(key):
    call = call_of("rcc-reduced-after-reaction")
    call["prefetch"][key] = call["prefetch"].pop("observations") | {"link": FOLLOWING}
    assert cards_for(call) == []


def test_no_dose_is_offered_where_results_go_on():
    def offered(call):
        return [one["label"] for one in card_of(call).get("suggestions", []) if one["label"].startswith("Label dose")]

    call = call_of("rcc-itraconazole")
    assert offered(call)
    call["prefetch"]["observations"]["link"] = FOLLOWING
    assert not offered(call)
    assert "list of results" in said(card_of(call))


def test_results_that_go_on_leave_a_dose_open_that_hangs_on_one_which_did_not_come():
    call = call_of("net-adolescent-40mg")
    listed = call["prefetch"]["observations"]
    listed["link"] = FOLLOWING
    assert cards_for(call) == []
    listed["entry"] = [one for one in listed["entry"] if "29463-7" not in str(one)]
    card = card_of(call)
    assert card["indicator"] == "warning"
    assert "list of results (there is a further page)" in said(card)
    # One of the numbered lists did not come at all.
    parts = call_of("rcc-reduced-after-reaction")
    came = parts["prefetch"].pop("observations") | {"link": FOLLOWING}
    parts["prefetch"] |= {"observations1": came, "observations2": None}
    assert "list of results" in said(card_of(parts))


@pytest.mark.parametrize("key", sorted(set(REQUIRED) - {"observations"}))
def test_a_dose_that_was_reduced_for_a_reaction_is_not_set_against_the_dose_to_start_with(key):
    call = call_of("rcc-reduced-after-reaction")
    call["prefetch"][key]["link"] = FOLLOWING
    card = card_of(call)
    assert f"The {REQUIRED[key]} could not be read" in card["summary"]
    assert "60 mg" not in said(card)


def test_a_dose_of_the_label_that_the_missing_list_may_change_says_so():
    card = card_of(without("rcc-nivolumab-first-line", "medicationRequests"))
    assert "**Label:** 60 mg once daily" in card["detail"]
    assert "as far as the chart could be read." in card["detail"]
    # What may be ordered at most holds whatever the list holds.
    assert "as far as" not in card_of(without("net-adolescent-60mg", "medicationRequests"))["detail"]


def test_an_earlier_treatment_to_record_is_not_an_order_to_write():
    call = call_of("hcc-child-pugh-b")
    for key in ("medicationRequests", "medicationStatements"):
        call["prefetch"][key].pop("entry", None)
    card = card_of(call)
    assert "record the earlier treatment with sorafenib" in steps_in(card)
    assert "the order for sorafenib" not in said(card)


def test_what_an_indication_asks_for_is_not_taken_for_what_was_found():
    card = card_of(open_call())
    assert "- The whole indication: previously treated, unresectable" in card["detail"]


# Lists that came in part, or as an error


def error(*codes, severity="error"):
    issues = [{"severity": severity, "code": code} for code in codes]
    return {"resourceType": "OperationOutcome", "issue": issues}


FOR_NOTES = {
    "allergyIntolerances": "list of allergies",
    "researchSubjects": "list of studies",
    "deviceUseStatements": "list of devices in use",
    "newestEncounters": "list of the newest visits",
    "newestObservations": "list of the newest results",
}


@pytest.mark.parametrize("key", FOR_NOTES)
@pytest.mark.parametrize("code", ["not-supported", "forbidden", "exception"])
def test_an_error_in_the_place_of_a_list_for_notes_is_as_quiet_as_its_absence(key, code):
    assert cards_for(without("net-adolescent-40mg", key, value=error(code))) == []
    # What it would have shown is not known to be absent: a card that there is names it.
    detail = card_of(without("dtc-without-weight", key, value=error(code)))["detail"]
    assert (FOR_NOTES[key] in detail) is (code != "not-supported")


@pytest.mark.parametrize("odd", [[], {}, None, 3])
def test_an_error_whose_code_is_no_word_is_an_error(odd):
    card = card_of(without("dtc-without-weight", "allergyIntolerances", value=error(odd)))
    assert "list of allergies" in card["detail"]


@pytest.mark.parametrize("key", ["medicationStatements", "procedures", "serviceRequests", "questionnaireResponses"])
@pytest.mark.parametrize("code", ["not-supported", "not-found"])
def test_a_server_that_keeps_no_such_list_is_as_one_that_sent_none(key, code):
    assert cards_for(without("net-adolescent-40mg", key, value=error(code))) == []
    card = card_of(without("dtc-without-weight", key, value=error(code)))
    assert "Not available, so not looked at: list of" in card["detail"]


@pytest.mark.parametrize(
    ("key", "name"), [("medicationStatements", "list of home medications"), ("procedures", "list of procedures")]
)
@pytest.mark.parametrize("outcome", [error("exception"), error("not-supported", "timeout"), error("forbidden")])
def test_a_list_that_the_server_failed_to_give_is_named_once(key, name, outcome):
    card = card_of(without("net-adolescent-40mg", key, value=outcome))
    assert card["summary"] == f"CABOMETYX: Part of the chart did not come: {name} (the server reported an error)."
    assert name not in card["detail"]


def told(code, text):
    return {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": code, "diagnostics": text}]}


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("not-supported", "The resource type MedicationStatement is not supported"),
        ("not-supported", "Not supported"),
        ("not-found", "Resource type 'MedicationStatement' not found"),
        ("processing", "Unknown resource type 'MedicationStatement' - Server knows how to handle: [Account, Patient]"),
        ("invalid", "MedicationStatement is not supported by this server"),
    ],
)
def test_a_server_that_says_in_words_that_it_has_no_such_type_keeps_no_list(code, text):
    assert cards_for(without("net-adolescent-40mg", "medicationStatements", value=told(code, text))) == []
    # As where it is asked: a dose is offered, since nothing that it keeps could change it.
    card = card_of(without("net-adolescent-60mg", "medicationStatements", value=told(code, text)))
    assert [one for one in card["suggestions"] if one["label"].startswith("Label dose")]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("not-supported", "Search parameter _count is not supported"),
        ("not-supported", "MedicationStatement: unsupported parameter 'patient'"),
        ("not-found", "Patient/42 is not known"),
        ("not-found", "No patient was found"),
        ("processing", "Unknown error"),
        ("processing", "MedicationStatement could not be searched"),
    ],
)
def test_a_server_that_gives_another_reason_may_keep_the_list(code, text):
    call = without("net-adolescent-40mg", "medicationStatements", value=told(code, text))
    assert card_of(call)["summary"].startswith("CABOMETYX: Part of the chart did not come: list of home medications")
    call = without("net-adolescent-60mg", "medicationStatements", value=told(code, text))
    assert not [one for one in card_of(call).get("suggestions", []) if one["label"].startswith("Label dose")]


def test_a_list_that_came_in_part_is_not_said_to_have_been_left_unread():
    call = call_of("net-adolescent-60mg")
    call["prefetch"]["procedures"]["link"] = [{"relation": "next", "url": "https://ehr.example.org/next"}]
    card = card_of(call)
    assert "Not available, so not looked at" not in card["detail"]
    assert "The list of procedures may change the dose, so there is no button that orders one." in card["detail"]
    assert not [one for one in card.get("suggestions", []) if one.get("actions")]


def test_of_many_lists_that_did_not_come_it_is_said_shortly_that_some_may_change_the_dose():
    keys = ("medicationStatements", "procedures", "serviceRequests", "questionnaireResponses")
    detail = card_of(without("net-adolescent-60mg", *keys))["detail"]
    assert "Some of them may change the dose, so there is no button that orders one." in detail
    assert detail.count("list of procedures") == 1


# The order's own drug


def referring(where):
    call = call_of("rcc-itraconazole")
    order = order_in(call) if where == "draft" else call["prefetch"]["medicationRequests"]["entry"][0]["resource"]
    del order["medicationCodeableConcept"]
    order["medicationReference"] = {"reference": "Medication/nowhere"}
    return call


def test_a_draft_whose_own_drug_did_not_come_is_not_said_to_be_a_drug_on_file():
    card = card_of(referring("draft"))
    assert card["summary"] == "The order names no medication that can be read, so it was not checked."
    assert "drug on file" not in said(card)
    assert "how much is taken" not in said(card)
    assert "Ordered:" not in card["detail"]
    assert steps_in(card).startswith("Choose the drug and its strength from the list")


def test_another_drug_that_did_not_come_is_one_on_file():
    assert "The name of a drug on file could not be read" in card_of(referring("file"))["summary"]


@pytest.mark.parametrize("missing", sorted(REQUIRED))
def test_a_draft_whose_own_drug_is_not_known_is_never_accepted_for_want_of_lists(missing):
    call = referring("draft")
    call["prefetch"][missing] = None
    card = card_of(call)
    assert card["indicator"] == "warning"
    assert "was not checked" in card["summary"]
