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
