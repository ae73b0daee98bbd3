"""A dose that is too high with every class of the liver that is left, where the label gives none with one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from validator.assessment.situation import Situation
from validator.assessment.world import World
from validator.criteria.answer import Answer
from validator.criteria.liver import MISSING_CLASS, ChildPugh
from validator.criteria.untouched import answered_by
from validator.finding import Finding
from validator.frozen import replace
from validator.label.dose import LabelDose
from validator.label.model import WHEN, Label, Precaution
from validator.quantity import plain
from validator.rules.message import sentence
from validator.verdict import Truth

_TO_DO = "do not sign until the class is known: look for ascites and encephalopathy, and record the Child-Pugh class"


def asking_class(situation: Situation, world: World, ordered: str, finding: Finding) -> Finding | None:
    """A finding on a dose that is too high, which names what is left and asks for the class; None where no class is
    open that would leave no dose at all. To order the one dose that is left would pass over that class.
    """
    start, open_answer = world.start, _open_class(situation, world)
    barred = list(without_dose(situation))
    if start is None or open_answer is None or not barred:
        return None
    asked = [one.when.classes for one in world.adjustments if isinstance(one.when, ChildPugh)]
    left = ", ".join([*(f"{letters(one)} {short(start)}" for one in asked), *(f"{one} avoid" for one in barred)])
    # The results on file are no class, and are not called one.
    why = " by the liver results on file" if open_answer.is_derived else f", as {open_answer.because}"
    heading = sentence(
        f"{situation.label.product} {ordered} is too high{why}: Child-Pugh class {left}; record the class"
    )
    missing = tuple(dict.fromkeys((*finding.missing, *MISSING_CLASS)))
    return replace(finding, heading=heading, to_do=_TO_DO, missing=missing)


def _open_class(situation: Situation, world: World) -> Answer | None:
    """The answer that leaves open whether the class of an adjustment of the world is this patient's."""
    statements = [one for one in world.adjustments if isinstance(one.when, ChildPugh)]
    answers = answered_by(situation.chart, map(WHEN, statements))
    return next((answer for answer in answers if answer.truth is Truth.UNKNOWN), None)


def without_dose(situation: Situation) -> Iterator[str]:
    """The classes with which the label gives no dose, where it is open whether they are this patient's."""
    for statement, classes in barred_classes(situation.label):
        if situation.answers_to([statement])[0].truth is Truth.UNKNOWN:
            yield letters(classes)


def barred_classes(label: Label) -> Iterator[tuple[Precaution, Sequence[str]]]:
    """The statements that the label gives no dose with some classes, and the classes."""
    for statement in label.precaution:
        if statement.no_dose and isinstance(statement.when, ChildPugh):
            yield statement, statement.when.classes


def letters(classes: Sequence[str] | frozenset[str]) -> str:
    """The classes as a list of words."""
    return " or ".join(sorted(classes))


def short(dose: LabelDose) -> str:
    """The dose, of one that is taken once a day the milligrams alone."""
    return f"{plain(dose.mg)} mg" if dose.every_days == 1 else str(dose)
