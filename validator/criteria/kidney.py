"""Severe renal impairment: the label has no dose for it because there is no experience."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar

from validator.chart.fact import Chart, Measurement, Surgery
from validator.chart.observed.typed_result import is_called_normal, upper_end_typed
from validator.criteria.answer import Answer, Names, Titles, names_of, no, unknown, yes
from validator.criteria.event import conditions
from validator.criteria.registry import criterion
from validator.criteria.size import none_on_file
from validator.frozen import Frozen, replace
from validator.instant import PartialDate
from validator.quantity import plain
from validator.terminology.domain import OBSERVED, RISK
from validator.verdict import Basis, Truth

FILTRATION = "egfr"
"""The group of estimated filtration and creatinine clearance."""
_LEAST_TYPED = 5
"""A typed number without a unit is in mL/min from here on; a healthy kidney has 2 in mL/s (CLARIFICATIONS A323)."""
_FAILURE = 15
"""Under this many mL/min (exclusive) kidneys fail (KDIGO G5), so that a typed range leaves nothing to ask."""


@criterion("filtration-below", choices=frozenset({"limit", "dialysis_days"}))
class FiltrationBelow(Frozen):
    """The newest eGFR or creatinine clearance is under `limit` mL/min (per 1.73 m2 for eGFR); or end-stage
    kidney disease (`groups`) is an active condition. Not on file means FALSE: a modifier must be shown. Of two values
    of which neither is surely newer the one that says less kidney function counts.

    A `dialysis` that goes on or was done at most `dialysis_days` days before (inclusive; a project choice) is enough as
    well; one longer ago says nothing of today. Ordered, booked or without a day it is UNKNOWN, whatever the value: a
    dialysis changes it. So it is with a visit whose reason is one of them, and with a dialysis catheter in use.
    """

    limit: Decimal
    groups: tuple[str, ...]
    dialysis: tuple[str, ...] = ()
    dialysis_days: int = 0
    kind: ClassVar[str]

    def clause(self, titles: Titles) -> str:
        return (
            f"eGFR or creatinine clearance under {plain(self.limit)} mL/min, or {titles(self.groups + self.dialysis)}"
        )

    def names(self) -> Names:
        return (
            names_of(RISK, *self.groups, *self.dialysis)
            | names_of(OBSERVED, FILTRATION)
            | Names(limits=frozenset({(FILTRATION, self.limit, "mL/min")}))
        )

    def answer(self, chart: Chart) -> Answer:
        """A condition or a dialysis is enough; else the newest value decides."""
        for condition in conditions(chart, self.groups + self.dialysis):
            if condition.active is not Truth.FALSE:
                return yes(condition.name, condition.evidence)
        given = {self._is_given(chart, one): one for one in self._dialyses(chart)} if chart.surgeries else {}
        if (sure := given.get(Truth.TRUE)) is not None:
            return yes(sure.evidence.says, sure.evidence)
        measured = self._measured(chart)
        if measured.truth is not Truth.TRUE and (open_one := given.get(Truth.UNKNOWN)) is not None:
            says = f"{open_one.name} is on file; whether it is given is not"
            return unknown(says, open_one.evidence, missing=("day and status of the dialysis",))
        return measured

    def _dialyses(self, chart: Chart) -> list[Surgery]:
        # A visit can be for the disease as well as for the dialysis; both are told of its day only.
        wanted = frozenset(self.groups + self.dialysis)
        return [one for one in chart.surgeries if one.groups & wanted]

    def _is_given(self, chart: Chart, dialysis: Surgery) -> Truth:
        """Whether this dialysis belongs to the days that count; a plan that is not closed may."""
        if dialysis.took_place is Truth.FALSE:
            return Truth.FALSE
        if dialysis.goes_on:
            return Truth.TRUE
        if dialysis.day is None:
            return Truth.UNKNOWN
        fewest, most = dialysis.day.days_until(chart.as_of)
        if fewest > self.dialysis_days:
            return Truth.FALSE
        is_sure = most <= self.dialysis_days and not dialysis.planned
        return Truth.TRUE if is_sure else Truth.UNKNOWN

    def _measured(self, chart: Chart) -> Answer:
        """What the newest filtration rate says."""
        known: list[tuple[Measurement, PartialDate, Decimal]] = []
        for m in chart.measurements:
            if FILTRATION not in m.groups or m.date is None:
                continue
            if m.problem and not m.comparator:
                if (low := self._all_below(m)) is not None and m.date.at_or_before(chart.as_of) is not Truth.FALSE:
                    known.append((low, m.date, low.number or self.limit))
                continue
            if m.date.at_or_before(chart.as_of) is not Truth.FALSE and (value := _value(m)) is not None:
                known.append((m, m.date, value))
        if not known:
            return no(none_on_file(chart, "renal function", FILTRATION), remarks=self._unread(chart, None))
        day = max(when.first for _, when, _ in known)
        latest = [(_is_per_minute(m), value, m) for m, when, value in known if when.last >= day]
        # One in another unit comes first: beside it, a good value of the same day proves nothing.
        _, value, newest = min(latest, key=lambda item: item[:2])
        if not _is_per_minute(newest):
            return unknown(
                "renal function is in a unit that is not mL/min",
                newest.evidence,
                missing=("Observation eGFR in mL/min",),
            )
        said = f"eGFR {newest.comparator or ''}{plain(value)}"
        match _below(value, newest.comparator, self.limit):
            case Truth.TRUE:
                return yes(f"{said} is under {plain(self.limit)}", newest.evidence)
            case Truth.FALSE:
                says = f"{said} is not under {plain(self.limit)}"
                return no(says, newest.evidence, remarks=self._unread(chart, day))
            case Truth.UNKNOWN:
                missing = ("Observation eGFR as an exact value",)
                return unknown(f"{said} may be under {plain(self.limit)}", newest.evidence, missing=missing)

    def _all_below(self, measurement: Measurement) -> Measurement | None:
        """A result that is typed as a range, as its upper end, where all of it is of a kidney that fails; else None.

        Any other range is not read. CLARIFICATIONS A323, A343.
        """
        upper = upper_end_typed(measurement.text) if measurement.is_unread else None
        if upper is None or not _LEAST_TYPED <= upper < _FAILURE or upper >= self.limit:
            return None
        return replace(measurement, number=upper, comparator="<=")

    def _unread(self, chart: Chart, day: date | None) -> tuple[str, ...]:
        """What of a later day than the newest value (None: there is none) could not be read: worth a note."""
        return tuple(
            f"{one.evidence.says}: could not be read"
            for one in chart.measurements
            if FILTRATION in one.groups
            and one.is_unread
            and not is_called_normal(one.text)
            and one.date is not None
            and one.date.at_or_before(chart.as_of) is not Truth.FALSE
            and (day is None or one.date.last > day)
        )


def _below(value: Decimal, comparator: str | None, limit: Decimal) -> Truth:
    """Whether a reported amount is under the limit; laboratories report `>60` and `<15` as limits themselves."""
    if comparator is None:
        return Truth.of(value < limit)
    if comparator.startswith("<") and (value < limit or (value == limit and comparator == "<")):
        return Truth.TRUE
    if comparator.startswith(">") and value >= limit:
        return Truth.FALSE
    return Truth.UNKNOWN


def _value(measurement: Measurement) -> Decimal | None:
    return measurement.quantity.value if measurement.quantity else measurement.number


def _is_per_minute(measurement: Measurement) -> bool:
    unit = measurement.quantity.unit if measurement.quantity else (measurement.unit_text or "")
    if not unit and measurement.evidence.basis is Basis.TEXT:
        return measurement.number is not None and measurement.number >= _LEAST_TYPED
    return unit.lower().replace(" ", "").startswith(("ml/min", "milliliterperminute"))
