"""Conditions and procedures that nothing names: a code that says nothing here, or words that name nothing.

A code of a classification (ICD-10, ICD-O) tells by its form what it is about, so that one in no list is of no matter;
nor is a condition by SNOMED CT, whose dangers are listed one by one. Of its operations the lists hold the broad ones: a
code in none of them may be narrower. A drug that nothing names has a finding of its own
(`validator.chart.drug.identity`). Source: FHIR R4 Condition.code, Procedure.code, ServiceRequest.code.
"""

from __future__ import annotations

import re
from functools import lru_cache

from validator.chart.concept import DOMAINS_OF_CONDITIONS, as_concept, is_known_system, listed
from validator.chart.topic import Topic
from validator.fhir.element import Coding
from validator.fhir.entry import Entry
from validator.regex import regex
from validator.terminology.akin import akin
from validator.terminology.codebook import Codebook
from validator.terminology.coding import ICD10, ICD10CM, ICD10PCS, LISTED_IN_PART, canonical_system
from validator.terminology.domain import ENTRY_PLACEHOLDERS
from validator.terminology.placeholder import without_placeholders

DOMAIN = ENTRY_PLACEHOLDERS
NAMELESS = Topic(is_readable=False)
"""What such an entry is about: anything of its type."""

_ICD_10 = regex(r"\s*[A-Za-z]\d[\dA-Za-z](?:[.,]?[\dA-Za-z]{1,4})?[.\-*+!#\u2020]*\s*")
_FORM = {ICD10CM: _ICD_10, ICD10: _ICD_10, ICD10PCS: regex(r"\s*[\dA-Za-z]{3,7}\s*")}
"""How the codes of a classification look; of ICD-10 also with the signs that mark a dagger, an asterisk or a group."""

_CODE = regex(r"\s*[A-Za-z]\d(?:\d[\dA-Za-z]{0,4}|[\dA-Za-z]\.[\dA-Za-z]{1,4})\s*")
_CALLED_CODE = regex(
    r"^\W*(?:icd\W*(?:9|10)?\W*(?:cm|pcs)?|snomed(?:\W*ct)?|sct|cpt|hcpcs|dx|code)\b[\s:#-]*|\(\s*(?:icd|snomed|sct|cpt)[^()]{0,12}\)",
    re.IGNORECASE,
)
"""What says of a number that it is a code, before or behind it."""
_NO_OPERATION = regex(r"\s*(?:[78]\d{4}|99[2-4]\d\d|36415)\s*")
"""Codes of CPT in place of a name that are no operations: images, laboratory, visits, drawing blood. Source: the
sections of CPT; what they mean is looked up nowhere here."""
_WORD = regex(r"[a-z\u00c0-\u024f](?:\w*[a-z\u00c0-\u024f])", re.IGNORECASE)
"""What may be a name: two Latin letters or more in one word. No list here holds a word of another script."""

TYPES = frozenset({"Condition", "Procedure", "ServiceRequest"})


def is_nameless(book: Codebook, entry: Entry) -> bool:
    """Whether nothing names what an entry is about: no words but placeholders, no code of a system looked up whole.

    One without words and codes is no such entry: it says nothing at all.
    """
    code = entry.tree.get("code")
    concept = as_concept(code.get("concept") if isinstance(code, dict) and "concept" in code else code)
    words = [one for one in (concept.text, *[coding.display for coding in concept.coding]) if (one or "").strip()]
    if any(_is_name(book, one or "") for one in words):
        return False
    codes = [coding for coding in concept.coding if (coding.code or "").strip()]
    in_part = frozenset[str]() if entry.resource_type == "Condition" else LISTED_IN_PART
    return bool(codes or words) and not any(_is_looked_up(book, coding, in_part) for coding in codes)


@lru_cache(maxsize=4096)
def _is_name(book: Codebook, words: str) -> bool:
    """Whether words hold more than placeholders ("Surgery", "see note") and codes ("I63.9", "SCT 230690007").

    A code of ICD-10 that is in no list names what is of no matter, as it does where it stands for a code.
    """
    told = _CALLED_CODE.sub("", words)
    if _CODE.fullmatch(told) is not None:
        return not listed(book, DOMAINS_OF_CONDITIONS, ICD10CM, told.strip())
    return (
        _NO_OPERATION.fullmatch(told) is not None or _WORD.search(without_placeholders(book, DOMAIN, told)) is not None
    )


def _is_looked_up(book: Codebook, coding: Coding, in_part: frozenset[str]) -> bool:
    """Whether a coding was looked for in lists that are whole, under the system it names or one that it is akin to.

    Without any system only the form of ICD-10 tells one: a mere number may be of any. What has not the form of its
    system was looked for in vain.
    """
    if is_known_system(book, coding.system):
        system = canonical_system(coding.system or "")
        form = _FORM.get(system)
        return system not in in_part and (form is None or form.fullmatch(coding.code or "") is not None)
    meant = {system for system, _ in akin(coding.system, coding.code or "")} - in_part
    return bool(meant) if (coding.system or "").strip() else ICD10CM in meant
