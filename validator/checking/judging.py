"""One order judged in one chart: every rule of the register, each for itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import repeat
from types import GeneratorType
from typing import Any, ParamSpec, TypeVar

from validator.assessment.situation import Situation
from validator.finding import Evidence, Finding
from validator.frozen import Frozen, replace
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
    rules = map(partial, RULES.values(), repeat(situation))
    for told, fault in attempted(zip(RULES, repeat(place), rules, strict=False)):
        found += told or fault
    contested: dict[str, Evidence] = {}
    for one in situation.chart.attestations:
        contested |= {one.code: one.evidence} if one.contested else {}
    return Judged(situation, tuple(_disputed(one, contested) for one in found) if contested else tuple(found))


def _disputed(finding: Finding, contested: Mapping[str, Evidence]) -> Finding:
    """A finding that asks for what is attested with yes and with no shows both: it is not as if nobody had answered. A
    third answer of the same day would settle nothing.
    """
    evidence = [contested[word] for word in dict.fromkeys(finding.missing) if word in contested]
    if not evidence:
        return finding
    # The same entry may be shown already, in the words of the criterion.
    new = [one for one in evidence if all(one.reference != shown.reference for shown in finding.evidence)]
    return replace(finding, evidence=(*finding.evidence, *new), to_do=finding.to_do or _TAKE_BACK)


_TAKE_BACK = "find out which of the two answers is right, and take the other one back"


def guarded(
    name: str, expression: str, work: Callable[P, T], *asked: P.args, **more: P.kwargs
) -> tuple[T | None, tuple[Finding, ...]]:
    """The result of the work, or the one finding that says which check could not run."""
    return attempted([(name, expression, partial(work, *asked, **more))])[0]


def attempted(
    checks: Iterable[tuple[str, str, Callable[[], T]]],
) -> list[tuple[T | None, tuple[Finding, ...]]]:
    """The result of each check, or the one finding that says that it could not run; each has a name and a place.

    What comes one by one is made whole here, since it may fail at the last.
    """
    found: list[tuple[T | None, tuple[Finding, ...]]] = []
    for name, expression, work in checks:
        try:
            made = work()
            whole: Any = tuple(made) if isinstance(made, GeneratorType) else made
            found.append((whole, ()))
        except Exception as error:
            # The one place where every exception is caught: a fault of ours must show as "not checked", never as
            # silence and never as a traceback.
            found.append((None, (not_checked(name, error, expression),)))
    return found


def run(
    name: str, expression: str, work: Callable[P, Iterable[Finding]], *asked: P.args, **more: P.kwargs
) -> Iterable[Finding]:
    """The findings of a check, or the one that says that it could not run."""
    found, fault = guarded(name, expression, work, *asked, **more)
    return fault if found is None else found
