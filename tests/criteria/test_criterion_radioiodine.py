"""RAI-refractory or ineligible: attested, or in text that stands against no attestation."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from support.answer import verdict
from support.asked import ask, truth
from support.build import Resource, attested, condition, observation, weight
from support.coding import CANONICAL, coding, concept, loinc, snomed
from support.judged import tablets, thyroid
from support.plain import without
from support.shipped import SHIPPED

from validator.criteria.registry import read_criterion
from validator.profiles import Profiles
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


SITE = "https://hospital.example.org/codes"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Profiles:
    """The content of a site that has a code of its own for it: what ships knows it in words only."""
    folder = Path(shutil.copytree(SHIPPED.root, tmp_path_factory.mktemp("site") / "profiles"))
    file = folder / "valuesets" / "prior-therapy" / "radioactive-iodine-refractory-phrases.json"
    made = json.loads(file.read_text(encoding="utf-8"))
    known = {"url": f"{CANONICAL}/StructureDefinition/confidence", "valueCode": "verified1"}
    own = {"code": "RAIR", "display": "Iodine no longer taken up", "extension": [known]}
    made |= {"id": "site-refractory", "url": "https://hospital.example.org/ValueSet/site-refractory"}
    made["identifier"][0]["value"] = "conditions-risk"
    made["compose"]["include"] = [{"system": SITE, "concept": [own]}]
    (file.parent / "site-refractory.json").write_text(json.dumps(made), encoding="utf-8")
    found = Profiles(folder)
    assert found.mistakes() == ()
    return found


@pytest.mark.parametrize(
    ("refractory", "ineligible", "expected"),
    [
        (None, None, "accept"),
        ("2026-01-05", "2026-01-05", "accept"),
        ("2026-11-05", "2026-11-05", "undetermined"),
        ("2026-01-05", "2026-11-05", "undetermined"),
        ("2026-11-05", "2026-01-05", "undetermined"),
    ],
    ids=["silent", "older", "newer", "newer about one", "newer about the other"],
)
@pytest.mark.parametrize("dated", ["onset", "recorded"])
def test_a_coded_record_stands_against_an_attestation_that_is_older(
    site: Profiles, refractory: str | None, ineligible: str | None, expected: str, dated: str
) -> None:
    """What no longer takes up iodine does not come to again: beside a newer no neither is believed."""
    coded = condition("coded", concept(coding(SITE, "RAIR", "Iodine no longer taken up")), **{dated: "2026-05-01"})
    denied = [
        *([stated(REFRACTORY, False, refractory)] if refractory else []),
        *([stated(INELIGIBLE, False, ineligible)] if ineligible else []),
    ]
    chart = [*without(thyroid(tablets(60), kilograms="50"), REFRACTORY), coded, *denied]
    assert verdict(chart, profiles=site) == expected


def test_without_a_record_two_attestations_that_say_no_are_an_error(site: Profiles) -> None:
    chart = [*without(thyroid(tablets(60), kilograms="50"), REFRACTORY), stated(REFRACTORY, False)]
    assert verdict(chart, profiles=site) == "undetermined"
    assert verdict([*chart, stated(INELIGIBLE, False)], profiles=site) == "error"
