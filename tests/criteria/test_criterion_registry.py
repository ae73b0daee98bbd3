"""The vocabulary of questions is closed, and label data are read strictly."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

import pytest

import validator.criteria  # noqa: F401  (registers the vocabulary)
from validator.criteria.registry import CRITERIA, CriterionError, criterion, read_criterion

AGE = {"kind": "age-at-least", "years": 12}
ROWS = {"kind": "may-go-on", "groups": ["nivolumab"]}


def test_a_question_is_read_with_its_values() -> None:
    made: Any = read_criterion({"kind": "weight-at-least", "kg": 40})
    assert (made.kind, made.kg, type(made.kg)) == ("weight-at-least", Decimal(40), Decimal)
    taking: Any = read_criterion({"kind": "taking", "groups": ["a"], "unless": ["b", "c"]})
    assert (taking.groups, taking.unless) == (("a",), ("b", "c"))
    assert read_criterion({"kind": "taking", "groups": ["a"]}) == read_criterion(
        {"kind": "taking", "groups": ["a"], }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("age", r"^regimen\[0\]: a criterion is a table with a kind$"),
        ({}, r"^regimen\[0\]\.kind: None is no criterion; known are above-upper-limit, advanced, age-at-least, all, "),
        ({"kind": "age-under"}, r"^regimen\[0\]\.kind: 'age-under' is no criterion; known are "),
        ({"kind": ["age-at-least"]}, r"is no criterion"),
        ({"kind": "age-at-least"}, r"^regimen\[0\]: age-at-least needs years$"),
        ({**AGE, "month": 1}, r"^regimen\[0\]: age-at-least has no month; known are years$"),
        ({"kind": "well-differentiated", "x": 1}, r"known are none$"),
        ({"kind": "age-at-least", "years": "12"}, r"^regimen\[0\]\.years: int is needed$"),
        ({"kind": "age-at-least", "years": True}, r"^regimen\[0\]\.years: int is needed$"),
        ({"kind": "age-at-least", "years": Decimal(12)}, r"^regimen\[0\]\.years: int is needed$"),
        ({"kind": "weight-at-least", "kg": "40"}, r"^regimen\[0\]\.kg: a number is needed$"),
        ({"kind": "weight-at-least", "kg": True}, r"^regimen\[0\]\.kg: a number is needed$"),
        ({"kind": "weight-at-least", "kg": 40.5}, r"^regimen\[0\]\.kg: a number is needed$"),
        ({"kind": "taking", "groups": []}, r"^regimen\[0\]\.groups: a list of words is needed$"),
        ({"kind": "taking", "groups": "nivolumab"}, r"^regimen\[0\]\.groups: a list of words is needed$"),
        ({"kind": "taking", "groups": ["a", 1]}, r"^regimen\[0\]\.groups: a list of words is needed$"),
        (
            {"kind": "child-pugh", "classes": ["B", "D"]},
            r"^regimen\[0\]\.classes: 'D' is not known; known are A, B, C$",
        ),
        ({"kind": "child-pugh", "classes": []}, r"^regimen\[0\]\.classes: a list of words is needed$"),
        ({"kind": "metastatic", "disease": ["rcc"], "stage_four": 1}, r"^regimen\[0\]\.stage_four: bool is needed$"),
        ({"kind": "disease", "name": 1}, r"^regimen\[0\]\.name: str is needed$"),
        ({"kind": "all", "of": []}, r"^regimen\[0\]\.of: a list of criteria is needed$"),
        ({"kind": "all", "of": AGE}, r"^regimen\[0\]\.of: a list of criteria is needed$"),
        ({"kind": "all", "of": [AGE, {"kind": "x"}]}, r"^regimen\[0\]\.of\[1\]\.kind: 'x' is no criterion"),
        ({**ROWS, "interval_days": []}, r"^regimen\[0\]\.interval_days: a list of tables is needed$"),
        ({**ROWS, "interval_days": 28}, r"^regimen\[0\]\.interval_days: a list of tables is needed$"),
        ({**ROWS, "interval_days": {"days": 28}}, r"^regimen\[0\]\.interval_days: a list of tables is needed$"),
        ({"kind": "not", "of": [AGE]}, r"^regimen\[0\]\.of: a criterion is a table with a kind$"),
    ],
)
def test_what_is_written_wrongly_is_refused_with_its_place(data: object, words: str) -> None:
    with pytest.raises(CriterionError, match=words):
        read_criterion(data, "regimen[0]")


def test_a_kind_is_registered_once() -> None:
    with pytest.raises(ValueError, match="criterion all is registered twice"):

        @criterion("all")
        @dataclass(frozen=True, slots=True)
        class Again:
            kind: ClassVar[str]

    assert CRITERIA["all"].__name__ == "AllOf"


@pytest.mark.parametrize("lacking", ["clause", "names", "answer"])
def test_a_criterion_that_is_not_whole_is_not_registered(lacking: str) -> None:
    whole = {name: lambda self: None for name in ("clause", "names", "answer") if name != lacking}
    with pytest.raises(TypeError, match=rf"^criterion half has no {lacking}$"):
        criterion("half")(type("Half", (), {"__doc__": "Is it half?", **whole}))
    assert "half" not in CRITERIA


def test_a_criterion_without_a_page_is_not_registered() -> None:
    whole = {name: lambda self: None for name in ("clause", "names", "answer")}
    with pytest.raises(TypeError, match=r"^criterion mute has no __doc__$"):
        criterion("mute")(type("Mute", (), whole))


def test_a_field_without_a_reader_is_refused() -> None:
    @dataclass(frozen=True, slots=True)
    class Odd:
        when: dict[str, str]
        kind: ClassVar[str]

    try:
        CRITERIA["odd"] = Odd
        with pytest.raises(CriterionError, match=r"^x\.when: no reader for dict"):
            read_criterion({"kind": "odd", "when": {}}, "x")
    finally:
        CRITERIA.pop("odd", None)
