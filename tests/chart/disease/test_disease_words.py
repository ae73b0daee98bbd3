"""Histology words of a thyroid cancer: read where the code leaves its kind open, and never against a code."""

from __future__ import annotations

from typing import Any

import pytest
from support.asked import ask, truth
from support.build import Resource, condition, icdo3
from support.coding import concept, icd, snomed
from support.judged import judged, liver_cancer, named
from support.plain import kidney, kidney_cancer, sixty

from validator.verdict import Basis

DTC, MTC = {"kind": "disease", "name": "dtc"}, {"kind": "disease", "name": "mtc"}
C73 = icd("C73", "Malignant neoplasm of thyroid gland")


def thyroid(text: str, *codes: dict[str, str], name: str = "tumor", **more: Any) -> Resource:
    return condition(name, concept(*(codes or (C73,)), text=text), onset="2025-01-01", **more)


@pytest.mark.parametrize(
    ("text", "dtc", "mtc"),
    [
        ("Papillary thyroid carcinoma (HCC)", "true", "unknown"),
        ("Follicular carcinoma", "true", "unknown"),
        ("Hürthle cell carcinoma of thyroid", "true", "unknown"),
        ("Oncocytic carcinoma", "true", "unknown"),
        ("Medullary carcinoma of thyroid", "unknown", "true"),
        ("Papillary carcinoma, no medullary component", "true", "unknown"),
        ("Anaplastic thyroid carcinoma", "unknown", "unknown"),
        ("Undifferentiated carcinoma", "unknown", "unknown"),
        ("Poorly differentiated carcinoma with papillary parts", "unknown", "unknown"),
        ("Papillary carcinoma, insular", "unknown", "unknown"),
        ("High-grade follicular carcinoma", "unknown", "unknown"),
        ("Papillary and medullary carcinoma", "unknown", "unknown"),
        ("Possible papillary carcinoma", "unknown", "unknown"),
        ("NIFTP", "unknown", "unknown"),
        ("Noninvasive follicular thyroid neoplasm with papillary-like nuclear features", "unknown", "unknown"),
        ("Follicular neoplasm", "unknown", "unknown"),
        ("Hürthle cell adenoma", "unknown", "unknown"),
        ("Thyroid cancer", "unknown", "unknown"),
        ("Radioiodine refractory differentiated thyroid cancer", "true", "unknown"),
        ("Well-differentiated thyroid carcinoma", "true", "unknown"),
        ("Poorly differentiated thyroid cancer", "unknown", "unknown"),
        ("De-differentiated thyroid cancer", "unknown", "unknown"),
        ("Moderately differentiated thyroid carcinoma", "unknown", "unknown"),
        ("Un-differentiated thyroid cancer", "unknown", "unknown"),
        ("PTC, RAI refractory", "true", "unknown"),
        ("Metastatic FTC", "true", "unknown"),
        ("Metastatic MTC", "unknown", "true"),
        ("PTC and MTC", "unknown", "unknown"),
        ("PTC, poorly differentiated", "unknown", "unknown"),
        ("No MTC", "unknown", "unknown"),
        ("Discharged at ptc request", "unknown", "unknown"),
    ],
)
def test_the_words_of_an_open_thyroid_code(text: str, dtc: str, mtc: str) -> None:
    assert (truth(DTC, thyroid(text)), truth(MTC, thyroid(text))) == (dtc, mtc)


def test_words_are_said_to_be_words() -> None:
    found = ask(DTC, thyroid("Papillary thyroid carcinoma"))
    assert [one.basis for one in found.evidence] == [Basis.TEXT]
    assert found.remarks == ("C73 Malignant neoplasm of thyroid gland names the disease by its words, not by its code",)


def test_a_diagnosis_without_a_code_is_thyroid_by_its_words() -> None:
    assert truth(DTC, condition("tumor", {"text": "Papillary thyroid carcinoma"}, onset="2025-01-01")) == "true"
    for text in ("Papillary carcinoma", "Papillary renal cell carcinoma", "Papillary carcinoma of breast"):
        assert truth(DTC, condition("tumor", {"text": text}, onset="2025-01-01")) == "unknown"


def test_words_never_stand_against_a_code() -> None:
    medullary = snomed("255032005", "Medullary thyroid carcinoma")
    assert truth(DTC, thyroid("Papillary thyroid carcinoma", medullary)) == "false"
    beside = condition("other", concept(medullary), onset="2025-01-01")
    assert truth(DTC, thyroid("Papillary thyroid carcinoma"), beside) == "unknown"
    assert truth(DTC, thyroid("Papillary carcinoma"), thyroid("Medullary carcinoma", name="other")) == "unknown"
    kidney = condition("tumor", concept(icd("C64.1", "Malignant neoplasm of right kidney"), text="Papillary carcinoma"))
    assert truth(DTC, kidney) == "false"


@pytest.mark.parametrize("status", ["resolved", "remission"])
def test_words_of_a_cancer_that_is_over_name_no_present_one(status: str) -> None:
    assert truth(DTC, thyroid("Papillary thyroid carcinoma", status=status)) == "false"


# --- a neoplasm whose behavior is not told


@pytest.mark.parametrize(
    ("code", "disease", "expected"),
    [
        (snomed("126880001", "Neoplasm of kidney"), "rcc", "unknown"),
        (icd("D49.512", "Neoplasm of unspecified behavior of left kidney"), "rcc", "unknown"),
        (icd("D49.0", "Neoplasm of unspecified behavior of digestive system"), "hcc", "unknown"),
        (icd("D49.0", "Neoplasm of unspecified behavior of digestive system"), "pnet", "unknown"),
        (icd("D49.7", "Neoplasm of unspecified behavior of endocrine glands"), "dtc", "unknown"),
        (icd("D49.9", "Neoplasm of unspecified behavior of unspecified site"), "epnet", "unknown"),
        (icd("D49.3", "Neoplasm of unspecified behavior of breast"), "rcc", "unknown"),
        (icd("D30.01", "Benign neoplasm of right kidney"), "rcc", "unknown"),
        (icd("C65.1", "Malignant neoplasm of right renal pelvis"), "rcc", "false"),
    ],
)
def test_a_neoplasm_of_untold_behavior_is_open_and_not_excluded(
    code: dict[str, str], disease: str, expected: str
) -> None:
    assert (
        truth({"kind": "disease", "name": disease}, condition("tumor", concept(code), onset="2026-01-01")) == expected
    )


def test_a_kidney_neoplasm_of_untold_behavior_is_not_taken_as_a_carcinoma_in_an_adult() -> None:
    neoplasm = concept(snomed("126880001", "Neoplasm of kidney"))
    assert truth({"kind": "disease", "name": "rcc"}, condition("tumor", neoplasm, onset="2026-01-01")) == "unknown"
    clear_cell = condition(
        "tumor", neoplasm, onset="2026-01-01", histology=icdo3("8310/3", "Clear cell adenocarcinoma")
    )
    assert truth({"kind": "disease", "name": "rcc"}, clear_cell) == "true"


# --- words of the text against a code that names the disease outright


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("Cholangiocarcinoma", "undetermined"),
        ("Intrahepatic bile duct carcinoma, unresectable", "undetermined"),
        ("Combined hepatocellular carcinoma - cholangiocarcinoma", "undetermined"),
        ("Hepatoblastoma", "undetermined"),
        ("Hepatocellular carcinoma", "accept"),
        ("HCC, no evidence of cholangiocarcinoma", "accept"),
        ("HCC with biliary obstruction", "accept"),
        (None, "accept"),
    ],
)
def test_a_liver_cancer_whose_words_name_another_tumor_is_open(words: str | None, verdict: str) -> None:
    coded = {"coding": [icd("C22.0", "Liver cell carcinoma")]} | ({"text": words} if words else {})
    chart = [one | {"code": coded} if one["id"] == "tumor" else one for one in liver_cancer(sixty())]
    report = judged(chart)
    assert report.verdict.value == verdict, report.findings
    assert bool(named(report, "disease-not-shown")) is (verdict == "undetermined")


# --- words that prove a kind: all of a text has to be understood


@pytest.mark.parametrize(
    "words",
    [
        "MTC pending IHC", "Medullary thyroid cancer, IHC pending", "MTC carrier", "RET carrier, MTC",
        "Referred to MTC clinic",
        "Thyroid cancer, calcitonin sent for MTC", "Prophylactic thyroidectomy for MTC", "MTC biopsy",
    ],
)  # fmt: skip
def test_a_kind_that_is_asked_for_or_only_carried_is_not_shown(words: str) -> None:
    assert truth(MTC, thyroid(words)) == "unknown"


@pytest.mark.parametrize(
    "words",
    ["PTC biliary drain", "Carcinoma ex PTC", "From FTC", "Transformed PTC", "ATC from PTC", "FTC pending",
     "Previously PTC"],
)  # fmt: skip
def test_an_abbreviation_beside_other_things_names_no_kind(words: str) -> None:
    assert truth(DTC, thyroid(words)) == "unknown"


@pytest.mark.parametrize(
    "words",
    [
        "Papillary thyroid cancer, tall cell variant, T3N1bM1", "PTC s/p total thyroidectomy and RAI 2021",
        "FTC, metastatic to lung and bone, on lenvatinib", "RAI-refractory PTC, BRAF V600E", "Hx PTC, recurrent",
        "Metastatic papillary carcinoma of the thyroid, confirmed by FNA", "Thyroid cancer (PTC), stage IVB",
    ],
)  # fmt: skip
def test_words_that_stand_beside_a_name_leave_it_a_name(words: str) -> None:
    assert truth(DTC, thyroid(words)) == "true"


@pytest.mark.parametrize(
    "words", ["MTC (RET+)", "Hereditary MTC in MEN2A", "Metastatic MTC, RET M918T", "Sporadic MTC"]
)
def test_so_do_those_beside_a_medullary_one(words: str) -> None:
    assert truth(MTC, thyroid(words)) == "true"


RENAL_PELVIS = concept(snomed("25990002", "Renal pelvis structure"))
PELVIS_OF_LEFT = {"text": "Structure of left renal pelvis (body structure)"}


def kidney_called(text: str, *sites: dict[str, Any]) -> str:
    code = concept(icd("C64.2", "Malignant neoplasm of left kidney, except renal pelvis"), text=text)
    tumor = kidney_cancer(code=code, **({"bodySite": list(sites)} if sites else {}))
    return judged([tumor if one["id"] == "tumor" else one for one in kidney()]).verdict.value


def test_a_kidney_cancer_that_lies_in_the_renal_pelvis_or_the_ureter_is_open() -> None:
    assert kidney_called("Kidney cancer", RENAL_PELVIS) == "undetermined"
    assert kidney_called("Kidney cancer", PELVIS_OF_LEFT) == "undetermined"
    for text in ("Carcinoma of left renal pelvis", "Renal pelvic cancer", "Ureteral carcinoma"):
        assert kidney_called(text) == "undetermined", text


def test_a_kidney_cancer_beside_or_into_the_renal_pelvis_is_one_of_the_kidney() -> None:
    assert kidney_called("Kidney cancer", concept(snomed("18639004", "Left kidney structure"))) == "accept"
    for text in (
        "Malignant neoplasm of left kidney, except renal pelvis",
        "Renal cell carcinoma, left, invading renal pelvis",
        "RCC with extension into renal pelvis",
    ):
        assert kidney_called(text) == "accept", text
