"""Reservations about a measurement that decides the dose, and none where it is fresh."""

from __future__ import annotations

import pytest
from support.build import Resource, observation, quantity, weight
from support.coding import loinc
from support.judged import judged, only, tablets, taking, thyroid, verdicts
from support.plain import kidney, without

OLD, UNSURE = "dose-rests-on-old-measurement", "dose-rests-on-doubtful-weight"


def weighed(*measured: Resource, born: str = "2012-11-22") -> list[Resource]:
    """An adolescent on 40 mg with these weights and no other."""
    return [*thyroid(tablets(40), kilograms=None, born=born), *measured]


def told_by_the_family(kilograms: int, on: str) -> Resource:
    return observation("told", loinc("3142-7", "Body weight Stated"), on, value=quantity(kilograms, "kg"))


def test_an_old_weight_that_decides_the_dose_is_a_warning() -> None:
    old = weighed(weight("38", "2026-09-01"))
    assert verdicts(judged(old), OLD) == ["warning"]
    assert verdicts(judged(thyroid(tablets(40))), OLD) == []


@pytest.mark.parametrize(("on", "expected"), [("2026-10-22", ["warning"]), ("2026-10-23", [])])
def test_a_weight_is_old_from_the_thirty_first_day_on(on: str, expected: list[str]) -> None:
    report = judged(weighed(weight("38", on)))
    assert verdicts(report, OLD) == expected
    assert report.verdict.value == (expected or ["accept"])[0]


def test_an_old_weight_is_told_with_its_age_its_dose_and_the_section() -> None:
    found = only(weighed(weight("38", "2026-09-01")), OLD)
    assert found.message == (
        "The newest weight is 82 days old (30 is this check's limit, not the label's); the label's dose depends on it."
    )
    assert (
        found.heading
        == "The weight of 38 kg is 82 days old: CABOMETYX 40 mg once daily is for under 40 kg; measure again."
    )
    assert found.section == "2.4"
    assert [one.reference for one in found.evidence] == ["Patient/patient", "Observation/weight"]


def test_two_old_weights_of_one_day_are_told_without_choosing_between_them() -> None:
    found = only(weighed(weight("38", "2026-09-01"), weight("37", "2026-09-01", name="other")), OLD)
    assert found.heading == ""
    assert {"Observation/weight", "Observation/other"} <= {one.reference for one in found.evidence}


def test_an_old_weight_beside_something_else_that_is_open_names_no_dose_for_it() -> None:
    held = taking("ketoconazole", status="on-hold")
    assert only(weighed(weight("38", "2026-09-01"), held), OLD).heading == ""


def test_a_stated_weight_that_decides_the_dose_is_another_warning_without_an_age() -> None:
    found = only(weighed(told_by_the_family(38, "2026-11-20")), UNSURE)
    assert (found.verdict.value, found.heading, found.section) == ("warning", "", "2.4")
    assert found.message == (
        "The weight is stated or estimated, not measured: weigh the patient; the label's dose depends on it."
    )
    assert verdicts(judged(weighed(told_by_the_family(38, "2026-11-20"))), OLD) == []


def test_a_weight_that_decides_nothing_may_be_old_and_stated() -> None:
    for chart in (
        [*without(kidney(), "weight"), weight("80", "2020-01-01")],
        [*without(kidney(), "weight"), told_by_the_family(80, "2026-11-20")],
    ):
        report = judged(chart)
        assert report.verdict.value == "accept"
        assert (verdicts(report, OLD), verdicts(report, UNSURE)) == ([], [])
