"""Which disease codes leave possible: alone, together, with a histology, with a site."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, condition, icdo3, observation, patient, to
from support.coding import HISTOLOGY, ICD10CM, coding, concept, icd, snomed
from support.facts import chart, only_diagnosis

from validator.chart.fact import OTHER_DISEASE
from validator.chart.settings import ChartSettings
from validator.verdict import Basis, Truth

WHO = "http://hl7.org/fhir/sid/icd-10"
C73 = icd("C73", "Malignant neoplasm of thyroid gland")
C64 = icd("C64.1", "Malignant neoplasm of right kidney, except renal pelvis")
PAPILLARY = snomed("255029007", "Papillary thyroid carcinoma")
CHILD = patient(born="2012-05-05")


def diseases(*codings: dict[str, str], text: str | None = None, **elements: Any) -> set[str]:
    """The diseases a Condition of these codings leaves possible."""
    return set(only_diagnosis(condition("c", concept(*codings, text=text)) | elements).diseases)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (icd("C22.0", "Liver cell carcinoma"), {"hcc"}),
        (icd("C22.9", "Malignant neoplasm of liver"), {"hcc", "other"}),
        (icd("C25.4", "Malignant neoplasm of endocrine pancreas"), {"pnet"}),
        (icd("C25.9", "Malignant neoplasm of pancreas"), {"pnet", "other"}),
        (icd("C7A.012", "Malignant carcinoid tumor of the ileum"), {"epnet"}),
        (icd("C7A.8", "Other malignant neuroendocrine tumors"), {"pnet", "epnet"}),
        (icd("C7A.00", "Malignant carcinoid tumor of unspecified site"), {"pnet", "epnet"}),
        (C73, {"dtc", "mtc"}),
        (snomed("363478007", "Malignant tumor of thyroid gland"), {"dtc", "mtc", "other"}),
        (PAPILLARY, {"dtc"}),
        (snomed("255032005", "Medullary thyroid carcinoma"), {"mtc"}),
        (snomed("702391001", "Renal cell carcinoma"), {"rcc"}),
        (snomed("765095002", "Renal medullary carcinoma"), {"rcc", "other"}),
        (snomed("1288045008", "Well-differentiated neuroendocrine tumor"), {"pnet", "epnet"}),
        (snomed("253000007", "Neuroendocrine carcinoma"), {"pnet", "epnet", "other"}),
        (icdo3("8312/3", "Renal cell carcinoma, NOS"), {"rcc", "other"}),
        (icdo3("8260/3", "Papillary adenocarcinoma, NOS"), {"rcc", "dtc", "other"}),
        (icdo3("8240/3", "Neuroendocrine tumor, NOS"), {"pnet", "epnet"}),
        (icd("C50.911", "Malignant neoplasm of unspecified site of right female breast"), {"other"}),
    ],
)
def test_a_code_alone_leaves_these_diseases_possible(code: dict[str, str], expected: set[str]) -> None:
    assert diseases(code) == expected


@pytest.mark.parametrize(
    ("codings", "expected"),
    [
        ((C73, PAPILLARY), {"dtc"}),
        ((C73, icdo3("8345/3", "Medullary thyroid carcinoma")), {"mtc"}),
        ((C73, icdo3("8260/3", "Papillary adenocarcinoma, NOS")), {"dtc"}),
        ((C64, icdo3("8260/3", "Papillary adenocarcinoma, NOS")), {"rcc"}),
        ((icdo3("C64.9", "Kidney, NOS"), icdo3("8312/3", "Renal cell carcinoma, NOS")), {"rcc"}),
        ((icd("C25.1", "Malignant neoplasm of body of pancreas"), icdo3("8240/3", "NET, NOS")), {"pnet"}),
        ((icd("C18.0", "Malignant neoplasm of cecum"), icdo3("8240/3", "NET, NOS")), {"epnet"}),
        ((icd("C34.11", "Malignant neoplasm of upper lobe, right lung"), icdo3("8249/3", "NET, G2")), {"epnet"}),
        ((icd("C22.9", "Malignant neoplasm of liver"), icdo3("8170/3", "Hepatocellular carcinoma")), {"hcc"}),
        ((icd("C22.0", "Liver cell carcinoma"), icdo3("8171/3", "Fibrolamellar")), {"hcc", "other"}),
        ((icd("C22.0", "Liver cell carcinoma"), icdo3("8180/3", "Combined HCC-CC")), {"hcc", "other"}),
        ((C73, snomed("255031003", "Anaplastic thyroid carcinoma")), {"other"}),
        ((C64, snomed("302849000", "Nephroblastoma")), {"other"}),
        ((icd("C25.4", "Endocrine pancreas"), snomed("1186869002", "Neuroendocrine carcinoma of pancreas")), {"other"}),
        ((icd("C7A.012", "Carcinoid of ileum"), icdo3("8246/3", "Neuroendocrine carcinoma")), {"other"}),
    ],
)
def test_several_codings_narrow_each_other(codings: tuple[dict[str, str], ...], expected: set[str]) -> None:
    assert diseases(*codings) == expected
    assert diseases(*reversed(codings)) == expected


def test_an_organ_alone_is_no_kidney_cancer_by_convention() -> None:
    found = only_diagnosis(condition("c", concept(icdo3("C64.9", "Kidney, NOS"))))
    assert (found.diseases, found.basis) == ({"rcc", "other"}, Basis.CODED)


def test_an_unknown_primary_site_names_no_tumor() -> None:
    assert chart(condition("c", concept(icdo3("C80.9", "Unknown primary site")))).diagnoses == ()
    assert diseases(icdo3("8240/3", "NET, NOS"), icdo3("C80.9", "Unknown primary site")) == {"pnet", "epnet"}


def test_codings_that_contradict_each_other_leave_both_possible_and_say_so() -> None:
    torn = only_diagnosis(condition("c", concept(PAPILLARY, snomed("702391001", "Renal cell carcinoma"))))
    assert torn.diseases == {"dtc", "rcc", OTHER_DISEASE}
    assert any("different diseases" in note for note in torn.notes)


def test_a_named_disease_beside_its_look_alike_leaves_both_possible() -> None:
    hcc, bile_duct = icd("C22.0", "Liver cell carcinoma"), icd("C22.1", "Intrahepatic bile duct carcinoma")
    assert diseases(hcc, bile_duct) == {"hcc", "other"}


def test_a_look_alike_says_why_it_is_none_of_the_labelled_diseases() -> None:
    found = only_diagnosis(condition("c", concept(icd("C7A.1", "Malignant poorly differentiated NETs"))))
    assert found.diseases == {"other"}
    assert found.excluded_because == "Malignant poorly differentiated NETs"


def test_a_code_without_its_dot_and_in_small_letters_is_the_same_code() -> None:
    assert diseases(coding(ICD10CM, "c7a012")) == {"epnet"}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("C22", {"hcc", "other"}),
        ("C25", {"pnet", "other"}),
        ("C7A", {"pnet", "epnet", "other"}),
        ("C7A.0", {"pnet", "epnet"}),
    ],
)
def test_a_category_says_what_the_codes_below_it_say_together(code: str, expected: set[str]) -> None:
    assert diseases(icd(code, "a category")) == expected


def test_a_who_code_needs_its_morphology() -> None:
    ileum = coding(WHO, "C17", "Malignant neoplasm of small intestine")
    assert diseases(ileum) == {"epnet", "other"}
    assert diseases(ileum, icdo3("8240/3", "NET, NOS")) == {"epnet"}


# --- kidney cancer without a histology ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code", [C64, icd("C64", "Kidney"), snomed("93849006", "Primary malignant neoplasm of kidney")]
)
def test_kidney_cancer_in_an_adult_is_taken_as_renal_cell_carcinoma_and_says_so(code: dict[str, str]) -> None:
    found = only_diagnosis(condition("c", concept(code)))
    assert found.diseases == {"rcc"}
    assert found.basis is Basis.DERIVED
    assert any("code tells no histology" in note for note in found.notes)


@pytest.mark.parametrize("who", [CHILD, patient(born="2008-11-23"), patient(born="2008"), patient(born=None)])
def test_kidney_cancer_stays_open_where_the_patient_is_not_surely_an_adult(who: Resource) -> None:
    found = only_diagnosis(condition("c", concept(C64)), who=who)
    assert found.diseases == {"rcc", "other"}
    assert found.basis is Basis.CODED


def test_on_the_eighteenth_birthday_the_patient_is_an_adult() -> None:
    assert only_diagnosis(condition("c", concept(C64)), who=patient(born="2008-11-22")).diseases == {"rcc"}


def test_a_site_can_leave_kidney_cancer_undetermined() -> None:
    strict = ChartSettings(organ_without_histology="undetermined")
    assert only_diagnosis(condition("c", concept(C64)), settings=strict).diseases == {"rcc", "other"}


def test_a_kidney_cancer_with_a_histology_rests_on_codes() -> None:
    found = only_diagnosis(condition("c", concept(C64), histology=icdo3("8310/3", "Clear cell adenocarcinoma")))
    assert (found.diseases, found.basis) == ({"rcc"}, Basis.CODED)


# --- site and histology from elsewhere ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        (icdo3("C25.1", "Body of pancreas"), {"pnet"}),
        (icd("C25.9", "Pancreas"), {"pnet"}),
        (icdo3("C17.2", "Ileum"), {"epnet"}),
        (icdo3("C18.7", "Sigmoid colon"), {"epnet"}),
        (snomed("15776009", "Pancreatic structure"), {"pnet", "epnet"}),
    ],
)
def test_a_body_site_tells_a_neuroendocrine_tumor_by_its_organ(site: dict[str, str], expected: set[str]) -> None:
    tumor = snomed("1288045008", "Well-differentiated neuroendocrine tumor")
    assert diseases(tumor, bodySite=[concept(site)]) == expected


def test_a_body_site_completes_a_histology() -> None:
    assert diseases(icdo3("8312/3", "RCC"), bodySite=[concept(icd("C64.2", "Left kidney"))]) == {"rcc"}
    assert diseases(icdo3("8050/3", "Papillary carcinoma"), bodySite=[concept(icd("C50.9", "Breast"))]) == {"other"}


def test_the_morphology_extension_completes_a_diagnosis() -> None:
    follicular = icdo3("8330/3", "Follicular adenocarcinoma, NOS")
    assert only_diagnosis(condition("c", concept(C73), histology=follicular)).diseases == {"dtc"}


def test_a_morphology_with_a_grade_digit_is_the_same_morphology() -> None:
    found = chart(condition("c", concept(C73), histology=icdo3("8330/31", "Follicular adenocarcinoma")))
    assert found.diagnoses[0].diseases == {"dtc"}
    assert any("grade digit" in one for one in found.unread)


def histology_of(focus: str | None, name: str = "h") -> Resource:
    """A pathology result: medullary carcinoma."""
    return observation(name, HISTOLOGY, "2026-01-01", coded=icdo3("8345/3", "Medullary carcinoma"), focus=focus)


def test_a_histology_observation_completes_the_cancer_it_is_about() -> None:
    found = only_diagnosis(condition("c", concept(C73)), histology_of("Condition/c"))
    assert found.diseases == {"mtc"}
    assert "histology from Observation/h" in found.notes


def test_a_histology_without_a_focus_is_of_the_only_cancer() -> None:
    hypertension = condition("bp", concept(icd("I10", "Essential hypertension")))
    assert only_diagnosis(condition("c", concept(C73)), hypertension, histology_of(None)).diseases == {"mtc"}


def test_a_histology_without_a_focus_beside_two_cancers_is_of_neither_and_is_named() -> None:
    found = chart(
        condition("c", concept(C73)), condition("d", concept(icd("C50.9", "Breast cancer"))), histology_of(None)
    )
    assert found.diagnoses[0].diseases == {"dtc", "mtc"}
    assert any("Observation/h" in one and "which cancer" in one for one in found.unread)


def test_a_preliminary_histology_is_not_used() -> None:
    unsure = histology_of("Condition/c") | {"status": "preliminary"}
    assert only_diagnosis(condition("c", concept(C73)), unsure).diseases == {"dtc", "mtc"}


# --- what is no diagnosis, and what is unlisted ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [
        icd("C78.7", "Secondary malignant neoplasm of liver and intrahepatic bile duct"),
        snomed("94381002", "Secondary malignant neoplasm of liver"),
        snomed("94360002", "Secondary malignant neoplasm of kidney"),
        icd("C7B.1", "Secondary Merkel cell carcinoma"),
        icd("E34.00", "Carcinoid syndrome, unspecified"),
        snomed("61808009", "Multiple endocrine neoplasia, type 2"),
        icd("I10", "Essential (primary) hypertension"),
        snomed("38341003", "Hypertensive disorder"),
        icd("D05.11", "Intraductal carcinoma in situ of right breast"),
        snomed("429740004", "Family history of malignant neoplasm of breast"),
    ],
)
def test_these_name_no_cancer_of_the_patient(code: dict[str, str]) -> None:
    assert chart(condition("c", concept(code))).diagnoses == ()


@pytest.mark.parametrize(
    ("code", "is_one"),
    [
        (icd("D05.11", "Intraductal carcinoma of right breast"), False),
        (icd("D12.6", "Malignant looking polyp"), False),
        (icd("C50.9", "a word"), True),
        (icd("D39.10", "a word"), True),
        (icd("D43.2", "a word"), True),
        # Listed as open where the organ may be that of a labelled cancer, or is not told (READINGS 7, A307).
        (icd("D37.4", "a word"), False),
        (icd("D48.9", "a word"), False),
        (icd("D49.9", "Neoplasm of unspecified behavior"), False),
        (snomed("1000001", "a word"), False),
        (snomed("1000001", "Sarcoma of something"), True),
        (snomed("1000001", "Screening for malignant neoplasm"), False),
    ],
)
def test_an_unlisted_code_is_a_cancer_by_its_block_or_its_words(code: dict[str, str], is_one: bool) -> None:
    assert any(one.is_cancer for one in chart(condition("c", concept(code))).diagnoses) is is_one


def test_a_profile_can_say_that_a_condition_is_a_cancer() -> None:
    profile = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-primary-cancer-condition"
    tumor = condition("c", concept(snomed("1000001", "a word"))) | {"meta": {"profile": [profile]}}
    assert only_diagnosis(tumor).is_cancer


def test_a_metastatic_tumor_code_names_the_disease_as_well() -> None:
    assert diseases(snomed("702392008", "Metastatic renal cell carcinoma")) == {"rcc"}


def test_an_unlisted_code_whose_words_speak_of_a_labelled_organ_leaves_it_open() -> None:
    assert diseases(snomed("1000001", "Oncocytic carcinoma of thyroid")) == {"dtc", "mtc", "other"}
    assert diseases(snomed("254837009", "Malignant neoplasm of breast")) == {"other"}


def test_an_unlisted_coding_does_not_spoil_a_listed_one() -> None:
    assert diseases(coding("https://ehr.example.org/dx", "K-1", "kidney cancer"), PAPILLARY) == {"dtc"}
    assert diseases(snomed("1000001", "Carcinoma of something"), PAPILLARY) == {"dtc"}


def test_text_alone_names_no_disease_for_certain() -> None:
    found = only_diagnosis(condition("c", concept(text="Renal cell carcinoma")))
    assert "rcc" in found.diseases
    assert OTHER_DISEASE in found.diseases
    assert len(found.diseases) == 7
    assert found.basis is Basis.TEXT


# --- active or not --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "active"),
    [
        ("active", Truth.TRUE),
        ("recurrence", Truth.TRUE),
        ("relapse", Truth.TRUE),
        ("remission", Truth.FALSE),
        ("resolved", Truth.FALSE),
        ("inactive", Truth.FALSE),
        (None, Truth.UNKNOWN),
    ],
)
def test_the_clinical_status_says_whether_it_is_there(status: str | None, active: Truth) -> None:
    found = only_diagnosis(condition("c", concept(PAPILLARY), status=status))
    assert found.active is active
    assert (found.inactive_because == status) is (active is Truth.FALSE)


def test_an_abatement_ends_a_disease_without_status() -> None:
    over = only_diagnosis(condition("c", concept(PAPILLARY), status=None, abated="2025-01-01"))
    assert (over.active, over.inactive_because) == (Truth.FALSE, "over by its abatement")


def test_a_disease_that_ended_after_the_day_was_there_on_it() -> None:
    resolved = condition("c", concept(PAPILLARY), status="resolved", abated="2026-12-24")
    assert only_diagnosis(resolved).active is Truth.TRUE
    assert only_diagnosis(resolved, as_of="2026-12-24").active is Truth.FALSE


def test_active_and_over_at_once_is_unknown_and_named() -> None:
    found = chart(condition("c", concept(PAPILLARY), status="active", abated="2025-01-01"))
    assert found.diagnoses[0].active is Truth.UNKNOWN
    assert any("Condition/c" in one for one in found.unread)


def test_a_history_code_is_no_active_disease() -> None:
    past = only_diagnosis(condition("c", concept(icd("Z85.528", "Personal history of kidney cancer"))))
    assert (past.diseases, past.active, past.inactive_because) == ({"rcc"}, Truth.FALSE, "history only")


@pytest.mark.parametrize("word", ["refuted", "entered-in-error"])
def test_what_is_not_so_is_no_diagnosis(word: str) -> None:
    assert chart(condition("c", concept(PAPILLARY), verification=word)).diagnoses == ()


@pytest.mark.parametrize("word", ["provisional", "differential", "unconfirmed"])
def test_what_is_not_confirmed_is_named_and_shows_nothing_else(word: str) -> None:
    doubtful = condition("c", concept(snomed("702392008", "Metastatic renal cell carcinoma")), verification=word)
    found = chart(doubtful)
    assert [one.confirmed for one in found.diagnoses] == [False]
    assert found.extents == ()
    assert any(f"Condition/c is {word}" in one for one in found.unread)


def test_a_diagnosis_is_evidence_by_code_name_and_place() -> None:
    found = only_diagnosis(condition("c", concept(icd("C7A.010", "Malignant carcinoid tumor of the duodenum"))))
    assert found.evidence.says == "C7A.010 Malignant carcinoid tumor of the duodenum"
    assert found.evidence.reference == "Condition/c"
    assert found.evidence.expression == "Bundle.entry[1].resource.code"


def test_a_status_of_the_wrong_type_makes_a_condition_unusable() -> None:
    odd = condition("c", concept(PAPILLARY)) | {"verificationStatus": 5}
    found = chart(odd)
    assert found.diagnoses == ()
    assert [doubt.why.value for doubt in found.doubts] == ["wrong-type"]


def test_a_clinical_status_that_fhir_does_not_have_sets_a_condition_aside() -> None:
    found = chart(condition("c", concept(PAPILLARY), status="nonsense"))
    assert found.diagnoses == ()
    assert [doubt.why.value for doubt in found.doubts] == ["status-not-understood"]


def test_a_modifier_extension_makes_a_condition_unusable_and_named() -> None:
    odd = condition("c", concept(PAPILLARY)) | {
        "modifierExtension": [{"url": "https://x.example.org/m", "valueCode": "a"}]
    }
    found = chart(odd)
    assert found.diagnoses == ()
    assert any("Condition/c" in one for one in found.unread)


def test_a_stage_names_the_condition_it_is_an_assessment_of() -> None:
    staged = condition("c", concept(C73), stage=[{"assessment": [to("Observation/h")]}])
    other = condition("d", concept(icd("C50.9", "Breast cancer")))
    found = {one.evidence.reference: one.diseases for one in chart(staged, other, histology_of(None)).diagnoses}
    assert found["Condition/c"] == {"mtc"}
