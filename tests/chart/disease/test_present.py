"""A tumor that is over decides nothing about the present one, and goes on by its own metastasis."""

from __future__ import annotations

import pytest
from support.answer import said
from support.build import Resource, condition, observation, patient, statement
from support.coding import DRUGS, GRADE, GRADE_2, ICD10CM, POOR, STAGE_1, STAGE_GROUP, coding, concept, icd, snomed
from support.judged import judged
from support.plain import sixty

from validator.terminology.coding import NCIT

PANCREAS = concept(icd("C25.4", "Malignant neoplasm of endocrine pancreas"))
CARCINOMA = concept(icd("C7A.1", "Malignant poorly differentiated neuroendocrine tumors"))
LIVER = concept(icd("C78.7", "Secondary malignant neoplasm of liver and intrahepatic bile duct"))
CARCINOID_OF_LIVER = concept(icd("C7B.02", "Secondary carcinoid tumors of liver"))
TREATED = statement("old", concept(DRUGS["everolimus"][0]), start="2025-03-01", end="2026-09-30", status="completed")


def primary(status: str = "inactive", code: dict[str, object] = PANCREAS, name: str = "primary") -> Resource:
    return condition(name, code, status=status, onset="2024-01-01")


def spread(code: dict[str, object] = LIVER, status: str = "active") -> Resource:
    return condition("spread", code, status=status, onset="2026-01-01")


def grade(value: dict[str, str] = GRADE_2, of: str = "primary") -> Resource:
    return observation("grade", GRADE, "2024-02-01", coded=value, focus=f"Condition/{of}")


def verdict(*resources: Resource) -> tuple[str, set[str]]:
    found = judged([patient(born="1964-05-04"), TREATED, *resources, sixty()])
    return found.verdict.value, {one.code for one in found.findings if one.verdict.value not in ("accept",)}


@pytest.mark.parametrize("status", ["inactive", "resolved", "remission"])
@pytest.mark.parametrize("where", [LIVER, CARCINOID_OF_LIVER])
def test_a_resected_primary_goes_on_by_its_metastasis_with_its_grade_and_a_caution(
    status: str, where: dict[str, object]
) -> None:
    assert verdict(primary(status), grade(), spread(where)) == ("warning", {"indication-caution"})


def test_a_grade_that_names_no_tumor_is_of_the_only_one_on_file() -> None:
    untied = observation("grade", GRADE, "2024-02-01", coded=GRADE_2)
    assert verdict(primary(), untied, spread()) == ("warning", {"indication-caution"})
    twice = primary("resolved", name="visit")
    assert verdict(primary(), twice, untied, spread()) == ("warning", {"indication-caution"})
    poor = observation("grade", GRADE, "2024-02-01", coded=POOR)
    assert verdict(primary(), poor, spread())[0] == "error"
    assert verdict(primary(), untied) == ("undetermined", {"disease-not-shown"})


def test_beside_another_cancer_a_grade_that_names_no_tumor_brings_none_back() -> None:
    untied = observation("grade", GRADE, "2024-02-01", coded=GRADE_2)
    breast = condition("breast", concept(icd("C50.911", "Malignant neoplasm of right breast")), onset="2025-01-01")
    assert verdict(primary(), breast, untied, spread())[0] == "error"
    over = condition("breast", concept(icd("C50.911", "Malignant neoplasm of right breast")), status="resolved")
    assert verdict(primary(), over, untied, spread()) == ("undetermined", {"disease-not-shown"})


def test_a_resected_primary_without_a_present_metastasis_is_over() -> None:
    assert verdict(primary(), grade()) == ("undetermined", {"disease-not-shown"})
    assert verdict(primary(), grade(), spread(status="resolved")) == ("undetermined", {"disease-not-shown"})


KIDNEY = concept(icd("C64.2", "Malignant neoplasm of left kidney, except renal pelvis"))


def test_a_primary_that_was_never_graded_stays_over() -> None:
    assert verdict(primary(), spread()) == ("undetermined", {"disease-not-shown"})
    kidney = primary("resolved", concept(snomed("702391001", "Renal cell carcinoma")))
    assert verdict(kidney, spread()) == ("undetermined", {"disease-not-shown"})


@pytest.mark.parametrize("status", ["active", "resolved"])
@pytest.mark.parametrize(
    "code",
    [
        concept(icd("C44.311", "Basal cell carcinoma of skin of nose")),
        {"coding": [{"system": ICD10CM, "code": "C44311"}]},
        concept(icd("C91.10", "Chronic lymphocytic leukemia of B-cell type not having achieved remission")),
        concept(icd("D47.2", "Monoclonal gammopathy")),
        concept(snomed("254701007", "Basal cell carcinoma of skin")),
        concept(text="BCC (basal cell carcinoma), face"),
        concept(text="Basal cell carcinoma of nose"),
    ],
)
def test_a_cancer_that_does_not_spread_leaves_no_doubt_whose_metastasis_it_is(
    status: str, code: dict[str, object]
) -> None:
    skin = condition("skin", code, status=status, onset="2022-01-01")
    assert verdict(primary("active", KIDNEY), skin, spread())[0] == "accept"


@pytest.mark.parametrize(
    "code",
    [
        concept(icd("C44.92", "Squamous cell carcinoma of skin, unspecified")),
        concept(icd("C43.9", "Malignant melanoma of skin, unspecified")),
        concept(icd("C61", "Malignant neoplasm of prostate")),
        {"coding": [{"system": ICD10CM, "code": "C44.311"}, {"system": ICD10CM, "code": "C61"}]},
    ],
)
def test_a_cancer_that_may_spread_leaves_it_open_with_a_caution(code: dict[str, object]) -> None:
    other = condition("other", code, onset="2022-01-01")
    assert verdict(primary("active", KIDNEY), other, spread()) == ("warning", {"indication-caution"})


HISTORY_OF_KIDNEY = concept(icd("Z85.528", "Personal history of other malignant neoplasm of kidney"))


def test_a_history_of_kidney_cancer_is_over_with_a_metastasis_or_without() -> None:
    past = primary("active", HISTORY_OF_KIDNEY)
    assert verdict(past, spread()) == ("undetermined", {"disease-not-shown"})
    assert verdict(past) == ("undetermined", {"disease-not-shown"})
    assert verdict(past, spread(status="resolved")) == ("undetermined", {"disease-not-shown"})
    breast = condition("breast", concept(icd("C50.911", "Malignant neoplasm of right breast")), onset="2025-01-01")
    assert verdict(past, breast, spread())[0] == "error"


def test_a_history_code_that_does_not_tell_the_disease_stays_history() -> None:
    for code, says in (("Z85.07", "pancreas"), ("Z85.850", "thyroid"), ("Z85.05", "liver"), ("Z85.51", "bladder")):
        past = primary("active", concept(icd(code, f"Personal history of malignant neoplasm of {says}")))
        assert verdict(past, spread())[0] == "undetermined", code


def test_a_history_of_kidney_cancer_in_a_child_stays_history() -> None:
    past = primary("active", HISTORY_OF_KIDNEY)
    found = judged([patient(born="2012-05-04"), TREATED, past, spread(), sixty()])
    assert found.verdict.value in ("undetermined", "error")


def test_a_metastasis_that_may_be_anothers_does_not_bring_a_tumor_back() -> None:
    colon = condition("colon", concept(icd("C18.2", "Malignant neoplasm of ascending colon")), onset="2025-01-01")
    assert verdict(primary(), grade(), colon, spread())[0] == "error"


def test_a_poor_grade_of_the_tumor_that_goes_on_counts_too() -> None:
    assert verdict(primary(), grade(POOR), spread())[0] == "error"


@pytest.mark.parametrize("status", ["resolved", "inactive", "remission"])
def test_a_carcinoma_that_is_over_does_not_decide_the_present_tumor(status: str) -> None:
    chart = [primary("active"), primary(status, CARCINOMA, "old"), spread()]
    assert verdict(*chart) == ("undetermined", {"indication-not-shown"})
    assert verdict(*chart, grade()) == ("accept", set())


def test_a_carcinoma_that_is_present_still_decides() -> None:
    assert verdict(primary("active"), primary("active", CARCINOMA, "other"), spread())[0] in ("error", "undetermined")


def test_a_grade_of_a_tumor_that_is_over_does_not_make_the_present_one_well_differentiated() -> None:
    lung = concept(snomed("254627002", "Carcinoid tumor of lung"))
    chart = [primary("active"), primary("resolved", lung, "old"), grade(of="old"), spread()]
    assert verdict(*chart) == ("undetermined", {"indication-not-shown"})


def test_the_old_grade_of_one_organ_holds_for_its_recurrence_with_a_caution() -> None:
    chart = [primary("recurrence", name="back"), primary("resolved", name="old"), grade(of="old"), spread()]
    assert verdict(*chart) == ("warning", {"indication-caution"})


def test_a_stage_of_a_tumor_that_is_over_does_not_make_the_present_one_early() -> None:
    kidney = concept(snomed("702391001", "Renal cell carcinoma"))
    old = observation("stage", STAGE_GROUP, "2026-02-01", coded=STAGE_1, focus="Condition/old")
    chart = [primary("active", kidney), primary("resolved", kidney, "old"), old]
    assert verdict(*chart) == ("undetermined", {"indication-not-shown"})
    assert "advanced" in said(judged([patient(born="1964-05-04"), *chart, sixty()]))


@pytest.mark.parametrize(
    ("code", "expected"),
    [("C41338", "warning"), ("C41339", "warning"), ("C41340", "undetermined"), ("C41341", "undetermined")],
)
def test_a_grade_of_the_nci_thesaurus_is_read_as_another_is(code: str, expected: str) -> None:
    """Grades 1 and 2 are well-differentiated, grade 3 alone leaves it open, a code that is not listed tells nothing."""
    found, _ = verdict(primary(), grade(coding(NCIT, code)), spread())
    assert found == expected
