"""Which Child-Pugh classes the liver tests and signs on file leave: bounds, never a class of their own.

Three laboratory results count one to three points each, ascites and encephalopathy too. What is not on file, cannot be
read, or has another explanation beside the liver counts every point it may. Numbers: `profiles/scores/child-pugh.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from validator.chart.entry.witness import Limit
from validator.chart.fact import Chart, Measurement
from validator.chart.liver.child_pugh_score import (
    OPEN,
    SHOWN,
    DecompensationSign,
    Parameter,
    Points,
    Score,
    child_pugh_score,
)
from validator.criteria.answer import Names, names_of
from validator.criteria.co_medication import taken
from validator.criteria.event import conditions
from validator.criteria.once import once
from validator.criteria.surgery import operations
from validator.finding import Evidence
from validator.frozen import Frozen
from validator.instant import PartialDate
from validator.terminology.domain import DRUG, OBSERVED, RISK
from validator.verdict import Truth


class ClassesLeft(Frozen):
    """The classes that are left, and what they rest on.

    `is_complete`: all three results are on file, readable, recent and close together. `is_best`: each of them counts
    one point. `is_abnormal`: one of those on file counts more than one. `signs`: ascites or encephalopathy is shown.
    """

    letters: frozenset[str]
    evidence: tuple[Evidence, ...]
    is_complete: bool
    is_best: bool
    is_abnormal: bool
    signs: tuple[Evidence, ...]


class _Result(Frozen):
    """The points of one laboratory result, the day of the newest value, and the values of that day."""

    points: Points
    day: date | None
    evidence: tuple[Evidence, ...]


_NOTHING = _Result(OPEN, None, ())


def names() -> Names:
    """What in a chart could move the bounds, with values on either side of each number."""
    score = child_pugh_score()
    asked = names_of(OBSERVED, *(p.group for p in score.parameters), *(one.group for one in score.proteinuria))
    for explained in (p.explained_by for p in score.parameters):
        asked |= _named(RISK, explained.conditions) | _named(DRUG, explained.drugs)
    for sign in score.signs:
        asked |= _named(RISK, (*sign.conditions, *sign.operations)) | _named(DRUG, sign.drugs_together)
    return asked | Names(limits=frozenset(_limits(score)))


def _named(domain: str, groups: tuple[str, ...]) -> Names:
    return names_of(domain, *groups) if groups else Names()


def _limits(score: Score) -> Iterator[Limit]:
    for parameter in score.parameters:
        for scale in parameter.scales:
            yield parameter.group, scale.two_from, scale.unit
            # Well above the upper bound, so that the value just below it is above the bound too.
            yield parameter.group, scale.two_to + scale.two_from, scale.unit


@once
def liver_bounds(chart: Chart, after: PartialDate | None = None) -> ClassesLeft:
    """The bounds on the day of the order; with `after`, only by results that may be newer than that day."""
    score = child_pugh_score()
    results = [_result(chart, score, parameter, after) for parameter in score.parameters]
    newest = max((one.day for one in results if one.day is not None), default=None)
    apart = timedelta(days=score.days_apart)
    results = [
        one if newest is not None and one.day is not None and newest - one.day <= apart else _NOTHING for one in results
    ]
    points = Points(0, 0)
    for result in results:
        points += result.points
    signs: list[Evidence] = []
    for sign in score.signs:
        shown = tuple(_shows(chart, sign))
        points += SHOWN if shown else OPEN
        signs += shown
    found = [one for one in results if one.evidence]
    return ClassesLeft(
        score.classes_of(points),
        tuple(evidence for one in found for evidence in one.evidence),
        is_complete=len(found) == len(results),
        is_best=all(one.points == Points(1, 1) for one in results),
        is_abnormal=any(one.points != Points(1, 1) for one in found),
        signs=tuple(dict.fromkeys(signs)),
    )


def _result(chart: Chart, score: Score, parameter: Parameter, after: PartialDate | None) -> _Result:
    """The newest value within the days before the order. Values of which none is surely newer are a range."""
    found = [m for m in chart.measurements if parameter.group in m.groups and _is_answer(m) and not _is_older(m, after)]
    sure = [m for m in found if _is_recent(chart, m, score.days_before) is Truth.TRUE]
    if not sure:
        return _NOTHING
    newest = max(m.date.first for m in sure if m.date is not None)
    points: Points | None = None
    evidence: list[Evidence] = []
    for m in found:
        recent = _is_recent(chart, m, score.days_before)
        if recent is Truth.FALSE or (m.date is not None and m.date.last < newest):
            continue
        own = parameter.points(m) if recent is Truth.TRUE else OPEN
        points = own if points is None else points | own
        evidence.append(m.evidence)
    assert points is not None
    if points.most > 1 and _is_explained(chart, score, parameter):
        points = OPEN
    return _Result(points, newest, tuple(evidence))


def _is_answer(measurement: Measurement) -> bool:
    """Whether there is a value at all, readable or not: a result without one says nothing."""
    return measurement.number is not None or measurement.text is not None


def _is_older(measurement: Measurement, after: PartialDate | None) -> bool:
    """Whether the value is surely not newer than that day; one without a date is not known to be."""
    if after is None:
        return False
    return measurement.date is None or after.before(measurement.date) is Truth.FALSE


def _is_recent(chart: Chart, measurement: Measurement, days: int) -> Truth:
    """Whether the value is of the `days` days up to and including the order's. Undated: it may be."""
    if measurement.date is None:
        return Truth.UNKNOWN
    fewest, most = measurement.date.days_until(chart.as_of)
    if fewest >= 0 and most <= days:
        return Truth.TRUE
    return Truth.FALSE if most < 0 or fewest > days else Truth.UNKNOWN


def _is_explained(chart: Chart, score: Score, parameter: Parameter) -> bool:
    explained = parameter.explained_by
    if any(one.active is not Truth.FALSE for one in conditions(chart, explained.conditions)):
        return True
    if taken(chart, explained.drugs):
        return True
    return parameter.worse == "lower" and _has_heavy_proteinuria(chart, score)


def _has_heavy_proteinuria(chart: Chart, score: Score) -> bool:
    return any(
        one.group in m.groups and m.number is not None and m.unit_text in one.written and m.number >= one.lowest
        for one in score.proteinuria
        for m in chart.measurements
        if m.date is None or m.date.at_or_before(chart.as_of) is not Truth.FALSE
    )


def _shows(chart: Chart, sign: DecompensationSign) -> Iterator[Evidence]:
    for condition in conditions(chart, sign.conditions):
        if condition.active is Truth.TRUE:
            yield condition.evidence
    for operation in operations(chart, sign.operations, planned=False):
        if operation.day is None or operation.day.at_or_before(chart.as_of) is not Truth.FALSE:
            yield operation.evidence
    together = [
        [therapy for therapy in taken(chart, (drug,)) if therapy.current is Truth.TRUE] for drug in sign.drugs_together
    ]
    if together and all(together):
        yield from (therapy.evidence for drugs in together for therapy in drugs)
