"""Calls in the shapes of systems that are in use, as their published pages and requests have them; and the part of CDS
Hooks that one of them takes. None of them was recorded with a patient: all are made of the examples.
"""

from __future__ import annotations

import re

import pytest
from support.cds_call import order_in, recorded
from support.cds_rules import breaches_of_answer
from support.consulted import cards_for

EPIC = "order-sign-epic-dose-in-three-forms"
ORACLE, ORACLE_PAGED = "order-sign-oracle-no-totals", "order-sign-oracle-next-page"
MEDPLUM = "order-sign-medplum-bot"


@pytest.mark.parametrize("client", ["standard", "create-delete"])
@pytest.mark.parametrize("name", [EPIC, ORACLE, ORACLE_PAGED, MEDPLUM])
def test_the_call_of_a_vendor_has_one_card_that_keeps_the_rules(name, client):
    (card,) = cards_for(recorded(name), client=client)
    assert breaches_of_answer({"cards": [card]}) == []
    assert card["indicator"] == "critical"


def test_three_amounts_of_one_dose_are_one_dose():
    (card,) = cards_for(recorded(EPIC))
    assert card["summary"].startswith(
        "Replace itraconazole (strong CYP3A4 inhibitor), or: CABOMETYX 40 mg once daily, not 60 mg."
    )


def test_a_search_without_results_that_remarks_on_it_is_an_empty_list():
    (card,) = cards_for(recorded(EPIC))
    assert "could not be read" not in card["summary"] + card["detail"]
    assert "Did not come" not in card["detail"]


def test_a_list_without_a_total_is_whole_and_one_that_is_null_is_named():
    (card,) = cards_for(recorded(ORACLE))
    assert "could not be read" not in card["summary"] + card["detail"]
    assert "Not available, so not looked at: list of home medications, list of answered forms." in card["detail"]


def test_a_list_with_a_next_page_of_the_vendor_s_own_is_not_whole():
    (card,) = cards_for(recorded(ORACLE_PAGED))
    assert (
        "**The problem list could not be read: the diagnosis and other diseases were not checked.**" in card["detail"]
    )
    assert not [one for one in card.get("suggestions", []) if one["label"].startswith("Label dose")]


def with_every_list(call):
    """The call of a client whose server keeps the lists that came as null, and holds nothing in them."""
    empty = {"resourceType": "Bundle", "type": "searchset", "entry": []}
    return call | {"prefetch": {key: empty if value is None else value for key, value in call["prefetch"].items()}}


def test_no_dose_is_offered_where_reported_drugs_and_the_form_came_as_null():
    (card,) = cards_for(recorded(ORACLE))
    assert not [one for one in card.get("suggestions", []) if one["label"].startswith(("Label dose", "Lower step"))]


def test_a_contained_product_gives_way_to_one_that_makes_the_dose():
    call = with_every_list(recorded(ORACLE))
    (card,) = cards_for(call)
    changed = next(one for one in card["suggestions"] if one["label"].startswith("Label dose"))["actions"][0][
        "resource"
    ]
    assert changed["id"] == order_in(call)["id"]
    assert "40 MG" in str(changed.get("medicationCodeableConcept"))


# The part of CDS Hooks that a client takes which knows no update


@pytest.mark.parametrize("name", [EPIC, ORACLE, MEDPLUM])
def test_a_client_without_update_gets_what_it_knows(name):
    call = with_every_list(recorded(name))
    (card,) = cards_for(call, client="create-delete")
    assert re.fullmatch(r"[A-Za-z0-9]+", card["source"]["topic"]["code"])
    assert all(link["type"] in ("absolute", "smart") for link in card["links"])
    for suggestion in card["suggestions"]:
        kinds = [action["type"] for action in suggestion["actions"]]
        assert kinds == ["delete", "create"]
        removed, made = suggestion["actions"]
        assert removed["resourceId"] == f"MedicationRequest/{order_in(call)['id']}"
        assert "id" not in made["resource"]
