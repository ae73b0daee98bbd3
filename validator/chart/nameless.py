"""Conditions and procedures that nothing names: a code that no list here is able to tell, and no word beside it.

The lists hold ICD-10 chapter by chapter, so that a code which is in none of them is of no matter. Of other systems they
hold what was found, and only words tell what the rest is. A drug that nothing names has a finding of its own
(`validator.chart.identity`). Source: FHIR R4 Condition.code, Procedure.code, ServiceRequest.code.
"""

from __future__ import annotations

from validator.chart.concept import as_concept
from validator.chart.topic import Topic
from validator.fhir.element import Coding
from validator.fhir.entry import Entry
from validator.terminology.akin import akin
from validator.terminology.coding import ICD10, ICD10CM, ICD10PCS, ICDO3, LOINC, canonical_system

NAMELESS = Topic(is_readable=False)
"""What such an entry is about: anything of its type."""

TYPES = frozenset({"Condition", "Procedure", "ServiceRequest"})

_LISTED_WHOLE = frozenset({ICD10CM, ICD10, ICD10PCS, ICDO3, LOINC})
"""Systems of which a code that no list holds is of no matter; LOINC names what is measured, no disease or operation."""


def is_nameless(entry: Entry) -> bool:
    """Whether codes alone name what an entry is about, and none of them is of a system that is listed whole."""
    code = entry.tree.get("code")
    concept = as_concept(code.get("concept") if isinstance(code, dict) and "concept" in code else code)
    if (concept.text or "").strip() or any((coding.display or "").strip() for coding in concept.coding):
        return False
    codes = [coding for coding in concept.coding if (coding.code or "").strip()]
    return bool(codes) and not any(map(_is_listed_whole, codes))


def _is_listed_whole(coding: Coding) -> bool:
    """Whether the system of a coding, or one that it is akin to, is listed whole."""
    system = canonical_system(coding.system) if coding.system else ""
    meant = {one for one, _ in akin(coding.system, coding.code or "")}
    return system in _LISTED_WHOLE or not _LISTED_WHOLE.isdisjoint(meant)
