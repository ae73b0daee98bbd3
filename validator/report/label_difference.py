"""What changed between two revisions of one label, statement by statement."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from validator.label.model import Label, Statement
from validator.report.label_page import as_data, known_line, label_dict
from validator.report.label_words import words
from validator.report.text import drawn, lines

# What is compared statement by statement, and what differs between any two revisions.
_NO_HEADER = frozenset(("indication", "regimen", "adjustment", "administration", "precaution", "revision", "edition"))


_FIELD_WIDTH = 20


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs; `before` and `after` are its two values as JSON types."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class LabelDifference:
    """What `after` says that `before` does not, by statement id. `header` holds what belongs to no statement."""

    before: Label
    after: Label
    header: tuple[Change, ...]
    added: tuple[Statement, ...]
    removed: tuple[Statement, ...]
    changed: tuple[tuple[Statement, tuple[Change, ...]], ...]


def label_difference(before: Label, after: Label) -> LabelDifference:
    """Compares two revisions. A statement is the same one if its id is; where a statement was read is no difference."""
    old = {statement.id: statement for statement in before.statements()}
    new = {statement.id: statement for statement in after.statements()}
    changed = []
    for identifier, statement in new.items():
        if identifier in old and (changes := tuple(_changes(as_data(old[identifier]), as_data(statement)))):
            changed.append((statement, changes))
    return LabelDifference(
        before,
        after,
        tuple(change for change in _changes(label_dict(before), label_dict(after)) if change.field not in _NO_HEADER),
        tuple(statement for identifier, statement in new.items() if identifier not in old),
        tuple(statement for identifier, statement in old.items() if identifier not in new),
        tuple(changed),
    )


def difference_dict(difference: LabelDifference) -> dict[str, Any]:
    """The difference as a dict of JSON types."""
    return {
        "product": difference.after.product,
        "before": {"revision": difference.before.revision.isoformat(), "edition": difference.before.edition},
        "after": {"revision": difference.after.revision.isoformat(), "edition": difference.after.edition},
        "header": [_change_dict(change) for change in difference.header],
        "added": [as_data(statement) for statement in difference.added],
        "removed": [as_data(statement) for statement in difference.removed],
        "changed": [
            {"id": statement.id, "changes": [_change_dict(change) for change in changes]}
            for statement, changes in difference.changed
        ],
    }


def difference_text(difference: LabelDifference, *, color: bool = False, width: int = 80) -> str:
    """The difference in words: what is new, what is gone, what reads otherwise."""
    before, after = difference.before, difference.after
    title = f"{after.product}: from {_named(before)} to {_named(after)}"
    parts: list[RenderableType] = [Text(title, style="bold")]
    for name, style, statements in (("Added", "green", difference.added), ("Removed", "red", difference.removed)):
        if statements:
            parts += [Text(), Text(name, style=f"bold {style}")]
            parts += [_statement(statement) for statement in statements]
    if difference.changed:
        parts += [Text(), Text("Changed", style="bold yellow")]
        parts += [_changed(statement, changes) for statement, changes in difference.changed]
    if difference.header:
        parts += [Text(), Text("Of the label as a whole", style="bold"), _change_lines(difference.header)]
    if len(parts) == 1:
        parts.append(Text("No statement differs."))
    return drawn(Group(*parts), color=color, width=width)


def _named(label: Label) -> str:
    return f"{label.revision.isoformat()} ({label.edition})"


def _changes(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    names = dict.fromkeys((*before, *after))
    for name in names:
        if name != "source" and before.get(name) != after.get(name):
            yield Change(name, before.get(name), after.get(name))


def _change_dict(change: Change) -> dict[str, Any]:
    return {"field": change.field, "before": change.before, "after": change.after}


def _statement(statement: Statement) -> RenderableType:
    return lines(
        [(Text(statement.section), Text(statement.gist)), ("", Text(known_line(statement), style="dim"))], indent=2
    )


def _changed(statement: Statement, changes: tuple[Change, ...]) -> RenderableType:
    return Group(_statement(statement), _change_lines(changes))


def _change_lines(changes: tuple[Change, ...]) -> RenderableType:
    rows: list[tuple[RenderableType, RenderableType]] = []
    for change in changes:
        before, after = words(change.before), words(change.after)
        if before == after:  # the words are the same, the question behind them is not
            before, after = json.dumps(change.before), json.dumps(change.after)
        rows.append((Text(change.field.replace("_", " ")), Text(f"was {before}")))
        rows.append(("", Text(f"is  {after}")))
    return lines(rows, indent=4, name_width=_FIELD_WIDTH)
