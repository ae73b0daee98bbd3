"""Every world the chart allows: the regimens and adjustments that may apply, with what leaves them open.

Where the chart leaves a fact open that the dose depends on, each answer is one world; an order is judged in all.
"""

from __future__ import annotations

from operator import attrgetter

from validator.assessment.adjusting import Applied, adjusting_of
from validator.assessment.indication import IndicationChoice, disease_of
from validator.assessment.world import World
from validator.chart.fact import Chart
from validator.criteria.answer import Answer, unknown, yes
from validator.criteria.body_size import MISSING_BSA, MISSING_WEIGHT, size_for_dose
from validator.criteria.size import SURFACE_AREA, WEIGHT, SizeKind, none_on_file, values_of
from validator.criteria.untouched import answered_by
from validator.frozen import Frozen
from validator.label.dose import LabelDose
from validator.label.model import WHEN, Adjustment, Label, Regimen
from validator.verdict import Truth


class Partner(Frozen):
    """A drug given at intervals that may go on (UNKNOWN) or does (TRUE), and the doses of the combination with it."""

    answer: Answer
    worlds: tuple[World, ...]


class Worlds(Frozen):
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
        return tuple(dict.fromkeys(map(_START, self.due)))

    @property
    def due(self) -> tuple[World, ...]:
        """The worlds that one of holds: those beside the partner alone where it surely goes on."""
        if self.partner is None:
            return self.worlds
        if self.partner.answer.truth is Truth.TRUE and self.partner.worlds:
            return self.partner.worlds
        return (*self.worlds, *self.partner.worlds)

    @property
    def expected(self) -> World | None:
        """A world with the one recommended dose of all worlds; None where they differ or the label is silent."""
        starts = self.starts
        return self.due[0] if len(starts) == 1 and starts[0] is not None else None

    def steps(self, world: World) -> tuple[str, ...]:
        """The steps to the recommended dose of a world, with the names of the interacting drugs on file."""
        found = (*self.applied, *self.washout, *self.ahead, *self.tolerated)
        named: dict[str, str] = {}
        for one in found:
            if one.adjustment.pair:
                named[one.adjustment.id] = one.answer.because
        return world.steps(named)


def worlds_of(label: Label, choice: IndicationChoice, chart: Chart) -> Worlds:
    """The regimens of the chosen indications and the adjustments, with their answers."""
    meant = {*map(_INDICATION, choice.chosen)}
    regimens: list[Regimen] = []
    open_answers: list[Answer] = []
    deciding: list[Answer] = []
    for regimen in label.regimen:
        if not meant & set(regimen.indications):
            continue
        answer = answered_by(chart, (regimen.when,))[0] if regimen.when is not None else None
        start = regimen.ladder[0]
        if answer is None or answer.truth is not Truth.FALSE:
            if start.per.measured is not None:
                open_answers.append(_size_asked_for(start.per.measured, label, chart))
            if start.worked_out_by is not None:
                deciding.append(_size_used(start.worked_out_by, label, chart))
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
            if meeting and len({*map(_START, made)}) > 1:
                open_answers += filter(None, map(_OPEN_BEFORE, meeting))
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


def _size_asked_for(kind: SizeKind, label: Label, chart: Chart) -> Answer:
    """That the size which a dose is worked out from is not known, or leaves more than one dose open."""
    shown = tuple(one.evidence for one in values_of(chart, kind.group))
    says = f"no one {kind.words} to work the dose out from" if shown else none_on_file(chart, kind.words, kind.group)
    by_formula = kind is SURFACE_AREA and label.surface_area_formula is not None
    alone = MISSING_WEIGHT if kind is WEIGHT else (f"Observation {kind.words}",)
    return unknown(says, *shown, missing=MISSING_BSA if by_formula else alone)


def _size_used(kind: SizeKind, label: Label, chart: Chart) -> Answer:
    """That a dose was worked out from the newest size on file."""
    found = size_for_dose(chart, kind, label.surface_area_formula)
    assert found is not None
    return yes(f"{kind.words} {found.shown} {kind.unit}", *found.evidence, cautions=found.cautions)


def _partner(
    label: Label, choice: IndicationChoice, chart: Chart, combinations: tuple[tuple[Applied, ...], ...]
) -> Partner | None:
    """The doses of a combination that is not meant by any order on file, but that may go on, for the same disease."""
    if not choice.certain:
        return None
    asked = answered_by(chart, map(WHEN, label.interval))
    for interval, answer in zip(label.interval, asked, strict=True):
        if answer.truth is Truth.FALSE:
            continue
        chosen = {one.indication.id: disease_of(one.indication) for one in choice.chosen}
        opened = [one for one in label.indication if one.id in interval.opens and disease_of(one) in chosen.values()]
        if not opened or not chosen.keys().isdisjoint([one.id for one in opened]):
            continue
        ids = {one.id for one in opened}
        regimens = [one for one in label.regimen if ids & set(one.indications) and one.when is None]
        made = (worlds_with(World(regimen), meeting) for regimen in regimens for meeting in combinations)
        return Partner(answer, tuple([world for worlds in made for world in worlds]))
    return None


_START, _ADJUSTMENT = map(attrgetter, ("start", "adjustment"))
_INDICATION, _OPEN_BEFORE = map(attrgetter, ("indication.id", "before.open"))


def _apart(world: World, more: tuple[Applied, ...], adjustments: tuple[Adjustment, ...]) -> tuple[World, ...]:
    """The worlds in which each of several adjustments that meet is the only one."""
    if len(adjustments) < 2:
        return ()
    so_far = world.apart or ((world,) if world.adjustments else ())
    return (*so_far, *(single for one in more for single in worlds_with(World(world.regimen), (one,))))


def worlds_with(world: World, more: tuple[Applied, ...]) -> tuple[World, ...]:
    """The world with further adjustments: one for each dose the patient may have been on before a single one."""
    if not more:
        return (world,)
    adjustments = (*world.adjustments, *map(_ADJUSTMENT, more))
    if len(adjustments) != 1 or world.is_unsized:
        return (World(world.regimen, adjustments, world.before, _apart(world, more, adjustments)),)
    start = world.regimen.ladder[0]
    return tuple(
        World(world.regimen, adjustments, dose if dose != start else None)
        for dose in more[0].before.doses(world.regimen)
    )
