"""A question of the label in words, for people who read a revision or the difference of two."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from validator.criteria.answer import Criterion
from validator.terminology.codebook import codebook


def describe(question: Criterion, root: Path | None = None) -> str:
    """The question in its own words (`Criterion.clause`), with the titles of the value sets of a profiles folder."""
    return question.clause(partial(titles, root=root))


def titles(groups: tuple[str, ...], root: Path | None = None) -> str:
    """The titles of the value sets of these groups; a group of several domains has the title of each.

    A group that has none is called by its name.
    """
    named = [value_set.title for group in groups for value_set in codebook(root).value_sets if value_set.group == group]
    return " or ".join(dict.fromkeys(named)) if named else " or ".join(groups)
