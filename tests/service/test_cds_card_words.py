"""Cards that a physician can use: read in ten seconds, about one order each, however the ids are written."""

from __future__ import annotations

import copy
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support.cds_call import EXAMPLES, call_of, order_in
from support.cds_rules import breaches_of_answer
from support.consulted import cards_for
from support.shipped import load_label

REPORTED = Path(__file__).parents[1] / "reported"
CALLS = {
    path.name.removesuffix(".request.json"): json.loads(path.read_text())
    for path in sorted(REPORTED.glob("cds-*.request.json"))
    if "key-twice" not in path.name
}
WITHOUT_ID = ("rcc-dose-in-words", "rcc-operation-in-ten-days")
"""Examples whose Patient has no id, so that no call can name it."""
CHARTS = [path.stem for path in sorted(EXAMPLES.glob("*.json")) if path.stem not in WITHOUT_ID]
MACHINE_WORDS = re.compile(
    r"MedicationRequest|Observation|Condition/|FHIR|[Rr]eference|resource|\.dosageInstruction|\b[a-z]+-[a-z]+-[a-z]+-|\d{7}"
)

TEN_MG = {"value": 10, "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"}


def said(card):
    return f"{card['summary']}\n{card['detail']}"


@pytest.mark.parametrize("name", CALLS)
def test_a_call_as_vendors_write_it_gets_at_most_one_card_in_words(name):
    cards = cards_for(CALLS[name])
    assert breaches_of_answer({"cards": cards}) == []
    assert len(cards) <= 1
    for card in cards:
        assert not MACHINE_WORDS.search(said(card))
        assert len(card["detail"].split()) <= 125


@pytest.mark.parametrize("example", CHARTS)
def test_the_card_of_an_example_is_that_of_its_golden_file(golden, example):
    cards = cards_for(call_of(example))
    assert breaches_of_answer({"cards": cards}) == []
    for card in cards:
        assert not MACHINE_WORDS.search(said(card))
        assert len(card["detail"].split()) <= 125
    golden(f"card/call-{example}.json", json.dumps(cards, indent=2, default=str) + "\n")


# The headline


def test_a_list_that_did_not_come_is_said_first_and_as_such():
    (card,) = cards_for(CALLS["cds-06-prefetch-operationoutcome"])
    assert card["summary"].startswith("CABOMETYX: The problem list could not be read: the diagnosis and other")
    assert "no cancer diagnosis is on file" not in said(card)
    assert "taken as absent" not in said(card)


@pytest.mark.parametrize("key", ["conditions", "observations", "medicationRequests"])
def test_every_list_that_is_needed_is_named_in_words_where_it_is_missing(key):
    call = call_of("net-adolescent-40mg")
    del call["prefetch"][key]
    (card,) = cards_for(call)
    assert "could not be read" in card["summary"]
    assert "on file" not in card["summary"]
    assert not [one for one in card.get("suggestions", []) if not one["label"].startswith("Record: ")]


def test_a_list_that_came_empty_is_on_file_with_nothing_in_it():
    call = call_of("rcc-itraconazole")
    call["prefetch"]["conditions"].pop("entry")
    (card,) = cards_for(call)
    assert "could not be read" not in said(card)


def test_an_error_is_named_with_the_list_that_is_missing():
    (card,) = cards_for(CALLS["cds-31-error-list-missing-suggestion"])
    assert card["indicator"] == "critical"
    assert card["summary"].startswith("Child-Pugh class B: CABOMETYX 40 mg once daily, not 60 mg.")
    assert "medication orders could not be read: interactions were not checked" in card["detail"]
    # Both are to be done: to look, and not to order more than the label's dose whatever the list holds.
    assert "Look at the list of medication orders in the chart before you sign (for strong CYP3A4 " in card["detail"]
    assert "and nivolumab). Order no more than" in card["detail"]


def test_the_length_of_ids_changes_no_word():
    short = copy.deepcopy(CALLS["cds-41-two-drafts-tablets-and-capsules-long-ids"])
    for number, entry in enumerate(short["context"]["draftOrders"]["entry"][:2]):
        entry["resource"]["id"] = f"d{number}"
    (long_card,) = cards_for(CALLS["cds-41-two-drafts-tablets-and-capsules-long-ids"])
    (short_card,) = cards_for(short)
    assert (long_card["summary"], long_card["detail"]) == (short_card["summary"], short_card["detail"])
    assert long_card["summary"].startswith("Capsules of cabozantinib are ordered beside these tablets")


def test_no_sentence_stands_in_a_card_twice():
    for example in CHARTS:
        for card in cards_for(call_of(example)):
            sentences = [one for one in re.split(r"(?<=\.)\s", said(card)) if len(one.split()) > 5]
            assert len(sentences) == len(set(sentences))


def test_a_regimen_is_named_by_what_it_is_for():
    (card,) = cards_for(call_of("rcc-itraconazole"))
    assert "start 60 mg once daily for renal cell carcinoma, single agent" in card["detail"]
    assert "all patients" not in card["detail"]


def test_remarks_on_label_data_that_do_not_touch_the_patient_are_left_to_the_label_page():
    (card,) = cards_for(call_of("rcc-itraconazole"))
    assert "under 40 kg" not in card["detail"]
    assert card["source"]["url"].endswith("#strong-inhibitor")


# One card an order


def test_two_orders_that_have_nothing_to_do_with_each_other_have_their_own_words_and_one_that_adds_up_has_one_card():
    call = call_of("net-adolescent-60mg")
    twin = copy.deepcopy(order_in(call)) | {"id": "second"}
    call["context"]["draftOrders"]["entry"].append({"resource": twin})
    assert len(cards_for(call)) == 1


def test_a_draft_of_a_drug_that_interacts_is_no_order_of_the_card():
    call = call_of("rcc-itraconazole")
    (entry,) = call["prefetch"]["medicationRequests"]["entry"]
    call["prefetch"]["medicationRequests"].pop("entry")
    entry["resource"] |= {"status": "draft", "authoredOn": order_in(call)["authoredOn"]}
    call["context"]["draftOrders"]["entry"].append(entry)
    (card,) = cards_for(call)
    assert card["detail"].count("**Ordered:**") == 1


@pytest.mark.parametrize(("hook", "indicator"), [("order-select", "info"), ("order-sign", "critical")])
def test_a_dose_that_is_no_step_is_quiet_while_the_form_is_being_written(hook, indicator):
    call = call_of("rcc-with-breakfast", hook)
    order_in(call)["dosageInstruction"] = [
        {
            "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}},
            "doseAndRate": [{"doseQuantity": TEN_MG}],
        }
    ]
    assert [card["indicator"] for card in cards_for(call)] == [indicator]


# What does not fit


def crowded(words: str) -> dict[str, Any]:
    """An interacting drug and a dose above all, whose sentences fill the card; `words` are the sig's."""
    call = call_of("rcc-itraconazole")
    (dosage,) = order_in(call)["dosageInstruction"]
    dosage |= {"text": f"80 mg once daily {words}", "doseAndRate": [{"doseQuantity": DOSE_80}]}
    code = {"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "1790167"}
    order_in(call)["medicationCodeableConcept"] = {"coding": [code]}
    return call


DOSE_80 = {"value": 80, "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"}


def test_a_second_error_is_said_however_long_the_first_one_is() -> None:
    (card,) = cards_for(crowded("with food"))
    assert card["summary"].startswith("Replace itraconazole (strong CYP3A4 inhibitor)")
    assert "The dose is ordered with food; the label asks for an empty stomach." in card["detail"]
    assert len(card["detail"].split()) < 135


def test_what_is_no_error_is_counted_where_it_does_not_fit() -> None:
    (card,) = cards_for(crowded("on an empty stomach"))
    assert "food" not in card["detail"]
    assert len(card["detail"].split()) <= 120


def test_what_is_cut_at_the_end_of_a_sentence_looks_whole() -> None:
    for call in [crowded("with food"), *map(call_of, CHARTS)]:
        assert all(". …" not in card["detail"] for card in cards_for(call))


def capsules_for_a_kidney() -> dict[str, Any]:
    call = call_of("rcc-itraconazole")
    code = {"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "1363273"}
    order_in(call)["medicationCodeableConcept"] = {"coding": [code]}
    return call


def test_a_link_leads_to_a_statement_that_its_page_holds() -> None:
    led = 0
    for call in [capsules_for_a_kidney(), *map(call_of, CHARTS)]:
        for card in cards_for(call):
            for url in [card["source"]["url"], *(link["url"] for link in card.get("links", []))]:
                page, _, statement = url.partition("#")
                if "/labels/" in page and statement:
                    product, day = page.split("/")[-2:]
                    assert load_label(product, date.fromisoformat(day)).statement(statement) is not None
                    led += 1
    assert led >= 10


# A missing list beside an error


def test_a_list_that_is_missing_is_said_in_the_headline_of_an_error_however_long_it_is() -> None:
    call = copy.deepcopy(CALLS["cds-46-suggestion-drops-instructions"])
    call["prefetch"]["conditions"] = None
    (card,) = cards_for(call)
    assert card["summary"].startswith(
        "Child-Pugh class B: CABOMETYX 40 mg once daily, not 60 mg. The problem list could not be read."
    )
    assert len(card["summary"]) < 140
    assert "the diagnosis and other diseases were not checked" in card["detail"]


def test_where_all_lists_came_none_is_named() -> None:
    (card,) = cards_for(CALLS["cds-46-suggestion-drops-instructions"])
    assert "could not be read" not in said(card)
