"""The profiles of resources and the check agree: what breaks a rule of a profile has a finding, its like has none.

What the validator says of the same resources is in `tests/test_judge.py`.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from support.answer import answer, check
from support.build import Resource
from support.profiled import ORDER, PROFILES, Broken, broken, sound

from validator import Verdict
from validator.profiles import shipped
from validator.terminology.profiles import profiles_root

QUIET = {"order-checked", "dose-agrees", "food-instruction-missing"}
"""What is said of every plain order."""


def elements(profile: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shipped().definitions[f"StructureDefinition/{profile}"]["differential"]["element"]
    return found


def rules(profile: str) -> set[str]:
    """Its constraints by key, and the elements that it requires or binds."""
    keys = {rule["key"] for one in elements(profile) for rule in one.get("constraint", [])}
    return keys | {one["path"] for one in elements(profile) if one.get("min") or "binding" in one}


@pytest.mark.parametrize("one", list(broken()), ids=lambda one: f"{one.profile}-{one.rule}-{one.finding}")
def test_what_breaks_a_rule_of_a_profile_has_a_finding(one: Broken) -> None:
    report = answer(check(one.chart), "MedicationRequest/order")
    assert one.finding in {finding.code for finding in report.findings}


@pytest.mark.parametrize(("profile", "resource", "chart"), list(sound()))
def test_what_agrees_with_a_profile_is_accepted(profile: str, resource: Resource, chart: list[Resource]) -> None:
    assert resource in chart
    report = answer(check(chart), "MedicationRequest/order")
    assert report.verdict is Verdict.ACCEPT
    assert {finding.code for finding in report.findings} <= QUIET


@pytest.mark.parametrize("profile", PROFILES)
def test_every_rule_of_a_profile_is_broken_once_and_each_profile_is_kept_once(profile: str) -> None:
    assert {one.rule for one in broken() if one.profile == profile} == rules(profile)
    assert profile in {name for name, _, _ in sound()}


@pytest.mark.parametrize("name", ["criterion", "finding", "override-reason", "verdict"])
def test_what_is_answered_in_codes_of_this_project_has_a_value_set_of_all_of_them(name: str) -> None:
    held = shipped().definitions
    assert held[f"ValueSet/{name}"]["compose"] == {"include": [{"system": held[f"CodeSystem/{name}"]["url"]}]}


def test_the_pieces_an_order_may_be_counted_in_are_units_that_are_read() -> None:
    (rule,) = [
        rule["expression"]
        for one in elements(ORDER)
        for rule in one.get("constraint", [])
        if rule["key"] == "order-unit"
    ]
    units = json.loads((profiles_root() / "conceptmaps" / "unit.json").read_text(encoding="utf-8"))
    read = {target["code"] for group in units["group"] for one in group["element"] for target in one["target"]}
    assert set(re.findall(r"'(\{\w+\})'", rule)) <= read
