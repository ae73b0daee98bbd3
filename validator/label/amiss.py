"""What cannot be right about the doses of a label: units, amounts, rounding, food, and the order of the steps."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from validator.label.dose import LabelDose, Per
from validator.label.model import Adjustment, Label
from validator.quantity import plain


def doses_amiss(label: Label) -> Iterator[str]:
    """Every such mistake, each as a clause."""
    yield from _units(label)
    yield from _amounts(label)
    if label.is_by_size and label.rounding is None:
        yield "rounding is missing: a dose by body size must say whether it is rounded up, nearest or down"
    if label.rounding is not None and not label.is_by_size:
        yield "rounding is given, and no dose is by body size"
    by_area = any(dose.per is Per.M2 for dose in label.written_doses)
    if label.surface_area_formula is not None and not by_area:
        yield "surface_area_formula is given, and no dose is by surface area"
    gaps = (label.administration.before_meal, label.administration.after_meal)
    if label.administration.food == "without" and None in gaps:
        yield "administration is without food and lacks before_meal or after_meal"
    if label.administration.food != "without" and gaps != (None, None):
        yield "administration has a time to meals, and is not without food"
    for regimen in label.regimen:
        if not regimen.ladder:
            yield f"regimen {regimen.id} has no dose"
        elif len({dose.is_by_size for dose in regimen.ladder}) > 1:
            yield f"regimen {regimen.id} mixes doses in mg and by body size"
        elif len({dose.per for dose in regimen.ladder}) > 1:
            yield f"regimen {regimen.id} mixes doses by weight and by surface area"
        for higher, lower in pairwise(regimen.ladder):
            if lower.per is higher.per and _a_day(lower) >= _a_day(higher):
                yield f"regimen {regimen.id} goes from {higher} to {lower}, which is no lower dose"
    for adjustment in label.adjustment:
        yield from _steps(adjustment)
    for precaution in label.precaution:
        if isinstance(precaution.ordered, LabelDose) and precaution.ordered.is_by_size:
            yield f"precaution {precaution.id} is about orders of a dose by body size; an order is compared in mg"


def _amounts(label: Label) -> Iterator[str]:
    """Doses of nothing, and doses that the label's own daily maximum forbids."""
    for dose in sorted(label.written_doses, key=str):
        most = dose.at_most if dose.is_by_size else dose.mg
        if dose.mg <= 0 or most == 0:
            yield f"{dose} is no dose"
        elif most is not None and most * _times_a_day(dose) > label.max_daily_mg:
            yield f"{dose} comes to more than the daily maximum of {plain(label.max_daily_mg)} mg"


def _times_a_day(dose: LabelDose) -> Decimal:
    return Decimal(dose.every_days.denominator) / Decimal(dose.every_days.numerator)


def _a_day(dose: LabelDose) -> Decimal:
    """Milligrams a day, for each kilogram or square metre of a dose by body size."""
    return dose.mg * _times_a_day(dose)


def _units(label: Label) -> Iterator[str]:
    concentration = (label.mg_per_ml, label.measure_ml)
    amounts = [*label.strengths_mg, label.max_daily_mg, *(one for one in concentration if one is not None)]
    if any(amount <= 0 for amount in amounts):
        yield "a strength, a concentration or the daily maximum is not above zero"
    if label.form == "solution":
        if label.strengths_mg or None in concentration:
            yield "a solution has mg_per_ml and measure_ml, and no strengths_mg"
    elif not label.strengths_mg or concentration != (None, None):
        yield f"{label.pieces} have strengths_mg, and neither mg_per_ml nor measure_ml"


def _steps(adjustment: Adjustment) -> Iterator[str]:
    for step in adjustment.steps:
        if step.before.is_by_size != step.after.is_by_size:
            yield f"adjustment {adjustment.id} goes from {step.before} to {step.after}: one in mg, one by body size"
        elif step.before.per is step.after.per and not _is_as_said(adjustment, step.before, step.after):
            goes = f"goes from {step.before} to {step.after}"
            yield f"adjustment {adjustment.id} {goes}; its effect is to {adjustment.effect}"


def _is_as_said(adjustment: Adjustment, before: LabelDose, after: LabelDose) -> bool:
    match adjustment.effect:
        case "raise":
            return _a_day(after) > _a_day(before)
        case "reduce":
            return _a_day(after) < _a_day(before)
        case "start":
            return True
