"""How long the supply of an order lasts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from support.build import dosage, every, quantity
from support.facts import chart
from support.judged import tablets

from validator.assessment.coverage import Coverage, coverage_of
from validator.dosage import Body

DAYS_30 = {"expectedSupplyDuration": quantity(30, "d")}


def coverage(request: dict[str, Any] | None, mg: int = 60, frequency: dict[str, Any] | None = None) -> Coverage | None:
    ordered = tablets(mg, frequency, on="2026-10-01", **({"dispenseRequest": request} if request else {}))
    found = chart(what=ordered).order
    assert found is not None
    return coverage_of(found, Body())


@pytest.mark.parametrize(
    ("request_", "last"),
    [
        (None, None),
        ({}, None),
        (DAYS_30, None),  # repeats that are not stated are not none
        (DAYS_30 | {"numberOfRepeatsAllowed": 0}, "2026-10-30"),
        (DAYS_30 | {"numberOfRepeatsAllowed": 2}, "2026-12-29"),
        ({"numberOfRepeatsAllowed": 0}, None),
        ({"quantity": quantity(30, "tablet", "{tablet}"), "numberOfRepeatsAllowed": 0}, "2026-10-30"),
        ({"quantity": {"value": 30}, "numberOfRepeatsAllowed": 0}, "2026-10-30"),
        ({"quantity": quantity(30, "g"), "numberOfRepeatsAllowed": 0}, None),
        # The longer of quantity and duration counts.
        (DAYS_30 | {"quantity": quantity(60, "tablet", "{tablet}"), "numberOfRepeatsAllowed": 0}, "2026-11-29"),
        (DAYS_30 | {"quantity": quantity(10, "tablet", "{tablet}"), "numberOfRepeatsAllowed": 0}, "2026-10-30"),
        # A first fill of its own.
        (DAYS_30 | {"initialFill": {"duration": quantity(14, "d")}, "numberOfRepeatsAllowed": 1}, "2026-11-13"),
        (
            DAYS_30 | {"initialFill": {"quantity": quantity(7, "tablet", "{tablet}")}, "numberOfRepeatsAllowed": 0},
            "2026-10-07",
        ),
        ({"initialFill": {"duration": quantity(30, "d")}, "numberOfRepeatsAllowed": 0}, "2026-10-30"),
        ({"initialFill": {"duration": quantity(30, "d")}, "numberOfRepeatsAllowed": 1}, None),
        # What is valid until a day may be filled on it.
        (DAYS_30 | {"validityPeriod": {"end": "2026-10-31"}}, "2026-11-29"),
        (DAYS_30 | {"validityPeriod": {"end": "2026-10-31"}, "numberOfRepeatsAllowed": 5}, "2026-11-29"),
        (DAYS_30 | {"validityPeriod": {"end": "2027-10-31"}, "numberOfRepeatsAllowed": 0}, "2026-10-30"),
        ({"validityPeriod": {"end": "2026-10-31"}}, None),
    ],
)
def test_the_last_day_of_a_supply(request_: dict[str, Any] | None, last: str | None) -> None:
    found = coverage(request_)
    assert (found.last if found else None) == (date.fromisoformat(last) if last else None)


@pytest.mark.parametrize(
    ("request_", "last"),
    [
        ({"expectedSupplyDuration": quantity(0, "d"), "numberOfRepeatsAllowed": 0}, None),
        ({"quantity": quantity(0, "tablet", "{tablet}"), "numberOfRepeatsAllowed": 0}, None),
        ({"expectedSupplyDuration": quantity(1, "d"), "numberOfRepeatsAllowed": 0}, "2026-10-01"),
        (DAYS_30 | {"quantity": quantity(0, "tablet", "{tablet}"), "numberOfRepeatsAllowed": 0}, "2026-10-30"),
    ],
)
def test_a_supply_of_nothing_tells_no_last_day(request_: dict[str, Any], last: str | None) -> None:
    found = coverage(request_)
    assert (found.last if found else None) == (date.fromisoformat(last) if last else None)


@pytest.mark.parametrize(("mg", "last"), [(0, None), (1, "2026-10-20")])
def test_tablets_of_which_nothing_is_taken_last_for_no_time_that_is_known(mg: int, last: str | None) -> None:
    one = {"quantity": quantity(1, "tablet", "{tablet}"), "numberOfRepeatsAllowed": 0}
    ordered = tablets(20, on="2026-10-01", dispenseRequest=one)
    ordered["dosageInstruction"] = [dosage(quantity(mg, "mg"), every())]
    read = chart(what=ordered).order
    assert read is not None
    found = coverage_of(read, Body())
    assert (found.last if found else None) == (date.fromisoformat(last) if last else None)


def test_tablets_last_as_long_as_the_dose_uses_them_up() -> None:
    fifteen = {"quantity": quantity(15, "tablet", "{tablet}"), "numberOfRepeatsAllowed": 0}
    found = coverage(fifteen, 20, every(2))
    assert found is not None
    assert found.last == date(2026, 10, 30)
    unclear = tablets(60, on="2026-10-01", dispenseRequest=fifteen)
    unclear["dosageInstruction"] = [dosage(quantity(60, "mg"), None)]
    read = chart(what=unclear).order
    assert read is not None
    assert coverage_of(read, Body()) is None


@pytest.mark.parametrize(("days", "overlap"), [(30, 10), (83, 10), (84, 15), (90, 15)])
def test_a_fill_of_twelve_weeks_may_overlap_longer(days: int, overlap: int) -> None:
    found = coverage({"expectedSupplyDuration": quantity(days, "d"), "numberOfRepeatsAllowed": 0})
    assert found is not None
    assert found.overlap == overlap


def test_bounds_that_end_earlier_end_the_supply() -> None:
    found = coverage(DAYS_30 | {"numberOfRepeatsAllowed": 0}, 60, every(boundsPeriod={"end": "2026-10-10"}))
    assert found is not None
    assert found.last == date(2026, 10, 10)
