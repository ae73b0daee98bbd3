"""Allergies and intolerances to a drug whose products are listed. Source: FHIR R4 and R5 AllergyIntolerance."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from validator.chart.concept import as_concept, groups_of, words_of
from validator.chart.drug.respelt import product_meant
from validator.chart.entry.standing import Doubtful, NotDecided, Standing, Stands
from validator.chart.entry.status import ALLERGY_CLINICAL, is_active, status_words
from validator.chart.entry.when import date_of
from validator.chart.reader import Reader, dated, evidence
from validator.chart.risk.on_file import OnFile
from validator.fhir.element import CodeableConcept
from validator.fhir.entry import Entry
from validator.regex import regex
from validator.terminology.domain import PRODUCTS
from validator.verdict import Truth

_DENIED = regex(r"\b(?:no|not|denies|without|negative)\b", re.IGNORECASE)


def concepts_of(entry: Entry) -> tuple[CodeableConcept, ...]:
    """What an AllergyIntolerance is to, read from undecoded JSON: its code, and the substances of its reactions."""
    reactions = entry.raw.get("reaction")
    told = [one.get("substance") for one in (reactions if isinstance(reactions, list) else ()) if isinstance(one, dict)]
    return tuple(as_concept(one) for one in (entry.raw.get("code"), *told) if one is not None)


def drugs_of(reader: Reader, concepts: Iterable[CodeableConcept]) -> frozenset[str]:
    """The drugs with listed products that the concepts name, by code or in words that do not deny it.

    A name that is near one counts: only a note comes of it, which quotes it as it is written. CLARIFICATIONS A120.
    """
    found: set[str] = set()
    for concept in concepts:
        found |= groups_of(reader.book, PRODUCTS, concept)
        for words in words_of(concept):
            if not _DENIED.search(words):
                for named in (words, product_meant(reader, words)):
                    found |= reader.book.drug_groups_by_name(PRODUCTS, named)
    return frozenset(found)


def may_be_to(drugs: frozenset[str], ordered: str | None) -> bool:
    """Whether one of the drugs is the ordered one; every one may be where it is not told which is ordered."""
    return bool(drugs) if ordered is None else ordered in drugs


def of_entry(entry: Entry, stands: Standing | None) -> Iterator[OnFile]:
    """An allergy that is active, or of which it is not told or not understood whether it is.

    Refuted, entered in error, inactive and resolved ones are none. One that is not confirmed counts: whether it is so
    is for a person to find out before the first dose.
    """
    match stands:
        case None | NotDecided():
            return
        case Doubtful():
            holds = Truth.UNKNOWN
        case Stands():
            clinical = entry.tree.get("clinicalStatus")
            holds = is_active(status_words(as_concept(clinical), ALLERGY_CLINICAL))
    if holds is Truth.FALSE:
        return
    names = [words for concept in concepts_of(entry) for words in words_of(concept)]
    name = names[0] if names else "the ordered drug"
    day = date_of(entry.tree.get("recordedDate")) or date_of(entry.tree.get("onsetDateTime"))
    yield OnFile("allergy", holds, evidence(entry, dated(f"allergy or intolerance: {name}", day), "code"))
