"""Operations that are major by how their names are made. All patients are synthetic."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, resource, to
from support.coding import concept, snomed
from support.judged import judged, verdicts
from support.plain import kidney

from validator.chart.operation.operation_name import is_major_operation

MAJOR = (
    "Cerebral hemispherectomy (procedure)",
    "Hemigastrectomy by abdominal approach (procedure)",
    "Excision of bilateral fallopian tubes and ovaries (procedure)",
    "Subcutaneous mammectomy of bilateral breasts",
    "Salvage cystoprostatourethrectomy",
    "Pneumonectomy",
    "Bilateral salpingo-oophorectomy",
    "Adrenalectomies",
    "Low anterior resection",
    "Resection of rectum with pelvic exenteration (procedure)",
    "Open removal of kidney",
    "Transplantation of heart (procedure)",
    "Live donor renal transplant",
    "Revision of transplantation of heart and lung",
    "Ligation of carotid artery (procedure)",
    "Implantation of left ventricular assist device (procedure)",
    "Below knee amputation",
    "Retroperitoneal lymph node dissection",
    "Reversal of ileostomy",
    "Colostomy closure",
    "Inguinal hernia repair",
    "Laparoscopy, surgical; repair initial inguinal hernia",
)
MINOR = (
    "Hernia support belt",
    "Colonoscopy with polypectomy",
    "Transurethral resection of prostate",
    "Endoscopic mucosal resection of colon",
    "Vasectomy",
    "Tonsillectomy",
    "Haemorrhoidectomy",
    "Vitrectomy",
    "Excision of lesion of skin of chest wall",
    "Removal of nephrostomy tube",
    "Removal of foreign body from rectum",
    "Needle biopsy of kidney",
    "Bone marrow transplant",
    "Autologous stem cell transplantation",
    "Corneal transplant",
)
AROUND = (
    "Kidney transplant clinic",
    "Kidney transplant status",
    "Mastectomy bra fitting",
    "Frozen section of resection",
    "Pathology of pneumonectomy specimen",
    "Follow-up after pneumonectomy",
    "Consent for adrenalectomy",
    "No adrenalectomy",
    "Adrenalectomy declined",
)


def operation(title: str, on: str = "2026-11-12") -> Resource:
    about = {"code": concept(text=title), "subject": to("Patient/patient"), "performedDateTime": on}
    return resource("Procedure", "operation", status="completed", **about)


@pytest.mark.parametrize("title", MAJOR)
def test_the_root_and_organ_of_a_name_tell_a_major_operation(title: str) -> None:
    assert is_major_operation(title)
    assert verdicts(judged(kidney(beside=(operation(title),))), "surgery-too-recent") == ["error"]


def test_a_code_that_no_list_holds_changes_nothing() -> None:
    unlisted = operation("")
    unlisted["code"] = concept(snomed("70536003", "Transplant of kidney (procedure)"))
    assert verdicts(judged(kidney(beside=(unlisted,))), "surgery-too-recent") == ["error"]


@pytest.mark.parametrize("title", MINOR)
def test_what_is_done_through_a_scope_or_near_the_surface_is_none(title: str) -> None:
    assert not is_major_operation(title)
    assert judged(kidney(beside=(operation(title),))).verdict.value == "accept"


@pytest.mark.parametrize("title", AROUND)
def test_what_goes_around_an_operation_is_none(title: str) -> None:
    assert judged(kidney(beside=(operation(title),))).verdict.value == "accept"


def test_one_of_last_year_is_over() -> None:
    assert judged(kidney(beside=(operation("Cerebral hemispherectomy", "2025-11-12"),))).verdict.value == "accept"


def test_what_is_done_through_a_vessel_is_no_major_operation_whatever_it_was_done_against() -> None:
    assert not is_major_operation("Mechanical thrombectomy")
    assert verdicts(judged(kidney(beside=(operation("Mechanical thrombectomy"),))), "surgery-too-recent") == []


def _booked(day: str, **told: Any) -> Resource:
    visit = resource("Appointment", "visit", status="booked", start=f"{day}T13:00:00Z", end=f"{day}T14:00:00Z", **told)
    return visit | {"participant": [{"actor": to("Patient/patient"), "status": "accepted"}]}


def test_the_comment_and_the_reason_of_a_visit_may_name_the_operation() -> None:
    for told in (
        {"comment": "Total knee arthroplasty, OR 4"},
        {"comment": "NPO after midnight. Left total hip replacement."},
        {"reasonCode": [concept(text="Total hip replacement")]},
    ):
        assert verdicts(judged(kidney(beside=(_booked("2026-11-30", **told),))), "surgery-too-close") == ["error"], told


def test_a_comment_on_a_visit_that_is_no_operation_is_quiet() -> None:
    for comment in (
        "Follow up after hip replacement 2019; please bring insurance card",
        "s/p total knee arthroplasty",
        "Had knee replacement, uses a walker",
        "Discuss total knee arthroplasty",
        "Recent total hip replacement, needs wheelchair",
    ):
        visit = _booked("2026-11-30", comment=comment)
        assert judged(kidney(beside=(visit,))).verdict.value == "accept", comment
