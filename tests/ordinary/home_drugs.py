"""Other drugs of everyday oncology beside a right order."""

from __future__ import annotations

from ordinary.ehr import Ehr, ago
from ordinary.stories import BONE, KIDNEY, LUNG, SUNITINIB, nivolumab_order, story
from support.build import dosage, every, order, quantity
from support.coding import Coding, concept, icd, rxnorm, snomed

BRAIN = icd("C79.31", "Secondary malignant neoplasm of brain")


def treated() -> Ehr:
    """Kidney cancer after sunitinib, with bone metastases."""
    return Ehr().tumor(KIDNEY, 420).problem(BONE, 400).stage_four(400).past(SUNITINIB, 390, 200)


def course(chart: Ehr, drug: Coding, days: int, *, tablets: int, lasting: int, sig: str) -> Ehr:
    """A short prescription without refills that was never closed."""
    told = dosage(quantity(1, "tablet", "{tbl}"), every(), text=sig)
    return chart.add(
        order(concept(drug, text=drug["display"]), [told], name=f"course{len(chart.resources)}", on=ago(days),
              subject="Patient/p",
              dispenseRequest={"quantity": quantity(tablets, "tablet", "{tbl}"), "numberOfRepeatsAllowed": 0,
                               "expectedSupplyDuration": quantity(lasting, "d")})
    )  # fmt: skip


@story("Warfarin with its INR, a statin, a proton pump inhibitor.")
def kidney_on_warfarin() -> Ehr:
    chart = treated().home(rxnorm("855332", "warfarin sodium 5 MG Oral Tablet"), 900)
    chart.home(rxnorm("859749", "rosuvastatin calcium 10 MG Oral Tablet"), 800)
    chart.home(rxnorm("261257", "pantoprazole 40 MG Delayed Release Oral Tablet"), 300)
    chart.problem(icd("Z79.01", "Long term (current) use of anticoagulants"), 900)
    chart.lab("6301-6", "INR in Platelet poor plasma by Coagulation assay", 4, "2.4", "{INR}")
    return chart.cabozantinib(60)


@story(
    "Dexamethasone for a compressed cord: a moderate inducer, worth one mild word and no 80 mg.",
    "warning",
    says="Dexamethasone",
)
def kidney_with_cord_edema() -> Ehr:
    chart = treated().problem(icd("G95.20", "Unspecified cord compression"), 10)
    return chart.home(rxnorm("197580", "dexamethasone 2 MG Oral Tablet"), 9).cabozantinib(60)


@story("Modafinil for fatigue: the same.", "warning", says="Modafinil")
def kidney_with_modafinil() -> Ehr:
    return treated().home(rxnorm("205324", "modafinil 200 MG Oral Tablet"), 30).cabozantinib(60)


@story("A dexamethasone mouth rinse: nothing of it reaches the liver.")
def kidney_with_a_mouth_rinse() -> Ehr:
    rinse = rxnorm("343033", "dexamethasone 0.1 MG/ML Oral Solution")
    return treated().home(rinse, 30, sig="Swish 10 mL for 2 minutes and spit, 4 times daily").cabozantinib(60)


@story("Loperamide, prochlorperazine, ondansetron, a urea cream: what every order of this drug comes with.")
def kidney_with_supportive_drugs() -> Ehr:
    chart = treated().home(rxnorm("978006", "loperamide hydrochloride 2 MG Oral Capsule"), 60, sig="2 caps then 1 prn")
    chart.home(rxnorm("198365", "prochlorperazine 10 MG Oral Tablet"), 60)
    chart.home(rxnorm("104897", "ondansetron 8 MG Oral Tablet"), 60)
    chart.home(
        rxnorm("905056", "urea 0.2 MG/MG Topical Cream"),
        60,
        sig="Apply to hands and feet twice daily",
        route=snomed("6064005", "Topical route"),
    )
    return chart.cabozantinib(60, days=60, name="first", status="completed").cabozantinib(60)


@story("Diltiazem for atrial fibrillation, a moderate inhibitor, with apixaban.")
def kidney_with_diltiazem() -> Ehr:
    chart = treated().problem(icd("I48.91", "Unspecified atrial fibrillation"), 1200)
    chart.home(rxnorm("830861", "diltiazem hydrochloride 120 MG Extended Release Oral Capsule"), 1100)
    return chart.home(rxnorm("1364445", "apixaban 5 MG Oral Tablet"), 1100).cabozantinib(60)


@story("Ketoconazole shampoo and clotrimazole cream.")
def kidney_with_a_shampoo() -> Ehr:
    skin = snomed("6064005", "Topical route")
    shampoo = rxnorm("201981", "ketoconazole 20 MG/ML Medicated Shampoo")
    chart = treated().home(shampoo, 200, sig="Use twice weekly", route=skin)
    return chart.home(rxnorm("309367", "clotrimazole 10 MG/ML Topical Cream"), 100, route=skin).cabozantinib(60)


@story("Five days of nirmatrelvir with ritonavir in summer, never closed.")
def kidney_after_covid() -> Ehr:
    paxlovid = rxnorm(
        "2587892", "{10 (nirmatrelvir 150 MG Oral Tablet) / 5 (ritonavir 100 MG Oral Tablet) } Pack [Paxlovid]"
    )
    sig = "2 nirmatrelvir and 1 ritonavir twice daily for 5 days"
    return course(treated(), paxlovid, 120, tablets=30, lasting=5, sig=sig).cabozantinib(60)


@story("Clarithromycin for ten days last spring, never closed.")
def kidney_after_clarithromycin() -> Ehr:
    drug = rxnorm("197517", "clarithromycin 500 MG Oral Tablet")
    sig = "1 tablet twice daily for 10 days"
    return course(treated(), drug, 200, tablets=20, lasting=10, sig=sig).cabozantinib(60)


@story("Vitamins, melatonin, fish oil and a multivitamin from the home list.")
def kidney_with_supplements() -> Ehr:
    chart = treated()
    for code, name in (
        ("316672", "cholecalciferol 1000 UNT Oral Tablet"), ("199529", "melatonin 3 MG Oral Tablet"),
        ("577208", "omega-3 fatty acids 1000 MG Oral Capsule"), ("89905", "multivitamin Oral Tablet"),
    ):  # fmt: skip
        chart.home(rxnorm(code, name), 500)
    return chart.cabozantinib(60)


@story("Denosumab for bone metastases, calcium, oxycodone, senna.")
def kidney_with_denosumab() -> Ehr:
    chart = treated().infusion(rxnorm("993456", "1.7 ML denosumab 70 MG/ML Injection [Xgeva]"), 84, 56, 28)
    chart.home(rxnorm("1049621", "oxycodone hydrochloride 5 MG Oral Tablet"), 60)
    chart.home(rxnorm("312935", "sennosides, USP 8.6 MG Oral Tablet"), 60)
    return chart.home(rxnorm("318076", "calcium carbonate 1250 MG Oral Tablet"), 60).cabozantinib(60)


@story("Levothyroxine changed twice as the dose was found, two antihypertensives added.")
def kidney_with_titrated_drugs() -> Ehr:
    chart = treated().past(rxnorm("892246", "levothyroxine sodium 0.05 MG Oral Tablet"), 200, 120)
    chart.home(rxnorm("966224", "levothyroxine sodium 0.1 MG Oral Tablet"), 60)
    chart.home(rxnorm("979480", "losartan potassium 50 MG Oral Tablet"), 40)
    chart.home(rxnorm("310798", "hydrochlorothiazide 25 MG Oral Tablet"), 40)
    return chart.cabozantinib(60, days=90, name="first", status="completed").pressure(146, 88, 2).cabozantinib(60)


@story("With nivolumab and hydrocortisone for the adrenal insufficiency that immunotherapy left behind.")
def kidney_with_hydrocortisone() -> Ehr:
    chart = Ehr().tumor(KIDNEY, 150).problem(LUNG, 150).stage_four(140).add(nivolumab_order(120))
    chart.home(rxnorm("197787", "hydrocortisone 10 MG Oral Tablet"), 40)
    chart.lab("1742-6", "Alanine aminotransferase [Enzymatic activity/volume] in Serum or Plasma", 1, "38", "U/L")
    chart.cabozantinib(40, days=60, name="first", status="completed")
    return chart.cabozantinib(40)
