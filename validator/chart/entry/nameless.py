"""Conditions and procedures that nothing names: a code that says nothing here, and no word beside it.

A code of a classification (ICD-10, ICD-O) tells by its form what it is about, so that one in no list is of no matter.
Of SNOMED CT the lists hold a part: a code in none of them may be narrower than one of theirs. A drug that nothing names
has a finding of its own (`validator.chart.drug.identity`). Source: FHIR R4 Condition.code, Procedure.code,
ServiceRequest.code.
"""

from __future__ import annotations

from validator.chart.concept import as_concept, is_known_system
from validator.chart.topic import Topic
from validator.fhir.element import Coding
from validator.fhir.entry import Entry
from validator.regex import regex
from validator.terminology.akin import akin
from validator.terminology.codebook import Codebook
from validator.terminology.coding import ICD10, ICD10CM, ICD10PCS, LISTED_IN_PART, canonical_system

NAMELESS = Topic(is_readable=False)
"""What such an entry is about: anything of its type."""

_ICD_10 = regex(r"\s*[A-Za-z]\d[\dA-Za-z](?:[.,]?[\dA-Za-z]{1,4})?[.\-*+!#\u2020]*\s*")
_FORM = {ICD10CM: _ICD_10, ICD10: _ICD_10, ICD10PCS: regex(r"\s*[\dA-Za-z]{3,7}\s*")}
"""How the codes of a classification look; of ICD-10 also with the signs that mark a dagger, an asterisk or a group."""

TYPES = frozenset({"Condition", "Procedure", "ServiceRequest"})


def is_nameless(book: Codebook, entry: Entry) -> bool:
    """Whether codes alone name what an entry is about, none of them of a system that is looked up whole."""
    code = entry.tree.get("code")
    concept = as_concept(code.get("concept") if isinstance(code, dict) and "concept" in code else code)
    if (concept.text or "").strip() or any((coding.display or "").strip() for coding in concept.coding):
        return False
    codes = [coding for coding in concept.coding if (coding.code or "").strip()]
    return bool(codes) and not any(_is_looked_up(book, coding) for coding in codes)


def _is_looked_up(book: Codebook, coding: Coding) -> bool:
    """Whether a coding was looked for in lists that are whole, under the system it names or one that it is akin to.

    Without any system only the form of ICD-10 tells one: a mere number may be of any. What has not the form of its
    system was looked for in vain.
    """
    if is_known_system(book, coding.system):
        system = canonical_system(coding.system or "")
        form = _FORM.get(system)
        return system not in LISTED_IN_PART and (form is None or form.fullmatch(coding.code or "") is not None)
    meant = {system for system, _ in akin(coding.system, coding.code or "")} - LISTED_IN_PART
    return bool(meant) if (coding.system or "").strip() else ICD10CM in meant
