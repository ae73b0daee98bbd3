"""JSON as lines that can be pointed at: which lines hold what a FHIRPath names.

Numbers and repeated keys stay as they were written. What turns the reading direction or is invisible is shown as its
escape, and a text that is too long for a line is cut with its length.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from validator.frozen import Frozen

LONGEST_TEXT = 600
"""Characters of one value that are shown."""
_DEEPEST = 100
_HIDDEN = re.compile(r"[^\x20-\x7e]")
_ENTRY = re.compile(r"\.entry\[\d+\]$")
_HOLDERS = {"", "Bundle", "Parameters"}
"""What holds resources that are sections of their own; any other resource is one section with all it contains."""
_NO_RESOURCE = "$this"
"""The root of the FHIRPaths of what is no resource, such as a CDS Hooks call."""


class _Digits(str):
    """A number as it was written."""

    __slots__ = ()


class Section(Frozen):
    """Lines that belong together: an entry of a Bundle or another resource that came, or what stands around them.

    `resource` is the FHIRPath of the resource, "" where it is none.
    """

    resource: str
    name: str
    lines: tuple[str, ...]


class _Part(Frozen):
    """The first and the last line of a section of its own."""

    first: int
    last: int
    resource: str
    name: str


@dataclass
class Layout:
    """The lines of a document, and for each FHIRPath the first and the last of them, counted from 0, inclusive."""

    lines: list[str] = field(default_factory=list)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    parts: list[_Part] = field(default_factory=list)

    def at(self, expression: str) -> tuple[int, int] | None:
        """The lines of a place, or of the nearest place around it that is there; None where there is none."""
        while expression:
            if expression in self.places:
                return self.places[expression]
            expression = re.sub(r"(?:\[\d+\]|\.?[^.\[\]]+)$", "", expression)
        return None

    def sections(self) -> Iterator[tuple[int, Section]]:
        """The lines in sections, each with the number of its first line."""
        around = "around the entries" if self.parts else "the resource" if self.places else "the text as it came"
        done = 0
        for part in self.parts:
            if part.first > done:
                yield done, Section("", around, tuple(self.lines[done : part.first]))
            yield part.first, Section(part.resource, part.name, tuple(self.lines[part.first : part.last + 1]))
            done = part.last + 1
        if done < len(self.lines):
            yield done, Section("", around, tuple(self.lines[done:]))


def laid_out(document: str) -> Layout:
    """The document in lines. One that is no JSON, or is nested too deep, is shown as it came, without places."""
    try:
        value = json.loads(document, parse_float=_Digits, parse_int=_Digits, object_pairs_hook=tuple)
        layout = Layout()
        writer = _Writer(layout, is_one_part=_kind(value) not in _HOLDERS)
        if isinstance(value, list) and value:
            _write_list(writer, layout, value)
        else:
            writer.write(value, _kind(value) or _NO_RESOURCE, 0, "", "")
    except (ValueError, RecursionError):
        return Layout([_visible(line.removesuffix("\r")) for line in document.split("\n")])
    return layout


def _write_list(writer: _Writer, layout: Layout, resources: list[Any]) -> None:
    """Resources side by side. A path begins with the kind of its resource, so that of two of one kind leads nowhere."""
    kinds = [_kind(one) for one in resources]
    layout.lines.append("[")
    for number, (one, kind) in enumerate(zip(resources, kinds, strict=True)):
        place = kind if kind and kinds.count(kind) == 1 else ""
        writer.write(one, place, 1, "", "," if number < len(resources) - 1 else "")
    layout.lines.append("]")


class _Writer:
    def __init__(self, layout: Layout, *, is_one_part: bool) -> None:
        self._layout = layout
        self._is_in_part = is_one_part

    def write(self, value: Any, place: str, depth: int, before: str, after: str) -> None:
        """One value in lines of its own, `before` it on its first line and `after` it on its last."""
        if depth > _DEEPEST:
            raise ValueError("nested too deep")
        lines, indent = self._layout.lines, "  " * depth
        first = len(lines)
        begins_part = not self._is_in_part and depth > 0 and _is_part(value, place)
        self._is_in_part |= begins_part
        match value:
            case tuple() if value:
                lines.append(f"{indent}{before}{{")
                for number, (key, one) in enumerate(value):
                    comma = "," if number < len(value) - 1 else ""
                    self.write(one, place and f"{place}.{key}", depth + 1, f"{_quoted(key)}: ", comma)
                lines.append(f"{indent}}}{after}")
            case list() if value:
                lines.append(f"{indent}{before}[")
                for number, one in enumerate(value):
                    comma = "," if number < len(value) - 1 else ""
                    self.write(one, place and f"{place}[{number}]", depth + 1, "", comma)
                lines.append(f"{indent}]{after}")
            case _:
                lines.append(f"{indent}{before}{_scalar(value)}{after}")
        if place:
            self._layout.places.setdefault(place, (first, len(lines) - 1))
        if begins_part:
            self._is_in_part = False
            resource = f"{place}.resource" if _ENTRY.search(place) else place
            self._layout.parts.append(_Part(first, len(lines) - 1, resource, _part_name(value)))


def _kind(value: object) -> str:
    """The type of a resource; "" for what is none."""
    kind = dict(value).get("resourceType") if isinstance(value, tuple) else None
    return kind if isinstance(kind, str) else ""


def _is_part(value: object, place: str) -> bool:
    """Whether lines are a section: an entry, or a resource outside entries. A Bundle is not, its entries are."""
    return isinstance(value, tuple) and (bool(_ENTRY.search(place)) or _kind(value) not in {"", "Bundle"})


def _part_name(value: tuple[Any, ...]) -> str:
    """What an entry or a resource is, by type and id."""
    inner: Any = value if _kind(value) else dict(value).get("resource")
    if not (kind := _kind(inner)):
        return "an entry without a resource"
    name = dict(inner).get("id")
    return f"{kind}/{name}" if isinstance(name, str) else kind


def _scalar(value: object) -> str:
    match value:
        case _Digits():
            return str(value)
        case str() if len(value) > LONGEST_TEXT:
            return f'{_quoted(value[:LONGEST_TEXT])[:-1]}… ({len(value) - LONGEST_TEXT:,} more characters)"'
        case str():
            return _quoted(value)
        case tuple():
            return "{}"
        case list():
            return "[]"
        case _:
            return json.dumps(value)


def _quoted(text: str) -> str:
    return _visible(json.dumps(text, ensure_ascii=False))


def _visible(text: str) -> str:
    return _HIDDEN.sub(lambda found: _escaped(found[0]), text)


def _escaped(character: str) -> str:
    if character == "\t" or not unicodedata.category(character).startswith(("C", "Zl", "Zp")):
        return character
    return json.dumps(character)[1:-1]
