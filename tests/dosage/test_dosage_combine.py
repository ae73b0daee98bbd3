"""Several orders of one drug at once: what adds up, and what is replaced."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from validator.dosage import (
    NoteCode,
    Schedule,
    SimpleDose,
    UnknownKind,
    combine,
    render,
    schedule_of,
)

UCUM = "http://unitsofmeasure.org"


def order(mg: int, *, starts: date | None = None, dose: dict[str, Any] | None = None, **repeat: Any) -> Schedule:
    rules = {"frequency": 1, "period": 1, "periodUnit": "d", **repeat}
    quantity = dose or {"value": mg, "unit": "mg", "system": UCUM, "code": "mg"}
    return schedule_of([{"timing": {"repeat": rules}, "doseAndRate": [{"doseQuantity": quantity}]}], starts=starts)


def days(count: int) -> dict[str, Any]:
    return {"value": count, "unit": "d", "system": UCUM, "code": "d"}


def adding(*schedules: Schedule) -> Schedule:
    return combine(schedules)


def test_tablets_of_two_strengths_ordered_apart_are_one_daily_dose() -> None:
    found = adding(order(20), order(40))

    assert render(found) == "60 mg once daily"
    assert found.simple == SimpleDose(Decimal(60), Fraction(1))


def test_two_identical_orders_add_up_and_are_noted_as_a_duplicate() -> None:
    found = adding(order(60), order(60))

    assert str(found.daily_mg) == "120"
    assert [note.code for note in found.notes] == [NoteCode.DUPLICATE_ORDER]


def test_one_order_alone_stays_as_it_is() -> None:
    one = order(60, boundsDuration=days(28))

    assert combine([one]) == one


def test_an_unknown_order_makes_the_total_unknown() -> None:
    found = adding(order(40), schedule_of([{}]))

    assert found.phases == ()
    assert UnknownKind.MISSING in {unknown.kind for unknown in found.unknown}


def test_orders_of_one_length_run_together() -> None:
    found = adding(order(20, boundsDuration=days(28)), order(40, boundsDuration=days(28)))

    assert render(found) == "60 mg once daily for 28 days"


def test_a_dated_order_follows_one_that_ended() -> None:
    found = adding(
        order(60, boundsPeriod={"start": "2026-11-01", "end": "2026-11-14"}),
        order(40, boundsPeriod={"start": "2026-11-15"}),
    )

    assert render(found) == "60 mg once daily from 2026-11-01 to 2026-11-14, then 40 mg once daily from 2026-11-15"


def test_a_length_is_counted_from_the_day_its_order_begins() -> None:
    begins = date(2026, 11, 1)

    found = adding(order(40, starts=begins), order(20, starts=begins, boundsDuration=days(14)))

    assert render(found) == "60 mg once daily from 2026-11-01 to 2026-11-14, then 40 mg once daily from 2026-11-15"


def test_a_taper_in_lengths_is_laid_over_another_order_by_its_first_day() -> None:
    dose = {"value": 20, "unit": "mg", "system": UCUM, "code": "mg"}
    taper = schedule_of(
        [
            {
                "sequence": number,
                "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d", "boundsDuration": days(7)}},
                "doseAndRate": [{"doseQuantity": {**dose, "value": mg}}],
            }
            for number, mg in enumerate((40, 20))
        ],
        starts=date(2026, 11, 1),
    )

    found = adding(taper, order(20))

    assert render(found) == (
        "60 mg once daily from 2026-11-01 to 2026-11-07, then 40 mg once daily from 2026-11-08 to 2026-11-14, "
        "then 20 mg once daily from 2026-11-15"
    )


def test_lengths_without_a_first_day_cannot_be_laid_over_each_other() -> None:
    found = adding(order(40), order(20, boundsDuration=days(14)))

    assert found.phases == ()
    assert [unknown.kind for unknown in found.unknown] == [UnknownKind.MISSING]
