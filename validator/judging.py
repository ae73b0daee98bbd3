"""One order judged in one chart: every rule of the register, each for itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from validator.assessment.situation import Situation
from validator.finding import Finding, IssueType, finding_code
from validator.label.load import LabelError
from validator.rules.registry import RULES
from validator.terminology.valueset import ValueSetError
from validator.verdict import Verdict

NOT_CHECKED = finding_code(
    "not-checked",
    "A check could not run",
    """A check failed inside labelcheck, which is our mistake and not a statement about the order. Everything else was
    checked. Do not read the absence of other findings as agreement; report the fault.""",
    issue=IssueType.EXCEPTION,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Judged:
    """A situation and what the rules found in it."""

    situation: Situation
    findings: tuple[Finding, ...]


def judge(situation: Situation) -> Judged:
    """What every rule says; one that fails is a finding that says so."""
    found: list[Finding] = []
    for name, rule in RULES.items():
        found += run(name, situation.order.expression, partial(rule, situation))
    return Judged(situation, tuple(found))


def guarded(name: str, expression: str, work: Callable[[], T]) -> tuple[T | None, Finding | None]:
    """The result of the work, or a finding that says which check could not run."""
    try:
        return work(), None
    except Exception as error:
        # The one place where every exception is caught: a fault of ours must show as "not checked", never as silence
        # and never as a traceback. Only the exception's type is told, as its text may hold values of the patient; a
        # mistake in label data has a sentence of its own, for whoever wrote it.
        is_of_data = isinstance(error, LabelError | ValueSetError)
        why = "The label data hold a mistake: the" if is_of_data else "The"
        return None, Finding(
            NOT_CHECKED,
            Verdict.UNDETERMINED,
            f"{why} check '{name}' could not run; the rest was checked.",
            expression=(expression,),
            detail=str(error) if is_of_data else f"{type(error).__name__} in {name}.",
        )


def run(name: str, expression: str, work: Callable[[], Iterable[Finding]]) -> tuple[Finding, ...]:
    """The findings of a check, or the one that says that it could not run."""
    found, fault = guarded(name, expression, lambda: tuple(work()))
    return found if found is not None else (fault,) if fault is not None else ()
