"""Codings by plain name, so that charts in tests read as sentences; groups of the label are asked of the value sets."""

from __future__ import annotations

from typing import Any

from support.listed import ATC, ICD10CM, ICDO3, RXNORM, SNOMED, UNII, Coding, Conditions, Drugs, Operations  # noqa: F401

LOINC = "http://loinc.org"
NDC = "http://hl7.org/fhir/sid/ndc"
UCUM = "http://unitsofmeasure.org"
GTS = "http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation"
DRUG_FORM = "http://terminology.hl7.org/CodeSystem/v3-orderableDrugForm"
CANONICAL = "https://labelcheck.example.org/fhir"
CRITERION = f"{CANONICAL}/CodeSystem/criterion"


def coding(system: str, code: str, display: str | None = None) -> Coding:
    """One Coding."""
    return {"system": system, "code": code} | ({"display": display} if display else {})


def concept(*codings: Coding, text: str | None = None) -> dict[str, Any]:
    """A CodeableConcept of these codings, in this order."""
    made: dict[str, Any] = {"coding": [dict(one) for one in codings]} if codings else {}
    return made | ({"text": text} if text else {})


def rxnorm(code: str, display: str) -> Coding:
    """An RxNorm coding."""
    return coding(RXNORM, code, display)


def snomed(code: str, display: str) -> Coding:
    """A SNOMED CT coding."""
    return coding(SNOMED, code, display)


def loinc(code: str, display: str) -> Coding:
    """A LOINC coding."""
    return coding(LOINC, code, display)


def icd(code: str, display: str) -> Coding:
    """An ICD-10-CM coding."""
    return coding(ICD10CM, code, display)


DRUGS = Drugs(
    beside={
        # no label asks about these, so no value set lists them
        "esomeprazole": (rxnorm("283742", "esomeprazole"),),
        "metformin": (rxnorm("6809", "metformin"),),
    }
)
CONDITIONS = Conditions(
    beside={
        # (ICD-10-CM, SNOMED CT) of what no label asks about
        "chronic kidney disease stage 3": (
            icd("N18.30", "Chronic kidney disease, stage 3 unspecified"),
            snomed("433144002", "Chronic kidney disease stage 3"),
        ),
        "hay fever": (
            icd("J30.1", "Allergic rhinitis due to pollen"),
            snomed("21719001", "Allergic rhinitis due to pollen"),
        ),
    }
)
OPERATIONS = Operations()

CHILD_PUGH: dict[str, tuple[Coding, int]] = {
    # class, and a number of points inside it
    "A": (snomed("710065009", "Child-Pugh score class A"), 5),
    "B": (snomed("710066005", "Child-Pugh score class B"), 8),
    "C": (snomed("710067001", "Child-Pugh score class C"), 11),
}

YES = snomed("373066001", "Yes")
NO = snomed("373067005", "No")
STAGE_1 = snomed("1222723001", "American Joint Committee on Cancer stage I")
STAGE_4 = snomed("1222837003", "American Joint Committee on Cancer stage IV")
STAGE_4C = snomed("1222842006", "American Joint Committee on Cancer stage IVC")
M0 = snomed("1229901006", "American Joint Committee on Cancer cM0")
M1 = snomed("1229903009", "American Joint Committee on Cancer cM1")
GRADE_1 = snomed("1228848004", "American Joint Committee on Cancer grade G1")
GRADE_2 = snomed("1228850007", "American Joint Committee on Cancer grade G2")
WELL = snomed("373375007", "Well differentiated histological grade finding")
MODERATE = snomed("373377004", "Moderately differentiated histological grade finding")
POOR = snomed("373373000", "Poorly differentiated histological grade finding")
WORSENED = snomed("271299001", "Patient's condition worsened")
ORAL = snomed("26643006", "Oral route")
INTRAVENOUS = snomed("47625008", "Intravenous route")
TABLET = snomed("385055001", "Tablet")
CAPSULE = snomed("385049006", "Capsule")

WEIGHT = loinc("29463-7", "Body weight")
HEIGHT = loinc("8302-2", "Body height")
BSA = loinc("3140-1", "Body surface area Derived from formula")
STAGE_GROUP = loinc("21908-9", "Stage group.clinical Cancer")
M_CATEGORY = loinc("21907-1", "Distant metastases.clinical [Class] Cancer")
GRADE = loinc("33732-9", "Histology grade [Identifier] in Cancer specimen")
HISTOLOGY = loinc("59847-4", "Histology and Behavior ICD-O-3 Cancer")
DISEASE_STATUS = loinc("97509-4", "Cancer Disease Progression")
CHILD_PUGH_SCORE = snomed("3191000175106", "Child-Pugh score")
PREGNANCY_STATUS = loinc("82810-3", "Pregnancy status")
HCG_URINE = loinc("2106-3", "Choriogonadotropin (pregnancy test) [Presence] in Urine")
NEGATIVE = snomed("260385009", "Negative")
EGFR = loinc("62238-1", "Glomerular filtration rate predicted by CKD-EPI")
