"""A question that nothing in a chart touches is not entered: its answer is the one that it would give."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.asked import ask
from support.build import Resource, procedure
from support.cds_call import EXAMPLES
from support.coding import OPERATIONS, icd
from support.facts import chart
from support.judged import problem
from support.shipped import LABELS, chart_for, orders_in

from validator.chart.fact import Chart
from validator.criteria.answer import Criterion
from validator.criteria.composite import AllOf, AnyOf, Not
from validator.criteria.registry import read_criterion
from validator.criteria.untouched import answered_by, untouched
from validator.fhir.submission import read_submission
from validator.instant import PartialDate
from validator.verdict import Truth

TODAY = PartialDate.parse("2026-11-22")
DONE = {"kind": "procedure-done", "groups": ["major_surgery"]}
BEHIND = {"kind": "surgery-within-after", "groups": ["major_surgery"], "days": 14}
HISTORY = {"kind": "condition-in-history", "groups": ["hemorrhage"]}
BLEEDING = problem(icd("R04.2", "Hemoptysis"))


def within(question: Criterion) -> Iterator[Criterion]:
    """A question and those it is made of."""
    yield question
    match question:
        case AllOf(of=parts) | AnyOf(of=parts):
            for part in parts:
                yield from within(part)
        case Not(of=part):
            yield from within(part)
        case _:
            pass


def asked_by_labels() -> list[Criterion]:
    """Every question of every revision that may be answered without being entered."""
    found: dict[Criterion, None] = {}
    for product in LABELS.products:
        for day in LABELS.revision_dates(product):
            label = LABELS.revision(product, day)
            for one in (*label.precaution, *label.adjustment, *label.interval):
                found.update(dict.fromkeys(within(one.when)))
    return [one for one in found if untouched(one) is not None]


def charts() -> Iterator[Chart]:
    for path in sorted(EXAMPLES.glob("*.json")):
        submission = read_submission([path.read_bytes()])
        for found in orders_in(submission):
            yield chart_for(submission, found, TODAY)


def test_labels_ask_such_questions() -> None:
    assert {one.kind for one in asked_by_labels()} >= {"condition-active", "taking", "procedure-done", "all", "not"}


@pytest.mark.parametrize("question", asked_by_labels(), ids=lambda one: one.kind)
def test_it_is_the_answer_that_the_question_itself_gives(question: Criterion) -> None:
    quiet = untouched(question)
    assert quiet is not None
    assert quiet.answer == question.answer(Chart(TODAY, None))
    for one in charts():
        if quiet.groups.isdisjoint(one.groups):
            assert quiet.answer == question.answer(one)
        assert answered_by(one, [question]) == [question.answer(one)]


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        (HISTORY, BLEEDING),
        (DONE, procedure("operation", OPERATIONS["laparotomy"], "2026-11-20")),
        (BEHIND, procedure("operation", OPERATIONS["laparotomy"], "2026-11-20")),
        ({"kind": "all", "of": [HISTORY, DONE]}, BLEEDING),
        ({"kind": "any", "of": [HISTORY, DONE]}, procedure("operation", OPERATIONS["laparotomy"], "2026-11-20")),
        ({"kind": "not", "of": HISTORY}, BLEEDING),
    ],
    ids=lambda one: one.get("kind", ""),
)
def test_one_that_the_chart_touches_is_asked(question: dict[str, object], shown: Resource) -> None:
    made = read_criterion(question)
    touched, plain = chart(shown), chart()
    (found,), (none,) = answered_by(touched, [made]), answered_by(plain, [made])
    assert found == ask(question, shown)
    assert none == ask(question)
    quiet = untouched(made)
    assert quiet is not None
    assert not quiet.groups.isdisjoint(touched.groups)


def test_a_question_about_a_measurement_is_always_asked() -> None:
    assert untouched(read_criterion({"kind": "pediatric", "under": 17, "adult_from": 18})) is None


def test_a_question_is_asked_once_of_one_chart() -> None:
    asked: list[Chart] = []

    class Counted:
        kind = "counted"

        def answer(self, chart: Chart) -> object:
            asked.append(chart)
            return read_criterion(HISTORY).answer(chart)

    first, other, question = chart(BLEEDING), chart(), Counted()
    (found,), (again,) = answered_by(first, [question]), answered_by(first, [question])  # type: ignore[list-item]
    assert found is again
    assert found.truth is Truth.TRUE
    (elsewhere,) = answered_by(other, [question])  # type: ignore[list-item]
    assert elsewhere.truth is Truth.FALSE
    assert asked == [first, other]
