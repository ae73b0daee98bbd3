"""Patterns that are compiled at their first use are those that were written, and each of them can be compiled."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

import validator
from validator.regex import regex

LATE = type(regex("x"))


def written() -> Iterator[Any]:
    """Every late pattern of the package: the values of its modules, and the members of their tuples and tables."""
    for module in pkgutil.walk_packages(validator.__path__, "validator."):
        if module.name.endswith("__main__") or ".migrations" in module.name:
            continue
        for value in vars(import_module(module.name)).values():
            yield from late_in(value)


def late_in(value: object) -> Iterator[Any]:
    if isinstance(value, LATE):
        yield value
    elif isinstance(value, tuple | list):
        for one in value:
            yield from late_in(one)
    elif isinstance(value, dict):
        yield from late_in([*value.keys(), *value.values()])


def test_every_pattern_of_the_package_can_be_compiled() -> None:
    found = {one.pattern: one for one in written()}
    assert len(found) > 150
    for one in found.values():
        one.search("")


@pytest.mark.parametrize("flags", [0, re.IGNORECASE])
def test_a_pattern_finds_what_it_does_when_it_is_compiled_at_once(flags: int) -> None:
    text = "Take 1 tablet, TAKE 2"
    late, early = regex(r"take (\d)", flags), re.compile(r"take (\d)", flags)
    assert late.pattern == early.pattern
    assert late.findall(text) == early.findall(text)
    assert [one.span() for one in late.finditer(text)] == [one.span() for one in early.finditer(text)]
    assert late.sub("give", text) == early.sub("give", text)
    assert late.split(text) == early.split(text)
    assert (late.match(text) is None, late.fullmatch(text)) == (early.match(text) is None, early.fullmatch(text))


def test_a_mistake_in_a_pattern_shows_when_it_is_used() -> None:
    with pytest.raises(re.error):
        regex("(").search("")
