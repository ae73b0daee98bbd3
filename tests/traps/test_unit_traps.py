"""Units of a dose, a weight and a length of time: read where they can mean one thing, named where they are not read."""

from __future__ import annotations

from typing import Any

import pytest
from support.answer import answer, check, said, verdict
from support.build import dosage, every, quantity, weight
from support.coding import UCUM
from support.plain import kidney, neuroendocrine, with_dosage

SIXTY_MG = quantity(60, "mg")
EDQM_OID = "urn:oid:0.4.0.127.0.16.1.1.2.1"
JAPAN = "urn:oid:1.2.392.100495.20.2.101"


def one(**unit: Any) -> list[dict[str, Any]]:
    """A chart whose order is for one of something a day."""
    return kidney(with_dosage(dosage({"value": 1} | unit, every())))


@pytest.mark.parametrize(
    "unit",
    [
        {"unit": "film-coated tablet"},
        {"unit": "Film Coated Tablets"},
        {"unit": "tab(s)"},
        {"unit": "tablet", "system": UCUM, "code": "tablet"},
        {"system": EDQM_OID, "code": "10221000"},
        {"unit": "Filmtablette", "system": "http://standardterms.edqm.eu", "code": "15054000"},
        {"unit": "錠", "system": JAPAN, "code": "TAB"},
    ],
)
def test_one_tablet_is_one_tablet_however_it_is_written(unit: dict[str, Any]) -> None:
    assert verdict(one(**unit)) == "accept"


@pytest.mark.parametrize("unit", [{"unit": "capsule"}, {"system": EDQM_OID, "code": "10210000"}, {"unit": "gélules"}])
def test_capsules_of_a_tablet_product_are_contradictory(unit: dict[str, Any]) -> None:
    assert verdict(one(**unit)) == "undetermined"


@pytest.mark.parametrize("unit", [{"unit": "puff"}, {"unit": "sachet", "system": UCUM, "code": "[sachet]"}])
def test_a_unit_of_the_dose_that_was_not_read_is_named(unit: dict[str, Any]) -> None:
    reported = answer(check(one(**unit)))
    assert reported.verdict.value == "undetermined"
    named = [found.message for found in reported.findings if found.code == "dose-not-known"]
    assert all(unit.get("code", unit["unit"]) in message for message in named)


def child(amount: dict[str, Any]) -> list[dict[str, Any]]:
    """A patient of 14 whose dose hangs on 40 kg."""
    chart = neuroendocrine(born="2012-02-02", kilograms=None)
    return [*chart, weight("1", "2026-11-18") | {"valueQuantity": amount}]


@pytest.mark.parametrize(
    "unit",
    [
        {"unit": "lb_av", "system": UCUM, "code": "lb_av"},
        {"unit": "lbs", "system": UCUM, "code": "lbs"},
        {"unit": "pounds", "system": UCUM, "code": "Lb"},
        {"unit": "Pounds"},
    ],
)
def test_a_weight_in_pounds_is_read_however_pounds_are_written(unit: dict[str, Any]) -> None:
    assert verdict(child({"value": 83.8} | unit)) == "error"
    assert verdict(child({"value": 90} | unit)) == "accept"


@pytest.mark.parametrize("unit", [{"unit": "stone"}, {"unit": "st", "system": UCUM, "code": "[stone_av]"}])
def test_a_unit_of_a_weight_that_was_not_read_is_named(unit: dict[str, Any]) -> None:
    reported = answer(check(child({"value": 6} | unit)))
    assert reported.verdict.value == "undetermined"
    named = [found.message for found in reported.findings if found.code == "entry-set-aside"]
    assert all(f"Body weight 6 {unit['unit']}" in message for message in named)
    assert named


@pytest.mark.parametrize(
    "length",
    [
        {"value": 4, "unit": "weeks", "system": UCUM, "code": "d"},
        {"value": 30, "unit": "days", "system": UCUM, "code": "wk"},
        {"value": 1, "unit": "month", "system": UCUM, "code": "a"},
    ],
)
def test_a_length_whose_code_and_text_differ_is_contradictory(length: dict[str, Any]) -> None:
    ordered = with_dosage(dosage(quantity(60, "mg"), every(boundsDuration=length)))
    reported = answer(check(kidney(ordered)))
    assert reported.verdict.value == "undetermined"
    assert "How long it is to be taken is in" in said(reported)


@pytest.mark.parametrize(
    "length",
    [
        {"value": 4, "unit": "weeks", "system": UCUM, "code": "wk"},
        {"value": 28, "unit": "days"},
        {"value": 28, "unit": "Tage", "system": UCUM, "code": "d"},
    ],
)
def test_a_length_that_is_told_once_or_twice_alike_is_accepted(length: dict[str, Any]) -> None:
    assert verdict(kidney(with_dosage(dosage(quantity(60, "mg"), every(boundsDuration=length))))) == "accept"


@pytest.mark.parametrize(
    "bounds",
    [
        {"boundsDuration": {"value": 4, "unit": "weeks", "system": UCUM, "code": "d"}},
        {"boundsPeriod": {"start": "2026-12-24", "end": "2026-11-24"}},
    ],
)
def test_a_length_that_is_not_known_hides_no_dose_above_the_maximum(bounds: dict[str, Any]) -> None:
    ordered = with_dosage(dosage(quantity(120, "mg"), every(**bounds)))
    assert "dose-above-maximum" in said(answer(check(kidney(ordered))))
    assert "dose-above-maximum" not in said(answer(check(kidney(with_dosage(dosage(SIXTY_MG, every(**bounds)))))))


def rated(rate: dict[str, Any], amount: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """One tablet of 60 mg once daily, with a rate beside it."""
    line = dosage(amount or quantity(1, "tablet", "{tablet}"), every())
    line["doseAndRate"][0] |= rate
    return kidney(with_dosage(line))


A_DAY = {"value": 1, "unit": "日", "system": UCUM, "code": "d"}


@pytest.mark.parametrize(
    "rate",
    [
        {"rateRatio": {"numerator": quantity(1, "tablet", "{tablet}"), "denominator": A_DAY}},
        {"rateRatio": {"numerator": {"value": 1, "unit": "錠", "system": JAPAN, "code": "TAB"}, "denominator": A_DAY}},
        {"rateRatio": {"numerator": quantity(60, "mg"), "denominator": A_DAY}},
        {"rateRatio": {"numerator": quantity(14, "tablet", "{tablet}"), "denominator": A_DAY | {"value": 14}}},
        {"rateRatio": {"numerator": quantity(1, "tablet", "{tablet}"), "denominator": quantity(24, "h")}},
        {"rateQuantity": {"value": 60, "unit": "mg/d", "system": UCUM, "code": "mg/d"}},
    ],
)
def test_an_amount_a_day_that_agrees_with_the_dose_is_that_dose(rate: dict[str, Any]) -> None:
    assert verdict(rated(rate)) == "accept"


@pytest.mark.parametrize(
    "rate",
    [
        {"rateRatio": {"numerator": quantity(2, "tablet", "{tablet}"), "denominator": A_DAY}},
        {"rateRatio": {"numerator": quantity(1, "tablet", "{tablet}"), "denominator": quantity(12, "h")}},
        {"rateRatio": {"numerator": quantity(1, "tablet", "{tablet}"), "denominator": quantity(48, "h")}},
        {"rateRatio": {"numerator": quantity(1, "capsule", "{capsule}"), "denominator": A_DAY}},
        {"rateQuantity": {"value": 40, "unit": "mg/d", "system": UCUM, "code": "mg/d"}},
        {"rateQuantity": {"value": 60, "unit": "mg/h", "system": UCUM, "code": "mg/h"}},
    ],
)
def test_a_rate_that_is_another_amount_or_none_of_a_day_is_not_accepted(rate: dict[str, Any]) -> None:
    assert verdict(rated(rate)) == "undetermined"


@pytest.mark.parametrize(("tablets", "found"), [(1, "accept"), (2, "undetermined")])
def test_a_rate_in_an_entry_of_its_own_is_compared_with_the_dose_beside_it(tablets: int, found: str) -> None:
    line = dosage(quantity(1, "tablet", "{tablet}"), every())
    line["doseAndRate"].append(
        {"rateRatio": {"numerator": quantity(tablets, "tablet", "{tablet}"), "denominator": A_DAY}}
    )
    assert verdict(kidney(with_dosage(line))) == found
