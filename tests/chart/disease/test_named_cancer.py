"""A second cancer that words alone name: what is told of it is told of no other. All patients are synthetic."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, condition, observation, to
from support.coding import concept, icd, loinc, snomed
from support.judged import capsules, judged, medullary, verdicts
from support.plain import kidney, pancreas, replaced, without
from support.shipped import SHIPPED

from validator.chart.concept import as_concept
from validator.chart.disease.named_cancer import left_by_words


def problem(text: str, **elements: Any) -> Resource:
    return condition("second", concept(text=text), onset="2026-02-01", **elements)


@pytest.mark.parametrize(
    "text",
    [
        "Metastatic breast cancer",
        "Breast cancer, stage IV",
        "Stage IV lung cancer",
        "Metastatic melanoma",
        "Prostate cancer with bone metastases",
        "Colon cancer, mets to liver",
        "Unresectable cholangiocarcinoma",
        "Metastatic thyroid cancer",
        "Stage IV urothelial carcinoma of renal pelvis",
        "Metastatic non-small cell lung cancer",
    ],
)
def test_the_spread_of_another_cancer_shows_nothing_of_this_one(text: str) -> None:
    alone = without(kidney(), "metastasis")
    assert judged([*alone, problem(text)]).verdict == "undetermined"


@pytest.mark.parametrize("text", ["Metastatic cancer", "Metastatic kidney cancer", "Metastatic RCC", "RCC, stage IV"])
def test_the_spread_of_this_one_does(text: str) -> None:
    assert judged([*without(kidney(), "metastasis"), problem(text)]).verdict == "accept"


@pytest.mark.parametrize(
    "text",
    ["Breast cancer", "NSCLC", "Melanoma", "Malignant neoplasm of colon, unspecified", "Thyroid cancer", "Lung ca"],
)
def test_whose_metastasis_it_is_beside_a_second_cancer_is_asked(text: str) -> None:
    assert verdicts(judged(kidney(beside=(problem(text),))), "indication-caution") == ["warning"]


@pytest.mark.parametrize(
    "text",
    [
        "Kidney cancer",
        "Cancer",
        "Cancer related pain",
        "Breast cancer (wife)",
        "Mother had breast cancer",
        "Breast cancer screening",
        "Hx breast cancer 2001",
        "Breast cancer survivor",
        "Carcinoma of breast, in remission",
        "Breast cancer ruled out",
        "Lung metastases",
        "Metastatic carcinoma, liver",
        "Malignant pleural effusion",
        "Basal cell carcinoma of nose",
    ],
)
def test_what_names_no_second_cancer_of_the_patient_is_left_alone(text: str) -> None:
    assert judged(kidney(beside=(problem(text),))).verdict == "accept"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Lung carcinoid", {"pnet", "epnet", "other"}),
        ("Lung neuroendocrine carcinoma", {"pnet", "epnet", "other"}),
        ("Lung metastases from renal cell carcinoma", {"rcc", "other"}),
        ("Melanoma; RCC", {"rcc", "other"}),
        ("Pancreatic adenocarcinoma", {"other"}),
        ("Pancreatic cancer", {"pnet", "other"}),
        ("Cancer of unknown primary", None),
    ],
)
def test_what_words_leave_possible(text: str, left: set[str] | None) -> None:
    assert left_by_words(SHIPPED.book, as_concept({"text": text})) == left


THYROID = icd("C73", "Malignant neoplasm of thyroid gland")
LIVER = icd("C22.0", "Liver cell carcinoma")


@pytest.mark.parametrize(
    "code",
    [
        concept(text="Well differentiated thyroid cancer"),
        concept(THYROID, text="Well differentiated thyroid cancer"),
        concept(LIVER, text="HCC, well differentiated"),
        concept(text="Prostate cancer, grade 1"),
    ],
)
def test_the_grade_of_another_cancer_is_none_of_this_tumor(code: dict[str, Any]) -> None:
    second = condition("second", code, onset="2026-02-01")
    assert "undetermined" in verdicts(judged(pancreas(second, grade=None)), "indication-not-shown")


def stopped(status: str = "stopped", **elements: Any) -> Resource:
    return {
        "resourceType": "MedicationRequest",
        "id": "earlier",
        "status": status,
        "intent": "order",
        "medicationCodeableConcept": concept(text="selpercatinib"),
        "subject": to("Patient/patient"),
        "authoredOn": "2026-01-10",
        "statusReason": concept(text="Disease progression"),
    } | elements


def of_the_thyroid(*beside: Resource) -> list[Resource]:
    return without(medullary(capsules(140), *beside), "progressive")


@pytest.mark.parametrize("reason", ["Lung cancer", "NSCLC", "Colon cancer", "Papillary thyroid cancer"])
def test_a_drug_that_was_for_another_cancer_shows_no_progression_of_this_one(reason: str) -> None:
    found = judged(of_the_thyroid(stopped(reasonCode=[concept(text=reason)])))
    assert verdicts(found, "indication-not-shown") == ["undetermined"]


@pytest.mark.parametrize("second", [concept(icd("C34.90", "Lung")), concept(text="Non-small cell lung cancer")])
def test_of_which_of_two_cancers_a_drug_was_stopped_for_is_asked(second: dict[str, Any]) -> None:
    found = judged(of_the_thyroid(stopped(), condition("second", second, onset="2025-01-01")))
    assert verdicts(found, "indication-not-shown") == ["undetermined"]


@pytest.mark.parametrize("status", ["on-hold", "active"])
def test_what_is_not_stopped_has_no_reason_of_a_stop(status: str) -> None:
    assert verdicts(judged(of_the_thyroid(stopped(status))), "indication-not-shown") == ["undetermined"]


@pytest.mark.parametrize("more", [{}, {"reasonCode": [concept(text="Medullary thyroid cancer")]}])
def test_a_drug_that_was_for_this_one_shows_its_progression(more: dict[str, Any]) -> None:
    assert judged(of_the_thyroid(stopped(**more))).verdict == "accept"


@pytest.mark.parametrize(
    "text",
    [
        "RCC, previously metastatic",
        "RCC, no longer metastatic",
        "RCC, surveillance for metastatic disease",
        "RCC, metastatic in 2015, NED",
        "RCC, metastatic breast cancer",
        "RCC, stage IV (2019), now NED",
    ],
)
def test_a_spread_that_its_own_name_takes_back_shows_none(text: str) -> None:
    named = condition("tumor", concept(snomed("702391001", "Renal cell carcinoma"), text=text), onset="2025-09-01")
    assert judged(replaced(without(kidney(), "metastasis"), named)).verdict == "undetermined"


@pytest.mark.parametrize(
    "text", ["RCC, metastatic to lung", "Metastatic RCC since 2025", "RCC, stage IV, on nivolumab"]
)
def test_a_spread_in_its_name_shows_one(text: str) -> None:
    named = condition("tumor", concept(snomed("702391001", "Renal cell carcinoma"), text=text), onset="2025-09-01")
    assert judged(replaced(without(kidney(), "metastasis"), named)).verdict == "accept"


ORGAN_ALONE = condition("tumor", concept(icd("C64.2", "Malignant neoplasm of left kidney")), onset="2025-09-01")


def beside_report(words: str) -> str:
    report = observation("report", loinc("22637-3", "Pathology report final diagnosis"), "2026-11-15")
    return judged(replaced(kidney(beside=(report | {"valueString": words},)), ORGAN_ALONE)).verdict.value


def test_a_report_of_another_organ_says_nothing_of_the_tumor_that_is_treated() -> None:
    quiet = (
        "Basal cell carcinoma of skin, nose",
        "Basal cell carcinoma",
        "Prostate needle biopsy: adenocarcinoma",
        "Squamous cell carcinoma of skin, ear",
        "Skin, left cheek: squamous cell carcinoma",
        "Breast, left: invasive ductal carcinoma",
    )
    assert {one: beside_report(one) for one in quiet} == dict.fromkeys(quiet, "accept")


def test_a_report_that_may_be_of_the_tumor_leaves_its_kind_open() -> None:
    asked = (
        "Urothelial carcinoma",
        "Squamous cell carcinoma",
        "Malignant melanoma",
        "Left kidney mass: squamous cell carcinoma, not from skin",
        "Adenocarcinoma, favor prostate primary",
        "Kidney biopsy: adenocarcinoma of prostate, metastatic",
        "Lung, right: urothelial carcinoma",
        "Urothelial carcinoma metastatic to skin",
    )
    assert {one: beside_report(one) for one in asked} == dict.fromkeys(asked, "undetermined")
