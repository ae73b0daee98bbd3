"""The texts that the answer of an Observation may be read from: its words, and a number where one is asked for.

Source: FHIR R4 Observation.value[x]; a coding that no list knows has its display, and many systems only their own code.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import repeat

from validator.chart.observed.coded_answer import agreement
from validator.fhir.element import CodeableConcept, ObservationComponent, QuantityElement
from validator.fhir.resource import Observation
from validator.quantity import plain
from validator.verdict import Truth

_ANSWERS = ("value_codeable_concept", "value_string", "value_quantity", "value_integer", "value_boolean", "value_range")


def is_answered(body: Observation | ObservationComponent) -> bool:
    """Whether an Observation, or a component of one, has a value of its own."""
    return [*map(getattr, repeat(body), _ANSWERS, repeat(None))].count(None) < len(_ANSWERS)


def texts_of(body: Observation) -> Iterator[tuple[str, str]]:
    """Each text of the answer with its element; a whole number without a unit is one too."""
    if body.value_string:
        yield body.value_string, "valueString"
    if body.value_codeable_concept is not None:
        yield from texts_of_concept(body.value_codeable_concept, "valueCodeableConcept")
    if body.value_integer is not None:
        yield str(body.value_integer), "valueInteger"
    if (number := _whole(body.value_quantity)) is not None:
        yield plain(number), "valueQuantity"


def texts_of_concept(concept: CodeableConcept, element: str) -> Iterator[tuple[str, str]]:
    """The text of a concept, the displays of its codings, and a code in letters that has none."""
    if concept.text:
        yield concept.text, f"{element}.text"
    for index, coding in enumerate(concept.coding):
        if coding.display:
            yield coding.display, f"{element}.coding[{index}].display"
        elif coding.code and not coding.code.isdigit():
            yield coding.code, f"{element}.coding[{index}].code"


def truth_of(body: Observation) -> Truth | None:
    """Yes or no, by a boolean or a code; None where the answer is another."""
    if body.value_boolean is not None:
        return Truth.of(body.value_boolean)
    return agreement(body.value_codeable_concept)


def _whole(value: QuantityElement | None) -> Decimal | None:
    if value is None or value.value is None or value.comparator is not None:
        return None
    unit = (value.code or value.unit or "1").strip()
    number = Decimal(value.value)
    return number if number == number.to_integral_value() and (unit == "1" or unit.startswith("{")) else None
