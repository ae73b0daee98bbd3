"""What people would call a disease."""

from __future__ import annotations

from functools import lru_cache

from validator.chart.concept import Coded, coded, name_of
from validator.chart.disease.diagnosis import read, said_by
from validator.fhir.element import CodeableConcept
from validator.terminology.codebook import Codebook
from validator.terminology.domain import INDICATIONS


@lru_cache(maxsize=2048)
def disease_name(book: Codebook, concept: CodeableConcept | None) -> str:
    """The listed coding that leaves the fewest diseases, else its text or first coding."""
    known = coded(book, INDICATIONS, concept)
    return name_of(concept, (min(known, key=lambda one: _left(book, one)),) if len(known) > 1 else known)


def _left(book: Codebook, one: Coded) -> int:
    """How many diseases one coding alone leaves possible."""
    found = read(book.diseases, tuple(said_by(book.diseases, one)))
    return len(found.diseases) if found is not None else len(book.diseases.names) + 1
