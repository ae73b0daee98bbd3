"""How far the disease has spread, read from codes, stages, Observations and guarded words."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import condition, observation, weight
from support.coding import (
    DISEASE_STATUS,
    M0,
    M1,
    M_CATEGORY,
    STAGE_1,
    STAGE_4,
    STAGE_4C,
    STAGE_GROUP,
    WORSENED,
    Coding,
    coding,
    concept,
    icd,
    snomed,
)
from support.facts import chart
from support.judged import judged
from support.plain import kidney_cancer, man, sixty

from validator.chart.fact import Extent
from validator.verdict import Basis

RCC = concept(snomed("702391001", "Renal cell carcinoma"))
PAPILLARY = concept(snomed("255029007", "Papillary thyroid carcinoma"))


def kinds(*resources: dict[str, object]) -> set[tuple[str, str | None]]:
    """Kind and disease of each extent."""
    return {(one.kind, one.disease) for one in chart(*resources).extents}


def only(*resources: dict[str, object]) -> Extent:
    """The one extent."""
    found = chart(*resources).extents
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (icd("C78.7", "Secondary malignant neoplasm of liver"), {("metastatic", None)}),
        (icd("C77.2", "Secondary neoplasm of intra-abdominal nodes"), {("regional-nodes", None)}),
        (snomed("94397007", "Secondary malignant neoplasm of lymph nodes of neck"), {("regional-nodes", None)}),
        (icd("C7B.02", "Secondary carcinoid tumors of liver"), {("metastatic", "pnet"), ("metastatic", "epnet")}),
        (icd("C7B.1", "Secondary Merkel cell carcinoma"), set()),
        (snomed("702392008", "Metastatic renal cell carcinoma"), {("metastatic", "rcc")}),
        (snomed("315007008", "Metastasis from thyroid"), {("metastatic", "dtc"), ("metastatic", "mtc")}),
        (snomed("14803004", "Temporary"), set()),
    ],
)
def test_a_condition_says_how_far_it_has_spread(code: dict[str, str], expected: set[tuple[str, str | None]]) -> None:
    assert kinds(condition("c", concept(code))) == expected


def test_a_history_of_spread_is_not_spread_and_is_named() -> None:
    found = chart(condition("c", concept(snomed("1287652008", "History of metastatic malignant neoplasm"))))
    assert found.extents == ()
    assert any("Condition/c" in one for one in found.unread)


@pytest.mark.parametrize("status", ["resolved", "inactive", "remission"])
def test_spread_that_is_gone_is_not_spread(status: str) -> None:
    assert kinds(condition("c", concept(icd("C78.7", "Liver metastasis")), status=status)) == set()


@pytest.mark.parametrize(
    ("code", "kind"),
    [(STAGE_1, "stage-1"), (STAGE_4, "stage-4"), (M1, "metastatic"), (M0, "not-metastatic")],
)
def test_a_stage_of_a_condition_is_about_its_disease(code: dict[str, str], kind: str) -> None:
    found = only(condition("c", RCC, stage=[{"summary": concept(code)}]))
    assert (found.kind, found.disease, found.about) == (kind, "rcc", "Condition/c")
    assert found.evidence.expression == "Bundle.entry[1].resource.stage[0].summary"


def test_a_stage_of_another_cancer_is_not_about_a_labelled_one() -> None:
    breast = concept(icd("C50.9", "Malignant neoplasm of breast"))
    assert kinds(condition("c", breast, stage=[{"summary": concept(STAGE_4)}])) == {("stage-4", "other")}


def test_stage_ivc_is_distant_spread_by_definition() -> None:
    staged = condition("c", PAPILLARY, stage=[{"summary": concept(STAGE_4C)}])
    assert kinds(staged) == {("stage-4", "dtc"), ("metastatic", "dtc")}
    written = observation("o", STAGE_GROUP, "2026-08-01", text="Stage IVC")
    assert kinds(written) == {("stage-4", None), ("metastatic", None)}


@pytest.mark.parametrize("code", [STAGE_4, snomed("1222841004", "American Joint Committee on Cancer stage IVB")])
def test_other_stages_iv_are_not_distant_spread(code: dict[str, str]) -> None:
    assert kinds(condition("c", PAPILLARY, stage=[{"summary": concept(code)}])) == {("stage-4", "dtc")}


@pytest.mark.parametrize(
    ("question", "answer", "kind"),
    [
        (M_CATEGORY, M1, "metastatic"),
        (STAGE_GROUP, STAGE_4, "stage-4"),
        (DISEASE_STATUS, WORSENED, "worse"),
        (DISEASE_STATUS, snomed("359746009", "Patient's condition stable"), "stable"),
        (STAGE_GROUP, coding("http://cancerstaging.org", "3C"), "stage-3"),
        (M_CATEGORY, coding("http://cancerstaging.org", "cM1"), "metastatic"),
    ],
)
def test_a_staging_observation_answers(question: dict[str, str], answer: dict[str, str], kind: str) -> None:
    found = only(observation("o", question, "2026-08-01", coded=answer))
    assert (found.kind, found.disease, found.evidence.basis) == (kind, None, Basis.CODED)
    assert found.date is not None
    assert found.date.text == "2026-08-01"


@pytest.mark.parametrize("focus", ["Condition/other", "Condition/gone"])
@pytest.mark.parametrize(
    "other",
    [icd("I50.9", "Heart failure"), icd("L89.154", "Pressure ulcer of sacral region, stage 4"), icd("J44.9", "COPD")],
)
@pytest.mark.parametrize("question", [concept(STAGE_GROUP), {"text": "Stage"}])
def test_a_stage_of_another_disease_is_not_that_of_the_cancer(
    focus: str, other: Coding, question: dict[str, Any]
) -> None:
    staged = observation("st", STAGE_GROUP, "2026-08-01", coded=STAGE_4, focus=focus) | {"code": question}
    beside = condition("other", concept(other), onset="2020-01-01")
    own = [man(), kidney_cancer(), weight("80", "2026-11-18"), sixty()]
    assert judged([*own, beside, staged]).verdict.value == "undetermined"
    # The same stage of the cancer, and of nothing that is named, is the cancer's.
    for about in ("Condition/tumor", None):
        mine = observation("st", STAGE_GROUP, "2026-08-01", coded=STAGE_4, focus=about) | {"code": question}
        assert judged([*own, beside, mine]).verdict.value == "accept"


def test_of_several_in_a_focus_the_tumor_counts() -> None:
    staged = observation("st", STAGE_GROUP, "2026-08-01", coded=STAGE_4)
    staged |= {"focus": [{"reference": "Condition/hf"}, {"reference": "Condition/c"}]}
    heart = condition("hf", concept(icd("I50.9", "Heart failure")))
    assert {one.about for one in chart(condition("c", RCC), heart, staged).extents} == {"Condition/c"}


def test_a_stage_whose_focus_is_not_here_still_speaks_against() -> None:
    early = observation("o", M_CATEGORY, "2026-08-01", coded=M0, focus="Condition/gone")
    late = observation("o", M_CATEGORY, "2026-08-01", coded=M1, focus="Condition/gone")
    assert [one.kind for one in chart(condition("c", RCC), early).extents] == ["not-metastatic"]
    assert not chart(condition("c", RCC), late).extents


def test_an_observation_is_about_the_disease_of_its_focus() -> None:
    found = chart(condition("c", RCC), observation("o", M_CATEGORY, "2026-08-01", coded=M1, focus="Condition/c"))
    assert [(one.kind, one.disease, one.about) for one in found.extents] == [("metastatic", "rcc", "Condition/c")]


@pytest.mark.parametrize(
    ("question", "text", "kind"),
    [
        (STAGE_GROUP, "Stage IV", "stage-4"),
        (STAGE_GROUP, "IVB", "stage-4"),
        (STAGE_GROUP, "2a", "stage-2"),
        (STAGE_GROUP, "stage i", "stage-1"),
        (M_CATEGORY, "M1", "metastatic"),
        (M_CATEGORY, "cM0", "not-metastatic"),
    ],
)
def test_a_written_stage_counts_when_it_is_the_whole_answer(question: dict[str, str], text: str, kind: str) -> None:
    found = only(observation("o", question, "2026-08-01", text=text))
    assert (found.kind, found.evidence.basis) == (kind, Basis.TEXT)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (STAGE_GROUP, "not stage IV"),
        (STAGE_GROUP, "V"),
        (STAGE_GROUP, "M1"),
        (M_CATEGORY, "stage IV"),
        (M_CATEGORY, "M9"),
    ],
)
def test_any_other_answer_is_no_stage_and_is_named(question: dict[str, str], text: str) -> None:
    found = chart(observation("o", question, "2026-08-01", text=text))
    assert found.extents == ()
    assert any("Observation/o" in one for one in found.unread)


@pytest.mark.parametrize(
    ("question", "text"),
    [(M_CATEGORY, "MX"), (M_CATEGORY, "cMX"), (STAGE_GROUP, "Unknown"), (STAGE_GROUP, "not assessed")],
)
def test_an_answer_that_nobody_knows_is_no_stage_and_no_fault(question: dict[str, str], text: str) -> None:
    found = chart(observation("o", question, "2026-08-01", text=text))
    assert (found.extents, found.unread) == ((), ())


@pytest.mark.parametrize("status", ["preliminary", "registered", "entered-in-error", "cancelled"])
def test_a_stage_that_does_not_stand_is_not_used(status: str) -> None:
    assert kinds(observation("o", M_CATEGORY, "2026-08-01", coded=M1, status=status)) == set()


@pytest.mark.parametrize("word", ["recurrence", "relapse"])
def test_a_cancer_that_came_back_is_recurrent(word: str) -> None:
    assert kinds(condition("c", RCC, status=word)) == {("recurrent", "rcc")}


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("Locally advanced, unresectable.", {("locally-advanced", "rcc"), ("unresectable", "rcc")}),
        ("Now metastatic", {("metastatic", "rcc")}),
        ("No evidence of metastatic disease", set()),
        ("Potentially unresectable", set()),
        ("Advanced disease?", set()),
    ],
)
def test_words_in_a_note_of_a_cancer_count_where_they_are_stated(note: str, expected: set[tuple[str, str]]) -> None:
    found = chart(condition("c", RCC, note=note))
    assert {(one.kind, one.disease) for one in found.extents} == expected
    assert {one.evidence.basis for one in found.extents} <= {Basis.TEXT}


def test_words_in_a_note_of_anything_else_do_not_count() -> None:
    assert kinds(condition("c", concept(icd("I10", "Hypertension")), note="metastatic")) == set()


def test_words_add_nothing_to_what_is_coded() -> None:
    coded = concept(snomed("702392008", "Metastatic renal cell carcinoma"), text="Metastatic RCC")
    assert [one.evidence.basis for one in chart(condition("c", coded)).extents] == [Basis.CODED]
