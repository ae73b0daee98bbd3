"""How the tumor looks under the microscope: grade and differentiation, from codes, grade Observations and diagnoses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import get_args

from validator.chart.concept import Coded, coded, groups_of, name_of
from validator.chart.fact import Differentiation
from validator.chart.reader import Reader, dated, evidence
from validator.chart.text import phrase_groups
from validator.fhir.element import CodeableConcept, Coding
from validator.fhir.entry import Entry
from validator.fhir.resource import Observation
from validator.instant import PartialDate
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.coding import ICDO3, morphology_and_grade, normal
from validator.terminology.domain import DIFFERENTIATION
from validator.terminology.set_extension import ByClassification, Level, OnlyWithCaution, ShowsDifferentiation
from validator.verdict import Basis

DOMAIN = DIFFERENTIATION

_WRITTEN = regex(
    r"(?P<net>net|neuroendocrine tumou?r)?[ ,:-]*(?:who |ajcc |histologic(?:al)? |tumou?r )*"
    r"(?:(?:grade |g)(?P<grade>[1-4x]|i{1,3}|iv)|(?P<words>well|moderately|poorly)[ -]differentiated"
    r"|(?P<un>undifferentiated))"
    r"(?: (?P<net_after>net|neuroendocrine tumou?r))?",
    re.IGNORECASE,
)
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_WORDS = {"well": "well", "moderately": "moderate", "poorly": "poor"}


def asks_grade(book: Codebook, groups: frozenset[str]) -> bool:
    """Whether the groups of an Observation's code ask for the grade."""
    return bool(groups) and not groups.isdisjoint(book.of_role(DOMAIN, "grade-question"))


def asks_histology(book: Codebook, groups: frozenset[str]) -> bool:
    """Whether the groups of an Observation's code ask for the histology."""
    return bool(groups) and not groups.isdisjoint(book.of_role(DOMAIN, "histology-question"))


@lru_cache(maxsize=1024)
def levels_of(book: Codebook, groups: frozenset[str]) -> tuple[str, ...]:
    """The levels that groups of differentiation-grade state, in a fixed order; questions state none.

    What follows from a classification only is not stated: see `_by_classification`.
    """
    found = {
        shown.value_code
        for one in book.sets_of(DOMAIN)
        if one.group in groups and not one.said(ByClassification)
        for shown in one.said(ShowsDifferentiation)
    }
    return tuple(level for level in get_args(Level) if level in found)


@lru_cache(maxsize=1024)
def _by_classification(book: Codebook, groups: frozenset[str]) -> tuple[tuple[str, str, str], ...]:
    """The levels that follow from how a classification is cut, each with the note that tells why, and its caution."""
    return tuple(
        (shown.value_code, why.value_string, next((one.value_string for one in one.said(OnlyWithCaution)), ""))
        for one in book.sets_of(DOMAIN)
        if one.group in groups
        for why in one.said(ByClassification)
        for shown in one.said(ShowsDifferentiation)
    )


def of_concept(
    reader: Reader, entry: Entry, concept: CodeableConcept | None, element: str, day: PartialDate | None
) -> Iterator[Differentiation]:
    """The differentiation that a diagnosis or morphology carries in its code.

    What follows from a classification (C7A.0- is well-differentiated, since C7A.1 is not) has the basis derived, and
    gives way to another coding of the same concept that says more.
    """
    if concept is None:
        return
    found = coded(reader.book, DOMAIN, concept)
    stated = False
    for one in found:
        for level in levels_of(reader.book, one.groups):
            stated = True
            yield Differentiation(level, evidence(entry, dated(name_of(concept, (one,)), day), element), day)
    if not stated:
        for one in found:
            for level, why, caution in _by_classification(reader.book, one.groups):
                says = f"{name_of(concept, (Coded(one.coding, frozenset(), None),))} ({why})"
                yield Differentiation(level, evidence(entry, says, element, Basis.DERIVED), day, caution=caution)
                return


def of_text(
    reader: Reader, entry: Entry, text: str | None, element: str, day: PartialDate | None
) -> Iterator[Differentiation]:
    """The differentiation that listed phrases state in the words of a diagnosis; basis text."""
    if text is None:
        return
    for phrase, groups in phrase_groups(reader.book, DOMAIN, text):
        for level in levels_of(reader.book, groups):
            yield Differentiation(level, evidence(entry, dated(f'"{phrase}"', day), element, Basis.TEXT), day)


def of_observation(
    reader: Reader, entry: Entry, body: Observation, groups: frozenset[str], day: PartialDate | None
) -> Iterator[Differentiation]:
    """The answer of a grade or histology Observation: coded, or the whole of its text a grade (`G2`, `NET G3`).

    `NET G3` is well-differentiated: a neuroendocrine carcinoma is never called a tumor with a grade.
    """
    is_of_grade, is_of_histology = asks_grade(reader.book, groups), asks_histology(reader.book, groups)
    if not is_of_grade and not is_of_histology:
        return
    value = body.value_codeable_concept
    if value is not None:
        element = "valueCodeableConcept"
        found = coded(reader.book, DOMAIN, value)
        if is_of_histology or any(levels_of(reader.book, one.groups) for one in found):
            yield from of_concept(reader, entry, value, element, day)
            return
    if not is_of_grade:
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
