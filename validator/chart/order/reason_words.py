"""What the words of an order's reason say it is for, where no code says it.

A reason in words alone names no disease for certain, but it does not leave every disease open either: an order for
"thyroid cancer" is not for the kidney cancer that is on file beside it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from validator.chart.concept import groups_of, is_known_system, words_of
from validator.chart.disease.cancer_words import is_cancer
from validator.chart.disease.named_cancer import without_places
from validator.chart.fact import OTHER_DISEASE, Diagnosis
from validator.fhir.element import CodeableConcept
from validator.frozen import replace
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.coding import ICD10, ICD10CM, normal
from validator.terminology.domain import INDICATIONS, TREATMENT
from validator.terminology.phrase import Phrase, phrases_in

_OFF_LABEL = tuple(
    Phrase(text, frozenset({"off-label"}))
    for text in (
        "off-label", "offlabel", "unlabeled use", "unlabelled use", "unlabeled indication", "unlabelled indication",
        "compassionate use", "expanded access",
    )
)  # fmt: skip
"""The prescriber says that the use is none of the label's."""
_OF_ANY_CANCER = regex(
    r"cancers?|carcinomas?|malignan\w+|neoplas\w+|tumou?rs?|metasta\w+|mets|advanced|locally|progress\w*|recurr\w*|relapsed"
    r"|refractory|unresectable|inoperable|incurable|active|disease|stage|grade|[ivx]+[abc]?|g?\d\w*|solid|primary|unknown"
    r"|unspecified|type|site|sites|laterality|left|right|bilateral|with|without|of|and|or|the|to|in|for|on|clear|cell"
    r"|chromophobe|sarcomatoid|features|histology|diagnosis|treatment|therapy|line|second|first"
    r"|third|oncology|chemo\w*|multiple|lung|bone|brain|node|nodes|lymph|nos|is|s\W?p|status|post|history",
    re.IGNORECASE,
)
"""Words that a reason for any cancer may hold."""


_NO_DISEASE = "Z"
"""The ICD-10 chapter of visits, states and histories."""
_NO_VOWEL = regex(r"[b-df-hj-np-tv-z]{2,6}", re.IGNORECASE)


def of_disease(book: Codebook, concept: CodeableConcept) -> CodeableConcept | None:
    """What a reason says of the disease: itself; of one whose codes tell only a treatment or a visit, its words where
    they are of a cancer or of the use; None where it says nothing of any.

    "Encounter for antineoplastic chemotherapy" is why there is a visit, and not what is treated.
    """
    if not (groups_of(book, TREATMENT, concept) or _is_of_a_visit(book, concept)):
        return concept
    told = tuple(text for text in words_of(concept) if is_cancer(book, CodeableConcept(text=text)))
    told = told or tuple(text for text in words_of(concept) if phrases_in(text, _OFF_LABEL))
    return CodeableConcept(text=told[0]) if told else None


def _is_of_a_visit(book: Codebook, concept: CodeableConcept) -> bool:
    """Whether every code is one of the ICD-10 chapter of what is no disease, and no list of diseases holds any."""
    visits = known = 0
    for coding in concept.coding:
        code = normal(coding.system, coding.code) if coding.code else None
        visits += code is not None and code[0] in (ICD10, ICD10CM) and code[1][:1] == _NO_DISEASE
        known += is_known_system(book, coding.system)
    return visits > 0 and known == visits and not groups_of(book, INDICATIONS, concept)


@lru_cache(maxsize=4096)
def _is_off_label(names: tuple[str, ...]) -> bool:
    """Whether the words of a reason call the use one outside the label."""
    return any(phrases_in(text, _OFF_LABEL) for text in names)


def narrowed(book: Codebook, reason: Diagnosis, concept: CodeableConcept | None) -> Diagnosis:
    """The reason as far as its words go, where they alone leave every disease open.

    Words for the organ or kind of a labelled disease leave that and others; words for another cancer leave all open,
    with a caution, as do words that call the use off-label. A reason that is coded, names no cancer or says only that
    it is one comes back as it is.
    """
    if _is_off_label(words_of(concept)):
        caution = f"the order's reason is {reason.evidence.says}: the prescriber names a use outside the label"
        return replace(reason, cautions=(*reason.cautions, caution))
    if not reason.is_cancer or reason.is_secondary or not book.diseases.names < reason.diseases:
        return reason
    words = without_places(book, " ".join(words_of(concept)))
    if likely := book.diseases.words_for(words):
        return replace(reason, diseases=likely | {OTHER_DISEASE})
    if all(_names_no_cancer(book, word) for word in re.findall(r"\w+", words)):
        return reason
    caution = f"the order's reason is {reason.evidence.says}; the disease was taken from the chart"
    return replace(reason, cautions=(*reason.cautions, caution))


def _names_no_cancer(book: Codebook, word: str) -> bool:
    """Whether a word says nothing of which cancer it is; an abbreviation without a vowel may be anything but a name."""
    if _OF_ANY_CANCER.fullmatch(word):
        return True
    return _NO_VOWEL.fullmatch(word) is not None and not is_cancer(book, CodeableConcept(text=word))
