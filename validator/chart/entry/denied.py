"""A drug whose entry is in doubt, and that is reported as not taken since: CLARIFICATIONS A505, A533.

An answer settles what is older than it and in doubt for how it stands. What stands is never overruled by it, nor is
what cannot be trusted in what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from validator.chart.drug.medication import DRUG_DOMAINS, drug_of, parts_of
from validator.chart.entry.standing import NotDecided, standing
from validator.chart.entry.when import DATES, date_of, periods_of
from validator.chart.reader import Reader
from validator.fhir.account import Why
from validator.fhir.element import CodeableConcept
from validator.fhir.entry import Entry
from validator.fhir.resource import MedicationRequest, MedicationStatement
from validator.instant import PartialDate
from validator.regex import regex
from validator.terminology.bare_name import bare_name
from validator.verdict import Truth

DENIABLE = frozenset({"MedicationRequest", "MedicationStatement"})
"""Types that say of a drug that it is ordered or taken."""
OF_ITS_STANDING = frozenset({Why.STATUS_MISSING, Why.STATUS_NOT_UNDERSTOOD, Why.PERIOD_REVERSED})
"""Doubts that say nothing against what an entry is about: whether the patient takes it is all that is open."""
_ANSWERED_AFTER = 30
"""Days after the day that is judged at which an answer still speaks of it: as of a criterion, CLARIFICATIONS A51."""
_NOT_TAKEN = "not-taken"
_OF_SEVERAL = regex(r"[/+&,]|\b(?:and|with|w)\b", re.IGNORECASE)
"""What stands between the ingredients of a combination; an amount per another one is taken for one as well."""
_FORM = regex(r"\s+(?:oral|tab(?:let)?s?|cap(?:sule)?s?|pills?|po)$", re.IGNORECASE)


class Denials:
    """The reports of a patient's file that a drug is not taken, each with its day and what names the drug."""

    def __init__(self, reader: Reader, entries: Iterable[Entry]) -> None:
        self._reader = reader
        self._told = [(day, names) for one in entries for day, names in self._denial(one)]

    def settle(self, entry: Entry) -> bool:
        """Whether one of them is of the drug of an entry and surely not older than anything it says of its days."""
        if not self._told or entry.resource_type not in DENIABLE:
            return False
        days = [*_days_of(entry.tree)]
        if not days:
            return False
        names, days = _drug_of(self._reader, entry), [*days, *_written(entry.tree)]
        return any(
            names.is_of(other) and all(one.at_or_before(day) is Truth.TRUE for one in days) for day, other in self._told
        )

    def _denial(self, entry: Entry) -> Iterator[tuple[PartialDate, _Named]]:
        said = standing(entry)
        if not isinstance(said, NotDecided) or said.word != _NOT_TAKEN:
            return
        # What is told of an earlier time says nothing of what came after it.
        day = min(_days_of(entry.tree), key=lambda one: one.first, default=None)
        if day is not None and self._reader.as_of.days_until(day)[1] <= _ANSWERED_AFTER:
            yield day, _drug_of(self._reader, entry)


class _Named:
    """What names a drug as a whole: its codes, or its words where it has none; and the one ingredient that it surely
    is, to be taken by mouth or in no form that is told (None: several, none that is known, or for the skin)."""

    def __init__(self, codes: frozenset[tuple[str, str]], words: frozenset[str], ingredient: str | None) -> None:
        self._codes, self._words, self._ingredient = codes, words, ingredient

    def is_of(self, other: _Named) -> bool:
        """Whether both surely name the same: the same one ingredient, a code that both have, or the same words where
        neither has a code."""
        if self._ingredient is not None and self._ingredient == other._ingredient:
            return True
        if self._codes or other._codes:
            return not self._codes.isdisjoint(other._codes)
        return not self._words.isdisjoint(other._words)


def _drug_of(reader: Reader, entry: Entry) -> _Named:
    body = entry.body
    said = parts_of(reader, entry, body) if isinstance(body, MedicationRequest | MedicationStatement) else None
    # An ingredient is not the product: who does not take one of two may take the other.
    whole = [one.concept for one in said.parts if "ingredient" not in one.element] if said is not None else []
    codes = {(one.system or "", one.code) for concept in whole for one in concept.coding if one.code}
    words = {" ".join(text.lower().split()) for concept in whole if (text := concept.text)}
    is_whole = said is not None and not said.lost and len(whole) == len(said.parts)
    by_mouth = is_whole and said is not None and drug_of(reader, said).systemic is not Truth.FALSE
    return _Named(frozenset(codes), frozenset(words), _ingredient_of(reader, whole) if by_mouth else None)


def _ingredient_of(reader: Reader, whole: list[CodeableConcept]) -> str | None:
    """The one ingredient that every code and word for a medication names alone; None where one of them names more."""
    found = {_alone(reader, name) for concept in whole for name in _names_of(reader, concept)}
    return found.pop() if len(found) == 1 else None


def _names_of(reader: Reader, concept: CodeableConcept) -> Iterator[str]:
    """The names of a concept: its words, and for each code that of its list, which is none where no list has it."""
    yield from (concept.text,) if concept.text else ()
    for one in concept.coding:
        yield from (one.display,) if one.display else ()
        if one.code:
            listed = (reader.book.display(domain, one.system, one.code) for domain in DRUG_DOMAINS)
            yield next((name for name in listed if name is not None), "")


def _alone(reader: Reader, name: str) -> str | None:
    """The ingredient that a name is nothing but, around its strength and form."""
    if _OF_SEVERAL.search(name):
        return None
    bare = _FORM.sub("", bare_name(name)).strip().lower()
    known = {one for domain in DRUG_DOMAINS for one in reader.book.drug_names(domain).ingredients}
    return bare if bare in known else None


def _days_of(tree: Mapping[str, Any]) -> Iterator[PartialDate]:
    """The days on which a resource says that something was or was told: periods by their start, since an end may lie
    ahead."""
    texts = [tree.get(name) for name in (*DATES, "dateAsserted")]
    texts += [period.get("start") for _, period in periods_of(dict(tree))]
    yield from (day for text in texts if (day := date_of(text)) is not None)


def _written(tree: Mapping[str, Any]) -> Iterator[PartialDate]:
    """The day on which a resource was last written, where it tells it."""
    meta = tree.get("meta")
    day = date_of(meta.get("lastUpdated")) if isinstance(meta, dict) else None
    yield from (day,) if day is not None else ()


def as_had(tree: Mapping[str, Any], elements: Iterable[str]) -> dict[str, Any]:
    """An entry in doubt whose drug is not taken: it may have been had, and is stopped. `elements` are in doubt."""
    gone = {name.lstrip("_") for name in elements}
    kept = {name: value for name, value in tree.items() if name.lstrip("_") not in gone}
    intent = {"intent": "order"} if tree.get("resourceType") == "MedicationRequest" else {}
    return {**kept, **intent, "status": "stopped"}
