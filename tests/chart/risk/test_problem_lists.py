"""Texts as problem lists hold them: ordinary ones say nothing of an order, dangerous ones are never passed over."""

from __future__ import annotations

import pytest
from support.answer import answer, check
from support.build import condition, patient
from support.coding import coding, concept
from support.plain import kidney, replaced

from validator.report.model import OrderReport

ORDINARY = (
    "Essential hypertension",
    "HTN",
    "Type 2 diabetes mellitus without complication (HCC)",
    "Hyperlipidemia",
    "GERD",
    "Hypothyroidism due to medication",
    "Anemia in neoplastic disease",
    "CKD stage 3a (HCC)",
    "Osteoarthritis of both knees",
    "Low back pain",
    "Depression, major, recurrent",
    "Anxiety",
    "Insomnia",
    "Obesity (BMI 30-39.9)",
    "Vitamin D deficiency",
    "Allergic rhinitis",
    "Asthma, mild intermittent",
    "COPD (HCC)",
    "OSA on CPAP",
    "BPH with LUTS",
    "Nephrolithiasis",
    "Gout",
    "Atrial fibrillation (HCC)",
    "CAD s/p CABG 2012",
    "History of MI",
    "H/O: stroke",
    "Hx of DVT (2015), off anticoagulation",
    "Family history of breast cancer",
    "FH: MI",
    "Screening for colorectal cancer",
    "Encounter for screening mammogram",
    "PE tubes as child",
    "DVT prophylaxis",
    "At high risk for stroke",
    "Bleeding risk due to aspirin",
    "On anticoagulant therapy",
    "Long term (current) use of anticoagulants",
    "Thrombocytopenia",
    "Neutropenia due to chemotherapy",
    "Hand-foot syndrome",
    "Diarrhea",
    "Fatigue",
    "Chemotherapy-induced nausea",
    "Palliative care patient",
    "Tobacco use disorder, in remission",
    "Alcohol use",
    "Colon polyps",
    "Diverticulosis without bleeding",
    "Hemorrhoids",
    "Gastritis without bleeding",
    "Migraine",
    "No history of stroke",
    "Denies chest pain, hematuria",
    "Varicose veins",
    "Status post nephrectomy",
    "Bilateral pleural effusions",
    "Mild cognitive impairment",
    "Cataract",
    "Hearing loss",
    "Need for vaccination",
    "Easy bruising",
    "Hyperkalemia",
    "Stroke risk assessment",
    "Old lacunar infarct on MRI",
    "Heartburn",
    "Dental caries",
    "Eczema",
    "AV fistula for HD, maturing",
    "Chronic pain syndrome",
    "Stroke education provided",
    "Fear of falling",
    "MVA 2019",
    "Rib fracture",
    "Perforated eardrum",
    "Menorrhagia",
    "Subconjunctival hemorrhage, left",
    "Nonbleeding internal hemorrhoids",
    "Hx TIA 2010",
    "Remote CVA",
    "Advanced care planning",
    "CRC screening",
)

DANGEROUS = (
    "GI bleed",
    "Upper GI bleeding, on PPI drip",
    "Acute blood loss anemia",
    "Melena",
    "BRBPR",
    "Hematemesis",
    "Coffee-ground emesis",
    "Hemoptysis",
    "Coughing up blood",
    "Massive epistaxis requiring packing",
    "Hematuria, gross",
    "Clot retention with hematuria",
    "Retroperitoneal bleed",
    "Subdural hematoma",
    "ICH",
    "Hemorrhagic brain mets",
    "Hemorrhagic brain metastasis",
    "Tumor bleeding",
    "Bleeding from tumor",
    "Duodenal ulcer with hemorrhage",
    "Variceal hemorrhage",
    "Intracranial hemorrhage",
    "Postop bleeding",
    "Hemothorax",
    "Rectal bleeding",
    "Blood per rectum",
    "Bloody diarrhea",
    "PE",
    "Acute PE",
    "Saddle embolus",
    "Pulmonary emboli",
    "RLL PE",
    "B/L PEs",
    "DVT",
    "LLE DVT",
    "Bilateral DVTs",
    "Portal vein thrombus",
    "PV thrombosis",
    "IVC thrombus",
    "CVA",
    "Stroke",
    "Acute ischemic CVA",
    "L MCA stroke",
    "TIA",
    "STEMI",
    "NSTEMI",
    "NSTEMI type II",
    "MI",
    "Myocardial infarct",
    "Heart attack",
    "Acute coronary syndrome",
    "Acute limb ischemia",
    "Bowel perforation",
    "Perforated diverticulitis",
    "Free air, perforated viscus",
    "GI perforation",
    "Perf colon",
    "Perforated duodenum",
    "Colovesical fistula",
    "TE fistula",
    "EC fistula",
    "Enterocutaneous fistula",
    "Rectovaginal fistula",
    "Perianal fistula",
    "Hypertensive emergency",
    "Hypertensive urgency",
    "Uncontrolled HTN",
    "BP uncontrolled",
    "Malignant HTN",
    "ONJ",
    "Osteonecrosis of jaw",
    "MRONJ",
    "PRES",
    "RPLS",
    "Nephrotic syndrome",
    "Wound dehiscence",
    "Non-healing surgical wound",
    "Open abdominal wound, not healing",
    "Cirrhosis, Child C",
    "Decompensated cirrhosis",
    "Child-Pugh B cirrhosis",
    "ESRD on HD",
    "Dialysis dependent",
    "Suspected PE",
    "Possible stroke",
    "r/o MI",
    "? perforation",
    "GI bleed, unclear source",
    "Hematochezia w/ Hgb drop",
)

OF_A_PREGNANCY = (
    "Pregnant",
    "Early pregnancy",
    "G2P1 at 12 weeks",
    "Gravid",
    "IUP at 8 weeks",
    "Currently pregnant",
    "Lactating",
    "Breastfeeding mother",
)


def beside(words: str, *, is_coded: bool, day: str | None = "2026-11-10") -> OrderReport:
    """The answer on an order beside a condition of these words: alone, or as the display of a local code."""
    code = concept(coding("urn:example:problems", "7", words)) if is_coded else concept(text=words)
    return answer(check(kidney(beside=(condition("words", code, onset=day, recorded=day),))))


@pytest.mark.parametrize("is_coded", [False, True])
@pytest.mark.parametrize("words", ORDINARY)
def test_an_ordinary_entry_of_a_problem_list_says_nothing(words: str, *, is_coded: bool) -> None:
    assert [one for one in beside(words, is_coded=is_coded).findings if one.verdict.value != "accept"] == []


@pytest.mark.parametrize("is_coded", [False, True])
@pytest.mark.parametrize("words", DANGEROUS)
def test_a_dangerous_entry_of_a_problem_list_is_never_passed_over(words: str, *, is_coded: bool) -> None:
    assert beside(words, is_coded=is_coded).verdict.value != "accept"


@pytest.mark.parametrize("words", OF_A_PREGNANCY)
def test_a_pregnancy_or_breastfeeding_is_never_passed_over(words: str) -> None:
    chart = kidney(beside=(condition("words", concept(text=words), onset="2026-11-10"),))
    found = answer(check(replaced(chart, patient(born="1990-01-01", sex="female"))))
    assert {"pregnancy", "breastfeeding", "lactation"} & {one.code for one in found.findings}
