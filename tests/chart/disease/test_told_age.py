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


def written(value: float, unit: str = "") -> dict[str, Any]:
    return {"value": value} | ({"unit": unit} if unit else {})


def active(**told: Any) -> Resource:
    made = condition("bleeding", BLEEDING)
    return {name: value for name, value in made.items() if not name.startswith(("onset", "recorded"))} | told


YEARS = ("y", "yr", "yrs", "yo", "y/o", "years old", "Years", "Jahre", "a\u00f1os", "ans")


@pytest.mark.parametrize("unit", YEARS)
def test_an_age_in_the_usual_words_for_years_is_an_age_in_years(unit: str) -> None:
    """Both sides: forty years ago is answered as by its UCUM code, and the present age keeps its danger."""
    for value in (40, 66):
        for made in (active, bleeding):
            assert codes(made(onsetAge=written(value, unit))) == codes(made(onsetAge=age(value)))


@pytest.mark.parametrize("unit", ["months", "Monate", "meses"])
def test_an_age_in_the_usual_words_for_months_is_an_age_in_months(unit: str) -> None:
    assert codes(bleeding(onsetAge=written(798, unit))) == {"recent-hemorrhage": "error"}
    assert codes(active(onsetAge=written(480, unit))) == codes(active(onsetAge=age(480, "mo")))


@pytest.mark.parametrize(
    "told",
    [
        {"onsetAge": written(40)},
        {"onsetAge": written(40, "Lenze")},
        {"onsetAge": age(40, "{visit}")},
        {"onsetAge": written(40), "recordedDate": "2015-11-15"},
        {"onsetRange": {"low": age(40)}},
    ],
)
def test_an_age_that_is_not_understood_is_neither_recent_nor_long_ago(told: dict[str, Any]) -> None:
    assert codes(active(**told)) == {"recent-hemorrhage": "undetermined"}


def test_an_active_one_that_was_written_down_lately_is_recent_whatever_its_age_says() -> None:
    for told in (written(40), age(40)):
        assert codes(active(onsetAge=told, recordedDate="2026-11-15")) == {"recent-hemorrhage": "error"}


def test_an_age_that_is_not_told_is_no_age() -> None:
    """Undated and active stays what it was."""
    url = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
    absent = {"extension": [{"url": url, "valueCode": "unknown"}]}
    assert codes(active()) == {"recent-hemorrhage": "error"}
    assert codes(active(onsetAge=absent)) == {"recent-hemorrhage": "error"}


@pytest.mark.parametrize(
    ("told", "born"),
    [
        ({"onsetAge": age(40), "recordedDate": "2020-11-01"}, "9950-01-01"),
        ({"onsetAge": age(40, "{visit}"), "recordedDate": "0100-01-01"}, "1967-01-01"),
        ({"onsetAge": {"value": 40}, "recordedDate": "0001"}, "1967"),
        ({"onsetAge": age(140), "recordedDate": "0001-01-01"}, "0001-01-01"),
    ],
)
def test_a_day_that_no_calendar_has_stops_no_check(told: dict[str, Any], born: str) -> None:
    chart = kidney(beside=(bleeding(**told),))
    chart = [entry | {"birthDate": born} if entry["resourceType"] == "Patient" else entry for entry in chart]
    assert "not-checked" not in {found.code for found in judged(chart).findings}
