"""Surgery around the order: days before a planned operation, days after one that was done, and healing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from validator.chart.fact import Attestation, Chart, Surgery
from validator.chart.topic import ATTESTED
from validator.criteria.answer import Answer, Names, Titles, names_of, no, unknown, yes
from validator.criteria.attested import Contrary, attested, settled
from validator.criteria.event import conditions
from validator.criteria.registry import criterion
from validator.frozen import Frozen, replace
from validator.instant import PartialDate
from validator.terminology.domain import RISK
from validator.verdict import Truth

_COMPLICATION = "impaired_wound_healing"


def operations(chart: Chart, groups: tuple[str, ...], *, planned: bool) -> tuple[Surgery, ...]:
    """The operations of these groups, planned or done."""
    wanted, found = frozenset(groups), []
    for one in chart.surgeries:
        if one.groups & wanted and one.planned is planned:
            found.append(one)
    return tuple(found)


def done(chart: Chart, groups: tuple[str, ...], plan_days: int) -> tuple[Surgery, ...]:
    """The operations that were done, and those that were booked or ordered for a day before the first dose.

    Of the second nothing says whether they were done, unless one of the same kind was done at most `plan_days` days
    before or after: that is the operation then.
    """
    if not chart.surgeries:
        return ()
    found = operations(chart, groups, planned=False)
    first = _first_dose_day(chart)
    return found + tuple(
        plan
        for plan in operations(chart, groups, planned=True)
        if plan.took_place is Truth.UNKNOWN
        and plan.day is not None
        and plan.day.at_or_before(first) is not Truth.FALSE
        and not any(_is_of(plan, one, plan_days) for one in found)
    )


def _is_of(plan: Surgery, one: Surgery, plan_days: int) -> bool:
    if plan.day is None or one.day is None or not plan.groups & one.groups:
        return False
    fewest, most = plan.day.days_until(one.day)
    return -plan_days <= most and fewest <= plan_days


@criterion("surgery-planned-within")
class SurgeryPlannedWithin(Frozen):
    """A planned operation of `groups` is fewer than `days` days after a dose of this order; `days` itself is enough.

    The last dose is the order's end where it has one, else the order runs on: with an operation `days` or more ahead
    the answer is then UNKNOWN, as the order does not show that it stops in time. An undated plan is UNKNOWN.
    """

    groups: tuple[str, ...]
    days: int
    kind: ClassVar[str]
    none: ClassVar[Answer] = no("no planned operation is on file")

    def clause(self, titles: Titles) -> str:
        return f"planned less than {self.days} days after a dose: {titles(self.groups)}"

    def names(self) -> Names:
        return names_of(RISK, *self.groups)

    def answer(self, chart: Chart) -> Answer:
        """The nearest planned operation decides."""
        answers = [self._one(chart, surgery) for surgery in operations(chart, self.groups, planned=True)]
        for truth in (Truth.TRUE, Truth.UNKNOWN, Truth.FALSE):
            for answer in answers:
                if answer.truth is truth:
                    return answer
        return self.none

    def _one(self, chart: Chart, surgery: Surgery) -> Answer:
        if surgery.day is None:
            says = f"{surgery.name} is planned without a date"
            return unknown(says, surgery.evidence, missing=(f"date of {surgery.evidence.reference}",))
        if surgery.day.before(chart.as_of) is Truth.TRUE:
            return no(f"{surgery.name} was planned for a day before the order", surgery.evidence)
        starts = chart.order.starts if chart.order and chart.order.starts else chart.as_of
        ends = chart.order.ends if chart.order else None
        if starts.last > surgery.day.last:
            return no(f"{surgery.name} comes before the first dose", surgery.evidence)
        fewest, most = starts.days_until(surgery.day)
        last_dose = surgery.day.plus_days(-self.days).first.isoformat()
        if most < self.days:
            says = f"{surgery.name} is {_days(most)} after the order, too late for a last dose by {last_dose}"
            return yes(says, surgery.evidence)
        if fewest < self.days:
            says = f"{surgery.name} is {fewest} to {most} days after the order"
            return unknown(says, surgery.evidence, missing=(f"exact date of {surgery.evidence.reference}",))
        if ends is not None:
            gap, widest = ends.days_until(surgery.day)
            if gap >= self.days:
                return no(f"the order ends {_days(gap)} before {surgery.name}", surgery.evidence)
            if widest < self.days:
                says = f"the order runs until {_days(max(widest, 0))} before {surgery.name}: last dose by {last_dose}"
                return yes(says, surgery.evidence)
            says = f"the order ends {max(gap, 0)} to {widest} days before {surgery.name}"
            return unknown(says, surgery.evidence, missing=("exact end of the order", f"exact date of {surgery.name}"))
        says = f"{surgery.name} is {_days(fewest)} ahead and the order has no end; the last dose would be {last_dose}"
        return unknown(says, surgery.evidence, missing=("end of the order (timing.repeat.boundsPeriod)",))


@criterion("surgery-within-after", choices=frozenset({"plan_days"}))
class SurgeryWithinAfter(Frozen):
    """An operation of `groups` was done fewer than `days` days before the order; on day `days` it no longer counts.

    A done operation without a date is taken as long past, as histories list them so, with a remark that names it. One
    that was planned for that time, of which nothing says whether it was done, is UNKNOWN; an operation done at most
    `plan_days` days before or after its day is it.
    """

    groups: tuple[str, ...]
    days: int
    kind: ClassVar[str]
    none: ClassVar[Answer] = no("no operation in that time is on file")
    plan_days: int = 0

    def clause(self, titles: Titles) -> str:
        return f"done less than {self.days} days before: {titles(self.groups)}"

    def names(self) -> Names:
        return names_of(RISK, *self.groups)

    def answer(self, chart: Chart) -> Answer:
        """The most recent operation decides."""
        unclear: Answer | None = None
        undated: list[Surgery] = []
        for surgery in done(chart, self.groups, self.plan_days):
            if surgery.day is None:
                undated.append(surgery)
                continue
            fewest, most = surgery.day.days_until(_first_dose_day(chart))
            if surgery.took_place is Truth.UNKNOWN and most >= 0 and fewest < self.days:
                unclear = unclear or _perhaps_done(surgery)
            elif fewest >= 0 and most < self.days:
                return yes(f"{surgery.name} was {_days(most)} before", surgery.evidence)
            elif most >= 0 and fewest < self.days and not surgery.day.is_exact:
                unclear = unknown(
                    f"{surgery.name} was {max(fewest, 0)} to {most} days before",
                    surgery.evidence,
                    missing=(f"exact date of {surgery.evidence.reference}",),
                )
        if unclear is not None:
            return unclear
        remarks = [f"{surgery.name} is on file without a date; taken as long past" for surgery in undated]
        return no(self.none.because, *[surgery.evidence for surgery in undated], remarks=remarks)


def _perhaps_done(surgery: Surgery) -> Answer:
    day = surgery.day.text[:10] if surgery.day else ""
    if surgery.is_state:
        name = f"{surgery.name[:1].upper()}{surgery.name[1:]}"
        return replace(
            unknown(
                f"{surgery.name} is on file as a condition since {day}, and nothing says whether it was done that day",
                surgery.evidence,
                missing=(f"day of {surgery.name} (Procedure, or onset and recordedDate of its condition)",),
            ),
            told=f"{name} is on the problem list since {day}; if it was done then, it is recent",
        )
    return replace(
        unknown(
            f"{surgery.name} was planned for {day}, and nothing says whether it was done",
            surgery.evidence,
            missing=(f"Procedure of {surgery.name}, or the end of {surgery.evidence.reference}",),
        ),
        told=f"Surgery was planned for {day}; nothing on file says whether it was done and has healed",
    )


@criterion("wound-not-healed", choices=frozenset({"days", "plan_days"}))
class WoundNotHealed(Frozen):
    """After an operation of `groups` in the `days` days before the order, healing is not shown.

    Healed when attested (`wound-healed`) on the day of the operation or later, and before no complication of the wound.
    FALSE without an operation in that time; UNKNOWN when nothing is said, or on a day that is not told. An operation
    that was planned for that time counts where nothing says that it was not done (see surgery-within-after).
    How long the question is asked is a project choice: the label says "until adequately healed".
    """

    groups: tuple[str, ...]
    days: int
    kind: ClassVar[str]
    none: ClassVar[Answer] = no("no recent operation is on file")
    plan_days: int = 0

    def clause(self, titles: Titles) -> str:
        return f"healing not shown after one of the last {self.days} days: {titles(self.groups)}"

    def names(self) -> Names:
        return names_of(RISK, *self.groups, _COMPLICATION) | names_of(ATTESTED, "wound-healed")

    def answer(self, chart: Chart) -> Answer:
        """Attested either way, else unknown after a recent operation."""
        recent = []
        for surgery in done(chart, self.groups, self.plan_days):
            # Of the wound of an operation that lies ahead nothing can be known yet.
            if surgery.day is not None and surgery.day.at_or_before(chart.as_of) is not Truth.FALSE:
                fewest, most = surgery.day.days_until(_first_dose_day(chart))
                if most >= 0 and fewest <= self.days:
                    recent.append(surgery)
        if not recent:
            return self.none
        stated = attested(chart, "wound-healed")
        evidence = tuple(surgery.evidence for surgery in recent)
        open_ = unknown(f"healing after {recent[0].name} is not on file", *evidence, missing=("wound-healed",))
        if all(surgery.took_place is Truth.UNKNOWN for surgery in recent):
            perhaps = _perhaps_done(recent[0])
            open_ = replace(perhaps, missing=("wound-healed", *perhaps.missing))
        if stated is None:
            return open_
        if stated.truth is Truth.FALSE:
            if stated.date is not None and all(_before(stated.date, one) for one in recent):
                # It is about another wound: none of these was made yet.
                return open_
            return yes(f"the wound after {recent[0].name} is attested not to be healed", stated.evidence, *evidence)
        healed = no("the wound is attested to be healed", stated.evidence)
        return settled(stated, healed, (*_made(stated, recent), *_complicated(chart)), open_)


def _made(stated: Attestation, recent: list[Surgery]) -> Iterator[Contrary]:
    """The operations whose wound was made after the attestation, or may have been; not those of its own day."""
    for surgery in recent:
        day = surgery.day
        if day is None or stated.date is None or day.at_or_before(stated.date) is not Truth.TRUE:
            yield Contrary(surgery.name, surgery.evidence, day)


def _complicated(chart: Chart) -> tuple[Contrary, ...]:
    """Complications of a wound: one that began later says that it is not healed, whatever became of it."""
    found = conditions(chart, (_COMPLICATION,))
    return tuple(Contrary(one.name, one.evidence, one.onset or one.recorded) for one in found)


def _before(day: PartialDate, surgery: Surgery) -> bool:
    return surgery.day is not None and day.before(surgery.day) is Truth.TRUE


def _first_dose_day(chart: Chart) -> PartialDate:
    return chart.order.starts if chart.order and chart.order.starts else chart.as_of


def _days(count: int) -> str:
    return f"{count} day{'s' if count != 1 else ''}"


@criterion("procedure-done")
class ProcedureDone(Frozen):
    """A procedure of one of `groups` was done at or before the order, however long ago. A planned one is FALSE."""

    groups: tuple[str, ...]
    kind: ClassVar[str]
    none: ClassVar[Answer] = no("no such procedure is on file")

    def clause(self, titles: Titles) -> str:
        return f"done: {titles(self.groups)}"

    def names(self) -> Names:
        return names_of(RISK, *self.groups)

    def answer(self, chart: Chart) -> Answer:
        """Not on file means FALSE: a modifier must be shown."""
        found = operations(chart, self.groups, planned=False)
        if found:
            return yes(f"{found[0].name} was done", *(one.evidence for one in found))
        return self.none
