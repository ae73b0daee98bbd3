"""Status, intent, several orders at once, and what ordering screens send."""

from __future__ import annotations

import pytest
from support.answer import answer, check, verdict
from support.build import dosage, every, order, quantity, to
from support.coding import concept, rxnorm
from support.plain import kidney, sixty, with_dosage
from support.product import CLINICAL_DRUGS

ONE_A_DAY = every()
SIXTY = quantity(60, "mg")


@pytest.mark.parametrize("status", ["entered-in-error", "cancelled", "stopped", "completed"])
def test_an_order_that_is_not_to_be_acted_on_is_not_assessed(status: str) -> None:
    assert verdict(kidney(sixty(status=status))) == "not-assessed"


def test_an_order_not_to_give_the_drug_is_not_assessed() -> None:
    assert verdict(kidney(sixty(doNotPerform=True))) == "not-assessed"


def test_an_order_with_an_unknown_modifier_is_not_accepted() -> None:
    modified = sixty(modifierExtension=[{"url": "https://ehr.example.org/negated", "valueBoolean": True}])
    assert verdict(kidney(modified)) not in ("accept", "not-assessed")


def test_a_dosage_with_an_unknown_modifier_is_not_accepted() -> None:
    changed = dosage(SIXTY, ONE_A_DAY)
    changed["modifierExtension"] = [{"url": "https://ehr.example.org/only-on-weekdays", "valueBoolean": True}]
    assert verdict(kidney(with_dosage(changed))) != "accept"


def test_the_second_order_is_read() -> None:
    wrong = with_dosage(dosage(SIXTY, every(times=2))) | {"id": "second"}
    report = check(kidney(sixty(), wrong))
    assert answer(report, "MedicationRequest/second").verdict.value == "error"


def test_two_equal_orders_of_one_day_are_one_prescription_or_twice_the_dose() -> None:
    report = check(kidney(sixty(), sixty(id="second")))
    assert {order.verdict.value for order in report.orders} == {"undetermined"}


def test_two_orders_of_one_group_add_up() -> None:
    group = {"system": "urn:oid:1.2.3", "value": "r-1"}
    report = check(kidney(sixty(groupIdentifier=group), sixty(id="second", groupIdentifier=group)))
    assert {order.verdict.value for order in report.orders} == {"error"}


def test_twenty_and_forty_in_two_orders_are_sixty() -> None:
    twenty = order(concept(CLINICAL_DRUGS["tablet", 20]), [dosage(quantity(20, "mg"), ONE_A_DAY)], name="twenty")
    forty = order(concept(CLINICAL_DRUGS["tablet", 40]), [dosage(quantity(40, "mg"), ONE_A_DAY)], name="forty")
    report = check(kidney(twenty, forty))
    assert {order.verdict.value for order in report.orders} == {"accept"}


def test_two_hundred_orders_for_other_drugs_change_nothing() -> None:
    others = [
        order(concept(rxnorm("6809", "metformin")), [dosage(quantity(500, "mg"), ONE_A_DAY)], name=f"other-{number}")
        for number in range(200)
    ]
    report = check(kidney(sixty(), *others))
    assert len(report.orders) == 201
    assert answer(report).verdict.value == "accept"
    assert {order.verdict.value for order in report.orders} == {"accept", "not-assessed"}


def test_a_draft_bundle_without_type_or_addresses_is_read() -> None:
    draft = sixty(id="request-123", status="draft")
    entries = [{"resource": one} for one in kidney(draft)]
    report = check({"resourceType": "Bundle", "entry": entries})
    assert answer(report, "MedicationRequest/request-123").verdict.value == "accept"


def test_a_category_that_is_no_list_does_not_hide_the_dose() -> None:
    report = check(kidney(sixty(category={"coding": [{"code": "outpatient"}]})))
    reported = answer(report)
    assert reported.ordered is not None
    assert reported.ordered.daily_mg == 60
    assert reported.verdict.value == "accept"
    assert [issue.code for issue in report.issues] == ["shape-put-right"]


def test_a_requester_of_nothing_but_an_extension_is_borne() -> None:
    absent = {
        "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]
    }
    assert verdict(kidney(sixty(requester=absent))) == "accept"


def test_an_order_by_an_unknown_medication_reference_is_never_accepted() -> None:
    dangling = sixty(medicationReference=to("Medication/not-here"))
    del dangling["medicationCodeableConcept"]
    report = check(kidney(dangling))
    assert answer(report).verdict.value != "accept"
    kinds = {issue.kind.value for issue in report.issues} | {finding.kind.value for finding in report.findings}
    assert "not-found" in kinds
