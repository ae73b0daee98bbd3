"""How an ordered dose compares with the dose the label gives, in one world."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from validator.assessment.world import World
from validator.assessment.worlds import Worlds, worlds_with
from validator.dosage import SimpleDose
from validator.frozen import Frozen, replace
from validator.label.dose import LabelDose
from validator.label.model import Label


class Fit(Enum):
    """The ways an ordered dose can relate to the label's."""

    EQUAL = "the recommended dose"
    REDUCED = "a written reduction step"
    NOT_RAISED = "the dose without the inducer's increase"
    SILENT = "no written rule"
    UNSIZED = "a dose by a body size that is not known"
    ABOVE = "above the recommended dose"
    NO_STEP = "no written step"
    NOWHERE = "an amount and interval written for nobody"


class Fitted(Frozen):
    """The fit of an ordered dose in one world; `step_above` is the dose the reduction came from, where it is one."""

    world: World
    fit: Fit
    step_above: LabelDose | None = None


def compared(simple: SimpleDose, label: Label) -> SimpleDose:
    """An ordered dose as it is compared: one by body size after the label's rounding.

    Where it is above all that the label calculates, and only rounding down brings it to a dose of the label, it is
    compared as it was calculated: whoever rounds it to the nearest amount gives more.
    """
    if simple.exact is None:
        return simple
    doses = [dose for regimen in label.regimen for dose in regimen.ladder]
    doses += [step.after for adjustment in label.adjustment for step in adjustment.steps]
    same = [max(dose.mg, dose.exact or dose.mg) for dose in doses if dose == LabelDose(simple.mg, simple.interval)]
    if not same or simple.exact <= max(same):
        return simple
    nearest = replace(label.making, rounding="nearest").rounded(simple.exact)
    return simple if nearest == simple.mg else SimpleDose(simple.exact, simple.interval)


def fit_in(world: World, mg: Decimal, every_days: Fraction, label: Label) -> Fitted:
    """Compares one exact ordered dose with the ladder of the world, exactly and unrounded.

    Where the label gives no dose, the limits that hold under every reading are compared before it is SILENT: its
    maximum, the highest dose the factors can come to, and the amounts and intervals it writes for any patient. Below
    the adjusted start, a step of the unadjusted ladder that the label does not adjust is SILENT, not an error.
    """
    ordered = LabelDose(mg, every_days)
    start = world.start
    if start is None:
        ceiling = world.ceiling
        if ordered.daily_mg > (ceiling.daily_mg if ceiling is not None else label.max_daily_mg):
            return Fitted(world, Fit.ABOVE)
        if world.is_unsized:
            return Fitted(world, Fit.UNSIZED)
        return Fitted(world, Fit.SILENT if ordered in label.written_doses else Fit.NOWHERE)
    ladder = world.ladder
    if ordered == start:
        return Fitted(world, Fit.EQUAL)
    base = world.base
    if ordered in base and any(adjustment.effect == "raise" for adjustment in world.adjustments):
        return Fitted(world, Fit.NOT_RAISED)
    if ordered in ladder:
        return Fitted(world, Fit.REDUCED, ladder[ladder.index(ordered) - 1])
    if ordered.daily_mg > start.daily_mg:
        return Fitted(world, Fit.ABOVE)
    if world.adjustments and ordered in base:
        return Fitted(world, Fit.SILENT)
    return Fitted(world, Fit.NO_STEP)


def fits_in(found: Worlds, simple: SimpleDose, worlds: Iterable[World], label: Label) -> list[list[Fitted]]:
    """For each of these worlds how the dose fits; `found` are all that the chart allows.

    Where an interacting drug just ended or begins, also as if it were taken; where the size of an increase is only
    inferred, also with it.
    """
    beside = (*found.washout, *found.ahead) if not found.applied else ()
    fitted: list[list[Fitted]] = []
    for world in worlds:
        tried = [world]
        for other in (*beside, *(found.tolerated if not world.adjustments else ())):
            tried += worlds_with(world, (other,))
        fitted.append([fit_in(one, simple.mg, simple.interval, label) for one in tried])
    return fitted
