"""Whom a statement of a label is for, as FHIR Groups: one for each way to belong to the population.

The axes are those of the HL7 guide on electronic product information (Dosing and Population Model, 1.1.0). A limit is
a Quantity with a comparator and no Range: bounds of a Range are inclusive, a patient at the limit would be in both.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from typing import Any

from validator.criteria.age import AgeAtLeast, Pediatric
from validator.criteria.answer import Criterion
from validator.criteria.body_size import BsaAtLeast, WeightAtLeast
from validator.criteria.composite import AllOf, AnyOf, Not
from validator.criteria.liver import ChildPugh
from validator.frozen import Frozen
from validator.quantity import plain
from validator.report.label_edition import FhirEdition, in_words, quantity

_AXES = "http://hl7.org/fhir/uv/emedicinal-product-info/CodeSystem/epi-group-characteristic-type"


class Axis(Frozen):
    """One characteristic: what is looked at, and the value it has to have, as FHIR writes it (`value[x]`)."""

    code: dict[str, Any]
    words: str
    value: tuple[str, dict[str, Any]]


Membership = tuple[Axis, ...]
"""One way to belong to a population: all of these characteristics together."""


def ways(question: Criterion, *, holds: bool = True) -> tuple[Membership, ...] | None:
    """The ways in which a question holds (or, without `holds`, does not); None where characteristics cannot say it.

    What is open in the question (17 years, where 17 may be a child or not) is in no way: nothing is said of it.
    """
    match question:
        case Not(of=one):
            return ways(one, holds=not holds)
        case AllOf(of=parts) if holds:
            return _together(parts, holds=True)
        case AnyOf(of=parts) if not holds:
            return _together(parts, holds=False)
        case AllOf(of=parts) | AnyOf(of=parts):
            each = [ways(part, holds=holds) for part in parts]
            return None if None in each else tuple(way for found in each if found is not None for way in found)
        case AgeAtLeast(years=years):
            return ((_age(">=" if holds else "<", years),),)
        case Pediatric(under=under, adult_from=adult_from):
            return ((_age("<", under) if holds else _age(">=", adult_from),),)
        case WeightAtLeast(kg=kg):
            return ((_limit(_axis("body-weight", "Body weight"), "body weight", ">=" if holds else "<", kg, "kg"),),)
        case BsaAtLeast(m2=m2):
            code = in_words("Body surface area")
            return ((_limit(code, "body surface area", ">=" if holds else "<", m2, "m2"),),)
        case ChildPugh(classes=classes) if holds:
            words = f"Child-Pugh class {' or '.join(classes)}"
            value = ("valueCodeableConcept", in_words(words))
            return ((Axis(_axis("hepatic-function", "Hepatic function"), words, value),),)
        case _:
            return None


def groups(edition: FhirEdition, name: str, population: str, question: Criterion) -> Iterator[dict[str, Any]]:
    """A Group for each way to belong to a population; none where characteristics cannot say who does."""
    membership = {"membership": "definitional"} if edition.is_r5 else {"actual": False}
    for number, way in enumerate(ways(question) or (), start=1):
        told = " and ".join(axis.words for axis in way)
        yield edition.resource(
            "Group",
            group_name(name, number),
            [f"{population}: {told}."],
            type="person",
            **membership,
            name=told,
            **({"description": population} if edition.is_r5 else {}),
            characteristic=[{"code": axis.code, axis.value[0]: axis.value[1], "exclude": False} for axis in way],
        )


def group_name(name: str, number: int) -> str:
    """The name of a Group: that of its statement, and which way it is, from 1."""
    return f"{name}-population-{number}"


def group_references(edition: FhirEdition, name: str, question: Criterion | None) -> list[dict[str, str]]:
    """References to the Groups of a statement."""
    if question is None:
        return []
    return [edition.reference("Group", group_name(name, at)) for at, _ in enumerate(ways(question) or (), start=1)]


def _together(parts: tuple[Criterion, ...], *, holds: bool) -> tuple[Membership, ...] | None:
    each = [ways(part, holds=holds) for part in parts]
    if None in each:
        return None
    chosen = product(*(found for found in each if found is not None))
    return tuple(tuple(axis for way in one for axis in way) for one in chosen)


def _age(comparator: str, years: int) -> Axis:
    return _limit(_axis("age", "Age"), "age", comparator, Decimal(years), "a")


def _limit(code: dict[str, Any], what: str, comparator: str, value: Decimal, unit: str) -> Axis:
    named = "years" if unit == "a" else unit
    words = (
        f"{what} of {plain(value)} {named} or more" if comparator == ">=" else f"{what} under {plain(value)} {named}"
    )
    return Axis(code, words, ("valueQuantity", quantity(value, unit, unit=named, comparator=comparator)))


def _axis(code: str, display: str) -> dict[str, Any]:
    return {"coding": [{"system": _AXES, "code": code, "display": display}], "text": display}
