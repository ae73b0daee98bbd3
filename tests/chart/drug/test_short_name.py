"""Drugs of which a list holds only what oncologists call them."""

from __future__ import annotations

import pytest
from support.answer import answer, check, verdict
from support.build import Resource, order, statement
from support.plain import kidney

OTHERS = ["pembro", "atezo 1200 mg IV", "lenva", "len/pem", "axi 5 mg BID", "Bev + atezo", "durva"]


def codes(beside: Resource) -> set[str]:
    return {one.code for one in answer(check(kidney(beside=(beside,)))).findings}


@pytest.mark.parametrize("name", OTHERS)
def test_a_drug_called_by_its_short_name_alone_is_that_drug(name: str) -> None:
    for kind in (statement("x", {"text": name}, start="2026-10-01"), order({"text": name}, []) | {"id": "x"}):
        assert "indication-not-met" in codes(kind)


@pytest.mark.parametrize("name", ["nivo 480 mg", "ipi/nivo", "NIVO", "nivo - maintenance"])
def test_the_drug_it_is_given_with_is_known_by_its_short_name(name: str) -> None:
    given = statement("x", {"text": name}, start="2026-10-01")
    assert "dose-above-label" in codes(given)


@pytest.mark.parametrize(
    "name", ["Axi-cel", "Len's vitamin", "Bev drink mix", "Lens cleaner", "Ipi's tea", "metformin"]
)
def test_a_name_that_only_begins_so_is_none(name: str) -> None:
    given = statement("x", {"text": name}, start="2026-10-01")
    assert verdict(kidney(beside=(given,))) == "accept"


def test_a_short_name_that_is_over_is_earlier_treatment() -> None:
    given = statement("x", {"text": "lenva"}, start="2026-02-01", end="2026-10-01", status="completed")
    assert verdict(kidney(beside=(given,))) == "accept"


INHIBITORS = (
    "vori",
    "posa 300 mg",
    "itra 200",
    "VORI 200 mg BID",
    "posa DR tabs",
    "DRV/c",
    "ATV/r",
    "darunavir/r",
    "LPV/r",
)
INDUCERS = ("RIF 600", "INH/RIF", "RIPE", "CBZ 200 mg", "PHT 300 mg qhs")


def taken(name: str) -> set[str]:
    return codes(statement("x", {"text": name}, start="2026-10-01"))


def test_an_interacting_drug_is_known_by_the_short_names_that_notes_have() -> None:
    assert {name: "dose-above-label" in taken(name) for name in INHIBITORS} == dict.fromkeys(INHIBITORS, True)
    assert {name: "dose-not-raised" in taken(name) for name in INDUCERS} == dict.fromkeys(INDUCERS, True)


def test_by_its_amount_or_what_stands_around_it_a_short_name_is_another_thing() -> None:
    others = ("ATV 40 mg", "ATV 80 mg qhs", "RIF 550 mg BID", "acetaminophen prn RIF pain", "lisinopril/r", "HCTZ/c")
    for name in others:
        given = statement("x", {"text": name}, start="2026-10-01")
        assert verdict(kidney(beside=(given,))) == "accept", name


def test_a_short_name_of_two_drugs_without_an_amount_is_asked_about() -> None:
    assert "entry-set-aside" in taken("ATV")
    assert "entry-set-aside" not in taken("ATV 40 mg")
    assert "interaction-class-disputed" in taken("ATV 300 mg")
