"""Answers that an Observation nobody can trust may hold: values on either side of everything a label asks about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from validator.terminology.coding import SNOMED

Tree = dict[str, Any]
Limit = tuple[str, Decimal, str]
"""A group of measurements, a number a label compares it with, and the UCUM unit of that number."""

_UCUM = "http://unitsofmeasure.org"


def answers(names: set[str], limits: Iterable[Limit], *, is_criterion: bool) -> Iterator[Tree]:
    """The value elements of each answer. `names` are groups of observations; a criterion is answered yes and no."""
    for group, number, unit in sorted(limits):
        if group in names:
            for one in (number * Decimal("0.99"), number):
                yield {"valueQuantity": {"value": one, "unit": unit, "system": _UCUM, "code": unit}}
    if "child_pugh" in names:
        for points in (5, 8, 12):
            yield {"valueInteger": points}
    if names & {"pregnancy_status", "pregnancy_status:reported"}:
        yield {"valueBoolean": True}
        yield {"valueBoolean": False}
    if any(name.startswith("hcg:qual") for name in names):
        yield {"valueCodeableConcept": _finding(_POSITIVE)}
        yield {"valueCodeableConcept": _finding(_NEGATIVE)}
    if is_criterion:
        yield {"valueBoolean": True}
        yield {"valueBoolean": False}
    for group, text in _WORDS:
        if group in names:
            yield {"valueString": text}


_POSITIVE, _NEGATIVE = "10828004", "260385009"
_WORDS = (
    ("question:stage-group", "Stage I"),
    ("question:stage-group", "Stage IV"),
    ("question:M", "M0"),
    ("question:M", "M1"),
    ("question:grade", "G1"),
    ("question:grade", "poorly differentiated"),
)
"""Answers in words that the readers of stages and grades understand, good and bad."""


def _finding(code: str) -> Tree:
    return {"coding": [{"system": SNOMED, "code": code}]}
