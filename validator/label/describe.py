"""A question of the label in words, for people who read a revision or the difference of two."""

from __future__ import annotations

from functools import partial

from validator.criteria.answer import Criterion
from validator.terminology.codebook import Codebook


def describe(question: Criterion, book: Codebook) -> str:
    """The question in its own words (`Criterion.clause`), with the titles of these value sets."""
    return question.clause(partial(titles, book=book))


def titles(groups: tuple[str, ...], book: Codebook) -> str:
    """The titles of the value sets of these groups; a group of several domains has the title of each.

    A group that has none is called by its name.
    """
    named = [value_set.title for group in groups for value_set in book.value_sets if value_set.group == group]
    return " or ".join(dict.fromkeys(named)) if named else " or ".join(groups)
