"""The newest values of one kind of measurement."""

from __future__ import annotations

from decimal import Decimal

from support.build import patient, weight
from support.facts import chart

from validator.criteria.size import newest_size, values_of


def test_only_usable_dated_values_up_to_the_day_of_the_order_count() -> None:
    found = chart(
        weight("38", "2026-11-18"),
        weight("39", "2026-11-23", name="later"),
        weight("4000", "2026-11-20", name="impossible"),
        who=patient(),
    )
    assert [one.evidence.reference for one in values_of(found, "weight")] == ["Observation/weight"]
    size = newest_size(found, "weight", "kg")
    assert size is not None
    assert (size.lowest, size.highest, size.cautions, size.doubt) == (Decimal(38), Decimal(38), (), "")
    assert newest_size(found, "height", "cm") is None
