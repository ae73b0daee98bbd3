"""What makes a diagnosis of no list a cancer, and a first look that never says no where the second would say yes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.shipped import SHIPPED

from validator.chart.concept import as_concept
from validator.chart.disease.cancer_words import is_cancer, may_be_cancer, may_spread
from validator.terminology.coding import ICD10, ICD10CM, SNOMED

BOOK = SHIPPED.book
TEXTS = (
    "Lung cancer", "Adenocarcinoma", "hypernephroma", "benign neoplasm", "multiple myeloma", "amyeloma", "hypertension",
    "family history of breast cancer", "LEUKAEMIA", "screening for cancer", "neuroendocrine tumour", "tumor", "",
)  # fmt: skip
CODES = ("C34.9", "c64", " C7A.8 ", "D37.1", "D48", "D49.4", "D3A.0", "D05.1", "I10", "C", "38341003", "Z85.5")


def concept(*codings: tuple[str, str, str | None], text: str | None = None) -> dict[str, Any]:
    listed = [{"system": system, "code": code, "display": display} for system, code, display in codings]
    return {"coding": listed} | ({"text": text} if text is not None else {})


@pytest.mark.parametrize("system", [ICD10CM, ICD10])
@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("C34.90", True), ("C7A.8", True), ("C80", True), ("D37.1", True), ("D45", True), ("D48.9", True),
        ("D36.9", False), ("D49.4", False), ("D3A.00", False), ("D05.10", False), ("I10", False), ("C", False),
    ],
)  # fmt: skip
def test_a_block_of_icd_10_decides_whatever_the_words_say(system: str, code: str, expected: bool) -> None:
    read = as_concept(concept((system, code, None), text="hypertension" if expected else "lung cancer"))
    assert is_cancer(BOOK, read) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lung cancer", True), ("Adenocarcinoma of colon", True), ("Leukaemia", True), ("Multiple myeloma", True),
        ("Family history of breast cancer", False), ("Screening for cancer", False), ("Benign neoplasm", False),
        ("Hypertension", False), ("Tumor", False), ("Malignant hypertension", False),
        ("Secondary malignant renovascular hypertension", False), ("Malignant hyperthermia", False),
        ("Malignant otitis externa", False), ("Malignant tumor with malignant hypertension", True),
        ("Malignant disease", True),
    ],
)  # fmt: skip
def test_words_count_where_no_code_of_icd_10_stands(text: str, expected: bool) -> None:
    assert is_cancer(BOOK, as_concept(concept(text=text))) is expected
    assert is_cancer(BOOK, as_concept(concept((SNOMED, "1", text)))) is expected


def test_a_profile_of_a_cancer_is_enough() -> None:
    profiles = ("http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-primary-cancer-condition",)
    assert is_cancer(BOOK, None, profiles)
    assert may_be_cancer(BOOK, None, {"profile": list(profiles)})


CODINGS = st.tuples(st.sampled_from([ICD10CM, ICD10, SNOMED]), st.sampled_from(CODES), st.sampled_from(TEXTS))


@given(st.lists(CODINGS, max_size=2), st.sampled_from(TEXTS))
def test_the_first_look_says_no_only_where_the_second_does(codings: list[tuple[str, str, str]], text: str) -> None:
    code = concept(*codings, text=text)
    assert may_be_cancer(BOOK, code) or not is_cancer(BOOK, as_concept(code))


def test_the_first_look_tells_most_others_apart() -> None:
    assert not may_be_cancer(BOOK, concept((SNOMED, "38341003", "Hypertension"), text="high blood pressure"))
    assert not may_be_cancer(BOOK, "C34")


def test_no_word_for_cancer_stands_in_the_module() -> None:
    from pathlib import Path

    import validator.chart.disease.cancer_words as module

    assert re.search("carcinoma|sarcoma|lymphoma|D37", Path(module.__file__).read_text()) is None


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (concept(text="Basal cell carcinoma of nose"), False), (concept(text="BCC, face"), False),
        (concept(text="Chronic lymphocytic leukemia"), False), (concept((ICD10CM, "C44.91", None)), False),
        (concept((ICD10, "C91.1", None)), False), (concept((ICD10, "C44.3", None)), True),
        (concept(text="Basal cell carcinoma, breast cancer"), True), (concept(text="Squamous cell carcinoma"), True),
        (concept((ICD10CM, "C44.91", None), (ICD10CM, "C61", None)), True), (concept(text="basal ganglia"), True),
        (concept((ICD10CM, "C81.90", None), text="leukemia"), True), (concept(), True),
    ],
)  # fmt: skip
def test_a_metastasis_is_of_no_cancer_that_does_not_spread(code: dict[str, Any], expected: bool) -> None:
    assert may_spread(BOOK, as_concept(code)) is expected
    assert may_spread(BOOK, None)
