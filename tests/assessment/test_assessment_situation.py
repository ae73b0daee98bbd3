"""Everything the rules look at, worked out once."""

from __future__ import annotations

from support.build import Resource, condition
from support.coding import concept, icd
from support.facts import chart
from support.plain import kidney, sixty
from support.shipped import choose_label

from validator.assessment.situation import Situation
from validator.dosage import render
from validator.frozen import replace
from validator.instant import PartialDate


def situation_of(resources: list[Resource]) -> Situation:
    read = chart(*[one for one in resources if one["id"] not in ("patient", "order")], what=sixty())
    assert read.order is not None
    choice = choose_label(read.order.product, read, PartialDate.parse("2026-11-22"))
    assert choice.label is not None
    return Situation(read.order, read, choice.label, choice)


def test_one_statement_that_allows_no_dose_is_enough() -> None:
    found = situation_of(kidney(beside=(condition("h", concept(icd("R04.2", "Hemoptysis"))),)))
    assert found.has_label_dose
    stops = [replace(one, no_dose=True) for one in found.label.precaution if one.id == "hemorrhage"]
    silent = [replace(one, no_dose=True) for one in found.label.precaution if one.id == "rpls"]
    for statements, has_dose in (([*stops, *silent], False), ([*silent, *stops], False), (silent, True), ([], True)):
        label = replace(found.label, precaution=tuple(statements))
        assert Situation(found.order, found.chart, label, found.choice).has_label_dose is has_dose


def test_derived_parts_are_worked_out_once_and_agree() -> None:
    situation = situation_of(kidney())
    assert situation.indication is situation.indication
    assert situation.worlds is situation.worlds
    assert situation.ordered is situation.ordered
    assert situation.indication.code == "rcc-mono"
    assert str(situation.worlds.starts[0]) == "60 mg once daily"
    assert render(situation.ordered.total) == "60 mg once daily"
