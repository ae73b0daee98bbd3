"""Everything the rules look at, worked out once."""

from __future__ import annotations

from support.facts import chart
from support.plain import kidney, sixty

from validator.assessment.label_choice import choose_label
from validator.assessment.situation import Situation
from validator.instant import PartialDate


def test_derived_parts_are_worked_out_once_and_agree() -> None:
    read = chart(*[one for one in kidney() if one["id"] not in ("patient", "order")], what=sixty())
    assert read.order is not None
    choice = choose_label(read.order.product, read, PartialDate.parse("2026-11-22"))
    assert choice.label is not None
    situation = Situation(read.order, read, choice.label, choice)
    assert situation.indication is situation.indication
    assert situation.worlds is situation.worlds
    assert situation.ordered is situation.ordered
    assert situation.indication.code == "rcc-mono"
    assert str(situation.worlds.starts[0]) == "60 mg once daily"
    assert situation.ordered.total.phrase == "60 mg once daily"
