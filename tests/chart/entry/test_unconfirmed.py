"""Unverified codes: a risk or an interaction is a caution that says so, what a regimen rests on stays open."""

from __future__ import annotations

import pytest
from support.build import Resource, icdo3, observation, resource, statement, to
from support.coding import Coding, concept, loinc, rxnorm, snomed
from support.judged import judged, named, problem, thyroid
from support.plain import kidney, sixty

from validator.profiles import shipped
from validator.terminology.believed import BELIEVED
from validator.verdict import Verdict

ATC = "http://www.whocc.no/atc"
POSITIVE = snomed("10828004", "Positive")


def coding(system: str, code: str, display: str | None = None) -> Coding:
    return {"system": system, "code": code} | ({"display": display} if display else {})


def test_a_risk_by_an_unverified_code_is_a_caution_that_says_so() -> None:
    test = observation("test", loinc("80385-8", "hCG, rapid"), "2026-11-20", coded=POSITIVE)
    report = judged(kidney(beside=(test,)))
    (found,) = named(report, "entry-set-aside")
    assert found.verdict is report.verdict is Verdict.WARNING
    assert "what its code stands for is not confirmed" in found.message
    assert named(report, "pregnancy") == []


def test_a_negative_answer_by_an_unverified_code_changes_nothing() -> None:
    test = observation("test", loinc("80385-8", "hCG, rapid"), "2026-11-20", coded=snomed("260385009", "Negative"))
    assert judged(kidney(beside=(test,))).verdict is Verdict.ACCEPT


@pytest.mark.parametrize("code", ["H01CC03", "L01XF03", "N02BB02"])
@pytest.mark.parametrize("is_referred_to", [False, True], ids=["inline", "medication"])
def test_an_interaction_by_an_unverified_code_is_a_caution_that_says_so(code: str, is_referred_to: bool) -> None:
    drug = concept(coding(ATC, code))
    beside: tuple[Resource, ...] = (statement("drug", drug, start="2026-10-01"),)
    if is_referred_to:
        referring = statement("drug", to("Medication/m"), start="2026-10-01")
        beside = (referring, resource("Medication", "m", code=drug))
    report = judged(kidney(beside=beside))
    (found,) = named(report, "entry-set-aside")
    assert found.verdict is report.verdict is Verdict.WARNING
    assert named(report, "interacting-drug") == []


@pytest.mark.parametrize("drug", [coding(ATC, "H01CC03", "elagolix"), rxnorm("6809", "metformin")])
def test_a_drug_that_is_named_needs_no_confirmed_code(drug: Coding) -> None:
    report = judged(kidney(beside=(statement("drug", concept(drug), start="2026-10-01"),)))
    assert named(report, "entry-set-aside") == []


@pytest.mark.parametrize(("code", "verdict"), [("8343/3", Verdict.UNDETERMINED), ("8260/3", Verdict.ACCEPT)])
def test_a_disease_by_an_unverified_code_is_open_and_by_a_confirmed_one_told(code: str, verdict: Verdict) -> None:
    chart = [one for one in thyroid(born="1970-01-01", kilograms="70") if one["id"] != "tumor"]
    site = {"bodySite": [concept(icdo3("C73.9", "Thyroid gland"))]}
    report = judged([*chart, sixty(), problem(icdo3(code, "carcinoma")) | site])
    assert report.verdict is verdict
    assert len(named(report, "entry-set-aside")) == (1 if verdict is Verdict.UNDETERMINED else 0)


def test_no_unverified_code_stands_for_all_that_begin_with_it() -> None:
    book = shipped().book
    listed = [concept for one in book.value_sets for concept in one.concepts.values()]
    assert [one.code for one in listed if one.confidence == "unverified" and one.prefix] == []


def test_a_coding_read_as_confirmed_is_found_by_the_same_groups() -> None:
    book = shipped().book
    assert book.groups("cyp3a4", BELIEVED + ATC, "H01CC03") == book.groups("cyp3a4", ATC, "H01CC03")
    assert book.confidence("cyp3a4", BELIEVED + ATC, "H01CC03") == "verified1"
