"""Whether something was measured before a first order, as the label asks for some tests before the start."""

from __future__ import annotations

from typing import ClassVar

from validator.chart.fact import Chart
from validator.criteria.answer import Answer, Names, Titles, names_of, no, unknown, yes
from validator.criteria.event import first_dose
from validator.criteria.laboratory import unread_within
from validator.criteria.registry import criterion
from validator.criteria.therapy import SELF
from validator.finding import Evidence
from validator.frozen import Frozen
from validator.terminology.domain import DRUG, OBSERVED


@criterion("not-measured", choices=frozenset({"days"}))
class NotMeasured(Frozen):
    """Before a first order of this drug, an Observation of at least one of `groups` is lacking in the `days` days
    up to and including the order's day.

    FALSE when this drug was given before. An undated Observation does not count; what it measured is not judged.
    UNKNOWN where one is lacking and a result of those days could not be read: that is not the same as none.
    """

    groups: tuple[str, ...]
    days: int
    kind: ClassVar[str]

    def clause(self, titles: Titles) -> str:
        return f"not measured in the {self.days} days before a first order: {titles(self.groups)}"

    def names(self) -> Names:
        return names_of(OBSERVED, *self.groups) | names_of(DRUG, SELF)

    def answer(self, chart: Chart) -> Answer:
        """What may lie outside the time is not on file in it."""
        if first_dose(chart) is not None:
            return no("this is not the first order")
        found = {group: _measured(chart, group, self.days) for group in self.groups}
        lacking = [group for group, evidence in found.items() if evidence is None]
        unread = [one for group in lacking for one in unread_within(chart, group, self.days)]
        if unread:
            says = " and ".join(dict.fromkeys(one.evidence.says for one in unread))
            return unknown(f"{says} could not be read", *[one.evidence for one in unread])
        if lacking:
            return yes(f"not on file in the {self.days} days before: {', '.join(lacking)}")
        return no("measured before the first order", *(evidence for evidence in found.values() if evidence is not None))


def _measured(chart: Chart, group: str, days: int) -> Evidence | None:
    for measurement in chart.measurements:
        if group not in measurement.groups or measurement.date is None:
            continue
        if measurement.quantity is None and measurement.number is None:
            continue
        fewest, most = measurement.date.days_until(chart.as_of)
        if fewest >= 0 and most <= days:
            return measurement.evidence
    return None
