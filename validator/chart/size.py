"""Weight, height and surface area: what is plausible of a person, and which values contradict each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from validator.chart.fact import Measurement
from validator.instant import PartialDate
from validator.quantity import Quantity, UnitMismatchError


class _Bounds(NamedTuple):
    """A person's plausible size, both ends inclusive, in one unit."""

    lowest: Decimal
    highest: Decimal
    unit: str
    kind: str


_PLAUSIBLE = {
    "weight": _Bounds(Decimal(2), Decimal(400), "kg", "a weight"),
    "height": _Bounds(Decimal(40), Decimal(260), "cm", "a height"),
    "bsa": _Bounds(Decimal("0.2"), Decimal("3.5"), "m2", "a body surface area"),
}
JUMP = Decimal(8)
"""Times: two weights this far apart within JUMP_DAYS are a slipped decimal point or a wrong unit, not the same person.
Less than ten, so that a tenfold error is still seen when the person has gained or lost something meanwhile."""
JUMP_DAYS = 90


@lru_cache(maxsize=1024)
def size_of(groups: frozenset[str]) -> str | None:
    """`weight`, `height` or `bsa` for those (stated ones included), else None."""
    return next((name for name in (group.partition(":")[0] for group in sorted(groups)) if name in _PLAUSIBLE), None)


def problem_of_size(size: str, quantity: Quantity | None, unit_text: str | None) -> str:
    """Why an amount cannot be the weight, height or surface area of a person, in words without it; empty: it can."""
    bounds = _PLAUSIBLE[size]
    if quantity is None:
        return "has a unit that is not known here" if unit_text else "has no unit"
    try:
        amount = quantity.to(bounds.unit)
    except UnitMismatchError:
        return f"has a unit that is not one of {bounds.kind}"
    if not bounds.lowest <= amount <= bounds.highest:
        return f"is not plausible as {bounds.kind} of a person"
    return ""


def without_jumps(measurements: Iterable[Measurement]) -> tuple[Measurement, ...]:
    """The same, with a problem on each weight that most weights of the weeks around it contradict."""
    listed = list(measurements)
    weights = [
        (place, m.date, m.quantity.to("kg"))
        for place, m in enumerate(listed)
        if m.quantity is not None and m.date is not None and not m.problem and size_of(m.groups) == "weight"
    ]
    sizes = [kg for _, _, kg in weights]
    if not sizes or max(sizes) < JUMP * min(sizes):
        return tuple(listed)
    for place, day, kg in weights:
        near = [other for spot, when, other in weights if spot != place and _days_apart(day, when) <= JUMP_DAYS]
        against = sum(1 for other in near if max(kg, other) >= JUMP * min(kg, other))
        if against > len(near) - against:
            listed[place] = replace(listed[place], problem="contradicts another weight of those weeks about tenfold")
    return tuple(listed)


def _days_apart(one: PartialDate, other: PartialDate) -> int:
    fewest, most = one.days_until(other)
    return min(abs(fewest), abs(most))
