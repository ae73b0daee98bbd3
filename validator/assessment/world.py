"""The dose the label gives in one world: a regimen, the adjustments that apply, and the steps to the dose, in words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from operator import attrgetter

from validator.finding import Confidence
from validator.frozen import Frozen
from validator.label.dose import LabelDose
from validator.label.model import Adjustment, Regimen, Step

_CONFIDENCES = list(Confidence)
_SECTION = attrgetter("section")


class World(Frozen, dict=True):
    """One regimen with the adjustments that apply in it.

    `before` is the dose the patient was on when the one interacting drug began; None: the start of the regimen.
    `apart`: where several adjustments meet, the worlds in which each of them is the only one.
    """

    regimen: Regimen
    adjustments: tuple[Adjustment, ...] = ()
    before: LabelDose | None = None
    apart: tuple[World, ...] = ()

    @property
    def is_unsized(self) -> bool:
        """Whether the doses are by body size and the size is not one known value, so that none could be worked out."""
        start: LabelDose = self.regimen.ladder[0]
        return start.is_by_size

    @property
    def base(self) -> tuple[LabelDose, ...]:
        """The doses that are adjusted: the dose before, and the steps of the regimen below it."""
        ladder: tuple[LabelDose, ...] = self.regimen.ladder
        if self.before is None:
            return ladder
        return (self.before, *(step for step in ladder if step.daily_mg < self.before.daily_mg))

    @property
    def is_opposed(self) -> bool:
        """Whether one of the adjustments raises the dose that another one lowers."""
        return len({one.effect == "raise" for one in self.adjustments}) > 1

    @property
    def ceiling(self) -> LabelDose | None:
        """The highest dose of any way to stack the adjustments; None where the label writes no limit but its maximum.

        Where every factor only lowers, that is the dose before. One that raises, raises it by its own written step.
        """
        if self.is_unsized:
            return None
        base = self.base[0]
        raising = [one for one in self.adjustments if one.effect == "raise"]
        if not raising:
            return base
        step = step_from(raising[0], self.regimen, base) if len(raising) == 1 else None
        return step.after if step is not None else None

    @cached_property
    def start(self) -> LabelDose | None:
        """The recommended dose here; None where the label has no text for the combination."""
        return self.ladder[0] if self.ladder else None

    @cached_property
    def ladder(self) -> tuple[LabelDose | None, ...]:
        """The start and its reduction steps, each adjusted; None for a step the label does not adjust.

        Empty where two adjustments meet: the label has no rule for stacking them; and where no dose can be worked out.
        """
        if self.is_unsized:
            return ()
        base = self.base
        match self.adjustments:
            case ():
                return base
            case (one,):
                steps = [step_from(one, self.regimen, dose) for dose in base]
                return tuple([step.after if step else None for step in steps])
            case _:
                return ()

    @property
    def sections(self) -> str:
        """The sections of the label that the dose rests on."""
        return ", ".join(dict.fromkeys((self.regimen.section, *map(_SECTION, self.adjustments))))

    @property
    def because(self) -> tuple[str, ...]:
        """The steps to the recommended dose, in words."""
        return self.steps({})

    def steps(self, names: Mapping[str, str]) -> tuple[str, ...]:
        """The steps to the recommended dose, in words; `names` holds the drugs on file by the id of the adjustment."""
        start: LabelDose = self.regimen.ladder[0]
        said = [f"{start.explained} start for {self.regimen.population} (section {self.regimen.section})"]
        if self.is_unsized:
            return tuple(said)
        if self.apart:
            # None goes on from another: the label stacks them in no order.
            return (*said, *dict.fromkeys(f"alone: {step}" for one in self.apart for step in one.steps(names)[1:]))
        base = self.base[0]
        if base != start:
            said.append(f"{base} taken before the interacting drug began (the last order before it)")
        for adjustment in self.adjustments:
            step = step_from(adjustment, self.regimen, base)
            if step is not None:
                drug = names.get(adjustment.id)
                why = f"{drug} ({adjustment.because})" if drug else adjustment.because
                result = "" if step.after.worked_out else f" = {step.after}"
                said.append(f"{_change(step)} for {why}{result} (section {adjustment.section})")
        return tuple(said)

    @property
    def confidence(self) -> Confidence:
        """The weakest confidence of what the recommended dose rests on."""
        used = [self.regimen.confidence]
        for adjustment in self.adjustments:
            step = None if self.is_unsized else step_from(adjustment, self.regimen, self.base[0])
            used += [adjustment.confidence, *([step.confidence] if step else [])]
        return max(used, key=_CONFIDENCES.index)


def step_from(adjustment: Adjustment, regimen: Regimen, dose: LabelDose) -> Step | None:
    """The written change from `dose` in this regimen; None where the label does not give one."""
    for step in adjustment.steps:
        if step.before == dose and (step.regimens is None or regimen.id in step.regimens):
            return step
    return None


def _change(step: Step) -> str:
    if step.before.every_days == step.after.every_days and not step.after.worked_out:
        change = step.after.mg - step.before.mg
        return f"{'plus' if change > 0 else 'minus'} {abs(change)} mg"
    return f"{step.before} becomes {step.after.explained}"
