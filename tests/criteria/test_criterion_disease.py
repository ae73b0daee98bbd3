"""Which disease the order is for: its own reason, else the active diagnoses."""

from __future__ import annotations

import pytest
from support.asked import ask, truth
from support.build import Resource, condition
from support.build import order as an_order
from support.coding import Coding, concept, icd, snomed
from support.plain import TABLET_60

RCC = snomed("702391001", "Renal cell carcinoma")
PAPILLARY = snomed("255029007", "Papillary thyroid carcinoma")
MEDULLARY = snomed("255032005", "Medullary thyroid carcinoma")
THYROID = icd("C73", "Malignant neoplasm of thyroid gland")
HAY_FEVER = icd("J30.1", "Allergic rhinitis due to pollen")
WILMS = snomed("302849000", "Nephroblastoma")
BREAST = icd("C50.911", "Malignant neoplasm of unspecified site of right female breast")


def tumor(code: Coding, name: str = "tumor", **elements: str | None) -> Resource:
    return condition(name, concept(code), onset="2026-01-01", **elements)


def disease(name: str) -> dict[str, str]:
    return {"kind": "disease", "name": name}


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ([tumor(RCC)], "true"),
        ([tumor(RCC, status="recurrence")], "true"),
        ([tumor(RCC, status="relapse")], "true"),
        ([tumor(RCC, status="remission")], "false"),
        ([tumor(RCC, status="resolved")], "false"),
        ([tumor(RCC, status="inactive")], "false"),
        ([tumor(RCC, status=None) | {"onsetDateTime": "2020-05-01"}], "unknown"),
        ([tumor(RCC, verification="refuted")], "unknown"),
        ([tumor(RCC, verification="entered-in-error")], "unknown"),
        ([tumor(RCC, verification="provisional")], "unknown"),
        ([tumor(RCC, verification="differential")], "unknown"),
        ([tumor(PAPILLARY)], "false"),
        ([tumor(BREAST)], "false"),
        ([tumor(HAY_FEVER)], "unknown"),
        ([], "unknown"),
        ([tumor(icd("C64.1", "Malignant neoplasm of right kidney"))], "true"),
    ],
)
def test_one_diagnosis(resources: list[Resource], expected: str) -> None:
    assert truth(disease("rcc"), *resources) == expected


def test_thyroid_cancer_without_histology_is_neither_of_the_two() -> None:
    for name in ("dtc", "mtc"):
        found = ask(disease(name), tumor(THYROID))
        assert found.truth.value == "unknown"
        assert found.because.endswith("leaves other diseases possible")
        assert found.missing == ("Condition that names the cancer, with its histology",)
    assert truth(disease("rcc"), tumor(THYROID)) == "false"


def test_a_finer_entry_beside_a_coarse_one_decides() -> None:
    both = [tumor(THYROID, "coarse"), tumor(PAPILLARY)]
    for resources in (both, both[::-1]):
        assert truth(disease("dtc"), *resources) == "true"


def test_what_would_settle_an_old_diagnosis_without_status_is_its_status() -> None:
    old = tumor(RCC, status=None) | {"onsetDateTime": "2024-11-21"}
    assert ask(disease("rcc"), old).missing == ("Condition.clinicalStatus",)
    undated = {key: value for key, value in old.items() if key not in ("onsetDateTime", "recordedDate")}
    assert ask(disease("rcc"), undated).missing == ("Condition.clinicalStatus",)


def test_a_diagnosis_of_the_last_24_months_without_status_counts_as_present_and_says_so() -> None:
    found = ask(disease("rcc"), tumor(RCC, status=None) | {"onsetDateTime": "2024-11-22"})
    assert found.truth.value == "true"
    assert any("24 months" in remark for remark in found.remarks)


def test_an_unconfirmed_cancer_hides_no_confirmed_one_and_decides_nothing_alone() -> None:
    maybe = tumor(RCC, "maybe", verification="provisional")
    assert truth(disease("rcc"), maybe, tumor(BREAST)) == "false"
    assert truth(disease("rcc"), maybe) == "unknown"
    assert truth(disease("rcc"), tumor(BREAST, "maybe", verification="provisional")) == "unknown"


def test_one_that_is_over_beside_one_that_is_not_confirmed_is_open_in_any_order() -> None:
    both = [tumor(RCC, "over", status="remission"), tumor(RCC, "maybe", verification="provisional")]
    for resources in (both, both[::-1]):
        found = ask(disease("rcc"), *resources)
        assert found.truth.value == "unknown"
        assert found.because.endswith("is not confirmed")


def test_one_that_is_neither_active_nor_confirmed_is_over() -> None:
    assert truth(disease("rcc"), tumor(RCC, status="remission", verification="provisional")) == "false"


def test_a_fine_entry_without_status_beside_a_coarse_one_asks_for_its_status() -> None:
    both = [tumor(THYROID, "coarse"), tumor(PAPILLARY, status=None) | {"onsetDateTime": "2020-01-01"}]
    for resources in (both, both[::-1]):
        found = ask(disease("dtc"), *resources)
        assert (found.truth.value, found.missing) == ("unknown", ("Condition.clinicalStatus",))


def test_reasons_of_which_one_is_another_disease_still_name_theirs() -> None:
    ordered = an_order(TABLET_60, reasonCode=[concept(BREAST), concept(THYROID)])
    assert truth(disease("dtc"), tumor(PAPILLARY), what=ordered) == "true"


def test_a_reason_that_is_not_confirmed_is_confirmed_by_the_same_disease_of_the_chart() -> None:
    maybe, sure = tumor(RCC, "maybe", verification="provisional"), tumor(RCC, "sure")
    assert truth(disease("rcc"), maybe, sure, what=an_order(TABLET_60, reason="Condition/maybe")) == "true"
    assert truth(disease("rcc"), maybe, what=an_order(TABLET_60, reason="Condition/maybe")) == "unknown"


def test_a_reason_that_is_no_cancer_is_what_the_order_is_for() -> None:
    ordered = an_order(TABLET_60, reasonCode=[concept(HAY_FEVER)])
    found = ask(disease("rcc"), tumor(RCC), what=ordered)
    assert found.truth.value == "false"
    assert found.because.startswith("the order's reason is ")


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (PAPILLARY, "the diagnosis on file is 255029007 Papillary thyroid carcinoma"),
        (WILMS, "the diagnosis on file is Nephroblastoma"),  # a kidney cancer that is set aside on purpose
    ],
)
def test_another_cancer_is_named(code: Coding, says: str) -> None:
    found = ask(disease("rcc"), tumor(code))
    assert (found.truth.value, found.because) == ("false", says)


def test_another_cancer_that_is_over_does_not_say_what_the_order_is_for() -> None:
    over, fever = tumor(BREAST, "over", status="remission"), tumor(HAY_FEVER, "fever")
    for resources in ([over], [over, fever], [fever, over]):
        found = ask(disease("rcc"), *resources)
        assert found.truth.value == "unknown"
        assert found.because.endswith("female breast is not active (remission), no other cancer is on file")
        assert [one.reference for one in found.evidence] == ["Condition/over"]


def test_a_condition_that_is_no_cancer_is_not_what_the_order_is_for() -> None:
    assert ask(disease("rcc"), tumor(HAY_FEVER)).because == "no cancer diagnosis is on file"


def test_an_inactive_disease_says_why() -> None:
    assert ask(disease("rcc"), tumor(RCC, status="remission")).because.endswith("is not active (remission)")


def test_the_reason_of_the_order_decides_between_two_cancers() -> None:
    both = [tumor(RCC, "kidney"), tumor(PAPILLARY, "thyroid")]
    assert [truth(disease(name), *both) for name in ("rcc", "dtc")] == ["true", "true"]
    for reason, expected in (("kidney", ["true", "false"]), ("thyroid", ["false", "true"])):
        ordered = an_order(TABLET_60, reason=f"Condition/{reason}")
        assert [truth(disease(name), *both, what=ordered) for name in ("rcc", "dtc")] == expected


def test_the_reason_may_be_coded_in_the_order_alone() -> None:
    ordered = an_order(TABLET_60, reasonCode=[concept(RCC)])
    assert truth(disease("rcc"), what=ordered) == "true"
    other = an_order(TABLET_60, reasonCode=[concept(BREAST)])
    found = ask(disease("rcc"), tumor(RCC), what=other)
    assert found.truth.value == "false"


def test_a_coarse_reason_is_refined_by_the_chart() -> None:
    ordered = an_order(TABLET_60, reasonCode=[concept(THYROID)])
    assert truth(disease("dtc"), tumor(PAPILLARY), what=ordered) == "true"
    assert truth(disease("dtc"), tumor(RCC), what=ordered) == "unknown"
    assert truth(disease("rcc"), tumor(RCC), what=ordered) == "false"


def test_a_reason_that_cannot_be_read_is_a_caution() -> None:
    ordered = an_order(TABLET_60, reason="Condition/elsewhere")
    found = ask(disease("rcc"), tumor(RCC), what=ordered)
    assert found.truth.value == "true"
    assert found.cautions == (
        "the order gives a reason that cannot be read; the disease was taken from the chart",
    )  # fmt: skip
    assert ask(disease("rcc"), tumor(RCC)).cautions == ()


def test_a_kidney_cancer_without_histology_is_taken_as_renal_cell_carcinoma_with_a_remark() -> None:
    found = ask(disease("rcc"), tumor(icd("C64.1", "Malignant neoplasm of right kidney")))
    assert found.remarks != ()


def in_words(words: str, name: str, **elements: str | None) -> Resource:
    return condition(name, concept(THYROID, text=words), onset="2026-01-01", **elements)


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ([], "true"),
        ([in_words("medullary thyroid carcinoma", "other")], "unknown"),
        ([tumor(MEDULLARY, "other")], "unknown"),
        ([in_words("medullary thyroid carcinoma", "other", status="resolved")], "true"),
        ([tumor(MEDULLARY, "other", status="remission")], "true"),
        ([tumor(MEDULLARY, "other", verification="provisional")], "true"),
        ([tumor(BREAST, "other")], "true"),
        ([tumor(RCC, "other")], "true"),
        ([tumor(HAY_FEVER, "other")], "true"),
        ([tumor(THYROID, "other")], "true"),
        ([in_words("papillary thyroid carcinoma", "other")], "true"),
    ],
    ids=[
        "alone", "other words", "another code", "other words, over", "another code, over", "another, not confirmed",
        "breast", "kidney", "hay fever", "no words", "the same words",
    ],
)  # fmt: skip
def test_the_words_of_a_diagnosis_name_its_disease_unless_another_one_on_file_says_another(
    beside: list[Resource], expected: str
) -> None:
    papillary = in_words("papillary thyroid carcinoma", "words")
    for resources in ([papillary, *beside], [*beside, papillary]):
        found = ask(disease("dtc"), *resources)
        assert found.truth.value == expected
        if expected == "true":
            assert [one.basis.value for one in found.evidence] == ["text"]


def test_one_that_was_over_and_may_be_back_is_open_beside_another_cancer() -> None:
    back = [tumor(RCC, "over", status="remission"), tumor(RCC, "maybe", verification="provisional")]
    for resources in ([*back, tumor(BREAST)], [tumor(BREAST), *back[::-1]]):
        assert truth(disease("rcc"), *resources) == "unknown"
    assert truth(disease("rcc"), back[1], tumor(BREAST)) == "false"
