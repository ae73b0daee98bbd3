"""The weight a dose may hang on: measured before stated, and what cannot be right believed by nobody.

Numbers are project choices, kept in `profiles/choices/body-size.toml`.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from operator import attrgetter

from validator.chart.fact import Chart, Measurement
from validator.criteria.age import age_of
from validator.criteria.once import once
from validator.criteria.size import SURFACE_AREA, WEIGHT, Size, newest_size, values_of
from validator.finding import Evidence
from validator.frozen import Frozen, replace
from validator.instant import PartialDate
from validator.quantity import Quantity, UnitMismatchError
from validator.terminology.profiles import profiles_root
from validator.verdict import Truth

_EXPRESSION = attrgetter("expression")

MEASURED, STATED, HEIGHT, AREA = WEIGHT.group, "weight:stated_or_estimated", "height", SURFACE_AREA.group
ONLY_STATED = "the weight is stated or estimated, not measured: weigh the patient"


class _Choices(Frozen):
    """See the file; days and ends are inclusive, the bounds of a height exclusive."""

    pounds_least: Decimal
    pounds_most: Decimal
    pounds_days: int
    height_least_cm: int
    height_most_cm: int
    exchanged_from_years: int
    exchanged_within: Decimal
    measured_days: int


@cache
def _choices() -> _Choices:
    text = (profiles_root() / "choices" / "body-size.toml").read_text(encoding="utf-8")
    return _Choices(**tomllib.loads(text, parse_float=Decimal))


@once
def body_weight(chart: Chart) -> Size | None:
    """The newest weight at or before the order, in kg; a range where two values exclude each other or cannot be told
    apart. None when there is no usable one.

    Two measured weights that differ as pounds and kilograms do, and a weight exchanged with a height, are believed by
    nobody, unless more weights of those weeks agree with the newest than contradict it. A stated or estimated weight
    counts where no measured one of the last 30 days is on file, and beside one that is as recent.
    """
    measured = newest_size(chart, MEASURED, "kg")
    measured = _with_doubt(chart, measured) if measured is not None else None
    stated = newest_size(chart, STATED, "kg")
    if stated is None or measured is None:
        return measured if stated is None else replace(stated, cautions=(ONLY_STATED,))
    days = _choices().measured_days
    is_recent = measured.day.days_until(chart.as_of)[1] <= days
    may_be_recent = stated.day.days_until(chart.as_of)[0] <= days
    if not may_be_recent and measured.day.before(stated.day) is Truth.FALSE:
        return measured
    return Size(
        min(measured.lowest, stated.lowest),
        max(measured.highest, stated.highest),
        "kg",
        min(measured.day, stated.day, key=lambda day: day.first) if is_recent else stated.day,
        (*measured.evidence, *stated.evidence),
        measured.cautions if is_recent else (*measured.cautions, ONLY_STATED),
        measured.doubt
        or f"a measured weight ({_told(measured)}) and a stated or estimated one ({_told(stated)}) differ",
    )


def _told(size: Size) -> str:
    return " and ".join(evidence.says for evidence in size.evidence)


def _with_doubt(chart: Chart, newest: Size) -> Size:
    """The same weight, widened to what it may be where it cannot be right beside another value."""
    shown = {*map(_EXPRESSION, newest.evidence)}
    weights = values_of(chart, MEASURED)
    of_that_day: list[Measurement] = []
    for one in weights:
        if one.evidence.expression in shown:
            of_that_day.append(one)
    # The lowest and the highest of them decide; the others lie between.
    alone = of_that_day if len(of_that_day) == 1 else None
    for own in alone or (min(of_that_day, key=_kilograms), max(of_that_day, key=_kilograms)):
        against = _against(own, weights) or _exchanged(chart, own, weights)
        if against is not None:
            low, high, evidence, doubt = against
            return Size(
                min(newest.lowest, low),
                max(newest.highest, high),
                "kg",
                newest.day,
                tuple(dict.fromkeys((*newest.evidence, evidence))),
                (f"{doubt}: weigh the patient again",),
                doubt,
            )
    return newest


_Against = tuple[Decimal, Decimal, Evidence, str]


def _against(own: Measurement, weights: list[Measurement]) -> _Against | None:
    """The weight that contradicts this one as pounds contradict kilograms, unless others settle it."""
    choices, kg = _choices(), _kilograms(own)
    near: list[Measurement] = []
    for one in weights:
        if one is not own and _days_apart(own.date, one.date) <= choices.pounds_days:
            near.append(one)
    apart: list[Measurement] = []
    agreeing = 0
    for other in near:
        low, high = sorted((kg, _kilograms(other)))
        if high < choices.pounds_least * low:
            agreeing += 1
        elif high <= choices.pounds_most * low:
            apart.append(other)
    # One that is further off than pounds from kilograms neither contradicts it nor agrees with it.
    if not apart or agreeing > len(apart):
        return None
    other = apart[0]
    doubt = f"{own.evidence.says} and {other.evidence.says} differ as pounds and kilograms do"
    return min(_kilograms(m) for m in apart), max(_kilograms(m) for m in apart), other.evidence, doubt


def _exchanged(chart: Chart, own: Measurement, weights: list[Measurement]) -> _Against | None:
    """The height that looks exchanged with this weight, and what the weight would then be."""
    choices, age = _choices(), age_of(chart)
    if age is not None and age.oldest < choices.exchanged_from_years:
        return None
    heights: list[Measurement] = []
    for one in chart.measurements:
        if HEIGHT in one.groups and one.quantity is not None and one.date is not None:
            heights.append(one)
    for height in heights:
        assert height.quantity is not None
        if _is_usual(height) or _days_apart(own.date, height.date) > choices.pounds_days:
            continue
        other_weights = [m for m in weights if m is not own]
        other_heights = [m for m in heights if m is not height]
        # Where nothing else was measured, the weight as a height is usual and the height as one is not.
        is_alone = not other_weights and not other_heights and _is_usual(own, height.quantity.unit)
        if not is_alone and not (_is_like(own, other_heights, height) and _is_like(height, other_weights, own)):
            continue
        assert own.quantity is not None
        meant = Quantity(height.quantity.value, own.quantity.unit).to("kg")
        doubt = f"the weight {own.evidence.says} and the height {height.evidence.says} look exchanged"
        return meant, meant, height.evidence, doubt
    return None


def _is_usual(height: Measurement, unit: str | None = None) -> bool:
    """Whether the number is a usual height, in its own unit or in `unit`."""
    assert height.quantity is not None
    try:
        cm = Quantity(height.quantity.value, unit or height.quantity.unit).to("cm")
    except UnitMismatchError:
        return True
    return _choices().height_least_cm <= cm <= _choices().height_most_cm


def _is_like(value: Measurement, others: list[Measurement], unit_of: Measurement) -> bool:
    """Whether a number is near one of the others that are written in the unit of `unit_of`."""
    assert value.quantity is not None
    assert unit_of.quantity is not None
    number, unit = value.quantity.value, unit_of.quantity.unit
    written = (m.quantity.value for m in others if m.quantity is not None and m.quantity.unit == unit)
    return any(abs(number - other) <= _choices().exchanged_within * other for other in written)


def _kilograms(measurement: Measurement) -> Decimal:
    assert measurement.quantity is not None
    return measurement.quantity.to("kg")


def _days_apart(one: PartialDate | None, other: PartialDate | None) -> int:
    """The fewest days two dates may be apart."""
    assert one is not None
    assert other is not None
    fewest, most = one.days_until(other)
    return max(fewest, -most, 0)
