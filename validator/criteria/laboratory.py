"""Laboratory results against the upper limit that the laboratory itself reports with them."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from validator.chart.fact import Chart, Measurement
from validator.criteria.answer import Answer, Names, Titles, any_of, names_of, no, unknown, yes
from validator.criteria.registry import criterion
from validator.frozen import Frozen
from validator.instant import PartialDate
from validator.quantity import plain
from validator.terminology.domain import OBSERVED
from validator.verdict import Truth


def newest_within(chart: Chart, group: str, days: int) -> tuple[Measurement, ...]:
    """The results of `group` on the newest day of the `days` days up to the order, and those that may be as new.

    An undated result is none of them.
    """
    dated: list[tuple[PartialDate, Measurement]] = []
    for one in chart.measurements:
        is_amount = one.number is not None and (not one.problem or one.comparator is not None)
        if group in one.groups and one.date is not None and is_amount:
            fewest, most = one.date.days_until(chart.as_of)
            if most >= 0 and fewest <= days:
                dated.append((one.date, one))
    if not dated:
        return ()
    if len(dated) == 1:
        return (dated[0][1],)
    newest = max([day for day, _ in dated], key=lambda day: day.order_key)
    return tuple([one for day, one in dated if day.last >= newest.first and not _is_earlier(day, newest)])


def unread_within(chart: Chart, group: str, days: int) -> tuple[Measurement, ...]:
    """The results of `group` of the `days` days up to the order that say something which is no amount; each is one
    that could not be read, and none that is not on file. An undated result is none of them.
    """
    found: list[Measurement] = []
    for one in chart.measurements:
        if one.is_unread and group in one.groups and _is_of(one, chart, days):
            found.append(one)
    return tuple(found)


def _is_of(result: Measurement, chart: Chart, days: int) -> bool:
    if result.date is None:
        return False
    fewest, most = result.date.days_until(chart.as_of)
    return most >= 0 and fewest <= days


def _is_earlier(day: PartialDate, newest: PartialDate) -> bool:
    return day.is_exact and newest.is_exact and day.order_key < newest.order_key


@criterion("above-upper-limit", choices=frozenset({"days"}))
class AboveUpperLimit(Frozen):
    """The newest result of one of `groups` in the `days` days up to the order is more than `times` the upper limit of
    normal that came with it (`referenceRange.high`); with `inclusive`, `times` itself is enough.

    FALSE where none is on file. UNKNOWN for a result without such a limit: limits differ between laboratories, so none
    is assumed. Of several limits, or results of one time, all must agree. Source: FHIR R4 Observation.referenceRange.
    """

    groups: tuple[str, ...]
    times: Decimal
    days: int
    kind: ClassVar[str]
    inclusive: bool = False

    def clause(self, titles: Titles) -> str:
        bound = "at least" if self.inclusive else "more than"
        limit = f"{bound} {plain(self.times)} times the upper limit of normal"
        return f"{limit} in the {self.days} days before: {titles(self.groups)}"

    def names(self) -> Names:
        return names_of(OBSERVED, *self.groups)

    def answer(self, chart: Chart) -> Answer:
        """One of the groups is enough."""
        return any_of(self._one(group, newest_within(chart, group, self.days)) for group in self.groups)

    def _one(self, group: str, results: tuple[Measurement, ...]) -> Answer:
        name = group.replace("_", " ")
        if not results:
            return no(f"no {name} of the last {self.days} days is on file")
        evidence = tuple(one.evidence for one in results)
        truths = {self._is_above(one, limit) for one in results for limit in one.upper_limits or (None,)}
        says = " and ".join(dict.fromkeys(one.evidence.says for one in results))
        bound = f"{plain(self.times)} times the upper limit"
        match sorted(truths, key=lambda truth: truth.value):
            case [Truth.TRUE]:
                return yes(f"{says} is above {bound}", *evidence)
            case [Truth.FALSE]:
                return no(f"{says} is not above {bound}", *evidence)
            case _:
                missing = tuple(f"referenceRange.high of {one.reference}" for one in evidence)
                return unknown(f"whether {says} is above {bound} is not told", *evidence, missing=missing)

    def _is_above(self, result: Measurement, limit: Decimal | None) -> Truth:
        if limit is None or result.number is None:
            return Truth.UNKNOWN
        bound = self.times * limit
        if result.comparator is None:
            return Truth.of(result.number > bound or (self.inclusive and result.number == bound))
        # Whether the bound itself, where it is the stated number, is above: with `>=` and `<=` it may be the result.
        match result.comparator:
            case ">" if result.number >= bound:
                return Truth.TRUE
            case ">=" if result.number > bound or (self.inclusive and result.number == bound):
                return Truth.TRUE
            case "<" if result.number <= bound:
                return Truth.FALSE
            case "<=" if result.number < bound or (not self.inclusive and result.number == bound):
                return Truth.FALSE
            case _:
                return Truth.UNKNOWN
