"""A drug on file that may be taken or not: a card offers to record either answer, which settles the next sign."""

from __future__ import annotations

import copy
import json
from typing import Any

import fhirkit
import pytest
from support.build import order, resource
from support.cds_call import call_of, order_in
from support.cds_rules import breaches_of_answer
from support.coding import DRUGS, concept
from support.consulted import cards_for
from support.plain import METFORMIN

ITRACONAZOLE = concept(DRUGS["itraconazole"][0])
ENDS_BEFORE_IT_STARTS = {"start": "2026-11-01", "end": "2026-01-01"}


def in_doubt(drug: dict[str, Any] = ITRACONAZOLE, name: str = "doubted", **elements: Any) -> dict[str, Any]:
    made = order(drug, name=name, on="2026-11-02") | elements
    return {element: value for element, value in made.items() if element != "status" or "status" in elements}


def beside(*entries: dict[str, Any], **elements: Any) -> dict[str, Any]:
    """An order that is accepted, with more in its patient's file."""
    call = call_of("rcc-no-frequency")
    own = order_in(call)
    repeat = {"frequency": 1, "period": 1, "periodUnit": "d"}
    own["dosageInstruction"][0]["timing"] = {"repeat": repeat}
    own |= elements
    assert cards_for(call) == []
    for entry in entries:
        file(call, entry)
    return call


def file(call: dict[str, Any], entry: dict[str, Any]) -> dict[str, Any]:
    subject = {"reference": f"Patient/{call['context']['patientId']}"}
    key = "medicationStatements" if entry["resourceType"] == "MedicationStatement" else "medicationRequests"
    call["prefetch"][key].setdefault("entry", []).append({"resource": entry | {"subject": subject}})
    return call


def records(card: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        one["label"]: one["actions"][0]["resource"]
        for one in card.get("suggestions", [])
        if one["label"].startswith("Record")
    }


def only_card(call: dict[str, Any]) -> dict[str, Any]:
    (card,) = cards_for(call)
    assert breaches_of_answer({"cards": [card]}) == []
    return card


def test_both_answers_are_offered_with_the_dose_that_follows() -> None:
    card = only_card(beside(in_doubt()))
    assert card["indicator"] == "warning"
    assert list(records(card)) == [
        "Record: patient takes itraconazole; label dose then 40 mg once daily",
        "Record: patient does not take itraconazole; label dose then 60 mg once daily",
    ]
    assert card["selectionBehavior"] == "any"


@pytest.mark.parametrize("elements", [{}, {"status": "unknown"}, {"intent": None, "status": "active"}])
def test_no_is_filed_and_the_next_sign_is_accepted(elements: dict[str, Any]) -> None:
    entry = {name: value for name, value in in_doubt(**elements).items() if value is not None}
    call = beside(entry)
    _, no = records(only_card(call)).values()
    assert (no["resourceType"], no["status"], no["dateAsserted"]) == ("MedicationStatement", "not-taken", "2026-11-28")
    assert no["medicationCodeableConcept"] == ITRACONAZOLE
    assert no["subject"] == {"reference": f"Patient/{call['context']['patientId']}"}
    assert fhirkit.validate(json.dumps(no)) == []
    assert cards_for(file(call, no | {"id": "told"})) == []


def test_yes_is_filed_and_the_next_sign_gives_the_lower_dose() -> None:
    call = beside(in_doubt())
    yes, _ = records(only_card(call)).values()
    assert fhirkit.validate(json.dumps(yes)) == []
    card = only_card(file(call, yes | {"id": "told"}))
    assert card["indicator"] == "critical"
    assert (
        card["summary"] == "Replace itraconazole (strong CYP3A4 inhibitor), or: CABOMETYX 40 mg once daily, not 60 mg."
    )
    assert not records(card)


def test_who_records_both_has_the_drug_counted() -> None:
    call = beside(in_doubt())
    for number, one in enumerate(records(only_card(call)).values()):
        file(call, one | {"id": f"told-{number}"})
    assert only_card(call)["indicator"] == "critical"


def test_a_reported_drug_whose_period_is_reversed_is_asked_too() -> None:
    call = beside(
        resource(
            "MedicationStatement",
            "doubted",
            status="active",
            medicationCodeableConcept=ITRACONAZOLE,
            effectivePeriod=ENDS_BEFORE_IT_STARTS,
        )
    )
    _, no = records(only_card(call)).values()
    assert cards_for(file(call, no | {"id": "told"})) == []


def test_two_drugs_in_doubt_are_asked_one_by_one() -> None:
    call = beside(in_doubt(), in_doubt(concept(DRUGS["ketoconazole"][0]), "second"))
    clicks = 0
    while cards := cards_for(call):
        clicks += 1
        assert clicks < 4
        told = {label: one for label, one in records(cards[0]).items() if "does not take" in label}
        assert len(told) == 3 - clicks
        file(call, next(iter(told.values())) | {"id": f"told-{clicks}"})
    assert clicks == 2


@pytest.mark.parametrize(
    "entry",
    [
        in_doubt(modifierExtension=[{"url": "https://example.org/x", "valueBoolean": True}], status="active"),
        in_doubt(authoredOn="2026-11-30"),
        {name: value for name, value in in_doubt().items() if name != "authoredOn"},
        in_doubt(METFORMIN),
    ],
    ids=["what it says is in doubt", "newer than any answer", "undated", "of no account"],
)
def test_where_an_answer_settles_nothing_none_is_offered(entry: dict[str, Any]) -> None:
    for card in cards_for(beside(entry)):
        assert not records(card)


def test_an_operation_in_doubt_is_not_answered_by_an_order_for_it() -> None:
    """What would record that it is planned is an order for an operation: no button writes that."""
    call = beside()
    (planned,) = call_of("rcc-operation-in-ten-days")["prefetch"]["serviceRequests"]["entry"]
    planned = copy.deepcopy(planned["resource"])
    del planned["status"]
    planned |= {"subject": {"reference": f"Patient/{call['context']['patientId']}"}, "intent": "order"}
    call["prefetch"]["serviceRequests"].setdefault("entry", []).append({"resource": planned})
    assert not records(only_card(call))


def test_no_answer_is_offered_while_the_list_that_would_hold_it_is_missing() -> None:
    call = beside(in_doubt())
    call["prefetch"]["medicationStatements"] = None
    assert not records(only_card(call))
