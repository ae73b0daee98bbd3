"""One code in an ordinary chart, without a display: what it must raise, and what it must leave alone."""

from __future__ import annotations

import pytest
from support.build import Resource, condition, patient, procedure, statement
from support.coding import ICD10CM, RXNORM, coding, concept
from support.judged import judged
from support.plain import kidney

from validator import Verdict

PCS = "http://www.cms.gov/Medicare/Coding/ICD10"

CONDITIONS: dict[str, str] = {
    # finding: ICD-10-CM codes of an active problem since two weeks
    "recent-hemorrhage": """
        K25.2 K25.6 K26.2 K26.6 K27.2 K27.6 K28.2 K28.6 K20.81 K20.91 K21.01 K22.11 K50.011 K50.111 K50.911 K51.011
        K51.911 K68.3 N83.7 N93.9 N95.0 D78.21 E89.810 I97.610 I97.638 J95.01 J95.830 K91.840 K91.871 K94.01 K94.21
        L76.21 M96.830 N99.820 G97.51 H05.231 R31.0 R31.9 K92.2 R04.2 I61.9 K57.21
    """,
    "perforation-or-fistula": """
        K27.2 K28.6 K35.32 K35.33 K57.01 K57.21 K57.41 K57.81 K63.1 K35.201 K35.211 K25.2 K26.6
    """,
    "thrombotic-event": """
        I82.411 I82.621 I82.A11 I82.B11 I82.C11 I82.210 I82.220 I82.90 I26.99 I80.10 I80.201 I21.4 I63.9 D73.5 N28.0
        H34.11 H34.213 I74.3 I75.011
    """,
    "wound-complication": """
        T81.31XA T81.30XA T81.321A T81.329D T81.33XA
    """,
    "microscopic-hematuria": """
        R31.1 R31.21 R31.29
    """,
}
# chronic and superficial veins, sequelae, no perforation, and the ordinary problems of the same chapters
SILENT = """
    I82.511 I82.211 I82.221 I82.291 I82.891 I82.91 I82.A21 I82.B22 I82.C29 I82.721 I80.00 I80.03 I82.611 I82.619
    I82.811 I82.819 I83.90 I87.2 I27.82 K35.200 K35.210 K35.30 K35.80 K36 K57.30 K57.32 K57.90 K50.90 K51.90 K21.9
    K21.00 K22.10 K25.9 K26.9 K27.9 K29.70 K64.9 K80.20 K63.5 T81.31XS T81.30XS T81.321S T81.33XS T81.49XA N28.1
    N18.31 N18.32 N39.0 N40.0 N20.0 D64.9 D50.9 I25.10 I48.91 I65.23 I73.9 I50.9 J44.9 J45.909 J18.9 E11.9 E66.9
    E55.9 F41.1 F32.A G47.33 M54.50 M17.11 L30.9 H26.9 H35.30 R11.0 R53.83 R19.7 Z79.01 Z87.891 Z90.5 Z95.5 Z51.11
"""

DRUGS: dict[str, str] = {
    "moderate inducers": """
        2550714 2670644 308725 197580 197582 205290 349477 643066 864661 352143 1482517 1482527 754761 1052660 205324
        226426 352066 656659 198200 103899 2103169 2103177 2265695 2283503 311897
    """,
    "strong inhibitors": """
        2625882 1727280 477141 2467588 2467592 311204 197853
    """,
    "strong inducers": """
        2049106 1670350 1670194 1863365 451284 198202
    """,
}
QUIET_DRUGS = """
    197361 966222 312087 198051 314076 313782 617310 861007 310429 866924 312938 1049621 854181 1364445 312617
    197699
"""
OPERATIONS = "0HTT0ZZ 0Y6C0Z1 0WJG0ZZ 03LA0ZZ 07T10ZZ 0CTM0ZZ 0KTF0ZZ 0NT10ZZ 0PT10ZZ 0X6J0Z0 0DTN0ZZ 0TT00ZZ"
QUIET_OPERATIONS = "0HBT3ZX 0Y9C3ZX 0W9G3ZZ 3E0P3GC 4A023N7 B24BZZZ 0DJD8ZZ"


def said(*beside: Resource) -> dict[str, Verdict]:
    """The findings on a man with kidney cancer whose order is right, by code, notes left out."""
    order = judged(kidney(beside=beside))
    return {finding.code: finding.verdict for finding in order.findings if finding.verdict is not Verdict.ACCEPT}


def problem(code: str) -> Resource:
    return condition("probe", concept(coding(ICD10CM, code)), onset="2026-11-08", recorded="2026-11-08")


@pytest.mark.parametrize(
    ("finding", "code"), [(finding, code) for finding, codes in CONDITIONS.items() for code in codes.split()]
)
def test_a_risk_is_known_by_its_code_alone(finding: str, code: str) -> None:
    assert finding in said(problem(code))


@pytest.mark.parametrize("code", SILENT.split())
def test_an_ordinary_problem_is_left_alone(code: str) -> None:
    assert said(problem(code)) == {}


@pytest.mark.parametrize("code", [code for codes in DRUGS.values() for code in codes.split()])
def test_an_interacting_drug_is_known_by_its_code_alone(code: str) -> None:
    found = said(statement("probe", concept(coding(RXNORM, code)), start="2026-10-01"))
    assert "interacting-drug" in found


@pytest.mark.parametrize("code", QUIET_DRUGS.split())
def test_an_ordinary_drug_is_left_alone(code: str) -> None:
    drug = concept(coding(RXNORM, code, "an ordinary drug"))
    assert "interacting-drug" not in said(statement("probe", drug, start="2026-10-01"))


@pytest.mark.parametrize("code", OPERATIONS.split())
def test_an_open_operation_of_any_body_system_is_major(code: str) -> None:
    assert "surgery-too-recent" in said(procedure("probe", coding(PCS, code), "2026-11-15"))


@pytest.mark.parametrize("code", QUIET_OPERATIONS.split())
def test_a_biopsy_a_drainage_or_an_endoscopy_is_not(code: str) -> None:
    assert "surgery-too-recent" not in said(procedure("probe", coding(PCS, code), "2026-11-15"))


@pytest.mark.parametrize(
    "code", ["O10.919", "O14.90", "O20.9", "O24.419", "O26.90", "O42.90", "O47.9", "O48.0", "O60.00"]
)
def test_an_obstetric_code_without_weeks_is_a_pregnancy(code: str) -> None:
    resources = [patient(born="1990-05-04", sex="female"), *kidney()[1:], problem(code)]
    found = {finding.code for finding in judged(resources).findings if finding.verdict is not Verdict.ACCEPT}
    assert "pregnancy" in found


@pytest.mark.parametrize(
    ("name", "finding"),
    [
        ("Johanniskraut Laif 900", "grapefruit-or-st-johns-wort"),
        ("millepertuis", "grapefruit-or-st-johns-wort"),
        ("phenobarbitone 30 mg", "interacting-drug"),
        ("Luminal", "interacting-drug"),
        ("Sustiva", "interacting-drug"),
        ("Tracleer 62.5 mg", "interacting-drug"),
        ("Braftovi", "interacting-drug"),
        ("Oriahnn", "interacting-drug"),
    ],
)
def test_a_drug_is_known_by_a_brand_or_its_name_in_another_language(name: str, finding: str) -> None:
    assert finding in said(statement("probe", concept(text=name), start="2026-10-01"))


@pytest.mark.parametrize("name", ["metformin 500 mg", "Metoprololsuccinat 47,5", "paracétamol 1 g"])
def test_an_ordinary_drug_in_words_is_left_alone(name: str) -> None:
    assert said(statement("probe", concept(text=name), start="2026-10-01")) == {}
