"""What several questions ask of a chart alike is worked out once, and never for another chart."""

from __future__ import annotations

from datetime import date

from validator.chart.fact import Chart
from validator.chart.person import Person
from validator.criteria.age import age_of
from validator.criteria.once import once
from validator.finding import Evidence
from validator.frozen import replace
from validator.instant import PartialDate

CHART = Chart(
    PartialDate.on(date(2026, 11, 1)), Person(Evidence("Patient/a", "", "Bundle"), PartialDate.parse("2010-05-02"))
)
BORN_EARLIER = Person(Evidence("Patient/a", "", "Bundle"), PartialDate.parse("1950"))


def test_it_is_worked_out_once_for_one_chart_and_what_it_is_asked_with() -> None:
    asked: list[tuple[Chart, str]] = []

    @once
    def told(chart: Chart, group: str) -> str:
        asked.append((chart, group))
        return group.upper()

    first, other = replace(CHART, unread=("one",)), replace(CHART, unread=("other",))
    assert [told(first, "weight"), told(first, "weight"), told(first, "height")] == ["WEIGHT", "WEIGHT", "HEIGHT"]
    assert told(other, "weight") == "WEIGHT"
    assert asked == [(first, "weight"), (first, "height"), (other, "weight")]


def test_that_there_is_no_answer_is_remembered_too() -> None:
    asked = []

    @once
    def nothing(chart: Chart) -> None:
        asked.append(chart)

    first = replace(CHART)
    assert (nothing(first), nothing(first), len(asked)) == (None, None, 1)


def test_a_chart_made_of_another_has_answers_of_its_own() -> None:
    first = replace(CHART)
    young = age_of(first)
    assert young is not None
    old = age_of(replace(first, person=BORN_EARLIER))
    assert old is not None
    assert (young.youngest, old.youngest) == (16, 75)


def test_two_charts_that_say_the_same_are_equal_whatever_was_asked_of_one() -> None:
    first, other = replace(CHART), replace(CHART)
    age_of(first)
    assert first == other
