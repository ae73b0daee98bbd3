"""Numbers that the words of a statement tell people, and that are those of no other part of it: left from another
revision, or mistyped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from decimal import Decimal
from typing import Any

from validator.label.gist import numbers_in, says
from validator.label.model import Indication, Precaution, Statement
from validator.regex import regex

_NUMBER = regex(r"(?<![\w.])(?P<number>\d+(?:\.\d+)?)(?!\w|\.\d)(?:[ -](?P<unit>week|year|hour))?")
_SMALLER = {"week": 7, "year": 12, "hour": 60}
"""How many days, months and minutes questions have for what people call by a larger unit."""
_NO_WORDS = frozenset({"id", "section", "gist", "source", "code"})


def told_amiss(statement: Statement, parts: Iterable[Any]) -> Iterator[str]:
    """Each such number as a clause; `parts` are the criteria that the statement asks, and those inside them."""
    asked = {number for part in parts for _, number in numbers_in(part)}
    if isinstance(statement, Precaution) and statement.ordered is not None:
        asked.add(statement.ordered.mg)
    for name, words in _texts(statement):
        for found in _NUMBER.finditer(words):
            number = Decimal(found["number"])
            meant = {number, number * _SMALLER.get(found["unit"], 1)}
            if not any(says(statement.gist, one) for one in meant) and not meant & asked:
                yield f"says {found['number']} in its {name}, which neither its gist nor its question does"


def _texts(statement: Statement) -> Iterator[tuple[str, str]]:
    """What people read of a statement besides its gist, by the names of its keys."""
    for one in fields(statement):
        value = getattr(statement, one.name)
        if isinstance(value, str) and one.name not in _NO_WORDS:
            yield one.name, value
    if isinstance(statement, Indication):
        yield from (("words", requirement.words) for requirement in statement.requires)
