"""The names that a sig may hold without changing an amount, from the value sets: the ordered drug's, and diseases'."""

from __future__ import annotations

from functools import lru_cache

from validator.dosage.silent_names import SilentNames
from validator.terminology.codebook import Codebook
from validator.terminology.domain import INDICATIONS, PRODUCTS


@lru_cache(maxsize=64)
def sig_names(book: Codebook, drugs: frozenset[str]) -> SilentNames:
    """The ingredients and brands of the products of these drugs, and every disease and family of diseases.

    A disease that is no tumor also by the title of its set and the names of its codes ("for essential hypertension").
    """
    own = [concept for one in book.sets_of(PRODUCTS) if one.group in drugs for concept in one.concepts.values()]
    return SilentNames(
        drug=frozenset(name for concept in own for name in (*concept.ingredients, *concept.brands)),
        diseases=book.diseases.names | frozenset(book.diseases.families) | _said_of_no_tumors(book),
    )


def _said_of_no_tumors(book: Codebook) -> frozenset[str]:
    """The diseases that are no tumor as their sets call them; words for tumors the grammar knows."""
    own = [one for one in book.sets_of(INDICATIONS) if one.group in book.diseases.no_tumors]
    displays = {concept.display for one in own for concept in one.concepts.values() if concept.display}
    return frozenset({one.group.replace("-", " ") for one in own} | {one.title for one in own} | displays)


@lru_cache(maxsize=16)
def all_drugs(book: Codebook) -> frozenset[str]:
    """Every drug whose products are listed: an order of which it is not told may be for any."""
    return frozenset(one.group for one in book.sets_of(PRODUCTS))
