"""A label is read by the types of its parts: what has another type is told with its place and never taken for it."""

from __future__ import annotations

from typing import Any

import pytest
from support.label import adjustment, indication, label, label_data, regimen

from validator.finding import Confidence
from validator.label.part_reader import read_label


def mistakes_in(**changes: Any) -> tuple[str, ...]:
    """What is told of the invented label with some of its values changed."""
    made, told = read_label(label_data(**changes))
    assert made is None
    return told


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        pytest.param({"strengths_mg": 20}, ".strengths_mg: a list", id="one where a list is needed"),
        pytest.param({"remarks": "whole"}, ".remarks: a list", id="a text is no list of its letters"),
        pytest.param({"strengths_mg": [20, True]}, ".strengths_mg[1]: a number", id="a truth value is no number"),
        pytest.param({"max_daily_mg": "80"}, ".max_daily_mg: a number", id="a number as text"),
        pytest.param({"regimen": ["60 mg"]}, ".regimen[0]: a table", id="a word where a table is needed"),
        pytest.param({"regimen": [regimen(ladder=[60])]}, ".regimen[0].ladder[0]: a dose", id="a number as a dose"),
        pytest.param({"administration": []}, ".administration: a table", id="a list where a table is needed"),
        pytest.param({"form": ["tablet"]}, ".form: ['tablet'] is not known", id="a list where a word is needed"),
        pytest.param(
            {"indication": [indication(combination="yes")]},
            ".combination: true or false",
            id="a word for yes or no",
        ),
        pytest.param({"adjustment": [adjustment(steps=[{}])]}, ".steps[0].before: is missing", id="an empty table"),
        pytest.param({"pages_of_folder": {}}, ".pages_of_folder: is not known", id="what is no part of a file"),
    ],
)
def test_a_value_of_another_type_is_told_with_its_place(changes: dict[str, Any], place: str) -> None:
    told = mistakes_in(**changes)[0]
    assert place in told


def test_every_mistake_is_told_wherever_it_stands() -> None:
    wrong = {"edition": 1, "indication": [indication(gist=None), indication(applies=[{"kind": "no"}], nam="x")]}
    told = " ".join(mistakes_in(**wrong))
    for place in (".edition", ".indication[0].gist", ".indication[1].applies[0]", ".indication[1].nam"):
        assert f"{place}: " in told


def test_nothing_is_a_label_that_lacks_all() -> None:
    made, told = read_label({})
    assert made is None
    assert told[0] == ".product: is missing"
    assert not any(one.startswith(".pages_of_folder") for one in told)


def test_what_may_be_left_out_has_the_value_its_part_says() -> None:
    step = {"before": "60 mg once daily", "after": "40 mg once daily"}
    (read,) = label(adjustment=[adjustment(steps=[step])]).adjustment[0].steps
    assert (read.regimens, read.confidence) == (None, Confidence.VERIFIED)
