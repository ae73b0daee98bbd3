"""The register of rules: each looks at one situation and says what is to be said about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from validator.assessment.situation import Situation
from validator.finding import Finding

Rule = Callable[[Situation], Iterable[Finding]]

RULES: dict[str, Rule] = {}


def rule(name: str) -> Callable[[Rule], Rule]:
    """Registers a rule under the name that is shown when it could not run. Raises ValueError on a second use."""

    def register(function: Rule) -> Rule:
        if name in RULES:
            raise ValueError(f"rule {name} is registered twice")
        RULES[name] = function
        return function

    return register


def arrange(order: Sequence[str]) -> None:
    """Puts the rules in the order in which they speak. Raises ValueError unless it names each rule once."""
    if sorted(order) != sorted(RULES):
        raise ValueError(f"the order of the rules names {', '.join(order)}; there are {', '.join(RULES)}")
    arranged = {name: RULES.pop(name) for name in order}
    RULES.update(arranged)
