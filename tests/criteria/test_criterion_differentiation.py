"""Whether a neuroendocrine tumor is well-differentiated: G1, G2 and NET G3 are, a carcinoma is not."""

from __future__ import annotations

from typing import Any

import pytest
from support.asked import ask, truth
from support.build import Resource, attested, condition, icdo3, observation, patient, statement
from support.coding import DRUGS, GRADE, GRADE_1, GRADE_2, MODERATE, POOR, WELL, Coding, concept, icd, snomed
from support.judged import judged
from support.plain import sixty

TREATED = statement("old", concept(DRUGS["everolimus"][0]), start="2026-04-01", end="2026-09-30", status="completed")
QUESTION = {"kind": "well-differentiated"}
G3 = snomed("1228851006", "American Joint Committee on Cancer grade G3")
GX = snomed("1228855002", "American Joint Committee on Cancer grade GX")
G4 = snomed("1228852004", "American Joint Committee on Cancer grade G4")
UNDIFFERENTIATED = snomed("373374006", "Undifferentiated histological grade finding")
INTERMEDIATE = snomed("1286893008", "Intermediate histologic grade")
LOW = snomed("1155708003", "Low histologic grade")
UNCERTAIN = concept(snomed("253000007", "Neuroendocrine carcinoma"))
CARCINOID = concept(icd("C7A.012", "Malignant carcinoid tumor of the ileum"))
NET = concept(snomed("1290067005", "Well-differentiated neuroendocrine tumor of small intestine"))
CARCINOMA = concept(icd("C7A.1", "Malignant poorly differentiated neuroendocrine tumors"))
PANCREAS = concept(icd("C25.4", "Malignant neoplasm of endocrine pancreas"))


def grade(value: Coding, on: str = "2026-05-01", name: str = "grade") -> Resource:
    return observation(name, GRADE, on, coded=value)


def tumor(code: dict[str, object], **elements: Any) -> Resource:
    return condition("tumor", code, onset="2026-03-01", **elements)


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ([], "unknown"),
        ([grade(GRADE_1)], "true"),
        ([grade(GRADE_2)], "true"),
        ([grade(WELL)], "true"),
        ([grade(POOR)], "false"),
        ([grade(G3)], "unknown"),
        ([grade(GX)], "unknown"),
        ([grade(MODERATE)], "unknown"),
        ([grade(G4)], "false"),
        ([grade(UNDIFFERENTIATED)], "false"),
        ([grade(INTERMEDIATE)], "true"),
        ([grade(LOW)], "true"),
        ([tumor(UNCERTAIN)], "unknown"),
        ([tumor(NET)], "true"),
        ([tumor(CARCINOMA)], "false"),
        ([tumor(CARCINOID)], "true"),
        ([tumor(PANCREAS)], "unknown"),
        ([tumor(PANCREAS), grade(GRADE_2)], "true"),
    ],
)
def test_one_statement(resources: list[Resource], expected: str) -> None:
    assert truth(QUESTION, *resources) == expected


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ([tumor(NET), grade(G3)], "true"),  # a NET G3
        ([tumor(NET), grade(GX)], "true"),
        ([tumor(CARCINOMA), grade(G3)], "false"),
        ([grade(POOR, "2026-01-01", "old"), grade(G3)], "false"),
        ([grade(GRADE_1, "2026-01-01", "old"), grade(G3)], "unknown"),  # the grade has risen
        ([tumor(CARCINOID), grade(G3)], "unknown"),
        ([tumor(CARCINOID), grade(POOR)], "false"),
        ([tumor(CARCINOID), grade(MODERATE)], "unknown"),
        ([tumor(NET), grade(MODERATE)], "unknown"),
        ([grade(GRADE_1, "2026-01-01", "old"), grade(POOR)], "false"),
        ([grade(POOR, "2026-01-01", "old"), grade(GRADE_2)], "true"),
        ([grade(GRADE_2, "2026-01-01", "old"), grade(GX)], "true"),
        ([tumor(CARCINOID), grade(GX)], "true"),
        ([grade(POOR, "2026-01-01", "old"), grade(GRADE_2), grade(G3, name="other")], "true"),
        ([grade(UNDIFFERENTIATED, "2026-01-01", "old"), grade(G3)], "false"),
        ([tumor(UNCERTAIN), grade(GRADE_2, "2026-03-01")], "unknown"),
        ([grade(GRADE_1), grade(POOR, name="other")], "unknown"),
        ([grade(GRADE_1, "2026", "partial"), grade(POOR)], "unknown"),  # neither is surely newer
        ([grade(GRADE_1, "2025", "partial"), grade(POOR)], "false"),
        ([grade(GRADE_1), grade(GRADE_2, name="other")], "true"),
        ([grade(GRADE_2), grade(POOR, "2026-11-23", "later")], "true"),
        ([grade(POOR, "2026-11-22", "today"), grade(GRADE_2)], "false"),
    ],
)
def test_several_statements_in_any_order(resources: list[Resource], expected: str) -> None:
    assert truth(QUESTION, *resources) == expected
    assert truth(QUESTION, *resources[::-1]) == expected


def test_what_the_diagnosis_implies_is_a_remark() -> None:
    assert ask(QUESTION, tumor(CARCINOID)).remarks == (
        "differentiation follows from the diagnosis code, no grade is on file",
    )
    assert ask(QUESTION, tumor(CARCINOID), grade(GRADE_1)).remarks == ()


@pytest.mark.parametrize(("stated", "expected"), [(True, "true"), (False, "false"), (None, "false")])
def test_an_attestation_counts_before_what_is_older(stated: bool | None, expected: str) -> None:
    says = attested("stated", "well-differentiated", "2026-11-01", stated)
    assert truth(QUESTION, says, grade(POOR)) == expected


def test_text_is_read_last_and_says_so() -> None:
    words = observation("words", GRADE, "2026-05-01", text="G2")
    found = ask(QUESTION, words)
    assert found.truth.value == "true"
    assert found.because.endswith("(from text)")
    assert truth(QUESTION, words, grade(POOR)) == "false"
    assert truth(QUESTION, words, grade(MODERATE)) == "unknown"
    assert truth(QUESTION, words, tumor(CARCINOID)) == "true"
    poor = observation("poor", GRADE, "2026-05-01", text="poorly differentiated")
    for resources in ([poor], [poor, words], [words, poor]):
        unsettled = ask(QUESTION, *resources)
        assert unsettled.truth.value == "unknown"
        assert unsettled.because.endswith("does not settle the differentiation")
        assert len(unsettled.evidence) == len(resources)


def test_grades_that_contradict_each_other_are_said_to() -> None:
    found = ask(QUESTION, grade(GRADE_1), grade(POOR, name="other"))
    assert found.because == "grades on file contradict each other"
    assert len(found.evidence) == 2
    assert ask(QUESTION, grade(GX)).evidence != ()


def test_what_is_missing_is_named() -> None:
    for resources in ([], [grade(MODERATE)], [grade(GRADE_1), grade(POOR, name="other")]):
        assert ask(QUESTION, *resources).missing == (
            "well-differentiated",
            "Observation of tumor grade or differentiation",
        )


# --- the code of a metastasis, and words of the diagnosis (CLARIFICATIONS)

SECONDARY = concept(icd("C7B.02", "Secondary carcinoid tumors of liver"))
OTHER_SECONDARY = concept(icd("C7B.8", "Other secondary neuroendocrine tumors"))
MERKEL_SECONDARY = concept(icd("C7B.1", "Secondary Merkel cell carcinoma"))
UNSPECIFIED = concept(icd("C7A.8", "Other malignant neuroendocrine tumors"))


def spread(code: dict[str, object] = SECONDARY, status: str = "active") -> Resource:
    return condition("spread", code, status=status, onset="2026-06-01")


@pytest.mark.parametrize("primary", [PANCREAS, UNSPECIFIED])
def test_a_secondary_carcinoid_makes_its_tumor_well_differentiated_with_a_caution(primary: dict[str, object]) -> None:
    found = ask(QUESTION, tumor(primary), spread())
    assert (found.truth.value, len(found.cautions)) == ("true", 1)
    assert ask(QUESTION, tumor(primary), spread(), grade(GRADE_2)).cautions == ()
    assert ask(QUESTION, spread()).cautions == found.cautions


def test_beside_a_malignant_carcinoid_it_is_a_note() -> None:
    found = ask(QUESTION, tumor(CARCINOID), spread())
    assert (found.truth.value, found.cautions, len(found.remarks)) == ("true", (), 1)


@pytest.mark.parametrize("other", [tumor(CARCINOMA), tumor(PANCREAS, histology=icdo3("8246/3", "NEC"))])
def test_beside_a_carcinoma_by_code_it_is_open_and_a_grade_decides(other: Resource) -> None:
    assert truth(QUESTION, other, spread()) == "unknown"
    for on in ("2026-05-01", "2026-03-01"):
        assert truth(QUESTION, other, spread(), grade(POOR, on)) == "false"
    assert truth(QUESTION, other) == "false"


@pytest.mark.parametrize("other", [tumor(CARCINOMA), tumor(PANCREAS, histology=icdo3("8246/3", "NEC"))])
def test_an_order_beside_both_codes_is_open_too_and_without_the_metastasis_not_in_the_label(other: Resource) -> None:
    def verdict(*resources: Resource) -> str:
        return judged([patient(born="1964-05-04"), TREATED, other, *resources, sixty()]).verdict.value

    assert verdict(spread()) == "undetermined"
    assert verdict(spread(), grade(POOR)) == "error"
    assert verdict() == "error"
    assert verdict(spread(OTHER_SECONDARY)) == "error"
    assert verdict(spread(), condition("colon", concept(icd("C18.2", "Ascending colon")))) == "error"


@pytest.mark.parametrize("code", [OTHER_SECONDARY, MERKEL_SECONDARY])
def test_other_secondary_codes_leave_it_open(code: dict[str, object]) -> None:
    assert truth(QUESTION, tumor(PANCREAS), spread(code)) == "unknown"


def test_a_metastasis_that_is_over_says_nothing() -> None:
    assert truth(QUESTION, tumor(PANCREAS), spread(status="resolved")) == "unknown"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Well-differentiated neuroendocrine tumor of the pancreas", "true"),
        ("Pancreatic NET, well differentiated", "true"),
        ("Neuroendocrine tumor, moderately to well differentiated", "true"),
        ("Neuroendocrine tumor, not well differentiated", "unknown"),
        ("Neuroendocrine tumor, possibly well differentiated", "unknown"),
        ("Poorly differentiated neuroendocrine tumor", "unknown"),
        ("Well differentiated tumor with a poorly differentiated part", "unknown"),
        ("Neuroendocrine tumor of the pancreas", "unknown"),
    ],
)
def test_the_words_of_a_diagnosis_count_as_those_of_an_observation(text: str, expected: str) -> None:
    assert truth(QUESTION, tumor(PANCREAS | {"text": text})) == expected
    assert truth(QUESTION, tumor(CARCINOMA | {"text": text})) == "false"


def test_the_words_of_another_cancer_are_not_its_own() -> None:
    colon = concept(icd("C18.2", "Malignant neoplasm of ascending colon"), text="Well differentiated adenocarcinoma")
    assert truth(QUESTION, tumor(PANCREAS), condition("colon", colon)) == "unknown"


COLON = condition("colon", concept(icd("C18.2", "Malignant neoplasm of ascending colon")), onset="2026-02-01")
ITS_OWN = observation("own", GRADE, "2026-04-01", coded=POOR, focus="Condition/tumor")


@pytest.mark.parametrize(
    ("its_own", "graded", "expected"),
    [
        ([tumor(PANCREAS)], GRADE_2, "unknown"),
        ([tumor(PANCREAS)], G3, "unknown"),
        ([tumor(NET)], GRADE_2, "true"),  # the same with it and without it
        ([tumor(NET)], POOR, "unknown"),
        ([tumor(PANCREAS), ITS_OWN], POOR, "false"),
        ([tumor(PANCREAS), ITS_OWN], GRADE_2, "unknown"),
    ],
)
def test_a_grade_that_may_be_of_another_tumor_counts_only_where_it_changes_nothing(
    its_own: list[Resource], graded: Coding, expected: str
) -> None:
    for resources in ((*its_own, COLON, grade(graded)), (grade(graded), COLON, *its_own)):
        found = ask(QUESTION, *resources)
        assert found.truth.value == expected
        assert ("which tumor was graded is not told" in found.because) is (expected == "unknown")


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (grade(GX, "2026-11-10"), "true"),
        (grade(G3, "2026-11-10"), "true"),
        (observation("words", GRADE, "2026-11-10", text="poorly differentiated"), "true"),
        (grade(POOR, "2026-11-10"), "false"),
    ],
)
def test_only_a_coded_grade_that_means_the_contrary_replaces_what_was_attested_before_it(
    later: Resource, expected: str
) -> None:
    says = attested("stated", "well-differentiated", "2026-11-01", True)
    assert truth(QUESTION, says, later) == expected
