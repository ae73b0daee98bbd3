"""What a concept of a value set says of its code beyond the display: a class for each extension URL.

Decoding refuses every other extension, so that nothing that changes the meaning of a code is passed over.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

from validator.finding import CANONICAL

_DEFINITION = f"{CANONICAL}/StructureDefinition/"


class ConceptExtension(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel", tag_field="url", gc=False
):
    """An extension of a concept; one class for each URL, so that decoding refuses all others."""


class Confidence(ConceptExtension, frozen=True, tag=_DEFINITION + "confidence"):
    value_code: Literal["unverified", "verified1", "verified2"]


class CodePrefix(ConceptExtension, frozen=True, tag=_DEFINITION + "code-prefix"):
    value_boolean: bool


class CodePattern(ConceptExtension, frozen=True, tag=_DEFINITION + "code-pattern"):
    value_string: str


class NotSystemic(ConceptExtension, frozen=True, tag=_DEFINITION + "not-systemic"):
    value_boolean: bool


class Ingredient(ConceptExtension, frozen=True, tag=_DEFINITION + "ingredient"):
    value_string: str


class Brand(ConceptExtension, frozen=True, tag=_DEFINITION + "brand"):
    value_string: str


class ProductLevel(ConceptExtension, frozen=True, tag=_DEFINITION + "product-level"):
    value_code: str


class DoseForm(ConceptExtension, frozen=True, tag=_DEFINITION + "dose-form"):
    value_code: Literal["tablet", "capsule", "solution"]


class Strength(ConceptExtension, frozen=True, tag=_DEFINITION + "strength-mg"):
    value_decimal: Decimal


class Concentration(ConceptExtension, frozen=True, tag=_DEFINITION + "concentration-mg-per-ml"):
    value_decimal: Decimal


class PackDailyDose(ConceptExtension, frozen=True, tag=_DEFINITION + "pack-daily-dose-mg"):
    value_decimal: Decimal


class StrengthUnconfirmed(ConceptExtension, frozen=True, tag=_DEFINITION + "strength-unconfirmed"):
    value_boolean: bool


class SaltNotLabelled(ConceptExtension, frozen=True, tag=_DEFINITION + "salt-not-labelled"):
    value_boolean: bool


class Comment(ConceptExtension, frozen=True, tag="http://hl7.org/fhir/StructureDefinition/valueset-concept-comments"):
    value_string: str


AnyExtension = (
    Confidence
    | CodePrefix
    | CodePattern
    | NotSystemic
    | Ingredient
    | Brand
    | ProductLevel
    | DoseForm
    | Strength
    | Concentration
    | PackDailyDose
    | StrengthUnconfirmed
    | SaltNotLabelled
    | Comment
)
