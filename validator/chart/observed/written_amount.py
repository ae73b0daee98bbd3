"""An amount that is the whole of a text: "38 kg", "1.52 m", "85 lb", "<0.3 mg/dL".

One plain number with one unit and nothing else; what holds two numbers or another word is no amount here. Source: FHIR
R4 Observation.valueString, which many systems fill with what was typed.
"""

from __future__ import annotations

from decimal import Decimal

from validator.fhir.element import CodeableConcept, QuantityElement
from validator.regex import regex
from validator.terminology.unit import unit_of_text

_AMOUNT = regex(r"(<=|>=|<|>)? ?(\d{1,6}(?:\.\d{1,6}|,\d{1,2})?) ?([^\s\d.,<>=-].{0,23})")
"""A comma before one or two digits is that of a decimal number; before three it may part thousands."""
_RATE = regex(r"[a-zA-Zµμ%]+/[a-zA-Z]+(?:/1\.73 ?(?:m2|m²|sqm))?")
"""A unit of laboratories that no dose is worked out in: who asks for the result knows its spellings."""


def written_amount(text: str | None) -> QuantityElement | None:
    """The amount that a text is; None where it is more, less or another thing."""
    matched = _AMOUNT.fullmatch(" ".join(text.split())) if text else None
    if matched is None or not (unit_of_text(matched[3]) or _RATE.fullmatch(matched[3])):
        return None
    return QuantityElement(value=Decimal(matched[2].replace(",", ".")), comparator=matched[1], unit=matched[3])


def amount_in_words(concept: CodeableConcept) -> QuantityElement | None:
    """The amount that the text of a concept without a coding is."""
    return None if concept.coding else written_amount(concept.text)
