"""Right orders for the liver, the thyroid, neuroendocrine tumors, and kidney cancer of other kinds."""

from __future__ import annotations

from ordinary.ehr import Ehr, ago
from ordinary.stories import (
    AXITINIB,
    CARCINOID_LIVER,
    CHILD_PUGH,
    CIRRHOSIS,
    CLASS_A,
    EVEROLIMUS,
    GRADE,
    KIDNEY_LEFT,
    LANREOTIDE,
    LENVATINIB,
    LIVER,
    LIVER_METASTASES,
    LUNG,
    PANCREAS,
    PEMBROLIZUMAB,
    PROGRESSION,
    SORAFENIB,
    SUNITINIB,
    THYROID,
    WORSE,
    story,
)
from support.build import dosage, every, order, quantity, to
from support.coding import concept, icd, loinc, rxnorm, snomed

WELL = snomed("373375007", "Well differentiated histological grade finding")


@story("Liver cancer after sorafenib and lenvatinib, class A, labs of the same week in umol/L and g/L.")
def liver_after_two_lines() -> Ehr:
    chart = Ehr(born="1952-10-10").tumor(LIVER, 700).problem(CIRRHOSIS, 1500).says(CHILD_PUGH, 9, CLASS_A)
    chart.lab("14631-6", "Bilirubin.total [Moles/volume] in Serum or Plasma", 7, "16", "umol/L")
    chart.lab("1751-7", "Albumin [Mass/volume] in Serum or Plasma", 7, "37", "g/L")
    chart.lab("6301-6", "INR in Platelet poor plasma by Coagulation assay", 7, "1.2", "{INR}")
    return chart.past(SORAFENIB, 600, 300).past(LENVATINIB, 290, 20).cabozantinib(60)


@story("Liver cancer after sorafenib; a class A recorded, esophageal varices without bleeding, on carvedilol.")
def liver_with_varices() -> Ehr:
    chart = Ehr().tumor(LIVER, 500).problem(CIRRHOSIS, 1500).says(CHILD_PUGH, 12, CLASS_A)
    chart.problem(icd("I85.00", "Esophageal varices without bleeding"), 900)
    chart.home(rxnorm("200031", "carvedilol 6.25 MG Oral Tablet"), 800)
    return chart.past(SORAFENIB, 400, 30).cabozantinib(60)


@story("Liver cancer with class A, reduced to 40 mg for hand-foot syndrome.")
def liver_reduced() -> Ehr:
    chart = Ehr().tumor(LIVER, 500).problem(CIRRHOSIS, 1500).says(CHILD_PUGH, 12, CLASS_A).past(SORAFENIB, 400, 90)
    chart.cabozantinib(60, days=60, name="first", status="stopped", statusReason=concept(text="hand-foot syndrome"))
    return chart.cabozantinib(40)


@story("Oncocytic thyroid cancer that takes up no iodine, progressing on sorafenib.")
def thyroid_oncocytic() -> Ehr:
    chart = Ehr(sex="female", born="1949-03-03")
    chart.tumor(THYROID, 1500, text="Hurthle cell carcinoma of thyroid, RAI-refractory").problem(LUNG, 600)
    return chart.says(PROGRESSION, 6, WORSE).past(SORAFENIB, 400, 10, why="progression of disease").cabozantinib(60)


@story("Medullary thyroid cancer that progresses: the 140 mg carton of capsules.")
def thyroid_medullary() -> Ehr:
    chart = (
        Ehr(born="1970-06-06").tumor(THYROID, 1400, text="Medullary thyroid carcinoma").problem(LIVER_METASTASES, 300)
    )
    chart.says(PROGRESSION, 6, WORSE)
    carton = rxnorm(
        "1363408",
        "{84 (cabozantinib 20 MG Oral Capsule [Cometriq]) / 28 (cabozantinib 80 MG Oral Capsule [Cometriq]) } Pack "
        "[Cometriq 140 MG Daily Dose Carton]",
    )
    told = dosage(quantity(140, "mg"), every(), text="Take 140 mg (one 80 mg and three 20 mg capsules) by mouth daily.")
    return chart.add(
        order(concept(carton, text=carton["display"]), [told], on=ago(0), subject="Patient/p",
              reasonReference=[to("Condition/tumor")])
    )  # fmt: skip


@story("A typical carcinoid of the lung with liver metastases, after everolimus.")
def lung_carcinoid() -> Ehr:
    chart = Ehr(sex="female", born="1954-12-01")
    chart.tumor(icd("C7A.090", "Malignant carcinoid tumor of the bronchus and lung"), 1200).problem(
        CARCINOID_LIVER, 800
    )
    return chart.says(GRADE, 1190, WELL).past(EVEROLIMUS, 500, 30).cabozantinib(60)


@story("A pancreatic tumor in MEN 1 after sunitinib, on lanreotide every four weeks.")
def pancreas_in_a_syndrome() -> Ehr:
    chart = Ehr(born="1981-02-11").tumor(PANCREAS, 900).problem(CARCINOID_LIVER, 700)
    chart.problem(icd("E31.21", "Multiple endocrine neoplasia [MEN] type I"), 3000).says(GRADE, 890, WELL)
    chart.home(LANREOTIDE, 600, sig="120 mg deep subcut every 28 days")
    return chart.past(SUNITINIB, 500, 40).cabozantinib(60)


@story("A small-bowel tumor of grade 2 with mesenteric and liver metastases, after octreotide and everolimus.")
def ileum_after_everolimus() -> Ehr:
    chart = Ehr().tumor(icd("C7A.019", "Malignant carcinoid tumor of the small intestine, unspecified portion"), 1300,
                        text="Small bowel NET, grade 2, metastatic")  # fmt: skip
    chart.problem(CARCINOID_LIVER, 1200).says(GRADE, 1290, WELL)
    chart.home(rxnorm("7617", "octreotide"), 900, sig="30 mg IM every 28 days")
    return chart.past(EVEROLIMUS, 500, 30).cabozantinib(60)


@story("Papillary kidney cancer with a metastasis category, after pembrolizumab and axitinib.")
def kidney_papillary() -> Ehr:
    chart = Ehr(sex="female", born="1966-06-16", pounds=121, inches=62)
    chart.tumor(KIDNEY_LEFT, 500, text="Papillary renal cell carcinoma")
    chart.says(loinc("21907-1", "Distant metastases.clinical [Class] Cancer"), 480,
               snomed("1229903009", "American Joint Committee on Cancer cM1"))  # fmt: skip
    return chart.infusion(PEMBROLIZUMAB, 400, 379, 358, 337).past(AXITINIB, 400, 60, why="progression").cabozantinib(60)
