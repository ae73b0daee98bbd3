"""Tablets or capsules, a marketed strength, and a dose that whole units can make."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from support.build import Resource, dosage, every, order, quantity, to
from support.coding import concept, rxnorm
from support.judged import capsules, judged, medullary, named, only, tablets
from support.plain import TABLET_60, kidney, with_dosage
from support.product import CARTONS, CLINICAL_DRUGS, INGREDIENT, medication

from validator.dosage.making import Making
from validator.verdict import Verdict

CODES = (
    "product-form-not-told",
    "product-codes-disagree",
    "strength-not-marketed",
    "dose-not-made-of-whole-units",
    "strength-does-not-fit-dose",
    "product-known-by-text-only",
)


def said(ordered: Resource, *beside: Resource) -> dict[str, str]:
    """What the product rule says, by code."""
    report = judged(kidney(ordered, beside=beside))
    return {one.code: one.verdict.value for one in report.findings if one.code in CODES}


def sixty_of(product: dict[str, Any], mg: int = 60) -> Resource:
    return with_dosage(dosage(quantity(mg, "mg"), every()), medication=product)


def test_a_clinical_drug_tells_everything() -> None:
    assert said(tablets(60)) == {}


def test_an_ingredient_does_not_tell_the_form() -> None:
    ordered = sixty_of(concept(INGREDIENT))
    assert said(ordered) == {"product-form-not-told": "undetermined"}
    found = only(kidney(ordered), "product-form-not-told")
    assert found.message == "The order does not tell tablets from capsules; it was checked as CABOMETYX tablets."
    assert found.missing == ("medication code that tells the dose form",)
    assert found.expression == ("Bundle.entry[4].resource.medicationCodeableConcept",)


def test_a_product_known_by_its_name_is_a_warning() -> None:
    assert said(sixty_of(concept(text="Cabometyx 60 mg tablet")))["product-known-by-text-only"] == "warning"


def test_codes_that_disagree_are_an_error() -> None:
    both = concept(CLINICAL_DRUGS["tablet", 60], CLINICAL_DRUGS["capsule", 80])
    assert said(sixty_of(both))["product-codes-disagree"] == "error"
    strengths = concept(CLINICAL_DRUGS["tablet", 60], CLINICAL_DRUGS["tablet", 40])
    assert said(sixty_of(strengths))["product-codes-disagree"] == "error"


@pytest.mark.parametrize(
    ("strength", "mg", "expected"),
    [
        (20, 60, {}),
        (40, 60, {"strength-does-not-fit-dose": "error"}),
        (60, 40, {"strength-does-not-fit-dose": "error"}),
        (60, 60, {}),
        (40, 40, {}),
        (20, 20, {}),
        (60, 30, {"dose-not-made-of-whole-units": "error"}),
        (20, 50, {"dose-not-made-of-whole-units": "error"}),
        (20, 80, {}),
        (40, 80, {}),
        (60, 80, {"strength-does-not-fit-dose": "error"}),
    ],
)
def test_whole_units_make_the_dose(strength: int, mg: int, expected: dict[str, str]) -> None:
    assert said(tablets(mg, unit=strength)) == expected


@pytest.mark.parametrize(("strength", "mg"), [(30, 60), (80, 80), (Decimal("0.0000001"), 60)])
def test_a_strength_that_is_not_marketed_is_an_error_and_is_not_added_up(strength: Any, mg: int) -> None:
    made = medication(INGREDIENT, form="tablet", strength_mg=20, name="drug")
    made["ingredient"][0]["strength"]["numerator"]["value"] = strength
    ordered = sixty_of(to("Medication/drug"), mg)
    assert said(ordered, made) == {"strength-not-marketed": "error"}


def test_the_marketed_strengths_are_named() -> None:
    made = medication(INGREDIENT, form="tablet", strength_mg=30, name="drug")
    found = only(kidney(sixty_of(to("Medication/drug")), beside=(made,)), "strength-not-marketed")
    assert found.message == "CABOMETYX has no tablet of 30 mg; marketed are 20, 40, 60 mg."
    found = only(kidney(tablets(60, unit=40)), "strength-does-not-fit-dose")
    assert found.message == "No whole tablets of 40 mg make a dose of 60 mg."
    assert found.expression == (
        "Bundle.entry[4].resource.dosageInstruction[0]",
        "Bundle.entry[4].resource.medicationCodeableConcept",
    )
    found = only(kidney(tablets(50, unit=20)), "dose-not-made-of-whole-units")
    assert found.message == "No whole tablets of 20, 40, 60 mg make a dose of 50 mg."


@pytest.mark.parametrize(("count", "split"), [("0.5", True), ("1", False), ("1.5", True)])
def test_a_part_of_a_tablet_is_an_error(count: str, split: bool) -> None:
    part = with_dosage(dosage(quantity(Decimal(count), "tablet", "{tablet}"), every()))
    found = named(judged(kidney(part)), "dose-not-made-of-whole-units")
    assert [one.verdict for one in found] == ([Verdict.ERROR] if split else [])
    if split:
        assert found[0].message == "The order counts a part of a tablet; tablets are taken whole."
        assert (found[0].section, found[0].statement) == ("2.1", "administration")


def test_every_phase_is_looked_at() -> None:
    first = dosage(quantity(60, "mg"), every(boundsDuration=quantity(14, "d"))) | {"sequence": 1}
    then = dosage(quantity(50, "mg"), every()) | {"sequence": 2}
    both = with_dosage(first, then, medication=concept(CLINICAL_DRUGS["tablet", 20]))
    assert said(both) == {"dose-not-made-of-whole-units": "error"}


def test_a_carton_is_judged_by_its_two_strengths() -> None:
    carton = order(concept(CARTONS[140]), [dosage(quantity(140, "mg"), every())])
    report = judged(medullary(carton))
    assert {one.code for one in report.findings} & set(CODES) == set()
    assert report.verdict is Verdict.ACCEPT
    assert judged(medullary(capsules(130))).verdict is Verdict.ERROR


def test_a_strength_that_one_source_only_gives_is_a_note() -> None:
    from support.coding import NDC, coding

    ordered = sixty_of(concept(coding(NDC, "42388-023-26", "Cabometyx 60 mg, bottle of 30")))
    report = judged(kidney(ordered))
    assert [one.verdict for one in named(report, "product-strength-unverified")] == [Verdict.ACCEPT]
    assert named(judged(kidney(sixty_of(TABLET_60))), "product-strength-unverified") == []


def test_another_drug_is_not_judged() -> None:
    other = order(concept(rxnorm("6809", "metformin")), [dosage(quantity(500, "mg"), every())])
    assert judged(kidney(other)).verdict is Verdict.NOT_ASSESSED


@pytest.mark.parametrize(
    ("mg", "strengths", "expected"),
    [
        ("20", ("20", "40", "60"), True),
        ("100", ("20", "40", "60"), True),
        ("10", ("20", "40", "60"), False),
        ("50", ("20", "40", "60"), False),
        ("0", ("20",), False),
        ("-20", ("20",), False),
        ("140", ("20", "80"), True),
        ("100", ("80",), False),
        ("160", ("80",), True),
        ("2000", ("20",), True),
        ("2020", ("20",), False),
        ("60.0", ("20",), True),
        ("1", ("0.5",), True),
        ("1", ("20",), False),
        ("2001", ("667",), False),
    ],
)
def test_whole_units_add_up(mg: str, strengths: tuple[str, ...], expected: bool) -> None:
    assert Making(tuple(Decimal(one) for one in strengths)).makes(Decimal(mg)) is expected
