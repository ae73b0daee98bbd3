"""Grade and differentiation: what a diagnosis carries, what an Observation answers, what is written."""

from __future__ import annotations

import pytest
from support.build import condition, icdo3, observation
from support.coding import GRADE, GRADE_2, HISTOLOGY, MODERATE, POOR, WELL, coding, concept, icd, snomed
from support.facts import chart

from validator.chart.disease.grade_words import written_level
from validator.verdict import Basis

CARCINOID = concept(icd("C7A.012", "Malignant carcinoid tumor of the ileum"))


def levels(*resources: dict[str, object]) -> list[tuple[str, Basis]]:
    """Level and basis of each statement."""
    return [(one.level, one.evidence.basis) for one in chart(*resources).differentiations]


def test_a_diagnosis_can_carry_its_differentiation() -> None:
    well = concept(snomed("1290067005", "Well-differentiated neuroendocrine tumor of small intestine"))
    assert levels(condition("c", well)) == [("well", Basis.CODED)]


@pytest.mark.parametrize("code", ["C7A.012", "C7A.00", "C7A.098"])
def test_a_malignant_carcinoid_is_well_differentiated_by_classification(code: str) -> None:
    assert levels(condition("c", concept(icd(code, "Malignant carcinoid tumor")))) == [("well", Basis.DERIVED)]


@pytest.mark.parametrize("code", ["C25.4", "C7A.8"])
def test_these_codes_leave_the_differentiation_open(code: str) -> None:
    assert levels(condition("c", concept(icd(code, "Neuroendocrine tumor")))) == []


def test_a_poor_differentiation_by_code() -> None:
    assert levels(condition("c", concept(icd("C7A.1", "Poorly differentiated NETs")))) == [("poor", Basis.CODED)]


def test_a_morphology_beside_the_code_counts_before_the_classification() -> None:
    tumor = condition("c", CARCINOID, histology=icdo3("8246/3", "Neuroendocrine carcinoma, NOS"))
    assert levels(tumor) == [("poor", Basis.CODED)]


@pytest.mark.parametrize(
    ("answer", "level"),
    [
        (GRADE_2, "G2"),
        (WELL, "well"),
        (MODERATE, "moderate"),
        (POOR, "poor"),
        (snomed("1155708003", "Low histologic grade"), "low-grade"),
        (snomed("60815008", "Grade not determined"), "GX"),
    ],
)
def test_a_grade_observation_answers_in_codes(answer: dict[str, str], level: str) -> None:
    assert levels(observation("g", GRADE, "2026-01-01", coded=answer)) == [(level, Basis.CODED)]


def test_a_histology_observation_carries_its_differentiation() -> None:
    result = observation("h", HISTOLOGY, "2026-01-01", coded=icdo3("8240/3", "NET, NOS"), focus="Condition/c")
    assert ("well", Basis.CODED) in levels(condition("c", concept(icd("C25.4", "Endocrine pancreas"))), result)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("G1", "G1"),
        ("Grade 2", "G2"),
        ("grade iii", "G3"),
        ("G3", "G3"),
        ("NET G3", "well"),
        ("G3 NET", "well"),
        ("Neuroendocrine tumor, grade 2", "well"),
        ("well differentiated", "well"),
        ("Poorly-differentiated", "poor"),
        ("moderately differentiated", "moderate"),
        ("undifferentiated", "undifferentiated"),
        ("GX", "GX"),
        ("not well differentiated", None),
        ("G5", None),
        ("Gleason 7", None),
        ("well", None),
        ("", None),
        (None, None),
        ("G2, possibly G3", None),
        ("NEC G3", None),
    ],
)
def test_a_written_grade_is_read_when_it_is_the_whole_text(text: str | None, level: str | None) -> None:
    assert written_level(text) == level


def test_a_written_grade_rests_on_text() -> None:
    assert levels(observation("g", GRADE, "2026-01-01", text="G2")) == [("G2", Basis.TEXT)]


def test_a_grade_that_is_not_understood_is_named() -> None:
    found = chart(observation("g", GRADE, "2026-01-01", text="see report"))
    assert found.differentiations == ()
    assert any("Observation/g" in one for one in found.unread)


def test_a_breast_grade_is_no_grade_here() -> None:
    nottingham = coding("http://loinc.org", "44648-4", "Histologic grade by Nottingham")
    assert levels(observation("g", nottingham, "2026-01-01", coded=GRADE_2)) == []


def test_a_grade_of_another_cancer_is_not_evidence_and_is_named() -> None:
    breast = condition("b", concept(icd("C50.9", "Malignant neoplasm of breast")))
    found = chart(
        condition("c", CARCINOID), breast, observation("g", GRADE, "2026-01-01", coded=POOR, focus="Condition/b")
    )
    assert [one.level for one in found.differentiations] == ["well"]
    assert any("Observation/g" in one for one in found.unread)


def test_an_unverified_grade_digit_is_not_evidence() -> None:
    assert (
        levels(condition("c", concept(icd("C25.4", "Endocrine pancreas")), histology=icdo3("8151/33", "Insulinoma")))
        == []
    )
