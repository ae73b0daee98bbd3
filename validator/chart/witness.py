"""Answers that an Observation nobody can trust may hold: values on either side of everything a label asks about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from validator.terminology.codebook import Codebook
from validator.terminology.coding import SNOMED

Tree = dict[str, Any]
Limit = tuple[str, Decimal, str]
"""A group of measurements, a number a label compares it with, and the UCUM unit of that number."""

_UCUM = "http://unitsofmeasure.org"


def answers(names: set[str], limits: Iterable[Limit], book: Codebook, *, is_criterion: bool) -> Iterator[Tree]:
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
    for question, domain, found in _CODED:
        if question in names:
            for group in found:
                if (concept := _concept_of(book, domain, group)) is not None:
                    yield {"valueCodeableConcept": concept}


_POSITIVE, _NEGATIVE = "10828004", "260385009"
_GRADE, _EXTENT = "differentiation-grade", "disease-extent"
_CODED = (
    ("question:stage-group", _EXTENT, ("stage:I", "stage:IV")),
    ("question:M", _EXTENT, ("not_metastatic:M0", "metastatic:M1")),
    ("question:disease-status", _EXTENT, ("status:worse", "status:stable")),
    ("question:grade", _GRADE, ("diff:well", "diff:poor")),
    ("question:histology", _GRADE, ("diff:well", "diff:poor")),
)
"""Questions about a tumor, and groups of answers that decide them one way and the other."""


def _concept_of(book: Codebook, domain: str, group: str) -> Tree | None:
    """A concept with the first code of a group; None where a site's own lists hold none."""
    for value_set in book.value_sets:
        if (value_set.domain, value_set.group) == (domain, group):
            for system, code in value_set.concepts:
                return {"coding": [{"system": system, "code": code}]}
    return None


def _finding(code: str) -> Tree:
    return {"coding": [{"system": SNOMED, "code": code}]}
