"""What a report of tissue concludes of the kind of a cancer on file. All patients are synthetic."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, attested, condition, resource, to, weight
from support.coding import coding, concept, icd, snomed
from support.judged import judged, liver_cancer
from support.listed import ICDO3
from support.plain import kidney, kidney_cancer, man, pancreas, sixty, without

LEFT_KIDNEY = icd("C64.2", "Malignant neoplasm of left kidney, except renal pelvis")
CLEAR_CELL = snomed("254915003", "Clear cell carcinoma of kidney")
TRANSITIONAL = snomed("27090000", "Transitional cell carcinoma")
MEDULLARY = snomed("255032005", "Medullary thyroid carcinoma")
PAPILLARY = snomed("255029007", "Papillary thyroid carcinoma")


def report(*codes: dict[str, Any], words: str | None = None, on: str = "2026-09-01", **elements: Any) -> Resource:
    """A final report of surgical pathology that concludes this."""
    said = {"conclusionCode": [concept(one) for one in codes]} if codes else {"conclusion": words}
    named = {"code": concept(text="Surgical pathology"), "subject": to("Patient/patient"), "effectiveDateTime": on}
    return resource("DiagnosticReport", "report", **({"status": "final"} | said | named | elements))


def organ_alone(*beside: Resource) -> list[Resource]:
    """Advanced cancer of a kidney by an organ's code, with no histology of its own."""
    return [kidney_cancer(code=concept(LEFT_KIDNEY)) if one["id"] == "tumor" else one for one in kidney(beside=beside)]


def thyroid(tumor: dict[str, Any], *beside: Resource) -> list[Resource]:
    """A man with a cancer of the thyroid who meets all that the label asks beside its kind."""
    codes = ("metastatic", "progressed-on-vegfr-targeted-therapy", "rai-refractory")
    stated = [attested(f"at{n}", code, "2026-11-01", True) for n, code in enumerate(codes)]
    return [man(), condition("tumor", tumor, onset="2025-06-02"), weight("80", "2026-11-18"), *stated, *beside, sixty()]


BY_WORDS = concept(icd("C73", "Malignant neoplasm of thyroid gland"), text="Papillary thyroid carcinoma")


@pytest.mark.parametrize(
    "chart",
    [
        kidney(beside=(report(TRANSITIONAL),)),
        organ_alone(report(TRANSITIONAL)),
        organ_alone(report(coding(ICDO3, "8120/3", "Transitional cell carcinoma"))),
        organ_alone(report(words="Urothelial carcinoma of renal pelvis, high grade. Margins negative.")),
        organ_alone(report(TRANSITIONAL), condition("again", concept(LEFT_KIDNEY), onset="2025-09-02")),
        organ_alone(report(words="Transitional cell carcinoma")),
        organ_alone(report(conclusionCode=[{"text": "Urothelial carcinoma of renal pelvis"}])),
        organ_alone(report(conclusionCode=[{"text": "Reviewed"}, {"text": "Transitional cell carcinoma"}])),
        organ_alone(report(words="Final dx: UROTHELIAL CA")),
        kidney(beside=(report(words="Wilms tumor"),)),
        kidney(beside=(report(words="UTUC"),)),
        kidney(beside=(report(words="UC of kidney"),)),
        kidney(beside=(report(words="UC, kidney"),)),
        kidney(beside=(report(words="Left kidney bx: SCC"),)),
        kidney(beside=(report(words="Urothelkarzinom der Niere"),)),
        kidney(beside=(report(words="Carcinome urothélial du rein"),)),
        kidney(beside=(report(words="Carcinoma urotelial de riñón"),)),
        kidney(beside=(report(words="Upper tract urothelial carcinoma"),)),
        kidney(beside=(report(words="Kidney biopsy: metastatic melanoma"),)),
        organ_alone(report(words="TCC")),
        organ_alone(report(words="TCC. Margins negative.")),
        organ_alone(report(words="Urothelial carcinoma, high grade, 4.2 cm, pT3 N0. Margins are clear. LVI present.")),
        organ_alone(report(words="Urothelial carcinoma, high grade", code=concept(text="Kidney biopsy, pathology"))),
        thyroid(concept(PAPILLARY), report(MEDULLARY)),
        thyroid(BY_WORDS, report(words="Thyroid: medullary thyroid carcinoma")),
        thyroid(BY_WORDS, report(words="Thyroid: anaplastic carcinoma")),
    ],
)
def test_a_tumor_of_another_kind_in_a_report_of_tissue_leaves_the_disease_open(chart: list[Resource]) -> None:
    assert judged(chart).verdict == "undetermined"


@pytest.mark.parametrize(
    "said",
    [
        "Transitional cell carcinoma of the bladder",
        "Negative for urothelial carcinoma",
        "Colon: UC, quiescent",
        "Right kidney mass: no evidence of metastatic melanoma",
        "Lung, wedge: metastatic clear cell RCC. Kidney: RCC",
        "Clear cell carcinoma",
        "Clear cell renal cell carcinoma",
    ],
)
def test_a_conclusion_without_a_code_is_of_this_tumor_only_where_words_are(said: str) -> None:
    assert judged(organ_alone(report(conclusionCode=[{"text": said}]))).verdict == "accept"


@pytest.mark.parametrize(
    "words",
    [
        "Bladder, TURBT: transitional cell carcinoma",
        "Transitional cell carcinoma of the bladder",
        "Negative for urothelial carcinoma",
        "Lymph node: urothelial carcinoma",
        "Skin: squamous cell carcinoma",
        "Clear cell carcinoma",
        "Benign tissue",
        "Margins negative.",
        "Nodes negative for TCC",
    ],
)
def test_words_of_another_organ_denied_or_of_its_own_kind_say_nothing_against_it(words: str) -> None:
    assert judged(organ_alone(report(words=words))).verdict == "accept"


def test_a_kind_alone_is_not_of_this_cancer_where_the_report_or_another_cancer_may_have_it() -> None:
    alone = report(words="Transitional cell carcinoma")
    bladder = condition("bladder", concept(icd("C67.9", "Malignant neoplasm of bladder")), onset="2026-01-01")
    before = [one.code for one in judged(organ_alone(bladder)).findings]
    assert [one.code for one in judged(organ_alone(bladder, alone)).findings] == before
    assert judged(organ_alone(alone | {"code": concept(text="Bladder biopsy, pathology")})).verdict == "accept"
    assert judged(kidney(beside=(alone,))).verdict == "accept"


SECTION = "http://terminology.hl7.org/CodeSystem/v2-0074"
KIDNEY = {"text": "Kidney, left"}


@pytest.mark.parametrize(
    ("elements", "verdict"),
    [
        ({"code": concept(coding("http://loinc.org", "60567-5"))}, "undetermined"),
        ({"code": KIDNEY, "category": [concept(coding(SECTION, "SP"))]}, "undetermined"),
        ({"code": KIDNEY, "category": [concept(coding("http://loinc.org", "LP7839-6"))]}, "undetermined"),
        ({"code": KIDNEY, "category": [concept(coding(SECTION, "LAB"))]}, "accept"),
        ({"code": KIDNEY, "category": [concept(coding(SECTION, "RAD"))]}, "accept"),
    ],
)
def test_a_report_of_tissue_is_known_by_its_codes_too(elements: dict[str, Any], verdict: str) -> None:
    assert judged(organ_alone(report(TRANSITIONAL, **elements))).verdict == verdict


def test_a_poorly_differentiated_kind_is_not_in_the_label() -> None:
    found = judged(pancreas(report(coding(ICDO3, "8246/3", "Neuroendocrine carcinoma"))))
    assert found.verdict == "error"


@pytest.mark.parametrize(
    "told",
    [
        report(CLEAR_CELL),
        report(TRANSITIONAL, on="2020-01-01"),
        report(TRANSITIONAL, status="cancelled"),
        report(TRANSITIONAL, code=concept(text="CT abdomen")),
        report(snomed("25370001", "Hepatocellular carcinoma")),
        report(snomed("255108000", "Transitional cell carcinoma of bladder")),
        report(snomed("254651007", "Squamous cell carcinoma of skin")),
        report(snomed("17621005", "Normal")),
        report(words="Kidney: clear cell renal cell carcinoma. No urothelial carcinoma in the ureter."),
        report(words="Kidney: clear cell renal cell carcinoma. Urothelial lining unremarkable."),
        report(words="Skin, left arm: squamous cell carcinoma in situ."),
        report(words="Lymph node, axillary: follicular lymphoma."),
    ],
)
def test_a_report_of_the_same_kind_or_of_another_organ_changes_nothing(told: Resource) -> None:
    assert judged(organ_alone(told)).verdict == "accept"


def test_a_kind_of_no_organ_is_not_of_this_cancer_where_another_is_on_file() -> None:
    sarcoma = condition("other", concept(icd("C49.9", "Malignant neoplasm of soft tissue")), onset="2024-01-01")
    told = report(snomed("424413001", "Sarcoma"))
    assert judged(organ_alone(told)).verdict == "undetermined"
    assert judged(organ_alone(told, sarcoma)).verdict != "undetermined"


def test_words_of_a_later_report_that_name_the_organ_leave_open_what_a_code_names() -> None:
    told = report(words="Urothelial carcinoma of renal pelvis")
    assert judged(kidney(beside=(told,))).verdict == "undetermined"
    assert judged(thyroid(concept(PAPILLARY), report(words="Medullary thyroid carcinoma"))).verdict == "undetermined"
    assert judged([*liver_cancer(), report(words="Liver: cholangiocarcinoma"), sixty()]).verdict == "undetermined"


def test_an_earlier_report_one_of_no_organ_and_one_of_its_own_kind_say_nothing_against_a_code() -> None:
    for told in (
        report(words="Urothelial carcinoma of renal pelvis", on="2025-09-01"),
        report(words="Urothelial carcinoma"),
        report(words="Left kidney: clear cell renal cell carcinoma, no urothelial carcinoma"),
        report(words="Renal cell carcinoma of the kidney, clear cell type, with sarcomatoid features"),
        report(words="Urinary bladder, biopsy: urothelial carcinoma", code=concept(text="Bladder biopsy, pathology")),
    ):
        assert judged(kidney(beside=(told,))).verdict == "accept", told


def test_a_report_may_be_ninety_days_older_than_the_tumor_by_its_onset_else_by_when_it_was_recorded() -> None:
    assert judged(organ_alone(report(TRANSITIONAL, on="2025-06-03"))).verdict == "undetermined"
    assert judged(organ_alone(report(TRANSITIONAL, on="2025-06-02"))).verdict == "accept"
    told = report(TRANSITIONAL, on="2020-03-01")
    old = kidney_cancer(code=concept(LEFT_KIDNEY), onsetDateTime="2020-01-01")
    undated = {name: value for name, value in old.items() if name != "onsetDateTime"}
    rest = without(organ_alone(told), "tumor")
    assert [judged([tumor, *rest]).verdict for tumor in (old, undated)] == ["undetermined", "accept"]


BLADDER = condition("bladder", concept(icd("C67.9", "Malignant neoplasm of bladder")), onset="2026-01-01")
UNNAMED = coding("urn:lab", "1", "Transitional cell carcinoma")


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        (report(words="Urothelial carcinoma of renal pelvis, high grade."), "undetermined"),
        (report(conclusionCode=[concept(UNNAMED, text="Renal pelvis")]), "undetermined"),
        (report(TRANSITIONAL), "warning"),
    ],
)
def test_a_kind_whose_organ_is_told_is_of_that_organ_though_another_cancer_explains_it(
    told: Resource, verdict: str
) -> None:
    assert judged(organ_alone(BLADDER)).verdict == "warning"
    assert judged(organ_alone(BLADDER, told)).verdict == verdict


@pytest.mark.parametrize(
    ("elements", "verdict"),
    [
        ({"code": concept(coding("urn:local", "1", "Kidney biopsy"), text="Surgical pathology")}, "undetermined"),
        ({"code": concept(coding("urn:local", "1", "Bladder biopsy"), text="Surgical pathology")}, "accept"),
    ],
)
def test_every_name_of_a_report_may_tell_whose_tissue_it_is(elements: dict[str, Any], verdict: str) -> None:
    assert judged(organ_alone(report(words="TCC", **elements))).verdict == verdict


@pytest.mark.parametrize("words", ["Benign tissue", "No urothelial carcinoma", "Cholangiocarcinoma"])
def test_a_report_of_the_organ_that_states_no_other_kind_of_it_changes_nothing(words: str) -> None:
    assert judged(organ_alone(report(words=words, code=concept(text="Kidney biopsy, pathology")))).verdict == "accept"


def test_words_beside_a_coded_conclusion_may_name_the_cancer_of_another_organ() -> None:
    told = report(conclusionCode=[concept(TRANSITIONAL, text="Urothelial carcinoma of bladder")])
    assert judged(organ_alone(told)).verdict == "accept"


@pytest.mark.parametrize("status", ["preliminary", "partial"])
def test_another_kind_in_a_report_that_is_not_closed_leaves_it_open_and_its_own_kind_settles_nothing(
    status: str,
) -> None:
    another = report(TRANSITIONAL, status=status)
    assert judged(organ_alone(another)).verdict == "undetermined"
    assert judged(organ_alone(report(words="Urothelial carcinoma", status=status))).verdict == "undetermined"
    assert judged(organ_alone(report(CLEAR_CELL, status=status))).verdict == "accept"
    organ = concept(icd("C73", "Malignant neoplasm of thyroid gland"))
    assert judged(thyroid(organ, report(PAPILLARY, status=status))).verdict == "undetermined"


def test_a_kind_that_is_likely_or_of_a_way_of_growing_is_another_kind_too() -> None:
    said = (
        "c/w TCC",
        "Favor urothelial carcinoma",
        "Consistent with urothelial carcinoma",
        "Suspicious for urothelial carcinoma",
        "Final: urothelial ca.",
        "Sarcomatoid urothelial carcinoma",
        "Urothelial carcinoma with sarcomatoid features",
        "UC, high grade",
    )
    found = {one: judged(organ_alone(report(words=one))).verdict.value for one in said}
    assert found == dict.fromkeys(said, "undetermined")


def test_its_own_kind_that_is_likely_and_another_that_is_denied_change_nothing() -> None:
    said = (
        "Favor RCC",
        "Consistent with renal cell carcinoma, clear cell",
        "RCC with sarcomatoid features",
        "Not urothelial carcinoma",
        "History of urothelial carcinoma",
        "Rule out urothelial carcinoma",
        "Ulcerative colitis",
        "UC, quiescent",
    )
    found = {one: judged(organ_alone(report(words=one))).verdict.value for one in said}
    assert found == dict.fromkeys(said, "accept")


@pytest.mark.parametrize(
    "words",
    [
        "Nierenzellkarzinom, klarzellig",
        "Carcinome rénal à cellules claires",
        "Carcinoma renal de células claras",
        "Skin: SCC",
        "UC quiescent on colonoscopy",
        "Nierensteine beidseits",
    ],
)
def test_the_cancer_itself_in_another_language_and_short_names_of_other_things_are_quiet(words: str) -> None:
    assert judged(kidney(beside=(report(words=words),))).verdict == "accept"
