"""A risk that is the answer of an Observation: "Diagnosis: melena", "Finding by CT: perforation of intestine".

A coded one counts whatever is asked, unless a list knows the question, or its name says that the answer is not what the
patient has now: a history, a relative, a reason to look, a risk. In words it counts only where the question asks for
nothing but what is the matter, went wrong, bleeds or shows in a picture. CLARIFICATIONS A191, A288. Source: FHIR R4
Observation.code, Observation.value[x].
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from validator.chart.concept import any_listed, coded, groups_of, name_of, words_of
from validator.chart.observed.coded_answer import interpreted
from validator.chart.observed.question import LONGEST, asks_listed, words_in
from validator.chart.risk.risk_words import RiskWords, risk_words
from validator.fhir.element import CodeableConcept
from validator.fhir.resource import Observation
from validator.frozen import Frozen
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.domain import RISK
from validator.verdict import Basis, Truth

_NOT_OF_NOW = regex(
    r"\b(?:family|familial|maternal|paternal|mother|father|parents?|siblings?|relatives?|hist(?:ory|oric(?:al)?)|hx|past"
    r"|previous|prior|old|resolved|risks?|screen\w*|rul\w*|exclu\w*|suspected|possible|probable|differential|provisional"
    r"|indications?|reason for (?!visit|admission|encounter)\w+|goals?|plans?|planned|education|instructions?|consent"
    r"|precautions?|requests?|referral|orders?|prevention|prophylaxis|worries|concerns?|fears?|preferences?|pmhx?|fhx?"
    r"|denie[sd]|denials?|negatives?|absent|call|teach\w*|counsel\w*|allerg\w*|intoleranc\w*|donors?|wife|husband|partner|spouse"
    r"|caregivers?|pets?|animals?|contraindicat\w*|when|if|would)\b",
    re.IGNORECASE,
)
_WHAT_IS_THE_MATTER = regex(
    r"\W*(?:(?:primary|secondary|principal|main|final|working|admi(?:ssion|tting)|discharge|clinical|encounter|visit"
    r"|hospital|chief|presenting|current|active|acute|new|other|associated|imaging|radiology|physical|exam(?:ination)?)\W+)*"
    r"(?:diagnos[ie]s|dx|problems?|symptoms?|complaints?|conditions?|findings?|impressions?|assessments?"
    r"|reason for (?:visit|admission|encounter))"
    r"(?:\W+(?:name|code|description|observed|observation|text|finding|interpretation|present|narrative|reported))*\W*",
    re.IGNORECASE,
)


_PICTURE = (
    r"(?:cta?|mra?|mri|pet|xr|cxr|x-?ray|ultrasound|sonogra\w+|doppler|duplex|angiogra\w+|scan|echo\w*|endoscopy|egd"
    r"|colonoscopy)"
)
_OF_IT = (
    r"(?:chest|abdom\w+|pelvi[sc]|thora\w+|brain|head|neck|spine|legs?|lower|upper|extremit(?:y|ies)|left|right|bilateral"
    r"|venous|arterial|vascular|pulmonary|lungs?|liver|renal|kidneys?|pe|dvt|us|imaging|radiology|with|without|w|wo|iv"
    r"|contrast|and|of|the|protocol|stud(?:y|ies)|exam|findings?|impression|results?|report)"
)
_MAY_BE_WRONG = regex(
    r"\W*(?:(?:any|other|new|recent|current|active|acute|treatment|drug|which|what|signs? of|episodes? of|symptoms? of"
    r"|observed|reported)\W+)*"
    r"(?:bleeding|h[ae]*morrhage|toxicit(?:y|ies)|adverse (?:events?|reactions?|effects?)|side effects?|complications?)"
    r"(?:\W+(?:events?|type|description|details?|site|source|comments?|reported|noted|observed|symptoms?"
    r"|since last visit))*\W*"
    rf"|\W*(?:{_OF_IT}\b\W*)*\b{_PICTURE}\b(?:\W|\b(?:{_OF_IT}|{_PICTURE})\b)*",
    re.IGNORECASE,
)
"""Questions for a bleeding, for what went wrong with a treatment, and for what a picture shows."""
_DENIAL = regex(
    r"(?:^|(?<=[.;\n]))\W*(?:no(?!\s+(?:longer|change|improvement|interval))|without|negative|free of)\b"
    r"(?:(?!\b(?:but|however|except|though|although|only)\b)[^.;\n])*",
    re.IGNORECASE,
)
"""A sentence that denies all of its list, as reports of pictures do."""
_OF_PICTURE = regex(rf"\b{_PICTURE}\b", re.IGNORECASE)
_STOOL = regex(
    r"\W*(?:stools?|feces|faeces|bowel movements?|bm)(?:\W+(?:colou?r|appearance|description|character\w*))*\W*",
    re.IGNORECASE,
)
"""What is said of it is a finding with its name behind it: "black, tarry"."""
_STOOLS = "stools"
NAMING = frozenset({"valueCodeableConcept", "valueString", "valueBoolean"})
"""Elements of an answer that can be a name or a yes."""


class AnsweredFinding(Frozen):
    """The groups of one risk that an answer names, its name, the element below the Observation, and what tells it."""

    groups: frozenset[str]
    name: str
    element: str
    basis: Basis
    is_history: bool = False


def may_name(tree: Mapping[str, Any]) -> bool:
    """Whether an Observation, or a part of it, has an answer that could be a name or a yes, be it coded or in words."""
    if not NAMING.isdisjoint(tree):
        return True
    parts = tree.get("component")
    # Written out: this is asked of every result of a chart, and hardly any has such a part.
    for part in parts if isinstance(parts, list) else ():
        if isinstance(part, dict) and not NAMING.isdisjoint(part):
            return True
    return False


def may_answer(book: Codebook, part: Mapping[str, Any]) -> bool:
    """Whether the answer of an Observation, or of a part of it, may name a risk. Cheap: nothing is decoded."""
    value = part.get("valueCodeableConcept")
    if value is not None and any_listed(book, (RISK,), value):
        return True
    if not isinstance(value, dict) and not isinstance(part.get("valueString"), str):
        return False
    return asks_what_is_the_matter(words_in(part.get("code")))


@lru_cache(maxsize=8192)
def asks_what_is_the_matter(names: tuple[str, ...]) -> bool:
    """Whether the names of a question ask for a diagnosis, a problem or a finding, and for nothing more."""
    return any(
        _WHAT_IS_THE_MATTER.fullmatch(name) or _MAY_BE_WRONG.fullmatch(name) or _STOOL.fullmatch(name) for name in names
    )


def is_not_of_now(name: str) -> bool:
    """Whether the name of a question says that its answer is not what the patient has now."""
    return _NOT_OF_NOW.search(name) is not None


def answered(book: Codebook, part: Observation, *, is_open_too: bool = False) -> tuple[AnsweredFinding, ...]:
    """The risks that the answer of an Observation, or of a part of it, states; `is_open_too`: or leaves open."""
    value = part.value_codeable_concept
    if value is None and not part.value_string:
        return ()
    names = words_of(part.code)
    if asks_listed(book, part.code):
        return ()
    if any(map(is_not_of_now, names)):
        return ()
    if Truth.FALSE in set(map(interpreted, part.interpretation)):
        return ()
    groups = groups_of(book, RISK, value)
    if listed := groups - book.of_role(RISK, "operation"):
        name = name_of(value, coded(book, RISK, value))
        return (AnsweredFinding(listed, name, "valueCodeableConcept", Basis.CODED),)
    if groups or not asks_what_is_the_matter(names):
        return ()
    element = "valueString" if value is None else "valueCodeableConcept"
    text = part.value_string
    if text is not None and any(map(_OF_PICTURE.search, names)):
        text = _DENIAL.sub(" ", text)
    said = _said(book, value, text, is_of_stool=any(map(_STOOL.fullmatch, names)))
    return tuple(
        [
            AnsweredFinding(told.groups, f'"{told.phrase}"', element, Basis.TEXT, told.is_history)
            for told in (*said.told, *(said.left_open if is_open_too else ()))
        ]
    )


def _said(book: Codebook, value: CodeableConcept | None, text: str | None, *, is_of_stool: bool = False) -> RiskWords:
    if is_of_stool:
        texts = words_of(value) if value is not None else (text or "",)
        told = ", ".join(f"{one} {_STOOLS}" for one in texts if one and len(one) <= LONGEST)
        return risk_words(book, CodeableConcept(text=told), frozenset()) if told else RiskWords()
    if value is not None:
        return risk_words(book, value, frozenset())
    if text is None or len(text) > LONGEST:
        return RiskWords()
    return risk_words(book, CodeableConcept(text=text), frozenset())
