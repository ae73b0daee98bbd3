"""The names that a sig may hold without changing an amount, from the value sets: the ordered drug's, and diseases'."""

from __future__ import annotations

from functools import lru_cache

from validator.dosage.silent_names import SilentNames
from validator.terminology.codebook import Codebook
from validator.terminology.domain import PRODUCTS


@lru_cache(maxsize=64)
def sig_names(book: Codebook, drugs: frozenset[str]) -> SilentNames:
    """The ingredients and brands of the products of these drugs, and every disease and family of diseases."""
    own = [concept for one in book.sets_of(PRODUCTS) if one.group in drugs for concept in one.concepts.values()]
    return SilentNames(
        drug=frozenset(name for concept in own for name in (*concept.ingredients, *concept.brands)),
        diseases=book.diseases.names | frozenset(book.diseases.families),
    )


@lru_cache(maxsize=16)
def all_drugs(book: Codebook) -> frozenset[str]:
    """Every drug whose products are listed: an order of which it is not told may be for any."""
    return frozenset(one.group for one in book.sets_of(PRODUCTS))
