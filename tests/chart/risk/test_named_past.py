"""Events that are listed as active, and whose own name says that they were years ago: CLARIFICATIONS A530."""

from __future__ import annotations

import pytest
from support.answer import answer, check
from support.build import condition
from support.coding import concept
from support.judged import named
from support.plain import kidney

from validator.report.model import OrderReport


def beside(words: str, **days: str | None) -> OrderReport:
    given = {"onset": None, "recorded": "2026-11-10", **days}
    return answer(check(kidney(beside=(condition("words", concept(text=words), **given),))))


@pytest.mark.parametrize(
    "words",
    ["ONJ 2012", "ONJ in 2012", "MRONJ (2015)", "wound dehiscence in 2012", "Non-healing surgical wound 2013"],
)  # fmt: skip
def test_an_event_that_its_name_places_years_ago_is_past(words: str) -> None:
    assert [one for one in beside(words).findings if one.verdict.value != "accept"] == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("ONJ", "osteonecrosis-of-jaw"),
        ("ONJ since 2012", "osteonecrosis-of-jaw"),
        ("ONJ 10/2026", "osteonecrosis-of-jaw"),
        ("ONJ 2025", "osteonecrosis-of-jaw"),
        ("Recurrent ONJ, first 2012", "osteonecrosis-of-jaw"),
        ("wound dehiscence", "wound-complication"),
        ("Nephrotic syndrome 10/2026", "nephrotic-syndrome"),
        ("Nephrotic syndrome since 2009", "nephrotic-syndrome"),
        ("Nephrotic syndrome 2009", "nephrotic-syndrome"),
    ],
)
def test_one_of_lately_or_one_that_lasts_still_counts(words: str, code: str) -> None:
    assert named(beside(words), code)[0].verdict.value == "error"


def test_a_fistula_that_is_listed_as_active_may_last_whatever_year_it_is_named_with() -> None:
    assert named(beside("Enterocutaneous fistula 2012"), "perforation-or-fistula")[0].verdict.value == "warning"


def test_a_day_of_its_own_counts_before_the_year_in_the_name() -> None:
    assert named(beside("ONJ 2012", onset="2026-10-30"), "osteonecrosis-of-jaw")[0].verdict.value == "error"
