"""The same order and chart under the label of another day: only the label is another one."""

from __future__ import annotations

from datetime import date

from support.build import to_json
from support.example_chart import example
from support.shipped import SHIPPED

from validator.sandbox.inquiry import Inquiry
from validator.sandbox.judgement import judged
from validator.sandbox.label_day import ProfilesOfDay, label_days
from validator.verdict import Verdict


def under(name: str, day: date | None):
    return judged(Inquiry(to_json(example(name)).decode(), label_day=day), SHIPPED).order


def test_the_age_and_the_chart_stay_those_of_the_order() -> None:
    order = under("net-adolescent-60mg", date(2021, 9, 17))
    assert order.label.revision == date(2021, 9, 17)
    assert order.as_of == date(2026, 11, 22)
    assert [one.date.text for one in order.situation.chart.measurements if "weight" in one.groups] == ["2026-11-16"]


def test_an_indication_that_came_later_is_not_met_by_the_label_of_before() -> None:
    assert under("net-adolescent-40mg", date(2025, 3, 26)).verdict is Verdict.ACCEPT
    assert under("net-adolescent-40mg", date(2021, 9, 17)).verdict is Verdict.ERROR


def test_kidney_cancer_is_accepted_by_every_label_since_2016() -> None:
    assert under("cds-draft-order", None).verdict is Verdict.ACCEPT
    assert under("cds-draft-order", date(2025, 3, 26)).verdict is Verdict.ACCEPT


def test_a_day_before_the_first_label_has_none() -> None:
    order = under("net-adolescent-40mg", date(2012, 12, 1))
    assert order.label is None
    assert order.verdict is not Verdict.ACCEPT


def test_the_shipped_labels_are_not_touched() -> None:
    days = label_days(SHIPPED, "cabometyx")
    assert ProfilesOfDay(SHIPPED, date(2017, 1, 1)).labels.revision_dates("cabometyx") == (date.min,)
    assert label_days(SHIPPED, "cabometyx") == days == tuple(sorted(days))
    assert len(label_days(SHIPPED, None)) > len(days)
