"""Blood pressure before the first order."""

from __future__ import annotations

from typing import Any

import pytest
from support.asked import ask, truth
from support.build import Resource, observation, quantity
from support.coding import concept, loinc
from support.judged import tablets

HIGH = {"kind": "pressure-at-least-before-start", "systolic": 180, "diastolic": 120, "days": 7}
PANEL = loinc("85354-9", "Blood pressure panel with all children optional")
SYSTOLIC = loinc("8480-6", "Systolic blood pressure")
DIASTOLIC = loinc("8462-4", "Diastolic blood pressure")


def reading(
    systolic: int | str, diastolic: int | str, on: str = "2026-11-20", name: str = "bp", unit: str = "mm[Hg]"
) -> Resource:
    parts: list[dict[str, Any]] = [
        {"code": concept(code), "valueQuantity": quantity(value, unit)}
        for code, value in ((SYSTOLIC, systolic), (DIASTOLIC, diastolic))
    ]
    return observation(name, PANEL, on) | {"component": parts}


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ([], "false"),
        ([reading(150, 95)], "false"),
        ([reading(179, 119)], "false"),
        ([reading(180, 95)], "true"),
        ([reading(150, 120)], "true"),
        ([reading(190, 95, "2026-11-15")], "true"),  # 7 days
        ([reading(190, 95, "2026-11-14")], "false"),
        ([reading(190, 95, "2026-11-23")], "false"),
        ([reading(190, 95, "2026-11-18", "old"), reading(140, 85)], "false"),
        ([reading(140, 85, "2026-11-18", "old"), reading(190, 95)], "true"),
        ([reading(190, 95, "2026-11-20T08:00:00Z", "old"), reading(140, 85, "2026-11-20T18:00:00Z")], "false"),
        ([reading(190, 95), reading(140, 85, name="same")], "true"),
        ([reading(25, 13, unit="kPa")], "true"),  # 187.5 mmHg
        ([reading("23.9", "15.9", unit="kPa")], "false"),
        ([reading("20", "16", unit="kPa")], "true"),  # 120.01 mmHg
        ([reading(25, 13, unit="stone")], "unknown"),
        ([reading(192, 95, unit="kg")], "unknown"),
        ([observation("bp", SYSTOLIC, "2026-11-20", value=quantity(192, "mmHg", "mm[Hg]"))], "true"),
        ([reading(190, 95), tablets(60, name="first", on="2026-10-01", status="completed")], "false"),
    ],
)
def test_the_newest_reading_before_a_start_decides(resources: list[Resource], expected: str) -> None:
    assert truth(HIGH, *resources) == expected
    assert truth(HIGH, *resources[::-1]) == expected


def test_the_reading_is_quoted() -> None:
    assert ask(HIGH, reading(192, 95)).because == "systolic 192 mmHg on 2026-11-20"


def test_a_reading_in_kilopascals_is_quoted_as_it_was_written() -> None:
    assert ask(HIGH, reading("25.3", 12, unit="kPa")).because == "systolic 25.3 kPa on 2026-11-20"


@pytest.mark.parametrize(("code", "unit"), [("kPa", "mmHg"), ("mm[Hg]", "kPa")])
def test_a_reading_whose_unit_is_not_that_of_its_code_could_not_be_read(code: str, unit: str) -> None:
    answer = ask(HIGH, observation("bp", SYSTOLIC, "2026-11-20", value=quantity(192, unit, code)))
    assert answer.truth.name == "FALSE"
    assert answer.remarks == (f"Systolic blood pressure 192 {unit} on 2026-11-20: could not be read",)


def test_a_reading_is_quoted_with_its_day_alone_and_one_that_is_not_high_is_shown() -> None:
    assert ask(HIGH, reading(192, 95, "2026-11-20T08:00:00Z")).because == "systolic 192 mmHg on 2026-11-20"
    assert {one.reference for one in ask(HIGH, reading(150, 95)).evidence} == {"Observation/bp"}


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("mmHg", "true"),
        ("mm Hg", "true"),
        ("MM HG", "true"),
        ("mm [Hg]", "true"),
        ("torr", "true"),
        ("psi", "unknown"),
        ("", "unknown"),
    ],
)
def test_a_reading_without_a_code_of_its_unit_is_read_by_its_words(unit: str, expected: str) -> None:
    written = reading(192, 95)
    for part in written["component"]:
        part["valueQuantity"] = {"value": part["valueQuantity"]["value"], "unit": unit}
    assert truth(HIGH, written) == expected
