"""A Child-Pugh class that is asked for: a card offers to record each of the three, which settles the next sign."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from typing import Any

import fhirkit
import pytest
from support.cds_call import Call, call_of, open_call, order_in
from support.cds_rules import breaches_of_answer
from support.consulted import cards_for
from support.liver import liver_tests

DAY = "2026-11-28"
AVOID = "Child-Pugh class C: the label says to avoid cabozantinib in severe hepatic impairment."
LOWER = "Child-Pugh class B: CABOMETYX 40 mg once daily, not 60 mg."


def without_class() -> Call:
    """An order of today for liver cancer with cirrhosis, and no class."""
    call = call_of("hcc-cirrhosis-without-class")
    order_in(call)["authoredOn"] = DAY
    return call


def only_card(call: Call, **more: Any) -> dict[str, Any]:
    (card,) = cards_for(call, **more)
    assert breaches_of_answer({"cards": [card]}) == []
    return card


def records(card: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        one["label"]: one["actions"][0]["resource"]
        for one in card.get("suggestions", [])
        if one["label"].startswith("Record: Child-Pugh")
    }


def filed(call: Call, resource: dict[str, Any], name: str = "told") -> Call:
    made = copy.deepcopy(call)
    made["prefetch"]["observations"].setdefault("entry", []).append({"resource": resource | {"id": name}})
    return made


@pytest.mark.parametrize("client", ["standard", "create-delete"])
def test_each_class_is_offered_as_an_alternative_with_what_follows(client: str) -> None:
    card = only_card(without_class(), client=client)
    assert list(records(card)) == [
        "Record: Child-Pugh class A; label dose then 60 mg once daily",
        "Record: Child-Pugh class B; label dose then 40 mg once daily",
        "Record: Child-Pugh class C; not to be given then",
    ]
    assert card["selectionBehavior"] == "at-most-one"
    assert {action["type"] for one in card["suggestions"] for action in one["actions"]} == {"create"}


def with_results(*values: str) -> Call:
    """The same with bilirubin, albumin and INR of the day before."""
    call = without_class()
    subject = {"reference": f"Patient/{call['context']['patientId']}"}
    for one in json.loads(json.dumps(liver_tests(*values), default=float)):
        call = filed(call, one | {"subject": subject, "effectiveDateTime": "2026-11-27"}, one["id"])
    return call


@pytest.mark.parametrize("client", ["standard", "create-delete"])
def test_results_that_leave_less_than_is_ordered_ask_for_the_class_and_offer_no_dose(client: str) -> None:
    """Seven to eleven points: class B has a dose, class C has none, and class A is ruled out."""
    card = only_card(with_results("2.5", "3.2", "1.5"), client=client)
    assert card["indicator"] == "critical"
    assert "oderate hepatic impairment" not in card["summary"]
    assert "Order 40 mg" not in card["detail"]
    assert "**Label:** 40 mg once daily at most (" in card["detail"]
    assert "record the Child-Pugh class." in card["detail"]
    assert [one["label"] for one in card["suggestions"]] == [
        "Record: Child-Pugh class B; label dose then 40 mg once daily",
        "Record: Child-Pugh class C; not to be given then",
    ]
    assert card["selectionBehavior"] == "at-most-one"


@pytest.mark.parametrize(("letter", "says"), [("B", [LOWER]), ("C", [AVOID])])
def test_the_class_that_is_filed_beside_such_results_settles_the_next_sign(letter: str, says: list[str]) -> None:
    call = with_results("2.5", "3.2", "1.5")
    (told,) = [one for label, one in records(only_card(call)).items() if f"class {letter}" in label]
    assert [one["summary"] for one in cards_for(filed(call, told))] == says


def test_results_that_leave_no_dose_at_all_are_no_question() -> None:
    card = only_card(with_results("3.5", "2.5", "2.6"))
    assert card["summary"].startswith("Liver tests and signs on file fit only severe hepatic impairment")
    assert not records(card)


@pytest.mark.parametrize("client", ["standard", "create-delete"])
@pytest.mark.parametrize(("letter", "says"), [("A", []), ("B", [LOWER]), ("C", [AVOID])])
def test_the_class_that_is_filed_settles_the_next_sign(letter: str, says: list[str], client: str) -> None:
    call = without_class()
    (told,) = [one for label, one in records(only_card(call, client=client)).items() if f"class {letter}" in label]
    assert fhirkit.validate(json.dumps(told)) == []
    assert (told["status"], told["effectiveDateTime"]) == ("final", DAY)
    assert told["subject"] == {"reference": f"Patient/{call['context']['patientId']}"}
    after = cards_for(filed(call, told), client=client)
    assert [one["summary"] for one in after] == says
    assert not [one for one in after if records(one)]


def test_two_classes_on_file_are_no_answer() -> None:
    call = without_class()
    for number, one in enumerate(records(only_card(call)).values()):
        call = filed(call, one, f"told-{number}")
    assert only_card(call)["indicator"] != "info"


def test_a_class_newer_than_two_that_contradict_each_other_settles_it() -> None:
    call = without_class()
    told = list(records(only_card(call)).values())
    for number, one in enumerate(told[:2]):
        call = filed(call, one | {"effectiveDateTime": "2026-11-20"}, f"old-{number}")
    again = records(only_card(call))
    assert len(again) == 3
    assert cards_for(filed(call, next(iter(again.values())))) == []


def test_beside_another_question_the_answers_go_together() -> None:
    call = open_call()
    listed = without_class()["prefetch"]["conditions"]["entry"]
    (cirrhosis,) = [one["resource"] for one in listed if one["resource"]["id"] == "cirrhosis"]
    subject = {"reference": f"Patient/{call['context']['patientId']}"}
    call["prefetch"]["conditions"]["entry"].append({"resource": cirrhosis | {"subject": subject}})
    card = only_card(call)
    others = [one["label"] for one in card["suggestions"] if one["label"] not in records(card)]
    assert len(records(card)) == 3
    assert others
    assert card["selectionBehavior"] == "any"


@pytest.mark.parametrize("key", ["conditions", "observations", "medicationRequests"])
def test_none_is_offered_while_a_list_is_missing(key: str) -> None:
    call = without_class()
    call["prefetch"][key] = None
    assert not records(only_card(call))


def test_none_is_offered_that_would_be_newer_than_the_order() -> None:
    """What is filed today says nothing of an order that was written before."""
    assert not records(only_card(call_of("hcc-cirrhosis-without-class")))


@pytest.mark.parametrize(
    "example", ["hcc-child-pugh-b", "rcc-itraconazole", "dtc-without-weight", "net-adolescent-40mg"]
)
def test_none_is_offered_where_none_is_asked_for(example: str) -> None:
    call = call_of(example)
    order_in(call)["authoredOn"] = DAY
    assert not [one for card in cards_for(call) for one in records(card)]


def at(hour: int, minute: int = 0, day: int = 28) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def test_a_wrong_click_is_taken_back_by_the_next_one_of_the_same_day() -> None:
    """Class C clicked at nine, and B at ten, where C still asks: the later one stands, whichever stands first."""
    call = without_class()
    wrong = records(only_card(call, instant=at(9)))["Record: Child-Pugh class C; not to be given then"]
    assert wrong["issued"].startswith("2026-11-28T09:00:00")
    assert fhirkit.validate(json.dumps(wrong)) == []
    right = records(only_card(call, instant=at(10)))["Record: Child-Pugh class B; label dose then 40 mg once daily"]
    for first, second in ((wrong, right), (right, wrong)):
        both = filed(filed(call, first, "one"), second, "other")
        assert [one["summary"] for one in cards_for(both)] == [LOWER]


def test_of_two_classes_of_a_day_without_a_time_and_one_with_it_a_click_on_the_first_settles_nothing() -> None:
    """Which was written first nobody knows, so only a click that agrees with what cannot be ordered settles it."""
    call = without_class()
    told = list(records(only_card(call)).values())
    both = filed(filed(call, told[0], "one"), told[1], "other")
    assert not records(only_card(both, instant=at(10)))
    timed = filed(filed(call, told[0] | {"issued": "2026-11-28T08:00:00Z"}, "one"), told[1], "other")
    assert list(records(only_card(timed, instant=at(10)))) == [
        "Record: Child-Pugh class B; label dose then 40 mg once daily"
    ]


@pytest.mark.parametrize(
    ("moment", "count"),
    [
        # 23:55 of the 27th where the order was written, which is the 28th in Greenwich.
        (at(4, 55), 3),
        # The next morning there: what is filed then says nothing of the order.
        (at(14), 0),
    ],
)
def test_the_day_of_an_answer_is_that_of_the_zone_in_which_the_order_was_written(moment: datetime, count: int) -> None:
    call = without_class()
    order_in(call)["authoredOn"] = "2026-11-27T23:50:00-05:00"
    found = records(only_card(call, instant=moment))
    assert len(found) == count
    for one in found.values():
        assert one["effectiveDateTime"] == "2026-11-27"


@pytest.mark.parametrize(
    ("measured", "says"),
    [
        ("2026-11-29T04:00:00Z", LOWER),
        # After the order.
        ("2026-11-29T05:00:00Z", None),
        ("2026-11-29", None),
    ],
)
def test_a_class_of_the_evening_counts_though_its_server_writes_the_next_day(measured: str, says: str | None) -> None:
    call = without_class()
    order_in(call)["authoredOn"] = "2026-11-28T23:50:00-05:00"
    (told,) = [one for label, one in records(only_card(call)).items() if "class B" in label]
    card = only_card(filed(call, told | {"effectiveDateTime": measured}))
    assert (card["summary"] == LOWER) is (says is not None)
