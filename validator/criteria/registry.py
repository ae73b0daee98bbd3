"""The closed vocabulary of questions that label data may ask: a kind, its class, and a strict reader.

The vocabulary grows only by a new class with its test, never by expressions in data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from decimal import Decimal
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from validator.criteria.answer import Criterion
from validator.frozen import field_names, required_fields

CRITERIA: dict[str, type[Any]] = {}
_KNOWN: dict[type[Any], dict[str, Any]] = {}
"""The types of the fields of each class that was read, worked out once."""

_WHOLE = ("__doc__", "clause", "names", "answer")
"""What a criterion brings along itself: its page, its words for a label page, what it looks at, its answer."""

C = TypeVar("C", bound=type[Any])


class CriterionError(ValueError):
    """Label data asks a question that is not in the vocabulary, or asks it in the wrong words."""


def criterion(kind: str, *, choices: frozenset[str] = frozenset()) -> Callable[[C], C]:
    """Registers a frozen class as the criterion `kind`. Raises ValueError on a second use of the kind, TypeError
    for a class that is not whole: one without a page, words, names or an answer.

    `choices` names the fields whose numbers are this project's and not the label's, so that no gist has to say them.
    """

    def register(cls: C) -> C:
        if kind in CRITERIA:
            raise ValueError(f"criterion {kind} is registered twice")
        if lacking := [name for name in _WHOLE if getattr(cls, name, None) is None]:
            raise TypeError(f"criterion {kind} has no {', '.join(lacking)}")
        cls.kind = kind
        cls.choices = choices
        CRITERIA[kind] = cls
        return cls

    return register


def read_criterion(data: object, path: str = "") -> Criterion:
    """One criterion from label data. Raises CriterionError that starts with the path of what is wrong."""
    if not isinstance(data, Mapping):
        raise CriterionError(f"{path}: a criterion is a table with a kind")
    kind = data.get("kind")
    cls = CRITERIA.get(kind) if isinstance(kind, str) else None
    if cls is None:
        raise CriterionError(f"{path}.kind: {kind!r} is no criterion; known are {', '.join(sorted(CRITERIA))}")
    known = _fields(cls)
    if surplus := sorted(set(data) - set(known) - {"kind"}):
        raise CriterionError(f"{path}: {kind} has no {', '.join(surplus)}; known are {', '.join(known) or 'none'}")
    lacking = [name for name in required_fields(cls) if name not in data]
    if lacking:
        raise CriterionError(f"{path}: {kind} needs {', '.join(lacking)}")
    values = {name: _value(data[name], known[name], f"{path}.{name}") for name in known if name in data}
    made: Criterion = cls(**values)
    return made


def _row(data: object, cls: Any, path: str) -> object:
    """One row of a table of label data: a frozen class of simple values."""
    if not isinstance(data, Mapping):
        raise CriterionError(f"{path}: a table is needed")
    known = _fields(cls)
    if surplus := sorted(set(data) - set(known)):
        raise CriterionError(f"{path}: unknown {', '.join(surplus)}; known are {', '.join(known)}")
    if lacking := [name for name in required_fields(cls) if name not in data]:
        raise CriterionError(f"{path}: lacks {', '.join(lacking)}")
    return cls(**{name: _value(data[name], known[name], f"{path}.{name}") for name in known if name in data})


def _fields(cls: type[Any]) -> dict[str, Any]:
    if cls not in _KNOWN:
        types = get_type_hints(cls)
        _KNOWN[cls] = {name: types[name] for name in field_names(cls)}
    return _KNOWN[cls]


def _value(value: object, hint: Any, path: str) -> object:
    if hint is Criterion:
        return read_criterion(value, path)
    if hint == tuple[Criterion, ...]:
        if not isinstance(value, list) or not value:
            raise CriterionError(f"{path}: a list of criteria is needed")
        return tuple(read_criterion(item, f"{path}[{index}]") for index, item in enumerate(value))
    if hint == tuple[str, ...]:
        if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
            raise CriterionError(f"{path}: a list of words is needed")
        return tuple(value)
    if get_origin(hint) is tuple and get_origin(get_args(hint)[0]) is Literal:
        known = get_args(get_args(hint)[0])
        if not isinstance(value, list) or not value:
            raise CriterionError(f"{path}: a list of words is needed")
        if wrong := [item for item in value if item not in known]:
            raise CriterionError(f"{path}: {wrong[0]!r} is not known; known are {', '.join(known)}")
        return tuple(value)
    if get_origin(hint) is tuple and is_dataclass(get_args(hint)[0]):
        if not isinstance(value, list) or not value:
            raise CriterionError(f"{path}: a list of tables is needed")
        return tuple(_row(item, get_args(hint)[0], f"{path}[{index}]") for index, item in enumerate(value))
    if hint is Decimal:
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise CriterionError(f"{path}: a number is needed")
        return Decimal(value)
    if hint in (int, bool, str):
        if type(value) is not hint:
            raise CriterionError(f"{path}: {hint.__name__} is needed")
        return value
    raise CriterionError(f"{path}: no reader for {hint}")
