"""What all FHIR resources of one label revision share: their names, their references, and how a statement is told."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from html import escape
from typing import Any

from validator.fhir.version import FhirVersion
from validator.finding import CANONICAL
from validator.frozen import Frozen
from validator.label.model import Label, Statement
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.coding import UCUM

LABEL_STATEMENT = f"{CANONICAL}/StructureDefinition/label-statement"
"""Canonical of the extension that says where a statement stands in the label and how well it is known."""

_ID = regex(r"[A-Za-z0-9\-.]{1,64}")


class FhirEdition(Frozen):
    """One revision as a FHIR release (R4B or R5) writes it.

    `until` is the last day it was in force, inclusive; None for a revision that no known one follows.
    """

    label: Label
    book: Codebook
    release: FhirVersion
    until: date | None = None

    @property
    def is_r5(self) -> bool:
        """Whether the resources are written as R5 has them; else as R4B."""
        return self.release is FhirVersion.R5

    def id_of(self, name: str) -> str:
        """The id of a resource: product, day and name; a UUID made of them where FHIR does not allow that as an id."""
        words = f"{self.label.product.lower()}-{self.label.revision.isoformat()}-{name}"
        return words if _ID.fullmatch(words) else str(uuid.uuid5(uuid.NAMESPACE_URL, f"{CANONICAL}/{words}"))

    def resource(self, kind: str, name: str, told: Iterable[str], /, **elements: Any) -> dict[str, Any]:
        """A resource with a narrative of these sentences. Elements that are empty are left out, as FHIR wants it."""
        held = {element: value for element, value in elements.items() if value not in (None, [], {})}
        paragraphs = "".join(f"<p>{escape(sentence)}</p>" for sentence in told)
        div = f'<div xmlns="http://www.w3.org/1999/xhtml">{paragraphs}</div>'
        return {
            "resourceType": kind,
            "id": self.id_of(name),
            "text": {"status": "generated", "div": div},
            **held,
        }

    def reference(self, kind: str, name: str) -> dict[str, str]:
        """A Reference to the resource of that kind and name."""
        return {"reference": f"{kind}/{self.id_of(name)}"}


def statement_extension(
    statement: Statement,
    *,
    asks_for: Iterable[str] = (),
    population: Iterable[dict[str, str]] = (),
    indications: Iterable[dict[str, str]] = (),
) -> dict[str, Any]:
    """The extension `label-statement`: id, section, gist in our words, how well it is known and its source.

    `asks_for` is what an indication asks for besides the disease, `population` are Groups whom a dose is for,
    `indications` the uses that a warning is about where it is not about all.
    """
    parts: list[dict[str, Any]] = [
        {"url": "id", "valueString": statement.id},
        {"url": "section", "valueString": statement.section},
        {"url": "gist", "valueString": statement.gist},
        {"url": "confidence", "valueCode": statement.confidence.value},
        {"url": "source", "valueString": statement.source},
    ]
    parts += [{"url": "asks-for", "valueString": words} for words in asks_for]
    parts += [{"url": "population", "valueReference": group} for group in population]
    parts += [{"url": "indication", "valueReference": use} for use in indications]
    return {"url": LABEL_STATEMENT, "extension": parts}


def quantity(value: Decimal, code: str, *, unit: str | None = None, comparator: str | None = None) -> dict[str, Any]:
    """A Quantity in UCUM. Amounts of a label have few digits, so that a float is printed as the same number."""
    whole = int(value)
    made = {"value": whole if whole == value else float(value), "comparator": comparator, "unit": unit or code}
    return {name: part for name, part in made.items() if part is not None} | {"system": UCUM, "code": code}


def in_words(text: str) -> dict[str, str]:
    """A CodeableConcept of words alone."""
    return {"text": text}
