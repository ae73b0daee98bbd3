"""What is ordered: the schedule of this order, and of the other orders of the drug that are on file beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property

from validator.assessment.beside import Relation, relation_of
from validator.chart.fact import Chart, Order
from validator.dosage import Body, Schedule, combine, render
from validator.frozen import Frozen, field


class Ordered(Frozen, dict=True):
    """`own` is this order's schedule, `total` that of all that are certainly taken together.

    `others` are the other orders by what they are to this one. `with_earlier` is the sum with the orders that are still
    active and may be replaced by this one; `total` where there are none. Both sums are of the days of this order: what
    another one gives before it begins, or after it ends, is no dose of it.
    """

    own: Schedule
    total: Schedule
    others: tuple[tuple[Order, Relation], ...] = ()
    with_earlier: Schedule = field(default_factory=Schedule)

    @cached_property
    def total_in_words(self) -> str:
        """The sum in English, as `dosage.render` writes it."""
        return render(self.total)

    def of(self, relation: Relation) -> tuple[Order, ...]:
        """The other orders that are this to it."""
        return tuple(self._by_relation.get(relation, ())) if self.others else ()

    @cached_property
    def _by_relation(self) -> dict[Relation, list[Order]]:
        found: dict[Relation, list[Order]] = {}
        for order, relation in self.others:
            found.setdefault(relation, []).append(order)
        return found

    @property
    def beside(self) -> tuple[Order, ...]:
        """The orders that were added to this one."""
        return self.of(Relation.ADDED)


def ordered_of(order: Order, chart: Chart, size: Body, asked: frozenset[str] | None = None) -> Ordered:
    """What this order comes to for a patient of this size, alone and with the others; `asked`: see `relation_of`."""
    own = order.directions.schedule_at(size)
    others, taken_too, open_ones = [], [], []
    for other in chart.orders:
        relation = relation_of(order, other, size, asked, own)
        if relation is Relation.APART:
            continue
        others.append((other, relation))
        if relation is Relation.ADDED:
            taken_too.append(other)
        elif relation in (Relation.EARLIER, Relation.UNDATED):
            open_ones.append(other.directions.schedule_at(size))
    added = list(_once_each(order, taken_too, size)) if taken_too else []
    first, last = _days_of(order, own)
    total = combine([own, *added]).within(first, last) if added else own
    sum_of_all = combine([own, *added, *open_ones]).within(first, last) if open_ones else total
    return Ordered(own, total, tuple(others), sum_of_all)


def _days_of(order: Order, own: Schedule) -> tuple[date | None, date | None]:
    """The first and the last day of this order, as far as it tells them."""
    begins = own.phases[0].start if own.phases else None
    begins = begins or order.starts or order.authored
    ends = own.phases[-1].end if own.phases else None
    return (begins.first if begins is not None else None, ends.last if ends is not None else None)


def _once_each(order: Order, added: Iterable[Order], size: Body) -> Iterator[Schedule]:
    """The schedules to be added: of equal prescriptions one, unless they are of this order's own group."""
    seen = set()
    for other in added:
        schedule = other.directions.schedule_at(size)
        key = (other.product.form, other.product.strengths_mg, schedule.doses)
        if order.group is not None and order.group == other.group:
            yield schedule
        elif key not in seen:
            seen.add(key)
            yield schedule
