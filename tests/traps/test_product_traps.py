"""Which drug, which form, which strength: every way of naming it, and every way of getting it wrong."""

from __future__ import annotations

import pytest
from support.answer import answer, check, said, verdict
from support.build import dosage, every, order, quantity, to
from support.coding import NDC, coding, concept
from support.plain import METFORMIN, kidney, sixty, with_dosage
from support.product import CLINICAL_DRUGS, INGREDIENT, medication

ONE_A_DAY = every()
SIXTY = quantity(60, "mg")


def test_the_second_coding_is_read() -> None:
    local = coding("https://ehr.example.org/formulary", "CABO60", "house code")
    assert verdict(kidney(sixty(medicationCodeableConcept=concept(local, CLINICAL_DRUGS["tablet", 60])))) == "accept"


def test_codings_that_contradict_each_other_are_not_accepted() -> None:
    torn = concept(CLINICAL_DRUGS["tablet", 60], CLINICAL_DRUGS["capsule", 20])
    assert verdict(kidney(sixty(medicationCodeableConcept=torn))) != "accept"


def test_a_contained_medication_is_followed() -> None:
    inside = medication(INGREDIENT, form="tablet", strength_mg=60, name="drug")
    contained = order(to("#drug"), [dosage(quantity(1, "tablet", "{tablet}"), ONE_A_DAY)], contained=[inside])
    assert verdict(kidney(contained)) == "accept"


def test_an_ingredient_leaves_the_form_open() -> None:
    assert verdict(kidney(sixty(medicationCodeableConcept=concept(INGREDIENT)))) == "undetermined"


def test_a_reference_with_nothing_but_a_name_is_read_by_its_name_and_says_so() -> None:
    named = sixty(medicationReference={"display": "CABOMETYX (cabozantinib) 60 mg tablet"})
    del named["medicationCodeableConcept"]
    reported = answer(check(kidney(named)))
    assert reported.verdict.value in ("accept", "warning")
    assert reported.ordered is not None
    assert reported.ordered.daily_mg == 60
    assert "CABOMETYX (cabozantinib) 60 mg tablet" in said(reported) or "text" in said(reported)


def test_a_name_does_not_overrule_a_known_code() -> None:
    other = METFORMIN | {"text": "cabozantinib 60 mg tablet"}
    assert verdict(kidney(sixty(medicationCodeableConcept=other))) == "not-assessed"


@pytest.mark.parametrize("code", ["42388-023-26", "42388002326", "42388-0023-26"])
def test_an_ndc_is_one_code_in_every_form(code: str) -> None:
    tablet = with_dosage(dosage(quantity(1, "tablet", "{tablet}"), ONE_A_DAY), medication=concept(coding(NDC, code)))
    reported = answer(check(kidney(tablet)))
    assert reported.ordered is not None
    assert reported.ordered.daily_mg == 60
    assert reported.verdict.value in ("accept", "warning")


def test_capsules_are_not_tablets() -> None:
    capsules = order(concept(CLINICAL_DRUGS["capsule", 20]), [dosage(quantity(3, "capsule", "{capsule}"), ONE_A_DAY)])
    assert verdict(kidney(capsules)) == "error"


def test_another_drug_is_not_assessed_and_makes_no_noise() -> None:
    reported = answer(check(kidney(order(METFORMIN, [dosage(quantity(500, "mg"), ONE_A_DAY)]))))
    assert reported.verdict.value == "not-assessed"
    assert [finding.severity.value for finding in reported.findings] == ["information"]


def test_an_order_without_a_drug_is_never_accepted() -> None:
    undrugged = {
        "resourceType": "MedicationRequest",
        "id": "order",
        "status": "draft",
        "subject": to("Patient/patient"),
    }
    assert verdict(kidney(undrugged)) in ("not-assessed", "undetermined")
