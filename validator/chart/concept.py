"""What a CodeableConcept says: the groups of all its codings, and its name in words.

Every coding counts, not only the first. A code whose row is unverified gives no group: what it may do is said in
`validator.terminology.believed`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import repeat
from operator import itemgetter
from typing import Any

from validator.fhir.element import CodeableConcept, CodeableReference, Coding, ConceptOrCodeable
from validator.finding import CANONICAL
from validator.frozen import Frozen
from validator.terminology.codebook import Codebook
from validator.terminology.coding import ABSENT_BECAUSE
from validator.terminology.domain import (
    DIFFERENTIATION,
    DRUG,
    EXTENT,
    INDICATIONS,
    INTERACTION,
    OBSERVED,
    PRODUCTS,
    RISK,
    TREATMENT,
)

CRITERION = f"{CANONICAL}/CodeSystem/criterion"
"""The code system of criteria that a prescriber can attest."""

NO_GROUPS: frozenset[str] = frozenset()


class Coded(Frozen):
    """One coding, its groups in one domain, and the display of the value set it stands in."""

    coding: Coding
    groups: frozenset[str]
    display: str | None


@lru_cache(maxsize=4096)
def coded(book: Codebook, domain: str, concept: CodeableConcept | None) -> tuple[Coded, ...]:
    """The codings of a concept that stand in the domain, each with its groups."""
    if concept is None:
        return ()
    found = []
    for coding in concept.coding:
        groups = sure_groups(book, domain, coding.system, coding.code)
        if groups:
            found.append(Coded(coding, groups, book.display(domain, coding.system, coding.code)))
    return tuple(found)


@lru_cache(maxsize=8192)
def groups_of(book: Codebook, domain: str, concept: CodeableConcept | None) -> frozenset[str]:
    """The groups of all codings together; empty when no coding stands in the domain."""
    found = NO_GROUPS
    # Written out: almost every concept has one coding, and this is asked several times of each resource.
    for coding in concept.coding if concept is not None else ():
        groups = sure_groups(book, domain, coding.system, coding.code)
        found = found | groups if found else groups
    return found


@lru_cache(maxsize=8192)
def groups_in(book: Codebook, domains: tuple[str, ...], concept: CodeableConcept) -> frozenset[str]:
    """The same in several domains."""
    return frozenset().union(*(groups_of(book, domain, concept) for domain in domains))


@lru_cache(maxsize=32768)
def sure_groups(book: Codebook, domain: str, system: str | None, code: str | None) -> frozenset[str]:
    """The groups of a coding without those it is only believed to belong to: an unverified row decides nothing.

    Charts repeat the same few hundred codes, so answers are remembered.
    """
    groups = book.groups(domain, system, code)
    if not groups:
        return NO_GROUPS
    return frozenset(g for g in groups if book.confidence(domain, system, code, g) != "unverified")


def raw_codings(concept: object) -> Sequence[tuple[str, str]]:
    """System and code of each coding of a concept in undecoded JSON; what has another type is passed over.

    Looking a code up before decoding its resource is what keeps a chart of 500 entries cheap.
    """
    codings = concept.get("coding") if isinstance(concept, dict) else None
    found: list[tuple[str, str]] = []
    if isinstance(codings, list):
        for coding in codings:
            if isinstance(coding, dict):
                system, code = coding.get("system"), coding.get("code")
                if isinstance(system, str) and isinstance(code, str):
                    found.append((system, code))
    return found


def raw_groups(book: Codebook, domain: str, concept: object) -> frozenset[str]:
    """As `groups_of`, from undecoded JSON."""
    codings = concept.get("coding") if isinstance(concept, dict) else None
    found = NO_GROUPS
    # Written out, without `raw_codings`: this is asked of every entry that a list knows, once for each domain.
    for coding in codings if isinstance(codings, list) else ():
        if not isinstance(coding, dict):
            continue
        system, code = coding.get("system"), coding.get("code")
        if not isinstance(system, str) or not isinstance(code, str):
            continue
        if groups := sure_groups(book, domain, system, code):
            found = found | groups if found else groups
    return found


DOMAINS_OF_CONDITIONS = (INDICATIONS, EXTENT, DIFFERENTIATION, RISK, TREATMENT)
DOMAINS_OF_OBSERVATIONS = (OBSERVED, EXTENT, DIFFERENTIATION)
DOMAINS_OF_DRUGS = (TREATMENT, INTERACTION, DRUG, PRODUCTS)
DOMAINS_OF_PROCEDURES = (RISK, TREATMENT, INTERACTION, DRUG)


@lru_cache(maxsize=16384)
def listed(book: Codebook, domains: tuple[str, ...], system: str, code: str) -> bool:
    """Whether a coding stands in any of the domains."""
    return any(sure_groups(book, domain, system, code) for domain in domains)


def any_listed(book: Codebook, domains: tuple[str, ...], concept: object) -> bool:
    """Whether any coding of a concept in undecoded JSON stands in any of the domains, or is a criterion.

    A concept, coding or code of the wrong JSON type counts: what it means cannot be told, so it has to be read.
    """
    if not isinstance(concept, dict):
        return concept is not None
    codings = concept.get("coding")
    if not isinstance(codings, list):
        return codings is not None
    # Written out, without a generator: this is asked of every entry of a chart, and almost always answered no.
    for coding in codings:
        if not isinstance(coding, dict):
            return True
        system, code = coding.get("system"), coding.get("code")
        if isinstance(system, str) and isinstance(code, str):
            if system == CRITERION or listed(book, domains, system, code):
                return True
        elif not (system is None or isinstance(system, str)) or not (code is None or isinstance(code, str)):
            return True
    return False


@lru_cache(maxsize=1024)
def is_known_system(book: Codebook, system: str | None) -> bool:
    """Whether codes of this system can be looked up, so that they come before words."""
    return book.known_system(system)


def has_known_code(book: Codebook, concept: object) -> bool:
    """Whether a concept in undecoded JSON is coded in a system whose codes can be looked up."""
    return True in map(is_known_system, repeat(book), map(itemgetter(0), raw_codings(concept)))


@lru_cache(maxsize=8192)
def name_of(concept: CodeableConcept | None, known: tuple[Coded, ...] = ()) -> str:
    """What people would call it: code and display of the first known coding, else the text, else any coding."""
    if known:
        coding = known[0].coding
        return f"{coding.code} {coding.display or known[0].display or ''}".strip()
    if concept is None:
        return "no code"
    for coding in concept.coding:
        if coding.code and coding.display:
            return f"{coding.code} {coding.display}"
    if concept.text:
        return concept.text
    for coding in concept.coding:
        if coding.code or coding.display:
            return coding.display or coding.code or ""
    return "no code"


@lru_cache(maxsize=8192)
def words_of(concept: CodeableConcept | None) -> tuple[str, ...]:
    """Every text of a concept: its own, then the displays of its codings."""
    if concept is None:
        return ()
    texts = [concept.text] if concept.text else []
    for coding in concept.coding:
        if coding.display:
            texts.append(coding.display)
    return tuple(texts)


def concept_of(value: ConceptOrCodeable | CodeableReference | CodeableConcept | None) -> CodeableConcept | None:
    """The CodeableConcept in an element that is one in R4 and a CodeableReference in R5."""
    match value:
        case None:
            return None
        case CodeableConcept():
            return value
        case CodeableReference():
            return value.concept
        case ConceptOrCodeable():
            return value.concept or CodeableConcept(coding=value.coding, text=value.text)


def as_concept(raw: Any) -> CodeableConcept:
    """A concept in undecoded JSON with whatever of it has the right type; an empty one where nothing has."""
    if not isinstance(raw, dict):
        return CodeableConcept()
    codings = raw.get("coding")
    read: list[Coding] = []
    for coding in codings if isinstance(codings, list) else ():
        if isinstance(coding, dict):
            system, code, display = coding.get("system"), coding.get("code"), coding.get("display")
            read.append(
                Coding(
                    system=system if isinstance(system, str) else None,
                    code=code if isinstance(code, str) else None,
                    display=display if isinstance(display, str) else None,
                )
            )
    text = raw.get("text")
    return CodeableConcept(coding=tuple(read), text=text if isinstance(text, str) else None)


def says(code: object) -> bool:
    """Whether a concept in undecoded JSON names anything at all; why nothing is named ("unknown", "masked") is no name.

    Source: FHIR R4 data-absent-reason, HL7 v3 NullFlavor; US Core asks for the first where a code is not known.
    """
    if not isinstance(code, dict):
        return False
    codings, text = code.get("coding"), code.get("text")
    reasons: list[object] = []
    # Written out, without the concept: this is asked of every entry of a chart.
    for coding in codings if isinstance(codings, list) else ():
        if isinstance(coding, dict):
            own, display, system = coding.get("code"), coding.get("display"), coding.get("system")
            if isinstance(system, str) and system in ABSENT_BECAUSE:
                reasons += (own, display)
            elif (isinstance(own, str) and own) or (isinstance(display, str) and display.strip()):
                return True
    if not isinstance(text, str) or not (words := text.strip()):
        return False
    return not any(isinstance(one, str) and one.strip().lower() == words.lower() for one in reasons)
