"""Which product an order asks for: by code at every level, by Medication, by name, and where they disagree."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from support.build import order, to
from support.coding import DRUGS, NDC, SNOMED, Coding, coding, concept, rxnorm, snomed
from support.facts import ordered, product
from support.judged import judged
from support.plain import kidney, man, sixty
from support.product import BRANDED_DRUGS, BRANDED_FORMS, CARTONS, CLINICAL_DRUGS, INGREDIENT, PACKAGES, medication

from validator.verdict import Basis, Truth

SIXTY = CLINICAL_DRUGS["tablet", 60]


def mg(*amounts: int) -> frozenset[Decimal]:
    """Strengths."""
    return frozenset(Decimal(one) for one in amounts)


@pytest.mark.parametrize(
    ("code", "form", "strengths"),
    [
        (SIXTY, "tablet", mg(60)),
        (BRANDED_DRUGS["capsule", 80], "capsule", mg(80)),
        (BRANDED_FORMS["tablet"], "tablet", mg()),
        (INGREDIENT, None, mg()),
        (PACKAGES["tablet", 20], "tablet", mg(20)),
        (snomed("718844003", "Cabozantinib"), None, mg()),
    ],
)
def test_a_code_says_what_it_knows_and_no_more(
    code: dict[str, str], form: str | None, strengths: frozenset[Decimal]
) -> None:
    found = product(concept(code))
    assert (found.is_ingredient, found.form, found.strengths_mg) == (Truth.TRUE, form, strengths)
    assert (found.conflict, found.named_by_text) == ("", False)


def test_a_carton_has_a_daily_dose_and_the_strengths_in_it() -> None:
    found = product(concept(CARTONS[140]))
    assert (found.form, found.pack_daily_mg, found.strengths_mg) == ("capsule", 140, mg(20, 80))


def test_codings_complete_each_other() -> None:
    found = product(concept(INGREDIENT, BRANDED_FORMS["tablet"], SIXTY))
    assert (found.form, found.strengths_mg, found.brand, found.conflict) == ("tablet", mg(60), "Cabometyx", "")


@pytest.mark.parametrize(
    ("torn", "words"),
    [
        (concept(SIXTY, CLINICAL_DRUGS["capsule", 20]), "capsule"),
        (concept(SIXTY, CLINICAL_DRUGS["tablet", 40]), "strengths"),
        (concept(SIXTY, text="Cometriq 60 mg capsule"), "its name a capsule"),
        (concept(SIXTY, text="Cabometyx 40 mg tablet"), "different strengths"),
    ],
)
def test_what_disagrees_is_a_conflict(torn: dict[str, Any], words: str) -> None:
    found = product(torn)
    assert words in found.conflict
    assert found.is_ingredient is Truth.TRUE


def test_a_torn_form_is_not_believed() -> None:
    assert product(concept(SIXTY, CLINICAL_DRUGS["capsule", 20])).form is None
    assert product(concept(SIXTY, CLINICAL_DRUGS["tablet", 40])).strengths_mg == mg()


def test_an_unconfirmed_package_is_confirmed_by_a_code_that_agrees() -> None:
    package = PACKAGES["tablet", 60]
    assert product(concept(package)).unverified
    assert not product(concept(package, SIXTY)).unverified


@pytest.mark.parametrize("fhir", ["R4", "R5"])
@pytest.mark.parametrize("is_contained", [True, False])
def test_a_medication_tells_form_and_strength(fhir: str, is_contained: bool) -> None:
    drug = medication(INGREDIENT, form="tablet", strength_mg=60, fhir=fhir, name="drug")
    if is_contained:
        found = product(to("#drug"), fhir=fhir, contained=[drug])
    else:
        found = product(to("Medication/drug"), drug, fhir=fhir)
    assert (found.is_ingredient, found.form, found.strengths_mg) == (Truth.TRUE, "tablet", mg(60))
    assert found.evidence.reference.endswith("#drug") is is_contained


def test_a_form_that_contradicts_the_code_is_a_conflict() -> None:
    drug = medication(SIXTY, form="capsule", strength_mg=60, name="drug")
    found = product(to("Medication/drug"), drug)
    assert "tablet by one statement, capsule by another" in found.conflict
    assert found.form is None


def test_a_strength_per_volume_is_no_strength_of_a_tablet() -> None:
    drug = medication(INGREDIENT, form="tablet", strength_mg=60, name="drug")
    drug["ingredient"][0]["strength"]["denominator"] = {"value": 1, "unit": "mL", "code": "mL"}
    assert product(to("Medication/drug"), drug).strengths_mg == mg()


@pytest.mark.parametrize(("number", "strength"), [(2, 30), (3, 20), (1, 60), (0, None)])
def test_a_strength_of_several_tablets_is_shared_among_them(number: int, strength: int | None) -> None:
    drug = medication(INGREDIENT, form="tablet", strength_mg=60, name="drug")
    drug["ingredient"][0]["strength"]["denominator"]["value"] = number
    assert product(to("Medication/drug"), drug).strengths_mg == (mg(strength) if strength else mg())


def test_a_strength_in_grams_is_converted() -> None:
    drug = medication(INGREDIENT, form="tablet", strength_mg=60, name="drug")
    drug["ingredient"][0]["strength"]["numerator"] = {"value": Decimal("0.06"), "unit": "g", "code": "g"}
    assert product(to("Medication/drug"), drug).strengths_mg == mg(60)


def test_a_medication_in_error_names_no_product() -> None:
    drug = medication(SIXTY, form="tablet", strength_mg=60, name="drug") | {"status": "entered-in-error"}
    found = ordered(man(), drug, order(to("Medication/drug"))).order
    assert found.product.is_ingredient is Truth.UNKNOWN
    assert found.notes


def test_an_uncoded_salt_of_no_label_is_a_conflict() -> None:
    fumarate = coding("http://fdasis.nlm.nih.gov", "L8G2779TE5", "CABOZANTINIB FUMARATE")
    assert "salt" in product(concept(fumarate)).conflict


# --- names ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "named",
    [
        concept(text="CABOMETYX 60 mg tablets"),
        concept(coding("https://x.example.org/drugs", "CABO60", "Cabometyx 60 mg tablet")),
        {"display": "cabozantinib (Cabometyx) 60 MG tablet"},
    ],
)
def test_a_name_tells_the_product_where_nothing_is_coded_and_is_said_to(named: dict[str, Any]) -> None:
    medication = {"reference": None, **named} if "display" in named else named
    elements = {"medicationReference": named} if "display" in named else {"medicationCodeableConcept": medication}
    made = order(concept(text="x")) | elements
    if "display" in named:
        del made["medicationCodeableConcept"]
    found = ordered(man(), made).order.product
    assert (found.is_ingredient, found.form, found.strengths_mg) == (Truth.TRUE, "tablet", mg(60))
    assert found.named_by_text
    assert found.evidence.basis is Basis.TEXT


def test_text_beside_a_code_of_another_drug_leaves_open_which_was_meant() -> None:
    found = product(concept(rxnorm("6809", "metformin"), text="cabozantinib 60 mg tablet"))
    assert found.is_ingredient is Truth.UNKNOWN
    assert found.conflict


@pytest.mark.parametrize(
    "named",
    [
        concept(coding(SNOMED, "999999999", "Cabozantinib 60 mg oral tablet")),
        concept(coding(NDC, "999999999", "Cabozantinib 60 mg oral tablet")),
        concept(rxnorm("9999999", "cabozantinib 60 MG Oral Tablet [Cabometyx]")),
        concept(coding(NDC, "999999999"), text="Cabometyx 60 mg tablet"),
        concept(coding(NDC, "42388-999-30"), text="Cabometyx 60 mg tablet"),
    ],
)
def test_a_clear_name_beside_a_code_that_no_list_holds_is_the_product(named: dict[str, Any]) -> None:
    found = product(named)
    assert (found.is_ingredient, found.form, found.strengths_mg) == (Truth.TRUE, "tablet", mg(60))
    assert found.named_by_text
    assert found.evidence.basis is Basis.TEXT


def test_a_name_beside_the_code_of_another_listed_drug_is_not_believed() -> None:
    found = product(concept(DRUGS["sunitinib"][0] | {"display": "Cabozantinib 60 mg oral tablet"}))
    assert found.is_ingredient is Truth.UNKNOWN
    assert "another drug" in found.conflict


def test_a_name_that_names_two_brands_beside_an_unlisted_code_is_not_clear() -> None:
    found = product(concept(rxnorm("9999999", "Cabometyx or Cometriq")))
    assert found.is_ingredient is Truth.UNKNOWN


@pytest.mark.parametrize(
    ("text", "form", "strength"),
    [
        ("cabozantinib 60 mg oral tablet", "tablet", 60),
        ("CABOMETYX 40 mg", "tablet", 40),
        ("Cometriq 20 mg capsules", "capsule", 20),
    ],
)
def test_a_name_tells_form_and_strength_beside_the_code_of_the_ingredient(text: str, form: str, strength: int) -> None:
    found = product(concept(INGREDIENT, text=text))
    assert (found.is_ingredient, found.form, found.strengths_mg) == (Truth.TRUE, form, mg(strength))
    assert found.named_by_text
    assert found.evidence.basis is Basis.TEXT


@pytest.mark.parametrize("text", ["cabozantinib", "cabozantinib 60 mg", "cabozantinib tablets or capsules", None])
def test_a_name_that_leaves_the_form_open_leaves_it_open(text: str | None) -> None:
    found = product(concept(INGREDIENT, text=text))
    assert (found.is_ingredient, found.form, found.named_by_text) == (Truth.TRUE, None, False)


@pytest.mark.parametrize("code", ["42388-999-30", "42388099930", "42388-0999-30", "4238899930", "42388-999"])
def test_an_unlisted_code_of_the_labeler_may_be_the_drug(code: str) -> None:
    found = product(concept(coding(NDC, code)))
    assert found.is_ingredient is Truth.UNKNOWN


def test_a_code_of_another_labeler_or_with_the_name_of_another_drug_is_another_drug() -> None:
    assert product(concept(coding(NDC, "00074-3368-60"))).is_ingredient is Truth.FALSE
    assert product(concept(coding(NDC, "42388-999-30", "sunitinib 50 mg capsule"))).is_ingredient is Truth.FALSE
    assert product(concept(coding(SNOMED, "42388999"))).is_ingredient is Truth.FALSE


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (CLINICAL_DRUGS["tablet", 60], "LENVIMA (lenvatinib) 10 mg capsules"),
        (CLINICAL_DRUGS["tablet", 60], "sunitinib 50 mg"),
        (BRANDED_DRUGS["tablet", 60], "COMETRIQ 60 mg"),
        (CLINICAL_DRUGS["tablet", 60], "Cometriq"),
        (CLINICAL_DRUGS["capsule", 20], "20 mg tablet"),
        (CLINICAL_DRUGS["tablet", 20], "20 mg cap"),
        (INGREDIENT, "lenvatinib 10 mg capsules"),
    ],
)
def test_a_text_that_names_another_drug_brand_or_form_contradicts_the_code(code: Coding, text: str) -> None:
    assert product(concept(code, text=text)).conflict


def test_the_display_of_a_house_code_contradicts_too() -> None:
    house = coding("https://x.example.org/drugs", "17", "sunitinib 50 mg capsule")
    assert product(concept(CLINICAL_DRUGS["tablet", 60], house)).conflict


@pytest.mark.parametrize(
    "text",
    [
        "CABOMETYX (cabozantinib) 60 mg tablet",
        "cabozantinib 60 mg tablet, with nivolumab",
        "Cabozantinib 60 mg tablets (not capsules)",
        "60 mg film-coated tablet",
        "oral chemotherapy",
        "cabo 60",
        "tablet, not the capsule",
    ],
)
def test_a_text_that_agrees_or_says_nothing_of_it_is_quiet(text: str) -> None:
    found = product(concept(CLINICAL_DRUGS["tablet", 60], text=text))
    assert (found.conflict, found.form, found.named_by_text) == ("", "tablet", False)


@pytest.mark.parametrize(
    ("other", "named_by_text"),
    [
        (concept(DRUGS["metformin"][0]), False),
        (concept(text="metformin 500 mg tablet"), True),
        (concept(DRUGS["sunitinib"][0]), False),
    ],
)
def test_another_drug_is_another_drug(other: dict[str, Any], named_by_text: bool) -> None:
    found = product(other)
    assert (found.is_ingredient, found.named_by_text) == (Truth.FALSE, named_by_text)


@pytest.mark.parametrize("nothing", [{"text": ""}, {"coding": []}, to("Medication/gone")])
def test_no_name_at_all_is_unknown(nothing: dict[str, Any]) -> None:
    assert product(nothing).is_ingredient is Truth.UNKNOWN


def test_a_local_code_without_words_is_unknown() -> None:
    assert product(concept(coding("https://x.example.org/drugs", "17"))).is_ingredient is Truth.UNKNOWN


@pytest.mark.parametrize("words", ["see note", "[redacted]", "unknown", "Study drug"])
def test_a_placeholder_in_the_place_of_the_drug_identifies_nothing(words: str) -> None:
    found = judged(kidney(sixty(medicationCodeableConcept={"text": words})))
    assert found.verdict.value == "undetermined", found.findings
    assert "medication-not-identified" in {one.code for one in found.findings}


@pytest.mark.parametrize("words", ["Metformin 500 mg tablet", "BAY 43-9006", "vitamin pill"])
def test_a_drug_with_a_name_is_another_drug(words: str) -> None:
    assert judged(kidney(sixty(medicationCodeableConcept={"text": words}))).verdict.value == "not-assessed"


@pytest.mark.parametrize("words", ["cabozantinib 60 mg", "Cabometyx", "CABOMETYX 60 mg tablet"])
def test_a_text_that_names_the_drug_beside_a_code_of_another_is_said(words: str) -> None:
    lisinopril = {"coding": [rxnorm("29046", "lisinopril")], "text": words}
    found = judged(kidney(sixty(medicationCodeableConcept=lisinopril, status="draft")))
    assert found.verdict.value == "undetermined"
    assert any("two drugs" in one.message for one in found.findings)


@pytest.mark.parametrize("words", ["lisinopril 10 mg", "Lisinopril, with cabozantinib", "Zestril 10 mg"])
def test_a_text_that_agrees_with_the_code_of_another_drug_is_another_drug(words: str) -> None:
    lisinopril = {"coding": [rxnorm("29046", "lisinopril")], "text": words}
    assert judged(kidney(sixty(medicationCodeableConcept=lisinopril))).verdict.value == "not-assessed"


@pytest.mark.parametrize(
    ("text", "verdict", "code"),
    [
        ("XL184 60 mg tablet", "warning", "product-known-by-text-only"),
        ("XL-184 60 mg tablet", "warning", "product-known-by-text-only"),
        ("XL184", "undetermined", "product-form-not-told"),
        ("cabozantinib (XL184) 60 mg tablet", "warning", "product-known-by-text-only"),
        ("XL1845 60 mg tablet", "not-assessed", "not-assessed"),
    ],
)
def test_the_name_it_had_in_trials_is_a_name_of_the_drug(text: str, verdict: str, code: str) -> None:
    found = judged(kidney(sixty(medicationCodeableConcept={"text": text})))
    assert found.verdict.value == verdict
    assert code in {one.code for one in found.findings}
