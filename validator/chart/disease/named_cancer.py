"""Which cancer words alone name: one of a labelled organ or kind, one of another, or no one in particular.

Words name nothing for certain, but they do not leave everything open either: "Metastatic breast cancer" is no kidney
cancer that has spread, and "Well differentiated thyroid cancer" no graded tumor of the pancreas. The words for other
cancers are data (role `of-another-disease`). CLARIFICATIONS A280, a project choice.
"""

from __future__ import annotations

import re
from functools import lru_cache

from validator.chart.concept import words_of
from validator.chart.disease.cancer_words import may_spread, names_another, names_another_at_all
from validator.chart.fact import OTHER_DISEASE
from validator.fhir.element import CodeableConcept
from validator.regex import regex
from validator.terminology.codebook import Codebook

_SPREAD_TO = regex(
    r"\b(?:metasta\w+|mets|spread)\b(?:\s+\w+){0,3}?\s+to\b[^,;.]*|\b(?:metastas[ei]s|mets)\s+(?:in|of)\b[^,;.]*"
    r"|\b\w+\s+(?:metastas[ei]s|mets)\b|\bsecondary\b[^,;.]*"
    r"|\bmetasta\w+\s+(?:\w+\s+)?(?:cancer|carcinoma|disease|malignancy|neoplasm|tumou?r)\s*[,:(-]\s*[^;.]*",
    re.IGNORECASE,
)
"""Words that name the place a cancer has spread to: "metastatic cancer to liver" is no cancer of the liver."""
_BRACKETED = regex(r"\(\s*([A-Z]{2,6})\s*\)")
"""Behind a name: a labelled disease's abbreviation ends names of many vendors' problem lists as a mark of billing."""

_PARTED = regex(r"[\s:,;()]+")
_KIND = regex(r"(?:\b[\w-]+[- ]cell\s+)?\b\w*(?:carcin|[a-z]{3})oma\b", re.IGNORECASE)
"""A kind of tumor, as pathologists name one: what is left of the words beside it is where it grows."""
_OF_SKIN = regex(r"\b(?:skin|cutaneous)\b.*\bsquamous\b|\bsquamous\b.*\b(?:skin|cutaneous)\b", re.IGNORECASE)
_HAS_SPREAD = regex(r"\bmet(?:s|asta\w*)\b", re.IGNORECASE)


def without_places(book: Codebook, words: str) -> str:
    """The words of a cancer without those that tell where it has spread to, and without marks of billing."""
    words = _SPREAD_TO.sub(" ", words)
    return _BRACKETED.sub(lambda found: " " if book.diseases.words_for(found[1]) else found[0], words)


@lru_cache(maxsize=4096)
def left_by_words(book: Codebook, concept: CodeableConcept | None) -> frozenset[str] | None:
    """The diseases that the words of a cancer leave possible, another one always among them; None where they name none
    in particular, or name one only of somebody else, of the past or in doubt."""
    named: frozenset[str] = frozenset()
    is_another = False
    for text in words_of(concept):
        told = without_places(book, text)
        rest, is_stated = names_another(book, told)
        is_another = is_another or is_stated
        named |= book.diseases.words_for(rest)
    return named | {OTHER_DISEASE} if named or is_another else None


def is_of_another_organ(book: Codebook, text: str, *, names_kind: bool) -> bool:
    """Whether the words of a pathologist state a cancer of another organ than a label's, or one that does not spread.

    False where they tell of spread, name an organ of a label or doubt what they name. A kind that may be of a labelled
    organ (`names_kind`) is of another only where it does not spread from there: of the skin.
    """
    words = _PARTED.sub(" ", text)
    if _HAS_SPREAD.search(words) or book.diseases.words_for(words):
        return False
    if not may_spread(book, CodeableConcept(text=words)):
        return True
    if not names_another(book, words)[1]:
        return False
    return names_another_at_all(book, _KIND.sub("cancer", words)) if not names_kind else bool(_OF_SKIN.search(words))
