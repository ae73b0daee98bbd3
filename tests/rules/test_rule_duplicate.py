"""Other orders of the drug at the same time."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, to
from support.judged import capsules, judged, named, only, tablets
from support.plain import kidney, sixty

CODES = ("duplicate-order", "tablets-beside-capsules", "orders-added-up", "order-may-replace-another")


def said(*orders: Resource, name: str = "order") -> dict[str, str]:
    """What the rule says of the order of this name, by code."""
    report = judged(kidney(*orders), f"MedicationRequest/{name}")
    return {one.code: one.verdict.value for one in report.findings if one.code in CODES}


def daily(*orders: Resource) -> int | None:
    report = judged(kidney(*orders))
    assert report.ordered is not None
    return None if report.ordered.daily_mg is None else int(report.ordered.daily_mg)


def test_an_order_alone_says_nothing() -> None:
    assert said(sixty()) == {}


def test_the_same_order_twice_is_an_error_and_doubles_the_dose() -> None:
    twin = sixty(id="twin")
    assert said(sixty(), twin) == {"duplicate-order": "error"}
    assert said(sixty(), twin, name="twin") == {"duplicate-order": "error"}
    assert daily(sixty(), twin) == 120
    found = only(kidney(sixty(), twin), "duplicate-order")
    assert "MedicationRequest/twin" in found.message
    assert len(found.expression) == 2


def test_two_strengths_add_up() -> None:
    twenty, forty = tablets(20), tablets(40, name="forty")
    assert said(twenty, forty) == {"orders-added-up": "accept"}
    assert daily(twenty, forty) == 60
    assert judged(kidney(twenty, forty)).verdict.value == "accept"
    assert judged(kidney(twenty, forty), "MedicationRequest/forty").verdict.value == "accept"
    message = only(kidney(twenty, forty), "orders-added-up").message
    assert message.startswith("Added up with MedicationRequest/forty: ")


def test_three_orders_of_which_two_are_the_same() -> None:
    found = said(tablets(20), tablets(20, name="twin"), tablets(40, name="forty"))
    assert found == {"duplicate-order": "error", "orders-added-up": "accept"}


@pytest.mark.parametrize(
    ("other", "mg"),
    [
        ({"status": "completed"}, 60),
        ({"status": "stopped"}, 60),
        ({"status": "cancelled"}, 60),
        ({"status": "on-hold"}, 60),
        ({"status": "entered-in-error"}, 60),
        ({"intent": "proposal"}, 60),
        ({"intent": "plan"}, 60),
        ({"intent": "option"}, 60),
        ({"intent": "original-order"}, 80),
        ({"doNotPerform": True}, 60),
        ({}, 80),
    ],
)
def test_only_orders_that_are_carried_out_add_up(other: dict[str, Any], mg: int) -> None:
    assert daily(sixty(), tablets(20, name="other", **{"status": "active", **other})) == mg


def test_tablets_beside_capsules_are_an_error() -> None:
    both = (sixty(), capsules(60, name="capsules"))
    found = only(kidney(*both), "tablets-beside-capsules")
    assert found.verdict.value == "error"
    assert "capsules" in found.message
    assert daily(*both) == 60
    other = judged(kidney(*both), "MedicationRequest/capsules")
    assert [one.message for one in named(other, "tablets-beside-capsules")] == [
        "MedicationRequest/order orders cabozantinib tablets at the same time."
    ]


def test_a_draft_beside_an_active_order_is_taken_as_its_replacement_and_told() -> None:
    draft, active = tablets(40, status="draft"), sixty(id="active")
    assert said(draft, active) == {"order-may-replace-another": "warning"}
    assert said(draft, active, name="active") == {"order-may-replace-another": "warning"}
    assert daily(draft, active) == 40
    message = only(kidney(draft, active), "order-may-replace-another").message
    assert message.startswith("MedicationRequest/active is active beside this draft; it was taken as replaced")
    (other,) = named(judged(kidney(draft, active), "MedicationRequest/active"), "order-may-replace-another")
    assert "taken as its replacement" in other.message


def test_an_order_that_says_what_it_replaces_stands_alone() -> None:
    new = tablets(40, priorPrescription=to("MedicationRequest/old"))
    old = sixty(id="old")
    assert said(new, old) == {}
    assert said(new, old, name="old") == {}
    assert daily(new, old) == 40


def test_a_draft_of_the_same_requisition_stands_alone() -> None:
    requisition = {"system": "urn:oid:1.2.3", "value": "r-1"}
    draft = tablets(40, status="draft", groupIdentifier=requisition)
    active = sixty(id="active", groupIdentifier=requisition)
    assert said(draft, active) == {}
    assert daily(draft, active) == 40
    assert daily(tablets(20, groupIdentifier=requisition), tablets(40, name="b", groupIdentifier=requisition)) == 60


@pytest.mark.parametrize(("ends", "mg"), [("2026-11-21", 40), ("2026-11-22", 60), ("2026-12-31", 60)])
def test_an_order_that_ended_before_the_other_began_does_not_run_beside_it(ends: str, mg: int) -> None:
    first = tablets(20, name="first", on="2026-10-01")
    first["dosageInstruction"][0]["timing"]["repeat"]["boundsPeriod"] = {"start": "2026-10-01", "end": ends}
    assert daily(tablets(40), first) == mg
    assert daily(first | {"id": "order"}, tablets(40, name="other")) == (20 if mg == 40 else 60)
