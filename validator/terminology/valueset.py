"""FHIR ValueSets whose codes are all listed, read strictly: a set that is not complete is not loaded at all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal, TypeVar, get_args

import msgspec

from validator.finding import CANONICAL
from validator.frozen import Frozen
from validator.regex import regex
from validator.terminology.coding import PHRASE, SystemCode, normal
from validator.terminology.concept_extension import (
    AnyExtension,
    Brand,
    CodeConfidence,
    CodePattern,
    CodePrefix,
    Comment,
    ConceptExtension,
    NamedIngredient,
    NotSystemic,
)
from validator.terminology.domain import DOMAINS
from validator.terminology.set_extension import AnySetExtension, LooksLike, NamedByWords, SetExtension, UnlessWords

CONFIDENCES = ("unverified", "verified1", "verified2")
"""Weakest first: recalled or free text; seen in one source; seen in two independent sources."""


class ValueSetError(ValueError):
    """A value set cannot be used. The message starts with the file and the path inside it."""


_Text = Annotated[str, msgspec.Meta(min_length=1)]
_E = TypeVar("_E", bound=ConceptExtension)
_S = TypeVar("_S", bound=SetExtension)


class Concept(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """One code of a value set, as the file writes it; the first extension is its confidence."""

    code: _Text
    display: _Text
    extension: Annotated[tuple[AnyExtension, ...], msgspec.Meta(min_length=1)]

    def all(self, kind: type[_E]) -> tuple[_E, ...]:
        """Every extension of one kind."""
        return tuple(extension for extension in self.extension if isinstance(extension, kind))

    @property
    def confidence(self) -> str:
        """One of CONFIDENCES."""
        first = self.extension[0]
        assert type(first) is CodeConfidence, "no other concept is loaded"
        return first.value_code

    @property
    def prefix(self) -> bool:
        """Whether the code stands for every code that begins with it (with a `pattern`: that matches it whole)."""
        # Asked of every code at each start, so by the plainest means.
        for one in self.extension:  # noqa: SIM110
            if type(one) is CodePrefix and one.value_boolean:
                return True
        return False

    @property
    def pattern(self) -> str | None:
        """A regular expression that a code must match whole to be covered by this prefix; None: any code is."""
        return next((found.value_string for found in self.all(CodePattern)), None)

    @property
    def systemic(self) -> bool:
        """False for a product for the skin or for injection into a lesion: it does not reach the circulation."""
        return not any(found.value_boolean for found in self.all(NotSystemic))

    @property
    def ingredients(self) -> tuple[str, ...]:
        """Names of the active ingredients that matter here."""
        return tuple(found.value_string for found in self.all(NamedIngredient))

    @property
    def brands(self) -> tuple[str, ...]:
        """Brand names."""
        return tuple(found.value_string for found in self.all(Brand))

    @property
    def note(self) -> str:
        """The curator's remark; empty: none."""
        return "; ".join(found.value_string for found in self.all(Comment))


class ValueSet(Frozen, eq=False):
    """One group of codes, complete. Codes are in normal form (see `coding.normal`).

    `name` is the name of its file, `place` its folder and file for messages to a developer, `title` what a clinician
    reads in a message. `domain` and `group` are what its codes are looked up by. `phrases` are words for free text.
    `excluded` are codes that a prefix in it does not cover. `extension` is what the set says of itself beyond its
    codes (see `set_extension`).
    """

    name: str
    place: str
    url: str
    version: str
    title: str
    domain: str
    group: str
    concepts: Mapping[SystemCode, Concept]
    phrases: tuple[Concept, ...]
    excluded: frozenset[SystemCode]
    extension: tuple[AnySetExtension, ...] = ()

    def words(self) -> Iterator[tuple[str, frozenset[str]]]:
        """Each phrase with the group it names; an excluded one names none.

        It is found as the longer phrase and says nothing: "heat stroke" is no stroke.
        """
        for concept in self.phrases:
            yield concept.code, frozenset({self.group})
        for system, text in self.excluded:
            if system == PHRASE:
                yield text, frozenset()

    def said(self, kind: type[_S]) -> tuple[_S, ...]:
        """Every extension of one kind."""
        return tuple(one for one in self.extension if isinstance(one, kind))


class _Include(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    system: _Text
    concept: Annotated[tuple[Concept, ...], msgspec.Meta(min_length=1)]


class _Compose(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    include: Annotated[tuple[_Include, ...], msgspec.Meta(min_length=1)]
    exclude: tuple[_Include, ...] = ()


class _Identifier(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    system: _Text
    value: _Text


class _ValueSet(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel", kw_only=True, gc=False):
    resource_type: Literal["ValueSet"]
    id: _Text
    url: _Text
    identifier: tuple[_Identifier, ...]
    version: _Text
    name: _Text
    title: _Text
    status: Literal["active"]
    compose: _Compose
    extension: tuple[AnySetExtension, ...] = ()
    experimental: bool | None = None
    date: str | None = None
    publisher: str | None = None
    description: str | None = None
    purpose: str | None = None
    copyright: str | None = None


NO_VALUE_SETS = "valuesets: there are no value sets in the folders of its topics (valuesets/<topic>/<id>.json)"
_DECODER = msgspec.json.Decoder(_ValueSet)
_LOCATED = regex(r"(?P<what>.*) - at `\$(?P<path>.*)`", re.DOTALL)


def value_set_files(root: Path) -> tuple[Path, ...]:
    """The value sets of a profiles folder: each in the folder of its topic, `valuesets/<topic>/<id>.json`, by id.

    Raises ValueSetError for a file elsewhere under `valuesets`: it would be a list that nobody reads.
    """
    folder = root / "valuesets"
    for file in sorted(folder.rglob("*.json")):
        if file.parent.parent != folder:
            raise ValueSetError(f"{file.relative_to(folder)}: a value set lies in a folder of its topic, one deep")
    return tuple(sorted(folder.glob("*/*.json"), key=lambda file: (file.name, file.parent.name)))


def load_value_set(file: Path) -> ValueSet:
    """One value set from its file. Raises ValueSetError for anything that could change what it lists.

    Refused: a filter or any other key not read here, a missing or empty key, an include without concepts, a concept
    without display or confidence, a code listed twice, an extension not known here, a file not named after its id.
    """
    place = f"{file.parent.name}/{file.name}"
    content = file.read_bytes()
    try:
        read = _DECODER.decode(content)
    except msgspec.MsgspecError as error:
        located = _LOCATED.fullmatch(str(error))
        path, what = (located["path"], located["what"]) if located else ("", str(error))
        raise ValueSetError(f"{place}{path}: {what}{_hint(path, what, content)}") from error
    _check_keys(place, content)
    if read.id != file.stem:
        raise ValueSetError(f"{place}.id: not the name of the file")
    concepts = _concepts(f"{place}.compose.include", read.compose.include)
    phrases = tuple(concepts.pop(key) for key in tuple(concepts) if key[0] == PHRASE)
    return ValueSet(
        name=read.id,
        place=place,
        url=read.url,
        version=read.version,
        title=read.title,
        domain=_identified_by("domain", place, read),
        group=_identified_by("group", place, read),
        concepts=MappingProxyType(concepts),
        phrases=phrases,
        excluded=frozenset(_concepts(f"{place}.compose.exclude", read.compose.exclude)),
        extension=_extension(place, read),
    )


def _hint(path: str, what: str, content: bytes) -> str:
    """What is wanted instead, where the decoder's own words do not tell who writes a list by hand."""
    if re.search(r"\.concept\[\d+]$", path) and "`extension`" in what:
        return f"; its first extension says how well the code is known: {CANONICAL}/StructureDefinition/confidence"
    if re.search(r"\.(?:include|exclude)\[\d+]$", path) or path.endswith(".compose"):
        return "; a value set lists its codes one by one"
    if re.search(r"\.extension\[\d+]\.url$", path):
        return "; only extensions that are read here may stand here (docs/terminology.md)"
    if re.search(r"\.extension\[\d+]$", path) and (wanted := _wanted(path, content)):
        return f"; {wanted}"
    return ""


def _wanted(path: str, content: bytes) -> str:
    """Which value the extension at a path has, by its URL; empty where its URL is none of those that are read."""
    found: Any = json.loads(content)
    for key, index in re.findall(r"(\w+)|\[(\d+)]", path):
        found = found[key] if key else found[int(index)]
    for one in (*get_args(AnyExtension), *get_args(AnySetExtension)):
        if found.get("url") == one.__struct_config__.tag:
            return f"{one.__struct_config__.tag.rpartition('/')[2]} has a {one.__struct_encode_fields__[-1]}"
    return ""


def _check_keys(place: str, content: bytes) -> None:
    """Decoding believes the last of two equal keys, another tool the first."""
    import jiter

    try:
        jiter.from_json(content, catch_duplicate_keys=True)
    except ValueError:
        # Read again by the slower reader, for the sentence: all keys of the object that are written twice.
        json.loads(content, object_pairs_hook=lambda pairs: _each_once(place, pairs))


def _each_once(place: str, pairs: list[tuple[str, object]]) -> None:
    if twice := {key for key, _ in pairs if sum(key == other for other, _ in pairs) > 1}:
        raise ValueSetError(f"{place}: the key {', '.join(sorted(twice))} is written twice in one object")


def _extension(name: str, read: _ValueSet) -> tuple[AnySetExtension, ...]:
    for index, one in enumerate(read.extension):
        if isinstance(one, LooksLike | NamedByWords | UnlessWords):
            _check_pattern(f"{name}.extension[{index}]: the words", one.value_string)
    return read.extension


def _identified_by(part: str, name: str, read: _ValueSet) -> str:
    values = [identifier.value for identifier in read.identifier if identifier.system == f"{CANONICAL}/{part}"]
    if len(values) != 1:
        raise ValueSetError(f"{name}.identifier: expected one of {CANONICAL}/{part}")
    if part == "domain" and values[0] not in DOMAINS:
        known = ", ".join(sorted(DOMAINS))
        raise ValueSetError(f"{name}.identifier: nothing reads the domain {values[0]}; known are {known}")
    return values[0]


def _concepts(where: str, includes: tuple[_Include, ...]) -> dict[SystemCode, Concept]:
    concepts: dict[SystemCode, Concept] = {}
    for i, include in enumerate(includes):
        system = include.system
        for j, concept in enumerate(include.concept):
            coding = normal(system, concept.code)
            if coding is None or not concept.display.strip():
                raise ValueSetError(f"{where}[{i}].concept[{j}]: code or display is blank")
            if coding in concepts:
                raise ValueSetError(f"{where}[{i}].concept[{j}].code: {concept.code} is listed twice")
            concepts[coding] = concept
            if type(concept.extension[0]) is not CodeConfidence:
                raise ValueSetError(f"{where}[{i}].concept[{j}].extension[0]: expected the confidence")
            if len(concept.extension) > 1 and concept.pattern is not None:
                _check_pattern(f"{where}[{i}].concept[{j}].extension: the code pattern", concept.pattern)
    return concepts


def _check_pattern(where: str, pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueSetError(f"{where} is not a regular expression ({error})") from error
