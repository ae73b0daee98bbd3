"""Conditions that a warning of the label is about: active, recent, or on treatment."""

from __future__ import annotations

from operator import attrgetter
from typing import ClassVar

from validator.chart.fact import Chart, Order, RiskCondition
from validator.criteria.answer import Answer, Names, Titles, names_of, no, unknown, yes
from validator.criteria.once import once
from validator.criteria.registry import criterion
from validator.criteria.therapy import SELF, prior
from validator.criteria.untold import (
    DAYS_A_MONTH,
    forgotten_since_long,
    is_long_ago,
    is_named_past,
    is_of_its_day,
    status_untold,
)
from validator.frozen import Frozen
from validator.instant import PartialDate
from validator.terminology.domain import DRUG, RISK
from validator.verdict import Truth

_CARRIED_OUT = frozenset({"active", "completed", "stopped", "on-hold", "ended"})
_OVER = frozenset({"completed", "stopped", "ended"})
_NOT_ORDERED = frozenset({"proposal", "plan", "option"})
_NONE_ACTIVE = no("no such condition is active")
_NONE_ON_FILE = no("no such condition is on file")


def conditions(chart: Chart, groups: tuple[str, ...]) -> tuple[RiskCondition, ...]:
    """The conditions of these groups that began at or before the order."""
    # Written out: this is asked for every warning of a label, and almost always nothing is found.
    found: list[RiskCondition] = []
    for condition in chart.conditions:
        if not condition.groups.isdisjoint(groups) and not _later(chart, condition):
            found.append(condition)
    return tuple(found)


def _later(chart: Chart, condition: RiskCondition) -> bool:
    began = condition.onset or condition.recorded
    return began is not None and began.at_or_before(chart.as_of) is Truth.FALSE


@criterion("condition-active", choices=frozenset({"past_months"}))
class ConditionActive(Frozen):
    """A condition of one of `groups` is active. Without a clinical status and an end it is UNKNOWN; one of long ago was
    so on its day, and is FALSE with a remark. Of an event, `past_months` (a project choice) say how long ago its own
    name must place it ("2012") for it to be past as well, whatever its status. 0, the default: a state that may last
    for years, whose year is that of its beginning.
    """

    groups: tuple[str, ...]
    past_months: int = 0
    kind: ClassVar[str]
    none: ClassVar[Answer] = _NONE_ACTIVE

    def clause(self, titles: Titles) -> str:
        return f"active: {titles(self.groups)}"

    def names(self) -> Names:
        return names_of(RISK, *self.groups)

    def answer(self, chart: Chart) -> Answer:
        """Not on file means FALSE: a modifier must be shown."""
        if chart.groups.isdisjoint(self.groups):
            return self.none
        found = conditions(chart, self.groups)
        if not found:
            return _NONE_ACTIVE
        past = [c for c in found if is_named_past(chart, c, self.past_months)] if self.past_months else []
        active = [c for c in found if c.active is Truth.TRUE and c not in past]
        if active:
            return yes(f"{active[0].name} is active", *(c.evidence for c in active))
        untold = [c for c in found if c.active is Truth.UNKNOWN or c in past]
        if unclear := [c for c in untold if c not in past and not is_of_its_day(chart, c)]:
            return status_untold(unclear)
        remarks = tuple([f"history of {c.name}" for c in untold])
        return no(_NONE_ACTIVE.because, *(c.evidence for c in found), remarks=remarks)


@criterion("condition-recent", choices=frozenset({"days", "unclear_months"}))
class ConditionRecent(Frozen):
    """A condition of one of `groups` is active, or ended at most `days` days before the order (inclusive).

    The label says "recent" without a number: `days` is a project choice. Later than that and up to `unclear_months`
    months it is UNKNOWN; beyond, FALSE with a remark. So is one whose dates all lie longer ago and that is still
    listed as active: nobody ended it, and nobody bleeds for years. A resolved condition without any date is UNKNOWN.
    """

    groups: tuple[str, ...]
    days: int
    unclear_months: int
    kind: ClassVar[str]
    none: ClassVar[Answer] = _NONE_ON_FILE

    def clause(self, titles: Titles) -> str:
        return (
            f"active, or ended at most {self.days} days before: {titles(self.groups)} "
            f"(up to {self.unclear_months} months: not clear)"
        )

    def names(self) -> Names:
        return names_of(RISK, *self.groups)

    def answer(self, chart: Chart) -> Answer:
        """The most recent condition decides."""
        if chart.groups.isdisjoint(self.groups):
            return self.none
        answers = [self._one(chart, condition) for condition in conditions(chart, self.groups)]
        for truth in (Truth.TRUE, Truth.UNKNOWN, Truth.FALSE):
            for answer in answers:
                if answer.truth is truth:
                    return answer
        return _NONE_ON_FILE

    def _one(self, chart: Chart, condition: RiskCondition) -> Answer:
        is_forgotten = is_long_ago(chart, condition, self.unclear_months)
        if is_forgotten and condition.active is Truth.TRUE and not condition.is_dated_in_words:
            return forgotten_since_long(condition)
        if condition.active is Truth.TRUE and not is_forgotten:
            return yes(f"{condition.name} is active", condition.evidence)
        ended = condition.abatement or condition.onset or condition.recorded
        if ended is None:
            says = f"{condition.name} is on file without a date"
            of_condition = "Condition.onset[x] or abatement[x]"
            wanted = of_condition if condition.told_by == "Condition" else f"day of the {condition.told_by}"
            return unknown(says, condition.evidence, missing=(wanted,))
        fewest, most = ended.days_until(chart.as_of)
        if most <= self.days:
            return yes(f"{condition.name} was {_ago(max(most, 0))}", condition.evidence)
        if fewest <= self.unclear_months * DAYS_A_MONTH:
            says = f"{condition.name} was {_ago(fewest)}; the label does not say how long is recent"
            return unknown(
                says, condition.evidence, missing=(f"clinical judgement whether {condition.name} is recent",)
            )
        return no(
            f"{condition.name} was {_ago(fewest)}", condition.evidence, remarks=(f"{condition.name}, {_ago(fewest)}",)
        )


@criterion("condition-on-therapy", choices=frozenset({"unclear_months"}))
class ConditionOnTherapy(Frozen):
    """A condition of one of `groups` is active, or began on or after the first dose of this drug.

    An older, resolved event is FALSE with a remark: the statement is about events on therapy. UNKNOWN when the drug was
    given before and the dates do not tell which came first. One of long ago without a clinical status was so on its
    day. Of an event, `unclear_months` (a project choice) say how
    long it may be active: one whose dates all lie longer ago (exclusive), before the first dose, and that is still
    listed as active is UNKNOWN, since nobody ended it. 0, the default: the group is a state that may last for years.
    One whose own name places it that long ago is past, whatever its status.
    """

    groups: tuple[str, ...]
    unclear_months: int = 0
    kind: ClassVar[str]
    none: ClassVar[Answer] = _NONE_ON_FILE

    def clause(self, titles: Titles) -> str:
        said = f"active or begun on treatment: {titles(self.groups)}"
        if not self.unclear_months:
            return said
        return f"{said} (not clear where it is listed as active for more than {self.unclear_months} months)"

    def names(self) -> Names:
        return names_of(RISK, *self.groups) | names_of(DRUG, SELF)

    def answer(self, chart: Chart) -> Answer:
        """Not on file means FALSE: a modifier must be shown."""
        if chart.groups.isdisjoint(self.groups):
            return self.none
        found = conditions(chart, self.groups)
        if not found:
            return _NONE_ON_FILE
        started = first_dose(chart)
        was_given = started is not None or _given_since_an_unknown_day(chart)
        unclear: list[RiskCondition] = []
        undated: list[RiskCondition] = []
        past: list[RiskCondition] = []
        forgotten: list[RiskCondition] = []
        for condition in found:
            months = self.unclear_months
            is_forgotten = months > 0 and is_long_ago(chart, condition, months)
            is_past = is_named_past(chart, condition, months)
            if condition.active is Truth.TRUE and not is_forgotten and not is_past:
                return yes(f"{condition.name} is active", condition.evidence)
            began = condition.onset or condition.recorded
            on_treatment = _at_or_before(started, began) if was_given else Truth.FALSE
            if on_treatment is Truth.TRUE:
                return yes(f"{condition.name} began on treatment", condition.evidence)
            # An event whose own name says that it was years ago is past, whatever its status.
            if is_past:
                past.append(condition)
            elif condition.active is Truth.TRUE:
                forgotten.append(condition)
            elif condition.active is Truth.UNKNOWN:
                was_so = on_treatment is Truth.FALSE and is_of_its_day(chart, condition)
                (past if was_so else unclear).append(condition)
            else:
                (undated if on_treatment is Truth.UNKNOWN else past).append(condition)
        if unclear:
            return status_untold(unclear)
        if forgotten:
            return forgotten_since_long(forgotten[0])
        if undated:
            says = f"whether {undated[0].name} began on treatment is not shown"
            by = undated[0].told_by
            wanted = "exact Condition.onset[x]" if by == "Condition" else f"exact day of the {by}"
            return unknown(says, *(c.evidence for c in undated), missing=(wanted,))
        if past:
            return no(
                f"{past[0].name} is not active and did not begin on treatment",
                *(c.evidence for c in past),
                remarks=tuple(f"history of {c.name}" for c in past),
            )
        return _NONE_ON_FILE


@criterion("condition-in-history")
class ConditionInHistory(Frozen):
    """A condition of one of `groups` is on file, whatever its status."""

    groups: tuple[str, ...]
    kind: ClassVar[str]
    none: ClassVar[Answer] = _NONE_ON_FILE

    def clause(self, titles: Titles) -> str:
        return f"on file: {titles(self.groups)}"

    def names(self) -> Names:
        return names_of(RISK, *self.groups)

    def answer(self, chart: Chart) -> Answer:
        """Any entry is enough."""
        if chart.groups.isdisjoint(self.groups):
            return self.none
        found = conditions(chart, self.groups)
        if found:
            return yes(f"{found[0].name} is on file", *(c.evidence for c in found))
        return _NONE_ON_FILE


@once
def first_dose(chart: Chart) -> PartialDate | None:
    """The earliest recorded start of this drug before the order; None when it was not given before.

    Earlier orders count when they were carried out or may go on; drafts, plans and proposals do not.
    """
    starts: list[PartialDate | None] = []
    for one in chart.therapies:
        if SELF in one.groups and one.given is Truth.TRUE:
            starts.append(one.start)
    for order in _carried_out(chart) if chart.orders else ():
        starts.append(order.starts or order.authored)
    # `PartialDate.before`, written out: where many orders are on file, each asks it of each other one.
    begun = [start for start in starts if start is not None and start.last < chart.as_of.first] if starts else ()
    return min(begun, key=attrgetter("first"), default=None)


def _carried_out(chart: Chart) -> list[Order]:
    return [
        order
        for order in chart.orders
        if order.status in _CARRIED_OUT
        and order.intent not in _NOT_ORDERED
        and not order.do_not_perform
        and order.product.is_ingredient is Truth.TRUE
    ]


def _given_since_an_unknown_day(chart: Chart) -> bool:
    """Whether earlier treatment with this drug, now over, is on file without a day that tells when it began."""
    over = [order.starts or order.authored for order in _carried_out(chart) if order.status in _OVER]
    return bool(prior(chart, (SELF,))) or any(day is None or day.before(chart.as_of) is Truth.UNKNOWN for day in over)


def _at_or_before(started: PartialDate | None, began: PartialDate | None) -> Truth:
    return Truth.UNKNOWN if started is None or began is None else started.at_or_before(began)


def _ago(days: int) -> str:
    if days == 0:
        return "on the day of the order"
    return f"{days} day{'s' if days != 1 else ''} before"
