"""The histologies that are stated of a cancer beside its code, and which of them nobody here knows.

One that stands in no list was stated all the same: an organ with it is no organ alone, and the words of the diagnosis
do not outweigh it. One that says no more than "carcinoma" says nothing. CLARIFICATIONS, a project choice.
Source: mCODE histology-morphology-behavior; LOINC 59847-4.
"""

from __future__ import annotations

from functools import lru_cache

from validator.chart.concept import groups_of, words_of
from validator.chart.diagnosis import statements_of
from validator.chart.differentiation import without_grade_digit
from validator.chart.text import phrase_groups
from validator.fhir.element import CodeableConcept
from validator.fhir.entry import Entry
from validator.fhir.resource import Condition
from validator.frozen import Frozen
from validator.terminology.codebook import Codebook
from validator.terminology.disease import kind_of
from validator.terminology.domain import DIFFERENTIATION
from validator.terminology.domain import INDICATIONS as DOMAIN

HISTOLOGY_EXTENSION = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-histology-morphology-behavior"

_NAMES = frozenset({"morphology", "words"})
_LEAVES_OPEN = "words_open"
_TELLS_NO_KIND = "histology_untold"


class Histology(Frozen):
    """A histology another resource states about a cancer: the concept, and where it was read."""

    entry: Entry
    concept: CodeableConcept
    element: str


def histologies_of(body: Condition, told: tuple[Histology, ...]) -> tuple[CodeableConcept, ...]:
    """What the Condition itself states, then what others state of it."""
    own = tuple(
        extension.value_codeable_concept
        for extension in body.extension
        if extension.url == HISTOLOGY_EXTENSION and extension.value_codeable_concept is not None
    )
    return own + tuple(one.concept for one in told)


def not_known(book: Codebook, histologies: tuple[CodeableConcept, ...], diseases: frozenset[str]) -> tuple[str, ...]:
    """The names of the histologies that say something of which nobody here knows what it means for `diseases`."""
    names = (_name(concept) for concept in histologies if not _is_known(book, concept, diseases))
    return tuple(dict.fromkeys(filter(None, names)))


def _is_known(book: Codebook, concept: CodeableConcept, diseases: frozenset[str]) -> bool:
    cut, _ = without_grade_digit(concept)
    if statements_of(book, cut) or groups_of(book, DIFFERENTIATION, cut):
        return True
    if any(kind_of(group) == _TELLS_NO_KIND for group in groups_of(book, DOMAIN, cut)):
        return True
    texts = words_of(cut)
    if texts and _names_of_no_kind(book).issuperset(map(_plain, texts)):
        return True
    groups = {group for text in texts for _, found in phrase_groups(book, DOMAIN, text) for group in found}
    kinds = {kind_of(group) for group in groups if book.diseases.about(DOMAIN, group) & diseases}
    return not kinds.isdisjoint(_NAMES) and _LEAVES_OPEN not in kinds


@lru_cache(maxsize=16)
def _names_of_no_kind(book: Codebook) -> frozenset[str]:
    """The names of the listed histologies that tell no kind, as they are compared."""
    return frozenset(
        _plain(book.display(DOMAIN, *code) or "")
        for one in book.sets_of(DOMAIN)
        if kind_of(one.group) == _TELLS_NO_KIND
        for code in one.concepts
    )


def _plain(text: str) -> str:
    words = text.lower().replace(",", " ").split()
    return " ".join(word for word in words if word not in ("nos", "no", "subtype"))


def _name(concept: CodeableConcept) -> str:
    return next(iter(words_of(concept)), "") or next((c.code for c in concept.coding if c.code), "")
