"""Which disease the words of a diagnosis name where its codes leave several open; never against a code.

Words of a set of their own say of a disease that is coded outright that it is another one: then nobody can tell.

Histology words of the value sets count only in a diagnosis that is of the disease's organ by code or by words: a
papillary cancer is one of the thyroid only there. One disease named, and no word that leaves it open, is an answer of
basis text; all else leaves the diagnosis as it was. CLARIFICATIONS.
"""

from __future__ import annotations

from validator.chart.concept import words_of
from validator.chart.diagnosis import DiseasesLeft
from validator.chart.fact import OTHER_DISEASE
from validator.chart.text import phrase_groups
from validator.fhir.element import CodeableConcept
from validator.terminology.codebook import Codebook
from validator.terminology.disease import kind_of
from validator.terminology.domain import INDICATIONS as DOMAIN

_NAMES, _LEAVES_OPEN, _AGAINST = "words", "words_open", "words_against"


def disease_by_words(book: Codebook, concept: CodeableConcept | None, reading: DiseasesLeft) -> str | None:
    """The one disease that the words name, of those that codes, or without a listed code the words, leave possible."""
    if len(reading.diseases) == 1 or reading.history_only or reading.is_for_review:
        return None
    texts = words_of(concept)
    groups = {group for text in texts for _, found in phrase_groups(book, DOMAIN, text) for group in found}
    named = {disease for group in groups if kind_of(group) == _NAMES for disease in book.diseases.about(DOMAIN, group)}
    if len(named) != 1 or any(kind_of(group) == _LEAVES_OPEN for group in groups):
        return None
    possible = reading.diseases - {OTHER_DISEASE} if reading.known else book.diseases.words_for(" ".join(texts))
    return named.pop() if named <= possible else None


def kinds_left_open(book: Codebook, concept: CodeableConcept | None, reading: DiseasesLeft) -> tuple[str, ...]:
    """The words by which an organ's cancer is of another kind than the one that the organ alone is taken as."""
    if reading.organ_alone is None:
        return ()
    found: list[str] = []
    for text in words_of(concept):
        for phrase, groups in phrase_groups(book, DOMAIN, text):
            if any(
                kind_of(group) == _LEAVES_OPEN and reading.organ_alone in book.diseases.about(DOMAIN, group)
                for group in groups
            ):
                found.append(phrase)
    return tuple(dict.fromkeys(found))


def kinds_against(book: Codebook, concept: CodeableConcept | None, reading: DiseasesLeft) -> tuple[str, ...]:
    """The words in the text of a diagnosis by which it is no tumor of the one kind that its codes name."""
    if concept is None or not concept.text or len(reading.diseases) != 1 or reading.diseases == {OTHER_DISEASE}:
        return ()
    found = [
        phrase
        for phrase, groups in phrase_groups(book, DOMAIN, concept.text)
        if any(kind_of(g) == _AGAINST and reading.diseases <= book.diseases.about(DOMAIN, g) for g in groups)
    ]
    return tuple(dict.fromkeys(found))
