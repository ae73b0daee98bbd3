"""One order judged in one chart: every rule of the register, each for itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import GeneratorType
from typing import Any, ParamSpec, TypeVar

from validator.assessment.situation import Situation
from validator.finding import Finding
from validator.frozen import Frozen
from validator.rules.not_checked import not_checked
from validator.rules.registry import RULES

P = ParamSpec("P")
T = TypeVar("T")


class Judged(Frozen):
    """A situation and what the rules found in it."""

    situation: Situation
    findings: tuple[Finding, ...]


def judge(situation: Situation) -> Judged:
    """What every rule says; one that fails is a finding that says so."""
    found: list[Finding] = []
    place = situation.order.expression
    for name, rule in RULES.items():
        told, fault = guarded(name, place, rule, situation)
        found += told or fault
    return Judged(situation, tuple(found))


def guarded(
    name: str, expression: str, work: Callable[P, T], *asked: P.args, **more: P.kwargs
) -> tuple[T | None, tuple[Finding, ...]]:
    """The result of the work, or the one finding that says which check could not run.

    What comes one by one is made whole here, since it may fail at the last.
    """
    try:
        made = work(*asked, **more)
        whole: Any = tuple(made) if isinstance(made, GeneratorType) else made
        return whole, ()
    except Exception as error:
        # The one place where every exception is caught: a fault of ours must show as "not checked", never as silence
        # and never as a traceback.
        return None, (not_checked(name, error, expression),)


def run(name: str, expression: str, work: Callable[[], Iterable[Finding]]) -> tuple[Finding, ...]:
    """The findings of a check, or the one that says that it could not run."""
    found, fault = guarded(name, expression, lambda: tuple(work()))
    return found or fault
