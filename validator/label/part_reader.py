"""Reads the parts of a label from what its file holds, strictly: every mistake with its place, none hides another.

A part is read by the types of its fields: a key that is no field, a field without a value that needs one, and a value
of another type are mistakes. Nothing is turned into another type, but a word into what it is a word for (a dose, how
well a statement is known, a verdict, a kind of question) and a whole number into a decimal one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from validator.criteria.answer import Criterion
from validator.criteria.registry import CriterionError, read_criterion
from validator.frozen import required_fields
from validator.label.dose import LabelDose
from validator.label.model import Label, LabelPart, Statement

_Read = Callable[[object, str], Any]
"""Reads a value at a place. Raises _MistakesError."""


class _MistakesError(ValueError):
    """What is wrong in a value: each of `mistakes` starts with its place."""

    def __init__(self, *mistakes: str) -> None:
        super().__init__("; ".join(mistakes))
        self.mistakes = mistakes


def read_label(data: Mapping[str, Any]) -> tuple[Label | None, tuple[str, ...]]:
    """The label that a file holds, and every mistake in it, each beginning with its place; None where there is any."""
    try:
        return _part(Label)(data, ""), ()
    except _MistakesError as error:
        return None, error.mistakes


def readable_statements(data: Mapping[str, Any]) -> Iterator[Statement]:
    """The statements of a file that can be read although others of it cannot: what else is wrong in them is asked."""
    for name, wanted in get_type_hints(Label).items():
        kind = get_args(wanted)[0] if get_origin(wanted) is tuple else wanted
        if not (isinstance(kind, type) and issubclass(kind, Statement)):
            continue
        blocks = data.get(name, ())
        for block in blocks if isinstance(blocks, list) else (blocks,):
            with suppress(_MistakesError):
                yield _part(kind)(block, "")


@cache
def _part(kind: type[LabelPart]) -> _Read:
    types = get_type_hints(kind)
    readers = {name: _reader(types[name]) for name in kind.file_keys()}
    required = required_fields(kind)

    def read(data: object, place: str) -> LabelPart:
        if not isinstance(data, Mapping):
            raise _MistakesError(f"{place}: a table is needed")
        values: dict[str, Any] = {}
        mistakes = [f"{place}.{name}: is missing" for name in required if name not in data]
        for name, value in data.items():
            if (reader := readers.get(name)) is None:
                mistakes.append(f"{place}.{name}: is not known; known are {', '.join(readers)}")
                continue
            try:
                values[name] = reader(value, f"{place}.{name}")
            except _MistakesError as error:
                mistakes += error.mistakes
        if mistakes:
            raise _MistakesError(*mistakes)
        return kind(**values)

    return read


def _reader(wanted: Any) -> _Read:
    """How a value of this type is read."""
    if get_origin(wanted) is tuple:
        return _each(_reader(get_args(wanted)[0]))
    if get_origin(wanted) is Literal:
        return _word(get_args(wanted))
    if NoneType in get_args(wanted):
        # None is a key that is left out; TOML has no value for it.
        (one,) = set(get_args(wanted)) - {NoneType}
        return _reader(one)
    if wanted is Criterion:
        return _question
    if wanted is LabelDose:
        return _dose
    if wanted is Decimal:
        return _decimal
    if issubclass(wanted, LabelPart):
        return _part(wanted)
    if issubclass(wanted, StrEnum):
        return _enumerated(wanted)
    return _of_type(wanted)


def _each(reader: _Read) -> _Read:
    def read(value: object, place: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise _MistakesError(f"{place}: a list is needed")
        found: list[Any] = []
        mistakes: list[str] = []
        for index, one in enumerate(value):
            try:
                found.append(reader(one, f"{place}[{index}]"))
            except _MistakesError as error:
                mistakes += (f"{mistake}{_named(one)}" for mistake in error.mistakes)
        if mistakes:
            raise _MistakesError(*mistakes)
        return tuple(found)

    return read


def _named(block: object) -> str:
    """Which block of its kind it is, as its writer knows it: by its id, where it has one."""
    name = block.get("id") if isinstance(block, Mapping) else None
    return f" (in {name})" if isinstance(name, str) and name.strip() else ""


def _word(known: tuple[str, ...]) -> _Read:
    def read(value: object, place: str) -> str:
        if not isinstance(value, str) or value not in known:
            raise _MistakesError(f"{place}: {value!r} is not known; known are {', '.join(known)}")
        return value

    return read


def _enumerated(kind: type[StrEnum]) -> _Read:
    known = {one.value: one for one in kind}
    word = _word(tuple(known))
    return lambda value, place: known[word(value, place)]


def _question(value: object, place: str) -> Criterion:
    try:
        return read_criterion(value)
    except CriterionError as error:
        # A mistake of the question itself has no path of its own, and begins with its colon.
        raise _MistakesError(f"{place}{'' if str(error).startswith(':') else ': '}{error}") from None


def _dose(value: object, place: str) -> LabelDose:
    if not isinstance(value, str):
        raise _MistakesError(f"{place}: a dose is written as text")
    try:
        return LabelDose.parse(value)
    except ValueError as error:
        raise _MistakesError(f"{place}: {error}") from None


def _decimal(value: object, place: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _MistakesError(f"{place}: a number is needed")
    return Decimal(value)


_NEEDED: Mapping[type, str] = {str: "a text", bool: "true or false", int: "a whole number", date: "a date"}


def _of_type(wanted: type) -> _Read:
    needed = _NEEDED[wanted]

    def read(value: object, place: str) -> object:
        # A truth value is no number, and a time of a day no day.
        if type(value) is not wanted:
            raise _MistakesError(f"{place}: {needed} is needed")
        return value

    return read
