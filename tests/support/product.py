"""Cabozantinib products as orders name them: RxNorm at each level, NDC, or a Medication resource."""

from __future__ import annotations

from typing import Any

from support.coding import CAPSULE, NDC, TABLET, UCUM, Coding, coding, concept, rxnorm

INGREDIENT = rxnorm("1363268", "cabozantinib")

CLINICAL_DRUGS: dict[tuple[str, int], Coding] = {
    ("tablet", 20): rxnorm("1790161", "cabozantinib 20 MG Oral Tablet"),
    ("tablet", 40): rxnorm("1790169", "cabozantinib 40 MG Oral Tablet"),
    ("tablet", 60): rxnorm("1790173", "cabozantinib 60 MG Oral Tablet"),
    ("capsule", 20): rxnorm("1363273", "cabozantinib 20 MG Oral Capsule"),
    ("capsule", 80): rxnorm("1363281", "cabozantinib 80 MG Oral Capsule"),
}
BRANDED_DRUGS: dict[tuple[str, int], Coding] = {
    ("tablet", 20): rxnorm("1790167", "cabozantinib 20 MG Oral Tablet [Cabometyx]"),
    ("tablet", 40): rxnorm("1790171", "cabozantinib 40 MG Oral Tablet [Cabometyx]"),
    ("tablet", 60): rxnorm("1790175", "cabozantinib 60 MG Oral Tablet [Cabometyx]"),
    ("capsule", 20): rxnorm("1363279", "cabozantinib 20 MG Oral Capsule [Cometriq]"),
    ("capsule", 80): rxnorm("1363284", "cabozantinib 80 MG Oral Capsule [Cometriq]"),
}
BRANDED_FORMS: dict[str, Coding] = {
    "tablet": rxnorm("1790164", "cabozantinib Oral Tablet [Cabometyx]"),
    "capsule": rxnorm("1363276", "cabozantinib Oral Capsule [Cometriq]"),
}
CARTONS: dict[int, Coding] = {
    # daily mg of the blister carton
    60: rxnorm("1364581", "Cometriq 60 MG Daily Dose Carton Pack"),
    100: rxnorm("1363410", "Cometriq 100 MG Daily Dose Carton Pack"),
    140: rxnorm("1363408", "Cometriq 140 MG Daily Dose Carton Pack"),
}
PACKAGES: dict[tuple[str, int], Coding] = {
    ("tablet", 20): coding(NDC, "42388-024-26", "Cabometyx 20 mg, bottle of 30"),
    ("tablet", 40): coding(NDC, "42388-025-26", "Cabometyx 40 mg, bottle of 30"),
    ("tablet", 60): coding(NDC, "42388-023-26", "Cabometyx 60 mg, bottle of 30"),
    ("capsule", 20): coding(NDC, "42388-014-25", "Cometriq 20 mg capsules"),
}
CARTON_PACKAGES: dict[int, Coding] = {
    60: coding(NDC, "42388-013-14", "Cometriq 60 mg daily dose carton"),
    100: coding(NDC, "42388-012-14", "Cometriq 100 mg daily dose carton"),
    140: coding(NDC, "42388-011-14", "Cometriq 140 mg daily dose carton"),
}
FORMS: dict[str, Coding] = {"tablet": TABLET, "capsule": CAPSULE}


def medication(
    made_of: Coding, *, form: str, strength_mg: int | None, fhir: str = "R4", name: str | None = "medication"
) -> dict[str, Any]:
    """A Medication with a dose form and the strength of one unit of it."""
    unit = {"value": 1, "unit": form, "system": UCUM, "code": "{" + form + "}"}
    ingredient: dict[str, Any] = {"isActive": True}
    if fhir == "R5":
        ingredient["item"] = {"concept": concept(INGREDIENT)}
    else:
        ingredient["itemCodeableConcept"] = concept(INGREDIENT)
    if strength_mg is not None:
        ratio = {"numerator": {"value": strength_mg, "unit": "mg", "system": UCUM, "code": "mg"}, "denominator": unit}
        ingredient["strengthRatio" if fhir == "R5" else "strength"] = ratio
    made: dict[str, Any] = {"resourceType": "Medication"}
    if name:
        made["id"] = name
    made["code"] = concept(made_of)
    made["doseForm" if fhir == "R5" else "form"] = concept(FORMS[form])
    made["ingredient"] = [ingredient]
    return made
