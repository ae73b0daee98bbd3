"""How another order of the drug stands to the one that is judged: over, renewed, added, written twice, still active."""

from __future__ import annotations

from enum import Enum, StrEnum

from validator.assessment.coverage import coverage_of
from validator.chart.fact import Order
from validator.dosage import Body
from validator.dosage.schedule import Schedule
from validator.verdict import Truth

RUNNING = frozenset({"active", "draft"})
"""Statuses of an order that is, or is about to be, carried out; one on hold is not."""
ORDERS = frozenset({"order", "original-order", "reflex-order", "filler-order", "instance-order", None})
PAST = frozenset({"active", "completed", "stopped", "on-hold", "ended", "unknown"})
"""Statuses of an order that may have been carried out."""


class Relation(StrEnum):
    """What another order is to the one that is judged."""

    APART = "not carried out on the same days"
    RENEWED = "an earlier order that this one renews or replaces"
    ITSELF = "the same draft under another id"
    OTHER_FORM = "an order for the other form of the drug"
    OTHER_SETTING = "the same treatment in another setting of care"
    ADDED = "taken together with it"
    TWICE = "the same prescription, or twice the dose"
    EARLIER = "an earlier order that is still active"
    LATER = "a newer order"
    UNDATED = "an order of which it is not known whether it is earlier"


def relation_of(
    order: Order, other: Order, size: Body, asked: frozenset[str] | None = None, own: Schedule | None = None
) -> Relation:
    """What another order of the drug is to this one, for a patient of this size.

    `asked` are the FHIRPaths of the orders the caller asked about, None for all: a draft beside them is one that the
    caller keeps. A draft is newer than an active order, unless it is the same on the same day. `own` is the schedule of
    the order, where it is at hand.
    """
    if other.product.is_ingredient is not Truth.TRUE or other.do_not_perform or other.reported or order.reported:
        return Relation.APART
    if other.status not in RUNNING or other.intent not in ORDERS or order.intent not in ORDERS:
        return Relation.APART
    if (order.replaces or other.replaces or order.group is not None) and replaced(order, other):
        return Relation.RENEWED if follows(order, other) else Relation.APART
    tells_end = order.ends or other.ends or order.supply or other.supply
    if tells_end and (_ended_before(order, other) or _ended_before(other, order)):
        return Relation.APART
    age = _age(order, other)
    turn = age if order.status == other.status else _by_status(order, other) or age
    if tells_end and (found := _by_supply(order, other, size, turn)) is not None:
        return found
    if None not in (order.product.form, other.product.form) and order.product.form != other.product.form:
        return Relation.OTHER_FORM
    if None not in (order.setting, other.setting) and order.setting != other.setting:
        return Relation.OTHER_SETTING
    is_same = age in (_Age.SAME_DAY, _Age.UNKNOWN) and order.product.strengths_mg == other.product.strengths_mg
    if is_same and (is_same := order.product.form == other.product.form):
        # The same product; its dose and schedule too, whenever they begin and end.
        own = order.directions.schedule_at(size) if own is None else own
        its = other.directions.schedule_at(size)
        is_same = bool(own.phases) and own.doses == its.doses
    if is_same and asked is not None and other.expression not in asked and order.status == other.status == "draft":
        return Relation.ITSELF
    if order.group is not None and order.group == other.group:
        return Relation.ADDED
    if is_same:
        return Relation.TWICE
    if age is _Age.SAME_DAY and order.status == other.status:
        return Relation.ADDED
    match turn:
        case _Age.OLDER:
            return Relation.EARLIER
        case _Age.NEWER:
            return Relation.LATER
        case _Age.SAME_DAY:
            return Relation.ADDED
        case _Age.UNKNOWN:
            return Relation.UNDATED


class _Age(Enum):
    """When the other order was written."""

    OLDER = "before this one"
    NEWER = "after this one"
    SAME_DAY = "on the same day"
    UNKNOWN = "not known"


def replaced(order: Order, other: Order) -> bool:
    """Whether one of the two replaces the other: it says so, or a draft shares the requisition of an active order."""
    return follows(order, other) or follows(other, order)


def follows(order: Order, other: Order) -> bool:
    """Whether this order replaces the other."""
    same_group = order.group is not None and order.group == other.group
    return other.reference in order.replaces or (same_group and order.status == "draft" and other.status == "active")


def _ended_before(one: Order, two: Order) -> bool:
    starts = two.starts or two.authored
    return one.ends is not None and starts is not None and one.ends.before(starts) is Truth.TRUE


def _age(order: Order, other: Order) -> _Age:
    written, before = order.authored or order.starts, other.authored or other.starts
    if written is None or before is None:
        return _Age.UNKNOWN
    if written.first == written.last == before.first == before.last:
        return _Age.SAME_DAY
    if before.last < written.first:
        return _Age.OLDER
    return _Age.NEWER if written.last < before.first else _Age.UNKNOWN


def _by_status(order: Order, other: Order) -> _Age | None:
    """A draft is the newer of the two, whatever the days say; None where they are not a draft and an active order."""
    if {order.status, other.status} != {"active", "draft"}:
        return None
    return _Age.OLDER if order.status == "draft" else _Age.NEWER


def _by_supply(order: Order, other: Order, size: Body, turn: _Age) -> Relation | None:
    """APART or RENEWED where the older of the two is used up, or nearly so, when the newer begins; else None.

    Of two that were written on one day the one that begins first is the older: prescriptions for the months to come.
    """
    match turn:
        case _Age.OLDER:
            older, newer = other, order
        case _Age.NEWER:
            older, newer = order, other
        case _Age.SAME_DAY | _Age.UNKNOWN:
            if order.starts is None or other.starts is None:
                return None
            if other.starts.before(order.starts) is Truth.TRUE:
                older, newer = other, order
            elif order.starts.before(other.starts) is Truth.TRUE:
                older, newer = order, other
            else:
                return None
    begins, written = newer.starts or newer.authored, older.authored or older.starts
    covered = coverage_of(older, size)
    if covered is None or begins is None or written is None or written.before(begins) is not Truth.TRUE:
        return None
    left = (covered.last - begins.first).days + 1
    if left <= 0:
        return Relation.APART
    if left <= covered.overlap:
        return Relation.RENEWED if older is other else Relation.APART
    return None
