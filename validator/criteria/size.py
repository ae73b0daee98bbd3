"""The newest values of one kind of measurement, exact."""

from __future__ import annotations

from decimal import Decimal
from itertools import repeat

from validator.chart.fact import Chart, Measurement
from validator.criteria.answer import Names, names_of
from validator.finding import Evidence
from validator.frozen import Frozen
from validator.instant import PartialDate
from validator.quantity import UnitMismatchError, cut
from validator.terminology.domain import OBSERVED
from validator.verdict import Truth


class Size(Frozen):
    """The newest usable values of one kind, lowest and highest, exact; `day` is the oldest they may be of.

    `doubt` says why they are a range that no value of one day explains, `cautions` what is to be said with any answer,
    `worked_out` by which arithmetic, empty for values that were measured.
    """

    lowest: Decimal
    highest: Decimal
    unit: str
    day: PartialDate
    evidence: tuple[Evidence, ...]
    cautions: tuple[str, ...] = ()
    doubt: str = ""
    worked_out: str = ""

    @property
    def shown(self) -> str:
        """The value, or the two it lies between, to five places."""
        return cut(self.lowest, self.highest)


class SizeKind(Frozen):
    """A measure of the body that doses are worked out by: its group, its unit, and its words for a person.

    `beside` are the groups of other measurements that stand in for it or make it doubtful.
    """

    group: str
    unit: str
    words: str
    beside: tuple[str, ...] = ()

    def names(self) -> Names:
        """What is looked for in a chart."""
        return names_of("observations", self.group, *self.beside)


HEIGHT = SizeKind("height", "cm", "body height", ("height:stated_or_estimated",))
WEIGHT = SizeKind("weight", "kg", "body weight", ("weight:stated_or_estimated", "height"))
SURFACE_AREA = SizeKind("bsa", "m2", "body surface area")


def newest_size(chart: Chart, group: str, unit: str) -> Size | None:
    """The values of `group` on the newest day at or before the order; None when there is no usable one.

    An undated value, or one of a later day, is not used. Values of one day are all kept, so that two that disagree
    show; so is a value whose partial date may be newer than that day.
    """
    dated: list[tuple[PartialDate, Decimal, Evidence]] = []
    for measurement in values_of(chart, group):
        assert measurement.quantity is not None
        assert measurement.date is not None
        try:
            dated.append((measurement.date, measurement.quantity.to(unit), measurement.evidence))
        except UnitMismatchError:
            continue
    if not dated:
        return None
    if len(dated) == 1:
        (day, value, shown) = dated[0]
        return Size(value, value, unit, day, (shown,))
    newest = max([day.first for day, _, _ in dated])
    kept = [item for item in dated if item[0].last >= newest]
    values = [value for _, value, _ in kept]
    oldest = min([day for day, _, _ in kept], key=lambda day: day.first)
    return Size(min(values), max(values), unit, oldest, tuple([evidence for _, _, evidence in kept]))


def are_later(chart: Chart, *groups: str) -> bool:
    """Whether a measurement of `groups` is dated after the order's day."""
    for one in chart.measurements:
        day = one.date if not one.groups.isdisjoint(groups) else None
        if day is not None and day.at_or_before(chart.as_of) is Truth.FALSE:
            return True
    return False


def none_on_file(chart: Chart, what: str, *groups: str) -> str:
    """That nothing of `groups` is on file; none dated by the order's day where there is one of a later day, none that
    is usable where one came and was set aside."""
    if are_later(chart, *groups):
        return f"no {what} dated by {chart.as_of.text[:10]} is on file"
    named = frozenset(zip(repeat(OBSERVED), groups))
    is_set_aside = any(not named.isdisjoint(doubt.topic.groups) for doubt in chart.doubts) if chart.doubts else False
    return f"no {'usable ' if is_set_aside else ''}{what} is on file"


def values_of(chart: Chart, group: str) -> list[Measurement]:
    """The usable, dated amounts of `group` that may be of the order's day or earlier."""
    found: list[Measurement] = []
    for measurement in chart.measurements:
        if group not in measurement.groups or measurement.problem or measurement.quantity is None:
            continue
        if measurement.date is not None and measurement.date.at_or_before(chart.as_of) is not Truth.FALSE:
            found.append(measurement)
    return found
