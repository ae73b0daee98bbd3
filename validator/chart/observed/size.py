"""Weight, height and surface area: what is plausible of a person, and which values contradict each other."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from decimal import ROUND_FLOOR, Decimal
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from validator.chart.fact import Measurement
from validator.chart.person import Person
from validator.frozen import replace
from validator.instant import PartialDate, age_in_years
from validator.quantity import Quantity, UnitMismatchError, plain
from validator.terminology.codebook import Codebook
from validator.terminology.domain import OBSERVED
from validator.terminology.profiles import profiles_root
from validator.terminology.role import Role

_WEIGHT = "body-weight"

SizeName = Literal["body-weight", "body-height", "body-surface-area"]
"""The sizes of a person, each by the role of what was measured."""


class _Bounds(NamedTuple):
    """A person's plausible size, both ends inclusive, in one unit."""

    lowest: Decimal
    highest: Decimal
    unit: str
    kind: str


_PLAUSIBLE: dict[SizeName, _Bounds] = {
    "body-weight": _Bounds(Decimal(2), Decimal(400), "kg", "a weight"),
    "body-height": _Bounds(Decimal(40), Decimal(260), "cm", "a height"),
    "body-surface-area": _Bounds(Decimal("0.2"), Decimal("3.5"), "m2", "a body surface area"),
}
JUMP = Decimal(8)
"""Times: two weights this far apart within JUMP_DAYS are a slipped decimal point or a wrong unit, not the same person.
Less than ten, so that a tenfold error is still seen when the person has gained or lost something meanwhile."""
JUMP_DAYS = 90


_SIZES: tuple[tuple[SizeName, Role], ...] = (
    ("body-surface-area", "body-surface-area"),
    ("body-height", "body-height"),
    ("body-height", "stated-height"),
    ("body-weight", "body-weight"),
    ("body-weight", "stated-weight"),
)


@lru_cache(maxsize=1024)
def size_of(book: Codebook, groups: frozenset[str]) -> SizeName | None:
    """Which size of a person the groups are (stated ones included), else None."""
    return next((size for size, role in _SIZES if not groups.isdisjoint(book.of_role(OBSERVED, role))), None)


@lru_cache(maxsize=16)
def measured_sizes(book: Codebook) -> frozenset[str]:
    """The groups of sizes that somebody measured."""
    return frozenset().union(*(book.of_role(OBSERVED, size) for size in _PLAUSIBLE))


def problem_of_size(size: SizeName, quantity: Quantity | None, unit_text: str | None) -> str:
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


LABEL_UNITS = {"[lb_av]": "kg", "[oz_av]": "kg", "[in_i]": "cm", "[ft_i]": "cm"}
"""Of a unit that no label writes the one that labels write."""


def in_label_unit(quantity: Quantity, written: str) -> str:
    """An amount in pounds or inches as labels write it, and behind it, in brackets, as it was written; as it was
    written in any other unit.

    One decimal place, rounded down: what is under a limit never reads as the limit.
    """
    unit = LABEL_UNITS.get(quantity.unit)
    if unit is None:
        return written
    return f"{plain(quantity.to(unit).quantize(Decimal('0.1'), rounding=ROUND_FLOOR))} {unit} ({written})"


def believed(book: Codebook, measurements: Iterable[Measurement], person: Person | None) -> tuple[Measurement, ...]:
    """The same, with a problem on each weight that nobody of that age has, or that most others contradict."""
    return _without_jumps(book, without_impossible(book, measurements, person))


def without_impossible(
    book: Codebook, measurements: Iterable[Measurement], person: Person | None
) -> tuple[Measurement, ...]:
    """The same, with a problem on each weight that nobody of the patient's age has.

    The bounds are in `profiles/choices/plausible-weight.toml`. Where a birthDate is partial, the youngest that the
    patient may have been counts for the least weight, the oldest for the most; nothing is said of one without a date.
    """
    if person is None or person.birth is None:
        return tuple(measurements)
    found: list[Measurement] = []
    for one in measurements:
        found.append(_believed(one, person.birth) if size_of(book, one.groups) == _WEIGHT else one)
    return tuple(found)


def _believed(one: Measurement, birth: PartialDate) -> Measurement:
    if one.date is None or one.quantity is None or one.problem:
        return one
    youngest, oldest = age_in_years(birth, one.date)
    kg = one.quantity.to("kg")
    least, most = _kilograms()
    is_wrong = False
    for years, bound in least:
        is_wrong = is_wrong or (years <= youngest and kg < bound)
    for years, bound in most:
        is_wrong = is_wrong or (oldest < years and kg > bound)
    return replace(one, problem="is not plausible as a weight at the age of the patient") if is_wrong else one


_AgeBounds = tuple[tuple[int, Decimal], ...]


@cache
def _kilograms() -> tuple[_AgeBounds, _AgeBounds]:
    """What is weighed at least from so many years on, and at most under so many."""
    rows = tomllib.loads((profiles_root() / "choices" / "plausible-weight.toml").read_text(encoding="utf-8"))
    least = tuple((row["years"], Decimal(row["least_kg"])) for row in rows["from"])
    return least, tuple((row["years"], Decimal(row["most_kg"])) for row in rows["under"])


def _without_jumps(book: Codebook, measurements: Iterable[Measurement]) -> tuple[Measurement, ...]:
    """The same, with a problem on each weight that most weights of the weeks around it contradict."""
    listed = list(measurements)
    weights: list[tuple[int, PartialDate, Decimal]] = []
    sizes: list[Decimal] = []
    for place, m in enumerate(listed):
        if m.quantity is None or m.date is None or m.problem:
            continue
        if size_of(book, m.groups) == _WEIGHT:
            sizes.append(m.quantity.to("kg"))
            weights.append((place, m.date, sizes[-1]))
    if len(sizes) <= 1 or max(sizes) < JUMP * min(sizes):
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
