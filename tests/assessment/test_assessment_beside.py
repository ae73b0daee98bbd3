"""What another order of the drug is to the one that is judged."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.build import Resource, every, quantity, to
from support.facts import chart
from support.judged import capsules, tablets
from support.plain import sixty

from validator.assessment.beside import Relation, relation_of, replaced
from validator.chart.fact import Order
from validator.dosage import Body
from validator.verdict import Truth


def the(ordered: Resource, *beside: Resource) -> Order:
    found = chart(*beside, what=ordered).order
    assert found is not None
    return found


def relation(ordered: Resource, other: Resource, asked: frozenset[str] | None = None) -> Relation:
    read = chart(other, what=ordered)
    assert read.order is not None
    (found,) = read.orders
    return relation_of(read.order, found, Body(), asked)


def before(mg: int = 60, on: str | None = "2026-10-20", **elements: object) -> Resource:
    """An active order of an earlier day."""
    return tablets(mg, name="other", on=on, **{"status": "active", **elements})


def ending(day: str) -> Resource:
    """An active order of an earlier day that says until when it is taken."""
    return tablets(60, every(boundsPeriod={"end": day}), name="other", on="2026-10-20", status="active")


def supply(days: int, repeats: int | None = 0) -> dict[str, object]:
    made: dict[str, object] = {"expectedSupplyDuration": quantity(days, "d")}
    return made | ({"numberOfRepeatsAllowed": repeats} if repeats is not None else {})


def months(count: int) -> dict[str, object]:
    """A supply of months, without repeats."""
    return {"expectedSupplyDuration": quantity(count, "mo"), "numberOfRepeatsAllowed": 0}


REQUISITION = {"system": "urn:oid:1.2.3", "value": "r-1"}
INPATIENT, HOME = [{"coding": [{"code": "inpatient"}]}], [{"coding": [{"code": "Community"}]}]


@pytest.mark.parametrize(
    ("ordered", "other", "expected"),
    [
        (sixty(), before(), Relation.EARLIER),
        (sixty(), before(on="2026-11-23"), Relation.LATER),
        (sixty(), before(on="2026-11-22"), Relation.TWICE),
        (sixty(), before(on="2026-11-22T08:00:00Z"), Relation.TWICE),
        (sixty(), before(40, on="2026-11-22"), Relation.ADDED),
        (sixty(), before(40, on="2026-11-01", groupIdentifier=REQUISITION), Relation.EARLIER),
        (sixty(groupIdentifier=REQUISITION), before(40, groupIdentifier=REQUISITION), Relation.ADDED),
        (sixty(groupIdentifier=REQUISITION), before(on="2026-11-22", groupIdentifier=REQUISITION), Relation.ADDED),
        # Which is the newer cannot be told.
        (sixty(), before(40, on=None), Relation.UNDATED),
        (sixty(), before(on=None), Relation.TWICE),
        (sixty(), before(40, on="2026-11"), Relation.UNDATED),
        (sixty(), before(40, on="2026-10"), Relation.EARLIER),
        # A draft is the newer, unless it is the same on the same day.
        (tablets(40, status="draft"), before(on="2026-11-22"), Relation.EARLIER),
        (tablets(40), before(on="2026-11-22", status="draft"), Relation.LATER),
        (sixty(status="draft"), before(on="2026-11-22"), Relation.TWICE),
        (tablets(20, status="draft"), before(40, on="2026-11-22", status="draft"), Relation.ADDED),
        # A month lasts for up to 31 days; from ten days before its end on the next is a renewal.
        (sixty(), before(on="2026-10-18", dispenseRequest=months(1)), Relation.APART),
        (sixty(), before(on="2026-11-01", dispenseRequest=months(1)), Relation.RENEWED),
        (sixty(), before(on="2026-11-02", dispenseRequest=months(1)), Relation.EARLIER),
        # One replaces the other.
        (sixty(priorPrescription=to("MedicationRequest/other")), before(), Relation.RENEWED),
        (sixty(basedOn=[to("MedicationRequest/other")]), before(), Relation.RENEWED),
        (sixty(), before(priorPrescription=to("MedicationRequest/order")), Relation.APART),
        # Reported entries and plans are nothing that adds.
        (sixty(), before(reportedBoolean=True), Relation.APART),
        (sixty(), before(on="2026-11-22", reportedReference=to("Patient/patient")), Relation.APART),
        (sixty(), before(reportedBoolean=False), Relation.EARLIER),
        (sixty(), before(intent="plan"), Relation.APART),
        (sixty(reportedBoolean=True), before(40, on="2026-11-22"), Relation.APART),
        # Settings of care.
        (sixty(category=INPATIENT), before(category=HOME), Relation.OTHER_SETTING),
        (sixty(category=HOME), before(category=HOME), Relation.EARLIER),
        (sixty(category=INPATIENT), before(), Relation.EARLIER),
        (sixty(category=[*INPATIENT, *HOME]), before(category=HOME), Relation.EARLIER),
        # Supply.
        (sixty(), before(dispenseRequest=supply(30)), Relation.APART),
        (sixty(), before(40, dispenseRequest=supply(30)), Relation.APART),
        (sixty(), before(dispenseRequest=supply(33)), Relation.APART),
        (sixty(), before(dispenseRequest=supply(34)), Relation.RENEWED),
        (sixty(), before(dispenseRequest=supply(43)), Relation.RENEWED),
        (sixty(), before(dispenseRequest=supply(44)), Relation.EARLIER),
        (sixty(), before(dispenseRequest=supply(30, 1)), Relation.EARLIER),
        (sixty(), before(dispenseRequest=supply(30, None)), Relation.EARLIER),
        (sixty(), before(on="2026-09-08", dispenseRequest=supply(90)), Relation.RENEWED),
        (sixty(), before(on="2026-09-09", dispenseRequest=supply(90)), Relation.EARLIER),
        (sixty(), before(on="2026-11-22", dispenseRequest=supply(1)), Relation.TWICE),
        (sixty(dispenseRequest=supply(30)), before(on="2026-12-24"), Relation.APART),
        (sixty(dispenseRequest=supply(30)), before(on="2026-12-15"), Relation.APART),
        (sixty(dispenseRequest=supply(30)), before(on="2026-11-24"), Relation.LATER),
        (sixty(), capsules(60, name="other", on="2026-10-20", dispenseRequest=supply(30)), Relation.APART),
        (sixty(), capsules(60, name="other", on="2026-10-20"), Relation.OTHER_FORM),
        # Bounds.
        (sixty(), ending("2026-11-21"),
         Relation.APART),
        (sixty(), ending("2026-11-30"),
         Relation.RENEWED),
    ],
    ids=lambda one: one.name if isinstance(one, Relation) else "",
)  # fmt: skip
def test_what_another_order_is_to_this_one(ordered: Resource, other: Resource, expected: Relation) -> None:
    assert relation(ordered, other) is expected


def test_a_draft_that_nobody_asked_about_and_is_the_same_is_the_draft_itself() -> None:
    draft = sixty(status="draft")
    assert relation(draft, before(on="2026-11-22", status="draft"), frozenset()) is Relation.ITSELF
    assert relation(draft, before(on=None, status="draft"), frozenset()) is Relation.ITSELF
    assert relation(draft, before(on="2026-11-22", status="draft")) is Relation.TWICE
    assert relation(draft, before(40, on="2026-11-22", status="draft"), frozenset()) is Relation.ADDED
    assert relation(draft, before(on="2026-11-22"), frozenset()) is Relation.TWICE
    assert relation(draft, before(on="2026-11-21", status="draft"), frozenset()) is Relation.EARLIER


def test_another_drug_never_runs_beside_it() -> None:
    read = chart(tablets(20, name="other"), what=sixty())
    assert read.order is not None
    (other,) = read.orders
    assert relation_of(read.order, other, Body()) is Relation.ADDED
    for truth in (Truth.FALSE, Truth.UNKNOWN):
        stranger = replace(other, product=replace(other.product, is_ingredient=truth))
        assert relation_of(read.order, stranger, Body()) is Relation.APART


def test_either_order_may_say_that_it_replaces_the_other() -> None:
    one, other = the(sixty()), replace(the(sixty()), reference="MedicationRequest/other")
    assert not replaced(one, other)
    assert replaced(replace(one, replaces=frozenset({other.reference})), other)
    assert replaced(one, replace(other, replaces=frozenset({one.reference})))
    grouped = replace(one, group="g", status="draft")
    assert replaced(grouped, replace(other, group="g", status="active"))
    assert not replaced(grouped, replace(other, group="h", status="active"))
    assert not replaced(grouped, replace(other, group="g", status="draft"))
    assert not replaced(replace(one, group=None, status="draft"), replace(other, group=None, status="active"))
