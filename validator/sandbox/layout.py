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
_ENTRY = re.compile(r"[A-Za-z]+\.entry\[\d+\]")


class _Digits(str):
    """A number as it was written."""

    __slots__ = ()


class Section(Frozen):
    """Lines that belong together: one entry of a Bundle (`place` names it), or what stands around the entries."""

    place: str
    name: str
    lines: tuple[str, ...]


@dataclass
class Layout:
    """The lines of a document, and for each FHIRPath the first and the last of them, counted from 0, inclusive."""

    lines: list[str] = field(default_factory=list)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def at(self, expression: str) -> tuple[int, int] | None:
        """The lines of a place, or of the nearest place around it that is there; None where there is none."""
        while expression:
            if expression in self.places:
                return self.places[expression]
            expression = re.sub(r"(?:\[\d+\]|\.?[^.\[\]]+)$", "", expression)
        return None

    def sections(self) -> Iterator[tuple[int, Section]]:
        """The lines in sections, each with the number of its first line."""
        entries = sorted((lines, place) for place, lines in self.places.items() if _ENTRY.fullmatch(place))
        done = 0
        for (first, last), place in entries:
            if first > done:
                yield done, Section("", "around the entries", tuple(self.lines[done:first]))
            yield first, Section(place, self.names.get(place, place), tuple(self.lines[first : last + 1]))
            done = last + 1
        if done < len(self.lines):
            name = "around the entries" if entries else "the resource"
            yield done, Section("", name, tuple(self.lines[done:]))


def laid_out(document: str) -> Layout:
    """The document in lines. One that is no JSON, or is nested too deep, is shown as it came, without places."""
    try:
        value = json.loads(document, parse_float=_Digits, parse_int=_Digits, object_pairs_hook=tuple)
        layout = Layout()
        root = dict(value).get("resourceType") if isinstance(value, tuple) else None
        _Writer(layout).write(value, root if isinstance(root, str) else "", 0, "", "")
    except (ValueError, RecursionError):
        return Layout([_visible(line) for line in document.splitlines()] or [""])
    return layout


class _Writer:
    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def write(self, value: Any, place: str, depth: int, before: str, after: str) -> None:
        """One value in lines of its own, `before` it on its first line and `after` it on its last."""
        if depth > _DEEPEST:
            raise ValueError("nested too deep")
        lines, indent = self._layout.lines, "  " * depth
        first = len(lines)
        match value:
            case tuple() if value:
                lines.append(f"{indent}{before}{{")
                for number, (key, one) in enumerate(value):
                    comma = "," if number < len(value) - 1 else ""
                    self.write(one, f"{place}.{key}", depth + 1, f"{_quoted(key)}: ", comma)
                lines.append(f"{indent}}}{after}")
            case list() if value:
                lines.append(f"{indent}{before}[")
                for number, one in enumerate(value):
                    self.write(one, f"{place}[{number}]", depth + 1, "", "," if number < len(value) - 1 else "")
                lines.append(f"{indent}]{after}")
            case _:
                lines.append(f"{indent}{before}{_scalar(value)}{after}")
        if place:
            self._layout.places.setdefault(place, (first, len(lines) - 1))
            if _ENTRY.fullmatch(place) and isinstance(value, tuple):
                self._layout.names[place] = _entry_name(dict(value))


def _entry_name(entry: dict[str, Any]) -> str:
    """What an entry is, by its resource; its address where it has no id."""
    resource = entry.get("resource")
    inner = dict(resource) if isinstance(resource, tuple) and resource else {}
    kind, name = inner.get("resourceType"), inner.get("id")
    if isinstance(kind, str):
        return f"{kind}/{name}" if isinstance(name, str) else kind
    return "an entry without a resource"


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
