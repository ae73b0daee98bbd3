"""A medication whose name is near that of a listed drug: what it may be meant for, and the resource with that name.

`ketokonazole` is no drug, and `claritromicina` is clarithromycin in another language. Such a name is never taken for
the listed one, nor for another that no label names: the chart is judged with each. CLARIFICATIONS A90.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from validator.chart.concept import as_concept, is_known_system, words_of
from validator.chart.drug.medication import MedicationParts, groups_by_name, naming_words, parts_of
from validator.chart.drug.short_name import name_left_open
from validator.chart.reader import Reader
from validator.fhir.element import DRUG_ELEMENTS, CodeableConcept
from validator.fhir.entry import Entry
from validator.fhir.resource import (
    MedicationAdministration,
    MedicationDispense,
    MedicationRequest,
    MedicationStatement,
)
from validator.frozen import Frozen
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.domain import PRODUCTS
from validator.terminology.product import product_from_text
from validator.terminology.spelling import name_near, slips_in

_WORD = regex(r"[^\W\d_]{4,}")


class Meant(Frozen):
    """What the name of a medication may be meant for: the listed name, its groups, and the words with it in place.

    `written` is what stands there instead.
    """

    name: str
    groups: frozenset[str]
    words: str
    is_product: bool
    written: str


def meant_by(reader: Reader, entry: Entry) -> tuple[Meant, ...]:
    """Every listed drug that the name of a medication resource is near, and that it does not name anyway."""
    if not _may_be_near(reader, entry.raw):
        return ()
    body = entry.body
    if not isinstance(body, MedicationRequest | MedicationStatement | MedicationAdministration | MedicationDispense):
        return ()
    said = parts_of(reader, entry, body)
    found: dict[frozenset[str], Meant] = {}
    for one in _meant(reader, said):
        found.setdefault(one.groups, one)
    return tuple(found.values())


def _may_be_near(reader: Reader, raw: dict[str, Any]) -> bool:
    """Whether words in place are near a listed name, or stand elsewhere. Nothing is decoded to tell."""
    if "medicationReference" in raw:
        return True
    concept, wrapper = raw.get("medicationCodeableConcept"), raw.get("medication")
    if isinstance(wrapper, dict):
        if "reference" in wrapper:
            return True
        concept = wrapper.get("concept")
    return _is_near(reader.book, as_concept(concept))


@lru_cache(maxsize=8192)
def _is_near(book: Codebook, concept: CodeableConcept) -> bool:
    if _is_told(book, concept):
        return False
    return any(slips_in(book, words) or name_left_open(words) is not None for words in words_of(concept))


def _is_told(book: Codebook, concept: CodeableConcept) -> bool:
    """Whether a code of a known system says by its display what it is: nobody misspells that."""
    return any(
        bool(coding.code) and bool(coding.display) and is_known_system(book, coding.system) for coding in concept.coding
    )


def product_meant(reader: Reader, words: str) -> str:
    """The drug with a label that words for a medication are near, by its listed name; empty where they are near none.

    A word that is the beginning of the name of an ingredient is near it too, from four letters on.
    """
    return _product_meant(reader.book, words)


@lru_cache(maxsize=8192)
def _product_meant(book: Codebook, words: str) -> str:
    listed = book.drug_names(PRODUCTS)
    if name := name_near(tuple(listed.written.values()), words):
        return name
    begun = tuple(word.lower() for word in _WORD.findall(words))
    return next((name for name in listed.ingredients if any(name.startswith(word) for word in begun)), "")


def _meant(reader: Reader, said: MedicationParts) -> Iterator[Meant]:
    for part, words in naming_words(reader, said):
        if _is_told(reader.book, part.concept):
            continue
        yield from meant_in(reader, words)


def meant_by_name(reader: Reader, concept: CodeableConcept) -> Iterator[Meant]:
    """Every listed drug that the words of a concept are near, unless its code says what it is."""
    if not _is_told(reader.book, concept):
        for words in words_of(concept):
            yield from meant_in(reader, words)


def meant_in(reader: Reader, words: str) -> Iterator[Meant]:
    """Every listed drug that words are near, or may be short for, and do not name anyway."""
    if (short := name_left_open(words)) is not None:
        start, end, full = short
        groups = groups_by_name(reader.book, full)
        yield Meant(full, groups, f"{words[:start]}{full}{words[end:]}", is_product=False, written=words[start:end])
    slips = slips_in(reader.book, words)
    known = groups_by_name(reader.book, words) if slips else frozenset()
    for slip in slips:
        groups = groups_by_name(reader.book, slip.name)
        if not groups <= known:
            right = slip.put_right(words)
            is_product = product_from_text(reader.book, slip.name) is not None
            yield Meant(slip.name, groups, right, is_product, words[slip.start : slip.end])


def as_meant(entry: Entry, meant: Meant) -> dict[str, Any]:
    """A medication resource with the listed name in the place of its own, and without any code."""
    tree = {name: value for name, value in entry.tree.items() if name.lstrip("_") not in DRUG_ELEMENTS}
    named = {"text": meant.words}
    return tree | ({"medication": {"concept": named}} if "medication" in entry.tree else {DRUG_ELEMENTS[0]: named})
