"""Words of the past beside an event in words: they belong to what they stand at. All patients are synthetic."""

from __future__ import annotations

import pytest
from support.build import Resource, condition
from support.coding import concept
from support.judged import judged
from support.plain import kidney

from validator.chart.words.past_words import is_of_the_past, says_it_is_over


def problem(text: str) -> Resource:
    return condition("problem", concept(text=text), recorded="2026-11-10")


@pytest.mark.parametrize(
    "text",
    [
        "Acute PE, previous smoker",
        "Acute DVT, prior PE",
        "Acute MI, history of stent 2015",
        "Acute stroke, old infarcts on CT",
        "New PE, resolved DVT",
        "History of CAD, acute MI",
        "STEMI; stent 2015",
        "Acute MI; stent 2015",
        "Hx of HTN presenting with hemoptysis",
        "Melena, history of ulcer",
        "GI bleed in patient with history of cirrhosis",
        "Melena for the past week",
        "82 year old male with acute MI",
        "Acute heart failure due to MI",
        "left hemiparesis due to acute stroke",
        "New stroke with residual weakness",
        "GI bleed on aspirin",
        "s/p MI 10/2026",
    ],
)
def test_a_past_of_something_else_takes_no_event_back(text: str) -> None:
    assert judged(kidney(beside=(problem(text),))).verdict == "error"


@pytest.mark.parametrize(
    "text",
    [
        "DVT hx",
        "h/o PE",
        "Previous MI",
        "MI, previous",
        "MI (old)",
        "Old myocardial infarction",
        "PE - prior",
        "DVT, resolved",
        "Prior DVT and PE",
        "History of acute MI",
        "History of HTN, DM, stroke",
        "PMH: PE",
        "Past history: stroke",
        "Hx: MI, CABG 2010",
        "MI s/p stent 2015",
        "STEMI s/p PCI 2014",
        "CAD s/p MI",
        "MI 2009, new stent 2015",
        "Heart failure after MI",
        "Ischemic cardiomyopathy s/p MI",
        "HFrEF 2/2 MI",
        "post-MI depression",
        "CVA with residual weakness",
        "GI bleed on aspirin 2015",
    ],
)
def test_its_own_past_does(text: str) -> None:
    assert judged(kidney(beside=(problem(text),))).verdict == "accept"


def test_where_the_words_stand_decides() -> None:
    assert is_of_the_past("Stroke, previous", 0, 6)
    assert not is_of_the_past("Stroke, previous smoker", 0, 6)
    assert says_it_is_over("Stroke, resolved with tPA", 0, 6)
    assert not says_it_is_over("Stroke, resolved pneumonia", 0, 6)


@pytest.mark.parametrize(
    "text", ["DVT / PE 2019", "2019: DVT", "DVT 6 years ago", "DVT 5 yrs ago", "Stroke ~2018", "In 2018: stroke"]
)
def test_an_event_that_its_own_words_put_years_back_is_over(text: str) -> None:
    assert judged(kidney(beside=(problem(text),))).verdict == "accept"


@pytest.mark.parametrize(
    "text",
    [
        "DVT / PE 2026", "2026: DVT", "PE 3 years ago, new PE", "2019: DVT, now PE", "DVT 2 weeks ago",
        "DVT / stent 2019", "DVT, smoker until 6 years ago",
    ],
)  # fmt: skip
def test_a_year_that_is_not_the_events_own_or_is_this_one_puts_nothing_back(text: str) -> None:
    assert judged(kidney(beside=(problem(text),))).verdict == "error"
