"""Whether what is on file of a liver is of one that was replaced since: a new liver has no class from before."""

from __future__ import annotations

from collections.abc import Iterator

from validator.chart.fact import Chart
from validator.criteria.answer import Names, names_of
from validator.criteria.event import conditions
from validator.criteria.once import once
from validator.finding import Evidence
from validator.frozen import Frozen
from validator.instant import PartialDate
from validator.terminology.domain import DRUG, RISK
from validator.verdict import Truth

_OPERATION, _STATUS = "hcc:transplant", "hepatic:transplanted"


class Transplant(Frozen):
    """A liver transplantation that took place: its day, where that is told, else a day by which it had."""

    evidence: Evidence
    day: PartialDate | None
    by: PartialDate | None = None

    def is_after(self, day: PartialDate | None) -> Truth:
        """Whether it came after what is of `day`; UNKNOWN where that is not told."""
        if day is None:
            return Truth.UNKNOWN
        if self.day is not None:
            return day.before(self.day)
        is_before = self.by is not None and day.at_or_before(self.by) is Truth.FALSE
        return Truth.FALSE if is_before else Truth.UNKNOWN


def names() -> Names:
    """What in a chart tells of a transplantation."""
    return names_of(DRUG, _OPERATION) | names_of(RISK, _STATUS)


@once
def transplants(chart: Chart) -> tuple[Transplant, ...]:
    """The liver transplantations by the day of the order."""
    return tuple(_found(chart))


def replaced_after(chart: Chart, day: PartialDate | None) -> tuple[Truth, Evidence | None]:
    """Whether the liver of that day was replaced since, and what shows it."""
    answers = [(one.is_after(day), one.evidence) for one in transplants(chart)]
    for wanted in (Truth.TRUE, Truth.UNKNOWN):
        for truth, evidence in answers:
            if truth is wanted:
                return truth, evidence
    return Truth.FALSE, None


def _found(chart: Chart) -> Iterator[Transplant]:
    for therapy in chart.therapies:
        day = therapy.start or therapy.stop
        is_later = day is not None and day.at_or_before(chart.as_of) is Truth.FALSE
        if _OPERATION in therapy.groups and therapy.given is Truth.TRUE and not is_later:
            yield Transplant(therapy.evidence, day)
    for condition in conditions(chart, (_STATUS,)):
        yield Transplant(condition.evidence, condition.onset, condition.recorded)
