"""An amount that somebody typed as words is read where the text is one number with its unit. Patients are synthetic."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from support.build import Resource, observation
from support.coding import HEIGHT, WEIGHT, concept, loinc
from support.facts import chart
from support.judged import judged, liver_cancer
from support.liver import ALBUMIN, BILIRUBIN, INR
from support.plain import kidney, neuroendocrine, sixty

from validator.chart.observed.written_amount import written_amount
from validator.verdict import Basis


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("38 kg", "38", "kg"),
        ("38kg", "38", "kg"),
        (" 38.5  KG. ", "38.5", "KG."),
        ("38,5 kg", "38.5", "kg"),
        ("85 lb", "85", "lb"),
        ("85 lbs", "85", "lbs"),
        ("1.52 m", "1.52", "m"),
        ("152 cm", "152", "cm"),
        ("1.3 m2", "1.3", "m2"),
        ("38000 grams", "38000", "grams"),
        ("5.1 mg/dL", "5.1", "mg/dL"),
        ("24 mL/min/1.73 m2", "24", "mL/min/1.73 m2"),
    ],
)
def test_one_number_with_its_unit_is_an_amount(text: str, value: str, unit: str) -> None:
    found = written_amount(text)
    assert found is not None
    assert (found.value, found.unit, found.comparator) == (Decimal(value), unit, None)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "38",
        "kg",
        "about 38 kg",
        "38 kg?",
        "38 kg (stated)",
        "38-40 kg",
        "38 kg 400 g",
        "5'4\"",
        "5 ft 4 in",
        "83 lb 12 oz",
        "1,520 g",
        "38 stone",
        "-38 kg",
        "38 kg, was 47 kg",
        "not 38 kg",
        "38 to 40 kg",
        "3.8e1 kg",
        "38 kg\n47 kg",
        "9" * 400 + " kg",
    ],
)
def test_more_or_less_than_that_is_none(text: str | None) -> None:
    assert written_amount(text) is None


def test_a_limit_keeps_its_sign() -> None:
    found = written_amount("<0.3 mg/dL")
    assert found is not None
    assert (found.comparator, found.value) == ("<", Decimal("0.3"))


def adolescent(*entries: Resource, kilograms: str = "47") -> list[Resource]:
    """14 years old; 60 mg is the label's dose from 40 kg on."""
    made = neuroendocrine(born="2012-06-01", kilograms=kilograms)
    return [*made[:-1], *entries, made[-1]]


def typed(text: str, **elements: Any) -> Resource:
    return observation("typed", WEIGHT, "2026-11-20", text=text) | elements


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("38 kg", "error"),
        ("83 lb", "error"),
        ("46 kg", "accept"),
        ("102 lbs", "accept"),
        ("40 kg", "accept"),
        ("39.9 kg", "error"),
        ("38", "undetermined"),
        ("38-47 kg", "undetermined"),
        ("<47 kg", "undetermined"),
        ("38 cm", "undetermined"),
        ("380000 kg", "undetermined"),
    ],
)
def test_a_typed_weight_decides_as_a_coded_one_does(text: str, wanted: str) -> None:
    assert judged(adolescent(typed(text))).verdict.value == wanted
    in_a_concept = {key: one for key, one in typed("").items() if key != "valueString"}
    in_a_concept |= {"valueCodeableConcept": {"text": text}}
    assert judged(adolescent(in_a_concept)).verdict.value == wanted
    assert judged(kidney(beside=(typed(text),))).verdict.value == "accept"


def test_a_typed_height_is_read() -> None:
    found = chart(observation("h", HEIGHT, "2026-11-01", text="1.52 m")).measurements
    assert [(one.quantity.to("cm"), one.problem, one.evidence.basis) for one in found if one.quantity] == [
        (Decimal(152), "", Basis.TEXT)
    ]


def test_typed_results_of_the_liver_stand_against_an_older_class() -> None:
    recorded = observation("class", loinc("75622-1", "Child-Pugh"), "2026-03-01", text="Child-Pugh A")
    bilirubin = observation("bili", BILIRUBIN, "2026-11-18", text="5.1 mg/dL")
    albumin = observation("alb", ALBUMIN, "2026-11-18", text="2.4 g/dL")
    inr = observation("inr", INR, "2026-11-18", value={"value": 2.6, "unit": "{INR}"})
    assert judged(liver_cancer(recorded, sixty())).verdict.value == "accept"
    assert judged(liver_cancer(recorded, bilirubin, albumin, inr, sixty())).verdict.value == "undetermined"


def test_a_typed_filtration_rate_is_read() -> None:
    rate = loinc("98979-8", "Glomerular filtration rate")
    asked = observation("gfr", rate, "2026-11-18") | {"code": concept(rate)}
    codes = {found.code for found in judged(kidney(beside=(asked | {"valueString": "24 mL/min/1.73m2"},))).findings}
    assert "renal-impairment-severe" in codes
    for quiet in ("82 mL/min/1.73m2", ">60", ">60 mL/min/1.73m2"):
        assert judged(kidney(beside=(asked | {"valueString": quiet},))).verdict.value == "accept"
