"""What changed between two revisions of one label, for people and for programs."""

from __future__ import annotations

from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from validator.label.difference import Change, LabelDifference
from validator.label.model import Label, Statement
from validator.report.label_page import as_data, known_line
from validator.report.layout import drawn, lines
from validator.terminology.codebook import Codebook

_FIELD_WIDTH = 20


def difference_dict(difference: LabelDifference) -> dict[str, Any]:
    """The difference as a dict of JSON types; values as the label's file has them, doses and questions included."""
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


def difference_text(difference: LabelDifference, book: Codebook, *, color: bool = False, width: int = 80) -> str:
    """The difference in words: what is new, what is gone, what reads otherwise."""
    before, after = difference.before, difference.after
    parts: list[RenderableType] = [Text(f"{after.product}: from {_named(before)} to {_named(after)}", style="bold")]
    for name, style, statements in (("Added", "green", difference.added), ("Removed", "red", difference.removed)):
        if statements:
            parts += [Text(), Text(name, style=f"bold {style}")]
            parts += [_statement(statement) for statement in statements]
    if difference.changed:
        parts += [Text(), Text("Changed", style="bold yellow")]
        parts += [Group(_statement(statement), _changes(changes, book)) for statement, changes in difference.changed]
    if difference.header:
        parts += [Text(), Text("Of the label as a whole", style="bold"), _changes(difference.header, book)]
    if difference.is_empty:
        parts.append(Text("No statement differs."))
    return drawn(Group(*parts), color=color, width=width)


def _named(label: Label) -> str:
    return f"{label.revision.isoformat()} ({label.edition})"


def _change_dict(change: Change) -> dict[str, Any]:
    return {"field": change.field, "before": as_data(change.before), "after": as_data(change.after)}


def _statement(statement: Statement) -> RenderableType:
    rows: list[tuple[RenderableType, RenderableType]] = [
        (Text(statement.section), Text(statement.gist)),
        ("", Text(known_line(statement), style="dim")),
    ]
    return lines(rows, indent=2)


def _changes(changes: tuple[Change, ...], book: Codebook) -> RenderableType:
    rows: list[tuple[RenderableType, RenderableType]] = []
    for change in changes:
        rows.append((Text(change.field.replace("_", " ")), Text(f"was {change.was(book)}")))
        rows.append(("", Text(f"is  {change.now(book)}")))
    return lines(rows, indent=4, name_width=_FIELD_WIDTH)
