"""Reads what a Dosage holds in lists, concepts and choices, each member in its place, and names what cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from validator.fhir.content import STRUCTURE
from validator.fhir.element import CodeableConcept, Coding, Extension
from validator.fhir.expression import Path, element_at
from validator.fhir.quantity_structure import is_object, text
from validator.fhir.structure_issue import Complaints, json_type, several_choices
from validator.verdict import Severity

_NOTHING = CodeableConcept()


def one_of(element: dict[str, Any], names: tuple[str, ...], path: Path, into: Complaints) -> None:
    """Judges that of a choice (`dose[x]`) one is given at most."""
    if len(names) - [*map(element.get, names)].count(None) > 1:
        given = [name for name in names if element.get(name) is not None]
        into.issues.append(several_choices(element_at(into.base, path), given))


def concept(value: Any, path: Path, into: Complaints) -> CodeableConcept | None:
    """A CodeableConcept with whatever of it is text; an empty one where it is something else."""
    if value is None:
        return None
    if not isinstance(value, dict) and not is_object(value, path, into):
        return _NOTHING
    words = value.get("text")
    if words is not None and not isinstance(words, str):
        words = text(words, (*path, "text"), into)
    found: list[Coding] = []
    for place, coding in in_places(value["coding"], (*path, "coding"), into) if "coding" in value else ():
        if isinstance(coding, dict) or (coding is not None and is_object(coding, place, into)):
            parts: list[str | None] = []
            for name in ("system", "code", "display"):
                part = coding.get(name)
                parts.append(part if part is None or isinstance(part, str) else text(part, (*place, name), into))
            found.append(Coding(system=parts[0], code=parts[1], display=parts[2]))
    return CodeableConcept(coding=tuple(found), text=words)


def concepts(value: Any, path: Path, into: Complaints) -> tuple[CodeableConcept, ...]:
    """The concepts of a list, an empty one in the place of each member that is none."""
    return tuple(concept(one, place, into) or _NOTHING for place, one in in_places(value, path, into))


def extensions(value: Any) -> tuple[Extension, ...]:
    """One Extension for each that is there, by its URL; an empty URL for one whose URL cannot be read."""
    members = value if isinstance(value, list) else [value] if value else []
    urls = [one.get("url") if isinstance(one, dict) else None for one in members]
    return tuple([Extension(url=url if isinstance(url, str) else "") for url in urls])


def texts(
    element: dict[str, Any], name: str, path: Path, into: Complaints, judge: Callable[[Any, Path], object]
) -> tuple[str, ...]:
    """The texts in the list `name` of `element`, each judged, and nothing in the place of a member that is none.

    The whole list is wrong when a member of it is, or when it is empty.
    """
    value, place = element.get(name), (*path, name)
    if value is None:
        return ()
    members = listed(value, place, into, primitive=f"_{name}" in element)
    for where, one in members:
        judge(one, where)
    if not isinstance(value, list) or not value or not all(isinstance(one, str) for one in value):
        into.unread(place)
    return tuple(one if isinstance(one, str) else "" for one in value) if isinstance(value, list) else ()


def listed(value: Any, path: Path, into: Complaints, *, primitive: bool = False) -> list[tuple[Path, Any]]:
    """The members of a list, each with its path. A null in a list of `primitive` values stands for its extension."""
    return [(place, one) for place, one in in_places(value, path, into, primitive=primitive) if one is not None]


def in_places(value: Any, path: Path, into: Complaints, *, primitive: bool = False) -> list[tuple[Path, Any]]:
    """As `listed`, with None where null stands, so that the others keep their places."""
    if value is None:
        return []
    if not isinstance(value, list):
        into.unread(path, f"expected a list, found {json_type(value)}.")
        return []
    members: list[tuple[Path, Any]] = []
    for index, one in enumerate(value):
        members.append(((*path, index), one))
        if one is None and not primitive:
            into.unread((*path, index))
            into.add(STRUCTURE, (*path, index), "null is no value in FHIR.", severity=Severity.WARNING)
    return members
