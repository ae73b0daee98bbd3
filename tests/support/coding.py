"""Codings by plain name, so that charts in tests read as sentences. Every code here is public terminology."""

from __future__ import annotations

from typing import Any

RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
ICDO3 = "http://terminology.hl7.org/CodeSystem/icd-o-3"
NDC = "http://hl7.org/fhir/sid/ndc"
ATC = "http://www.whocc.no/atc"
UNII = "http://fdasis.nlm.nih.gov"
UCUM = "http://unitsofmeasure.org"
GTS = "http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation"
DRUG_FORM = "http://terminology.hl7.org/CodeSystem/v3-orderableDrugForm"
CANONICAL = "https://labelcheck.example.org/fhir"
CRITERION = f"{CANONICAL}/CodeSystem/criterion"

Coding = dict[str, str]


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


DRUGS: dict[str, tuple[Coding, ...]] = {
    # ingredient level first, a product level second where one is listed
    "axitinib": (rxnorm("1242999", "axitinib"),),
    "clarithromycin": (rxnorm("21212", "clarithromycin"), rxnorm("197517", "clarithromycin 500 MG Oral Tablet")),
    "conivaptan": (coding(ATC, "C03XA02", "conivaptan"), coding(UNII, "0NJ98Y462X", "CONIVAPTAN")),
    "efavirenz": (rxnorm("195085", "efavirenz"),),
    "esomeprazole": (rxnorm("283742", "esomeprazole"),),
    "everolimus": (rxnorm("141704", "everolimus"), rxnorm("845507", "everolimus 10 MG Oral Tablet")),
    "fluconazole": (rxnorm("4450", "fluconazole"),),
    "itraconazole": (rxnorm("28031", "itraconazole"), rxnorm("311204", "itraconazole 100 MG Oral Capsule")),
    "ketoconazole": (rxnorm("6135", "ketoconazole"), rxnorm("197853", "ketoconazole 200 MG Oral Tablet")),
    "lenvatinib": (rxnorm("1603296", "lenvatinib"), rxnorm("1604345", "lenvatinib 10 MG Oral Capsule")),
    "metformin": (rxnorm("6809", "metformin"),),
    "nivolumab": (rxnorm("1597876", "nivolumab"), rxnorm("1657190", "4 ML nivolumab 10 MG/ML Injection")),
    "octreotide": (rxnorm("7617", "octreotide"),),
    "phenytoin": (
        rxnorm("8183", "phenytoin"),
        rxnorm("855671", "phenytoin sodium 100 MG Extended Release Oral Capsule"),
    ),
    "rifampin": (rxnorm("9384", "rifampin"), rxnorm("198202", "rifampin 300 MG Oral Capsule")),
    "sorafenib": (rxnorm("495881", "sorafenib"), rxnorm("597747", "sorafenib 200 MG Oral Tablet")),
    "st john's wort": (rxnorm("258326", "St. John's wort extract"),),
    "sunitinib": (rxnorm("357977", "sunitinib"), rxnorm("616279", "sunitinib 12.5 MG Oral Capsule")),
}

CONDITIONS: dict[str, tuple[Coding, Coding]] = {
    # (ICD-10-CM, SNOMED CT)
    "bleeding into the brain": (
        icd("I61.9", "Nontraumatic intracerebral hemorrhage, unspecified"),
        snomed("274100004", "Cerebral hemorrhage"),
    ),
    "breastfeeding": (
        icd("Z39.1", "Encounter for care and examination of lactating mother"),
        snomed("413712001", "Breastfeeding (mother)"),
    ),
    "chronic kidney disease stage 3": (
        icd("N18.30", "Chronic kidney disease, stage 3 unspecified"),
        snomed("433144002", "Chronic kidney disease stage 3"),
    ),
    "cirrhosis": (icd("K74.60", "Unspecified cirrhosis of liver"), snomed("19943007", "Cirrhosis of liver")),
    "gastrointestinal perforation": (
        icd("K63.1", "Perforation of intestine (nontraumatic)"),
        snomed("56905009", "Perforation of intestine"),
    ),
    "hay fever": (
        icd("J30.1", "Allergic rhinitis due to pollen"),
        snomed("21719001", "Allergic rhinitis due to pollen"),
    ),
    "hemoptysis": (icd("R04.2", "Hemoptysis"), snomed("66857006", "Hemoptysis")),
    "hypertensive crisis": (
        icd("I16.9", "Hypertensive crisis, unspecified"),
        snomed("706882009", "Hypertensive crisis"),
    ),
    "lactose intolerance": (
        icd("E73.9", "Lactose intolerance, unspecified"),
        snomed("267425008", "Lactose intolerance"),
    ),
    "melena": (icd("K92.1", "Melena"), snomed("2901004", "Melena")),
    "nephrotic syndrome": (
        icd("N04.9", "Nephrotic syndrome with unspecified morphologic changes"),
        snomed("52254009", "Nephrotic syndrome"),
    ),
    "old myocardial infarction": (
        icd("I25.2", "Old myocardial infarction"),
        snomed("22298006", "Myocardial infarction"),
    ),
    "osteonecrosis of jaw": (
        icd("M87.180", "Osteonecrosis due to drugs, jaw"),
        snomed("441809006", "Osteonecrosis of jaw"),
    ),
    "pregnancy": (icd("Z33.1", "Pregnant state, incidental"), snomed("77386006", "Pregnant")),
}

OPERATIONS: dict[str, Coding] = {
    "laparotomy": snomed("86481000", "Laparotomy"),
    "nephrectomy": snomed("175905003", "Total nephrectomy"),
    "tooth extraction": snomed("55162003", "Tooth extraction"),
}

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
