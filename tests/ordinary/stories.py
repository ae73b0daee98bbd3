"""Ordinary patients with a right order each: what a pharmacist who reads the chart would want to hear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ordinary.ehr import Ehr, ago
from support.build import Resource, condition, every, order, procedure, quantity, service_request, to
from support.coding import concept, icd, loinc, rxnorm, snomed

KIDNEY = icd("C64.1", "Malignant neoplasm of right kidney, except renal pelvis")
KIDNEY_LEFT = icd("C64.2", "Malignant neoplasm of left kidney, except renal pelvis")
LUNG = icd("C78.01", "Secondary malignant neoplasm of right lung")
BONE = icd("C79.51", "Secondary malignant neoplasm of bone")
LIVER_METASTASES = icd("C78.7", "Secondary malignant neoplasm of liver and intrahepatic bile duct")
LIVER = icd("C22.0", "Liver cell carcinoma")
CIRRHOSIS = icd("K74.60", "Unspecified cirrhosis of liver")
THYROID = icd("C73", "Malignant neoplasm of thyroid gland")
PANCREAS = icd("C25.4", "Malignant neoplasm of endocrine pancreas")
ILEUM = icd("C7A.012", "Malignant carcinoid tumor of the ileum")
CARCINOID_LIVER = icd("C7B.02", "Secondary carcinoid tumors of liver")

NIVOLUMAB = rxnorm("1657190", "4 ML nivolumab 10 MG/ML Injection")
IPILIMUMAB = rxnorm("1657005", "40 ML ipilimumab 5 MG/ML Injection")
PEMBROLIZUMAB = rxnorm("1657746", "pembrolizumab 50 MG Injection")
AXITINIB = rxnorm("1243004", "axitinib 1 MG Oral Tablet")
SUNITINIB = rxnorm("616279", "sunitinib 12.5 MG Oral Capsule")
SORAFENIB = rxnorm("597747", "sorafenib 200 MG Oral Tablet")
LENVATINIB = rxnorm("1604345", "lenvatinib 10 MG Oral Capsule")
EVEROLIMUS = rxnorm("845507", "everolimus 10 MG Oral Tablet")
CAPECITABINE = rxnorm("200328", "capecitabine 500 MG Oral Tablet")
LUTETIUM = rxnorm("1999687", "25 ML lutetium Lu 177 dotatate 10 MCI/ML Injection [Lutathera]")
ATEZOLIZUMAB = rxnorm("1792780", "20 ML atezolizumab 60 MG/ML Injection")
BEVACIZUMAB = rxnorm("1657066", "4 ML bevacizumab 25 MG/ML Injection")
ITRACONAZOLE = rxnorm("311204", "itraconazole 100 MG Oral Capsule")
LANREOTIDE = rxnorm("68092", "lanreotide")

GRADE = loinc("33732-9", "Histology grade [Identifier] in Cancer specimen")
KI67 = loinc("29593-1", "Cells.Ki-67 (MIB-1) nuclear Ag/100 cells in Tissue by Immune stain")
PROGRESSION = loinc("97509-4", "Cancer Disease Progression")
WORSE = snomed("271299001", "Patient's condition worsened")
CHILD_PUGH = snomed("3191000175106", "Child-Pugh score")
CLASS_A = snomed("710065009", "Child-Pugh score class A")
CLASS_B = snomed("710066005", "Child-Pugh score class B")


@dataclass(frozen=True, slots=True)
class Story:
    """One patient. `wants` are the verdicts that serve the reader; `says` words that a warning must hold."""

    name: str
    told: str
    wants: frozenset[str]
    chart: Callable[[], Resource]
    says: str = ""


STORIES: list[Story] = []


def story(told: str, *wants: str, says: str = "") -> Callable[[Callable[[], Ehr]], Callable[[], Ehr]]:
    """Registers a story by the name of the function that tells it."""

    def kept(tell: Callable[[], Ehr]) -> Callable[[], Ehr]:
        name = tell.__name__.replace("_", " ")
        STORIES.append(Story(name, told, frozenset(wants or ("accept",)), lambda: tell().chart, says))
        return tell

    return kept


def nivolumab_order(days: int) -> Resource:
    """Nivolumab 480 mg every four weeks, still ordered."""
    dose = [
        {
            "text": "480 mg IV every 4 weeks",
            "timing": every(4, "wk"),
            "doseAndRate": [{"doseQuantity": quantity(480, "mg")}],
        }
    ]
    return order(
        concept(NIVOLUMAB, text=NIVOLUMAB["display"]), dose, name="nivolumab", on=ago(days), subject="Patient/p"
    )


@story("After ipilimumab and nivolumab in 2025, with lung metastases: the usual second line. Nothing to hear.")
def kidney_after_immunotherapy() -> Ehr:
    chart = Ehr().tumor(KIDNEY, 600).problem(LUNG, 580).stage_four(560)
    return chart.infusion(IPILIMUMAB, 540, 519, 498).infusion(NIVOLUMAB, 540, 519, 498, 380).cabozantinib(60)


@story("Pembrolizumab three weeks ago, then progression, cabozantinib today: the commonest order there is.")
def kidney_switched_after_progression() -> Ehr:
    chart = Ehr(sex="female", born="1958-02-02").tumor(KIDNEY_LEFT, 500).problem(LUNG, 490).stage_four(480)
    chart.infusion(PEMBROLIZUMAB, 63, 42, 21).past(AXITINIB, 400, 10)
    return chart.says(PROGRESSION, 5, WORSE).cabozantinib(60)


@story("A month of 60 mg, hand-foot syndrome, now 40 mg: the step the label writes, with its reason.")
def kidney_reduced_once() -> Ehr:
    chart = Ehr().tumor(KIDNEY, 300).problem(BONE, 290).stage_four(280).past(SUNITINIB, 250, 90)
    chart.problem(icd("L27.1", "Localized skin eruption due to drugs and medicaments taken internally"), 9)
    chart.cabozantinib(60, days=45, name="first", status="stopped", statusReason=concept(text="hand-foot syndrome"))
    return chart.cabozantinib(40, priorPrescription=to("MedicationRequest/first"))


@story("The third monthly fill of the same dose, the earlier ones completed.")
def kidney_third_fill() -> Ehr:
    chart = Ehr().tumor(KIDNEY, 420).problem(LUNG, 410).stage_four(400).past(SUNITINIB, 390, 120)
    chart.cabozantinib(60, days=60, name="first", status="completed")
    chart.cabozantinib(60, days=30, name="second", status="completed")
    return chart.cabozantinib(60)


@story("Chronic kidney disease stage 3b beside it: the label asks for no other dose.")
def kidney_with_renal_impairment() -> Ehr:
    chart = Ehr(born="1950-09-09").tumor(KIDNEY, 320).problem(LIVER_METASTASES, 300)
    chart.problem(icd("N18.32", "Chronic kidney disease, stage 3b"), 700)
    chart.problem(icd("Z90.5", "Acquired absence of kidney"), 310)
    return chart.past(SUNITINIB, 250, 60).cabozantinib(60)


@story("A course of itraconazole two years ago says nothing about today.")
def kidney_with_an_old_antifungal() -> Ehr:
    chart = Ehr().tumor(KIDNEY, 320).problem(LUNG, 300).stage_four(300)
    return chart.past(ITRACONAZOLE, 760, 746).past(SUNITINIB, 250, 60).cabozantinib(60)


@story("A woman of 38 with a negative pregnancy test of this week.")
def kidney_woman_with_a_test() -> Ehr:
    chart = Ehr(born="1988-05-05", sex="female", pounds=142, inches=64).tumor(KIDNEY, 320).problem(LUNG, 300)
    chart.says(
        loinc("2106-3", "Choriogonadotropin (pregnancy test) [Presence] in Urine"), 2, snomed("260385009", "Negative")
    )
    return chart.past(SUNITINIB, 250, 60).cabozantinib(60)


@story("A pharmacy label that gives the label's own advice at length.")
def kidney_with_a_long_sig() -> Ehr:
    sig = (
        "Take 1 tablet (60 mg) by mouth once daily on an empty stomach, at least 1 hour before or 2 hours after food. "
        "Swallow whole, do not crush. Avoid grapefruit. Call the clinic at 555-0100 for diarrhea or mouth sores."
    )
    chart = Ehr().tumor(KIDNEY, 320).problem(LUNG, 300).stage_four(300)
    return chart.past(SUNITINIB, 250, 60).cabozantinib(60, sig=sig)


@story("Blood pressure under control, a clot of years ago on apixaban: nothing that the label forbids.")
def kidney_on_an_anticoagulant() -> Ehr:
    chart = Ehr().tumor(KIDNEY, 320).problem(LUNG, 300).stage_four(300).pressure(138, 84, 1)
    chart.problem(icd("Z86.718", "Personal history of other venous thrombosis and embolism"), 1500)
    chart.home(rxnorm("1364445", "apixaban 5 MG Oral Tablet"), 700)
    return chart.past(SUNITINIB, 250, 60).cabozantinib(60)


@story("First treatment of a cancer found two months ago, with nivolumab: 40 mg.")
def kidney_with_nivolumab_new() -> Ehr:
    return Ehr().tumor(KIDNEY, 60).problem(LUNG, 58).stage_four(50).add(nivolumab_order(1)).cabozantinib(40)


@story("The second month with nivolumab, infusions charted and the order still running.")
def kidney_with_nivolumab_going_on() -> Ehr:
    chart = Ehr().tumor(KIDNEY, 110).problem(BONE, 105).stage_four(100).add(nivolumab_order(60))
    chart.infusion(NIVOLUMAB, 58, 30, 2)
    chart.cabozantinib(40, days=58, name="first", status="completed")
    return chart.cabozantinib(40)


@story("With nivolumab, reduced from 40 to 20 mg for diarrhea.")
def kidney_with_nivolumab_reduced() -> Ehr:
    chart = Ehr(sex="female", born="1955-08-01").tumor(KIDNEY_LEFT, 150).problem(LUNG, 140).stage_four(130)
    chart.add(nivolumab_order(90)).problem(icd("K52.1", "Toxic gastroenteritis and colitis"), 8)
    chart.cabozantinib(40, days=60, name="first", status="stopped", statusReason=concept(text="diarrhea"))
    return chart.cabozantinib(20, priorPrescription=to("MedicationRequest/first"))


@story(
    "With nivolumab after a year of adjuvant pembrolizumab: is this first line? That is worth a word.",
    "warning",
    says="line",
)
def kidney_with_nivolumab_after_adjuvant() -> Ehr:
    chart = Ehr().tumor(KIDNEY, 900).problem(LUNG, 40).stage_four(30)
    chart.problem(icd("Z90.5", "Acquired absence of kidney"), 880)
    chart.infusion(PEMBROLIZUMAB, 800, 758, 716, 674, 632, 590)
    return chart.add(nivolumab_order(1)).cabozantinib(40)


@story("With nivolumab, thyroid replacement and a short course of prednisone.")
def kidney_with_nivolumab_and_prednisone() -> Ehr:
    chart = Ehr().tumor(KIDNEY, 90).problem(LUNG, 85).stage_four(80).add(nivolumab_order(60))
    return chart.home(rxnorm("312617", "prednisone 5 MG Oral Tablet"), 5).cabozantinib(40)


@story("Liver cancer after sorafenib, Child-Pugh class A recorded last week.")
def liver_class_a() -> Ehr:
    chart = Ehr().tumor(LIVER, 500).problem(CIRRHOSIS, 900).says(CHILD_PUGH, 7, CLASS_A)
    return chart.past(SORAFENIB, 400, 30).cabozantinib(60)


@story("Liver cancer, moderate impairment, and the 40 mg that the label gives then.")
def liver_class_b_with_its_dose() -> Ehr:
    chart = Ehr().tumor(LIVER, 500).problem(CIRRHOSIS, 900).says(CHILD_PUGH, 7, CLASS_B)
    return chart.past(SORAFENIB, 400, 30).cabozantinib(40)


@story("Liver cancer after atezolizumab, bevacizumab and sorafenib; the class stands in words.")
def liver_class_in_words() -> Ehr:
    chart = Ehr(born="1949-01-20").tumor(LIVER, 700).problem(icd("B18.2", "Chronic viral hepatitis C"), 2000)
    chart.says(CHILD_PUGH, 7, text="Child-Pugh A5")
    chart.infusion(ATEZOLIZUMAB, 600, 579, 558).infusion(BEVACIZUMAB, 600, 579, 558)
    return chart.past(SORAFENIB, 500, 20).cabozantinib(60)


@story("Liver cancer, no class, clean labs: class A unless ascites or encephalopathy, which nobody wrote down.",
       "warning", says="ascites")  # fmt: skip
def liver_without_a_class() -> Ehr:
    chart = Ehr().tumor(LIVER, 400).past(SORAFENIB, 300, 30)
    chart.lab("1975-2", "Bilirubin.total [Mass/volume] in Serum or Plasma", 3, "0.8", "mg/dL")
    chart.lab("1751-7", "Albumin [Mass/volume] in Serum or Plasma", 3, "4.1", "g/dL")
    chart.lab("6301-6", "INR in Platelet poor plasma by Coagulation assay", 3, "1.1", "{INR}")
    return chart.cabozantinib(60)


@story("Papillary thyroid cancer, refractory to radioiodine by the problem list, progressing on lenvatinib.")
def thyroid_refractory() -> Ehr:
    chart = Ehr(sex="female", born="1951-11-11").tumor(
        THYROID, 1500, text="Papillary thyroid carcinoma, radioiodine refractory"
    )
    chart.problem(LUNG, 600).says(PROGRESSION, 6, WORSE)
    return chart.past(LENVATINIB, 400, 10, why="progression of disease").cabozantinib(60)


@story("The same without a word on radioiodine: the label asks, and nobody can tell.", "undetermined", says="RAI")
def thyroid_without_radioiodine_facts() -> Ehr:
    chart = Ehr().tumor(THYROID, 1500, text="Follicular thyroid carcinoma").problem(LUNG, 600)
    chart.says(PROGRESSION, 6, WORSE)
    return chart.past(LENVATINIB, 400, 10, why="progression of disease").cabozantinib(60)


@story("Pancreatic neuroendocrine tumor, grade 2 by its report, after everolimus, liver metastases.")
def pancreas_after_everolimus() -> Ehr:
    chart = Ehr().tumor(PANCREAS, 800).problem(CARCINOID_LIVER, 780)
    chart.says(GRADE, 770, snomed("373375007", "Well differentiated histological grade finding"))
    return chart.past(EVEROLIMUS, 500, 30).cabozantinib(60)


@story("The pancreatic primary was resected years ago and is recorded as resolved: its metastases are what is treated.",
       "warning", says="resolved")  # fmt: skip
def pancreas_resected() -> Ehr:
    chart = Ehr().tumor(CARCINOID_LIVER, 400).add(
        condition(
            "primary", concept(PANCREAS), status="resolved", onset=ago(1600), recorded=ago(1600), abated=ago(1500),
            subject="Patient/p",
        )
    )  # fmt: skip
    grade = snomed("373375007", "Well differentiated histological grade finding")
    chart.says(GRADE, 1580, grade)
    chart.resources[-1]["focus"] = [to("Condition/primary")]
    return chart.past(EVEROLIMUS, 380, 90).past(CAPECITABINE, 300, 30).cabozantinib(60)


@story("A carcinoid of the ileum with liver metastases, on octreotide, after four lutetium cycles.")
def ileum_after_lutetium() -> Ehr:
    chart = Ehr().tumor(ILEUM, 1100).problem(CARCINOID_LIVER, 1090)
    chart.infusion(LUTETIUM, 500, 444, 388, 332)
    chart.home(rxnorm("7617", "octreotide"), 900, sig="30 mg IM every 4 weeks")
    return chart.cabozantinib(60)


@story("Pancreatic neuroendocrine tumor with no grade but a Ki-67 of 8 %, after everolimus.")
def pancreas_with_a_low_index() -> Ehr:
    chart = Ehr().tumor(PANCREAS, 700).problem(CARCINOID_LIVER, 690)
    chart.vital(KI67, 695, quantity(8, "%"))
    chart.problem(icd("E34.00", "Carcinoid syndrome, unspecified"), 680)
    return chart.past(EVEROLIMUS, 500, 40).cabozantinib(60)


@story("A rectal carcinoid, well differentiated, inoperable, after capecitabine.")
def rectum_inoperable() -> Ehr:
    chart = Ehr(born="1970-07-07").tumor(icd("C7A.026", "Malignant carcinoid tumor of the rectum"), 420,
                                         text="Rectal NET, locally advanced, unresectable")  # fmt: skip
    chart.says(GRADE, 415, snomed("373375007", "Well differentiated histological grade finding"))
    return chart.past(CAPECITABINE, 300, 60).cabozantinib(60)


@story("A boy of 15 with 35 kg and a refractory thyroid cancer: 40 mg.")
def thyroid_of_a_boy() -> Ehr:
    chart = Ehr(born="2011-06-01", pounds=77, inches=58)
    chart.tumor(THYROID, 900, text="Papillary thyroid carcinoma, radioiodine refractory").problem(LUNG, 700)
    return chart.says(PROGRESSION, 6, WORSE).past(LENVATINIB, 400, 10, why="progression of disease").cabozantinib(40)


@story("An old tooth extraction and a dental check-up to come: no surgery to hold for.")
def kidney_with_dental_care() -> Ehr:
    chart = Ehr().tumor(KIDNEY, 320).problem(LUNG, 300).stage_four(300)
    old = procedure("tooth", snomed("55162003", "Tooth extraction"), ago(200))
    old["subject"] = to("Patient/p")
    check_up = service_request("check-up", snomed("34043003", "Dental consultation and report"), ago(-20))
    check_up["subject"] = to("Patient/p")
    return chart.add(old).add(check_up).past(SUNITINIB, 250, 60).cabozantinib(60)


@story("A moderate CYP3A4 inhibitor and a stomach drug: the label changes nothing for them.")
def kidney_with_fluconazole() -> Ehr:
    chart = Ehr().tumor(KIDNEY, 320).problem(LUNG, 300).stage_four(300)
    chart.home(rxnorm("197699", "fluconazole 100 MG Oral Tablet"), 4)
    return chart.past(SUNITINIB, 250, 60).cabozantinib(60)


@story("The prescription that replaces last month's bottle, written five days early.")
def kidney_renewed_early() -> Ehr:
    chart = Ehr().tumor(KIDNEY, 320).problem(LUNG, 300).stage_four(300).past(SUNITINIB, 250, 60)
    supply = {"quantity": quantity(30, "tablet", "{tbl}"), "numberOfRepeatsAllowed": 0,
              "expectedSupplyDuration": quantity(30, "d")}  # fmt: skip
    chart.cabozantinib(60, days=25, name="first", dispenseRequest=supply)
    return chart.cabozantinib(60, dispenseRequest=supply)


@story("A liver-cancer patient with a past bleeding from varices, banded three years ago.")
def liver_with_an_old_bleeding() -> Ehr:
    chart = Ehr().tumor(LIVER, 500).problem(CIRRHOSIS, 1500).says(CHILD_PUGH, 7, CLASS_A)
    chart.problem(icd("I85.01", "Esophageal varices with bleeding"), 1150, status="resolved")
    return chart.past(SORAFENIB, 400, 30).cabozantinib(60)
