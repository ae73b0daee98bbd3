"""The same dose again after a stop or a hold for an adverse reaction: the label resumes a step lower."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from operator import attrgetter

from validator.assessment.history import came_before
from validator.assessment.situation import Situation
from validator.chart.drug.treatment import Therapy
from validator.chart.fact import Order
from validator.criteria.therapy import SELF
from validator.dosage import Schedule, simple_at
from validator.finding import Finding, finding_code
from validator.label.dose import LabelDose
from validator.rules.registry import rule
from validator.rules.said import said
from validator.verdict import Truth, Verdict

_STOPPED_FOR_REACTION = attrgetter("stopped_for_reaction")

RESUMED = finding_code(
    "dose-resumed-unchanged",
    "Same dose again after a stop for an adverse reaction",
    """The last order before this one, or what is reported of the drug since, was stopped or held for an adverse
    reaction, and this order resumes the same dose or a higher one. The label resumes a step lower once the reaction is
    mild; the lowest step is resumed as it was. Nothing is said for a label without a statement on it.""",
)
_STOPPED = frozenset({"stopped", "on-hold"})


@rule("resumed")
def resumed(situation: Situation) -> Iterator[Finding]:
    """The last earlier order ended for an adverse reaction, and its dose was not the lowest step of the label.

    A label that says nothing of how treatment goes on has nothing to compare with.
    """
    chart = situation.chart
    resumption = next(iter(situation.label.resumption), None)
    if resumption is None or True not in map(_STOPPED_FOR_REACTION, chart.orders + chart.therapies):
        return
    last = _last_before(situation)
    reported = _reported_since(situation, last)
    if reported is None and (last is None or last.status not in _STOPPED or not last.stopped_for_reaction):
        return
    stopped = _dose(last.directions.schedule_at(situation.body), situation) if last is not None else None
    before = (_dose(reported.schedule, situation) if reported is not None else None) or stopped
    now = _dose(situation.ordered.own, situation)
    if before is None or now is None or now.daily_mg < before.daily_mg or _is_lowest(situation, before):
        return
    what = "order" if reported is None else "dose"
    text = f"The {what} before was stopped for an adverse reaction at {before}: the label resumes one step lower"
    shown = [one.evidence for one in (reported, last) if one is not None]
    yield said(
        RESUMED,
        Verdict.WARNING,
        text,
        at=situation.order.expression,
        section=resumption.section,
        evidence=tuple(shown),
        detail=f"Ordered now: {now}. A dose is resumed one step lower when {resumption.once}.",
    )


def _last_before(situation: Situation) -> Order | None:
    earlier = [one for one in situation.chart.orders if came_before(situation.order, one)]
    return max(earlier, key=_day, default=None)


def _reported_since(situation: Situation, last: Order | None) -> Therapy | None:
    """The drug of the order as somebody reports it: stopped or held for an adverse reaction before this order, and
    after the last one was begun. One without a day tells nothing of the order of things.
    """
    written, begun = situation.order.authored, _day(last) if last is not None else date.min
    found = [
        (day, one)
        for one in situation.chart.therapies
        if one.groups == {SELF} and one.stopped_for_reaction
        if (day := one.stop or one.start) is not None and written is not None and day.before(written) is Truth.TRUE
        if day.first >= begun
    ]
    return max(found, key=lambda item: item[0].last)[1] if found else None


def _day(order: Order) -> date:
    began = order.starts or order.authored
    return began.last if began is not None else date.min


def _dose(schedule: Schedule, situation: Situation) -> LabelDose | None:
    simple = simple_at(schedule, situation.label.intervals)
    return LabelDose(simple.mg, simple.interval) if simple is not None else None


def _is_lowest(situation: Situation, dose: LabelDose) -> bool:
    """Whether no regimen that may apply to the patient has a step below it; any of the label's, where none is known."""
    regimens = [world.regimen for world in situation.worlds.worlds] or situation.label.regimen
    return all(dose not in regimen.ladder[:-1] for regimen in regimens)
