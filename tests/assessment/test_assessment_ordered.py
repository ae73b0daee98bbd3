"""What is ordered: this order's schedule, and those that run beside it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from support.build import dosage, every, order, quantity, weight
from support.coding import concept
from support.facts import chart
from support.judged import capsules, tablets
from support.plain import sixty, with_dosage
from support.product import CARTONS, CLINICAL_DRUGS
from support.shipped import load_label, revision_dates

from validator.assessment.beside import Relation
from validator.assessment.body_size import body_of
from validator.assessment.ordered import ordered_of
from validator.chart.fact import Chart, Order
from validator.chart.order.strength import unit_strength
from validator.dosage import Body, Schedule, UnknownKind, render

CURRENT = load_label("cabometyx", revision_dates("cabometyx")[-1])


def the(ordered: dict[str, object], *beside: dict[str, object]) -> Order:
    found = chart(*beside, what=ordered).order
    assert found is not None
    return found


def own(read: Chart) -> Schedule:
    """The schedule of the order under the current label."""
    assert read.order is not None
    return ordered_of(read.order, read, body_of(read, CURRENT)).own


def test_an_order_of_units_is_multiplied_by_its_strength() -> None:
    three = with_dosage(
        dosage(quantity(3, "tablet", "{tablet}"), every()), medication=concept(CLINICAL_DRUGS["tablet", 20])
    )
    read = chart(what=three)
    assert read.order is not None
    daily = own(read).daily_mg
    assert daily is not None
    assert daily.exact == 60


def test_a_carton_has_a_daily_dose_and_no_single_strength() -> None:
    made = unit_strength(the(order(concept(CARTONS[140]))).product)
    assert made is not None
    assert (made.mg, made.pack_daily_mg) == (None, Decimal(140))
    plain = unit_strength(the(sixty()).product)
    assert plain is not None
    assert (plain.mg, plain.form) == (Decimal(60), "tablet")


def test_a_dose_by_weight_needs_one_weight() -> None:
    one = weight("40", "2026-11-18")
    by_weight = with_dosage(dosage(quantity("1.5", "mg/kg"), every()))
    assert render(own(chart(one, what=by_weight))) == "60 mg once daily"
    two = chart(one, weight("41", "2026-11-18", name="other"), what=by_weight)
    for read in (two, chart(what=by_weight)):
        assert [unknown.kind for unknown in own(read).unknown] == [UnknownKind.NO_BODY_SIZE]


def test_an_order_without_a_date_has_its_dose_all_the_same() -> None:
    for on in (None, "2026-11", "2026-11-22"):
        read = chart(what=tablets(40, on=on))
        assert read.order is not None
        assert render(own(read)) == "40 mg once daily"


@pytest.mark.parametrize(
    ("on", "bounds", "starts"),
    [
        ("2026-11-22", None, date(2026, 11, 22)),
        ("2026-11-22", {"start": "2026-12-01"}, date(2026, 12, 1)),
        (None, {"start": "2026-12-01"}, date(2026, 12, 1)),
        ("2026-11", None, None),
        (None, None, None),
    ],
)
def test_an_order_begins_on_its_first_day_else_when_it_was_written(
    on: str | None, bounds: dict[str, str] | None, starts: date | None
) -> None:
    frequency = every(boundsPeriod=bounds) if bounds else every()
    read = chart(what=tablets(40, frequency, on=on))
    assert read.order is not None
    assert own(read).starts == starts


def test_phases_without_dates_are_counted_from_the_day_of_the_order() -> None:
    twenty = concept(CLINICAL_DRUGS["tablet", 20])
    first = dosage(quantity(20, "mg"), every(boundsDuration=quantity(14, "d"))) | {"sequence": 1}
    then = dosage(quantity(40, "mg"), every()) | {"sequence": 2}
    read = chart(tablets(20, name="other"), what=with_dosage(first, then, medication=twenty))
    assert read.order is not None
    total = ordered_of(read.order, read, Body()).total
    assert total.unknown == ()
    assert [phase.daily_mg.exact for phase in total.phases if phase.daily_mg] == [40, 60]


def test_orders_that_run_together_are_added_up() -> None:
    read = chart(tablets(40, name="forty"), tablets(20, name="twin"), capsules(60, name="capsule"), what=tablets(20))
    assert read.order is not None
    found = ordered_of(read.order, read, Body())
    assert [one.reference for one in found.beside] == ["MedicationRequest/forty"]
    assert [one.reference for one in found.of(Relation.TWICE)] == ["MedicationRequest/twin"]
    assert [one.reference for one in found.of(Relation.OTHER_FORM)] == ["MedicationRequest/capsule"]
    assert found.total.daily_mg is not None
    assert found.total.daily_mg.exact == 60
    assert found.own.daily_mg is not None
    assert found.own.daily_mg.exact == 20


def test_an_order_alone_is_its_own_total() -> None:
    read = chart(what=sixty())
    assert read.order is not None
    found = ordered_of(read.order, read, Body())
    assert found.total is found.own
    assert found.with_earlier is found.own
    assert found.others == ()
