"""Operations whose only words are a title of ICD-10-PCS. All patients are synthetic."""

from __future__ import annotations

import pytest
from support.build import Resource, resource, to
from support.coding import concept
from support.judged import judged, verdicts
from support.plain import kidney

from validator.chart.operation.procedure_title import opens_the_body


def operation(title: str, on: str = "2026-11-12") -> Resource:
    about = {"code": concept(text=title), "subject": to("Patient/patient"), "performedDateTime": on}
    return resource("Procedure", "operation", status="completed", **about)


@pytest.mark.parametrize(
    "title",
    [
        "Resection of Left Kidney, Open Approach",
        "RESECTION OF LEFT KIDNEY, PERCUTANEOUS ENDOSCOPIC APPROACH",
        "Resection of Right Kidney, Percutaneous Endoscopic Approach, Hand-Assisted",
        "Excision of Left Large Intestine, Via Natural or Artificial Opening With Percutaneous Endoscopic Assistance",
        "Replacement of Right Hip Joint with Metal Synthetic Substitute, Open Approach",
        "Repair Left Tibia, Open Approach",
        "Control Bleeding in Peritoneal Cavity, Open Approach",
    ],
)
def test_the_title_of_an_open_or_laparoscopic_operation_is_one(title: str) -> None:
    assert opens_the_body(title)
    assert verdicts(judged(kidney(beside=(operation(title),))), "surgery-too-recent") == ["error"]
    assert judged(kidney(beside=(operation(title, "2025-11-12"),))).verdict.value == "accept"


@pytest.mark.parametrize(
    "title",
    [
        "Excision of Right Upper Lobe Bronchus, Percutaneous Endoscopic Approach, Diagnostic",
        "Excision of Left Kidney, Open Approach, Diagnostic",
        "Drainage of Peritoneal Cavity, Percutaneous Approach",
        "Insertion of Infusion Device into Superior Vena Cava, Percutaneous Approach",
        "Inspection of Peritoneal Cavity, Percutaneous Endoscopic Approach",
        "Inspection of Lower Intestinal Tract, Via Natural or Artificial Opening Endoscopic",
        "Replacement of Left Lens with Synthetic Substitute, Open Approach",
        "Open approach to be discussed",
        "Review of resection of left kidney, open approach",
    ],
)
def test_needles_scopes_biopsies_eyes_and_talk_are_none(title: str) -> None:
    assert not opens_the_body(title)
    assert judged(kidney(beside=(operation(title),))).verdict.value == "accept"


def test_the_title_of_an_extraction_of_teeth_is_dental_surgery() -> None:
    found = judged(kidney(beside=(operation("Extraction of Upper Tooth, Multiple, External Approach"),)))
    assert verdicts(found, "surgery-too-recent") == ["error"]


def test_a_title_of_what_was_not_done_is_none() -> None:
    title = "Resection of Left Kidney, Open Approach"
    assert judged(kidney(beside=(operation(title) | {"status": "not-done"},))).verdict.value == "accept"
