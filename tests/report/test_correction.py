"""The corrected order: whole, valid, and read by the engine as the label's dose."""

from __future__ import annotations

import copy
from decimal import Decimal
from fractions import Fraction

import fhirkit
import pytest
from support.build import to_json
from support.fhir_models import judge
from support.shipped import corrected_order, load_label, products, revision_dates

from validator import check_bundle
from validator.label.dose import LabelDose

RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
NEWEST = {product: load_label(product, revision_dates(product)[-1]) for product in products()}
DOSES = sorted(
    {
        (product, str(dose))
        for product, label in NEWEST.items()
        for dose in (
            *(step for regimen in label.regimen for step in regimen.ladder),
            *(step.after for adjustment in label.adjustment for step in adjustment.steps),
        )
    }
)


def order(code="1790173", **more):
    return {
        "resourceType": "MedicationRequest",
        "id": "order",
        "status": "draft",
        "intent": "order",
        "medicationCodeableConcept": {"coding": [{"system": RXNORM, "code": code}], "text": "as ordered"},
        "subject": {"reference": "Patient/patient"},
        "authoredOn": "2026-11-22",
        "dosageInstruction": [{"text": "five with breakfast"}],
        "note": [{"text": "kept"}],
    } | more


def supply(days, unit="d"):
    duration = {"value": days, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}
    return {"quantity": {"value": 99, "unit": "tablet"}, "expectedSupplyDuration": duration}


@pytest.mark.parametrize(("product", "schedule"), DOSES)
def test_every_dose_a_label_writes_can_be_ordered(product, schedule):
    label, dose = NEWEST[product], LabelDose.parse(schedule)
    corrected = corrected_order(order(), label, dose)
    judge(corrected, "R4")
    assert fhirkit.validate(to_json(corrected).decode()) == []
    (report,) = check_bundle(
        to_json({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": corrected}]})
    ).orders
    assert report.ordered.daily_mg == dose.daily_mg
    assert report.ordered.schedule == schedule
    assert report.label.product == label.product
    codes = {finding.code for finding in report.findings}
    assert not codes & {"dose-not-made-of-whole-units", "strength-does-not-fit-dose", "strength-not-marketed",
                        "product-form-not-told", "text-contradicts-dose", "structure"}  # fmt: skip


def test_the_order_given_is_not_changed():
    given = order(dispenseRequest=supply(30))
    before = copy.deepcopy(given)
    corrected_order(given, NEWEST["cabometyx"], LabelDose.parse("40 mg once daily"))
    assert given == before


def test_a_strength_that_makes_the_dose_is_kept():
    corrected = corrected_order(order("1790161"), NEWEST["cabometyx"], LabelDose.parse("40 mg once daily"))
    assert corrected["medicationCodeableConcept"]["coding"][0]["code"] == "1790161"
    assert corrected["dosageInstruction"][0]["text"] == "2 tablets (40 mg) by mouth once daily"


@pytest.mark.parametrize(("ordered", "expected"), [("1790173", "1790169"), ("1790175", "1790171")])
def test_a_brand_stays_a_brand_and_a_generic_a_generic(ordered, expected):
    corrected = corrected_order(order(ordered), NEWEST["cabometyx"], LabelDose.parse("40 mg once daily"))
    assert corrected["medicationCodeableConcept"]["coding"][0]["code"] == expected


def test_capsules_ordered_for_a_tablet_s_dose_become_tablets():
    corrected = corrected_order(order("1363273"), NEWEST["cabometyx"], LabelDose.parse("60 mg once daily"))
    assert "Tablet" in corrected["medicationCodeableConcept"]["coding"][0]["display"]


def test_the_largest_strength_that_makes_the_dose_is_chosen():
    corrected = corrected_order(order(), NEWEST["cabometyx"], LabelDose.parse("80 mg once daily"))
    assert corrected["dosageInstruction"][0]["text"] == "2 tablets (80 mg) by mouth once daily"


def test_a_dose_that_no_unit_makes_has_no_correction():
    assert corrected_order(order(), NEWEST["cabometyx"], LabelDose(Decimal(50), Fraction(1))) is None


@pytest.mark.parametrize(
    ("dispense", "quantity"),
    [(supply(30), 30), (supply(30, "mo"), None), ({"quantity": {"value": 99}}, None), ({}, None)],
)
def test_the_amount_to_dispense_follows_the_dose_or_is_left_out(dispense, quantity):
    given = order(dispenseRequest=dispense)
    corrected = corrected_order(given, NEWEST["cabometyx"], LabelDose.parse("40 mg once daily"))
    found = corrected.get("dispenseRequest", {}).get("quantity", {}).get("value")
    assert found == quantity


def test_every_other_day_needs_half_the_units():
    given = order("1790161", dispenseRequest=supply(30))
    corrected = corrected_order(given, NEWEST["cabometyx"], LabelDose.parse("20 mg every other day"))
    assert corrected["dispenseRequest"]["quantity"]["value"] == 15


def test_what_says_nothing_of_the_dose_is_kept_and_what_does_is_not():
    given = order(text={"status": "generated", "div": "<div>five</div>"}, category=[{"text": "outpatient"}])
    corrected = corrected_order(given, NEWEST["cabometyx"], LabelDose.parse("40 mg once daily"))
    assert corrected["note"] == given["note"]
    assert corrected["category"] == given["category"]
    assert "text" not in corrected
    assert "breakfast" not in str(corrected)
