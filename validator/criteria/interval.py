"""Drugs given at intervals: whether one may go on after its last dose, although no order of it is active."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from validator.chart.drug.treatment import Therapy, TherapyKind
from validator.chart.fact import Chart
from validator.chart.settings import COURSES
from validator.chart.topic import ATTESTED
from validator.criteria.answer import Answer, Names, Titles, names_of, no, unknown, yes
from validator.criteria.attested import attested
from validator.criteria.co_medication import of_groups, taken
from validator.criteria.extent import extents
from validator.criteria.registry import criterion
from validator.dosage.bounds import DAYS_IN
from validator.dosage.number import number
from validator.frozen import Frozen
from validator.instant import PartialDate
from validator.quantity import Quantity, UnitMismatchError
from validator.terminology.domain import DRUG, EXTENT
from validator.verdict import Truth

ENDED = "partner-ended"
"""The criterion by which the prescriber states that a drug given at intervals has ended."""
_OVER = frozenset({"stopped", "cancelled", "ended", "revoked"})


class LabelledInterval(Frozen):
    """An interval of the drug's own label in days: for an `amount` (`240 mg`, `3 mg/kg`), or beside a drug of a group.

    A row with neither is the longest of the label: it counts where nothing tells which was meant.
    """

    days: int
    source: str
    amount: str = ""
    beside: str = ""


_NONE_ON_FILE = no("no dose of such a drug is on file")


@criterion("may-go-on")
class MayGoOn(Frozen):
    """A drug of `groups` was last given so short a time before the order that it may go on.

    UNKNOWN from the last dose until one and a half of its intervals have passed, inclusive; TRUE only where the
    prescriber attests that it has not ended. FALSE where it counts as taken or unclear anyway, where `doses` of it are
    on file, and where something after the last dose says that it is over: its request was stopped or has a reason for
    its status, the disease got worse, or its end is attested.
    """

    groups: tuple[str, ...]
    interval_days: tuple[LabelledInterval, ...]
    kind: ClassVar[str]
    none: ClassVar[Answer] = _NONE_ON_FILE
    doses: int = 0

    def clause(self, titles: Titles) -> str:
        longest = max(row.days for row in self.interval_days)
        return f"{titles(self.groups)} last given so recently that it may go on ({longest} days apart)"

    def names(self) -> Names:
        beside = [row.beside for row in self.interval_days if row.beside]
        return (
            names_of(DRUG, *self.groups, *beside)
            | names_of(EXTENT, "status:worse", "question:disease-status")
            | names_of(ATTESTED, ENDED)
        )

    def answer(self, chart: Chart) -> Answer:
        """The last dose that is on file decides, however it is charted."""
        if chart.groups.isdisjoint(self.groups) or not (on_file := of_groups(chart, self.groups)):
            return _NONE_ON_FILE
        if taken(chart, self.groups, planned=True):
            return no("an order or statement of the drug tells whether it is taken")
        given = [(day, one) for one in on_file if (day := _dose_day(one)) is not None]
        given = [(day, one) for day, one in given if day.first <= chart.as_of.last]
        if not given:
            return _NONE_ON_FILE
        last, therapy = max(given, key=lambda item: item[0].last)
        fewest, _ = last.days_until(chart.as_of)
        if fewest > self._interval(chart, last, therapy) * COURSES.intervals_back:
            return no(f"the last dose of {therapy.name} is longer ago than one and a half of its intervals")
        if self.doses and len({(day.first, day.last) for day, _ in given}) >= self.doses:
            return no(f"all {self.doses} doses of {therapy.name} are on file")
        says = f"{therapy.name} was given on {last.text[:10]}"
        stated = attested(chart, ENDED)
        # Only what is attested on the day of the last dose or later can be about what follows it.
        if stated is not None and stated.date is not None and last.at_or_before(stated.date) is Truth.TRUE:
            if stated.truth is Truth.TRUE:
                return no(f"the end of {therapy.name} is attested", stated.evidence)
            return yes(f"{says}, and is attested not to have ended", therapy.evidence, stated.evidence)
        if _is_over(chart, self.groups, last):
            return no(f"{therapy.name} was ended after its last dose")
        return unknown(f"{says} and may go on", therapy.evidence, missing=(ENDED,))

    def _interval(self, chart: Chart, last: PartialDate, therapy: Therapy) -> Fraction:
        own = interval_of(therapy)
        if own is not None:
            return own
        for row in self.interval_days:
            if row.beside and _given_with(chart, row.beside, last):
                return Fraction(row.days)
        amounts = tuple(amounts_of(therapy))
        for row in self.interval_days:
            if row.amount and any(_is_amount(row.amount, value, unit) for unit, value in amounts):
                return Fraction(row.days)
        ordered = [
            (one.start, one)
            for one in of_groups(chart, self.groups)
            if one.kind is TherapyKind.REQUEST and one.start is not None
        ]
        for start, one in sorted(ordered, key=lambda item: item[0].last, reverse=True):
            if start.first <= last.last and (told := interval_of(one)) is not None:
                return told
        return Fraction(max(row.days for row in self.interval_days))


def interval_of(therapy: Therapy) -> Fraction | None:
    """The days between two doses as the Timing tells it; None where it tells none, or several differ.

    Source: FHIR R4 Timing.repeat. Of a range the longest interval counts.
    """
    found: set[Fraction] = set()
    for _, dosage in therapy.directions.dosages.objects:
        repeat = dosage.timing.repeat if dosage.timing is not None else None
        period = number(repeat.period_max) or number(repeat.period) if repeat is not None else None
        if repeat is None or period is None or repeat.period_unit not in DAYS_IN or repeat.frequency == 0:
            return None
        found.add(Fraction(period) * DAYS_IN[repeat.period_unit][1] / (repeat.frequency or 1))
    return found.pop() if len(found) == 1 else None


def amounts_of(therapy: Therapy) -> Iterator[tuple[str, Decimal]]:
    """The amounts of one dose, ordered or given, with their unit in lower case."""
    for quantity in therapy.doses:
        value, unit = number(quantity.value), quantity.code or quantity.unit
        if value is not None and unit is not None:
            yield unit.strip().lower(), value


def milligrams(value: Decimal, unit: str) -> Decimal | None:
    """An amount in mg; None for one by body size, or in no unit of mass."""
    try:
        return Quantity(value, unit).to("mg")
    except UnitMismatchError:
        return None


def _is_amount(text: str, value: Decimal, unit: str) -> bool:
    wanted, _, wanted_unit = text.partition(" ")
    if wanted_unit != "mg":
        return unit == wanted_unit and value == Decimal(wanted)
    return milligrams(value, unit) == Decimal(wanted)


def _dose_day(therapy: Therapy) -> PartialDate | None:
    """The day of a dose that was given; None for what shows no single dose, or none at all."""
    if therapy.given is not Truth.TRUE:
        return None
    match therapy.kind:
        case TherapyKind.REQUEST:
            return (therapy.stop or therapy.start) if therapy.status.startswith("completed") else None
        case TherapyKind.ADMINISTRATION | TherapyKind.PROCEDURE:
            return therapy.stop or therapy.start
        case TherapyKind.DISPENSE:
            return therapy.start
        case TherapyKind.STATEMENT | TherapyKind.CONDITION:
            return None


def _given_with(chart: Chart, group: str, day: PartialDate) -> bool:
    """Whether a drug of the group was given on the same day."""
    days = (_dose_day(one) for one in of_groups(chart, (group,)))
    return any(one is not None and one.first <= day.last and day.first <= one.last for one in days)


def _is_over(chart: Chart, groups: tuple[str, ...], last: PartialDate) -> bool:
    """Whether anything after the last dose says that the drug is over; what is not dated may be of that dose."""
    told = [one for one in of_groups(chart, groups) if one.kind in (TherapyKind.REQUEST, TherapyKind.STATEMENT)]
    if any(_ends(one, told, last) for one in told):
        return True
    return any(worse.date is not None and last.before(worse.date) is Truth.TRUE for worse in extents(chart, ("worse",)))


def _ends(one: Therapy, told: list[Therapy], last: PartialDate) -> bool:
    is_statement = one.kind is TherapyKind.STATEMENT
    is_over = one.status.split(" ")[0] in _OVER or one.has_status_reason or (is_statement and one.stop is not None)
    if not is_over:
        return False
    if one.stop is not None and not (one.has_status_reason and one.status.startswith("completed")):
        return one.stop.before(last) is not Truth.TRUE
    if one.start is None:
        return True
    # An earlier course that ended is no end of the one that followed it.
    return not any(
        other is not one
        and other.start is not None
        and one.start.before(other.start) is Truth.TRUE
        and other.start.at_or_before(last) is not Truth.FALSE
        for other in told
    )
