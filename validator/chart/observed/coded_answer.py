"""Yes or no, positive or negative: the coded answers that FHIR servers give to such questions."""

from __future__ import annotations

import re
from typing import Any

from validator.fhir.element import CodeableConcept, Coding
from validator.regex import regex
from validator.terminology.coding import LOINC, SNOMED, canonical_system
from validator.verdict import Truth

_INTERPRETATION = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
_YES_NO = "http://terminology.hl7.org/CodeSystem/v2-0136"

_SAYS_YES = regex(r"(?:yes|y|true|daily|currently|current|positive|taking|takes)\.?", re.IGNORECASE)
_YES_IN_FORMS = frozenset({"Y", "373066001", "LA33-6"})
"""Yes in HL7's table 0532, SNOMED CT and LOINC."""

_NO_ANSWER = frozenset(
    {
        "http://terminology.hl7.org/CodeSystem/data-absent-reason",
        "http://terminology.hl7.org/CodeSystem/v3-NullFlavor",
    }
)
"""Code systems each code of which says that there is no answer, and why."""
_NO_ANSWER_CODES = frozenset(
    {
        (SNOMED, "261665006"),  # Unknown
        (SNOMED, "27167005"),  # MX category
        (LOINC, "LA4489-6"),  # Unknown
    }
)
_NO_ANSWER_WORDS = frozenset(
    {
        "unknown",
        "not known",
        "not assessed",
        "cannot be assessed",
        "not evaluated",
        "n/a",
        "not applicable",
        "not available",
        "not reported",
        "not stated",
        "not determined",
        "not done",
        "not performed",
        "not staged",
        "unstaged",
        "deferred",
        "tbd",
        "to be determined",
        "to follow",
        "awaiting",
        "awaited",
        "pending",
        "result pending",
        "results pending",
        "pathology pending",
        "histology pending",
        "biopsy pending",
        "in process",
        "invalid",
        "complete",
        "completed",
        "done",
        "performed",
        "reviewed",
        "received",
        "collected",
        "final",
        "mx",
        "cmx",
        "pmx",
        "tx",
        "nx",
    }
)

_AGREEMENT = {
    (SNOMED, "373066001"): Truth.TRUE,  # Yes
    (SNOMED, "373067005"): Truth.FALSE,  # No
    (SNOMED, "261665006"): Truth.UNKNOWN,  # Unknown
    (LOINC, "LA33-6"): Truth.TRUE,  # Yes
    (LOINC, "LA32-8"): Truth.FALSE,  # No
    (_YES_NO, "Y"): Truth.TRUE,
    (_YES_NO, "N"): Truth.FALSE,
}
_PRESENCE = {
    (SNOMED, "10828004"): Truth.TRUE,  # Positive
    (SNOMED, "260373001"): Truth.TRUE,  # Detected
    (SNOMED, "52101004"): Truth.TRUE,  # Present
    (SNOMED, "2667000"): Truth.FALSE,  # Absent
    (LOINC, "LA9633-4"): Truth.TRUE,  # Present
    (LOINC, "LA9634-2"): Truth.FALSE,  # Absent
    (SNOMED, "260385009"): Truth.FALSE,  # Negative
    (SNOMED, "260415000"): Truth.FALSE,  # Not detected
    (LOINC, "LA6576-8"): Truth.TRUE,  # Positive
    (LOINC, "LA6577-6"): Truth.FALSE,  # Negative
    (LOINC, "LA11882-0"): Truth.TRUE,  # Detected
    (LOINC, "LA11883-8"): Truth.FALSE,  # Not detected
    (_INTERPRETATION, "POS"): Truth.TRUE,
    (_INTERPRETATION, "DET"): Truth.TRUE,
    (_INTERPRETATION, "NEG"): Truth.FALSE,
    (_INTERPRETATION, "ND"): Truth.FALSE,
}
_PRESENCE_WORDS = {
    "positive": Truth.TRUE,
    "pos": Truth.TRUE,
    "+": Truth.TRUE,
    "reactive": Truth.TRUE,
    "detected": Truth.TRUE,
    "negative": Truth.FALSE,
    "neg": Truth.FALSE,
    "-": Truth.FALSE,
    "nonreactive": Truth.FALSE,
    "non-reactive": Truth.FALSE,
    "not detected": Truth.FALSE,
} | {
    # German, Spanish, French
    **dict.fromkeys(("positiv", "positivo", "positiva", "positif"), Truth.TRUE),
    **dict.fromkeys(("negativ", "negativo", "negativa", "négatif", "négative", "negatif"), Truth.FALSE),
}
_DEGREE = regex(r"^(?:weak|faint|strong|low|high)(?:ly)?[ -]+(?=positive$|pos$|reactive$|\+$)")
_FLAG = regex(r" *\((?:a|abnormal|h|n|normal|\+|-)\)$")


def agreement(concept: CodeableConcept | None) -> Truth | None:
    """What a yes/no/unknown answer says; None when no coding is such an answer, UNKNOWN when they disagree."""
    said = _only(concept, _AGREEMENT)
    return Truth.UNKNOWN if said is None and concept is not None and is_no_answer(concept) else said


def is_no_answer(concept: CodeableConcept | None, text: str | None = None) -> bool:
    """Whether an answer, coded or the whole of a text, only says that nobody knows: it is neither a yes nor a no.

    All codings must say so; the text of a concept counts where it has none.
    """
    if concept is not None and concept.coding:
        return all(_says_nobody_knows(coding) or _is_no_word(coding.display) for coding in concept.coding)
    return _is_no_word(concept.text if concept is not None else text)


def _is_no_word(words: str | None) -> bool:
    return words is not None and " ".join(words.lower().split()).strip(" .-") in _NO_ANSWER_WORDS


def _says_nobody_knows(coding: Coding) -> bool:
    if not coding.system or not coding.code:
        return False
    system = canonical_system(coding.system)
    return system in _NO_ANSWER or (system, coding.code) in _NO_ANSWER_CODES


def presence(concept: CodeableConcept | None) -> Truth | None:
    """Whether a test result is positive (detected) or negative; None when no coding says so."""
    return _only(concept, _PRESENCE)


def presence_in_words(text: str | None) -> Truth | None:
    """As `presence`, for a result whose whole text is one of these words; a flag behind it or a degree before it
    changes nothing: weakly positive is positive."""
    return _PRESENCE_WORDS.get(_DEGREE.sub("", _FLAG.sub("", text.lower()).strip(" ."))) if text else None


def interpreted(concept: CodeableConcept) -> Truth | None:
    """Whether an interpretation says positive or negative: by its codes, and where it has none by its text."""
    return presence(concept) if concept.coding else presence_in_words(concept.text)


def _only(concept: CodeableConcept | None, meanings: dict[tuple[str, str], Truth]) -> Truth | None:
    if concept is None:
        return None
    said: set[Truth] = set()
    for coding in concept.coding:
        if coding.system and coding.code and (key := (canonical_system(coding.system), coding.code)) in meanings:
            said.add(meanings[key])
    if not said:
        return None
    return said.pop() if len(said) == 1 else Truth.UNKNOWN


MAY_SAY_YES = frozenset({"valueBoolean", "valueCodeableConcept", "valueCoding", "valueString"})
"""The elements of which one has to be there."""


def behind_yes(text: str) -> str | None:
    """What stands behind a yes at the beginning of an answer ("Yes, today", "Y - twice").

    None where the answer does not begin with one, or takes it back: it was years ago, is over, or is somebody else's.
    """
    found = _YES_AND_MORE.match(text)
    if found is None or _TAKES_BACK.search(found["more"]):
        return None
    return found["more"].strip()


_YES_AND_MORE = regex(r"\W*(?:yes|y|true|positive|present)\b(?P<more>[\s,;:.(\u2013-].*)$", re.IGNORECASE | re.DOTALL)
_TAKES_BACK = regex(
    r"\b(?:no|not|never|none|denie[sd]|wife|husband|partner|spouse|mother|father|parents?|sister|brother|son|daughter|family"
    r"|relatives?|years?|resolved|past|previous(?:ly)?|prior|history|hx|child\w*|stopped|before|formerly|once|used\s+to|was"
    r"|unknown|unsure|maybe|possibl[ey]|if|when|discussed|aware|understands?|educat\w*|counsel\w*|screen\w*|reviewed|verified"
    r"|risk|n/a)\b|n't\b|\?",
    re.IGNORECASE,
)


def is_yes(answer: dict[str, Any]) -> bool:
    """Whether an answer of an Observation or a form says yes. Source: FHIR R4 Observation.value[x], answer.value[x]."""
    if MAY_SAY_YES.isdisjoint(answer):
        return False
    concept = answer.get("valueCodeableConcept")
    concept = concept if isinstance(concept, dict) else {}
    listed = concept.get("coding")
    found = (answer.get("valueCoding"), *(listed if isinstance(listed, list) else ()))
    words = [answer.get("valueString"), concept.get("text")]
    for coding in found:
        if isinstance(coding, dict):
            words.append(coding.get("display"))
            if isinstance(code := coding.get("code"), str) and code in _YES_IN_FORMS:
                return True
    for one in words:
        if isinstance(one, str) and (_SAYS_YES.fullmatch(one.strip()) or behind_yes(one) is not None):
            return True
    return answer.get("valueBoolean") is True
