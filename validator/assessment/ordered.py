"""What is ordered: the schedule of this order, and of the other orders of the drug that run beside it."""

from __future__ import annotations

from dataclasses import dataclass

from validator.assessment.body import body_of
from validator.chart.fact import Chart, Order
from validator.dosage import Link, Schedule, combine
from validator.verdict import Truth

RUNNING = frozenset({"active", "draft"})
"""Statuses of an order that is, or is about to be, carried out; one on hold is not."""
ORDERS = frozenset({"order", "original-order", "reflex-order", "filler-order", "instance-order", None})
PAST = frozenset({"active", "completed", "stopped", "on-hold", "ended", "unknown"})
"""Statuses of an order that may have been carried out."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """`own` is this order's schedule, `total` that of all that run together; `beside` are the others, each as it is.

    `renewed` are active orders that this draft may be meant to replace, or the draft that may replace this order,
    without saying so: they are not added up, but told.
    """

    own: Schedule
    total: Schedule
    beside: tuple[Order, ...] = ()
    same: tuple[Order, ...] = ()
    other_form: tuple[Order, ...] = ()
    renewed: tuple[Order, ...] = ()


def schedule_for(order: Order, chart: Chart) -> Schedule:
    """The schedule of one order, for a patient of this size."""
    return order.directions.for_body(body_of(chart)).schedule


def ordered_of(order: Order, chart: Chart) -> Ordered:
    """Adds up the orders of the same form that run on the day of this one and are not replaced by or replacing it."""
    own = schedule_for(order, chart)
    beside: list[tuple[Order, Schedule]] = []
    same: list[Order] = []
    other_form: list[Order] = []
    renewed: list[Order] = []
    for other in chart.orders:
        if not runs_beside(order, other):
            continue
        if None not in (order.product.form, other.product.form) and order.product.form != other.product.form:
            other_form.append(other)
            continue
        if {order.status, other.status} == {"active", "draft"}:
            renewed.append(other)
            continue
        schedule = schedule_for(other, chart)
        beside.append((other, schedule))
        if schedule.phases and schedule == own and other.product.strengths_mg == order.product.strengths_mg:
            same.append(other)
    if not beside:
        return Ordered(own, own, (), (), tuple(other_form), tuple(renewed))
    total = combine([(own, Link.ADDS), *((schedule, Link.ADDS) for _, schedule in beside)])
    return Ordered(own, total, tuple(other for other, _ in beside), tuple(same), tuple(other_form), tuple(renewed))


def runs_beside(order: Order, other: Order) -> bool:
    """Whether another order of the drug is carried out on the same days as this one."""
    if other.product.is_ingredient is not Truth.TRUE or other.do_not_perform:
        return False
    if other.status not in RUNNING or other.intent not in ORDERS or order.intent not in ORDERS:
        return False
    return not replaced(order, other) and _overlap(order, other)


def replaced(order: Order, other: Order) -> bool:
    """Whether one of the two replaces the other: it says so, or a draft shares the requisition of an active order."""
    if other.reference in order.replaces or order.reference in other.replaces:
        return True
    same_group = order.group is not None and order.group == other.group
    return same_group and {order.status, other.status} == {"active", "draft"}


def _overlap(order: Order, other: Order) -> bool:
    for one, two in ((order, other), (other, order)):
        starts = two.starts or two.authored
        if one.ends is not None and starts is not None and one.ends.before(starts) is Truth.TRUE:
            return False
    return True
