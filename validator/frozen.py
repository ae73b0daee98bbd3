"""The base of values: a frozen class with fields, equal where its fields are.

It is what a frozen dataclass is, and the functions of `dataclasses` (`replace`, `fields`) take it for one; but Python
runs no code to make such a class, nor to make, compare or hash a value of it. What compares or shows only some of its
fields, or checks them when it is made, is a dataclass.
"""

from __future__ import annotations

from copy import copy
from dataclasses import MISSING, Field, dataclass, fields
from inspect import get_annotations
from typing import TYPE_CHECKING, Any, dataclass_transform

import msgspec
from msgspec import field

if TYPE_CHECKING:
    from dataclasses import replace
else:
    replace = msgspec.structs.replace
    """A value with other fields: as `dataclasses.replace`, which looks at each field, and takes a dataclass too."""

__all__ = ["Frozen", "field", "field_names", "replace", "required_fields"]


@dataclass(frozen=True, slots=True)
class _Sample:
    one: object = None


_ORDINARY = fields(_Sample)[0]


class _Fields:
    """The fields of a class, told when a function of `dataclasses` asks for them."""

    def __init__(self) -> None:
        self._told: dict[type[msgspec.Struct], dict[str, Field[Any]]] = {}

    def __get__(self, _value: object, kind: type[msgspec.Struct]) -> dict[str, Field[Any]]:
        if kind not in self._told:
            names = kind.__struct_fields__
            given = kind.__struct_defaults__
            defaults = (*(msgspec.NODEFAULT for _ in names[len(given) :]), *given)
            self._told[kind] = {name: _told(name, one, kind) for name, one in zip(names, defaults, strict=True)}
        return self._told[kind]


def _told(name: str, default: object, kind: type[msgspec.Struct]) -> Field[Any]:
    told = copy(_ORDINARY)
    told.name = name
    told.type = next(written[name] for one in kind.__mro__ if name in (written := get_annotations(one)))
    factory = getattr(default, "factory", None)
    told.default = MISSING if default is msgspec.NODEFAULT or factory is not None else default
    if factory is not None:
        told.default_factory = factory
    return told


@dataclass_transform(frozen_default=True, field_specifiers=(msgspec.field,))
class Frozen(msgspec.Struct, frozen=True):
    """A value: `class Finding(Frozen)`, and then its fields."""


def field_names(kind: type[Any]) -> tuple[str, ...]:
    """The names of the fields of such a class, or of a dataclass, without a look at each field."""
    return kind.__struct_fields__ if issubclass(kind, Frozen) else tuple(one.name for one in fields(kind))


def required_fields(kind: type[Any]) -> tuple[str, ...]:
    """The names of those that a value must be given."""
    if not issubclass(kind, Frozen):
        lacking = (one for one in fields(kind) if one.default is MISSING and one.default_factory is MISSING)
        return tuple(one.name for one in lacking)
    given = kind.__struct_defaults__
    defaults = (*(msgspec.NODEFAULT for _ in kind.__struct_fields__[len(given) :]), *given)
    return tuple(name for name, one in zip(kind.__struct_fields__, defaults, strict=True) if one is msgspec.NODEFAULT)


Frozen.__dataclass_fields__ = _Fields()  # type: ignore[assignment] # told lazily
