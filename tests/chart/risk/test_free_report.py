"""Free text of a report asks about a danger that it tells of, and of nothing else. All patients are synthetic."""

from __future__ import annotations

import pytest
from support.build import Resource, resource, to
from support.coding import concept
from support.judged import judged, verdicts
from support.plain import kidney

SUBJECT = {"subject": to("Patient/patient")}


def report(text: str, name: str = "CT abdomen", on: str = "2026-11-10") -> Resource:
    told = {"status": "final", "code": concept(text=name), "effectiveDateTime": on, "conclusion": text}
    return resource("DiagnosticReport", "report", **SUBJECT, **told)


def assessment(text: str) -> Resource:
    return resource("ClinicalImpression", "assessment", **SUBJECT, status="completed", date="2026-11-10", summary=text)


@pytest.mark.parametrize(
    "one",
    [
        report("Free air consistent with perforated sigmoid colon."),
        report("Stable liver metastases. Free air, concerning for bowel perforation."),
        report("Acute intracranial hemorrhage in the left frontal lobe.", "CT head"),
        report("Hemorrhage within the brain metastases.", "MRI brain"),
        report("1. No mass. 2. Bleeding duodenal ulcer, clipped.", "EGD"),
        report("INDICATION: pain.\nFINDINGS: Enterocutaneous fistula."),
        report("Bilateral pulmonary emboli.", "CTA chest"),
        report("Findings of PRES.", "MRI brain"),
        report("Portal vein thrombosis, new since prior."),
        assessment("Presented with hemoptysis."),
    ],
)
def test_a_danger_in_free_text_leaves_the_order_open(one: Resource) -> None:
    assert verdicts(judged(kidney(beside=(one,))), "entry-set-aside") == ["undetermined"]


@pytest.mark.parametrize(
    "one",
    [
        report("No evidence of bowel perforation or fistula. No free air."),
        report("INDICATION: GI bleed. FINDINGS: Normal."),
        report("Clinical history: hemoptysis.\nNo acute finding."),
        report("8 cm renal mass with internal hemorrhage."),
        report("Hemorrhagic cyst of the left kidney, a benign lesion."),
        report("Portal vein thrombosis, not new since prior."),
        report("Old lacunar infarct. Chronic microhemorrhages.", "MRI brain"),
        report("Prior GI bleed, no active source.", "EGD"),
        report("CT to exclude pulmonary embolism. Negative.", "CTA chest"),
        report("Clear cell renal cell carcinoma with hemorrhage and necrosis.", "Surgical pathology"),
        report("Bilateral pulmonary emboli.", "CTA chest", on="2026-08-01"),
        assessment("Stable. Warned of bleeding; return if hemoptysis occurs."),
        assessment("Discussed risk of perforation and fistula. Denies melena."),
        assessment("Mother had a stroke."),
    ],
)
def test_free_text_of_the_past_of_a_question_or_of_a_tumor_is_quiet(one: Resource) -> None:
    assert judged(kidney(beside=(one,))).verdict.value == "accept"
