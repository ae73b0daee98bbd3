"""Advanced disease, a word the label does not define: any sign of it, attested, coded or in text."""

from __future__ import annotations

import pytest
from support.asked import ask, truth
from support.build import Resource, attested, condition, observation
from support.coding import M0, M_CATEGORY, STAGE_1, STAGE_4, STAGE_GROUP, concept, icd, snomed

from validator.criteria.registry import read_criterion
from validator.terminology.domain import DRUG
from validator.verdict import Truth

ADVANCED = {"kind": "advanced", "disease": ["rcc"]}
TUMOR = condition("tumor", concept(snomed("702391001", "Renal cell carcinoma")), onset="2026-01-01")
LUNG = condition("spread", concept(icd("C78.01", "Secondary malignant neoplasm of right lung")), onset="2026-05-01")
EARLY = observation("early", STAGE_GROUP, "2026-02-01", coded=STAGE_1, focus="Condition/tumor")
LATE = observation("late", STAGE_GROUP, "2026-08-01", coded=STAGE_4, focus="Condition/tumor")
STAGE_2 = snomed("1222765007", "American Joint Committee on Cancer stage II")
STAGE_3 = snomed("258224005", "Stage 3")
MIDDLE = observation("middle", STAGE_GROUP, "2026-02-01", coded=STAGE_2, focus="Condition/tumor")
THIRD = observation("third", STAGE_GROUP, "2026-08-01", coded=STAGE_3, focus="Condition/tumor")
CONFINED = observation("confined", M_CATEGORY, "2026-02-01", coded=M0, focus="Condition/tumor")


def clinical(code: str, name: str) -> Resource:
    return observation("stage", STAGE_GROUP, "2026-08-01", coded=snomed(code, name), focus="Condition/tumor")


def said(code: str, value: bool | None = True, on: str = "2026-11-01") -> Resource:
    return attested(code, code, on, value)


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ([], "unknown"),
        ([LUNG], "true"),
        ([LATE], "true"),
        ([EARLY], "false"),
        ([MIDDLE], "false"),
        ([THIRD], "true"),
        ([clinical("2640006", "Clinical stage IV")], "true"),
        ([clinical("50283003", "Clinical stage III")], "true"),
        ([clinical("13104003", "Clinical stage I")], "false"),
        ([clinical("60333009", "Clinical stage II")], "false"),
        ([MIDDLE, THIRD], "true"),
        ([said("locally-advanced"), EARLY], "true"),
        ([said("unresectable", False)], "unknown"),
        ([EARLY, LATE], "true"),
        ([CONFINED], "unknown"),
        ([said("advanced")], "true"),
        ([said("advanced", None)], "unknown"),
        ([said("locally-advanced")], "true"),
        ([said("unresectable")], "true"),
        ([said("metastatic")], "true"),
        ([said("advanced"), EARLY], "true"),  # the stage of the beginning
        ([said("advanced", False), said("unresectable")], "unknown"),
        ([said("advanced", False), LATE], "unknown"),  # what was advanced stays so
        ([said("metastatic", False), LUNG], "unknown"),
        ([said("advanced", False), said("metastatic", False), LUNG], "unknown"),  # denied twice, and on file before
        ([said("advanced", False), said("metastatic", False), LATE], "unknown"),
        ([said("advanced", False), said("metastatic", False)], "false"),
        ([EARLY, LUNG], "true"),  # the stage of the beginning, and what came since
        *(
            ([said("advanced", False), said(sign, on=on)], "unknown")
            for sign in ("metastatic", "locally-advanced", "unresectable")
            for on in ("2026-11-01", "2026-05-01")
        ),
        ([said("advanced", False), said("locally-advanced", False)], "false"),
    ],
)
def test_any_sign_is_enough_and_an_early_stage_without_one_denies(resources: list[Resource], expected: str) -> None:
    assert truth(ADVANCED, TUMOR, *resources) == expected
    assert truth(ADVANCED, *resources[::-1], TUMOR) == expected


def test_a_contradiction_about_the_spread_is_said_where_nothing_else_shows_advanced_disease() -> None:
    found = ask(ADVANCED, TUMOR, said("metastatic", False), LUNG)
    assert found.because.endswith("was on file before the answer recorded on 2026-11-01, which it contradicts")
    assert [one.reference for one in found.evidence] == ["Condition/spread", "Observation/metastatic"]


@pytest.mark.parametrize(
    "words",
    ["Renal cell carcinoma, locally advanced", "Unresectable renal cell carcinoma", "Advanced renal cell carcinoma"],
)
def test_words_of_the_diagnosis_show_it_and_say_that_they_are_words(words: str) -> None:
    tumor = condition("tumor", concept(snomed("702391001", "Renal cell carcinoma"), text=words), onset="2026-01-01")
    found = ask(ADVANCED, tumor)
    assert (found.truth, found.because.endswith("(from text)")) == (Truth.TRUE, True)


@pytest.mark.parametrize("words", ["Advanced renal cell carcinoma", "Metastatic renal cell carcinoma"])
def test_words_do_not_outweigh_a_coded_early_stage(words: str) -> None:
    text = concept(snomed("702391001", "Renal cell carcinoma"), text=words)
    tumor = condition("tumor", text, onset="2026-01-01")
    assert truth(ADVANCED, tumor, EARLY) == "false"


def test_spread_that_is_coded_says_so_and_spread_in_words_alone_says_that_it_is_from_text() -> None:
    assert "from text" not in ask(ADVANCED, TUMOR, LUNG).because
    named = condition(
        "tumor", concept(icd("C64.1", "Kidney"), text="Metastatic renal cell carcinoma"), onset="2026-01-01"
    )
    assert "from text" in ask(ADVANCED, named).because
    assert "from text" not in ask(ADVANCED, named, THIRD).because


def test_what_was_attested_as_locally_advanced_before_speaks_against_a_later_no() -> None:
    before = (said("locally-advanced", on="2026-10-01"), said("advanced", False, on="2026-11-01"))
    assert ask(ADVANCED, TUMOR, *before).truth is Truth.UNKNOWN
    assert ask(ADVANCED, TUMOR, said("advanced", False, on="2026-11-01")).truth is Truth.FALSE


def test_only_the_drugs_that_show_advanced_disease_are_looked_for() -> None:
    bare, by_drug = read_criterion(ADVANCED), read_criterion(ADVANCED | {"shown_by": ["axitinib"]})
    by_reason = read_criterion(ADVANCED | {"shown_by_reason": ["nivolumab"]})
    for drug, asked in (("axitinib", [False, True, False]), ("nivolumab", [False, False, True])):
        names = [one.names().ask_about(frozenset({(DRUG, drug)})) for one in (bare, by_drug, by_reason)]
        assert names == asked
    assert bare.clause(" or ".join) == "advanced disease"
    assert by_drug.clause(" or ".join) == "advanced disease (earlier axitinib: with a caution)"
    assert by_reason.clause(" or ".join) == "advanced disease (earlier nivolumab for it: with a caution)"


BY_NODES = ADVANCED | {"nodes": True}
NODES = condition(
    "nodes", concept(icd("C77.2", "Secondary neoplasm of intra-abdominal lymph nodes")), onset="2026-05-01"
)


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ([NODES], "true"),
        ([NODES, EARLY], "true"),  # the stage of the beginning, and what came since
        ([NODES, EARLY | {"effectiveDateTime": "2026-06-01"}], "unknown"),
        ([EARLY], "false"),
        ([NODES, said("advanced", False)], "unknown"),
        ([NODES, said("advanced", False, "2026-04-01")], "true"),
        ([condition("nodes", NODES["code"], status="resolved", onset="2026-05-01")], "unknown"),
        ([condition("nodes", NODES["code"], verification="provisional", onset="2026-05-01")], "unknown"),
    ],
)
def test_spread_to_lymph_nodes_counts_where_the_question_says_so(resources: list[Resource], expected: str) -> None:
    assert truth(BY_NODES, TUMOR, *resources) == expected
    assert ask(ADVANCED, TUMOR, NODES).truth is Truth.UNKNOWN


def test_spread_to_lymph_nodes_is_a_note() -> None:
    found = ask(BY_NODES, TUMOR, NODES)
    assert found.because.startswith("advanced by C77.2")
    assert found.remarks == ("spread to lymph nodes is stage III or IV of this disease (AJCC)",)
    assert found.cautions == ()
    assert ask(BY_NODES, TUMOR, NODES, LUNG).remarks == ()
