"""A histology that is stated and that nobody here knows is neither the labelled one nor none."""

from __future__ import annotations

import pytest
from support.build import Resource, condition, icdo3, observation
from support.coding import HISTOLOGY, Coding, concept, icd, snomed
from support.judged import judged
from support.plain import kidney, replaced

KIDNEY = icd("C64.1", "Malignant neoplasm of right kidney, except renal pelvis")


def tumor(histology: Coding | None = None, text: str | None = None, code: Coding = KIDNEY) -> Resource:
    return condition("tumor", concept(code, text=text), onset="2025-09-01", histology=histology)


def verdict(one: Resource, *beside: Resource) -> tuple[str, set[str]]:
    found = judged(replaced(kidney(beside=beside), one))
    return found.verdict.value, {finding.code for finding in found.findings if finding.verdict.value != "accept"}


OPEN = ("undetermined", {"disease-not-shown"})
QUIET = ("accept", set[str]())


@pytest.mark.parametrize(
    "histology",
    [
        icdo3("8960/3", "Nephroblastoma, NOS"),
        icdo3("8120/3", "Transitional cell carcinoma, NOS"),
        icdo3("9590/3", "Malignant lymphoma, NOS"),
        icdo3("8890/31", "Leiomyosarcoma, NOS"),
        icdo3("8120/3", "Papillary transitional cell carcinoma"),
        snomed("27090000", "Transitional cell carcinoma"),
    ],
)
def test_a_kidney_cancer_of_a_histology_in_no_list_is_not_taken_as_renal_cell_carcinoma(histology: Coding) -> None:
    assert verdict(tumor(histology)) == OPEN
    apart = observation("histology", HISTOLOGY, "2025-09-10", coded=histology, focus="Condition/tumor")
    assert verdict(tumor(), apart) == OPEN


@pytest.mark.parametrize(
    ("code", "histology"),
    [
        (snomed("702391001", "Renal cell carcinoma"), icdo3("8120/3", "Transitional cell carcinoma, NOS")),
        (snomed("255029007", "Papillary thyroid carcinoma"), icdo3("8021/3", "Carcinoma, anaplastic, NOS")),
    ],
)
def test_the_words_of_a_code_do_not_outweigh_a_coded_histology_that_contradicts_it(
    code: Coding, histology: Coding
) -> None:
    apart = observation("histology", HISTOLOGY, "2026-11-10", coded=histology, focus="Condition/tumor")
    assert verdict(tumor(code=code), apart) == OPEN


@pytest.mark.parametrize(
    "fits",
    [
        icdo3("8310/3", "Clear cell adenocarcinoma, NOS"),
        icdo3("8999/3", "Renal cell carcinoma with rhabdoid features"),
        icdo3("8999/3", "A tumor that nobody here knows"),
    ],
)
def test_a_coded_kidney_cancer_and_a_histology_that_fits_or_says_nothing_are_quiet(fits: Coding) -> None:
    apart = observation("histology", HISTOLOGY, "2026-11-10", coded=fits, focus="Condition/tumor")
    assert verdict(tumor(code=snomed("702391001", "Renal cell carcinoma")), apart) == QUIET


@pytest.mark.parametrize("text", ["Urothelial carcinoma, high grade", "Papillary urothelial carcinoma", "Blastemal"])
def test_a_histology_in_words_alone_counts_as_stated(text: str) -> None:
    apart = observation("histology", HISTOLOGY, "2025-09-10", focus="Condition/tumor")
    assert verdict(tumor(), apart | {"valueCodeableConcept": {"text": text}}) == OPEN


@pytest.mark.parametrize(
    "histology",
    [
        None,
        icdo3("8312/3", "Renal cell carcinoma, NOS"),
        icdo3("8310/31", "Clear cell adenocarcinoma, grade 1"),
        icdo3("8010/3", "Carcinoma, NOS"),
        icdo3("8000/3", "Neoplasm, malignant"),
        snomed("1240414004", "Malignant neoplasm (morphologic abnormality)"),
        snomed("12345678903", "Clear cell adenocarcinoma of kidney"),
    ],
)
def test_a_histology_that_fits_or_tells_no_kind_leaves_the_organ_as_it_was(histology: Coding | None) -> None:
    assert verdict(tumor(histology)) == QUIET


@pytest.mark.parametrize("text", ["Carcinoma, NOS", "Clear cell renal cell carcinoma", "Papillary, type 2"])
def test_so_does_one_in_words(text: str) -> None:
    apart = observation("histology", HISTOLOGY, "2025-09-10", focus="Condition/tumor")
    assert verdict(tumor(), apart | {"valueCodeableConcept": {"text": text}}) == QUIET


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wilms tumor of right kidney", OPEN),
        ("Urothelial carcinoma of right kidney (HCC)", OPEN),
        ("Clear cell sarcoma of the kidney", OPEN),
        ("Primary renal lymphoma", OPEN),
        ("Renal cell carcinoma with sarcomatoid features", QUIET),
        ("Malignant neoplasm of right kidney, except renal pelvis (HCC)", QUIET),
        ("Right kidney cancer, no lymphoma", QUIET),
    ],
)
def test_words_for_another_tumor_of_the_kidney_leave_its_kind_open(text: str, expected: tuple[str, set[str]]) -> None:
    assert verdict(tumor(text=text)) == expected


def test_a_code_that_names_the_disease_outright_stands_beside_a_histology_in_no_list() -> None:
    clear = snomed("254915003", "Clear cell carcinoma of kidney")
    assert verdict(tumor(icdo3("8960/3", "Nephroblastoma, NOS"), code=clear)) == QUIET
    assert verdict(tumor(text="Wilms tumor", code=clear)) == QUIET


THYROID = icd("C73", "Malignant neoplasm of thyroid gland")


@pytest.mark.parametrize("histology", [icdo3("8337/3", "Insular carcinoma"), icdo3("9590/3", "Malignant lymphoma")])
def test_the_words_of_a_thyroid_cancer_do_not_outweigh_its_histology(histology: Coding) -> None:
    from support.judged import tablets, thyroid

    papillary = condition("tumor", concept(THYROID, text="Papillary thyroid carcinoma"), onset="2025-09-01")
    spoilt = papillary | {"extension": tumor(histology)["extension"]}
    assert judged(replaced(thyroid(tablets(40)), papillary)).verdict.value == "accept"
    assert judged(replaced(thyroid(tablets(40)), spoilt)).verdict.value == "undetermined"
