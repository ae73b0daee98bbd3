"""The histologies that are stated of a cancer beside its code, and which of them nobody here knows.

One that stands in no list was stated all the same: an organ with it is no organ alone, and the words of the diagnosis
do not outweigh it. One that says no more than "carcinoma" says nothing. CLARIFICATIONS, a project choice.
Source: mCODE histology-morphology-behavior; LOINC 59847-4.
"""

from __future__ import annotations

from functools import lru_cache

from validator.chart.concept import groups_of, is_known_system, words_of
from validator.chart.disease.diagnosis import statements_of
from validator.chart.disease.differentiation import levels_of, without_grade_digit
from validator.chart.disease.grade_words import is_benign, levels_in, names_tumor
from validator.chart.disease.named_cancer import is_of_another_organ
from validator.chart.observed.coded_answer import is_no_answer
from validator.chart.words.text import phrase_groups
from validator.fhir.element import CodeableConcept, Coding
from validator.fhir.entry import Entry
from validator.fhir.resource import Condition, Observation
from validator.frozen import Frozen
from validator.terminology.codebook import Codebook
from validator.terminology.disease import kind_of
from validator.terminology.domain import DIFFERENTIATION
from validator.terminology.domain import INDICATIONS as DOMAIN

HISTOLOGY_EXTENSION = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-histology-morphology-behavior"

_NAMES = frozenset({"morphology", "words"})
_LEAVES_OPEN = "words_open"
_OF_ANOTHER = frozenset({_LEAVES_OPEN, "words_against"})
_TELLS_NO_KIND = "histology_untold"


class Histology(Frozen):
    """A histology another resource states about a cancer: the concept, and where it was read."""

    entry: Entry
    concept: CodeableConcept
    element: str


def histologies_of(body: Condition, told: tuple[Histology, ...]) -> tuple[CodeableConcept, ...]:
    """What the Condition itself states, then what others state of it."""
    found: list[CodeableConcept] = []
    for extension in body.extension:
        if extension.url == HISTOLOGY_EXTENSION and extension.value_codeable_concept is not None:
            found.append(extension.value_codeable_concept)
    for one in told:
        found.append(one.concept)
    return tuple(found)


def stated_histology(book: Codebook, body: Observation) -> tuple[CodeableConcept, str] | None:
    """The histology that an Observation states, with its element; None where it states none.

    One that is asked for by a listed code is any answer that is no benign one; where only the name of the question
    asks for it ("Pathology"), words count that name a tumor.
    """
    concept, element = body.value_codeable_concept, "valueCodeableConcept"
    if concept is None and body.value_string is not None:
        concept, element = CodeableConcept(text=body.value_string), "valueString"
    if concept is None or is_no_answer(concept) or (not concept.coding and is_of_another(book, body)):
        return None
    if any(_may_name_kind(book, coding) for coding in concept.coding):
        return concept, element
    is_graded = any(is_known_system(book, coding.system) for coding in concept.coding)
    texts = words_of(concept) if not is_graded else (concept.text,) if concept.text else ()
    is_by_name = not groups_of(book, DIFFERENTIATION, body.code)
    is_told = any(names_tumor(book, text) for text in texts)
    if not is_told and not is_by_name:
        is_told = not any(is_benign(text) for text in texts)
    return (concept, element) if is_told else None


def is_of_another(book: Codebook, body: Observation) -> bool:
    """Whether the words of an answer without codes place the tumor in an organ of no label, and tell no grade of it:
    the report of another operation, as free text of a report is (CLARIFICATIONS A375)."""
    concept, text = body.value_codeable_concept, body.value_string
    if concept is not None:
        text = concept.text if not concept.coding else None
    return text is not None and _is_elsewhere(book, text)


@lru_cache(maxsize=2048)
def _is_elsewhere(book: Codebook, text: str) -> bool:
    groups = {group for _, found in phrase_groups(book, DOMAIN, text) for group in found}
    is_elsewhere = is_of_another_organ(book, text, names_kind=any(kind_of(group) in _OF_ANOTHER for group in groups))
    return is_elsewhere and levels_in(book, text, levels_of) is None


def _may_name_kind(book: Codebook, coding: Coding) -> bool:
    """Whether a coding of a system that can be looked up may name a kind of tumor: a grade alone names none."""
    if not is_known_system(book, coding.system):
        return False
    alone = CodeableConcept(coding=(coding,))
    return bool(statements_of(book, alone)) or not groups_of(book, DIFFERENTIATION, alone)


def not_known(book: Codebook, histologies: tuple[CodeableConcept, ...], diseases: frozenset[str]) -> tuple[str, ...]:
    """The names of the histologies that say something of which nobody here knows what it means for `diseases`."""
    if not histologies:
        return ()
    names = [_name(concept) for concept in histologies if not _is_known(book, concept, diseases)]
    return tuple(dict.fromkeys(filter(None, names)))


def _is_known(book: Codebook, concept: CodeableConcept, diseases: frozenset[str]) -> bool:
    cut, _ = without_grade_digit(concept)
    if statements_of(book, cut):
        return True
    # A code for the grade alone says nothing of the kind that words beside it name.
    if groups_of(book, DIFFERENTIATION, cut) and (cut.text is None or levels_in(book, cut.text, levels_of)):
        return True
    if any(kind_of(group) == _TELLS_NO_KIND for group in groups_of(book, DOMAIN, cut)):
        return True
    texts = words_of(cut)
    if texts and _names_of_no_kind(book).issuperset(map(_plain, texts)):
        return True
    groups = {group for text in texts for _, found in phrase_groups(book, DOMAIN, text) for group in found}
    kinds = {kind_of(group) for group in groups if book.diseases.about(DOMAIN, group) & diseases}
    return not kinds.isdisjoint(_NAMES) and _LEAVES_OPEN not in kinds


@lru_cache(maxsize=2048)
def naming_another(book: Codebook, names: tuple[str, ...], diseases: frozenset[str]) -> tuple[str, ...]:
    """Those of the names of histologies that are not known which name another tumor than the one disease that a code
    names outright: by words that leave its kind open or speak against it, and not beside its own name.
    """
    if len(diseases) != 1:
        return ()
    own = _own_names(book, diseases)
    return tuple(
        name
        for name in names
        if not any(one in name.lower() for one in own)
        and any(
            kind_of(group) in _OF_ANOTHER and diseases <= book.diseases.about(DOMAIN, group)
            for _, found in phrase_groups(book, DOMAIN, name)
            for group in found
        )
    )


@lru_cache(maxsize=64)
def _own_names(book: Codebook, diseases: frozenset[str]) -> frozenset[str]:
    """The names of the codes that name a disease outright, in small letters."""
    return frozenset(
        (book.display(DOMAIN, *code) or "").lower()
        for one in book.sets_of(DOMAIN)
        if one.group in diseases
        for code in one.concepts
    ) - {""}


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
