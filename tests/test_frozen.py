"""A value: equal where its fields are, never changed, and a dataclass to whoever asks."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from dataclasses import field as field_of_a_dataclass
from typing import ClassVar

import pytest

from validator.frozen import Frozen, field, field_names, required_fields


class Weight(Frozen):
    kind: ClassVar[str] = "weight"
    kilograms: int
    said_by: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Volume:
    millilitres: int
    said_by: tuple[str, ...] = ()
    notes: list[str] = field_of_a_dataclass(default_factory=list)


class Length(Frozen):
    kilograms: int


def test_two_values_with_the_same_fields_are_one() -> None:
    assert Weight(38, ("scale",)) == Weight(38, ("scale",))
    assert Weight(38) != Weight(40)
    assert Length(38) != Weight(38)
    assert len({Length(38), Length(38), Length(40)}) == 2


def test_a_value_is_never_changed() -> None:
    weight = Weight(38)
    with pytest.raises(AttributeError):
        weight.kilograms = 40  # type: ignore[misc]
    assert weight.kilograms == 38


def test_what_is_made_of_a_value_has_its_other_fields() -> None:
    weight = Weight(38, ("scale",))
    assert replace(weight, kilograms=40) == Weight(40, ("scale",))
    with pytest.raises(TypeError, match="pounds"):
        replace(weight, pounds=80)  # type: ignore[call-arg]


def test_its_fields_are_told_with_their_defaults_and_never_what_belongs_to_the_class() -> None:
    assert is_dataclass(Weight)
    told = {one.name: one for one in fields(Weight)}
    assert list(told) == ["kilograms", "said_by", "notes"]
    assert told["kilograms"].default is MISSING
    assert told["kilograms"].default_factory is MISSING
    assert told["said_by"].default == ()
    assert told["notes"].default_factory is not MISSING
    assert told["notes"].default_factory() == []
    assert told["kilograms"].type == "int"
    assert [one.name for one in fields(Length)] == ["kilograms"]


@pytest.mark.parametrize("kind", [Weight, Length, Volume])
def test_its_names_and_those_that_are_needed_are_what_its_fields_say(kind: type) -> None:
    told = fields(kind)
    assert field_names(kind) == tuple(one.name for one in told)
    needed = tuple(one.name for one in told if one.default is MISSING and one.default_factory is MISSING)
    assert required_fields(kind) == needed
    assert len(needed) == 1
