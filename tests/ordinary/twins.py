"""Relatives of the thirty charts: the same kinds of patient by another hand, with the answer said elsewhere."""

from __future__ import annotations

from ordinary.ehr import Ehr, ago
from ordinary.stories import (
    CAPECITABINE,
    CARCINOID_LIVER,
    CIRRHOSIS,
    EVEROLIMUS,
    GRADE,
    ILEUM,
    KIDNEY_LEFT,
    LENVATINIB,
    LIVER,
    LIVER_METASTASES,
    LUNG,
    PANCREAS,
    SORAFENIB,
    SUNITINIB,
    THYROID,
    story,
)
from support.build import condition, dosage, every, order, quantity, to
from support.coding import concept, icd, rxnorm


def clean_labs(chart: Ehr) -> Ehr:
    """Three results that count one point each."""
    chart.lab("1975-2", "Bilirubin.total [Mass/volume] in Serum or Plasma", 5, "0.9", "mg/dL")
    chart.lab("1751-7", "Albumin [Mass/volume] in Serum or Plasma", 5, "3.9", "g/dL")
    return chart.lab("6301-6", "INR in Platelet poor plasma by Coagulation assay", 5, "1.1", "{INR}")


@story("Kidney cancer whose spread stands in an abbreviation alone, after sunitinib.")
def kidney_abbreviated() -> Ehr:
    return (
        Ehr(born="1954-05-05")
        .tumor(KIDNEY_LEFT, 400, text="mRCC, clear cell")
        .past(SUNITINIB, 380, 40)
        .cabozantinib(60)
    )


@story("Liver cancer after sorafenib; the class stands in the name of the cirrhosis, the labs agree.")
def liver_class_in_the_name_of_the_cirrhosis() -> Ehr:
    chart = Ehr(born="1957-08-08").tumor(LIVER, 500)
    chart.problem(CIRRHOSIS, 60, text="Compensated cirrhosis, Child-Pugh class A5")
    return clean_labs(chart).past(SORAFENIB, 400, 30).cabozantinib(60)


@story("The same with class B in the name of the cancer, and 40 mg.")
def liver_class_b_in_the_name_of_the_cancer() -> Ehr:
    chart = Ehr(born="1957-08-08").tumor(LIVER, 500, text="HCC, BCLC C, Child-Pugh B7").problem(CIRRHOSIS, 900)
    return chart.past(SORAFENIB, 400, 30).cabozantinib(40)


@story("Papillary cancer; that iodine works no longer is a problem of its own, progression the reason of a stop.")
def thyroid_refractory_as_a_problem() -> Ehr:
    chart = (
        Ehr(sex="female", born="1950-02-20").tumor(THYROID, 1500, text="Papillary thyroid carcinoma").problem(LUNG, 600)
    )
    said = concept(text="Radioactive iodine refractory")
    chart.add(condition("iodine", said, onset=ago(500), subject="Patient/p"))
    return chart.past(LENVATINIB, 400, 10, why="Progressive disease").cabozantinib(60)


@story("Follicular cancer by an abbreviation; the order's own reason says refractory and progressed.")
def thyroid_told_by_the_order() -> Ehr:
    chart = Ehr(born="1949-12-02").tumor(THYROID, 1300, text="FTC, metastatic").problem(LUNG, 600)
    why = [concept(text="RAI-refractory FTC, progressed on lenvatinib")]
    return chart.past(LENVATINIB, 400, 10).cabozantinib(60, reasonCode=why)


@story("Pancreatic tumor after capecitabine; the pathologist's grade in words, liver metastases coded as carcinoid.")
def pancreas_with_a_grade_in_words() -> Ehr:
    chart = Ehr(born="1980-10-20").tumor(PANCREAS, 600).problem(CARCINOID_LIVER, 590)
    chart.says(GRADE, 580, text="G2, well differentiated (WHO 2019)")
    return chart.past(CAPECITABINE, 400, 60).cabozantinib(60)


@story("Pancreatic tumor whose grade stands at its name, with liver metastases in the general code.")
def pancreas_with_a_grade_at_its_name() -> Ehr:
    chart = Ehr(sex="female", born="1966-04-15").tumor(PANCREAS, 900, text="Pancreatic NET G2, liver mets")
    return chart.problem(LIVER_METASTASES, 890).past(EVEROLIMUS, 450, 40).cabozantinib(60)


@story("The same where a note of the problem says it.")
def pancreas_with_a_note() -> Ehr:
    chart = Ehr(born="1962-01-15").tumor(PANCREAS, 900)
    chart.resources[-1]["note"] = [{"text": "Well-differentiated on liver biopsy, Ki-67 5%."}]
    return chart.problem(LIVER_METASTASES, 890).past(EVEROLIMUS, 450, 40).cabozantinib(60)


@story("A carcinoid by its code, a poorly differentiated carcinoma by its name: only one of them is in the label.",
       "undetermined", says="stands against")  # fmt: skip
def ileum_of_two_minds() -> Ehr:
    chart = Ehr().tumor(ILEUM, 700, text="Poorly differentiated neuroendocrine carcinoma of ileum")
    return chart.problem(CARCINOID_LIVER, 690).past(EVEROLIMUS, 450, 40).cabozantinib(60)


@story("Medullary thyroid cancer that its name calls progressive: the 140 mg carton.")
def thyroid_medullary_by_its_name() -> Ehr:
    chart = Ehr(born="1964-05-28", sex="female")
    chart.tumor(THYROID, 900, text="Progressive metastatic medullary thyroid cancer").problem(LIVER_METASTASES, 300)
    chart.problem(
        icd("C77.0", "Secondary and unspecified malignant neoplasm of lymph nodes of head, face and neck"), 880
    )
    carton = rxnorm("1363408", "Cometriq 140 MG Daily Dose Carton")
    told = dosage(quantity(140, "mg"), every(), text="Take 140 mg (one 80 mg and three 20 mg capsules) by mouth daily.")
    return chart.add(
        order(concept(carton, text=carton["display"]), [told], on=ago(0), subject="Patient/p",
              reasonReference=[to("Condition/tumor")])
    )  # fmt: skip
