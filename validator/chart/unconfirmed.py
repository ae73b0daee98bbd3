"""Resources that only an unverified code names: how they would be written if the code were confirmed."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from validator.chart.concept import NO_GROUPS, raw_codings, sure_groups
from validator.terminology.believed import as_believed
from validator.terminology.codebook import Codebook
from validator.terminology.coding import SystemCode, spellings
from validator.terminology.domain import PRODUCTS

_NAMED_BY = ("code", "medicationCodeableConcept")


def believed(book: Codebook, tree: dict[str, Any]) -> dict[str, Any] | None:
    """The resource with its unverified codes read as confirmed; None where none stands alone.

    A concept that a confirmed code names too is left as it is: what is sure of it counts.
    """
    changed = {name: more for name in _NAMED_BY if name in tree and (more := _believed(book, tree[name])) is not None}
    wrapper = tree.get("medication")
    if isinstance(wrapper, dict) and (more := _believed(book, wrapper.get("concept"))) is not None:
        changed["medication"] = {**wrapper, "concept": more}
    return {**tree, **changed} if changed else None


def _believed(book: Codebook, concept: object) -> dict[str, Any] | None:
    if not isinstance(concept, dict):
        return None
    added: list[dict[str, str]] = []
    for system, code in raw_codings(concept):
        is_sure, more = _standing(book, system, code)
        if is_sure:
            return None
        added += ({"system": own, "code": text} for own, text in more)
    return {**concept, "coding": [*concept["coding"], *added]} if added else None


@lru_cache(maxsize=16384)
def _standing(book: Codebook, system: str, code: str) -> tuple[bool, tuple[SystemCode, ...]]:
    """Whether a confirmed row holds the coding; and the codings that read its unverified rows as confirmed."""
    domains = sorted(book.domains - {PRODUCTS})
    if any(sure_groups(book, domain, system, code) for domain in domains):
        return True, ()
    read = (as_believed(key) for key in spellings(system, code))
    return False, tuple(one for one in read if any(book.groups(domain, *one) != NO_GROUPS for domain in domains))
