"""The dose before an interacting drug: what the patient was on when that drug began, from which its step is taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from validator.assessment.beside import ORDERS
from validator.assessment.body_size import body_of
from validator.assessment.history import came_before
from validator.chart.drug.treatment import Therapy
from validator.chart.fact import Chart, Order
from validator.criteria.answer import Answer, unknown
from validator.dosage import Body, combine, simple_at
from validator.finding import Evidence
from validator.frozen import Frozen
from validator.label.dose import LabelDose
from validator.label.model import Adjustment, Label, Regimen
from validator.verdict import Truth

_ANY_DAY = (date.min, date.max)
_Days = tuple[date, date]
"""First and last day that something may have begun on, both inclusive."""


class Earlier(Frozen):
    """What the orders of one day came to. `dose` None: an amount or interval that is not known or no single dose."""

    days: _Days
    dose: LabelDose | None
    evidence: tuple[Evidence, ...]
    certain: bool = True


class DoseBefore(Frozen):
    """The earlier orders that may tell the dose on the day an interacting drug began.

    `or_start`: no order may have been dated before it, so that the dose before is the start of the regimen. `open` says
    why more than one dose is possible; None where the chart tells one.
    """

    earlier: tuple[Earlier, ...] = ()
    or_start: bool = True
    open: Answer | None = None

    def doses(self, regimen: Regimen) -> tuple[LabelDose, ...]:
        """The doses the patient may have been on: never above the start; every rung where an order's is not known."""
        start: LabelDose = regimen.ladder[0]
        found = [start] if self.or_start else []
        for one in self.earlier:
            if one.dose is None:
                found += regimen.ladder
            else:
                found.append(one.dose if one.dose.daily_mg < start.daily_mg else start)
        return tuple(dict.fromkeys(found))

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The earlier orders."""
        return tuple(dict.fromkeys(item for one in self.earlier for item in one.evidence))


FROM_THE_START = DoseBefore()


def dose_before(adjustment: Adjustment, answer: Answer, label: Label, chart: Chart) -> DoseBefore:
    """The dose before the drugs that `answer` found for an adjustment; the start where it is for no drug.

    The last order dated before the first day of the drug tells it. Where that day is not known, or not exactly, every
    order that may be the last one before it is taken, and the start where none may be. An order written while another
    drug of the same kind was taken tells an adjusted dose, so the one before that drug counts; where the other drug
    only may have been taken, or is of another kind, both do. Source: label sections on interactions; CLARIFICATIONS.
    """
    if not adjustment.pair:
        return FROM_THE_START
    drugs = tuple(one for one in chart.therapies if one.evidence in answer.evidence)
    order = chart.order
    if not drugs or order is None:
        return FROM_THE_START
    earlier = tuple(_earlier(order, chart, label))
    if not earlier:
        return FROM_THE_START
    others = tuple(_other_drugs(drugs, adjustment, label, chart))
    begun = _begun(drugs)
    found, or_start = _last_before(begun, earlier, others)
    named = ", ".join(dict.fromkeys(one.name for one in drugs))
    missing = tuple(f"start of {one.evidence.reference}" for one in drugs)
    says = f"when {named} began"
    return DoseBefore(
        tuple(dict.fromkeys(found)), or_start, unknown(says, *(one.evidence for one in drugs), missing=missing)
    )


def _begun(drugs: tuple[Therapy, ...]) -> _Days:
    """The days on which the first of the drugs may have begun."""
    starts = [one.start for one in drugs if one.start is not None]
    latest = min((start.last for start in starts), default=date.max)
    if len(starts) < len(drugs):
        return (date.min, latest)
    return (min(start.first for start in starts), latest)


def _last_before(
    begun: _Days, earlier: tuple[Earlier, ...], others: tuple[tuple[Therapy, bool], ...]
) -> tuple[list[Earlier], bool]:
    """The orders that may be the last before a day between the two, and whether there may be none."""
    first, last = begun
    surely = [one for one in earlier if one.certain and one.days[1] < first]
    possible = [
        one for one in earlier if one.days[0] < last and not any(one.days[1] < later.days[0] for later in surely)
    ]
    found: list[Earlier] = []
    or_start = not surely
    for one in possible:
        covering = next(((drug, alike) for drug, alike in others if _may_cover(drug, one)), None)
        if covering is None:
            found.append(one)
            continue
        drug, alike = covering
        if not (alike and _covers(drug, one)):
            found.append(one)
        rest = tuple(pair for pair in others if pair[0] is not drug)
        more, none = _last_before(_begun((drug,)), tuple(x for x in earlier if x is not one), rest)
        found += more
        or_start = or_start or none
    return found, or_start


def _other_drugs(
    drugs: tuple[Therapy, ...], adjustment: Adjustment, label: Label, chart: Chart
) -> Iterator[tuple[Therapy, bool]]:
    """The other drugs that bend the dose and were had, and whether they bend it the same way."""
    for one in label.adjustment:
        if not one.pair:
            continue
        groups = {group for _, group in one.when.names().groups}
        for therapy in chart.therapies:
            if therapy in drugs or not therapy.groups & groups:
                continue
            if therapy.given is not Truth.FALSE and therapy.systemic is not Truth.FALSE:
                yield therapy, one.factor == adjustment.factor


def _may_cover(drug: Therapy, one: Earlier) -> bool:
    begins = drug.start is None or drug.start.first < one.days[1] or drug.start.first == one.days[1]
    return begins and (drug.stop is None or drug.stop.last >= one.days[0])


def _covers(drug: Therapy, one: Earlier) -> bool:
    if drug.start is None or drug.start.last > one.days[0]:
        return False
    return drug.current is Truth.TRUE if drug.stop is None else drug.stop.first >= one.days[1]


def _earlier(order: Order, chart: Chart, label: Label) -> Iterator[Earlier]:
    """The earlier orders of the drug, those of one day together, oldest first."""
    given, body = label.intervals, body_of(chart, label)
    by_day: dict[_Days, list[Order]] = {}
    for other in chart.orders:
        if came_before(order, other):
            when = other.starts or other.authored
            by_day.setdefault((when.first, when.last) if when is not None else _ANY_DAY, []).append(other)
    for days, orders in sorted(by_day.items()):
        shown = tuple(one.evidence for one in orders)
        certain = days != _ANY_DAY and all(one.intent in ORDERS for one in orders)
        doses = dict.fromkeys(_doses(orders, body, given))
        ordered = [one for one in orders if one.intent in ORDERS]
        if ordered and len(ordered) < len(orders):
            # Whether what was planned beside an order was carried out nobody can tell.
            doses |= dict.fromkeys(_doses(ordered, body, given))
        for dose in doses:
            yield Earlier(days, dose, shown, certain)


def _doses(orders: list[Order], body: Body, given: frozenset[Fraction]) -> Iterable[LabelDose | None]:
    """What the orders of one day come to; divided otherwise than the label gives it (`given`), the daily sum."""
    schedules = [one.directions.schedule_at(body) for one in orders]
    one = schedules[0]
    total = one if all(two.doses == one.doses for two in schedules) else combine(schedules)
    if total.unknown or not total.phases:
        return (None,)
    simple = [simple_at(phase, given) for phase in total.phases]
    return [
        None
        if dose is None
        else LabelDose(dose.mg, dose.interval)
        if dose.interval >= 1 or dose.interval in given
        else LabelDose(dose.daily_mg, Fraction(1))
        for dose in simple
    ]
