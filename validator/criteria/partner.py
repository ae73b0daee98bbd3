"""The partner drug's own regimen, as far as the label of this drug names it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from validator.chart.drug.treatment import TherapyKind
from validator.chart.fact import Chart
from validator.criteria.answer import Answer, Names, Titles, names_of, no, unknown, yes
from validator.criteria.beginning import beginning_of
from validator.criteria.co_medication import taken
from validator.criteria.interval import amounts_of, interval_of, milligrams
from validator.criteria.registry import criterion
from validator.frozen import Frozen
from validator.instant import PartialDate
from validator.quantity import plain, rounded
from validator.terminology.bare_name import bare_name
from validator.terminology.domain import DRUG
from validator.verdict import Truth

_PER_SIZE = ("/kg", "/m2")


@criterion("partner-dose-not-among")
class PartnerDoseNotAmong(Frozen):
    """The current order of a drug of `groups` has a dose in mg that is none of `mg`, or one by body size, or one of
    them more often than every so many days as stand at the same place of `days`.

    FALSE when its dose is among them or its order states none: this label then has nothing to say about it. A longer
    interval is no other regimen: cycles are put off.
    """

    groups: tuple[str, ...]
    mg: tuple[str, ...]
    kind: ClassVar[str]
    days: tuple[str, ...] = ()

    def clause(self, titles: Titles) -> str:
        paced = f", or more often than every {', '.join(self.days)} days" if self.days else ""
        return f"{titles(self.groups)} at another dose than {', '.join(self.mg)} mg{paced}"

    def names(self) -> Names:
        return names_of(DRUG, *self.groups)

    def answer(self, chart: Chart) -> Answer:
        """Every dose of every current request is looked at; an interval that cannot be read is not held against it."""
        allowed = {Decimal(amount) for amount in self.mg}
        shortest = {Decimal(mg): Fraction(days) for mg, days in zip(self.mg, self.days, strict=bool(self.days))}
        for therapy in taken(chart, self.groups, planned=True):
            if therapy.kind is not TherapyKind.REQUEST:
                continue
            name = bare_name(therapy.name)
            for unit, value in amounts_of(therapy):
                if unit.endswith(_PER_SIZE):
                    return yes(f"{name} is ordered by body size ({unit})", therapy.evidence)
                if (mg := milligrams(value, unit)) is not None and mg not in allowed:
                    return yes(f"{name} is ordered at {plain(mg)} mg", therapy.evidence)
            interval = interval_of(therapy)
            for unit, value in amounts_of(therapy):
                mg = milligrams(value, unit)
                if mg is not None and interval is not None and interval < shortest.get(mg, interval):
                    often = f"every {_counted_days(interval)}, not every {_counted_days(shortest[mg])}"
                    return yes(f"{name} {plain(mg)} mg is ordered {often}", therapy.evidence)
        return no("the partner's dose is among those named, or not stated")


@criterion("partner-longer-than")
class PartnerLongerThan(Frozen):
    """A current drug of `groups` was begun `months` calendar months or more before the order.

    UNKNOWN when a partial start date allows both; FALSE when no start is on file.
    """

    groups: tuple[str, ...]
    months: int
    kind: ClassVar[str]

    def clause(self, titles: Titles) -> str:
        return f"{titles(self.groups)} given for {self.months} months or more"

    def names(self) -> Names:
        return names_of(DRUG, *self.groups)

    def answer(self, chart: Chart) -> Answer:
        """The earliest recorded start of the drug decides; a course for something else does not count."""
        current = taken(chart, self.groups, planned=True)
        if not current:
            return no("the partner drug is not on file")
        wanted = frozenset(self.groups)
        beginning = beginning_of(chart)
        courses = [
            t
            for t in chart.therapies
            if t.groups & wanted and t.given is not Truth.FALSE and beginning.allows(t) is not Truth.FALSE
        ]
        starts = [(t.start, t) for t in courses if t.start is not None]
        if not starts:
            return no("the start of the partner drug is not on file")
        start, therapy = min(starts, key=lambda item: item[0].first)
        fewest, most = _months(start, chart.as_of)
        if fewest >= self.months:
            return yes(f"{therapy.name} has been given for {_counted(fewest)}", therapy.evidence)
        if most >= self.months:
            return unknown(
                f"the start of {therapy.name} is not exact",
                therapy.evidence,
                missing=(f"exact start of {therapy.evidence.reference}",),
            )
        return no(f"{therapy.name} has been given for {_counted(most)}", therapy.evidence)


def _counted_days(days: Fraction) -> str:
    weeks = days / 7
    if weeks.denominator == 1:
        return "week" if weeks == 1 else f"{weeks} weeks"
    return "day" if days == 1 else f"{plain(rounded(Decimal(days.numerator) / days.denominator, 1))} days"


def _counted(months: int) -> str:
    return f"{months} month{'s' if months != 1 else ''}"


def _months(start: PartialDate, end: PartialDate) -> tuple[int, int]:
    """Completed months, fewest and most."""
    return _completed_months(start.last, end.first), _completed_months(start.first, end.last)


def _completed_months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
