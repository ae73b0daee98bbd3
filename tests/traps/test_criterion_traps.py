"""What the label asks for: shown, stated, denied, or nowhere to be found."""

from __future__ import annotations

import pytest
from support.answer import answer, check, said, verdict
from support.build import (
    attested,
    dosage,
    empty_list,
    every,
    order,
    quantity,
    questionnaire_response,
    service_request,
)
from support.coding import (
    ICD10CM,
    coding,
    concept,
    icd,
    loinc,
    snomed,
)
from support.plain import (
    TABLET_60,
    kidney,
    kidney_cancer,
    man,
    neuroendocrine,
    replaced,
    without,
)
from support.product import CLINICAL_DRUGS

NONE_KNOWN = empty_list("no-drugs", loinc("10160-0", "History of Medication use Narrative"), "2026-11-20")


def test_no_earlier_drug_on_file_is_not_no_earlier_drug() -> None:
    assert verdict(without(neuroendocrine(), "everolimus")) == "undetermined"


def test_a_list_known_to_be_empty_is_no_earlier_drug() -> None:
    assert verdict([*without(neuroendocrine(), "everolimus"), NONE_KNOWN]) == "error"


def test_a_list_that_is_merely_unavailable_is_not_known_to_be_empty() -> None:
    unavailable = empty_list(
        "no-drugs", loinc("10160-0", "History of Medication use Narrative"), "2026-11-20", reason="unavailable"
    )
    assert verdict([*without(neuroendocrine(), "everolimus"), unavailable]) == "undetermined"


@pytest.mark.parametrize("missing", ["extent", "everolimus"])
def test_what_is_missing_is_named(missing: str) -> None:
    reported = answer(check(without(neuroendocrine(), missing)))
    assert reported.verdict.value in ("undetermined", "warning")
    settling = {"extent": "metastatic", "everolimus": "previously-treated"}
    named = {one for finding in reported.findings for one in finding.missing}
    assert any(settling[missing] in one for one in named) or reported.verdict.value == "warning"


def test_a_metastatic_tumor_with_nothing_said_of_resection_is_a_note_and_a_warning_where_removal_is_planned() -> None:
    chart = without(neuroendocrine(), "unresectable")
    assert verdict(chart) == "accept"
    assert "unresectable" in said(answer(check(chart)))
    planned = service_request("planned", snomed("33149006", "Pancreatectomy"), "2027-02-01")
    assert verdict([*chart, planned]) == "warning"


def test_a_modifier_that_is_not_shown_is_taken_as_absent() -> None:
    assert verdict(kidney()) == "accept"


def test_the_answer_says_which_lists_it_did_not_see() -> None:
    assert "hepatic" in said(answer(check(kidney()))).lower()


@pytest.mark.parametrize("code", ["C64.1", "C641", "c64.1"])
def test_the_dot_of_an_icd_code_is_optional(code: str) -> None:
    tumor = kidney_cancer(code=concept(coding(ICD10CM, code)))
    assert verdict(replaced(kidney(), tumor)) == "accept"


def test_the_second_coding_of_a_diagnosis_is_read() -> None:
    house = coding("https://ehr.example.org/problems", "K-77", "kidney tumor")
    tumor = kidney_cancer(code=concept(house, snomed("702391001", "Renal cell carcinoma")))
    assert verdict(replaced(kidney(), tumor)) == "accept"


def test_a_kidney_cancer_without_histology_is_open_in_a_child() -> None:
    chart = replaced(kidney(), kidney_cancer(code=concept(icd("C64.1", "Malignant neoplasm of right kidney"))))
    assert verdict(replaced(chart, man(birthDate="2014-01-01"))) not in ("accept", "warning")


@pytest.mark.parametrize(("stated", "expected"), [(True, "accept"), (False, "error"), (None, "undetermined")])
def test_a_stated_criterion_counts_as_it_is_stated(stated: bool | None, expected: str) -> None:
    chart = without(neuroendocrine(), "extent", "everolimus")
    states = [
        attested("metastatic", "metastatic", "2026-11-10", True),
        attested("treated", "previously-treated", "2026-11-10", stated),
    ]
    assert verdict([*chart, *states]) == expected


def test_the_newest_statement_counts() -> None:
    chart = without(neuroendocrine(), "unresectable")
    once = attested("once", "unresectable", "2026-03-01", False)
    now = attested("now", "unresectable", "2026-11-01", True)
    assert verdict([*chart, once, now]) == "accept"
    assert verdict([*chart, once]) == "error"


def test_an_unfinished_form_states_nothing() -> None:
    chart = without(neuroendocrine(), "everolimus")
    answers = {"previously-treated": True}
    done = questionnaire_response(answers, "2026-11-10")
    assert verdict([*chart, done]) == "accept"
    assert verdict([*chart, done | {"status": "in-progress"}]) == "undetermined"


@pytest.mark.parametrize(("stated", "expected"), [(True, "accept"), (False, "warning"), (None, "warning")])
@pytest.mark.parametrize("mg", [40, 20])
def test_a_reduction_is_accepted_with_its_reason(mg: int, stated: bool | None, expected: str) -> None:
    reduced = order(TABLET_60 | {"coding": [CLINICAL_DRUGS["tablet", mg]]}, [dosage(quantity(mg, "mg"), every())])
    assert verdict(kidney(reduced)) == "warning"
    reason = attested("reduced", "dose-reduced-for-adverse-reaction", "2026-11-20", stated)
    assert verdict(kidney(reduced, beside=(reason,))) == expected


def test_another_form_with_the_same_words_states_nothing() -> None:
    chart = without(neuroendocrine(), "everolimus")
    foreign = questionnaire_response({"previously-treated": True}, "2026-11-10")
    foreign["questionnaire"] = "https://other.example.org/Questionnaire/intake"
    assert verdict([*chart, foreign]) == "undetermined"
