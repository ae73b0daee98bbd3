"""Which of several statements of spread stands: a newer early stage, and spread of which no status is told."""

from __future__ import annotations

from typing import Any

import pytest
from support.asked import ask, truth
from support.build import Resource, attested, condition, observation
from support.coding import STAGE_1, STAGE_4, STAGE_GROUP, Coding, concept, icd, loinc, snomed
from support.judged import judged
from support.plain import kidney, lung_metastasis

RCC = {"kind": "advanced", "disease": ["rcc"]}
METASTATIC: dict[str, Any] = {"kind": "metastatic", "disease": ["rcc"], "stage_four": True}
STAGE_3 = snomed("1222801008", "American Joint Committee on Cancer stage III")
LUNG = concept(icd("C78.01", "Secondary malignant neoplasm of right lung"))
TUMOR = condition("tumor", concept(snomed("702391001", "Renal cell carcinoma")), onset="2022-01-01")


def stage(value: Coding, on: str, name: str) -> Resource:
    return observation(name, STAGE_GROUP, on, coded=value, focus="Condition/tumor")


@pytest.mark.parametrize("high", [STAGE_3, STAGE_4])
@pytest.mark.parametrize("on", ["2026-03-01", "2026-03", "2026-09-01"])
def test_an_early_stage_as_new_as_an_advanced_one_leaves_it_open_and_both_are_named(high: Coding, on: str) -> None:
    found = ask(RCC, TUMOR, stage(high, "2026-03-01", "high"), stage(STAGE_1, on, "low"))
    assert (found.truth.value, [one.reference for one in found.evidence]) == (
        "unknown",
        ["Observation/high", "Observation/low"],
    )
    assert "advanced" in found.missing


@pytest.mark.parametrize(
    "beside",
    [
        [stage(STAGE_1, "2025-03-01", "low")],
        [stage(STAGE_1, "2026-03-01", "low"), stage(STAGE_4, "2026-10-01", "again")],
        [stage(STAGE_1, "2026-09-01", "low"), stage(STAGE_4, "2026-10-01", "again")],
        [stage(STAGE_1, "2026-09-01", "low"), condition("spread", LUNG, onset="2026-08-01")],
        [stage(STAGE_1, "2026-09-01", "low"), attested("at", "advanced", "2026-11-01", True)],
        [
            stage(STAGE_1, "2026-09-01", "low"),
            condition("again", TUMOR["code"], status="recurrence", onset="2026-04-01"),
        ],
    ],
)
def test_an_older_early_stage_and_what_else_shows_spread_change_nothing(beside: list[Resource]) -> None:
    assert truth(RCC, TUMOR, stage(STAGE_4, "2026-03-01", "high"), *beside) == "true"


def typed(text: str, on: str = "2026-10-01") -> Resource:
    return observation("typed", STAGE_GROUP, on) | {"valueString": text}


@pytest.mark.parametrize("text", ["Stage IV", "stage III", "IV"])
@pytest.mark.parametrize("on", ["2026-02-01", "2026-10-01"])
def test_an_advanced_stage_that_is_typed_beside_a_coded_early_one_leaves_it_open(text: str, on: str) -> None:
    low = stage(STAGE_1, "2026-06-01", "low")
    tumor = TUMOR | {"stage": [{"summary": {"text": text if text.lower().startswith("stage") else f"Stage {text}"}}]}
    for chart in ((TUMOR, typed(text, on), low), (tumor, low)):
        found = ask(RCC, *chart)
        assert (found.truth.value, len(found.evidence)) == ("unknown", 2)


@pytest.mark.parametrize(
    "beside",
    [
        [],
        [typed("Stage I")],
        [typed("Stage II")],
        [condition("skin", concept(icd("L89.3", "Pressure ulcer of buttock"))) | {"note": [{"text": "Stage III"}]}],
    ],
)
def test_a_coded_early_stage_beside_no_other_or_an_early_one_in_words_is_no_advanced_disease(
    beside: list[Resource],
) -> None:
    assert truth(RCC, TUMOR, stage(STAGE_1, "2026-06-01", "low"), *beside) == "false"


@pytest.mark.parametrize(
    "elements",
    [
        {"note": [{"text": "Stage III"}]},
        {"code": TUMOR["code"] | {"text": "Locally advanced renal cell carcinoma"}},
        {"stage": [{"summary": {"text": "Locally advanced"}}]},
    ],
)
def test_a_stage_in_a_note_and_words_that_are_no_stage_say_nothing_against_a_code(elements: dict[str, Any]) -> None:
    assert truth(RCC, TUMOR | elements, stage(STAGE_1, "2026-06-01", "low")) == "false"


def test_a_stage_four_that_is_taken_back_shows_no_spread_either() -> None:
    told = (stage(STAGE_4, "2026-03-01", "high"), stage(STAGE_1, "2026-09-01", "low"))
    assert truth(METASTATIC, TUMOR, told[0]) == "true"
    assert truth(METASTATIC, TUMOR, *told) == "unknown"


@pytest.mark.parametrize(
    ("onset", "expected"),
    [("2023-01-01", "unknown"), ("2024-11-21", "unknown"), ("2024-11-22", "true"), ("2026-06-01", "true")],
)
def test_spread_without_a_status_counts_as_long_as_a_tumor_without_one(onset: str, expected: str) -> None:
    untold = condition("spread", LUNG, status=None, onset=onset)
    found = ask(METASTATIC, TUMOR, untold)
    assert (found.truth.value, bool(found.remarks)) == (expected, expected == "true")
    assert ("clinicalStatus of Condition/spread" in found.missing) is (expected == "unknown")


def test_an_order_that_rests_on_spread_of_long_ago_without_a_status_is_not_accepted() -> None:
    def chart(**elements: Any) -> list[Resource]:
        told = {key: value for key, value in (lung_metastasis() | elements).items() if value is not None}
        return [told if one["id"] == "metastasis" else one for one in kidney()]

    old = {"onsetDateTime": "2022-06-01", "recordedDate": "2022-06-02"}
    assert judged(chart(clinicalStatus=None, **old)).verdict == "undetermined"
    assert judged(chart(**old)).verdict == "accept"
    found = judged(chart(clinicalStatus=None))
    assert found.verdict == "accept"
    assert any("clinical status is not told" in one.message for one in found.findings)
    beside = condition("again", LUNG, onset="2026-10-01")
    assert judged([*chart(clinicalStatus=None, **old), beside]).verdict == "accept"


M_CATEGORY = loinc("21907-1", "Distant metastases.clinical [Class] Cancer")
M1 = snomed("1229903009", "American Joint Committee on Cancer cM1")
M0 = snomed("1229901006", "American Joint Committee on Cancer cM0")


def category(value: Coding, on: str, name: str) -> Resource:
    return observation(name, M_CATEGORY, on, coded=value, focus="Condition/tumor")


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ([category(M0, "2026-03-01", "low")], "unknown"),
        ([category(M0, "2026-02-01", "low")], "true"),
        ([category(M0, "2026-03-01", "low"), category(M1, "2026-10-01", "again")], "true"),
        ([category(M0, "2026-03-01", "low"), condition("spread", LUNG, onset="2026-08-01")], "true"),
        ([category(M0, "2026-03-01", "low"), attested("at", "metastatic", "2026-11-01", True)], "true"),
    ],
)
def test_spread_and_none_of_one_day_are_open_unless_something_else_shows_it(
    beside: list[Resource], expected: str
) -> None:
    told = [TUMOR, category(M1, "2026-03-01", "high"), *beside]
    assert [truth(question, *told) for question in (METASTATIC, RCC)] == [expected] * 2
    assert [truth(question, *told[::-1]) for question in (METASTATIC, RCC)] == [expected] * 2


@pytest.mark.parametrize(
    ("denied_on", "high_on", "expected"),
    [
        ("2026-06", "2026-06-02", "unknown"),
        ("2026-06", "2026-06", "unknown"),
        ("2026", "2026-06-02", "unknown"),
        ("2026-05", "2026-06-02", "true"),
        ("2025", "2026-06-02", "true"),
        ("2026-06-01", "2026", "unknown"),
        ("2026-06", "2026", "unknown"),
        ("2025-06-01", "2026", "true"),
    ],
)
def test_none_of_the_month_of_every_sign_may_be_of_its_day(denied_on: str, high_on: str, expected: str) -> None:
    told = [TUMOR, category(M1, high_on, "high"), category(M0, denied_on, "low")]
    assert [truth(question, *told) for question in (METASTATIC, RCC)] == [expected] * 2


@pytest.mark.parametrize(
    ("on", "expected"), [("2026-10-01", "unknown"), ("2026-03-01", "unknown"), ("2025-10-01", "true")]
)
def test_an_early_stage_as_new_as_an_answer_of_spread_leaves_it_open(on: str, expected: str) -> None:
    told = [TUMOR, category(M1, "2026-03-01", "high"), stage(STAGE_1, on, "low")]
    assert truth(RCC, *told) == expected
    assert truth(RCC, *told, condition("spread", LUNG, onset="2026-08-01")) == "true"


@pytest.mark.parametrize("denied_on", ["2026", "2025"])
def test_a_metastasis_on_the_problem_list_stands_beside_none_of_its_year(denied_on: str) -> None:
    told = [TUMOR, condition("spread", LUNG, onset="2026-06-02"), category(M0, denied_on, "low")]
    assert [truth(question, *told) for question in (METASTATIC, RCC)] == ["true"] * 2


@pytest.mark.parametrize(
    ("on", "expected"), [("2026-10-01", "unknown"), ("2026-06-01", "unknown"), ("2026-02-01", "false")]
)
def test_metastatic_as_a_typed_stage_rests_on_the_newest_and_never_shows_what_a_code_denies(
    on: str, expected: str
) -> None:
    low = stage(STAGE_1, "2026-06-01", "low")
    assert truth(RCC, TUMOR, typed("metastatic", on), low) == expected
    assert truth(RCC, TUMOR, typed("Metastatic to lung", on), low) == expected


def test_metastatic_as_the_stage_of_a_condition_beside_an_early_one_is_open() -> None:
    low = stage(STAGE_1, "2026-06-01", "low")
    assert truth(RCC, TUMOR | {"stage": [{"summary": {"text": "Metastatic"}}]}, low) == "unknown"
    assert truth(RCC, TUMOR | {"stage": [{"summary": {"text": "Not metastatic"}}]}, low) == "false"
    assert truth(RCC, TUMOR, typed("metastatic")) == "true"
