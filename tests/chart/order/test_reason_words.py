"""What an order is for, by the words of its reason alone, where a kidney cancer is on file."""

from __future__ import annotations

import pytest
from support.answer import answer, check, said
from support.build import Resource, condition, to
from support.coding import coding, concept
from support.plain import kidney, sixty

from validator.report.model import OrderReport


def for_reason(words: str) -> OrderReport:
    return answer(check(kidney(sixty(reasonCode=[{"text": words}]))))


def codes(found: OrderReport) -> set[str]:
    return {one.code for one in found.findings}


@pytest.mark.parametrize(
    "words",
    [
        "papillary thyroid carcinoma",
        "thyroid cancer with lung metastases",
        "metastatic carcinoma of thyroid",
        "Hepatocellular carcinoma",
        "liver cancer",
        "neuroendocrine tumor of the pancreas",
        "HCC",
        "advanced HCC",
        "liver ca",
        "MTC",
        "hereditary MTC",
        "RAI-refractory DTC",
        "pNET",
        "GEP-NET",
    ],
)
def test_words_for_another_labelled_cancer_are_not_answered_by_the_kidney_cancer_on_file(words: str) -> None:
    found = for_reason(words)
    assert found.verdict.value == "undetermined", said(found)
    assert found.indication != "rcc-mono"


@pytest.mark.parametrize(
    "words",
    [
        "breast cancer",
        "metastatic colorectal cancer",
        "osteosarcoma",
        "prostate cancer",
        "NSCLC",
        "NSCLC RET fusion",
        "lung ca",
        "mCRPC",
    ],
)
def test_words_for_a_cancer_of_no_label_are_a_caution(words: str) -> None:
    found = for_reason(words)
    assert found.verdict.value == "warning", said(found)
    assert "indication-caution" in codes(found)
    assert words in said(found)


@pytest.mark.parametrize(
    "words",
    [
        "kidney cancer",
        "Renal cell carcinoma, unspecified laterality (HCC)",
        "clear cell carcinoma, stage IV",
        "metastatic cancer to liver",
        "Secondary malignant neoplasm of liver",
        "renal cancer with liver metastases",
        "clear cell renal carcinoma metastatic to thyroid",
        "malignant neoplasm metastatic to pancreas",
        "mRCC",
        "RCC",
        "advanced RCC",
        "ccRCC",
        "kidney ca",
        "RCC, PD on TKI",
        "cancer (HCC)",
        "fatigue",
        "medication refill",
        "cancer treatment",
        "advanced cancer",
    ],
)
def test_words_for_the_kidney_cancer_its_spread_or_any_cancer_say_nothing_new(words: str) -> None:
    found = for_reason(words)
    assert found.verdict.value == "accept", said(found)
    assert found.indication == "rcc-mono"


def other(code: Resource) -> OrderReport:
    named = condition("named", code, onset="2026-01-01")
    return answer(check(kidney(sixty(reasonReference=[to("Condition/named")]), beside=(named,))))


def test_a_reason_that_is_a_condition_in_words_or_a_local_code_is_read_alike() -> None:
    words = "papillary thyroid carcinoma"
    for code in ({"text": words}, concept(coding("urn:local", "7", words))):
        assert other(code).indication == "dtc"
    assert other({"text": "kidney cancer"}).verdict.value == "accept"


@pytest.mark.parametrize(
    "words", ["pheochromocytoma", "GIST", "off-label", "off label use", "Metastatic paraganglioma"]
)
def test_words_for_a_use_outside_the_label_are_a_caution(words: str) -> None:
    assert for_reason(words).verdict.value == "warning"


@pytest.mark.parametrize("words", ["Metastatic RCC (not off-label)", "RCC - on label, not off label use"])
def test_a_use_that_is_said_to_be_of_the_label_is_no_caution(words: str) -> None:
    assert for_reason(words).verdict.value == "accept"


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        ("D41.9", "accept"),
        ("D48.9", "accept"),  # no organ is told: it may be the one on file
        ("D48.7", "accept"),
        ("D38.1", "undetermined"),
        ("D37.9", "undetermined"),
        ("D37.2", "undetermined"),
        ("D44.9", "undetermined"),
        ("C34.11", "error"),
        ("D32.9", "error"),  # a benign tumor is told to be benign
    ],
)
def test_a_reason_whose_behavior_is_uncertain_is_open_and_no_other_disease(code: str, verdict: str) -> None:
    found = answer(check(kidney(sixty(reasonCode=[concept(coding("http://hl7.org/fhir/sid/icd-10-cm", code))]))))
    assert found.verdict.value == verdict, said(found)
