"""Orders that follow each other: renewals, dose steps, two settings, two bottles, and the words around them."""

from __future__ import annotations

from typing import Any

from ordinary.ehr import TABLETS, Ehr, ago
from ordinary.stories import BONE, KIDNEY, KIDNEY_LEFT, LUNG, PEMBROLIZUMAB, SUNITINIB, nivolumab_order, story
from support.build import dosage, every, order, procedure, quantity, to
from support.coding import coding, concept, icd, snomed

CATEGORY = "http://terminology.hl7.org/CodeSystem/medicationrequest-category"


def supply(tablets: int, days: int, refills: int | None = 0) -> dict[str, Any]:
    """What a prescription lets the pharmacy hand out."""
    told = {"quantity": quantity(tablets, "tablet", "{tbl}"), "expectedSupplyDuration": quantity(days, "d")}
    return told if refills is None else told | {"numberOfRepeatsAllowed": refills}


def setting(code: str) -> list[dict[str, Any]]:
    """Where an order is to be carried out."""
    return [concept(coding(CATEGORY, code))]


def treated() -> Ehr:
    """Kidney cancer after sunitinib, with lung metastases."""
    return Ehr().tumor(KIDNEY, 420).problem(LUNG, 400).stage_four(400).past(SUNITINIB, 390, 200)


@story("Mail order: ninety tablets, the last fill reaches twelve days further.")
def kidney_mail_order() -> Ehr:
    chart = treated().cabozantinib(60, days=78, name="first", dispenseRequest=supply(90, 90))
    return chart.cabozantinib(60, dispenseRequest=supply(90, 90, 3))


@story("The same prescription again while the earlier one has refills that nobody used: both could be filled.",
       "warning", says="still active")  # fmt: skip
def kidney_renewed_with_refills_left() -> Ehr:
    chart = treated().cabozantinib(60, days=58, name="first", dispenseRequest=supply(30, 30, 5))
    return chart.cabozantinib(60, dispenseRequest=supply(30, 30, 5))


@story("The same prescription again; the earlier one tells no supply and was never closed: which one is filled?",
       "warning", says="still active")  # fmt: skip
def kidney_renewed_without_a_supply() -> Ehr:
    return treated().cabozantinib(60, days=150, name="first").cabozantinib(60)


@story("Three prescriptions of the same dose, none of them closed, each with refills left.",
       "warning", says="still active")  # fmt: skip
def kidney_three_left_open() -> Ehr:
    chart = treated().cabozantinib(60, days=120, name="first", dispenseRequest=supply(30, 30, 2))
    chart.cabozantinib(60, days=60, name="second", dispenseRequest=supply(30, 30, 2))
    return chart.cabozantinib(60, dispenseRequest=supply(30, 30, 2))


@story("60, then 40, then 20 mg, each step with its reason.")
def kidney_reduced_twice() -> Ehr:
    chart = treated()
    chart.cabozantinib(60, days=120, name="first", status="stopped", statusReason=concept(text="diarrhea grade 3"))
    chart.cabozantinib(40, days=60, name="second", status="stopped", statusReason=concept(text="fatigue"))
    return chart.cabozantinib(20, priorPrescription=to("MedicationRequest/second"))


@story("Reduced to 40 mg two months ago and staying there: the second order at the step.")
def kidney_stays_at_the_step() -> Ehr:
    chart = treated()
    chart.cabozantinib(60, days=120, name="first", status="stopped", statusReason=concept(text="mucositis"))
    chart.cabozantinib(40, days=60, name="second", status="completed")
    return chart.cabozantinib(40)


@story("Back to the recommended 60 mg after two months at 40 mg.")
def kidney_raised_again() -> Ehr:
    chart = treated()
    chart.cabozantinib(60, days=150, name="first", status="stopped", statusReason=concept(text="hand-foot syndrome"))
    chart.cabozantinib(40, days=60, name="second", status="completed")
    return chart.cabozantinib(60)


@story("A renewal that names the prescription it replaces.")
def kidney_renewed_by_name() -> Ehr:
    chart = treated().cabozantinib(60, days=40, name="first", dispenseRequest=supply(30, 30, 3))
    return chart.cabozantinib(60, priorPrescription=to("MedicationRequest/first"))


@story("In hospital for two days: the ward's order beside the one for home.")
def kidney_on_the_ward() -> Ehr:
    chart = treated().cabozantinib(60, days=20, name="home", category=setting("community"))
    return chart.cabozantinib(60, category=setting("inpatient"))


@story("Three tablets of 20 mg, as the pharmacy has no others.")
def kidney_three_small_tablets() -> Ehr:
    told = dosage(quantity(3, "tablet", "{tbl}"), every(), text="Take 3 tablets (60 mg) by mouth daily.")
    return treated().add(
        order(concept(TABLETS[20], text=TABLETS[20]["display"]), [told], on=ago(0), subject="Patient/p",
              reasonReference=[to("Condition/tumor")])
    )  # fmt: skip


@story("A long oncology note beside the order: labs, visit, tolerance.")
def kidney_with_a_note() -> Ehr:
    note = (
        "C4D1. Tolerating well, ECOG 1. CT 11/10 stable disease. Continue current dose. CBC, CMP, TSH q4 weeks. "
        "BP log reviewed, 130s/80s at home. RTC 4 wks. Prior auth approved through 06/30/2027."
    )
    return treated().cabozantinib(60, days=31, name="first", status="completed").cabozantinib(60, note=[{"text": note}])


@story("A pharmacy's short sig.")
def kidney_with_a_short_sig() -> Ehr:
    return treated().cabozantinib(60, sig="1 tab PO qday on empty stomach #30 RF3")


@story("Held for a tooth extraction and started again two months later at the same dose.")
def kidney_after_a_hold() -> Ehr:
    chart = treated()
    tooth = procedure("tooth", snomed("55162003", "Tooth extraction"), ago(95))
    tooth["subject"] = to("Patient/p")
    chart.cabozantinib(60, days=200, name="first", status="stopped", statusReason=concept(text="Held for dental work"))
    return chart.add(tooth).cabozantinib(60)


@story("With nivolumab every two weeks; cancer found four months ago, second fill of 40 mg.")
def kidney_with_nivolumab_every_two_weeks() -> Ehr:
    chart = Ehr(sex="female", born="1957-04-09").tumor(KIDNEY_LEFT, 120).problem(BONE, 115).stage_four(110)
    both = nivolumab_order(40)
    both["dosageInstruction"][0] |= {
        "text": "240 mg IV every 2 weeks", "timing": every(2, "wk"),
        "doseAndRate": [{"doseQuantity": quantity(240, "mg")}],
    }  # fmt: skip
    chart.add(both).cabozantinib(40, days=30, name="first", dispenseRequest=supply(30, 30))
    return chart.cabozantinib(40, dispenseRequest=supply(30, 30))


@story("After adjuvant pembrolizumab that ended early at relapse; alone, so the line does not matter.")
def kidney_after_adjuvant_alone() -> Ehr:
    chart = Ehr().tumor(KIDNEY, 800).problem(LUNG, 40).problem(icd("Z90.5", "Acquired absence of kidney"), 780)
    return chart.infusion(PEMBROLIZUMAB, 200, 158, 116, 74).cabozantinib(60)
