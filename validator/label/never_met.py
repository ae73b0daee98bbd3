"""What a label says that would be silently ignored, or would hold for every order: it is refused when it is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from validator.criteria.composite import NotShown
from validator.label.mistakes import parts_of, questions_of
from validator.label.model import BECAUSE, Adjustment, Label, LabelPart, Precaution
from validator.regex import regex
from validator.verdict import Verdict

_HOLDS = regex(r"\{(?!because\})[^{}]*\}")


def never_met(label: Label) -> Iterator[str]:
    """Every such mistake, each as a clause."""
    yield from _blank(label, ("ingredient", "edition", "dose_section", "strength_section"), "the label")
    for statement in label.statements():
        yield from _blank(statement, ("id", "section", "gist", "source"), statement.id or "a statement")
        if not isinstance(statement, Precaution):
            inner = (part for question in questions_of(statement) for part in parts_of(question))
            if any(isinstance(part, NotShown) for part in inner):
                yield f"{statement.id} asks for {NotShown.kind}, which takes what is not told for no: a warning may"
    for indication in label.indication:
        yield from _blank(indication, ("name",), indication.id)
        for requirement in indication.requires:
            yield from _blank(requirement, ("words",), f"a requirement of {indication.id}")
        if not indication.applies:
            yield f"indication {indication.id} applies to nothing that is asked: every order would be for it"
    for regimen in label.regimen:
        yield from _blank(regimen, ("population",), regimen.id)
        if not regimen.indications:
            yield f"regimen {regimen.id} is for no indication"
    for one, other in combinations(label.regimen, 2):
        both = sorted(set(one.indications) & set(other.indications))
        for lacking in [each.id for each in (one, other) if each.when is None] if both else ():
            yield f"regimens {one.id} and {other.id} are both for {', '.join(both)}, and {lacking} has no when"
    for adjustment in label.adjustment:
        yield from _blank(adjustment, ("because",), adjustment.id)
        if not adjustment.steps:
            yield f"adjustment {adjustment.id} has no steps: what the label says of it would never be applied"
        yield from _steps_from_nowhere(adjustment, label)
    if len(label.resumption) > 1:
        yield f"resumption is given {len(label.resumption)} times; one says how treatment goes on"
    for resumption in label.resumption:
        yield from _blank(resumption, ("once",), resumption.id)
    yield from _not_made(label)
    if not label.administration.routes:
        yield "administration has no routes: every order would have a wrong one"
    for gap in (label.administration.before_meal, label.administration.after_meal):
        if gap is not None and gap <= 0:
            yield f"administration has {gap} minutes to a meal, which is no time between"
    for precaution in label.precaution:
        yield from _blank(precaution, ("message",), precaution.id)
        for message in (precaution.message, precaution.unknown_message, precaution.message_derived):
            if held := _HOLDS.search(message):
                yield f"precaution {precaution.id} has {held[0]} in a message; only {{because}} is filled in"
        if BECAUSE in precaution.open_message and precaution.if_unknown is not Verdict.NOT_ASSESSED:
            yield f"precaution {precaution.id} quotes {BECAUSE} where it cannot be told: give it an unknown_message"


def _blank(part: LabelPart, names: tuple[str, ...], what: str) -> Iterator[str]:
    yield from (f"{name} of {what} is empty" for name in names if not getattr(part, name).strip())


def _steps_from_nowhere(adjustment: Adjustment, label: Label) -> Iterator[str]:
    """Steps from a dose that no regimen has and no other step leads to: nobody would ever take them."""
    of_others = {step.after for one in label.adjustment if one is not adjustment for step in one.steps}
    for step in adjustment.steps:
        regimens = [one for one in label.regimen if step.regimens is None or one.id in step.regimens]
        if step.before not in of_others and not any(step.before in one.ladder for one in regimens):
            yield f"adjustment {adjustment.id} changes {step.before}, which no regimen gives"


def _not_made(label: Label) -> Iterator[str]:
    """Doses in mg that no whole units, or no marks of the measuring device, come to."""
    if (not label.strengths_mg and not label.mark_mg) or min(label.strengths_mg, default=1) <= 0:
        return
    for dose in sorted(label.written_doses, key=str):
        if not dose.is_by_size and not label.making.makes(dose.mg):
            yield f"{dose} is made by no {label.pieces} of this label"
