"""Whether a Condition or an event is severe: by the code or words of its severity, a grade beside it, or its own words.

Codes and words are the value set of the domain `severity-of-condition`. Grades of CTCAE come as severity, as a stage,
or in an extension whose address holds its name; there is no standard one. Source: FHIR R4 Condition.severity, stage;
AdverseEvent.severity, seriousness.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from validator.chart.concept import as_concept, groups_of, words_of
from validator.chart.words.text import mentions_of
from validator.fhir.element import CodeableConcept
from validator.fhir.resource import Condition
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.domain import SEVERITY
from validator.terminology.governing import Sense

_GRADE = regex(r"ctc(?:ae)?[-_]?grad", re.IGNORECASE)
_VALUES = ("valueInteger", "valueCode", "valueString")


@lru_cache(maxsize=8192)
def is_said_severe(book: Codebook, concept: CodeableConcept | None, *, or_doubted: bool = False) -> bool:
    """Whether a concept says that something is severe, or was treated as only what is severe is.

    `or_doubted`: or that it may be. False where a folder has no list of what is severe.
    """
    if concept is None or SEVERITY not in book.domains:
        return False
    severe = book.of_role(SEVERITY, "says-severe")
    senses = (Sense.STATED, Sense.DOUBTED) if or_doubted else (Sense.STATED,)
    told = (one for words in words_of(concept) for one in mentions_of(book, SEVERITY, words) if one.sense in senses)
    return bool(groups_of(book, SEVERITY, concept) & severe) or any(one.phrase.groups & severe for one in told)


def is_severe(book: Codebook, body: Condition, tree: dict[str, Any]) -> bool:
    """Whether anything in a Condition that is a risk says that it is severe. What is not told is not severe."""
    concepts = (body.severity, body.code, *(stage.summary for stage in body.stage), *_grades(body, tree))
    return any(is_said_severe(book, concept) for concept in concepts)


def is_event_severe(book: Codebook, tree: dict[str, Any]) -> bool:
    """Whether what stands beside an event, in undecoded JSON, says that it is severe or serious, or grades it so."""
    extensions = tree.get("extension")
    graded = [
        one
        for one in (extensions if isinstance(extensions, list) else ())
        if isinstance(one, dict) and _GRADE.search(str(one.get("url", "")))
    ]
    told = as_concept(tree.get("severity"))
    grades = [as_concept(one.get("valueCodeableConcept")) for one in graded]
    grades += [as_concept({"coding": [one.get("valueCoding")]}) for one in graded]
    concepts = [told, *grades]
    concepts += [CodeableConcept(text=f"grade {one[name]}") for one in graded for name in _VALUES if name in one]
    # A code without a name says what it means: `severe`, and in a grade `3`.
    spelt = [CodeableConcept(text=coding.code) for coding in told.coding if coding.code]
    spelt += [CodeableConcept(text=f"grade {coding.code}") for one in grades for coding in one.coding if coding.code]
    is_serious = any(coding.code == _SERIOUS for coding in as_concept(tree.get("seriousness")).coding)
    return is_serious or any(is_said_severe(book, one) for one in (*concepts, *spelt))


_SERIOUS = "serious"
"""In hospital for it, disabled, or worse. Source: FHIR R4 adverse-event-seriousness."""


def _grades(body: Condition, tree: dict[str, Any]) -> tuple[CodeableConcept, ...]:
    """The grades in extensions, a bare number as "grade 3"."""
    found: list[CodeableConcept] = []
    for extension in body.extension:
        if _GRADE.search(extension.url):
            coding = (extension.value_coding,) if extension.value_coding is not None else ()
            found += [extension.value_codeable_concept or CodeableConcept(coding=coding)]
    raw = tree.get("extension")
    for one in raw if isinstance(raw, list) else ():
        if isinstance(one, dict) and _GRADE.search(str(one.get("url", ""))):
            found += [CodeableConcept(text=f"grade {one[name]}") for name in _VALUES if name in one]
    return tuple(found)
