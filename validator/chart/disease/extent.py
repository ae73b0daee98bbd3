"""How far the disease has spread: stages, secondary neoplasms, disease status, and guarded words in text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from operator import itemgetter
from types import MappingProxyType

from validator.chart.concept import NO_GROUPS, coded, groups_of, name_of
from validator.chart.disease.cancer_words import names_another_at_all
from validator.chart.disease.named_cancer import without_places
from validator.chart.disease.stage_words import STAGE_OR_M, Spread, answer_kinds, written_kinds, yes_or_no
from validator.chart.disease.status_words import status_kinds
from validator.chart.disease.tumor_name import stages_in
from validator.chart.fact import OTHER_DISEASE, Extent
from validator.chart.observed.answer_text import is_answered, texts_of, truth_of
from validator.chart.observed.coded_answer import is_no_answer
from validator.chart.reader import Reader, dated, evidence
from validator.chart.words.sure_words import is_quoted, sentences_of
from validator.chart.words.text import mentions_of, phrase_groups
from validator.fhir.element import CodeableConcept
from validator.fhir.entry import Entry
from validator.fhir.resource import Condition, Observation
from validator.finding import Evidence
from validator.frozen import Frozen
from validator.instant import PartialDate
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.domain import EXTENT
from validator.terminology.governing import Sense
from validator.terminology.role import Role
from validator.terminology.set_extension import NamedByWords, SecondaryNeoplasm, ShowsExtent
from validator.verdict import Basis, Truth

DOMAIN = EXTENT
WORSE = "worse"
SPEAKS_AGAINST = frozenset({"stage-1", "stage-2", "not-metastatic", "none-seen", "stable", "better"})
"""Kinds that can speak against what is coded or attested."""
_PAST = "metastatic-in-the-past"
_DECIDING: tuple[Role, ...] = (*STAGE_OR_M, "disease-status-question")
_ANSWERED: tuple[Role, ...] = (*_DECIDING, "t-or-n-category-question")

AJCC = frozenset({"http://cancerstaging.org", "https://cancerstaging.org", "https://www.facs.org/ajcc"})
"""Where mCODE's first editions take stage codes from; the code is the stage itself (`4A`, `cM1`)."""


class Source(Frozen):
    """The entry that speaks of spread, its day, and the cancer it speaks of where that is known.

    `diseases` are those the cancer's code leaves possible; what is said of one cancer is not evidence for another.
    """

    reader: Reader
    entry: Entry
    day: PartialDate | None
    diseases: frozenset[str] = NO_GROUPS
    about: str | None = None


@lru_cache(maxsize=1024)
def _asked(book: Codebook, groups: frozenset[str], roles: tuple[Role, ...]) -> frozenset[Role]:
    """Which of these questions the groups of an Observation's code, or of a stage's type, ask."""
    return frozenset(role for role in roles if not groups.isdisjoint(book.of_role(DOMAIN, role)))


def decides(book: Codebook, groups: frozenset[str]) -> bool:
    """Whether the groups ask what decides how far a tumor has spread: its stage group, M category or status."""
    return bool(_asked(book, groups, _DECIDING) or asks_whether(book, groups))


@lru_cache(maxsize=1024)
def asks_whether(book: Codebook, groups: frozenset[str]) -> tuple[str, ...]:
    """The kinds of extent that an Observation asks about with yes or no: it has the name of what shows them."""
    return tuple(
        shown.value_code
        for one in book.sets_of(DOMAIN)
        if one.group in groups and one.said(NamedByWords)
        for shown in one.said(ShowsExtent)
    )


@lru_cache(maxsize=1024)
def is_secondary(book: Codebook, groups: frozenset[str]) -> bool:
    """Whether groups of disease-extent name a secondary neoplasm: where a tumor has spread to, not which tumor."""
    return any(one.group in groups and one.said(SecondaryNeoplasm) for one in book.sets_of(DOMAIN))


@lru_cache(maxsize=1024)
def kinds_of(book: Codebook, groups: frozenset[str]) -> Spread:
    """What groups of disease-extent say of spread, each kind with the diseases it is said of; none: of any tumor."""
    found: dict[str, frozenset[str]] = {}
    for one in book.sets_of(DOMAIN):
        if one.group in groups:
            for shown in one.said(ShowsExtent):
                about = book.diseases.about(DOMAIN, one.group)
                found[shown.value_code] = found.get(shown.value_code, NO_GROUPS) | about
    return MappingProxyType(dict(sorted(found.items())))


def of_condition(source: Source, body: Condition) -> Iterator[Extent]:
    """What the code and the stages of a Condition say of spread."""
    yield from _of_concept(source, body.code, "code")
    for index, stage in enumerate(body.stage):
        place = f"stage[{index}].summary"
        found = tuple(_of_concept(source, stage.summary, place))
        if not found and stage.summary is not None and _is_stage_type(source.reader, stage.type):
            found = tuple(_written(source, stage.summary, place))
        yield from found


def of_texts(source: Source, texts: Iterable[tuple[str, str]]) -> Iterator[Extent]:
    """The extents that listed phrases state in texts, each text given with its element; basis text.

    A sentence of a note that quotes for whom a drug is says nothing of this patient, and a note that tells of something
    that progresses may tell it of anything.
    """
    for text, element in texts:
        is_note = element.startswith("note")
        book = source.reader.book
        kept = {*map(itemgetter(0), phrase_groups(book, DOMAIN, _of_this_cancer(book, _unquoted(text))))}
        for phrase, groups in phrase_groups(source.reader.book, DOMAIN, text):
            shown = evidence(source.entry, dated(f'"{phrase}"', source.day), element, Basis.TEXT)
            told = kinds_of(source.reader.book, groups)
            # What only warns (a recurrence, a tumor that can be removed) is told all the same.
            unsure = {*({WORSE} if is_note else ()), *(() if phrase in kept else _PROVES)}
            told = {kind: about for kind, about in told.items() if kind not in unsure}
            yield from _made(source, told, shown)


_PROVES = frozenset({"advanced", "metastatic", "locally-advanced", "unresectable"})
"""What labels ask for."""


def _unquoted(text: str) -> str:
    sentences = sentences_of(text)
    kept: list[str] = []
    for one in sentences:
        kept += (one,) if not is_quoted(one) and not _TAKEN_BACK.search(one) else ()
    return text if len(kept) == len(sentences) else "\n".join(kept)


def _of_this_cancer(book: Codebook, text: str) -> str:
    """The text without the parts that name a cancer of no label; where it names none, all of it.

    "RCC and metastatic lung cancer" has one spread, and it is the other's.
    """
    if not names_another_at_all(book, without_places(book, text)):
        return text
    parts = _PART.split(text)
    return "\n".join(one for one in parts if not names_another_at_all(book, without_places(book, one)))


_PART = regex(r"[.,;:&/()\n+]|\b(?:and|with|w|plus)\b", re.IGNORECASE)
_TAKEN_BACK = regex(
    r"\b(?i:vs|versus|to\s+be\s+(?:confirmed|determined)|tbd|complete\s+(?:response|remission)|will\s+(?:re)?stage"
    r"|(?!(?:pt|patient|he|she|who|and)\b)\w+\s+(?:is|are)\s+treated)\b"
    r"|\b(?:NED|previously|formerly|no longer|pending|surveillance for|Y/N|N)\b"
)
"""Of another day, a template, or in doubt."""


def of_name(source: Source, text: str, element: str = "code.text") -> Iterator[Extent]:
    """The advanced stages that stand in the name of a tumor, set apart; basis text."""
    if _TAKEN_BACK.search(text) or names_another_at_all(source.reader.book, without_places(source.reader.book, text)):
        return
    for part, kinds in stages_in(source.reader.book, text):
        yield from _made(source, kinds, evidence(source.entry, dated(f'"{part}"', source.day), element, Basis.TEXT))


def of_reason(source: Source, concept: CodeableConcept, element: str) -> Iterator[Extent]:
    """What the order's own reason says of spread, by code and in its text, as the name of a Condition does."""
    yield from _of_concept(source, concept, element)
    if concept.text:
        yield from of_texts(source, ((concept.text, f"{element}.text"),))
        yield from of_name(source, concept.text, f"{element}.text")


def of_observation(source: Source, body: Observation, groups: frozenset[str]) -> Iterator[Extent]:
    """The answer of an Observation that asks for spread: coded, an AJCC code, or the whole of its text."""
    book = source.reader.book
    asked, whether = _asked(book, groups, _ANSWERED), asks_whether(book, groups)
    if not (asked or whether) or not is_answered(body):
        return
    value = body.value_codeable_concept
    found = tuple(_of_concept(source, value, "valueCodeableConcept"))
    if not found and value is not None:
        found = tuple(_of_ajcc(source, value, "valueCodeableConcept"))
    if not found and not groups_of(book, DOMAIN, value):
        read = tuple(_read(book, body, asked, whether))
        for kinds, text, element in read:
            shown = evidence(source.entry, _worded(source, text, asked), element, Basis.TEXT)
            found = found or tuple(_made(source, kinds, shown))
        if not read and not is_no_answer(value, body.value_string):
            source.reader.set_aside(source.entry, "has a stage or status that is not one of those known here")
    yield from found


def _read(
    book: Codebook, body: Observation, asked: frozenset[Role], whether: tuple[str, ...]
) -> Iterator[tuple[Spread, str, str]]:
    """What each text of an answer says that is understood, with the text and its element."""
    for text, element in texts_of(body):
        written = written_kinds(text, asked)
        if written is None and "disease-status-question" in asked:
            written = status_kinds(text)
        if written is not None:
            yield written, text, element
        for kind in whether:
            if (truth := yes_or_no(text, kind)) is not None:
                yield answer_kinds(kind, truth), f"{kind}: {text}", element
            elif said := _named(book, text):
                yield said, text, element
    if whether and (told := truth_of(body)) is not None:
        element = "valueBoolean" if body.value_boolean is not None else "valueCodeableConcept"
        for kind in whether:
            yield answer_kinds(kind, told), f"{kind}: {'yes' if told is Truth.TRUE else 'no'}", element


def _named(book: Codebook, text: str) -> Spread:
    """What listed phrases in an answer name ("borderline resectable"); nothing where one is denied or doubted."""
    found = mentions_of(book, DOMAIN, text)
    if any(one.sense is not Sense.STATED for one in found):
        return {}
    return kinds_of(book, frozenset().union(*(one.phrase.groups for one in found)))


def recurrence(source: Source, word: str) -> Iterator[Extent]:
    """A cancer whose clinical status is recurrence or relapse has come back."""
    shown = evidence(source.entry, f"clinical status {word}", "clinicalStatus")
    yield from _made(source, {"recurrent": NO_GROUPS}, shown)


def _of_concept(source: Source, concept: CodeableConcept | None, element: str) -> Iterator[Extent]:
    said: set[str] = set()
    for one in coded(source.reader.book, DOMAIN, concept):
        kinds = kinds_of(source.reader.book, one.groups)
        new = {kind: about for kind, about in kinds.items() if kind not in said} if said else kinds
        if _PAST in kinds:
            source.reader.set_aside(
                source.entry, "tells of metastatic disease in the past, which is not proof of spread now"
            )
        if new:
            said.update(new)
            shown = evidence(source.entry, dated(name_of(concept, (one,)), source.day), element)
            yield from _made(source, new, shown)


def _written(source: Source, concept: CodeableConcept, element: str) -> Iterator[Extent]:
    """A stage given as an AJCC code, or as the whole text of the concept."""
    found = tuple(_of_ajcc(source, concept, element))
    yield from found
    if not found and concept.text:
        shown = evidence(source.entry, dated(f"stage {concept.text}", source.day), f"{element}.text", Basis.TEXT)
        yield from _made(source, written_kinds(concept.text) or {}, shown)


def _of_ajcc(source: Source, concept: CodeableConcept, element: str) -> Iterator[Extent]:
    for coding in concept.coding:
        written = written_kinds(coding.code) if coding.system in AJCC and coding.code else None
        if written:
            shown = evidence(source.entry, dated(f"AJCC {coding.code}", source.day), element)
            yield from _made(source, written, shown)
            return


def _worded(source: Source, text: str, asked: frozenset[Role]) -> str:
    is_stage = bool(asked) and "disease-status-question" not in asked
    return dated(f"stage {text}" if is_stage else text, source.day)


def _made(source: Source, said: Spread, shown: Evidence) -> Iterator[Extent]:
    """One Extent for each disease the statement may be about, so that it never counts for another one."""
    for kind, own in said.items():
        if kind == _PAST:
            continue
        for disease in _about(source.diseases, own):
            yield Extent(kind, shown, source.day, disease, source.about)


def _about(diseases: frozenset[str], own: frozenset[str]) -> tuple[str | None, ...]:
    named = diseases - {OTHER_DISEASE}
    if named and own:
        named = named & own or named
    named = named or own
    if named:
        return tuple(sorted(named))
    return (OTHER_DISEASE,) if diseases else (None,)


def _is_stage_type(reader: Reader, concept: CodeableConcept | None) -> bool:
    """A stage type that is not told, or that asks for the stage group or M category, has a stage as its summary."""
    groups = groups_of(reader.book, DOMAIN, concept) if concept is not None else NO_GROUPS
    return concept is None or not groups or bool(_asked(reader.book, groups, STAGE_OR_M))
