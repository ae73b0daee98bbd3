"""Routes of administration, in the code systems and words that charts use."""

from __future__ import annotations

import re
from functools import lru_cache

from validator.chart.concept import words_of
from validator.fhir.element import CodeableConcept
from validator.regex import regex

ORAL = "oral"
TUBE = "enteral-tube"
LOCAL = "local"
OTHER = "other"
UNKNOWN = "unknown"

_ROUTES = {
    # SNOMED CT
    "26643006": ORAL,
    "127490009": TUBE,  # gastrostomy
    "127491008": TUBE,  # jejunostomy
    "127492001": TUBE,  # nasogastric
    "6064005": LOCAL,  # topical
    "54485002": LOCAL,  # ophthalmic
    "16857009": LOCAL,  # vaginal
    "10547007": LOCAL,  # otic
    "418401004": LOCAL,  # intravitreal
    "47625008": OTHER,  # intravenous
    "34206005": OTHER,  # subcutaneous
    "78421000": OTHER,  # intramuscular
    "46713006": OTHER,  # nasal
    "37161004": OTHER,  # rectal
    "37839007": OTHER,  # sublingual
    "54471007": OTHER,  # buccal
    "45890007": OTHER,  # transdermal
    # HL7 v3 RouteOfAdministration
    "PO": ORAL,
    "SWALLOW": ORAL,
    "NGT": TUBE,
    "OGT": TUBE,
    "GTT": TUBE,
    "GJT": TUBE,
    "JJTINSTL": TUBE,
    "IV": OTHER,
    "IVINJ": OTHER,
    "IVITINJ": LOCAL,  # intravitreal
    "SQ": OTHER,
    "IM": OTHER,
    "SL": OTHER,
    "PR": OTHER,
    # EDQM Standard Terms
    "20053000": ORAL,
    # NCI Thesaurus
    "C38288": ORAL,
    "C38304": LOCAL,  # topical
    "C38287": LOCAL,  # ophthalmic
    "C38313": LOCAL,  # vaginal
    "C38276": OTHER,  # intravenous
    "C38299": OTHER,  # subcutaneous
}
_WORDS = (
    (TUBE, regex(r"\b(?:enteral|tube|ng|ngt|peg|gastrostomy|jejunostomy|nasogastric|naso-gastric)\b", re.I)),
    (
        LOCAL,
        regex(r"\b(?:topical|cutaneous|ophthalmic|ocular|vaginal|otic|eye|ear|skin|scalp|intravitreal(?:ly)?)\b", re.I),
    ),
    (
        OTHER,
        regex(
            r"\b(?:intravenous|iv|subcutaneous|sc|sq|subq|intramuscular|im|rectal(?:ly)?|pr|sublingual|sl|buccal|nasal"
            r"|transdermal|inhal\w+|intrathecal|injection|infusion)\b",
            re.I,
        ),
    ),
    (ORAL, regex(r"\b(?:oral(?:ly)?|by mouth|po|per os|p\.o\.?|swallow)(?:\b|(?<=\.))", re.I)),
)


@lru_cache(maxsize=4096)
def route_of(concept: CodeableConcept | None) -> str | None:
    """`oral`, `enteral-tube`, `local` (skin, eye, ear, vagina), `other` or `unknown`; None where no route is told.

    Codings that name different routes are `unknown`. Words decide only where no coding is known. Sources: SNOMED CT,
    HL7 v3 RouteOfAdministration, EDQM Standard Terms, NCI Thesaurus.
    """
    if concept is None:
        return None
    found = _coded(concept)
    if not found:
        found = {route for words in words_of(concept) if (route := _worded(words)) is not None}
    if len(found) == 1:
        return found.pop()
    return UNKNOWN if found or words_of(concept) or concept.coding else None


@lru_cache(maxsize=4096)
def told_route(concept: CodeableConcept | None) -> str | None:
    """The route with what the words beside its code say: a text or a local display that names another one counts.

    A tube alone in the words is the tube, since systems have one code for what is taken by mouth and by tube; any other
    difference, or both in one text, is `unknown`.
    """
    route = route_of(concept)
    if concept is None or route in (None, UNKNOWN):
        return route
    texts = [concept.text or "", *[one.display or "" for one in concept.coding if not _is_known(one.code)]]
    said = {name for name, pattern in _WORDS for words in texts if pattern.search(words)}
    if not said - {route}:
        return route
    return TUBE if said == {TUBE} and route == ORAL else UNKNOWN


def _is_known(code: str | None) -> bool:
    return (code or "").strip() in _ROUTES


def _coded(concept: CodeableConcept) -> set[str]:
    return {_ROUTES[(coding.code or "").strip()] for coding in concept.coding if _is_known(coding.code)}


def _worded(words: str) -> str | None:
    return next((name for name, pattern in _WORDS if pattern.search(words)), None)
