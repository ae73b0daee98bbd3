"""Which adjustments of a label apply to this patient, and in which combinations they can meet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from validator.assessment.before import FROM_THE_START, DoseBefore, dose_before
from validator.chart.fact import Chart
from validator.criteria.answer import Answer
from validator.criteria.liver import ChildPugh
from validator.criteria.untouched import answered_by
from validator.finding import Confidence
from validator.frozen import Frozen, replace
from validator.label.model import WHEN, Adjustment, Label
from validator.verdict import Truth


class Applied(Frozen):
    """An adjustment, the answer that made it apply, and the dose the patient was on before its drug began."""

    adjustment: Adjustment
    answer: Answer
    before: DoseBefore = FROM_THE_START


class Adjusting(Frozen):
    """The adjustments of a label for one chart; the fields are those of `Worlds`.

    Each of `combinations` holds the adjustments of one world, one for each factor at most.
    """

    applied: tuple[Applied, ...]
    combinations: tuple[tuple[Applied, ...], ...]
    open_answers: tuple[Answer, ...]
    washout: tuple[Applied, ...]
    ahead: tuple[Applied, ...]
    tolerated: tuple[Applied, ...]


def is_of_inferred_size(adjustment: Adjustment) -> bool:
    """Whether the label raises the dose, as tolerated, by a size that nobody read: nothing may ask for that dose.

    Where it meets another factor, that no rule stacks the two still holds.
    """
    return adjustment.effect == "raise" and adjustment.confidence is Confidence.INFERRED


def adjusting_of(label: Label, chart: Chart) -> Adjusting:
    """Asks every adjustment of the label."""
    by_factor: dict[str, list[Applied]] = {}
    washout: list[Applied] = []
    ahead: list[Applied] = []
    for adjustment, answer in zip(label.adjustment, answered_by(chart, map(WHEN, label.adjustment)), strict=True):
        if answer.truth is not Truth.FALSE:
            known = _as_known(adjustment, answer, label, chart)
            one = Applied(known, answer, dose_before(adjustment, answer, label, chart))
            by_factor.setdefault(adjustment.factor, []).append(one)
            continue
        if answer.cautions and adjustment.pair:
            begins = replace(answer, because=" and ".join(answer.cautions))
            ahead.append(Applied(adjustment, begins, dose_before(adjustment, begins, label, chart)))
        if adjustment.stopped is not None:
            stopped = adjustment.stopped.answer(chart)
            if stopped.truth is not Truth.FALSE:
                washout.append(Applied(adjustment, stopped, dose_before(adjustment, stopped, label, chart)))
    if not by_factor:
        return Adjusting((), ((),), (), tuple(washout), tuple(ahead), ())
    meeting = (tuple(_of_one_factor(found, label, chart)) for found in by_factor.values())
    combinations = (tuple(one for one in combination if one is not None) for combination in product(*meeting))
    certain = [next((one for one in found if one.answer.truth is Truth.TRUE), None) for found in by_factor.values()]
    applied = tuple(one for one in certain if one is not None)
    is_alone = len(by_factor) == 1
    open_answers = [
        one.answer
        for found, decided in zip(by_factor.values(), certain, strict=True)
        if decided is None
        for one in found
        if not (is_alone and is_of_inferred_size(one.adjustment))
    ]
    return Adjusting(
        applied=() if _are_of_inferred_size(applied) else applied,
        combinations=tuple(dict.fromkeys(() if _are_of_inferred_size(some) else some for some in combinations)),
        open_answers=tuple(open_answers),
        washout=tuple(washout),
        ahead=tuple(ahead),
        tolerated=tuple(one for found in by_factor.values() for one in found if is_of_inferred_size(one.adjustment)),
    )


def _are_of_inferred_size(some: tuple[Applied, ...]) -> bool:
    return bool(some) and all(is_of_inferred_size(one.adjustment) for one in some)


def _is_only_dose(adjustment: Adjustment, label: Label, chart: Chart) -> bool:
    """Whether either the adjustment applies or a statement under which the label gives no dose at all."""
    if not isinstance(adjustment.when, ChildPugh):
        return False
    without = [one.when for one in label.precaution if one.no_dose and isinstance(one.when, ChildPugh)]
    classes = {letter for question in (adjustment.when, *without) for letter in question.classes}
    return bool(without) and ChildPugh(tuple(sorted(classes))).answer(chart).truth is Truth.TRUE


def _as_known(adjustment: Adjustment, answer: Answer, label: Label, chart: Chart) -> Adjustment:
    """The adjustment in the words for a reason that is derived, or open with nothing else than its dose left."""
    if answer.truth is Truth.UNKNOWN:
        words = adjustment.because_open if _is_only_dose(adjustment, label, chart) else ""
    else:
        words = adjustment.because_derived if answer.is_derived else ""
    return replace(adjustment, because=words) if words else adjustment


def _of_one_factor(found: list[Applied], label: Label, chart: Chart) -> Iterator[Applied | None]:
    """The adjustment that certainly applies, else each that may, and none.

    None is no world where the label gives no dose without the adjustment: class B or C leaves the dose of class B.
    """
    certain = [one for one in found if one.answer.truth is Truth.TRUE]
    if certain:
        yield certain[0]
        return
    if not any(_is_only_dose(one.adjustment, label, chart) for one in found):
        yield None
    yield from found
