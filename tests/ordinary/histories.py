"""Old problems, operations and families: what a long life leaves in a chart, beside a right order."""

from __future__ import annotations

from ordinary.ehr import Ehr, ago
from ordinary.stories import KIDNEY, LUNG, SUNITINIB, story
from support.build import Resource, procedure, resource, service_request, to
from support.coding import Coding, coding, concept, icd, loinc, snomed

CPT = "http://www.ama-assn.org/go/cpt"


def treated(**person: str) -> Ehr:
    """Kidney cancer after sunitinib, with lung metastases."""
    return Ehr(**person).tumor(KIDNEY, 620).problem(LUNG, 400).stage_four(400).past(SUNITINIB, 390, 200)  # type: ignore[arg-type]


def operation(name: str, code: Coding, days: int) -> Resource:
    """A Procedure that was done so many days before."""
    made = procedure(name, code, ago(days))
    made["subject"] = to("Patient/p")
    return made


@story("A nephrectomy of nineteen months ago and a hip replaced two years ago.")
def kidney_with_old_surgery() -> Ehr:
    chart = treated().add(operation("kidney", snomed("175905003", "Total nephrectomy"), 580))
    chart.add(operation("hip", snomed("52734007", "Total replacement of hip"), 800))
    chart.problem(icd("Z96.641", "Presence of right artificial hip joint"), 800)
    return chart.problem(icd("Z90.5", "Acquired absence of kidney"), 580).cabozantinib(60)


@story("A port six weeks ago, a colonoscopy three weeks ago, a needle biopsy of the lung before that.")
def kidney_with_small_procedures() -> Ehr:
    chart = treated().add(operation("port", coding(CPT, "36561", "Insertion of tunneled central venous port"), 42))
    chart.add(operation("colonoscopy", snomed("73761001", "Colonoscopy"), 21))
    return chart.add(operation("biopsy", coding(CPT, "32408", "Core needle biopsy of lung"), 50)).cabozantinib(60)


@story("A heart attack ten years ago with a stent; no symptoms since.")
def kidney_with_an_old_infarct() -> Ehr:
    chart = treated().problem(icd("I25.2", "Old myocardial infarction"), 3600)
    chart.problem(icd("Z95.5", "Presence of coronary angioplasty implant and graft"), 3600)
    return chart.problem(
        icd("I25.10", "Atherosclerotic heart disease of native coronary artery without angina pectoris"), 3600
    ).cabozantinib(60)


@story("A woman of 47 whose uterus was removed; her pregnancies are long over.")
def kidney_woman_after_hysterectomy() -> Ehr:
    chart = treated(born="1979-01-15", sex="female")
    chart.problem(icd("Z90.710", "Acquired absence of both cervix and uterus"), 1500)
    return chart.problem(icd("Z33.1", "Pregnant state, incidental"), 7000, status="resolved").cabozantinib(60)


@story("A family full of cancer, and none of it the patient's.")
def kidney_with_a_family_history() -> Ehr:
    chart = treated().problem(icd("Z80.51", "Family history of malignant neoplasm of kidney"), 600)
    chart.problem(icd("Z80.3", "Family history of malignant neoplasm of breast"), 600)
    return chart.add(
        resource("FamilyMemberHistory", "mother", status="completed", patient=to("Patient/p"),
                 relationship=concept(text="mother"),
                 condition=[{"code": concept(icd("C50.919", "Malignant neoplasm of unspecified site of breast"))}])
    ).cabozantinib(60)  # fmt: skip


@story("Breast cancer of twelve years ago as history, prostate cancer of six years ago in remission.")
def kidney_with_other_cancers_behind() -> Ehr:
    chart = treated().problem(icd("Z85.3", "Personal history of malignant neoplasm of breast"), 4400)
    return chart.problem(icd("C61", "Malignant neoplasm of prostate"), 2200, status="remission").cabozantinib(60)


@story("The primary is 'personal history of kidney cancer' since the nephrectomy, its metastases are active.",
       "undetermined", says="history only")  # fmt: skip
def kidney_history_with_active_metastases() -> Ehr:
    chart = Ehr().problem(icd("Z85.528", "Personal history of other malignant neoplasm of kidney"), 900)
    chart.tumor(LUNG, 300, text="Metastatic renal cell carcinoma to lung").past(SUNITINIB, 290, 60)
    return chart.cabozantinib(60)


@story("A clot of four years ago that is resolved; nothing is taken for it.")
def kidney_with_an_old_clot() -> Ehr:
    chart = treated().problem(
        icd("I82.401", "Acute embolism and thrombosis of unspecified deep veins of right lower extremity"), 1500,
        status="resolved",
    )  # fmt: skip
    return chart.cabozantinib(60)


@story("A bleeding ulcer of four years ago, healed.")
def kidney_with_an_old_ulcer() -> Ehr:
    return treated().problem(icd("K25.4", "Chronic or unspecified gastric ulcer with hemorrhage"), 1500,
                             status="resolved").cabozantinib(60)  # fmt: skip


@story("A dental cleaning next week, booked as an order and as an appointment.")
def kidney_with_a_dental_cleaning() -> Ehr:
    cleaning = snomed("234696006", "Scaling and polishing of teeth")
    asked = service_request("cleaning", cleaning, ago(-7))
    asked["subject"] = to("Patient/p")
    booked = resource(
        "Appointment", "cleaning", status="booked", serviceType=[concept(text="Dental cleaning")],
        start=f"{ago(-7).isoformat()}T09:00:00Z", participant=[{"actor": to("Patient/p"), "status": "accepted"}],
    )  # fmt: skip
    return treated().add(asked).add(booked).cabozantinib(60)


@story("A CT and a bone scan are ordered for the next visit.")
def kidney_with_imaging_ahead() -> Ehr:
    chart = treated()
    for name, code, text in (("ct", "169069000", "CT of chest"), ("scan", "41747008", "Bone scan")):
        asked = service_request(name, snomed(code, text), ago(-14))
        asked["subject"] = to("Patient/p")
        chart.add(asked)
    return chart.cabozantinib(60)


@story("Diverticulosis, hemorrhoids without a word on bleeding, reflux, gallstones.")
def kidney_with_a_quiet_gut() -> Ehr:
    chart = treated()
    for code, text in (
        ("K57.30", "Diverticulosis of large intestine without perforation or abscess without bleeding"),
        ("K64.9", "Unspecified hemorrhoids"), ("K21.9", "Gastro-esophageal reflux disease without esophagitis"),
        ("K80.20", "Calculus of gallbladder without cholecystitis without obstruction"),
    ):  # fmt: skip
        chart.problem(icd(code, text), 700)
    return chart.cabozantinib(60)


@story("Results in other units: hemoglobin in g/L, creatinine and bilirubin in umol/L, weight in kg.")
def kidney_with_other_units() -> Ehr:
    chart = treated().lab("718-7", "Hemoglobin [Mass/volume] in Blood", 2, "121", "g/L")
    chart.lab("14682-9", "Creatinine [Moles/volume] in Serum or Plasma", 2, "88", "umol/L")
    chart.lab("14631-6", "Bilirubin.total [Moles/volume] in Serum or Plasma", 2, "11", "umol/L")
    return chart.lab("29463-7", "Body weight", 1, "80.2", "kg").cabozantinib(60)


@story("Hand-foot skin reaction and protein in the urine that both went away.")
def kidney_with_past_reactions() -> Ehr:
    chart = treated().cabozantinib(60, days=120, name="first", status="completed")
    chart.problem(icd("R80.9", "Proteinuria, unspecified"), 100, status="resolved")
    chart.problem(icd("L27.1", "Localized skin eruption due to drugs and medicaments taken internally"), 100,
                  status="resolved")  # fmt: skip
    return chart.says(loinc("32451-7", "Physical findings of Mouth"), 3, text="no lesions").cabozantinib(60)
