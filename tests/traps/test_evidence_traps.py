"""Evidence that looks like evidence and is not."""

from __future__ import annotations

import pytest
from support.answer import answer, check, said, verdict
from support.build import (
    condition,
    dosage,
    every,
    observation,
    order,
    quantity,
    statement,
    to,
    weight,
)
from support.coding import (
    CHILD_PUGH,
    CHILD_PUGH_SCORE,
    DRUGS,
    GRADE,
    GRADE_2,
    M0,
    M1,
    M_CATEGORY,
    POOR,
    STAGE_4,
    WEIGHT,
    WELL,
    coding,
    concept,
    icd,
    snomed,
)
from support.plain import (
    kidney,
    kidney_cancer,
    lung_metastasis,
    neuroendocrine,
    replaced,
    sixty,
    without,
)

VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
ITRACONAZOLE = concept(DRUGS["itraconazole"][0])


def test_the_plain_neuroendocrine_chart_is_accepted() -> None:
    assert verdict(neuroendocrine()) == "accept"


@pytest.mark.parametrize("status", ["entered-in-error", "refuted", "differential", "provisional", "unconfirmed"])
def test_a_diagnosis_that_is_not_confirmed_is_no_evidence(status: str) -> None:
    doubtful = kidney_cancer(verificationStatus=concept(coding(VERIFICATION, status)))
    assert verdict(replaced(kidney(), doubtful)) not in ("accept", "warning")


@pytest.mark.parametrize("status", ["entered-in-error", "refuted"])
def test_a_metastasis_that_is_not_there_is_no_evidence(status: str) -> None:
    refuted = lung_metastasis(verificationStatus=concept(coding(VERIFICATION, status)))
    assert verdict(replaced(kidney(), refuted)) == "undetermined"


def test_a_provisional_diagnosis_is_named() -> None:
    provisional = kidney_cancer(verificationStatus=concept(coding(VERIFICATION, "provisional")))
    reported = answer(check(replaced(kidney(), provisional)))
    assert "Condition/tumor" in said(reported)


@pytest.mark.parametrize("status", ["remission", "resolved", "inactive"])
def test_a_disease_that_is_over_is_no_reason(status: str) -> None:
    over = kidney_cancer(
        clinicalStatus=concept(coding("http://terminology.hl7.org/CodeSystem/condition-clinical", status))
    )
    assert verdict(replaced(kidney(), over)) not in ("accept", "warning")


def test_a_history_code_is_no_current_disease() -> None:
    history = kidney_cancer(code=concept(icd("Z85.528", "Personal history of other malignant neoplasm of kidney")))
    assert verdict(replaced(kidney(), history)) not in ("accept", "warning")


def test_thyroid_cancer_without_histology_chooses_no_product() -> None:
    thyroid = kidney_cancer(code=concept(icd("C73", "Malignant neoplasm of thyroid gland")))
    assert verdict(replaced(kidney(), thyroid)) == "undetermined"


def test_another_cancer_beside_is_not_held_against_the_order() -> None:
    skin = condition("skin", concept(icd("C44.91", "Basal cell carcinoma of skin, unspecified")))
    order_for_kidney = sixty(reasonReference=[to("Condition/tumor")])
    staged = replaced(kidney(order_for_kidney, beside=(skin,)), kidney_cancer(stage=[{"summary": concept(STAGE_4)}]))
    assert verdict(without(staged, "metastasis")) == "accept"


def test_a_metastasis_that_may_be_another_cancers_is_at_most_doubted() -> None:
    breast = condition("breast", concept(icd("C50.911", "Malignant neoplasm of unspecified site of right breast")))
    assert verdict(kidney(sixty(reasonReference=[to("Condition/tumor")]), beside=(breast,))) == "warning"


@pytest.mark.parametrize("status", ["entered-in-error", "cancelled", "registered"])
def test_a_weight_that_does_not_stand_is_no_weight(status: str) -> None:
    child = neuroendocrine(born="2012-05-05", kilograms="50")
    unsound = weight("50", "2026-11-18") | {"status": status}
    assert verdict(child) == "accept"
    assert verdict(replaced(child, unsound)) == "undetermined"


@pytest.mark.parametrize("status", ["not-taken", "entered-in-error", "intended"])
def test_a_drug_that_was_never_taken_is_no_prior_treatment(status: str) -> None:
    untaken = statement("everolimus", concept(DRUGS["everolimus"][0]), status=status)
    assert verdict(replaced(neuroendocrine(), untaken)) == "undetermined"


@pytest.mark.parametrize("status", ["draft", "entered-in-error", "cancelled"])
def test_a_request_that_was_never_filled_is_no_prior_treatment(status: str) -> None:
    unfilled = order(concept(DRUGS["everolimus"][0]), name="everolimus", on="2025-03-01", status=status)
    assert verdict(replaced(neuroendocrine(), unfilled)) == "undetermined"


def test_a_request_of_the_same_day_is_no_prior_treatment() -> None:
    today = order(concept(DRUGS["everolimus"][0]), name="everolimus", on="2026-11-22", status="active")
    assert verdict(replaced(neuroendocrine(), today)) not in ("accept", "warning")


def test_a_request_not_to_give_a_drug_is_no_drug() -> None:
    never = order(ITRACONAZOLE, name="itraconazole", on="2026-11-01", status="active", doNotPerform=True)
    assert verdict(kidney(sixty(), beside=(never,))) == "accept"


def test_a_cream_is_not_an_interaction() -> None:
    cream = order(
        concept(DRUGS["ketoconazole"][0]),
        [dosage(None, every(times=2), route=snomed("6064005", "Topical route"))],
        name="cream",
        on="2026-11-01",
    )
    assert verdict(kidney(sixty(), beside=(cream,))) == "accept"


def test_a_weight_in_the_future_is_not_used() -> None:
    child = neuroendocrine(born="2012-05-05", kilograms=None)
    assert verdict([*child, weight("50", "2026-12-24")]) == "undetermined"


@pytest.mark.parametrize("kilograms", ["0.05", "4000", "500"])
def test_an_impossible_weight_is_not_used(kilograms: str) -> None:
    assert verdict(neuroendocrine(born="2012-05-05", kilograms=kilograms)) == "undetermined"


def test_two_weights_of_one_day_on_both_sides_of_forty_are_undetermined() -> None:
    child = neuroendocrine(born="2012-05-05", kilograms="39")
    assert verdict([*child, weight("41", "2026-11-18", name="other-scale")]) == "undetermined"


def test_the_newer_weight_counts() -> None:
    child = neuroendocrine(born="2012-05-05", kilograms="41")
    assert verdict([*child, weight("38", "2026-10-30", name="older")]) == "accept"
    assert verdict([*child, weight("38", "2026-11-20", name="newer")]) == "error"


@pytest.mark.parametrize("broken", [{"comparator": ">"}, {"code": "kk", "unit": "kk"}])
def test_a_weight_that_cannot_be_compared_is_not_used(broken: dict[str, str]) -> None:
    vague = weight("50", "2026-11-18")
    vague["valueQuantity"] = vague["valueQuantity"] | broken
    assert verdict(replaced(neuroendocrine(born="2012-05-05"), vague)) == "undetermined"


def test_cirrhosis_and_liver_metastases_give_no_class() -> None:
    metastases = condition("liver", concept(icd("C78.7", "Secondary malignant neoplasm of liver")))
    assert verdict(kidney(sixty(), beside=(metastases,))) == "accept"
    cirrhosis = condition("cirrhosis", concept(snomed("19943007", "Cirrhosis of liver")))
    assert verdict(kidney(sixty(), beside=(cirrhosis,))) == "undetermined"


@pytest.mark.parametrize(
    ("points", "expected"), [(5, "accept"), (6, "accept"), (7, "error"), (9, "error"), (10, "error")]
)
def test_child_pugh_points_give_a_class(points: int, expected: str) -> None:
    score = observation("score", CHILD_PUGH_SCORE, "2026-11-10", number=points)
    assert verdict(kidney(sixty(), beside=(score,))) == expected


@pytest.mark.parametrize("points", [4, 16, 0, -7])
def test_child_pugh_points_that_cannot_be_are_named(points: int) -> None:
    score = observation("score", CHILD_PUGH_SCORE, "2026-11-10", number=points)
    reported = answer(check(kidney(sixty(), beside=(score,))))
    assert "Observation/score" in said(reported)


def test_the_newer_child_pugh_class_counts() -> None:
    classes = [
        observation(f"class-{name}", CHILD_PUGH_SCORE, on, coded=CHILD_PUGH[name][0])
        for name, on in (("A", "2026-10-01"), ("B", "2026-11-10"))
    ]
    assert verdict(kidney(sixty(), beside=tuple(classes))) == "error"


def test_two_child_pugh_classes_of_one_day_are_undetermined() -> None:
    classes = [
        observation(f"class-{name}", CHILD_PUGH_SCORE, "2026-11-10", coded=CHILD_PUGH[name][0]) for name in ("A", "B")
    ]
    assert verdict(kidney(sixty(), beside=tuple(classes))) == "undetermined"


def test_no_metastasis_any_more_is_no_metastasis() -> None:
    chart = without(neuroendocrine(), "extent")
    then = observation("then", M_CATEGORY, "2025-01-01", coded=M1, focus="Condition/tumor")
    now = observation("now", M_CATEGORY, "2026-06-01", coded=M0, focus="Condition/tumor")
    assert verdict([*chart, then]) == "accept"
    assert verdict([*chart, then, now]) not in ("accept", "warning")


@pytest.mark.parametrize(("grade", "expected"), [(WELL, "accept"), (GRADE_2, "accept"), (POOR, "error")])
def test_a_grade_overrules_what_a_code_implies(grade: dict[str, str], expected: str) -> None:
    carcinoid = condition("tumor", concept(icd("C7A.012", "Malignant carcinoid tumor of the ileum")))
    graded = observation("grade", GRADE, "2026-01-01", coded=grade, focus="Condition/tumor")
    assert verdict([*replaced(neuroendocrine(), carcinoid), graded]) == expected


@pytest.mark.parametrize(
    "reference",
    [
        "Patient/patient",
        "Patient/patient/_history/3",
        "https://ehr.example.org/fhir/Patient/patient",
        "https://ehr.example.org/fhir/Patient/patient/_history/3",
    ],
)
def test_a_subject_is_found_by_every_kind_of_reference(reference: str) -> None:
    chart = neuroendocrine(born="2012-05-05", kilograms=None)
    assert verdict([*chart, weight("50", "2026-11-18") | {"subject": to(reference)}]) == "accept"


def test_evidence_with_an_unknown_modifier_is_not_read() -> None:
    negated = lung_metastasis(modifierExtension=[{"url": "https://ehr.example.org/absent", "valueBoolean": True}])
    report = check(replaced(kidney(), negated))
    assert answer(report).verdict.value == "undetermined"
    told = said(answer(report)) + "".join(issue.message + issue.detail for issue in report.issues)
    assert "modifierExtension" in told


def test_a_dangling_reason_is_an_issue() -> None:
    report = check(kidney(sixty(reasonReference=[to("Condition/gone")])))
    kinds = {issue.kind.value for issue in report.issues} | {finding.kind.value for finding in report.findings}
    assert "not-found" in kinds


@pytest.mark.parametrize(
    "amount",
    [
        quantity("38", "kg"),
        quantity("38000", "g"),
        quantity("83.77565", "lb", "[lb_av]"),
        {"value": 38, "unit": "kg"},
        {"value": 38, "unit": "kilograms"},
    ],
)
def test_thirty_eight_kilograms_are_too_few_in_any_unit(amount: dict[str, object]) -> None:
    child = neuroendocrine(born="2012-05-05")
    measured = weight("38", "2026-11-18") | {"valueQuantity": amount}
    assert measured["code"]["coding"][0]["code"] == WEIGHT["code"]
    reported = answer(check(replaced(child, measured)))
    assert reported.verdict.value == "error"
    assert reported.expected is not None
    assert reported.expected.daily_mg == 40


@pytest.mark.parametrize("text", ["Hemoptysis", "GI bleeding", "Osteonecrosis of the jaw", "Acute ischemic stroke"])
def test_a_warning_of_the_label_is_not_passed_over_because_the_problem_has_no_code(text: str) -> None:
    assert verdict([*kidney(), condition("problem", concept(text=text))]) == "error"


def test_a_cirrhosis_in_words_asks_for_its_class() -> None:
    assert verdict([*kidney(), condition("problem", concept(text="Cirrhosis, compensated"))]) == "undetermined"
