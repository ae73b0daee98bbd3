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


class CodeConfidence(ConceptExtension, frozen=True, tag=_DEFINITION + "confidence"):
    """How well the code is known: read in no source, in one, or in two that do not depend on each other."""

    value_code: Literal["unverified", "verified1", "verified2"]


class CodePrefix(ConceptExtension, frozen=True, tag=_DEFINITION + "code-prefix"):
    """The code stands for every code of its system that begins with it."""

    value_boolean: bool


class CodePattern(ConceptExtension, frozen=True, tag=_DEFINITION + "code-pattern"):
    """With a prefix: only codes that match this regular expression as a whole are meant."""

    value_string: str


class NotSystemic(ConceptExtension, frozen=True, tag=_DEFINITION + "not-systemic"):
    """A product that acts where it is applied: its code names the drug and no treatment of the whole body."""

    value_boolean: bool


class NamedIngredient(ConceptExtension, frozen=True, tag=_DEFINITION + "ingredient"):
    """An active ingredient of the product, as people write it; each of a combination in an extension of its own."""

    value_string: str


class Brand(ConceptExtension, frozen=True, tag=_DEFINITION + "brand"):
    """A brand name of the product."""

    value_string: str


class ProductLevel(ConceptExtension, frozen=True, tag=_DEFINITION + "product-level"):
    """The kind of concept in its system: `ingredient:IN`, `clinicaldrug:SCD`, `pack:BPCK`, `ndc:package`."""

    value_code: str


class DoseForm(ConceptExtension, frozen=True, tag=_DEFINITION + "dose-form"):
    """The dose form of the product."""

    value_code: Literal["tablet", "capsule", "solution"]


class Strength(ConceptExtension, frozen=True, tag=_DEFINITION + "strength-mg"):
    """Milligrams of the free base in one unit; several for a carton that mixes them."""

    value_decimal: Decimal


class Concentration(ConceptExtension, frozen=True, tag=_DEFINITION + "concentration-mg-per-ml"):
    """Milligrams of the free base in one millilitre of a solution."""

    value_decimal: Decimal


class PackDailyDose(ConceptExtension, frozen=True, tag=_DEFINITION + "pack-daily-dose-mg"):
    """The daily dose in milligrams that a carton is put together for."""

    value_decimal: Decimal


class StrengthUnconfirmed(ConceptExtension, frozen=True, tag=_DEFINITION + "strength-unconfirmed"):
    """The strength or daily dose behind the code was never confirmed in a source."""

    value_boolean: bool


class SaltNotLabelled(ConceptExtension, frozen=True, tag=_DEFINITION + "salt-not-labelled"):
    """The code names a salt that no labelled product contains."""

    value_boolean: bool


class Comment(ConceptExtension, frozen=True, tag="http://hl7.org/fhir/StructureDefinition/valueset-concept-comments"):
    """A remark on the code."""

    value_string: str


AnyExtension = (
    CodeConfidence
    | CodePrefix
    | CodePattern
    | NotSystemic
    | NamedIngredient
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
