"""The shipped value sets as they lie in the prepared file: read, checked, and their codes in normal form already."""

from __future__ import annotations

from functools import partial
from itertools import groupby, repeat
from types import MappingProxyType

import msgspec

from validator.terminology.codebook import Codebook
from validator.terminology.coding import SystemCode
from validator.terminology.set_extension import AnySetExtension
from validator.terminology.title import ByTitle
from validator.terminology.valueset import Concept, ValueSet


class _OfSystem(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The codes of one system in normal form, and beside each its concept."""

    system: str
    codes: tuple[str, ...]
    concepts: tuple[Concept, ...]


class _PreparedSet(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A value set; the fields of `ValueSet`."""

    name: str
    place: str
    url: str
    version: str
    title: str
    domain: str
    group: str
    listed: tuple[_OfSystem, ...]
    phrases: tuple[Concept, ...]
    excluded: tuple[SystemCode, ...]
    extension: tuple[AnySetExtension, ...]


class _SameGroups(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The titles of a domain whose codes belong to the same groups."""

    groups: tuple[str, ...]
    titles: tuple[str, ...]


class _PreparedSets(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """`titles` is read when a name is first looked up: by domain, `_SameGroups`."""

    value_sets: tuple[_PreparedSet, ...]
    criteria: tuple[str, ...]
    titles: msgspec.Raw


def in_prepared_form(book: Codebook) -> msgspec.Raw:
    """Value sets that were read, and the criteria that can be attested, for the prepared file."""
    sets = tuple(map(_set_in_prepared_form, book.value_sets))
    titles = {domain: _by_groups(found) for domain, found in book.titles.items()}
    raw = msgspec.Raw(msgspec.msgpack.encode(titles))
    return msgspec.Raw(msgspec.msgpack.encode(_PreparedSets(sets, tuple(sorted(book.criteria)), raw)))


def _by_groups(titles: ByTitle) -> list[_SameGroups]:
    same: dict[tuple[str, ...], list[str]] = {}
    for title, groups in titles.items():
        same.setdefault(tuple(sorted(groups)), []).append(title)
    return [_SameGroups(groups, tuple(found)) for groups, found in same.items()]


def _titles(raw: msgspec.Raw) -> dict[str, ByTitle]:
    found = msgspec.msgpack.decode(raw, type=dict[str, list[_SameGroups]])
    return {
        domain: {title: groups for one in same for groups in (frozenset(one.groups),) for title in one.titles}
        for domain, same in found.items()
    }


def _set_in_prepared_form(one: ValueSet) -> _PreparedSet:
    listed = []
    for system, found in groupby(one.concepts.items(), lambda item: item[0][0]):
        items = tuple(found)
        listed.append(_OfSystem(system, tuple(key[1] for key, _ in items), tuple(concept for _, concept in items)))
    return _PreparedSet(
        name=one.name,
        place=one.place,
        url=one.url,
        version=one.version,
        title=one.title,
        domain=one.domain,
        group=one.group,
        listed=tuple(listed),
        phrases=one.phrases,
        excluded=tuple(sorted(one.excluded)),
        extension=one.extension,
    )


def from_prepared(raw: msgspec.Raw) -> Codebook:
    """The value sets as one value. Raises msgspec.MsgspecError where the file holds none, and as `codebook` does."""
    found = msgspec.msgpack.decode(raw, type=_PreparedSets)
    return Codebook(tuple(map(_value_set, found.value_sets)), frozenset(found.criteria), partial(_titles, found.titles))


def _value_set(one: _PreparedSet) -> ValueSet:
    concepts: dict[SystemCode, Concept] = {}
    for part in one.listed:
        concepts.update(zip(zip(repeat(part.system), part.codes), part.concepts, strict=True))
    return ValueSet(
        name=one.name,
        place=one.place,
        url=one.url,
        version=one.version,
        title=one.title,
        domain=one.domain,
        group=one.group,
        concepts=MappingProxyType(concepts),
        phrases=one.phrases,
        excluded=frozenset(one.excluded),
        extension=one.extension,
    )
