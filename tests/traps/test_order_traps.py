"""Orders as real systems write them, each with a trap that has caught another program."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from support.answer import answer, check, said, verdict
from support.build import dosage, every, order, quantity, to
from support.coding import DRUG_FORM, GTS, NDC, SNOMED, UCUM, coding, concept, rxnorm
from support.plain import METFORMIN, kidney, sixty, with_dosage
from support.product import BRANDED_FORMS, CLINICAL_DRUGS, INGREDIENT, medication

ONE_A_DAY = every()
SIXTY = quantity(60, "mg")


def typed(*amounts: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    """A Dosage whose one dose is given several times over, each with its type."""
    system = "http://terminology.hl7.org/CodeSystem/dose-rate-type"
    return {
        "timing": ONE_A_DAY,
        "doseAndRate": [{"type": concept(coding(system, kind)), "doseQuantity": amount} for kind, amount in amounts],
    }


def test_the_plain_order_is_accepted() -> None:
    assert verdict(kidney()) == "accept"


# --- dose -----------------------------------------------------------------------------------------------------------


def test_three_dose_and_rate_entries_are_one_dose() -> None:
    tablet = {"value": 1, "unit": "tablet", "system": UCUM, "code": "{tbl}"}
    epic = typed(("calculated", SIXTY), ("admin-amount", tablet), ("ordered", SIXTY))
    reported = answer(check(kidney(with_dosage(epic))))
    assert reported.verdict.value == "accept"
    assert reported.ordered is not None
    assert reported.ordered.daily_mg == 60


def test_dose_and_rate_entries_that_disagree_are_not_accepted() -> None:
    disagreeing = typed(("calculated", quantity(80, "mg")), ("ordered", SIXTY))
    assert verdict(kidney(with_dosage(disagreeing))) != "accept"


def test_a_second_dosage_adds_to_the_first() -> None:
    morning = dosage(SIXTY, every(timeOfDay=["08:00:00"]))
    evening = dosage(SIXTY, every(timeOfDay=["20:00:00"]))
    reported = answer(check(kidney(with_dosage(morning, evening))))
    assert reported.verdict.value == "error"
    assert reported.ordered is not None
    assert reported.ordered.daily_mg == 120


def test_two_dosages_that_make_up_the_dose_are_accepted() -> None:
    parts = [dosage(quantity(mg, "mg"), ONE_A_DAY) for mg in (40, 20)]
    product = concept(BRANDED_FORMS["tablet"])
    reported = answer(check(kidney(with_dosage(*parts, medication=product))))
    assert reported.ordered is not None
    assert reported.ordered.daily_mg == 60
    assert reported.verdict.value == "accept"


@pytest.mark.parametrize(
    "timing",
    [
        None,
        {},
        {"repeat": {}},
        {"repeat": {"period": 1, "periodUnit": "d", "periodMax": 2}},
        {"repeat": {"frequency": 1}},
        {"repeat": {"boundsPeriod": {"start": "2026-11-22"}}},
        {"code": concept(text="as directed")},
    ],
    ids=["none", "empty", "empty-repeat", "loose-period", "no-period", "bounds-only", "as-directed"],
)
def test_a_missing_frequency_is_never_once_a_day(timing: dict[str, Any] | None) -> None:
    reported = answer(check(kidney(with_dosage(dosage(SIXTY, timing)))))
    assert reported.verdict.value == "undetermined"
    assert reported.ordered is None or reported.ordered.daily_mg is None


def test_an_order_without_dosage_is_undetermined() -> None:
    assert verdict(kidney(with_dosage())) == "undetermined"


def test_a_bare_dose_of_one_is_undetermined() -> None:
    assert verdict(kidney(with_dosage(dosage({"value": 1}, ONE_A_DAY)))) == "undetermined"


def test_a_maximum_is_not_a_frequency() -> None:
    most = dosage(SIXTY, None) | {"maxDosePerPeriod": {"numerator": SIXTY, "denominator": quantity(1, "d")}}
    assert verdict(kidney(with_dosage(most))) == "undetermined"


def test_a_rate_is_not_a_dose() -> None:
    rate = {"timing": ONE_A_DAY, "doseAndRate": [{"rateQuantity": quantity(60, "mg/m2")}]}
    assert verdict(kidney(with_dosage(rate))) == "undetermined"


def test_a_dose_range_is_not_accepted() -> None:
    span = {"low": quantity(40, "mg"), "high": quantity(60, "mg")}
    assert verdict(kidney(with_dosage({"timing": ONE_A_DAY, "doseAndRate": [{"doseRange": span}]}))) != "accept"


def test_as_needed_is_not_accepted() -> None:
    assert verdict(kidney(with_dosage(dosage(SIXTY, ONE_A_DAY) | {"asNeededBoolean": True}))) != "accept"


def test_a_dose_in_its_former_place_is_not_taken_for_no_dose_at_all() -> None:
    former = {"timing": ONE_A_DAY, "doseQuantity": SIXTY}
    reported = answer(check(kidney(with_dosage(former))))
    assert reported.verdict.value in ("undetermined", "error")
    assert "doseQuantity" in said(reported)


def test_words_that_contradict_the_structure_are_not_accepted() -> None:
    assert verdict(kidney(with_dosage(dosage(SIXTY, ONE_A_DAY, text="Take 60 mg twice daily")))) != "accept"


def test_a_code_that_contradicts_the_timing_is_not_accepted() -> None:
    both = ONE_A_DAY | {"code": concept(coding(GTS, "BID"))}
    assert verdict(kidney(with_dosage(dosage(SIXTY, both)))) != "accept"


@pytest.mark.parametrize(
    "amount",
    [
        quantity(Decimal("0.06"), "g"),
        quantity(60000, "ug"),
        {"value": 60, "unit": "mg"},
        {"value": Decimal("60.0"), "unit": "mg", "system": UCUM, "code": "mg"},
        {"value": 1, "system": UCUM, "code": "{pill}"},
        {"value": 1, "unit": "{tbl}", "system": UCUM, "code": "{tbl}"},
        {"value": 1, "unit": "TAB", "system": DRUG_FORM, "code": "TAB"},
        {"value": 1, "unit": "tablet"},
        {"value": 1, "unit": "tablet", "system": SNOMED, "code": "385055001"},
    ],
    ids=["g", "ug", "mg-by-word", "decimal", "pill", "tbl", "drug-form", "tablet-by-word", "snomed-unit"],
)
def test_sixty_mg_is_sixty_mg_in_any_unit(amount: dict[str, Any]) -> None:
    reported = answer(check(kidney(with_dosage(dosage(amount, ONE_A_DAY)))))
    assert reported.ordered is not None, said(reported)
    assert reported.ordered.daily_mg == 60
    assert reported.verdict.value == "accept", said(reported)


def test_tablets_of_a_product_without_strength_are_unknown() -> None:
    tablet = quantity(1, "tablet", "{tablet}")
    formless = with_dosage(dosage(tablet, ONE_A_DAY), medication=concept(BRANDED_FORMS["tablet"]))
    assert verdict(kidney(formless)) == "undetermined"


def test_a_dose_in_words_only_is_read_and_said_to_be_read() -> None:
    reported = answer(check(kidney(with_dosage({"text": "Take 1 tablet (60 mg) by mouth once daily"}))))
    assert reported.verdict.value == "warning"
    assert reported.ordered is not None
    assert reported.ordered.daily_mg == 60


def test_words_that_do_not_parse_whole_are_unknown() -> None:
    assert verdict(kidney(with_dosage({"text": "Take 60 mg by mouth, see handout for days"}))) == "undetermined"


@pytest.mark.parametrize("timing", [every(24, "h"), every(1, "d", timeOfDay=["09:00:00"]), every(7, "d", times=7)])
def test_once_a_day_in_other_words_is_once_a_day(timing: dict[str, Any]) -> None:
    reported = answer(check(kidney(with_dosage(dosage(SIXTY, timing)))))
    assert reported.ordered is not None
    assert reported.ordered.daily_mg == 60


# --- product --------------------------------------------------------------------------------------------------------


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


# --- status, intent, several orders ----------------------------------------------------------------------------------


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


def test_two_active_orders_of_one_day_add_up() -> None:
    report = check(kidney(sixty(), sixty(id="second")))
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


# --- what ordering screens send --------------------------------------------------------------------------------------


def test_a_draft_bundle_without_type_or_addresses_is_read() -> None:
    draft = sixty(id="request-123", status="draft")
    entries = [{"resource": one} for one in kidney(draft)]
    report = check({"resourceType": "Bundle", "entry": entries})
    assert answer(report, "MedicationRequest/request-123").verdict.value == "accept"


def test_a_category_that_is_no_list_does_not_hide_the_dose() -> None:
    reported = answer(check(kidney(sixty(category={"coding": [{"code": "outpatient"}]}))))
    assert reported.ordered is not None
    assert reported.ordered.daily_mg == 60
    assert "category" in said(reported)


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
