"""Evidence that looks like evidence and is not, and evidence that is easily overlooked."""

from __future__ import annotations

import pytest
from support.answer import answer, check, said, verdict
from support.build import (
    Resource,
    attested,
    condition,
    dosage,
    empty_list,
    every,
    order,
    patient,
    quantity,
    questionnaire_response,
    statement,
    to,
    weight,
)
from support.coding import DRUGS, ICD10CM, WEIGHT, coding, concept, icd, loinc, snomed
from support.plain import TABLET_60, kidney, kidney_cancer, lung_metastasis, man, neuroendocrine, sixty
from support.product import CLINICAL_DRUGS

VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
ITRACONAZOLE = concept(DRUGS["itraconazole"][0])
NONE_KNOWN = empty_list("no-drugs", loinc("10160-0", "History of Medication use Narrative"), "2026-11-20")


def without(resources: list[Resource], *names: str) -> list[Resource]:
    """The chart without these resources."""
    return [one for one in resources if one["id"] not in names]


def replaced(resources: list[Resource], one: Resource) -> list[Resource]:
    """The chart with one resource in the place of the one of its name."""
    return [one if other["id"] == one["id"] else other for other in resources]


def test_the_plain_neuroendocrine_chart_is_accepted() -> None:
    assert verdict(neuroendocrine()) == "accept"


# --- what does not count ---------------------------------------------------------------------------------------------


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
    assert verdict(kidney(sixty(reasonReference=[to("Condition/tumor")]), beside=(skin,))) == "accept"


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


# --- whose it is -----------------------------------------------------------------------------------------------------


def test_another_patients_drug_is_not_this_patients() -> None:
    other = patient("other", born="1990-01-01", sex="female")
    theirs = order(ITRACONAZOLE, name="theirs", on="2026-11-01", subject="Patient/other")
    assert verdict(kidney(sixty(), beside=(other, theirs))) == "accept"


def test_another_patients_weight_is_not_this_patients() -> None:
    child = neuroendocrine(born="2012-05-05", kilograms=None)
    other = patient("other", born="2011-01-01")
    theirs = weight("50", "2026-11-18", name="theirs") | {"subject": to("Patient/other")}
    assert verdict([*child, other, theirs]) == "undetermined"


def test_each_order_is_judged_by_its_own_patients_chart() -> None:
    other = patient("other", born="1970-01-01")
    theirs = [
        one | {"id": f"{one['id']}-2", "subject": to("Patient/other")}
        for one in (kidney_cancer(), lung_metastasis(), sixty())
    ]
    inhibitor = order(ITRACONAZOLE, name="theirs", on="2026-11-01", subject="Patient/other")
    report = check([*kidney(), other, *theirs, inhibitor])
    assert answer(report).verdict.value == "accept"
    assert answer(report, "MedicationRequest/order-2").verdict.value == "error"


def test_a_resource_without_subject_among_several_patients_is_nobodys() -> None:
    child = neuroendocrine(born="2012-05-05", kilograms=None)
    nobodys = weight("50", "2026-11-18")
    del nobodys["subject"]
    assert verdict([*child, patient("other", born="2011-01-01"), nobodys]) == "undetermined"


# --- absence ---------------------------------------------------------------------------------------------------------


def test_no_earlier_drug_on_file_is_not_no_earlier_drug() -> None:
    assert verdict(without(neuroendocrine(), "everolimus")) == "undetermined"


def test_a_list_known_to_be_empty_is_no_earlier_drug() -> None:
    assert verdict([*without(neuroendocrine(), "everolimus"), NONE_KNOWN]) == "error"


def test_a_list_that_is_merely_unavailable_is_not_known_to_be_empty() -> None:
    unavailable = empty_list(
        "no-drugs", loinc("10160-0", "History of Medication use Narrative"), "2026-11-20", reason="unavailable"
    )
    assert verdict([*without(neuroendocrine(), "everolimus"), unavailable]) == "undetermined"


@pytest.mark.parametrize("missing", ["extent", "unresectable", "everolimus"])
def test_what_is_missing_is_named(missing: str) -> None:
    reported = answer(check(without(neuroendocrine(), missing)))
    assert reported.verdict.value in ("undetermined", "warning")
    settling = {"extent": "metastatic", "unresectable": "unresectable", "everolimus": "previously-treated"}
    named = {one for finding in reported.findings for one in finding.missing}
    assert any(settling[missing] in one for one in named) or reported.verdict.value == "warning"


def test_a_metastatic_tumor_with_nothing_said_of_resection_is_a_warning() -> None:
    assert verdict(without(neuroendocrine(), "unresectable")) == "warning"


def test_a_modifier_that_is_not_shown_is_taken_as_absent() -> None:
    assert verdict(kidney()) == "accept"


def test_the_answer_says_which_lists_it_did_not_see() -> None:
    assert "hepatic" in said(answer(check(kidney()))).lower()


# --- codes and statements --------------------------------------------------------------------------------------------


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


# --- words -----------------------------------------------------------------------------------------------------------


def with_note(text: str) -> list[Resource]:
    """A kidney cancer whose extent stands nowhere but in a note."""
    return replaced(without(kidney(), "metastasis"), kidney_cancer(note=[{"text": text}]))


@pytest.mark.parametrize("text", ["Metastatic disease.", "Now metastatic", "Advanced, for systemic therapy"])
def test_words_can_show_the_extent(text: str) -> None:
    reported = answer(check(with_note(text)))
    assert reported.verdict.value == "accept", said(reported)


@pytest.mark.parametrize(
    "text",
    [
        "No metastatic disease.",
        "Not metastatic",
        "non-metastatic",
        "Without metastatic spread",
        "No evidence of metastatic disease",
        "Potentially metastatic",
        "Metastatic?",
        "Ruled out: metastatic disease",
        "If metastatic, consider systemic therapy",
        "Denies metastatic disease",
        "Antimetastatics discussed",
        "",
    ],
)
def test_words_that_deny_or_doubt_show_nothing(text: str) -> None:
    chart = with_note(text) if text else replaced(without(kidney(), "metastasis"), kidney_cancer())
    assert verdict(chart) == "undetermined"


def test_words_never_overrule_a_coded_negative() -> None:
    chart = without(neuroendocrine(), "unresectable")
    said_so = condition(
        "tumor",
        concept(snomed("1290067005", "Well-differentiated neuroendocrine tumor of small intestine")),
        note="Unresectable.",
    )
    denied = attested("resectable", "unresectable", "2026-11-01", False)
    assert verdict(replaced(chart, said_so)) == "accept"
    assert verdict([*replaced(chart, said_so), denied]) == "error"


# --- references ------------------------------------------------------------------------------------------------------


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


# --- the same amount -------------------------------------------------------------------------------------------------


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
