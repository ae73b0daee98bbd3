"""How long another drug goes on where only the words of its directions, or the dosages of a statement, say so."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, order, statement
from support.coding import DRUGS, concept
from support.judged import judged, tablets
from support.plain import kidney

ITRACONAZOLE = concept(DRUGS["itraconazole"][0])
TAKEN = ("error", "warning")
OVER = ("accept", "warning")
UNCLEAR = ("undetermined", "undetermined")


def answers(other: Resource) -> tuple[str, str]:
    """The verdicts of 60 mg, right without the inhibitor, and of 40 mg, right with it; ordered on 2026-11-22."""
    sixty, forty = (judged(kidney(tablets(mg), beside=(other,))).verdict.value for mg in (60, 40))
    return sixty, forty


def request(text: str, on: str = "2026-10-20", **elements: Any) -> Resource:
    return order(ITRACONAZOLE, [{"text": text} | elements.pop("words", {})], name="other", on=on) | elements


@pytest.mark.parametrize(
    "text",
    [
        "Take 1 capsule by mouth 2 times daily for 7 days",
        "Take 2 capsules (200 mg total) by mouth 2 (two) times daily for 7 (seven) days.",
        "200 mg, PO, BID, 7 day(s)",
        "200 mg PO BID x7d",
        "as directed for up to 10 days",
        "1 cap bid x 7-10 days",
        "7-day course",
        "TAKE 1 CAPSULE BY MOUTH EVERY DAY FOR 7 DAYS FOR FUNGAL INFECTION",
        "1 capsule every 12 hours for 7 days",
        "Take after meals for 7 days until finished",
        "twice daily with a full meal for 1 week, then stop",
    ],
)
def test_a_short_course_told_in_words_is_over_two_weeks_after_it_ended(text: str) -> None:
    assert answers(request(text)) == OVER
    assert answers(request(text, on="2026-11-20")) == TAKEN
    assert answers(request(text, on="2026-11-06")) == UNCLEAR


@pytest.mark.parametrize(
    "text",
    ["Take 2 capsules once", "400 mg x1", "200 mg one time only", "Take as a single dose", "200 mg PO once now"],
)
def test_a_single_dose_told_in_words_is_a_course_of_one_day(text: str) -> None:
    assert answers(request(text)) == OVER
    assert answers(request(text, on="2026-11-12")) == UNCLEAR


@pytest.mark.parametrize(
    "text",
    [
        "Take 1 capsule once at bedtime",
        "2 capsules as a single dose every morning",
        "once weekly",
        "Take 2 capsules once, then 1 capsule daily",
        "Take 1 capsule once, repeat in 3 days",
        "1 capsule daily",
        "2 capsules for 3 days, then 1 capsule daily",
        "twice daily for 7 days each month",
        "twice daily for 7 days every 28 days",
        "daily for 3 days every other week",
        "twice daily for 7 days, may repeat",
        "daily for 7 days on, 7 days off",
        "every 7 days",
        "for 5 days supply see label",
        "if fever persists for 3 days call; 1 capsule daily",
        "daily, continue for at least 7 days",
        "1 capsule daily for the nails",
        "for 7 days or longer",
        "daily for 7 days, resume 12/01/2026",
        "200 mg daily for 3 days followed by 100 mg",
        "loading dose for 3 days",
        "not just for 7 days",
    ],
)
def test_words_that_may_mean_that_it_goes_on_end_nothing(text: str) -> None:
    assert answers(request(text)) == TAKEN


def test_what_stands_beside_the_words_may_let_it_go_on() -> None:
    course = "1 capsule twice daily for 7 days"
    assert answers(request(course, words={"patientInstruction": "Then continue once weekly"})) == TAKEN
    assert answers(request(course, words={"patientInstruction": "Take with a full meal"})) == OVER
    later = order(ITRACONAZOLE, [{"text": course}, {"text": "1 capsule daily"}], name="other", on="2026-10-01")
    assert answers(later) == TAKEN


def test_a_long_course_told_in_words_is_unclear_where_nobody_says_how_often_it_is_refilled() -> None:
    text = "1 capsule daily for 30 days"
    assert answers(request(text, on="2026-06-01")) == UNCLEAR
    assert answers(request(text, on="2026-11-01")) == TAKEN
    refills = {"dispenseRequest": {"numberOfRepeatsAllowed": 0}}
    assert answers(request(text, on="2026-06-01", **refills)) == OVER
    refills = {"dispenseRequest": {"numberOfRepeatsAllowed": 11}}
    assert answers(request(text, on="2026-06-01", **refills)) == TAKEN


def test_a_statement_ends_by_the_bounds_of_its_dosages_and_by_their_words() -> None:
    def reported(**dosage: Any) -> Resource:
        return statement("other", ITRACONAZOLE, start="2026-09-01") | {"dosage": [dosage]}

    assert answers(reported(text="1 capsule daily")) == TAKEN
    assert answers(reported(timing={"repeat": {"boundsPeriod": {"start": "2026-09-01", "end": "2026-09-30"}}})) == OVER
    assert answers(reported(timing={"repeat": {"boundsPeriod": {"start": "2026-09-01", "end": "2027-01-30"}}})) == TAKEN
    assert answers(reported(text="1 capsule daily for 14 days")) == OVER
    assert answers(reported(timing={"repeat": {"boundsDuration": {"value": 7, "unit": "moons"}}})) == UNCLEAR


def test_a_statement_made_after_its_own_course_ended_is_unclear() -> None:
    ended = [{"text": "twice daily for 14 days"}], [{"timing": {"repeat": {"boundsPeriod": {"end": "2026-09-14"}}}}]
    for dosage in ended:
        said = statement("other", ITRACONAZOLE, start="2026-09-01") | {"dosage": dosage, "dateAsserted": "2026-11-20"}
        assert answers(said) == UNCLEAR
        assert answers(said | {"dateAsserted": "2026-09-03"}) == OVER


@pytest.mark.parametrize(
    "words",
    [
        "1 capsule twice daily until {}",
        "200 mg PO BID through {}",
        "1 capsule daily. Stop date: {}",
        "bid till {}, then stop",
    ],
)
def test_a_day_that_words_give_as_the_last_ends_a_drug_two_weeks_later(words: str) -> None:
    assert answers(request(words.format("11/02/2026"))) == OVER
    assert answers(request(words.format("2026-11-02"))) == OVER
    assert answers(request(words.format("11/15/2026"))) == UNCLEAR
    assert answers(request(words.format("12/15/2026"))) == TAKEN


@pytest.mark.parametrize(
    "words",
    [
        "1 capsule daily, prior auth valid through 11/02/2026",
        "1 capsule daily until 11/02/2026, then reassess",
        "1 capsule daily; hold until 11/02/2026",
        "1 capsule daily until seen",
        "1 capsule daily until 13/02/2026",
        "200 mg daily from 11/02/2026",
        "1 capsule daily until 11/02/2026 or longer",
    ],
)
def test_a_day_of_something_else_ends_nothing(words: str) -> None:
    assert answers(request(words))[0] in ("error", "undetermined")
    assert answers(request(words)) != OVER


def test_a_statement_that_was_made_after_the_last_day_its_words_tell_is_unclear() -> None:
    taken = statement("other", ITRACONAZOLE, start="2026-06-01")
    taken["dosage"] = [{"text": "1 capsule daily until 08/01/2026"}]
    assert answers(taken) == OVER
    assert answers(taken | {"dateAsserted": "2026-11-20"}) == UNCLEAR


def test_one_listed_day_may_be_that_of_the_only_dose_or_of_the_first() -> None:
    one = {"timing": {"event": ["2026-10-20"]}}
    several = {"timing": {"event": ["2026-10-20", "2026-10-21", "2026-10-22"]}}
    begun = {"timing": {"event": ["2026-10-20"], "code": {"text": "QD"}}}
    assert answers(request("1 capsule", words=one)) == UNCLEAR
    assert answers(request("1 capsule", words=several)) == OVER
    assert answers(request("1 capsule", words=begun)) == TAKEN
