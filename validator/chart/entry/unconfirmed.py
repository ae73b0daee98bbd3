"""What is not confirmed, written as it would be if it were: a resource that only an unverified code names, and a
Condition whose words leave a risk open."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from validator.chart.concept import (
    DOMAINS_OF_CONDITIONS,
    NO_GROUPS,
    as_concept,
    raw_codings,
    raw_groups,
    sure_groups,
)
from validator.chart.risk.risk_words import as_stated, risk_words
from validator.terminology.akin import akin
from validator.terminology.believed import as_believed
from validator.terminology.codebook import Codebook
from validator.terminology.coding import SystemCode, spellings
from validator.terminology.domain import PRODUCTS, RISK

_NAMED_BY = ("code", "medicationCodeableConcept", "medication")


def believed(book: Codebook, tree: dict[str, Any]) -> dict[str, Any] | None:
    """The resource with its unverified codes read as confirmed; None where none stands alone.

    A concept that a confirmed code names too is left as it is: what is sure of it counts.
    """
    changed: dict[str, Any] = {}
    # Written out, without a function: this is asked of every entry of a chart, and almost always nothing changes.
    for name in _NAMED_BY:
        if name not in tree:
            continue
        wrapper = tree[name]
        concept = wrapper.get("concept") if name == "medication" and isinstance(wrapper, dict) else wrapper
        codings = concept.get("coding") if isinstance(concept, dict) else None
        added: list[dict[str, str]] = []
        for coding in codings if isinstance(codings, list) else ():
            system, code = (coding.get("system"), coding.get("code")) if isinstance(coding, dict) else (None, None)
            if not isinstance(code, str) or not (system is None or isinstance(system, str)):
                continue
            is_sure, more = _standing(book, system, code)
            if is_sure:
                added = []
                break
            if more:
                added += ({"system": own, "code": text} for own, text in more)
        if added and isinstance(concept, dict) and isinstance(codings, list):
            read = {**concept, "coding": [*codings, *added]}
            changed[name] = {**wrapper, "concept": read} if name == "medication" else read
    return {**tree, **changed} if changed else None


def in_plain_words(book: Codebook, tree: dict[str, Any]) -> dict[str, Any]:
    """A Condition that states what its words leave open ("suspected pulmonary embolism"), beside its listed codes.

    The same tree where they leave nothing open.
    """
    code = tree.get("code")
    listed = raw_groups(book, RISK, code)
    words = as_concept(code)
    left_open = risk_words(book, words, listed).left_open
    if not left_open:
        return tree
    codings = [{"system": system, "code": one} for system, one in raw_codings(code) if _is_listed(book, system, one)]
    stated = {"text": as_stated(book, words, listed)}
    wider = frozenset().union(*(one.groups for one in left_open))
    if any(group.rpartition(":")[0] in wider for group in listed):
        # The code says only an older form of it: beside that the words would add nothing.
        return {**tree, "code": stated}
    return {**tree, "code": {"coding": codings, **stated} if codings else stated}


def _is_listed(book: Codebook, system: str, code: str) -> bool:
    return any(sure_groups(book, domain, system, code) for domain in DOMAINS_OF_CONDITIONS)


@lru_cache(maxsize=16384)
def _standing(book: Codebook, system: str | None, code: str) -> tuple[bool, tuple[SystemCode, ...]]:
    """Whether a confirmed row holds the coding; and the codings that read its unverified rows, and those of a system
    it is akin to, as confirmed.
    """
    domains = sorted(book.domains - {PRODUCTS})
    if any(sure_groups(book, domain, system, code) for domain in domains):
        return True, ()
    meant = akin(system, code)
    read = (*meant, *(as_believed(key) for key in (*meant, *spellings(system, code))))
    return False, tuple(one for one in read if any(book.groups(domain, *one) != NO_GROUPS for domain in domains))
