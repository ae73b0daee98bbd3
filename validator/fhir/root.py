"""The resources at the top of a document, and what of a document nobody may rely on."""

from __future__ import annotations

from collections.abc import Iterator

from validator.fhir.expression import is_at_or_below
from validator.fhir.json_text import JsonDocument, Spoiled
from validator.fhir.resource_type import TYPE_NAME
from validator.frozen import Frozen


class Root(Frozen):
    """One resource, or what stands in its place, at the top of a document; `name` is its type, else `$this`."""

    name: str
    value: object
    spoiled: tuple[Spoiled, ...]
    may_modify: bool


def roots_of(document: JsonDocument) -> Iterator[Root]:
    """The one resource of a document, or each member of a JSON list of resources."""
    value = document.value
    if not isinstance(value, list):
        yield Root(_name(value), value, document.spoiled, document.may_modify)
        return
    for index, one in enumerate(value):
        below = tuple(
            Spoiled(spoiled.path[1:], spoiled.code)
            for spoiled in document.spoiled
            if not spoiled.path or spoiled.path[0] == index
        )
        yield Root(_name(one), one, below, document.may_modify)


def touches(spoiled: str, entry: str) -> bool:
    """Whether an object at one FHIRPath stands in the entry at another, or around it, or is its Bundle.entry."""
    return is_at_or_below(spoiled, entry.removesuffix(".resource")) or is_at_or_below(entry, spoiled)


def _name(value: object) -> str:
    name = value.get("resourceType") if isinstance(value, dict) else None
    return name if isinstance(name, str) and TYPE_NAME.fullmatch(name) else "$this"
