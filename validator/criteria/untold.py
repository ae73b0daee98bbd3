"""Conditions of which nothing tells whether they are over: no clinical status and no end, or one that nobody ended."""

from __future__ import annotations

from collections.abc import Sequence

from validator.chart.disease.condition_state import PRESENT_MONTHS
from validator.chart.disease.told_age import is_of_unread_age
from validator.chart.fact import Chart, RiskCondition
from validator.criteria.answer import Answer, unknown

DAYS_A_MONTH = 31
"""Upper bound, so that a window given in months is never cut short."""


def status_untold(found: Sequence[RiskCondition]) -> Answer:
    """Of which nothing says whether it is over. What is no Condition has no status: its day may settle it, or else a
    diagnosis of the event."""
    first = found[0]
    says, missing = f"{first.name} is on file without a clinical status", "Condition.clinicalStatus"
    if first.told_by != "Condition":
        day = first.onset.text[:10] if first.onset is not None else ""
        when = f"of {day}" if day else "without a day"
        says = f"{first.told_by} {when} tells of {first.name}, and not whether it is over"
        missing = "Condition of the event, with its clinical status" if day else f"day of the {first.told_by}"
    return unknown(says, *(c.evidence for c in found), missing=(missing,))


def is_of_its_day(chart: Chart, condition: RiskCondition) -> bool:
    """Whether a condition without a clinical status was so on its day, and not since (READINGS 2; CLARIFICATIONS A359).

    Its days all lie longer ago than a tumor without one counts as present. A number of this project.
    """
    return is_long_ago(chart, condition, PRESENT_MONTHS)


def is_long_ago(chart: Chart, condition: RiskCondition, months: int) -> bool:
    """Whether all days of a condition lie longer ago, so that of one that is listed as active nobody told the end.

    An age that was not understood may be that of long ago, so it does not show that an active one is recent.
    One that began long ago and was written down again lately is going on, or has come back.
    """
    told = [day for day in (condition.onset, condition.recorded) if day is not None]
    return bool(told) and all(
        is_of_unread_age(day) or day.days_until(chart.as_of)[0] > months * DAYS_A_MONTH for day in told
    )


def is_named_past(chart: Chart, condition: RiskCondition, months: int) -> bool:
    """Whether an event's own name says that it was longer ago ("ONJ 2012"): it is past, whatever its status. 0 months:
    of a state that lasts for years, whose year is that of its beginning (CLARIFICATIONS A530)."""
    return months > 0 and condition.is_dated_in_words and is_long_ago(chart, condition, months)


def forgotten_since_long(condition: RiskCondition) -> Answer:
    """UNKNOWN: it is listed as active, and all of its days lie long ago, or its age then was not understood."""
    if condition.onset is not None and is_of_unread_age(condition.onset):
        says = f"{condition.name} is listed as active, and the age it began at is not understood"
        return unknown(says, condition.evidence, missing=("Condition.onset[x]",))
    says = f"{condition.name} is listed as active since long ago, without an end"
    return unknown(says, condition.evidence, missing=("Condition.abatement[x]",))
