"""How long the supply of an order lasts, so that an order whose tablets are used up is over."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from math import ceil

from validator.chart.fact import Order
from validator.chart.order.strength import mg_counted_by
from validator.chart.order.supply import Supply
from validator.dosage import Body
from validator.frozen import Frozen

OVERLAP_DAYS = 10
"""Days of supply left, at most, with which a new order is a renewal. Project choice."""
LONG_FILL_OVERLAP_DAYS = 15
"""The same where one fill lasts about 90 days. Project choice."""
LONG_FILL_DAYS = 84
"""From so many days (12 weeks) a fill counts as one of about 90 days. Project choice."""


class Coverage(Frozen):
    """`last` is the last day the order can cover by its bounds or its supply, `overlap` the most days of it that may be
    left where a new order is a renewal.
    """

    last: date
    overlap: int = OVERLAP_DAYS


def coverage_of(order: Order, size: Body) -> Coverage | None:
    """The last day an order covers, every fill handed out at once; None where neither bounds nor supply tell it.

    Repeats that are not stated are not none, so only the end of the validity then ends the supply: it may be filled on
    its last day. Where quantity and duration differ, the longer counts. Source: FHIR R4 dispenseRequest.
    """
    ends = [order.ends.last] if order.ends is not None else []
    supply, begins = order.supply, order.starts or order.authored
    fill = _fill(order, size, supply) if supply is not None else None
    if supply is not None and supply.valid_until is not None and fill is not None:
        ends.append(_after(supply.valid_until.last, fill))
    if supply is not None and supply.repeats is not None and begins is not None:
        first = _longer(supply.first_days, _lasting(order, size, supply.first_units, supply.unit_word)) or fill
        # Without a repeat the first fill is all there is, however long another one would last.
        further = supply.repeats * fill if fill is not None else None if supply.repeats else 0
        if first is not None and further is not None:
            ends.append(_after(begins.last, first + further))
    if not ends:
        return None
    is_long = fill is not None and fill >= LONG_FILL_DAYS
    return Coverage(min(ends), LONG_FILL_OVERLAP_DAYS if is_long else OVERLAP_DAYS)


def _fill(order: Order, size: Body, supply: Supply) -> Decimal | None:
    """How many days one fill lasts."""
    return _longer(supply.days, _lasting(order, size, supply.units, supply.unit_word))


def _lasting(order: Order, size: Body, units: Decimal | None, word: str | None) -> Decimal | None:
    """How many days so many tablets, capsules or mL last, where dose and strength are each exactly one."""
    unit_mg, schedule = mg_counted_by(order.product, word), order.directions.schedule_at(size)
    daily = schedule.daily_mg if len(schedule.phases) == 1 else None
    if units is None or daily is None or daily.exact is None or daily.exact <= 0 or unit_mg is None:
        return None
    return units * unit_mg / daily.exact


def _longer(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return max((days for days in (one, other) if days is not None and days > 0), default=None)


def _after(start: date, days: Decimal) -> date:
    try:
        return start + timedelta(days=ceil(days) - 1)
    except OverflowError:
        return date.max
