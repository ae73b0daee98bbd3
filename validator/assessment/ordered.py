"""What is ordered: the schedule of this order, and of the other orders of the drug that are on file beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from validator.assessment.beside import Relation, relation_of
from validator.chart.fact import Chart, Order
from validator.dosage import Body, Schedule, combine
from validator.frozen import Frozen, field


class Ordered(Frozen):
    """`own` is this order's schedule, `total` that of all that are certainly taken together.

    `others` are the other orders by what they are to this one. `with_earlier` is the sum with the orders that are still
    active and may be replaced by this one; `total` where there are none.
    """

    own: Schedule
    total: Schedule
    others: tuple[tuple[Order, Relation], ...] = ()
    with_earlier: Schedule = field(default_factory=Schedule)

    def of(self, *relations: Relation) -> tuple[Order, ...]:
        """The other orders that are one of these to this one."""
        return tuple(order for order, relation in self.others if relation in relations)

    @property
    def beside(self) -> tuple[Order, ...]:
        """The orders that were added to this one."""
        return self.of(Relation.ADDED)


def ordered_of(order: Order, chart: Chart, size: Body, asked: frozenset[str] | None = None) -> Ordered:
    """What this order comes to for a patient of this size, alone and with the others; `asked`: see `relation_of`."""
    own = order.directions.schedule_at(size)
    others = tuple(
        (other, relation)
        for other in chart.orders
        if (relation := relation_of(order, other, size, asked)) is not Relation.APART
    )
    added = list(_once_each(order, (other for other, relation in others if relation is Relation.ADDED), size))
    total = _together([own, *added]) if added else own
    open_ones = [
        other.directions.schedule_at(size)
        for other, relation in others
        if relation in (Relation.EARLIER, Relation.UNDATED)
    ]
    return Ordered(own, total, others, _together([total, *open_ones]) if open_ones else total)


def _once_each(order: Order, added: Iterable[Order], size: Body) -> Iterator[Schedule]:
    """The schedules to be added: of equal prescriptions one, unless they are of this order's own group."""
    seen = set()
    for other in added:
        schedule = other.directions.schedule_at(size)
        key = (other.product.form, other.product.strengths_mg, schedule)
        if order.group is not None and order.group == other.group:
            yield schedule
        elif key not in seen:
            seen.add(key)
            yield schedule


def _together(schedules: list[Schedule]) -> Schedule:
    return combine(schedules)
