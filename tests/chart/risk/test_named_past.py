"""Events that are listed as active, and whose own name says that they were years ago: CLARIFICATIONS A530."""

from __future__ import annotations

import pytest
from support.answer import answer, check
from support.build import condition
from support.coding import concept
from support.judged import named
from support.plain import kidney

from validator.report.model import OrderReport
from validator.verdict import Verdict

ERROR = Verdict.ERROR


def beside(words: str, **days: str | None) -> OrderReport:
    given = {"onset": None, "recorded": "2026-11-10", **days}
    return answer(check(kidney(beside=(condition("words", concept(text=words), **given),))))


@pytest.mark.parametrize(
    "words",
    [
        "ONJ 2012", "ONJ in 2012", "MRONJ (2015)", "wound dehiscence in 2012", "Non-healing surgical wound 2013",
        "ONJ 10-13-2012", "ONJ 13/10/2012", "ONJ (5 Oct 2012)", "ONJ Oct 5th, 2012", "ONJ, 150 months ago",
    ],
)  # fmt: skip
def test_an_event_that_its_name_places_years_ago_is_past(words: str) -> None:
    assert [one for one in beside(words).findings if one.verdict.value != "accept"] == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("ONJ", "osteonecrosis-of-jaw"),
        ("ONJ since 2012", "osteonecrosis-of-jaw"),
        ("ONJ 10/2026", "osteonecrosis-of-jaw"),
        ("ONJ 10-13-2026", "osteonecrosis-of-jaw"),
        ("ONJ 13/10/2026", "osteonecrosis-of-jaw"),
        ("ONJ, a couple of weeks ago", "osteonecrosis-of-jaw"),
        ("ONJ 13/13/2012", "osteonecrosis-of-jaw"),
        ("ONJ stage 2-12-2012", "osteonecrosis-of-jaw"),
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


GOES_ON = (
    "worsening", "persistent", ", not healed", "unresolved", "never healed", "ongoing", ", active", "- present", "ff.",
    "to date", "+", "\u2192", ", recurred", ", flare", "with persistent exposed bone", ", has not healed", "- 2026",
    "x2 2026",
)  # fmt: skip


@pytest.mark.parametrize("more", GOES_ON)
def test_an_event_that_goes_on_is_not_of_the_year_in_its_name(more: str) -> None:
    assert named(beside(f"ONJ 2012{'' if more[0] in ',+' else ' '}{more}"), "osteonecrosis-of-jaw")[0].verdict is ERROR


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Chronic ONJ 2012", "osteonecrosis-of-jaw"),
        ("Persistent ONJ (2012)", "osteonecrosis-of-jaw"),
        ("Hx ONJ now recurrent", "osteonecrosis-of-jaw"),
        ("Hx of ONJ, not healed", "osteonecrosis-of-jaw"),
        ("Hx wound dehiscence, still open", "wound-complication"),
        ("GI bleed 2012 with rebleeding", "recent-hemorrhage"),
        ("GI bleed 2000 ml", "recent-hemorrhage"),
        ("Hematemesis 2000cc", "recent-hemorrhage"),
        ("hemoptysis 2000 mL x1 last night", "recent-hemorrhage"),
        ("GI bleed 2000 units FEIBA", "recent-hemorrhage"),
        ("Acute MI, stent 2012", "thrombotic-event"),
        ("Open wound dehiscence, sternotomy 2014", "wound-complication"),
    ],
)
def test_a_word_of_now_an_amount_and_the_year_of_another_thing_make_no_event_past(words: str, code: str) -> None:
    assert named(beside(words), code)[0].verdict is ERROR


@pytest.mark.parametrize(
    "words",
    [
        "GI bleed in 2012, no recurrence",
        "GI bleed 2012 without recurrence",
        "GI bleed 2012, not active",
        "GI bleed 2012, on chronic anticoagulation",
        "GI bleed 2008-2012",
        "ONJ 2012, no longer active",
        "ONJ 2012, no flare",
        "Hx ONJ, healed",
        "PE 2012, active smoker",
        "PE 2012, ongoing apixaban",
        "DVT 2012, persistent leg swelling",
        "MI s/p stent 2012",
        "MI 2012, chronic HFrEF",
        "History of recurrent DVT",
        "Stroke 2012 persistent aphasia",
    ],
)
def test_what_goes_on_beside_a_past_event_is_another_thing(words: str) -> None:
    assert [one for one in beside(words).findings if one.verdict.value != "accept"] == []


def test_a_fistula_that_is_listed_as_active_may_last_whatever_year_it_is_named_with() -> None:
    assert named(beside("Enterocutaneous fistula 2012"), "perforation-or-fistula")[0].verdict.value == "warning"


def test_a_day_of_its_own_counts_before_the_year_in_the_name() -> None:
    assert named(beside("ONJ 2012", onset="2026-10-30"), "osteonecrosis-of-jaw")[0].verdict.value == "error"
