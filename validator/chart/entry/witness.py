"""Answers that an Observation nobody can trust may hold: values on either side of everything a label asks about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from validator.chart.disease.extent import asks_whether
from validator.chart.observed.stated import stating
from validator.terminology.codebook import Codebook
from validator.terminology.coding import SNOMED
from validator.terminology.domain import DIFFERENTIATION, EXTENT, OBSERVED
from validator.terminology.role import Role
from validator.terminology.set_extension import ExtentKind, Level, ShowsDifferentiation, ShowsExtent

Tree = dict[str, Any]
Limit = tuple[str, Decimal, str]
"""A group of measurements, a number a label compares it with, and the UCUM unit of that number."""

_UCUM = "http://unitsofmeasure.org"


def answers(
    names: set[str], limits: Iterable[Limit], book: Codebook, *, is_criterion: bool, said: str = ""
) -> Iterator[Tree]:
    """The value elements of each answer. `names` are groups of observations; a criterion is answered yes and no.

    `said` are the words of the answer that was not understood: whatever the grade, they name the histology.
    """
    for group, number, unit in sorted(limits):
        if group in names:
            for one in (number * Decimal("0.99"), number):
                yield {"valueQuantity": {"value": one, "unit": unit, "system": _UCUM, "code": unit}}

    def asked(domain: str, role: Role) -> bool:
        return not names.isdisjoint(book.of_role(domain, role))

    if asked(OBSERVED, "body-height"):
        for centimeters in _HEIGHTS_CM:
            yield {"valueQuantity": {"value": centimeters, "unit": "cm", "system": _UCUM, "code": "cm"}}
    if asked(OBSERVED, "liver-class-question"):
        for points in (5, 8, 12):
            yield {"valueInteger": points}
    if asked(OBSERVED, "pregnancy-question"):
        yield {"valueBoolean": True}
        yield {"valueBoolean": False}
    if asked(OBSERVED, "pregnancy-test"):
        yield {"valueCodeableConcept": _finding(_POSITIVE)}
        yield {"valueCodeableConcept": _finding(_NEGATIVE)}
    if is_criterion:
        yield {"valueBoolean": True}
        yield {"valueBoolean": False}
    if asks_whether(book, frozenset(names)) or not stating(book).isdisjoint(names):
        yield {"valueBoolean": True}
        yield {"valueBoolean": False}
    for question, extents in _EXTENTS:
        if asked(EXTENT, question):
            for extent in extents:
                yield from _answered(stated_by(book, EXTENT, ShowsExtent(extent)))
    for question in _GRADES:
        if asked(DIFFERENTIATION, question):
            for level in _LEVELS:
                found = stated_by(book, DIFFERENTIATION, ShowsDifferentiation(level))
                yield from _answered(found, said if question == "histology-question" else "")


_HEIGHTS_CM = (Decimal(100), Decimal(200))
"""Of a child and of a tall adult: a surface area is worked out by the height, and no label compares a height itself."""
_POSITIVE, _NEGATIVE = "10828004", "260385009"
_EXTENTS: tuple[tuple[Role, tuple[ExtentKind, ExtentKind]], ...] = (
    ("stage-group-question", ("stage-1", "stage-4")),
    ("m-category-question", ("not-metastatic", "metastatic")),
    ("disease-status-question", ("worse", "stable")),
)
_GRADES: tuple[Role, ...] = ("grade-question", "histology-question")
_LEVELS: tuple[Level, Level] = ("well", "poor")
"""Questions about a tumor, and what decides them one way and the other."""


def stated_by(book: Codebook, domain: str, says: ShowsExtent | ShowsDifferentiation) -> Tree | None:
    """A coding with the first code of a set that says this and nothing else, of any tumor; None without one."""
    for value_set in book.sets_of(domain):
        if value_set.extension == (says,):
            for system, code in value_set.concepts:
                return {"system": system, "code": code}
    return None


def _answered(coding: Tree | None, text: str = "") -> Iterator[Tree]:
    if coding is not None:
        yield {"valueCodeableConcept": {"coding": [coding]} | ({"text": text} if text else {})}


def _finding(code: str) -> Tree:
    return {"coding": [{"system": SNOMED, "code": code}]}
