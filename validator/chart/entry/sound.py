"""What is left of a resource when what is wrong with it is taken out, and the ways a reversed period can be meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from validator.chart.entry.when import BEGAN_AND_ENDED, periods_of
from validator.chart.entry.witness import Tree


def sound(tree: Tree, faulty: tuple[str, ...]) -> Tree:
    """The resource without what changes its meaning, and without the elements that are wrong."""
    kept = {name: value for name, value in tree.items() if name not in faulty and name != "implicitRules"}
    meta = kept.pop("meta", None)
    if isinstance(meta, dict):
        kept["meta"] = {name: value for name, value in meta.items() if name != "tag"}
    return {name: without_modifiers(value) for name, value in kept.items() if name != "modifierExtension"}


def without_modifiers(value: Any) -> Any:
    """A copy of a value without any modifierExtension in it."""
    if isinstance(value, dict):
        return {name: without_modifiers(part) for name, part in value.items() if name != "modifierExtension"}
    if isinstance(value, list):
        return [without_modifiers(part) for part in value]
    return value


def other_periods(tree: Tree, names: tuple[str, ...]) -> Iterator[Tree]:
    """The period the other way round, each of its ends alone, and none at all; of a beginning and an end that are two
    elements of their own one is right.
    """
    if names == BEGAN_AND_ENDED:
        began, ended = names
        yield tree | {began: tree[ended], ended: tree[began]}
        yield {name: value for name, value in tree.items() if name != ended}
        yield {name: value for name, value in tree.items() if name != began}
        return
    for change in (_exchanged, _only_start, _only_end, _neither):
        made = without_modifiers(tree)  # a copy: the period inside it is changed in place
        for name, period in periods_of(made):
            if name in names:
                change(period)
        yield made


def _exchanged(period: Tree) -> None:
    period["start"], period["end"] = period.get("end"), period.get("start")


def _only_start(period: Tree) -> None:
    period.pop("end", None)


def _only_end(period: Tree) -> None:
    period.pop("start", None)


def _neither(period: Tree) -> None:
    period.clear()
