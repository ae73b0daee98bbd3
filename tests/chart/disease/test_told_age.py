"""When a condition began that tells it by the age alone: the days in which the patient was of it."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, condition
from support.coding import concept, icd
from support.judged import judged
from support.plain import kidney

BLEEDING = concept(icd("K92.2", "Gastrointestinal hemorrhage, unspecified"))


def bleeding(**told: Any) -> Resource:
    made = condition("bleeding", BLEEDING, status="resolved")
    return {name: value for name, value in made.items() if not name.startswith(("onset", "recorded"))} | told


def age(value: float, code: str = "a") -> dict[str, Any]:
    return {"value": value, "unit": code, "system": "http://unitsofmeasure.org", "code": code}


def codes(one: Resource, born: str = "1960-05-20") -> dict[str, str]:
    chart = kidney(beside=(one,))
    chart = [entry | {"birthDate": born} if entry["resourceType"] == "Patient" else entry for entry in chart]
    return {found.code: found.verdict.value for found in judged(chart).findings if found.code == "recent-hemorrhage"}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        # Born on 1960-05-20, ordered in November of 2026: 66 years since May.
        ({"onsetAge": age(66)}, "undetermined"),
        ({"onsetAge": age(798, "mo")}, "error"),
        ({"onsetRange": {"low": age(40), "high": age(66)}}, "undetermined"),
        ({"onsetAge": age(66) | {"comparator": "<"}}, "undetermined"),
        ({"onsetAge": age(66, "{visit}")}, "undetermined"),
    ],
)
def test_an_age_that_allows_a_recent_day_does_not_quiet_the_event(told: dict[str, Any], expected: str) -> None:
    assert codes(bleeding(**told)) == {"recent-hemorrhage": expected}


@pytest.mark.parametrize(
    "told",
    [
        {"onsetAge": age(40)},
        {"onsetAge": age(500, "mo")},
        {"onsetRange": {"low": age(40), "high": age(45)}},
        {"onsetAge": age(40), "recordedDate": "2026-11-15"},
    ],
)
def test_an_event_of_an_age_long_ago_is_quiet(told: dict[str, Any]) -> None:
    assert "error" not in codes(bleeding(**told)).values()
    assert "undetermined" not in codes(bleeding(**told)).values()


def test_a_birth_date_of_a_year_or_none_widens_the_days_and_never_narrows_them() -> None:
    assert codes(bleeding(onsetAge=age(66)), born="1960") == {"recent-hemorrhage": "undetermined"}
    assert codes(bleeding(onsetAge=age(40)), born="1960") == codes(bleeding(onsetAge=age(40)))


def test_an_event_is_not_after_the_day_it_was_written_down() -> None:
    told = bleeding(onsetAge=age(66), recordedDate="2026-06-01")
    assert codes(told) == codes(bleeding(onsetDateTime="2026-05-25"))
