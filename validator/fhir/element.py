"""FHIR datatypes as partial structs: only the elements that are read, R4, R4B and R5 spellings side by side.

Wrong types are refused by the decoder with their path. Numbers stay exact (`Decimal` or `int`); a number written as a
string is a wrong type, as in FHIR JSON.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec

Number = Decimal | int

DRUG_ELEMENTS = ("medicationCodeableConcept", "medicationReference", "medication")
"""Where an order may name its drug, in R4, R4B and R5."""
LARGEST_EXPONENT = 30
"""A number beyond 10^30, or with a digit below 10^-30, is no amount of medicine; written out it could fill a memory."""

_LARGEST: int = 10**LARGEST_EXPONENT


def is_amount(number: Number) -> bool:
    """Whether a number can be written out and reckoned with: finite, within 10^30 and no finer than 10^-30."""
    if isinstance(number, int):
        return abs(number) <= _LARGEST
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -LARGEST_EXPONENT and number.adjusted() <= LARGEST_EXPONENT


class Element(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """Base of all partial structs: unknown elements are left alone, known ones must have the right type."""


class Extension(Element, frozen=True):
    url: str
    extension: tuple[Extension, ...] = ()
    value_boolean: bool | None = None
    value_code: str | None = None
    value_string: str | None = None
    value_markdown: str | None = None
    value_codeable_concept: CodeableConcept | None = None
    value_coding: Coding | None = None
    value_reference: Reference | None = None


class Coding(Element, frozen=True):
    system: str | None = None
    version: str | None = None
    code: str | None = None
    display: str | None = None


class CodeableConcept(Element, frozen=True):
    coding: tuple[Coding, ...] = ()
    text: str | None = None
    extension: tuple[Extension, ...] = ()


class Identifier(Element, frozen=True):
    system: str | None = None
    value: str | None = None


class Reference(Element, frozen=True):
    reference: str | None = None
    type: str | None = None
    identifier: Identifier | None = None
    display: str | None = None


class CodeableReference(Element, frozen=True):
    """R5 only: a concept, a reference, or both."""

    concept: CodeableConcept | None = None
    reference: Reference | None = None


class ConceptOrCodeable(Element, frozen=True):
    """ServiceRequest.code: a CodeableConcept in R4, a CodeableReference in R5; the elements of both."""

    coding: tuple[Coding, ...] = ()
    text: str | None = None
    concept: CodeableConcept | None = None
    reference: Reference | None = None


class QuantityElement(Element, frozen=True):
    """Quantity, SimpleQuantity, Age and Duration."""

    value: Number | None = None
    comparator: str | None = None
    unit: str | None = None
    system: str | None = None
    code: str | None = None

    def __post_init__(self) -> None:
        value = self.value
        # Written out for a whole number, which most of a chart are.
        if value is None or (type(value) is int and -_LARGEST <= value <= _LARGEST):
            return
        if not is_amount(value):
            raise ValueError("a number too large or too fine to be an amount")


class Range(Element, frozen=True):
    low: QuantityElement | None = None
    high: QuantityElement | None = None


class ReferenceRange(Element, frozen=True):
    """Observation.referenceRange, as far as it is read."""

    high: QuantityElement | None = None
    type: CodeableConcept | None = None
    text: str | None = None


class Ratio(Element, frozen=True):
    numerator: QuantityElement | None = None
    denominator: QuantityElement | None = None


class Period(Element, frozen=True):
    start: str | None = None
    end: str | None = None


class Annotation(Element, frozen=True):
    text: str | None = None


class ObservationComponent(Element, frozen=True):
    code: CodeableConcept | None = None
    value_quantity: QuantityElement | None = None
    value_codeable_concept: CodeableConcept | None = None
    value_string: str | None = None
    value_integer: int | None = None
    value_boolean: bool | None = None
    reference_range: tuple[ReferenceRange, ...] = ()


class ConditionStage(Element, frozen=True):
    summary: CodeableConcept | None = None
    assessment: tuple[Reference, ...] = ()
    type: CodeableConcept | None = None


class Ingredient(Element, frozen=True):
    """Medication.ingredient: R4 itemCodeableConcept/itemReference, R5 item; `strength[x]` as ratio or (R5) quantity."""

    item_codeable_concept: CodeableConcept | None = None
    item_reference: Reference | None = None
    item: CodeableReference | None = None
    is_active: bool | None = None
    strength: Ratio | None = None
    strength_ratio: Ratio | None = None
    strength_quantity: QuantityElement | None = None


class InitialFill(Element, frozen=True):
    """DispenseRequest.initialFill: the first fill, where it differs from those after it."""

    quantity: QuantityElement | None = None
    duration: QuantityElement | None = None


class DispenseRequest(Element, frozen=True):
    initial_fill: InitialFill | None = None
    validity_period: Period | None = None
    number_of_repeats_allowed: int | None = None
    quantity: QuantityElement | None = None
    expected_supply_duration: QuantityElement | None = None


class ItemAnswer(Element, frozen=True):
    """QuestionnaireResponse.item.answer"""

    value_boolean: bool | None = None
    value_coding: Coding | None = None
    value_string: str | None = None
    item: tuple[ResponseItem, ...] = ()


class ResponseItem(Element, frozen=True):
    link_id: str | None = None
    answer: tuple[ItemAnswer, ...] = ()
    item: tuple[ResponseItem, ...] = ()


RawDosage = dict[str, Any]
"""A Dosage as JSON, checked for its shape only: `Entry.dosages` reads it, element by element."""


def text_of(value: object) -> str | None:
    """The text that undecoded JSON holds; None where it holds something else."""
    return value if isinstance(value, str) else None


def objects_of(value: object) -> list[dict[str, Any]]:
    """The objects of a list in undecoded JSON; none where it is no list."""
    found: list[dict[str, Any]] = []
    for one in value if isinstance(value, list) else ():
        if isinstance(one, dict):
            found.append(one)
    return found
