"""Decoded JSON handed in by a program: copied, with floats made exact; the caller's own objects stay as they are."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from os import PathLike
from typing import Protocol, runtime_checkable
from uuid import UUID

from validator.fhir.expression import Path
from validator.fhir.json_text import NOT_A_JSON_VALUE, JsonDocument, Spoiled, UnreadableError, too_deep, too_spoiled
from validator.fhir.limits import DEFAULT, Limits
from validator.fhir.no_json import NAME_OF_A_FILE


@runtime_checkable
class _Dumps(Protocol):
    """A pydantic 2 model, such as a fhir.resources resource."""

    def model_dump(self) -> object: ...


@runtime_checkable
class _AsDict(Protocol):
    """A pydantic 1 model."""

    def dict(self) -> object: ...


def read_value(value: object, *, limits: Limits = DEFAULT) -> JsonDocument:
    """The JSON document a dict, a list or a model object stands for. Raises UnreadableError.

    A float becomes the shortest decimal that names it (0.1 is 0.1); dates, enumerations and UUIDs become their FHIR
    text. NaN, infinities, keys that are no text and objects of other kinds spoil the object they stand in.
    """
    model = _as_data(value)
    if isinstance(value, PathLike):
        raise UnreadableError(NAME_OF_A_FILE)
    if not isinstance(model, Mapping | list | tuple):
        raise UnreadableError("Neither a FHIR resource, JSON text nor a model object was given.")
    spoiled: list[Spoiled] = []
    copy = _copied(model, (), spoiled, min(limits.max_depth, DEFAULT.max_depth), limits)
    if len(spoiled) > DEFAULT.max_issues:
        raise too_spoiled()
    return JsonDocument(copy, spoiled=tuple(spoiled))


def _copied(value: object, path: Path, spoiled: list[Spoiled], depth: int, limits: Limits) -> object:
    kind = type(value)
    if kind is str:
        return _text(value, path, spoiled)
    if value is None or kind is bool or kind is int:
        return value
    if kind is float or kind is Decimal:
        return _number(value, path, spoiled)
    if isinstance(value, Mapping):
        if depth == 0:
            raise too_deep(limits)
        copy: dict[str, object] = {}
        for key, child in value.items():
            if isinstance(key, str):
                copy[key] = _copied(child, (*path, key), spoiled, depth - 1, limits)
            else:
                spoiled.append(Spoiled(path, NOT_A_JSON_VALUE))
        return copy
    if isinstance(value, list | tuple):
        if depth == 0:
            raise too_deep(limits)
        return [_copied(child, (*path, index), spoiled, depth - 1, limits) for index, child in enumerate(value)]
    return _other(value, path, spoiled, depth, limits)


def _text(value: object, path: Path, spoiled: list[Spoiled]) -> object:
    assert isinstance(value, str)
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            spoiled.append(Spoiled(path, NOT_A_JSON_VALUE))
            return None
    return value


def _number(value: object, path: Path, spoiled: list[Spoiled]) -> object:
    assert isinstance(value, float | Decimal)
    if not math.isfinite(value):
        spoiled.append(Spoiled(path, NOT_A_JSON_VALUE))
        return None
    return Decimal(repr(value)) if isinstance(value, float) else value


def _other(value: object, path: Path, spoiled: list[Spoiled], depth: int, limits: Limits) -> object:
    """Values that JSON does not have but that have one FHIR spelling; anything else spoils its object."""
    if isinstance(value, Enum):
        return _copied(value.value, path, spoiled, depth, limits)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, str):
        return _text(str(value), path, spoiled)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float | Decimal):
        return _number(value, path, spoiled)
    data = _as_data(value)
    if data is not value and depth > 0:
        return _copied(data, path, spoiled, depth - 1, limits)
    spoiled.append(Spoiled(path, NOT_A_JSON_VALUE))
    return None


def _as_data(value: object) -> object:
    if isinstance(value, Mapping | list | tuple | type):
        return value
    if isinstance(value, _Dumps):
        return value.model_dump()
    if isinstance(value, _AsDict):
        return value.dict()
    return value
