"""RAI-refractory or ineligible: attested, or in text that stands against no attestation."""

from __future__ import annotations

import pytest
from support.asked import ask, truth
from support.build import Resource, attested, condition, observation, weight
from support.coding import concept, loinc, snomed

from validator.criteria.registry import read_criterion
from validator.terminology.domain import DRUG

QUESTION = {
    "kind": "radioiodine-refractory-or-ineligible",
    "groups": ["dtc:rai_refractory", "rai_refractory"],
}
PAPILLARY = concept(snomed("255029007", "Papillary thyroid carcinoma"))
REFRACTORY, INELIGIBLE = "rai-refractory", "rai-ineligible"


def stated(code: str, value: bool | None, on: str = "2026-11-01") -> Resource:
    return attested(code, code, on, value)


def written(words: str, **elements: str) -> Resource:
    return condition("tumor", PAPILLARY, note=words, **({"onset": "2026-01-01"} | elements))


def observed(words: str, on: str = "2026-11-01") -> Resource:
    return observation("seen", loinc("29299-5", "Reason for visit Narrative"), on, text=words)


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ([], "unknown"),
        ([stated(REFRACTORY, True)], "true"),
        ([stated(INELIGIBLE, True)], "true"),
        ([stated(REFRACTORY, False), stated(INELIGIBLE, True)], "true"),
        ([stated(REFRACTORY, False)], "unknown"),
        ([stated(INELIGIBLE, False)], "unknown"),
        ([stated(REFRACTORY, False), stated(INELIGIBLE, False)], "false"),
        ([stated(REFRACTORY, None), stated(INELIGIBLE, False)], "unknown"),
        ([written("RAI-refractory disease")], "true"),
        ([written("not RAI-refractory")], "unknown"),
        ([weight("80", "2026-11-18")], "unknown"),
        ([written("RAI-refractory", status="resolved")], "unknown"),
        ([written("RAI-refractory", onset="2026-11-23")], "unknown"),
        ([observed("RAI-refractory")], "true"),
        ([observed("RAI-refractory", "2026-11-23")], "unknown"),
        ([written("RAI-refractory"), stated(REFRACTORY, False)], "unknown"),
        ([observed("RAI-refractory"), stated(INELIGIBLE, False)], "unknown"),
        ([observed("RAI-refractory"), stated(REFRACTORY, False), stated(INELIGIBLE, False)], "false"),
    ],
)
def test_either_is_enough_and_both_must_be_denied(resources: list[Resource], expected: str) -> None:
    assert truth(QUESTION, *resources) == expected


def test_what_is_attested_is_said_in_words() -> None:
    assert ask(QUESTION, stated(REFRACTORY, True)).because == "RAI refractory disease is attested"
    assert ask(QUESTION, stated(INELIGIBLE, True)).because == "RAI ineligible disease is attested"
    denied = ask(QUESTION, stated(REFRACTORY, False), stated(INELIGIBLE, False))
    assert len(denied.evidence) == 2


def test_both_criteria_would_settle_it() -> None:
    found = ask(QUESTION, stated(REFRACTORY, False))
    assert found.missing == (REFRACTORY, INELIGIBLE)
    assert [one.reference for one in found.evidence] == ["Observation/rai-refractory"]


def test_treatment_with_radioactive_iodine_is_looked_for_only_where_it_is_named() -> None:
    bare, named = (read_criterion(QUESTION | more) for more in ({}, {"treatments": ["dtc:rai"]}))
    treatment = frozenset({(DRUG, "dtc:rai")})
    assert [one.names().ask_about(treatment) for one in (bare, named)] == [False, True]
