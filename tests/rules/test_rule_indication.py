"""What the order is for: a disease of the label, and everything its indication asks for."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, attested, condition, patient, service_request, statement
from support.build import order as an_order
from support.coding import DRUGS, concept, icd, snomed
from support.judged import capsules, judged, liver_cancer, medullary, named, only, taking, thyroid, verdicts
from support.plain import TABLET_60, kidney, kidney_cancer, man, neuroendocrine, sixty, without

from validator.verdict import Verdict

CODES = (
    "indication-not-in-label",
    "wrong-product-for-disease",
    "indication-not-met",
    "indication-not-shown",
    "disease-not-shown",
    "indication-caution",
    "indication-note",
)
BREAST = concept(icd("C50.911", "Malignant neoplasm of unspecified site of right female breast"))
THYROID = concept(icd("C73", "Malignant neoplasm of thyroid gland"))


def said(resources: list[Resource], **options: Any) -> dict[str, str]:
    """What the indication rule says, by code."""
    return {one.code: one.verdict.value for one in judged(resources, **options).findings if one.code in CODES}


def indication(resources: list[Resource], **options: Any) -> str | None:
    return judged(resources, **options).indication


@pytest.mark.parametrize(
    ("chart", "name"),
    [
        (kidney(), "rcc-mono"),
        (neuroendocrine(), "epnet"),
        (thyroid(sixty(), kilograms="45"), "dtc"),
        (liver_cancer(sixty()), "hcc"),
        (medullary(capsules(140)), "mtc"),
    ],
)
def test_an_indication_that_is_met_says_nothing(chart: list[Resource], name: str) -> None:
    assert said(chart) == {}
    assert indication(chart) == name


def test_another_cancer_is_not_in_the_label() -> None:
    chart = [man(), condition("tumor", BREAST), sixty()]
    assert said(chart) == {"indication-not-in-label": "error"}
    assert indication(chart) is None
    found = only(chart, "indication-not-in-label")
    assert found.message.startswith("Not an indication of CABOMETYX in the revision of 2025-03-26: ")
    assert found.evidence[0].reference == "Condition/tumor"


def test_without_any_diagnosis_the_disease_is_not_shown() -> None:
    chart = [man(), sixty()]
    assert said(chart) == {"disease-not-shown": "undetermined"}
    found = only(chart, "disease-not-shown")
    assert found.missing == ("Condition that names the cancer, with its histology",)
    assert found.section == "1"


def test_one_disease_that_may_be_meant_gives_its_section() -> None:
    unclear = {key: one for key, one in kidney_cancer().items() if key != "clinicalStatus"}
    unclear |= {"onsetDateTime": "2020-01-01", "recordedDate": "2020-01-01"}
    found = only([man(), unclear, sixty()], "disease-not-shown")
    assert found.section == "1.1"
    assert found.missing == ("Condition.clinicalStatus",)


def test_a_disease_of_the_other_product_is_named_with_it() -> None:
    found = only(medullary(sixty()), "wrong-product-for-disease")
    assert found.message == (
        "Medullary thyroid cancer is an indication of COMETRIQ capsules, not of CABOMETYX tablets."
    )
    assert found.verdict is Verdict.ERROR
    found = only(kidney(capsules(60)), "wrong-product-for-disease")
    assert "CABOMETYX tablets, not of COMETRIQ capsules" in found.message


@pytest.mark.parametrize(
    ("chart", "starts"),
    [
        (medullary(sixty()), "COMETRIQ starts at 140 mg once daily."),
        (kidney(capsules(140)), "CABOMETYX starts at 60 mg once daily."),
        (thyroid(capsules(140)), "CABOMETYX starts at 60 mg once daily or 40 mg once daily."),
    ],
)
def test_the_other_product_is_named_with_the_doses_it_starts_with(chart: list[Resource], starts: str) -> None:
    found = only(chart, "wrong-product-for-disease")
    assert found.detail == f"Tablets and capsules are not interchangeable. {starts}"


def test_thyroid_cancer_without_histology_leaves_the_disease_open() -> None:
    chart = [man(), condition("tumor", THYROID), sixty()]
    assert said(chart)["disease-not-shown"] == "undetermined"
    assert indication(chart) is None
    assert said([man(), condition("tumor", THYROID), capsules(140)])["disease-not-shown"] == "undetermined"


def test_an_open_disease_whose_requirement_fails_anyway_is_an_error() -> None:
    """A child of eleven is under the age floor whatever the thyroid cancer is called."""
    chart = [patient(born="2015-01-01"), condition("tumor", THYROID), sixty()]
    found = said(chart)
    assert found["indication-not-met"] == "error"
    assert found["disease-not-shown"] == "undetermined"


@pytest.mark.parametrize(
    ("missing", "words", "settles"),
    [
        ("unresectable extent", "locally advanced or metastatic disease", "metastatic"),
        ("everolimus", "previous treatment", "previously-treated"),
        ("metastatic", "locally advanced or metastatic disease", "locally-advanced"),
        ("progressed-on-vegfr-targeted-therapy", "progression after VEGFR-targeted therapy", ""),
        ("rai-refractory", "RAI-refractory or RAI-ineligible disease", "rai-ineligible"),
    ],
)
def test_what_is_not_shown_is_undetermined_and_says_what_would_settle_it(
    missing: str, words: str, settles: str
) -> None:
    net = without(neuroendocrine(), *missing.split())
    chart = net if len(net) < len(neuroendocrine()) else without(thyroid(sixty(), kilograms="45"), missing)
    report = judged(chart)
    found = [one for one in named(report, "indication-not-shown") if words in one.message]
    assert len(found) == 1
    assert found[0].verdict is Verdict.UNDETERMINED
    assert (settles or missing) in found[0].missing
    assert found[0].kind.value == "required"
    assert report.verdict is Verdict.UNDETERMINED


@pytest.mark.parametrize(
    ("chart", "words"),
    [
        ([*neuroendocrine(born="2014-11-23", kilograms="45")], "an age of 12 years or more"),
        ([*neuroendocrine(), attested("grade", "well-differentiated", "2026-11-02", False)], "well-differentiated"),
        ([*neuroendocrine(), attested("now", "unresectable", "2026-11-02", False)], "unresectable disease"),
        ([*neuroendocrine(), taking("nivolumab")], "use without nivolumab"),
        ([*kidney(), taking("axitinib")], "use as a single agent, or with nivolumab"),
        ([*thyroid(sixty(), kilograms="45"), taking("nivolumab")], "use without nivolumab"),
        ([*liver_cancer(sixty()), taking("nivolumab")], "use without nivolumab"),
        ([*without(medullary(capsules(140)), "progressive"), attested("p", "progressive", "2026-11-01", False)], ""),
    ],
)
def test_what_is_shown_not_to_be_so_is_an_error(chart: list[Resource], words: str) -> None:
    (found,) = named(judged(chart), "indication-not-met")
    assert found.verdict is Verdict.ERROR
    assert words in found.message


def test_a_neuroendocrine_tumor_of_unknown_site_has_the_dose_of_both() -> None:
    unknown_site = condition("tumor", concept(icd("C7A.8", "Other malignant neuroendocrine tumors")))
    grade = attested("grade", "well-differentiated", "2026-11-01", True)
    chart = [unknown_site if one["id"] == "tumor" else one for one in [*neuroendocrine(), grade]]
    report = judged(chart)
    assert report.verdict is Verdict.ACCEPT
    assert report.indication == "net"
    assert report.expected is not None
    assert report.expected.daily_mg == 60
    assert named(report, "indication-note")
    lacking = judged(without(chart, "everolimus"))
    assert len(named(lacking, "indication-not-shown")) == 1


def test_of_two_cancers_the_one_whose_indication_is_met_is_meant() -> None:
    both = [*kidney(), *without(neuroendocrine(), "patient", "order", "weight", "everolimus")]
    both = [one | {"id": "net"} if one["id"] == "tumor" and "1290067005" in str(one) else one for one in both]
    assert indication(both) == "rcc-mono"
    assert judged(both).verdict is not Verdict.ERROR


@pytest.mark.parametrize(("reason", "name"), [("kidney", "rcc-mono"), ("net", "epnet")])
def test_the_reason_of_the_order_decides_between_two_cancers(reason: str, name: str) -> None:
    chart = [one | {"id": "kidney"} if one["id"] == "tumor" else one for one in without(kidney(), "order")]
    net = [
        one | {"id": "net"} if one["id"] == "tumor" else one for one in without(neuroendocrine(), "patient", "order")
    ]
    ordered = an_order(TABLET_60, sixty()["dosageInstruction"], reason=f"Condition/{reason}")
    assert indication([*chart, *without(net, "weight"), ordered]) == name


def test_a_caution_is_a_warning() -> None:
    metastatic_only = without(neuroendocrine(), "unresectable")
    assert said(metastatic_only) == {"indication-note": "accept"}
    planned = service_request("planned", snomed("33149006", "Pancreatectomy"), "2027-02-01")
    assert verdicts(judged([*metastatic_only, planned]), "indication-caution") == ["warning"]
    analog = statement(
        "everolimus", concept(DRUGS["octreotide"][0]), start="2025-03-01", end="2026-09-30", status="completed"
    )
    chart = [analog if one["id"] == "everolimus" else one for one in neuroendocrine()]
    assert "its trial asked for more" in only(chart, "indication-caution").message
    unread = an_order(TABLET_60, sixty()["dosageInstruction"], reason="Condition/elsewhere")
    assert verdicts(judged(kidney(unread)), "indication-caution") == ["warning"]


def test_kidney_cancer_that_only_an_earlier_drug_calls_advanced_is_a_warning() -> None:
    bare = without(kidney(), "metastasis")
    assert said(bare) == {"indication-not-shown": "undetermined"}
    report = judged([*bare, taking("axitinib", since="2026-01-01", until="2026-10-01", status="completed")])
    assert report.verdict is Verdict.WARNING
    assert [one.message for one in named(report, "indication-caution")] == [
        "The label asks for advanced disease: only earlier axitinib speaks for it; record the stage or the metastasis."
    ]
    new = judged([*bare, taking("axitinib", since="2026-11-23")])
    assert verdicts(new, "indication-not-shown") == ["undetermined"]
    shown = [*kidney(), taking("axitinib", since="2026-01-01", until="2026-10-01", status="completed")]
    assert judged(shown).verdict is Verdict.ACCEPT


def test_a_note_is_information() -> None:
    coarse = condition("tumor", concept(icd("C64.1", "Malignant neoplasm of right kidney")))
    chart = [coarse if one["id"] == "tumor" else one for one in kidney()]
    assert said(chart) == {"indication-note": "accept"}


def test_a_cancer_in_remission_is_no_indication_and_is_said() -> None:
    over = kidney_cancer(clinicalStatus={"coding": [{"code": "remission"}]})
    chart = [over if one["id"] == "tumor" else one for one in without(kidney(), "metastasis")]
    found = only(chart, "disease-not-shown")
    assert found.verdict is Verdict.UNDETERMINED
    assert "not active (remission)" in found.message
    assert found.evidence[0].reference == "Condition/tumor"


@pytest.mark.parametrize(
    ("on", "expected"),
    [("2025-03-25", {"indication-not-in-label": "error"}), ("2025-03-26", {})],
)
def test_the_revision_of_the_day_decides(on: str, expected: dict[str, str]) -> None:
    chart = without(neuroendocrine(sixty(authoredOn=on)), "everolimus", "unresectable", "weight", "extent")
    chart += [attested(code, code, "2025-01-01", True) for code in ("unresectable", "metastatic", "previously-treated")]
    found = judged(chart)
    assert {one.code: one.verdict.value for one in found.findings if one.code in CODES} == expected


def test_medullary_cancer_that_is_only_locally_advanced_is_off_label() -> None:
    chart = without(medullary(capsules(140)), "metastatic")
    local = [
        attested("local", "locally-advanced", "2026-11-01", True),
        attested("m", "metastatic", "2026-11-01", False),
    ]
    assert verdicts(judged([*chart, *local]), "indication-not-met") == ["error"]
    assert verdicts(judged([*chart, local[0]]), "indication-not-shown") == ["undetermined"]


def test_papillary_cancer_and_capsules_do_not_belong_together() -> None:
    papillary = [patient(born="1980-01-01"), condition("tumor", concept(snomed("255029007", "Papillary carcinoma")))]
    assert said([*papillary, capsules(140)])["wrong-product-for-disease"] == "error"
