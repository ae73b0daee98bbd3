"""Why a dose is lower than the start: an earlier order at the step above, or a stated adverse reaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from validator.assessment.beside import PAST, replaced
from validator.chart.fact import Chart, Order
from validator.criteria.answer import Answer, no, unknown, yes
from validator.criteria.attested import attested, disputed
from validator.dosage import Body, Phase, combine, simple_at
from validator.label.dose import LabelDose
from validator.verdict import Truth

_ONLY_THOUGHT_OF = frozenset({"proposal", "option"})
"""Intents by which nothing was ordered. What patients report some systems write as a plan."""
REDUCED = "dose-reduced-for-adverse-reaction"


def reduction_reason(order: Order, chart: Chart, body: Body, step_above: LabelDose) -> Answer:
    """Whether the chart shows why the dose is one step below `step_above`.

    An earlier order of the same form counts when it was written before this one and not only planned; an earlier phase
    of the same order does not, as no adverse reaction can have happened in it yet. Not shown is UNKNOWN: a single order
    cannot tell a start from a reduction.
    """
    stated = attested(chart, REDUCED)
    if stated is not None and stated.truth is Truth.TRUE:
        return yes("a reduction for an adverse reaction is attested", stated.evidence)
    earlier = [other for other in chart.orders if came_before(order, other)]
    for other in earlier:
        if any(_is(phase, step_above) for phase in other.directions.schedule_at(body).phases):
            return yes(f"an earlier order was for {step_above}", other.evidence)
    for together in _bottles(earlier, body):
        total = combine([one.directions.schedule_at(body) for one in together])
        if any(_is(phase, step_above) for phase in total.phases):
            return yes(f"earlier orders of one day were for {step_above}", *(one.evidence for one in together))
    if stated is not None:
        return no("a reduction for an adverse reaction is attested not to be the reason", stated.evidence)
    missing = (REDUCED, f"MedicationRequest of the earlier order for {step_above}")
    return unknown("no reason for a dose below the start is on file", missing=missing)


def unexplained(chart: Chart) -> str:
    """What is said of a reduction for which no reason is shown: none is on file, or what was stated differs, or an
    adverse reaction is stated not to be it.
    """
    if disputed(chart, (REDUCED,)) is not None:
        return "whether side effects are the reason is recorded as yes and as no"
    if _is_denied(chart):
        return "recorded is that it was not reduced for an adverse reaction"
    return "no reason for the reduction is on file"


def _is_denied(chart: Chart) -> bool:
    """Whether it is stated that an adverse reaction is not why the dose is lower."""
    stated = attested(chart, REDUCED)
    return stated is not None and stated.truth is Truth.FALSE


def _bottles(earlier: list[Order], body: Body) -> Iterable[list[Order]]:
    """Orders of one day for different doses, which are one dose in several bottles; equal ones may be written twice."""
    by_day: dict[tuple[date, date], list[Order]] = {}
    for one in earlier:
        written = one.authored or one.starts
        if written is not None and written.is_exact:
            by_day.setdefault((written.first, written.last), []).append(one)
    for orders in by_day.values():
        doses = {one.directions.schedule_at(body).doses for one in orders}
        if len(orders) > 1 and len(doses) == len(orders):
            yield orders


def _is(phase: Phase, dose: LabelDose) -> bool:
    simple = simple_at(phase, frozenset({dose.every_days}))
    return simple is not None and LabelDose(simple.mg, simple.interval) == dose


def came_before(order: Order, other: Order) -> bool:
    """Whether another order of the drug, in a form that may be the same, was written before this one and may have been
    carried out; an undated one where either says that it replaces the other.
    """
    if other.product.is_ingredient is not Truth.TRUE or other.do_not_perform or other.status not in PAST:
        return False
    if other.intent in _ONLY_THOUGHT_OF:
        return False
    if None not in (order.product.form, other.product.form) and order.product.form != other.product.form:
        return False
    written, earlier = order.authored, other.starts or other.authored
    if written is None or earlier is None:
        is_earlier = replaced(order, other) and other.status != "draft"
    else:
        is_earlier = earlier.before(written) is Truth.TRUE
    return is_earlier and not other.is_never_begun
