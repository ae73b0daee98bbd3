"""A revision of which some statements are those of another: to find the one that makes a difference."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from validator.label.difference import LabelDifference, difference
from validator.label.model import Label, Statement

WHOLE = "label"
"""What belongs to no statement (strengths, the highest dose), named beside the ids of statements."""

_LISTS = ("indication", "regimen", "adjustment", "resumption", "precaution", "interval")
_OF_THE_REVISION = frozenset({"revision", "edition", "set_id", "product"})


def differing(before: Label, after: Label) -> tuple[str, ...]:
    """The ids of all statements that one of two revisions has alone or that differ, in the order of the files.

    `WHOLE` is among them, last, where what belongs to no statement differs. Raises ValueError for two products.
    """
    found = difference(before, after)
    ids = {one.id for one in (*found.added, *found.removed, *(statement for statement, _ in found.changed))}
    in_order = dict.fromkeys(one.id for one in (*after.statements(), *before.statements()) if one.id in ids)
    return (*in_order, *((WHOLE,) if _asks_otherwise(found) else ()))


def _asks_otherwise(found: LabelDifference) -> bool:
    return any(change.field not in (*_OF_THE_REVISION, "remarks") for change in found.header)


def mixed(before: Label, after: Label, taken: Collection[str]) -> Label:
    """`before` with the statements whose ids are `taken` as `after` has them: new, gone or otherwise worded."""
    fields: dict[str, Any] = {name: getattr(before, name) for name in Label.file_keys()}
    if WHOLE in taken:
        of_parts = {*_LISTS, "administration", *_OF_THE_REVISION}
        fields |= {name: getattr(after, name) for name in Label.file_keys() if name not in of_parts}
    if after.administration.id in taken:
        fields["administration"] = after.administration
    for name in _LISTS:
        fields[name] = _merged(getattr(before, name), {one.id: one for one in getattr(after, name)}, taken)
    # Made anew and not copied: what a label has worked out of its statements is not that of other statements.
    return Label(**fields, pages_of_folder=before.pages_of_folder)


def _merged(
    before: tuple[Statement, ...], after: Mapping[str, Statement], taken: Collection[str]
) -> tuple[Statement, ...]:
    kept = [after.get(one.id) if one.id in taken else one for one in before]
    known = {one.id for one in before}
    added = [one for one in after.values() if one.id in taken and one.id not in known]
    return (*(one for one in kept if one is not None), *added)
