"""Which indication of the label the order is for, and what of it the chart shows."""

from __future__ import annotations

from operator import attrgetter

from validator.chart.fact import Chart
from validator.criteria.answer import Answer, all_of
from validator.criteria.disease import Disease, relevant
from validator.criteria.untouched import answered_by
from validator.frozen import Frozen
from validator.label.model import Indication, Label, Requirement
from validator.verdict import Truth


class AskedRequirement(Frozen):
    """A requirement of an indication and its answer."""

    requirement: Requirement
    answer: Answer


class IndicationAnswer(Frozen):
    """One indication: whether it is the one meant, and whether what it asks for is shown."""

    indication: Indication
    applies: Answer
    asked: tuple[AskedRequirement, ...]

    @property
    def required(self) -> Truth:
        """Whether all that the indication asks for is shown."""
        return Truth.all_of(map(_TRUTH, self.asked))

    @property
    def holds(self) -> Truth:
        """Whether the indication is meant and met."""
        return Truth.all_of((self.applies.truth, self.required))


class IndicationChoice(Frozen):
    """The indication or indications the order can be for.

    `chosen` has one entry where the chart tells which, several where it leaves that open, none where the disease is
    not in the label. `truth` is whether the order is within the label's indications. `code` names the indication, or
    the family where several of one family share the dose; None where `certain` is False.
    """

    truth: Truth
    chosen: tuple[IndicationAnswer, ...]
    code: str | None
    certain: bool
    refused: tuple[IndicationAnswer, ...] = ()


def choose_indication(label: Label, chart: Chart) -> IndicationChoice:
    """Finds the indication meant, by disease and partner drug, and asks what it requires.

    Where several are certain (two cancers on file), one that is met wins, then one that is open.
    """
    answers: list[IndicationAnswer] = []
    open_ones: list[IndicationAnswer] = []
    certain: list[IndicationAnswer] = []
    for indication in label.indication:
        answer = _answer(indication, chart)
        answers.append(answer)
        if answer.applies.truth is not Truth.FALSE:
            (certain if answer.applies.truth is Truth.TRUE else open_ones).append(answer)
    if certain:
        ranked = [*map(_BEST_FIRST.index, map(_REQUIRED, certain))]
        best = certain[ranked.index(min(ranked))]
        return IndicationChoice(_BEST_FIRST[min(ranked)], (best,), best.indication.id, certain=True)
    if not open_ones:
        return IndicationChoice(Truth.FALSE, (), None, certain=True, refused=tuple(answers))
    possible = tuple(open_ones)
    family = _family(possible, chart)
    if family:
        truths = {answer.required for answer in family}
        truth = truths.pop() if len(truths) == 1 else Truth.UNKNOWN
        first, *_ = family
        return IndicationChoice(truth, family, first.indication.family, certain=True)
    truth = Truth.any_of(answer.holds for answer in possible)
    may_hold = tuple(answer for answer in possible if answer.holds is not Truth.FALSE) or possible
    return IndicationChoice(truth, may_hold, None, certain=False)


_BEST_FIRST = (Truth.TRUE, Truth.UNKNOWN, Truth.FALSE)


def _answer(indication: Indication, chart: Chart) -> IndicationAnswer:
    applies = all_of(answered_by(chart, indication.applies))
    if applies.truth is Truth.FALSE:
        return IndicationAnswer(indication, applies, ())
    answers = answered_by(chart, map(_ASK, indication.requires))
    return IndicationAnswer(indication, applies, tuple(map(AskedRequirement, indication.requires, answers)))


_ASK = attrgetter("ask")
_TRUTH = attrgetter("answer.truth")
_REQUIRED = attrgetter("required")


def disease_of(indication: Indication) -> str | None:
    """The disease an indication is about."""
    for question in indication.applies:
        if isinstance(question, Disease):
            return question.name
    return None


def diseases_of(label: Label) -> frozenset[str]:
    """The diseases that the indications of a label are about."""
    return frozenset(name for name in map(disease_of, label.indication) if name is not None)


def _family(possible: tuple[IndicationAnswer, ...], chart: Chart) -> tuple[IndicationAnswer, ...]:
    """The indications of one family when an active diagnosis leaves nothing open but which of them it is."""
    by_disease = {disease_of(answer.indication): answer for answer in possible}
    for diagnosis in relevant(chart):
        if diagnosis.active is not Truth.TRUE or not diagnosis.confirmed or len(diagnosis.diseases) < 2:
            continue
        meant = tuple(by_disease[name] for name in sorted(diagnosis.diseases) if name in by_disease)
        families = {answer.indication.family for answer in meant}
        if len(meant) == len(diagnosis.diseases) and len(families) == 1 and None not in families:
            return meant
    return ()
