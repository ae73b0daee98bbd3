"""A rule is registered once, under the name that is shown when it could not run."""

from __future__ import annotations

import pytest

import validator.rules
from validator.rules.registry import RULES, arrange, rule


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


def test_the_rules_speak_in_the_order_that_is_written_down() -> None:
    assert tuple(RULES) == validator.rules.ORDER


@pytest.mark.parametrize("order", [validator.rules.ORDER[1:], (*validator.rules.ORDER, "dose"), ("dose",)])
def test_an_order_that_misses_a_rule_or_names_one_twice_is_refused(order: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="the order of the rules names"):
        arrange(order)
    assert tuple(RULES) == validator.rules.ORDER
