"""Advanced disease, a word the label does not define: any sign of it, attested, coded or in text."""

from __future__ import annotations

import pytest
from support.asked import ask, truth
from support.build import Resource, attested, condition, observation
from support.coding import M0, M_CATEGORY, STAGE_1, STAGE_4, STAGE_GROUP, concept, icd, snomed

ADVANCED = {"kind": "advanced", "disease": ["rcc"]}
TUMOR = condition("tumor", concept(snomed("702391001", "Renal cell carcinoma")), onset="2026-01-01")
LUNG = condition("spread", concept(icd("C78.01", "Secondary malignant neoplasm of right lung")), onset="2026-05-01")
EARLY = observation("early", STAGE_GROUP, "2026-02-01", coded=STAGE_1, focus="Condition/tumor")
LATE = observation("late", STAGE_GROUP, "2026-08-01", coded=STAGE_4, focus="Condition/tumor")
CONFINED = observation("confined", M_CATEGORY, "2026-02-01", coded=M0, focus="Condition/tumor")


def said(code: str, value: bool | None = True, on: str = "2026-11-01") -> Resource:
    return attested(code, code, on, value)


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ([], "unknown"),
        ([LUNG], "true"),
        ([LATE], "true"),
        ([EARLY], "false"),
        ([EARLY, LATE], "true"),
        ([CONFINED], "unknown"),
        ([said("advanced")], "true"),
        ([said("advanced", None)], "unknown"),
        ([said("locally-advanced")], "true"),
        ([said("unresectable")], "true"),
        ([said("metastatic")], "true"),
        ([said("advanced"), EARLY], "true"),  # the stage of the beginning
        ([said("advanced", False), said("unresectable")], "unknown"),
        ([said("metastatic", False), LUNG], "unknown"),
    ],
)
def test_any_sign_is_enough_and_an_early_stage_without_one_denies(resources: list[Resource], expected: str) -> None:
    assert truth(ADVANCED, TUMOR, *resources) == expected
    assert truth(ADVANCED, *resources[::-1], TUMOR) == expected


def test_a_contradiction_about_the_spread_is_said_where_nothing_else_shows_advanced_disease() -> None:
    found = ask(ADVANCED, TUMOR, said("metastatic", False), LUNG)
    assert found.because.endswith("was on file before the attestation of 2026-11-01, which it contradicts")
    assert [one.reference for one in found.evidence] == ["Condition/spread", "Observation/metastatic"]
