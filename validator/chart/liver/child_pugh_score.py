"""The Child-Pugh score as data: points of three laboratory results, the classes of a sum, and what leaves points open.

Read from `profiles/scores/child-pugh.toml`, which names its source. The score is the same for every label and site.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from validator.chart.fact import Measurement
from validator.frozen import Frozen
from validator.quantity import UnitMismatchError
from validator.terminology.profiles import profiles_root

NO_UNIT = "1"


class Points(Frozen):
    """Fewest and most points, both inclusive."""

    fewest: int
    most: int

    def __or__(self, other: Points) -> Points:
        return Points(min(self.fewest, other.fewest), max(self.most, other.most))

    def __add__(self, other: Points) -> Points:
        return Points(self.fewest + other.fewest, self.most + other.most)


OPEN = Points(1, 3)
"""Nothing is known of the parameter."""
SHOWN = Points(2, 3)
"""It is there, and its degree is not told."""


class Scale(Frozen):
    """Two points from `two_from` to `two_to`, both inclusive, in `unit`; less and more than that one and three.

    Below `disputed_below` (exclusive) sources differ between two and three points. `written`: spellings of a unit that
    has no conversion.
    """

    unit: str
    two_from: Decimal
    two_to: Decimal
    disputed_below: Decimal | None = None
    written: tuple[str, ...] = ()

    def amount(self, measurement: Measurement) -> Decimal | None:
        """The amount in this scale's unit; None where the measurement is not in a unit that converts to it."""
        if self.written:
            return measurement.number if (measurement.unit_text or NO_UNIT) in self.written else None
        if measurement.quantity is None:
            return None
        try:
            return measurement.quantity.to(self.unit)
        except UnitMismatchError:
            return None


class Explanation(Frozen):
    """What explains a bad result beside the liver: conditions on file and drugs taken."""

    conditions: tuple[str, ...] = ()
    drugs: tuple[str, ...] = ()


class Parameter(Frozen):
    """A laboratory result that counts one to three points."""

    group: str
    name: str
    worse: Literal["higher", "lower"]
    explained_by: Explanation
    scales: tuple[Scale, ...]

    def points(self, measurement: Measurement) -> Points:
        """The points a result may count: OPEN where it cannot be read, a range where it is only a limit."""
        for scale in self.scales:
            amount = scale.amount(measurement)
            if amount is not None:
                return self._within(scale, amount, measurement.comparator) if _is_number(measurement) else OPEN
        return OPEN

    def _within(self, scale: Scale, amount: Decimal, comparator: str | None) -> Points:
        here = self._at(scale, amount)
        match comparator:
            case None:
                return here
            case "<" | "<=":
                return here | self._at(scale, Decimal(0))
            case ">" | ">=":
                return here | self._at(scale, Decimal("Infinity"))
            case _:
                return OPEN

    def _at(self, scale: Scale, amount: Decimal) -> Points:
        is_below, is_above = amount < scale.two_from, amount > scale.two_to
        if self.worse == "higher":
            return Points(3, 3) if is_above else Points(1, 1) if is_below else Points(2, 2)
        if is_below or is_above:
            return Points(3, 3) if is_below else Points(1, 1)
        return SHOWN if scale.disputed_below is not None and amount < scale.disputed_below else Points(2, 2)


def _is_number(measurement: Measurement) -> bool:
    """Whether the value is an amount, or a limit with its comparator, and nothing else is wrong with it."""
    return not measurement.problem or measurement.comparator is not None


class DecompensationSign(Frozen):
    """Ascites or encephalopathy, and what of the chart shows it; `drugs_together` only where all of them are taken."""

    name: str
    conditions: tuple[str, ...]
    operations: tuple[str, ...] = ()
    drugs_together: tuple[str, ...] = ()


class Threshold(Frozen):
    """An amount from which on (inclusive) protein in the urine explains a low albumin, in a unit of these spellings."""

    group: str
    lowest: Decimal
    written: tuple[str, ...]


class Score(Frozen):
    """The whole score. `days_before` and `days_apart` (inclusive) say which results stand together: project choices."""

    classes: Mapping[str, tuple[int, int]]
    days_before: int
    days_apart: int
    parameters: tuple[Parameter, ...]
    signs: tuple[DecompensationSign, ...]
    proteinuria: tuple[Threshold, ...]

    def class_of(self, points: int) -> str | None:
        """The class of a sum; None outside 5 to 15."""
        return next((letter for letter, (low, high) in self.classes.items() if low <= points <= high), None)

    def classes_of(self, points: Points) -> frozenset[str]:
        """Every class a range of sums leaves."""
        found = (self.class_of(sum_) for sum_ in range(points.fewest, points.most + 1))
        return frozenset(letter for letter in found if letter is not None)


@cache
def child_pugh_score() -> Score:
    """The score that ships with this version; read once. Raises KeyError or TypeError where the file is not whole."""
    text = (profiles_root() / "scores" / "child-pugh.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text, parse_float=Decimal)
    return Score(
        classes={letter: (low, high) for letter, (low, high) in data["classes"].items()},
        days_before=data["days_before_order"],
        days_apart=data["days_apart"],
        parameters=tuple(_parameter(one) for one in data["parameter"]),
        signs=tuple(
            DecompensationSign(**{key: _frozen(value) for key, value in one.items()}) for one in data["finding"]
        ),
        proteinuria=tuple(
            Threshold(one["group"], Decimal(scale["from"]), tuple(scale["written"]))
            for one in data["heavy_proteinuria"]
            for scale in one["scales"]
        ),
    )


def _parameter(data: Mapping[str, Any]) -> Parameter:
    explained = {key: tuple(value) for key, value in data["explained_by"].items()}
    scales = tuple(Scale(**{key: _frozen(value) for key, value in scale.items()}) for scale in data["scales"])
    return Parameter(data["group"], data["name"], data["worse"], Explanation(**explained), scales)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
