"""All of, any of, not: three-valued, with the reasons that decide."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from support.asked import ask, truth
from support.build import patient, weight

QUESTIONS: dict[str, dict[str, Any]] = {
    # asked of a patient of 12 years whose weight is not on file
    "true": {"kind": "age-at-least", "years": 12},
    "false": {"kind": "age-at-least", "years": 13},
    "unknown": {"kind": "weight-at-least", "kg": 40},
}
WHO = patient(born="2014-01-01")
VALUES = ("true", "false", "unknown")


@pytest.mark.parametrize(("one", "other"), list(product(VALUES, VALUES)))
def test_all_and_any_are_those_of_kleene(one: str, other: str) -> None:
    both = [QUESTIONS[one], QUESTIONS[other]]
    order = ("false", "unknown", "true")
    assert truth({"kind": "all", "of": both}, who=WHO) == min((one, other), key=order.index)
    assert truth({"kind": "any", "of": both}, who=WHO) == max((one, other), key=order.index)


@pytest.mark.parametrize(("inner", "outer"), [("true", "false"), ("false", "true"), ("unknown", "unknown")])
def test_not_leaves_the_unknown_unknown(inner: str, outer: str) -> None:
    found = ask({"kind": "not", "of": QUESTIONS[inner]}, who=WHO)
    assert found.truth.value == outer
    same = ask(QUESTIONS[inner], who=WHO)
    assert (found.because, found.evidence, found.missing) == (same.because, same.evidence, same.missing)


def test_a_conjunction_gives_the_reasons_that_decide_it() -> None:
    found = ask({"kind": "all", "of": [QUESTIONS["true"], QUESTIONS["false"], QUESTIONS["unknown"]]}, who=WHO)
    assert found.because == "the patient is 12 years, under 13"
    assert found.missing == ()


def test_an_open_disjunction_names_what_would_settle_it() -> None:
    found = ask({"kind": "any", "of": [QUESTIONS["false"], QUESTIONS["unknown"]]}, who=WHO)
    assert found.missing == ("Observation body weight (LOINC 29463-7)",)


def test_of_two_that_hold_the_one_without_reservation_speaks() -> None:
    stale = weight("45", "2020-01-01")
    heavy, old = QUESTIONS["unknown"], QUESTIONS["true"]
    assert ask(heavy, stale, who=WHO).cautions != ()
    for both in ([heavy, old], [old, heavy]):
        found = ask({"kind": "any", "of": both}, stale, who=WHO)
        assert (found.because, found.cautions) == ("the patient is 12 years", ())
    assert ask({"kind": "all", "of": [heavy, old]}, stale, who=WHO).cautions != ()


def test_two_reasons_against_are_joined() -> None:
    both = [QUESTIONS["false"], {"kind": "age-at-least", "years": 14}]
    assert ask({"kind": "any", "of": both}, who=WHO).because == (
        "the patient is 12 years, under 13 and the patient is 12 years, under 14"
    )


@pytest.mark.parametrize(("inner", "outer"), [("true", "false"), ("false", "true"), ("unknown", "true")])
def test_what_nothing_tells_is_not_shown(inner: str, outer: str) -> None:
    found = ask({"kind": "not-shown", "of": QUESTIONS[inner]}, who=WHO)
    assert found.truth.value == outer
    assert found.because == ask(QUESTIONS[inner], who=WHO).because
