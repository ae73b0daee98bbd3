"""How the tumor looks under the microscope: grade and differentiation, from codes, grade Observations and diagnoses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import repeat
from operator import attrgetter, itemgetter
from typing import get_args

from validator.chart.concept import Coded, coded, is_known_system, name_of, sure_groups
from validator.chart.disease.grade_words import answered_level, levels_in, poor_words_in
from validator.chart.disease.growth_words import is_high
from validator.chart.disease.tumor_name import grades_in, net_grades_in
from validator.chart.fact import Differentiation
from validator.chart.observed.answer_text import is_answered, texts_of
from validator.chart.observed.coded_answer import is_no_answer
from validator.chart.reader import Reader, dated, evidence
from validator.chart.words.sure_words import is_quoted, sentences_of
from validator.chart.words.text import mentions_of
from validator.fhir.element import CodeableConcept, Coding
from validator.fhir.entry import Entry
from validator.fhir.resource import Observation
from validator.instant import PartialDate
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.coding import ICDO3, morphology_and_grade, normal
from validator.terminology.domain import DIFFERENTIATION
from validator.terminology.governing import Sense
from validator.terminology.set_extension import ByClassification, Level, OnlyWithCaution, ShowsDifferentiation
from validator.verdict import Basis

DOMAIN = DIFFERENTIATION
SPEAKS_AGAINST = frozenset({"poor", "undifferentiated", "moderate", "uncertain", "high-grade", "G3", "G4"})
"""Levels that can speak against what is coded or attested."""


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
) -> list[Differentiation]:
    """The differentiation that a diagnosis or morphology carries in its code.

    What follows from a classification (C7A.0- is well-differentiated, since C7A.1 is not) has the basis derived, and
    gives way to another coding of the same concept that says more.
    """
    stated: list[Differentiation] = []
    if concept is None:
        return stated
    found = coded(reader.book, DOMAIN, concept)
    for one in found:
        for level in levels_of(reader.book, one.groups):
            stated.append(Differentiation(level, evidence(entry, dated(name_of(concept, (one,)), day), element), day))
    for one in found if not stated else ():
        for level, why, caution in _by_classification(reader.book, one.groups):
            says = f"{name_of(concept, (Coded(one.coding, frozenset(), None),))} ({why})"
            return [Differentiation(level, evidence(entry, says, element, Basis.DERIVED), day, caution=caution)]
    return stated


def of_texts(
    reader: Reader, entry: Entry, texts: Iterable[tuple[str, str]], day: PartialDate | None
) -> Iterator[Differentiation]:
    """The differentiation that the texts of a diagnosis state, each given with its element; basis text.

    A sentence that names a carcinoma of another kind is not of this tumor, and one of a note that quotes for whom a
    drug is says nothing of it. Good differentiation proves what a label asks, so that all of a note's sentence has to
    be understood; what speaks against it does not.
    """
    said: list[tuple[str, str]] = []
    for text, element in texts:
        for sentence in sentences_of(text):
            is_of_another = element != _NAME and _OF_ANOTHER.search(sentence) is not None
            if not is_of_another and not (element.startswith(_NOTE) and is_quoted(sentence)):
                said.append((sentence, element))
    for text, element in said:
        told: list[tuple[str, str, str]] = []
        for one in mentions_of(reader.book, DOMAIN, text):
            if one.sense is Sense.STATED:
                for level in levels_of(reader.book, one.phrase.groups):
                    told.append((text[one.start : one.end], one.phrase.text, level))
        for part, level in net_grades_in(text):
            told.append((part, part, level))
        if (index := is_high(text)) is not None:
            told.append((index, index, _HIGH))
        if _WORSE.isdisjoint(map(itemgetter(2), told)):
            poor = poor_words_in(text, is_name=element == _NAME)
            told += [(poor, poor, _HIGH)] if poor is not None else []
        for words, phrase, level in told:
            beside = text.replace(words, " ", 1)
            is_note = element.startswith(_NOTE)
            if level in _AGAINST or _MAY_STAND_BESIDE.fullmatch(beside):
                # A note has no day of its own: it may be newer than any grade.
                when = None if is_note and level in _AGAINST else day
                yield Differentiation(level, evidence(entry, dated(f'"{phrase}"', when), element, Basis.TEXT), when)


def against(found: Iterable[Differentiation]) -> list[Differentiation]:
    """Those that speak against good differentiation, whichever tumor they are told of."""
    worse: list[Differentiation] = []
    for one in found:
        if one.level in _WORSE:
            worse.append(one)
    return worse


_NAME = "code.text"
_NOTE = "note"
_HIGH = "high-grade"
_WORSE = frozenset({"poor", "undifferentiated", _HIGH})
_AGAINST = _WORSE | {"G3", "G4"}
_MAY_STAND_BESIDE = regex(
    r"(?:[\s,:()'-]|(?-i:\((?!NEC)[A-Z]{3}\))|\b(?:pancrea\w+|neuroendocrine|tumou?rs?|(?:p|ep|gep-?)?nets?|islet|cell|metastatic|metast[ae]s[ei]s|liver|lymph|nodes?|nodal"
    r"|small|bowel|ileal|ileum|midgut|rectal|rectum|gastric|duoden\w+|carcinoid|carcinoma|who|g[12]|grade(?:\s*(?:[12]|i{1,2}))?|path(?:ology)?|biopsy|histolog\w+|resection|specimen"
    r"|stage|i{1,3}v?|iv|ajcc|t\dn?\d?m?\d?|unresectable|inoperable|locally|advanced|recurrent|progressive|progressing|multifocal|multiple|bones?|lungs?|mets"
    r"|peritoneal|pulmonary|bilobar|disease|cancer|tail|head|body|neck|left|right|appendi\w+|colon\w*|stomach|jejun\w+|bronch\w+|unknown|s/p|status|post|after|whipple|distal"
    r"|\w+ectomy|resected|prrt|\w+limus|\w+tide|\w+nib|lutathera|insulinoma|gastrinoma|glucagonoma|vipoma|somatostatinoma|syndrome|sporadic|men\s?1|somatostatin|receptor|sstr|positive|avid|dotatate|low|intermediate"
    r"|well|differentiated|to|w/|hepatic|malignant|proven|progress\w+|non-?functioning|nos|site|metastasized|spread|node-positive|tumor|board|since|diagnosed|dx|(?:19|20)\d\d|jan\w*|feb\w*|mar(?:ch)?|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*"
    r"|primary|of|the|is|on|by|per|in|with|and|non|functional|nonfunctional|functioning|confirmed|shows|showed|report"
    r"|ki-?67(?:\s*(?:index|is|of|:))?\s*<?\s*\d{1,2}(?:\.\d+)?(?:\s?-\s?\d{1,2})?\s?%?|mitos\w+|\d{1,2}\s?(?:/|per)\s?(?:10|2)\s?(?:hpf|mm2))(?!\w))*",
    re.IGNORECASE,
)
_OF_ANOTHER = regex(
    r"\b(?<!neuroendocrine )\w*(?:carcinomas?|sarcomas?|lymphomas?|melanomas?|adenomas?)\b", re.IGNORECASE
)


def of_name(entry: Entry, text: str | None, day: PartialDate | None) -> Iterator[Differentiation]:
    """The grade that is set apart in the name of a tumor; basis text. A good one counts where all of the name is
    understood."""
    for part, level in grades_in(text or ""):
        if level not in _AGAINST and _MAY_STAND_BESIDE.fullmatch((text or "").replace(part, " ", 1)) is None:
            continue
        yield Differentiation(level, evidence(entry, dated(f'"{part}"', day), "code.text", Basis.TEXT), day)


def of_observation(
    reader: Reader, entry: Entry, body: Observation, groups: frozenset[str], day: PartialDate | None
) -> Iterator[Differentiation]:
    """The answer of a grade or histology Observation: coded, or what its words say (`G2`, `NET G3`)."""
    is_of_grade, is_of_histology = asks_grade(reader.book, groups), asks_histology(reader.book, groups)
    if not (is_of_grade or is_of_histology) or not is_answered(body):
        return
    value = body.value_codeable_concept
    if value is not None:
        groups_told = map(attrgetter("groups"), coded(reader.book, DOMAIN, value))
        if any(map(levels_of, repeat(reader.book), groups_told)) or (is_of_histology and _is_known(reader.book, value)):
            yield from of_concept(reader, entry, value, "valueCodeableConcept", day)
            return
    read = _read(reader.book, body, is_of_grade=is_of_grade)
    if read is not None:
        levels, text, element = read
        shown = evidence(entry, dated(f"grade {text[:_SHOWN]}", day), element, Basis.TEXT)
        for level in levels:
            yield Differentiation(level, shown, day)
    elif not is_no_answer(value, body.value_string):
        reader.set_aside(entry, "has a grade that is not one of the grades known here")


_SHOWN = 80
"""Characters of an answer that are quoted."""


def _is_known(book: Codebook, value: CodeableConcept) -> bool:
    """Whether a histology is coded in a system whose codes can be looked up, so that its words say nothing more."""
    return any(is_known_system(book, coding.system) for coding in value.coding)


def _read(book: Codebook, body: Observation, *, is_of_grade: bool) -> tuple[tuple[str, ...], str, str] | None:
    """The levels that the first text says that is understood, with the text and its element; None: none is."""
    for text, element in texts_of(body):
        levels: tuple[str, ...] | None
        if is_of_grade and (level := answered_level(text)) is not None:
            levels = (level,)
        elif coding := _MORPHOLOGY.match(text):
            levels = levels_of(book, sure_groups(book, DOMAIN, ICDO3, coding[1]))
        else:
            levels = levels_in(book, text, levels_of)
        if levels is not None:
            return (levels if is_high(text) is None else (*levels, _HIGH)), text, element
    return None


_MORPHOLOGY = regex(r"\s*(?:ICD-?O-?3?\s*:?\s*)?M?-?([89]\d{3}/\d)\b", re.IGNORECASE)
"""An ICD-O-3 morphology at the beginning of a text."""


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
