"""Blood pressure before a start. The label gives no number for "uncontrolled": the numbers are this project's."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from validator.chart.fact import Chart, Measurement
from validator.criteria.answer import Answer, Names, Titles, names_of, no, unknown, yes
from validator.criteria.event import first_dose
from validator.criteria.laboratory import newest_within, unread_within
from validator.criteria.registry import criterion
from validator.criteria.therapy import SELF
from validator.frozen import Frozen
from validator.quantity import UnitMismatchError, plain
from validator.terminology.domain import DRUG, OBSERVED
from validator.verdict import Basis

_PANEL, _SYSTOLIC, _DIASTOLIC = "bp:panel", "bp:systolic", "bp:diastolic"

_LEAST_TYPED = 40
"""A typed number without a unit is in mmHg from here on; in kPa none is as high (CLARIFICATIONS A323)."""


@criterion("pressure-at-least-before-start", choices=frozenset({"systolic", "diastolic", "days"}))
class PressureAtLeastBeforeStart(Frozen):
    """Before a first order of this drug, the newest reading of the `days` days up to it is `systolic` mmHg or more, or
    `diastolic` mmHg or more (both inclusive).

    FALSE when the drug was given before, and without a reading in that time. Of readings of one time, one is enough.
    UNKNOWN where the unit of a reading is not told to be mmHg or kPa.
    """

    systolic: Decimal
    diastolic: Decimal
    days: int
    kind: ClassVar[str]

    def clause(self, _: Titles) -> str:
        bounds = f"{plain(self.systolic)} mmHg systolic or {plain(self.diastolic)} mmHg diastolic"
        return f"{bounds} or more at the newest reading of the {self.days} days before a first order"

    def names(self) -> Names:
        pressures = names_of(OBSERVED, _PANEL, _SYSTOLIC, _DIASTOLIC)
        return pressures | names_of(DRUG, SELF) | Names(recent=frozenset({*pressures.groups}))

    def answer(self, chart: Chart) -> Answer:
        """Either value is enough."""
        if first_dose(chart) is not None:
            return no("this is not the first order")
        bounds = ((_SYSTOLIC, "systolic", self.systolic), (_DIASTOLIC, "diastolic", self.diastolic))
        unread: list[Measurement] = []
        seen: list[Measurement] = []
        for group, word, bound in bounds:
            for one in newest_within(chart, group, self.days):
                assert one.number is not None
                seen.append(one)
                amount = _in_millimeters(one)
                if amount is None:
                    unread.append(one)
                elif amount >= bound and not (one.comparator or "").startswith("<"):
                    day = one.date.text[:10] if one.date else ""
                    return yes(f"{word} {_shown(one)} on {day}", one.evidence)
        if unread:
            evidence = tuple(one.evidence for one in unread)
            missing = tuple(f"unit of {one.reference}" for one in evidence)
            return unknown("blood pressure is on file in another unit than mmHg or kPa", *evidence, missing=missing)
        remarks: list[str] = []
        for group in (_PANEL, _SYSTOLIC, _DIASTOLIC) if not seen else ():
            for one in unread_within(chart, group, self.days):
                remarks.append(f"{one.evidence.says}: could not be read")
        return no("no such reading is on file", *[one.evidence for one in seen], remarks=remarks)


_MMHG = "mm[Hg]"


def _in_millimeters(reading: Measurement) -> Decimal | None:
    """The reading in mmHg; None where its unit is not told to be one of pressure."""
    number = reading.number
    assert number is not None
    if reading.quantity is not None:
        if reading.quantity.unit == _MMHG:
            return reading.quantity.value
        try:
            return reading.quantity.to(_MMHG)
        except UnitMismatchError:
            return None
    unit = reading.unit_text or ""
    if not unit and reading.evidence.basis is Basis.TEXT:
        return number if number >= _LEAST_TYPED else None
    return number if unit.replace(" ", "").replace("[", "").replace("]", "").lower() == "mmhg" else None


def _shown(reading: Measurement) -> str:
    """A reading as it was written; in another unit than mmHg with that unit."""
    assert reading.number is not None
    unit = reading.quantity.unit if reading.quantity is not None else "mm[Hg]"
    return f"{plain(reading.number)} {'mmHg' if unit == 'mm[Hg]' else unit}"
