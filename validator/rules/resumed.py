"""The same dose again after a stop or a hold for an adverse reaction: the label resumes a step lower."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from validator.assessment.history import came_before
from validator.assessment.ordered import schedule_for
from validator.assessment.situation import Situation
from validator.chart.fact import Order
from validator.dosage import Schedule
from validator.finding import Finding, finding_code
from validator.label.dose import LabelDose
from validator.rules.message import sentence
from validator.rules.registry import rule
from validator.verdict import Verdict

RESUMED = finding_code(
    "dose-resumed-unchanged",
    "Same dose again after a stop for an adverse reaction",
    """The last order before this one was stopped or held for an adverse reaction, and this order resumes the same dose
    or a higher one. The label resumes a step lower once the reaction is mild; the lowest step is resumed as it was.""",
)
_STOPPED = frozenset({"stopped", "on-hold"})


@rule("resumed")
def resumed(situation: Situation) -> Iterator[Finding]:
    """The last earlier order ended for an adverse reaction, and its dose was not the lowest step of the label."""
    last = _last_before(situation)
    if last is None or last.status not in _STOPPED or not last.stopped_for_reaction:
        return
    before, now = _dose(schedule_for(last, situation.chart)), _dose(situation.ordered.own)
    if before is None or now is None or now.daily_mg < before.daily_mg or _is_lowest(situation, before):
        return
    yield Finding(
        RESUMED,
        Verdict.WARNING,
        sentence(f"The order before was stopped for an adverse reaction at {before}: the label resumes one step lower"),
        section=situation.label.reduction_section,
        expression=(situation.order.expression,),
        evidence=(last.evidence,),
        detail=f"Ordered now: {now}. A dose is resumed one step lower when the reaction is back to Grade 1 or none.",
    )


def _last_before(situation: Situation) -> Order | None:
    earlier = [one for one in situation.chart.orders if came_before(situation.order, one)]
    return max(earlier, key=_day, default=None)


def _day(order: Order) -> date:
    began = order.starts or order.authored
    return began.last if began is not None else date.min


def _dose(schedule: Schedule) -> LabelDose | None:
    simple = schedule.simple
    return LabelDose(simple.mg, simple.interval) if simple is not None else None


def _is_lowest(situation: Situation, dose: LabelDose) -> bool:
    meant = {answer.indication.id for answer in situation.indication.chosen}
    ladders = [regimen.ladder for regimen in situation.label.regimen if not meant or meant & set(regimen.indications)]
    return all(dose not in ladder[:-1] for ladder in ladders)
