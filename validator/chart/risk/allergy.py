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
from validator.fhir.element import CodeableConcept, objects_of
from validator.fhir.entry import Entry
from validator.regex import compiled, regex
from validator.terminology.domain import PRODUCTS
from validator.verdict import Basis, Truth

_MAY_TELL = regex(r"allerg|anaphyla|hypersensitiv|intoleran|edema", re.IGNORECASE)
_TO_THE_DRUG = (
    r"\b(?:allerg(?:y|ic|ies)|anaphyla\w+|hypersensitiv\w+|intoleran(?:t|ce)"
    r"|angio-?edema)\s+(?:reaction\s+)?(?:to|with|from|after|on)\s+"
    r"(?:(?:the|his|her|prior|previous|first)\s+)*{name}\b",
    r"(?:^|\n)\W*allerg(?:y|ies)\s*[:=-][^.;\n]*\b{name}\b",
    r"\b{name}\s+(?:tablets?\s+)?(?:allerg(?:y|ies|ic)|hypersensitivity|anaphylaxis|intolerance)\b",
)
"""Where words of an order tell of an allergy to what they name."""
_NO_ALLERGY = regex(
    r"\b(?:no|not|denies|without|negative|never|nkd?a|if|any|risk|mother|father|sister|brother|wife|husband"
    r"|son|daughter)\b[^.;\n]*$"
)
_SHORT = regex(r"\bcabo\b")
"""What the ordered drug is called for short."""
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


def of_words(reader: Reader, order: Entry, ordered: str | None) -> Iterator[OnFile]:
    """An allergy to the ordered drug that a note of the order tells of: as much as one on file, which is a note."""
    for index, note in enumerate(objects_of(order.tree.get("note"))):
        text = note.get("text")
        if not isinstance(text, str) or _MAY_TELL.search(text) is None:
            continue
        lower = text.lower()
        for name in (*reader.book.drug_names_in(PRODUCTS, lower), *_SHORT.findall(lower)):
            drugs = reader.book.drug_groups_by_name(PRODUCTS, name)
            if drugs and not may_be_to(drugs, ordered):
                continue
            found = next((one for each in _TO_THE_DRUG if (one := _search(each, name, lower)) is not None), None)
            if found is not None and _NO_ALLERGY.search(lower, 0, found.start()) is None:
                says = f'allergy or intolerance: "{" ".join(text[found.start() : found.end()].split())}"'
                yield OnFile("allergy", Truth.TRUE, evidence(order, says, f"note[{index}].text", Basis.TEXT))
                break


def _search(pattern: str, name: str, text: str) -> re.Match[str] | None:
    return compiled(pattern.format(name=re.escape(name.lower())), re.MULTILINE).search(text)


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
