"""How far the disease has spread: stages, secondary neoplasms, disease status, and guarded words in text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from validator.chart.coded_answer import is_no_answer
from validator.chart.concept import NO_GROUPS, coded, groups_of, name_of
from validator.chart.fact import OTHER_DISEASE, Extent
from validator.chart.reader import Reader, dated, evidence
from validator.chart.text import phrase_groups
from validator.fhir.element import CodeableConcept
from validator.fhir.entry import Entry
from validator.fhir.resource import Condition, Observation
from validator.finding import Evidence
from validator.frozen import Frozen
from validator.instant import PartialDate
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.domain import EXTENT
from validator.terminology.role import Role
from validator.terminology.set_extension import SecondaryNeoplasm, ShowsExtent
from validator.verdict import Basis

DOMAIN = EXTENT
WORSE = "worse"
_METASTATIC, _PAST = "metastatic", "metastatic-in-the-past"
_STAGE_OR_M: tuple[Role, ...] = ("stage-group-question", "m-category-question")
_DECIDING: tuple[Role, ...] = (*_STAGE_OR_M, "disease-status-question")
_ANSWERED: tuple[Role, ...] = (*_DECIDING, "t-or-n-category-question")

Spread = Mapping[str, frozenset[str]]
"""Kinds of extent, in alphabetical order, each with the diseases it is said of; none: of any tumor."""

# A stage written without a code: `Stage IVB`, `4a`, `III`. The whole answer must be a stage.
_STAGE = regex(r"(?:(?:ajcc|tnm|clinical|pathologic(?:al)?) )?(?:stage(?: group)? )?(iv|i{1,3}|[1-4])([abc])?[1-3]?")
_NUMBER = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_NONE_SEEN = regex(r"(?:no evidence of (?:the )?(?:disease|cancer|tumou?r|malignancy)|ned)(?: \(ned\))?")
_M = regex(r"(?:yp|c|p)?m([01])[a-d]?")
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
    return bool(_asked(book, groups, _DECIDING))


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
    """The extents that listed phrases state in texts, each text given with its element; basis text."""
    for text, element in texts:
        for phrase, groups in phrase_groups(source.reader.book, DOMAIN, text):
            shown = evidence(source.entry, dated(f'"{phrase}"', source.day), element, Basis.TEXT)
            yield from _made(source, kinds_of(source.reader.book, groups), shown)


def of_observation(source: Source, body: Observation, groups: frozenset[str]) -> Iterator[Extent]:
    """The answer of a stage, M or disease-status Observation: coded, an AJCC code, or the whole of its text."""
    asked = _asked(source.reader.book, groups, _ANSWERED)
    if not asked:
        return
    value = body.value_codeable_concept
    found = tuple(_of_concept(source, value, "valueCodeableConcept"))
    if not found and value is not None:
        found = tuple(_written(source, value, "valueCodeableConcept", asked))
    if not found and body.value_string is not None:
        written = written_kinds(body.value_string, asked)
        says = _worded(source, body.value_string, asked)
        found = tuple(_made(source, written, evidence(source.entry, says, "valueString", Basis.TEXT)))
    answered = (value is not None or body.value_string is not None) and not is_no_answer(value, body.value_string)
    if not found and answered and not groups_of(source.reader.book, DOMAIN, value):
        source.reader.set_aside(source.entry, "has a stage or status that is not one of those known here")
    yield from found


def written_kinds(text: str, questions: frozenset[Role] = frozenset(_STAGE_OR_M)) -> Spread:
    """What a stage, M category or disease status says that is written out, when it is the whole text and was asked for.

    Stage IVC is distant spread by definition, as its code is.
    """
    words = " ".join(text.lower().replace("_", " ").split()).strip(" .")
    if "stage-group-question" in questions and (stage := _STAGE.fullmatch(words)):
        number = _NUMBER.get(stage[1], stage[1])
        kinds = (_METASTATIC, f"stage-{number}") if (number, stage[2]) == ("4", "c") else (f"stage-{number}",)
        return dict.fromkeys(kinds, NO_GROUPS)
    if "m-category-question" in questions and (category := _M.fullmatch(words)):
        return {_METASTATIC if category[1] == "1" else "not-metastatic": NO_GROUPS}
    if "disease-status-question" in questions and _NONE_SEEN.fullmatch(words):
        return {"none-seen": NO_GROUPS}
    return {}


def recurrence(source: Source, word: str) -> Iterator[Extent]:
    """A cancer whose clinical status is recurrence or relapse has come back."""
    shown = evidence(source.entry, f"clinical status {word}", "clinicalStatus")
    yield from _made(source, {"recurrent": NO_GROUPS}, shown)


def _of_concept(source: Source, concept: CodeableConcept | None, element: str) -> Iterator[Extent]:
    said: set[str] = set()
    for one in coded(source.reader.book, DOMAIN, concept):
        kinds = kinds_of(source.reader.book, one.groups)
        new = {kind: about for kind, about in kinds.items() if kind not in said}
        if _PAST in kinds:
            source.reader.set_aside(
                source.entry, "tells of metastatic disease in the past, which is not proof of spread now"
            )
        if new:
            said.update(new)
            shown = evidence(source.entry, dated(name_of(concept, (one,)), source.day), element)
            yield from _made(source, new, shown)


def _written(
    source: Source, concept: CodeableConcept, element: str, asked: frozenset[Role] = frozenset()
) -> Iterator[Extent]:
    """A stage given as an AJCC code, or as the whole text of the concept."""
    for coding in concept.coding:
        written = written_kinds(coding.code) if coding.system in AJCC and coding.code else {}
        if written:
            shown = evidence(source.entry, dated(f"AJCC {coding.code}", source.day), element)
            yield from _made(source, written, shown)
            return
    if concept.text:
        shown = evidence(source.entry, _worded(source, concept.text, asked), f"{element}.text", Basis.TEXT)
        yield from _made(source, written_kinds(concept.text, asked | frozenset(_STAGE_OR_M)), shown)


def _worded(source: Source, text: str, asked: frozenset[Role]) -> str:
    return dated(text if "disease-status-question" in asked else f"stage {text}", source.day)


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
    return concept is None or not groups or bool(_asked(reader.book, groups, _STAGE_OR_M))
