"""One line of an export: where it stands, and the resources in it.

A line is a resource, a Bundle of them, or a JSON list; anything else could not be read, and is said with its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from validator.fhir.expression import Path
from validator.fhir.json_text import JsonDocument, UnreadableError, read_json
from validator.fhir.kept import ENTRY_UNREADABLE
from validator.fhir.resource_type import TYPE_NAME
from validator.finding import Issue
from validator.frozen import replace
from validator.verdict import Severity

ResourceBody = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line begins: the name of its file, and bytes from the beginning of it (unpacked).

    `line` counts from 1; None where nobody counted.
    """

    file: str
    offset: int
    line: int | None = None


NO_PLACE = Place("", 0)
"""Of an order that stands on no line; there is none, and it would be said all the same."""


@dataclass(frozen=True, slots=True)
class Item:
    """One resource of a line. `path` is where in the line's JSON it stands; empty: the line is the resource."""

    raw: ResourceBody
    path: Path = ()
    full_url: str | None = None

    @property
    def kind(self) -> str:
        """Its type, by its own word."""
        name = self.raw.get("resourceType")
        return name if isinstance(name, str) else ""

    @property
    def id(self) -> str | None:
        """Its id; None for one that has none."""
        found = self.raw.get("id")
        return found if isinstance(found, str) and found else None


@dataclass(frozen=True, slots=True)
class ReadLine:
    """What a line holds. `broken` says why nothing in it can be read; `items` are then none."""

    document: JsonDocument | None
    items: tuple[Item, ...] = ()
    broken: Issue | None = None


def read_line(data: bytes) -> ReadLine | None:
    """The resources of a line; None for a blank one."""
    if not data.strip():
        return None
    try:
        document = read_json(data)
    except UnreadableError as error:
        return ReadLine(None, broken=_of_a_line(error.issue))
    if trailing := next((one for one in document.issues if one.severity is Severity.ERROR), None):
        # A second value on the line was read by nobody, and may be anything.
        return ReadLine(None, broken=_of_a_line(trailing))
    value = document.value
    items = tuple(items_in(value))
    if not items and not is_bundle(value):
        message = "Expected a resource on the line, found none."
        return ReadLine(None, broken=Issue(ENTRY_UNREADABLE, Severity.ERROR, message))
    return ReadLine(document, items)


def _of_a_line(issue: Issue) -> Issue:
    """An issue of a document that is one line: its place in the file is told beside it, and is not line 1."""
    column = issue.message.removeprefix("Line 1, column ")
    return issue if column == issue.message else replace(issue, message=f"Column {column}")


def is_bundle(value: object) -> bool:
    """Whether a JSON value is a Bundle, by its own word."""
    return isinstance(value, dict) and value.get("resourceType") == "Bundle"


def items_in(value: object, path: Path = (), full_url: str | None = None) -> Iterator[Item]:
    """Every resource of a JSON value; those of Bundles one by one, contained ones with what contains them."""
    if isinstance(value, list):
        for index, one in enumerate(value):
            yield from items_in(one, (*path, index))
        return
    if not isinstance(value, dict):
        return
    name = value.get("resourceType")
    if name == "Bundle":
        entries = value.get("entry")
        for index, entry in enumerate(entries if isinstance(entries, list) else ()):
            if isinstance(entry, dict):
                url = entry.get("fullUrl")
                at = (*path, "entry", index, "resource")
                yield from items_in(entry.get("resource"), at, url if isinstance(url, str) else None)
    elif isinstance(name, str) and TYPE_NAME.fullmatch(name):
        yield Item(value, path, full_url)
