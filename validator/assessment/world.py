"""The dose the label gives this patient: a regimen and its adjustment, in every world the chart allows.

Where the chart leaves a fact open that the dose depends on, each answer is one world; an order is judged in all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from validator.assessment.adjusting import Applied, adjusting_of
from validator.assessment.indication import IndicationChoice, disease_of
from validator.chart.fact import Chart
from validator.criteria.answer import Answer
from validator.finding import Confidence
from validator.label.dose import LabelDose
from validator.label.model import Adjustment, Label, Regimen, Step
from validator.verdict import Truth


@dataclass(frozen=True, slots=True)
class World:
    """One regimen with the adjustments that apply in it.

    `before` is the dose the patient was on when the one interacting drug began; None: the start of the regimen.
    """

    regimen: Regimen
    adjustments: tuple[Adjustment, ...] = ()
    before: LabelDose | None = None

    @property
    def base(self) -> tuple[LabelDose, ...]:
        """The doses that are adjusted: the dose before, and the steps of the regimen below it."""
        ladder: tuple[LabelDose, ...] = self.regimen.ladder
        if self.before is None:
            return ladder
        return (self.before, *(step for step in ladder if step.daily_mg < self.before.daily_mg))

    @property
    def ceiling(self) -> LabelDose | None:
        """The highest dose of any way to stack the adjustments; None where the label writes no limit but its maximum.

        Where every factor only lowers, that is the dose before. One that raises, raises it by its own written step.
        """
        base = self.base[0]
        raising = [one for one in self.adjustments if one.effect == "raise"]
        if not raising:
            return base
        step = step_from(raising[0], self.regimen, base) if len(raising) == 1 else None
        return step.after if step is not None else None

    @property
    def start(self) -> LabelDose | None:
        """The recommended dose here; None where the label has no text for the combination."""
        steps = self.ladder()
        return steps[0] if steps else None

    def ladder(self) -> tuple[LabelDose | None, ...]:
        """The start and its reduction steps, each adjusted; None for a step the label does not adjust.

        Empty where two adjustments meet: the label has no rule for stacking them.
        """
        base = self.base
        match self.adjustments:
            case ():
                return base
            case (one,):
                return tuple(step.after if (step := step_from(one, self.regimen, dose)) else None for dose in base)
            case _:
                return ()

    @property
    def because(self) -> tuple[str, ...]:
        """The steps to the recommended dose, in words."""
        return self.steps({})

    def steps(self, names: Mapping[str, str]) -> tuple[str, ...]:
        """The steps to the recommended dose, in words; `names` holds the drugs on file by the id of the adjustment."""
        start: LabelDose = self.regimen.ladder[0]
        said = [f"{start} start for {self.regimen.population} (section {self.regimen.section})"]
        base = self.base[0]
        if base != start:
            said.append(f"{base} taken before the interacting drug began (the last order before it)")
        for adjustment in self.adjustments:
            step = step_from(adjustment, self.regimen, base)
            if step is not None:
                drug = names.get(adjustment.id)
                why = f"{drug} ({adjustment.because})" if drug else adjustment.because
                said.append(f"{_change(step)} for {why} = {step.after} (section {adjustment.section})")
        return tuple(said)

    @property
    def confidence(self) -> Confidence:
        """The weakest confidence of what the recommended dose rests on."""
        used = [self.regimen.confidence]
        for adjustment in self.adjustments:
            step = step_from(adjustment, self.regimen, self.base[0])
            used += [adjustment.confidence, *([step.confidence] if step else [])]
        order = list(Confidence)
        return max(used, key=order.index)


def step_from(adjustment: Adjustment, regimen: Regimen, dose: LabelDose) -> Step | None:
    """The written change from `dose` in this regimen; None where the label does not give one."""
    for step in adjustment.steps:
        if step.before == dose and (step.regimens is None or regimen.id in step.regimens):
            return step
    return None


def _change(step: Step) -> str:
    if step.before.every_days == step.after.every_days:
        change = step.after.mg - step.before.mg
        return f"{'plus' if change > 0 else 'minus'} {abs(change)} mg"
    return f"{step.before} becomes {step.after}"


@dataclass(frozen=True, slots=True)
class Partner:
    """A drug given at intervals that may go on (UNKNOWN) or does (TRUE), and the doses of the combination with it."""

    answer: Answer
    worlds: tuple[World, ...]


@dataclass(frozen=True, slots=True)
class Worlds:
    """Every world the chart allows.

    `applied` are the adjustments that certainly apply, `open_answers` the answers that keep more than one world
    possible, `washout` the adjustments whose drug was just stopped, `ahead` those whose drug begins soon: with and
    without them the dose is right for some days. `tolerated` raise the dose by a size that is only inferred: the dose
    without them stays the recommended one, and theirs fits too. `partner` holds the question whether a drug given at
    intervals goes on and the worlds in which it does; None where nothing on file raises it.
    """

    worlds: tuple[World, ...]
    applied: tuple[Applied, ...]
    open_answers: tuple[Answer, ...]
    washout: tuple[Applied, ...]
    regimen_evidence: tuple[Answer, ...]
    ahead: tuple[Applied, ...] = ()
    tolerated: tuple[Applied, ...] = ()
    partner: Partner | None = None

    @property
    def starts(self) -> tuple[LabelDose | None, ...]:
        """The different recommended doses of all worlds."""
        beside = self.partner.worlds if self.partner is not None else ()
        return tuple(dict.fromkeys(world.start for world in (*self.worlds, *beside)))

    @property
    def expected(self) -> World | None:
        """A world with the one recommended dose of all worlds; None where they differ or the label is silent."""
        starts = self.starts
        return self.worlds[0] if len(starts) == 1 and starts[0] is not None else None

    def steps(self, world: World) -> tuple[str, ...]:
        """The steps to the recommended dose of a world, with the names of the interacting drugs on file."""
        found = (*self.applied, *self.washout, *self.ahead, *self.tolerated)
        return world.steps({one.adjustment.id: one.answer.because for one in found if one.adjustment.pair})

    @property
    def stacked(self) -> bool:
        """Whether two adjustments certainly meet."""
        return len(self.applied) > 1


def worlds_of(label: Label, choice: IndicationChoice, chart: Chart) -> Worlds:
    """The regimens of the chosen indications and the adjustments, with their answers."""
    meant = {answer.indication.id for answer in choice.chosen}
    regimens: list[Regimen] = []
    open_answers: list[Answer] = []
    deciding: list[Answer] = []
    for regimen in label.regimen:
        if not meant & set(regimen.indications):
            continue
        answer = regimen.when.answer(chart) if regimen.when is not None else None
        if answer is None:
            regimens.append(regimen)
        elif answer.truth is not Truth.FALSE:
            regimens.append(regimen)
            (deciding if answer.truth is Truth.TRUE else open_answers).append(answer)
    adjusting = adjusting_of(label, chart)
    open_answers += adjusting.open_answers
    combinations = adjusting.combinations
    worlds: list[World] = []
    for regimen in regimens:
        for meeting in combinations:
            made = worlds_with(World(regimen), meeting)
            worlds += made
            open_answers += [
                one.before.open for one in meeting if len({world.start for world in made}) > 1 and one.before.open
            ]
    return Worlds(
        worlds=tuple(worlds),
        applied=adjusting.applied,
        open_answers=tuple(dict.fromkeys(open_answers)),
        washout=adjusting.washout,
        regimen_evidence=tuple(deciding),
        ahead=adjusting.ahead,
        tolerated=adjusting.tolerated,
        partner=_partner(label, choice, chart, combinations),
    )


def _partner(
    label: Label, choice: IndicationChoice, chart: Chart, combinations: tuple[tuple[Applied, ...], ...]
) -> Partner | None:
    """The doses of a combination that is not meant by any order on file, but that may go on, for the same disease."""
    chosen = {answer.indication.id: disease_of(answer.indication) for answer in choice.chosen}
    for interval in label.interval:
        opened = [one for one in label.indication if one.id in interval.opens and disease_of(one) in chosen.values()]
        if not choice.certain or not opened or any(one.id in chosen for one in opened):
            continue
        answer: Answer = interval.when.answer(chart)
        ids = {one.id for one in opened}
        if answer.truth is not Truth.FALSE:
            regimens = [one for one in label.regimen if ids & set(one.indications) and one.when is None]
            made = (worlds_with(World(regimen), meeting) for regimen in regimens for meeting in combinations)
            return Partner(answer, tuple(world for worlds in made for world in worlds))
    return None


def worlds_with(world: World, more: tuple[Applied, ...]) -> tuple[World, ...]:
    """The world with further adjustments: one for each dose the patient may have been on before a single one."""
    adjustments = (*world.adjustments, *(one.adjustment for one in more))
    if len(adjustments) != 1 or not more:
        return (World(world.regimen, adjustments, world.before),)
    start = world.regimen.ladder[0]
    return tuple(
        World(world.regimen, adjustments, dose if dose != start else None)
        for dose in more[0].before.doses(world.regimen)
    )
