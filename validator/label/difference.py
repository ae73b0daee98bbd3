"""What changed between two revisions of one label, by statement id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import cast

from validator.criteria.answer import Criterion
from validator.frozen import Frozen
from validator.label.describe import describe
from validator.label.dose import LabelDose
from validator.label.model import Label, LabelPart, Requirement, Statement, Step
from validator.quantity import plain
from validator.terminology.codebook import Codebook

_OF_STATEMENTS = frozenset(
    {"indication", "regimen", "adjustment", "resumption", "administration", "precaution", "interval"}
)
_ALWAYS_DIFFERENT = frozenset({"revision", "edition"})
_NO_CONTENT = frozenset({"source"})
"""Where a statement was read says nothing about the label."""


class Change(Frozen):
    """One field that differs, with both values as the label holds them; None: the field is empty."""

    field: str
    before: object
    after: object

    def was(self, book: Codebook) -> str:
        """The old value in words; `book` names the groups it asks for."""
        return in_words(self.before, book)

    def now(self, book: Codebook) -> str:
        """The new value in words; `book` names the groups it asks for."""
        return in_words(self.after, book)


class LabelDifference(Frozen):
    """What `after` says that `before` does not, by statement id. `header` holds what belongs to no statement."""

    before: Label
    after: Label
    header: tuple[Change, ...]
    added: tuple[Statement, ...]
    removed: tuple[Statement, ...]
    changed: tuple[tuple[Statement, tuple[Change, ...]], ...]

    @property
    def is_empty(self) -> bool:
        """Whether the two say the same."""
        return not (self.header or self.added or self.removed or self.changed)


def difference(before: Label, after: Label) -> LabelDifference:
    """Compares two revisions of one product, in the order of the files. A statement is the same one if its id is.

    Raises ValueError for two different products: their statements share ids without being the same.
    """
    if before.product != after.product:
        raise ValueError(f"{before.product} and {after.product} are two products; a difference is of two revisions")
    old = {statement.id: statement for statement in before.statements()}
    new = {statement.id: statement for statement in after.statements()}
    both = (
        (statement, tuple(_changes(old[id_], statement, _NO_CONTENT))) for id_, statement in new.items() if id_ in old
    )
    return LabelDifference(
        before,
        after,
        tuple(_changes(before, after, _OF_STATEMENTS | _ALWAYS_DIFFERENT)),
        tuple(statement for id_, statement in new.items() if id_ not in old),
        tuple(statement for id_, statement in old.items() if id_ not in new),
        tuple((statement, changes) for statement, changes in both if changes),
    )


def _changes(before: LabelPart, after: LabelPart, ignored: frozenset[str]) -> Iterator[Change]:
    for name in dict.fromkeys((*before.file_keys(), *after.file_keys())):
        was, now = getattr(before, name, None), getattr(after, name, None)
        if name not in ignored and was != now:
            yield Change(name, was, now)


def in_words(value: object, book: Codebook) -> str:
    """A value of a label part in words: a question as `describe` writes it, a step with its regimens and confidence."""
    match value:
        case None | ():
            return "nothing"
        case Requirement():
            return f"{value.words} [{describe(value.ask, book)}]"
        case Step():
            regimens = f" ({', '.join(value.regimens)})" if value.regimens else ""
            return f"{value.before} becomes {value.after}{regimens}, {value.confidence.value}"
        case bool():
            return "yes" if value else "no"
        case Enum():
            return str(value.value)
        case Decimal():
            return plain(value)
        case date():
            return value.isoformat()
        case LabelDose() | str() | int():
            return str(value)
        case (LabelPart(), *_) as parts:
            return "; ".join(in_words(part, book) for part in parts)
        case tuple():
            return ", ".join(in_words(part, book) for part in value)
        case _ if is_dataclass(value):
            return describe(cast(Criterion, value), book)
        case _:
            raise TypeError(f"no words for a {type(value).__name__}")
