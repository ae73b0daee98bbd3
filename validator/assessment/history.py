"""Why a dose is lower than the start: an earlier order at the step above, or a stated adverse reaction."""

from __future__ import annotations

from validator.assessment.beside import PAST, replaced
from validator.chart.fact import Chart, Order
from validator.criteria.answer import Answer, no, unknown, yes
from validator.criteria.attested import attested
from validator.dosage import Body, Phase
from validator.label.dose import LabelDose
from validator.verdict import Truth

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
    for other in chart.orders:
        if not came_before(order, other):
            continue
        if any(_is(phase, step_above) for phase in other.directions.schedule_at(body).phases):
            return yes(f"an earlier order was for {step_above}", other.evidence)
    if stated is not None:
        return no("a reduction for an adverse reaction is attested not to be the reason", stated.evidence)
    missing = (REDUCED, f"MedicationRequest of the earlier order for {step_above}")
    return unknown("no reason for a dose below the start is on file", missing=missing)


def _is(phase: Phase, dose: LabelDose) -> bool:
    simple = phase.simple
    return simple is not None and LabelDose(simple.mg, simple.interval) == dose


def came_before(order: Order, other: Order) -> bool:
    """Whether another order of the drug, in a form that may be the same, was written before this one and may have been
    carried out; an undated one where either says that it replaces the other.
    """
    if other.product.is_ingredient is not Truth.TRUE or other.do_not_perform or other.status not in PAST:
        return False
    if None not in (order.product.form, other.product.form) and order.product.form != other.product.form:
        return False
    written, earlier = order.authored, other.starts or other.authored
    if written is None or earlier is None:
        return replaced(order, other) and other.status != "draft"
    return earlier.before(written) is Truth.TRUE
