"""How the tumor looks under the microscope: grade and differentiation, from codes, grade Observations and diagnoses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from validator.chart.concept import Coded, coded, groups_of, name_of
from validator.chart.fact import Differentiation
from validator.chart.reader import Reader, dated, evidence
from validator.fhir.element import CodeableConcept, Coding
from validator.fhir.entry import Entry
from validator.fhir.resource import Observation
from validator.instant import PartialDate
from validator.terminology.coding import ICD10CM, ICDO3, morphology_and_grade, normal
from validator.verdict import Basis

DOMAIN = "differentiation-grade"
GRADE_QUESTION = "question:grade"
HISTOLOGY_QUESTION = "question:histology"

_LEVELS = {
    "diff:well": "well",
    "diff:well_to_moderate": "low-grade",
    "diff:moderate": "moderate",
    "diff:poor": "poor",
    "diff:poor_to_undifferentiated": "poor",
    "diff:undifferentiated": "undifferentiated",
    "diff:low_grade": "low-grade",
    "diff:intermediate_grade": "intermediate-grade",
    "diff:high_grade": "high-grade",
    "diff:uncertain": "uncertain",
    "grade:G1": "G1",
    "grade:G2": "G2",
    "grade:G3": "G3",
    "grade:G4": "G4",
    "grade:GX": "GX",
}

# ICD-10-CM gives poorly differentiated neuroendocrine tumors their own code, C7A.1, so a malignant carcinoid C7A.0-
# is well-differentiated by classification. The codes stand for a block, not for a list that could grow.
_CARCINOID_BLOCK = "C7A0"
CLASSIFICATION_NOTE = "well-differentiated by classification: ICD-10-CM puts poorly differentiated tumors under C7A.1"

_WRITTEN = re.compile(
    r"(?P<net>net|neuroendocrine tumou?r)?[ ,:-]*(?:who |ajcc |histologic(?:al)? |tumou?r )*"
    r"(?:(?:grade |g)(?P<grade>[1-4x]|i{1,3}|iv)|(?P<words>well|moderately|poorly)[ -]differentiated"
    r"|(?P<un>undifferentiated))"
    r"(?: (?P<net_after>net|neuroendocrine tumou?r))?",
    re.IGNORECASE,
)
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_WORDS = {"well": "well", "moderately": "moderate", "poorly": "poor"}


def levels_of(groups: frozenset[str]) -> tuple[str, ...]:
    """The levels that groups of differentiation-grade state, in a fixed order; questions state none."""
    return tuple(level for group, level in _LEVELS.items() if group in groups)


def of_concept(
    reader: Reader, entry: Entry, concept: CodeableConcept | None, element: str, day: PartialDate | None
) -> Iterator[Differentiation]:
    """The differentiation that a diagnosis or morphology carries in its code.

    A C7A.0- code is well-differentiated by classification (basis derived) unless another coding of the same concept
    says more.
    """
    if concept is None:
        return
    found = coded(reader.book, DOMAIN, concept)
    stated = False
    for one in found:
        for level in levels_of(one.groups):
            stated = True
            yield Differentiation(level, evidence(entry, dated(name_of(concept, (one,)), day), element), day)
    if not stated:
        for coding in concept.coding:
            code = normal(coding.system, coding.code)
            if code is not None and code[0] == ICD10CM and code[1].startswith(_CARCINOID_BLOCK):
                says = f"{name_of(concept, (Coded(coding, frozenset(), None),))} ({CLASSIFICATION_NOTE})"
                yield Differentiation("well", evidence(entry, says, element, Basis.DERIVED), day)
                return


def of_observation(
    reader: Reader, entry: Entry, body: Observation, groups: frozenset[str], day: PartialDate | None
) -> Iterator[Differentiation]:
    """The answer of a grade or histology Observation: coded, or the whole of its text a grade (`G2`, `NET G3`).

    `NET G3` is well-differentiated: a neuroendocrine carcinoma is never called a tumor with a grade.
    """
    if groups.isdisjoint({GRADE_QUESTION, HISTOLOGY_QUESTION}):
        return
    value = body.value_codeable_concept
    if value is not None:
        element = "valueCodeableConcept"
        found = coded(reader.book, DOMAIN, value)
        if HISTOLOGY_QUESTION in groups or any(levels_of(one.groups) for one in found):
            yield from of_concept(reader, entry, value, element, day)
            return
    if GRADE_QUESTION not in groups:
        return
    for text, element in (
        (body.value_string, "valueString"),
        (value.text if value else None, "valueCodeableConcept.text"),
    ):
        level = written_level(text)
        if level is not None:
            says = dated(f"grade {text}", day)
            yield Differentiation(level, evidence(entry, says, element, Basis.TEXT), day)
            return
    if value is not None or body.value_string is not None:
        reader.set_aside(entry, "has a grade that is not one of the grades known here")


def written_level(text: str | None) -> str | None:
    """The level when the whole text is a grade; None otherwise."""
    if text is None:
        return None
    matched = _WRITTEN.fullmatch(" ".join(text.split()).strip(" ."))
    if matched is None:
        return None
    if matched["grade"]:
        digit = _ROMAN.get(matched["grade"].lower(), matched["grade"].upper())
        is_net = matched["net"] or matched["net_after"]
        return "well" if is_net and digit in "123" else f"G{digit}"
    return "undifferentiated" if matched["un"] else _WORDS[matched["words"].lower()]


def without_grade_digit(concept: CodeableConcept) -> tuple[CodeableConcept, bool]:
    """The concept with six-digit ICD-O-3 morphologies (`8240/31`) cut to their behavior digit, and whether any was cut.

    The sixth digit is a grade, but the list of its meanings is unverified, so it is not evidence.
    """
    cut = False
    codings = []
    for coding in concept.coding:
        code = normal(coding.system, coding.code)
        base, digit = morphology_and_grade(code[1]) if code is not None and code[0] == ICDO3 else ("", None)
        if digit is None:
            codings.append(coding)
        else:
            codings.append(Coding(system=coding.system, code=base, display=coding.display))
            cut = True
    return (CodeableConcept(coding=tuple(codings), text=concept.text), True) if cut else (concept, False)


def question_groups(reader: Reader, concept: CodeableConcept | None) -> frozenset[str]:
    """The groups of an Observation's code."""
    return groups_of(reader.book, DOMAIN, concept)
