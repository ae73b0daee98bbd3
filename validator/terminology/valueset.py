"""FHIR ValueSets whose codes are all listed, read strictly: a set that is not complete is not loaded at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import msgspec

from validator.finding import CANONICAL
from validator.terminology.coding import normal

COMMENTS = "http://hl7.org/fhir/StructureDefinition/valueset-concept-comments"
_EXTENSION = f"{CANONICAL}/StructureDefinition/"
_CODES = frozenset(_EXTENSION + name for name in ("confidence", "product-level", "dose-form"))
_FLAGS = frozenset(
    _EXTENSION + name for name in ("code-prefix", "not-systemic", "strength-unconfirmed", "salt-not-labelled")
)
_TEXTS = frozenset({COMMENTS, *(_EXTENSION + name for name in ("code-pattern", "ingredient", "brand"))})
_AMOUNTS = frozenset(_EXTENSION + name for name in ("strength-mg", "pack-daily-dose-mg"))

CONFIDENCES = ("unverified", "verified1", "verified2")
"""Weakest first: recalled or free text; seen in one source; seen in two independent sources."""


class ValueSetError(ValueError):
    """A value set cannot be used. The message starts with the file and the path inside it."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One code of a value set. `code` is in normal form (see `coding.normal`).

    `prefix`: the code stands for every code that begins with it; with `pattern`, only for those that match it whole.
    `confidence` is one of CONFIDENCES. `ingredients` and `brands` are the drug names the code is known by.
    `systemic` False: a product for the skin or for injection into a lesion, which does not reach the circulation.
    """

    system: str
    code: str
    display: str
    confidence: str
    prefix: bool = False
    pattern: re.Pattern[str] | None = None
    systemic: bool = True
    note: str = ""
    ingredients: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    level: str = ""
    dose_form: str | None = None
    strengths_mg: tuple[Decimal, ...] = ()
    pack_daily_mg: Decimal | None = None
    strength_confirmed: bool = True
    salt_labelled: bool = True


@dataclass(frozen=True, slots=True)
class ValueSet:
    """One group of codes. `name` is the file's name, `group` and `domain` are the identifiers it is looked up by."""

    name: str
    url: str
    version: str
    title: str
    domain: str
    group: str
    concepts: tuple[Concept, ...]
    excluded: frozenset[tuple[str, str]] = frozenset()


class _Extension(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    url: str
    value_code: str | None = None
    value_string: str | None = None
    value_boolean: bool | None = None
    value_decimal: Decimal | None = None


class _Concept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    display: str
    extension: tuple[_Extension, ...] = ()


class _Include(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    system: str
    concept: tuple[_Concept, ...]
    version: str | None = None


class _Compose(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    include: tuple[_Include, ...]
    exclude: tuple[_Include, ...] = ()


class _Identifier(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    system: str
    value: str


class _ValueSet(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel", kw_only=True):
    resource_type: str
    id: str
    url: str
    identifier: tuple[_Identifier, ...]
    version: str
    name: str
    title: str
    status: str
    compose: _Compose
    experimental: bool | None = None
    date: str | None = None
    publisher: str | None = None
    description: str | None = None
    purpose: str | None = None
    copyright: str | None = None


_DECODER = msgspec.json.Decoder(_ValueSet)
_LOCATED = re.compile(r"(?P<what>.*) - at `\$(?P<path>.*)`", re.DOTALL)


def load_value_set(file: Path) -> ValueSet:
    """One value set from its file. Raises ValueSetError for anything that could change what it lists.

    Refused: a filter or any other key not read here, a missing key, an include without concepts, a concept without
    display, a code listed twice, an unknown extension of this project.
    """
    try:
        read = _DECODER.decode(file.read_bytes())
    except msgspec.MsgspecError as error:
        located = _LOCATED.fullmatch(str(error))
        path, what = (located["path"], located["what"]) if located else ("", str(error))
        raise ValueSetError(f"{file.name}{path}: {what}; a value set lists its codes one by one") from error
    identifiers = {identifier.system: identifier.value for identifier in read.identifier}
    for part in ("domain", "group"):
        if not identifiers.get(f"{CANONICAL}/{part}"):
            raise ValueSetError(f"{file.name}.identifier: no {CANONICAL}/{part}")
    if read.resource_type != "ValueSet":
        raise ValueSetError(f"{file.name}.resourceType: {read.resource_type}, expected ValueSet")
    if read.status != "active":
        raise ValueSetError(f"{file.name}.status: {read.status}, expected active")
    if not read.title.strip():
        raise ValueSetError(f"{file.name}.title: empty")
    concepts = _concepts(file.name, "include", read.compose.include)
    if not concepts:
        raise ValueSetError(f"{file.name}.compose.include: no codes")
    return ValueSet(
        name=file.stem,
        url=read.url,
        version=read.version,
        title=read.title,
        domain=identifiers[f"{CANONICAL}/domain"],
        group=identifiers[f"{CANONICAL}/group"],
        concepts=tuple(concepts.values()),
        excluded=frozenset(_concepts(file.name, "exclude", read.compose.exclude)),
    )


def _concepts(name: str, part: str, includes: tuple[_Include, ...]) -> dict[tuple[str, str], Concept]:
    concepts: dict[tuple[str, str], Concept] = {}
    for i, include in enumerate(includes):
        where = f"{name}.compose.{part}[{i}]"
        if not include.concept:
            raise ValueSetError(f"{where}.concept: no codes")
        for j, concept in enumerate(include.concept):
            key = normal(include.system, concept.code)
            if key is None or not concept.display.strip():
                raise ValueSetError(f"{where}.concept[{j}]: system, code or display is empty")
            if key in concepts:
                raise ValueSetError(f"{where}.concept[{j}]: {concept.code} is listed twice")
            concepts[key] = _concept(f"{where}.concept[{j}]", key, concept)
    return concepts


def _concept(where: str, key: tuple[str, str], read: _Concept) -> Concept:
    codes: dict[str, str] = {}
    flags: set[str] = set()
    texts: dict[str, list[str]] = {}
    amounts: dict[str, list[Decimal]] = {}
    for k, extension in enumerate(read.extension):
        url = extension.url
        if url in _CODES and extension.value_code:
            codes[url] = extension.value_code
        elif url in _FLAGS and extension.value_boolean is not None:
            if extension.value_boolean:
                flags.add(url)
        elif url in _TEXTS and extension.value_string:
            texts.setdefault(url, []).append(extension.value_string)
        elif url in _AMOUNTS and extension.value_decimal is not None:
            amounts.setdefault(url, []).append(extension.value_decimal)
        else:
            raise ValueSetError(f"{where}.extension[{k}]: {url} is not read here, or not with this kind of value")
    confidence = codes.get(_EXTENSION + "confidence", "")
    if confidence not in CONFIDENCES:
        raise ValueSetError(f"{where}: confidence is none of {', '.join(CONFIDENCES)}")
    pattern = texts.get(_EXTENSION + "code-pattern")
    return Concept(
        system=key[0],
        code=key[1],
        display=read.display,
        confidence=confidence,
        prefix=_EXTENSION + "code-prefix" in flags,
        pattern=_compiled(where, pattern[0]) if pattern else None,
        systemic=_EXTENSION + "not-systemic" not in flags,
        note="; ".join(texts.get(COMMENTS, ())),
        ingredients=tuple(texts.get(_EXTENSION + "ingredient", ())),
        brands=tuple(texts.get(_EXTENSION + "brand", ())),
        level=codes.get(_EXTENSION + "product-level", ""),
        dose_form=codes.get(_EXTENSION + "dose-form"),
        strengths_mg=tuple(amounts.get(_EXTENSION + "strength-mg", ())),
        pack_daily_mg=next(iter(amounts.get(_EXTENSION + "pack-daily-dose-mg", ())), None),
        strength_confirmed=_EXTENSION + "strength-unconfirmed" not in flags,
        salt_labelled=_EXTENSION + "salt-not-labelled" not in flags,
    )


def _compiled(where: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise ValueSetError(f"{where}: code-pattern is not a regular expression ({error})") from error
