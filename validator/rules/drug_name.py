"""Drugs of the chart by their names, as a headline has room for them."""

from __future__ import annotations

from collections.abc import Sequence

from validator.chart.drug.treatment import Therapy
from validator.terminology.bare_name import bare_name

_LONGEST_NAME = 40
"""Characters of the names together."""


def name_of_drugs(drugs: Sequence[Therapy]) -> str:
    """The drugs by name, each once and whole, without strength and form; of many the first, and how many more."""
    named: dict[str, str] = {}
    for drug in drugs:
        named.setdefault(_name(drug).casefold(), _name(drug))
    first, *others = named.values()
    told, left = cut_name(first), list(others)
    while left and len(f"{told}, {left[0]}") <= _LONGEST_NAME:
        told = f"{told}, {left.pop(0)}"
    return f"{told} and {len(left)} more" if left else told


def asking(drugs: Sequence[Therapy]) -> str:
    """Who is asked before drugs are replaced: who prescribes the ordered drug may not be who prescribes them."""
    return f"ask who prescribes {'it' if len({_name(drug).casefold() for drug in drugs}) == 1 else 'them'}"


def _name(drug: Therapy) -> str:
    return bare_name(drug.name)


def cut_name(name: str) -> str:
    """A name as far as a headline has room for it."""
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}\u2026"
