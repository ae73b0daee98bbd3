"""Which drug, which form, which strength: every way of naming it, and every way of getting it wrong."""

from __future__ import annotations

from typing import Any

import pytest
from support.answer import answer, check, said, verdict
from support.build import dosage, every, order, quantity, to
from support.coding import NDC, coding, concept, rxnorm
from support.plain import METFORMIN, kidney, sixty, with_dosage
from support.product import CARTONS, CLINICAL_DRUGS, INGREDIENT, medication

ONE_A_DAY = every()
SIXTY = quantity(60, "mg")


def test_the_second_coding_is_read() -> None:
    local = coding("https://ehr.example.org/formulary", "CABO60", "house code")
    assert verdict(kidney(sixty(medicationCodeableConcept=concept(local, CLINICAL_DRUGS["tablet", 60])))) == "accept"


def test_codings_that_contradict_each_other_are_not_accepted() -> None:
    torn = concept(CLINICAL_DRUGS["tablet", 60], CLINICAL_DRUGS["capsule", 20])
    assert verdict(kidney(sixty(medicationCodeableConcept=torn))) != "accept"


@pytest.mark.parametrize("more", [rxnorm("357977", "sunitinib"), rxnorm("28031", "itraconazole")])
def test_a_code_of_another_drug_beside_the_ordered_one_is_not_accepted(more: dict[str, Any]) -> None:
    both = concept(CLINICAL_DRUGS["tablet", 60], more)
    assert "product-codes-disagree" in {
        one.code for one in answer(check(kidney(sixty(medicationCodeableConcept=both)))).findings
    }


def test_the_code_of_the_ingredient_beside_that_of_the_tablet_agrees() -> None:
    assert (
        verdict(kidney(sixty(medicationCodeableConcept=concept(INGREDIENT, CLINICAL_DRUGS["tablet", 60])))) == "accept"
    )


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


def test_a_name_against_a_known_code_leaves_open_which_was_meant() -> None:
    other = METFORMIN | {"text": "cabozantinib 60 mg tablet"}
    assert verdict(kidney(sixty(medicationCodeableConcept=other))) == "undetermined"


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


# --- a name beside a code, and packages


RETIRED = rxnorm("9999999", "cabozantinib 60 MG Oral Tablet [Cabometyx]")


@pytest.mark.parametrize(
    "named",
    [
        concept(RETIRED),
        concept(INGREDIENT, text="CABOMETYX 60 mg tablet"),
        concept(coding(NDC, "42388-999-30", "Cabometyx")),
    ],
)
def test_an_order_known_by_its_name_beside_a_code_is_checked_and_says_so(named: dict[str, Any]) -> None:
    right = answer(check(kidney(sixty(medicationCodeableConcept=named))))
    assert right.verdict.value == "warning"
    assert "product-known-by-text-only" in said(right)
    twice = with_dosage(dosage(quantity(120, "mg"), ONE_A_DAY), medication=named)
    assert verdict(kidney(twice)) == "error"


def test_a_package_of_the_labeler_that_no_list_holds_is_not_passed_over() -> None:
    alone = answer(check(kidney(sixty(medicationCodeableConcept=concept(coding(NDC, "42388-999-30"))))))
    assert alone.verdict.value == "undetermined"
    assert "medication-not-identified" in said(alone)


@pytest.mark.parametrize("text", ["LENVIMA (lenvatinib) 10 mg capsules", "Cometriq", "60 mg capsule"])
def test_words_that_contradict_the_code_are_an_error(text: str) -> None:
    torn = answer(check(kidney(sixty(medicationCodeableConcept=concept(CLINICAL_DRUGS["tablet", 60], text=text)))))
    assert torn.verdict.value == "error"
    assert "product-codes-disagree" in said(torn)


def carton(daily: int, count: int, unit: str, timing: dict[str, Any] = ONE_A_DAY) -> Any:
    """What an order for a daily-dose carton of capsules comes to, in milligrams a day."""
    ordered = with_dosage(dosage({"value": count, "unit": unit}, timing), medication=concept(CARTONS[daily]))
    found = answer(check(kidney(ordered))).ordered
    return found.daily_mg if found is not None else None


@pytest.mark.parametrize("unit", ["kit", "card", "blister card", "carton"])
@pytest.mark.parametrize("daily", [60, 100, 140])
def test_one_kit_or_card_a_day_is_the_daily_dose_of_the_carton(daily: int, unit: str) -> None:
    assert carton(daily, 1, unit) == daily


@pytest.mark.parametrize(
    ("count", "timing"), [(2, ONE_A_DAY), (1, every(7)), (1, every(28)), (1, every(times=2)), (1, every(1, "wk"))]
)
def test_another_number_or_interval_of_kits_tells_no_daily_dose(count: int, timing: dict[str, Any]) -> None:
    assert carton(140, count, "kit", timing) is None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("1 kit daily", None),
        ("Take 1 daily-dose card by mouth once daily", None),
        ("one card a day", None),
        ("Take 1 kit daily. 4 blister cards in a carton.", None),
        ("2 kits daily", "text-contradicts-dose"),
        ("Take two cards daily", "text-contradicts-dose"),
    ],
)
def test_kits_and_cards_in_words_are_held_against_the_coded_ones(words: str, code: str | None) -> None:
    ordered = with_dosage(
        dosage({"value": 1, "unit": "kit"}, ONE_A_DAY) | {"text": words}, medication=concept(CARTONS[140])
    )
    found = [one.code for one in answer(check(kidney(ordered))).findings if one.code.startswith("text-")]
    assert found == ([code] if code else [])


def test_a_card_of_tablets_is_no_dose_of_them() -> None:
    found = answer(check(kidney(sixty() | {"note": [{"text": "Take 1 card daily"}]}))).findings
    assert "text-contradicts-dose" in [one.code for one in found]


def test_a_kit_of_a_product_that_is_none_is_unknown() -> None:
    ordered = with_dosage(dosage({"value": 1, "unit": "kit"}, ONE_A_DAY))
    assert verdict(kidney(ordered)) == "undetermined"


@pytest.mark.parametrize("earlier", [CLINICAL_DRUGS["capsule", 20], CARTONS[60]])
def test_capsules_are_never_the_step_above_tablets(earlier: dict[str, str]) -> None:
    forty = with_dosage(dosage(quantity(40, "mg"), ONE_A_DAY), medication=concept(CLINICAL_DRUGS["tablet", 40]))
    capsules = order(
        concept(earlier), [dosage(quantity(60, "mg"), ONE_A_DAY)], name="before", on="2026-09-01", status="completed"
    )
    tablets = capsules | {"medicationCodeableConcept": concept(CLINICAL_DRUGS["tablet", 60])}
    assert verdict(kidney(forty, tablets)) == "accept"
    assert verdict(kidney(forty, capsules)) == "warning"
