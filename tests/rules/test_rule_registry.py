"""A rule is registered once, under the name that is shown when it could not run."""

from __future__ import annotations

import pytest

import validator.rules
from validator.rules.registry import RULES, rule


def test_every_module_of_rules_is_registered_under_its_name() -> None:
    assert sorted(RULES) == sorted(validator.rules.__all__)


def test_a_name_is_registered_once() -> None:
    before = RULES["dose"]
    with pytest.raises(ValueError, match="rule dose is registered twice"):
        rule("dose")(lambda situation: ())
    assert RULES["dose"] is before


def test_registering_gives_the_function_back() -> None:
    def nothing(situation: object) -> tuple[()]:
        return ()

    try:
        assert rule("of-this-test")(nothing) is nothing
        assert RULES["of-this-test"] is nothing
    finally:
        RULES.pop("of-this-test", None)
