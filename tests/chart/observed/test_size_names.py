"""Weights, heights and surface areas under the codes and names that systems have. All patients are synthetic."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, observation, quantity, weight
from support.coding import HEIGHT, Coding, coding, concept, loinc, snomed
from support.judged import judged, tablets, thyroid
from support.plain import kidney, neuroendocrine

LOCAL = "urn:oid:1.2.840.114350.1.13.999.2.7"
KG_38 = {"valueQuantity": {"value": 38, "unit": "kg"}}


def adolescent(*entries: Resource) -> list[Resource]:
    """14 years and 47 kg in her last record: 60 mg is the label's dose, from 40 kg on."""
    chart = neuroendocrine(born="2012-06-01", kilograms="47")
    return [*chart[:-1], *entries, chart[-1]]


def named(name: str, value: dict[str, Any], on: str = "2026-11-20") -> Resource:
    return observation("entry", coding(LOCAL, "14"), on) | {"code": {"text": name}} | value


def of_code(code: Coding, value: dict[str, Any]) -> Resource:
    return observation("entry", code, "2026-11-20") | value


def verdict(chart: list[Resource]) -> str:
    return judged(chart).verdict.value


NAMES = (
    "WT",
    "Weight",
    "Weight (kg)",
    "Body Weight",
    "WEIGHT/SCALE",
    "R FLOW WEIGHT/SCALE",
    "Patient weight",
    "Current Weight",
    "Admission weight",
    "Weight - kg",
    "Wt (kg)",
    "Körpergewicht",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_weight_is_known_by_its_name(name: str) -> None:
    assert verdict(adolescent(named(name, KG_38))) == "error"
    assert verdict(adolescent(named(name, {"valueString": "thirty-eight"}))) == "undetermined"
    assert verdict(kidney(beside=(named(name, {"valueString": "thirty-eight"}),))) == "accept"


@pytest.mark.parametrize("code", [snomed("27113001", "Body weight"), snomed("726527001", "Weight")])
def test_a_weight_is_known_by_the_codes_of_snomed_ct(code: Coding) -> None:
    assert verdict(adolescent(of_code(code, KG_38))) == "error"
    assert verdict(adolescent(of_code(code, {"valueQuantity": {"value": 38}}))) == "undetermined"


@pytest.mark.parametrize("name", ["Stated weight", "Weight (estimated)", "Dosing weight (kg)", "Usual weight"])
def test_a_weight_that_nobody_measured_leaves_a_measured_one_open(name: str) -> None:
    assert verdict(adolescent(named(name, KG_38))) == "undetermined"
    assert verdict(adolescent(named(name, {"valueQuantity": {"value": 46, "unit": "kg"}}))) == "accept"


@pytest.mark.parametrize(
    "name",
    [
        "Birth weight",
        "Ideal body weight",
        "Lean body weight",
        "Adjusted body weight",
        "Goal weight",
        "Weight loss",
        "Weight change",
        "Weight percentile",
        "Weight for height",
        "Weight bearing status",
        "Weight management",
        "Fetal weight, estimated",
        "Diaper weight",
        "Spleen weight",
        "Molecular weight",
        "Dry weight",
        "Mother's weight",
    ],
)
def test_another_weight_is_none(name: str) -> None:
    assert verdict(adolescent(named(name, KG_38))) == "accept"


def test_a_weight_in_a_panel_of_vital_signs_is_read() -> None:
    for part in ({"code": {"text": "Wt"}}, {"code": concept(loinc("29463-7", "Body weight"))}):
        panel = of_code(loinc("85353-1", "Vital signs"), {"component": [part | KG_38]})
        assert verdict(adolescent(panel)) == "error"
        odd = of_code(loinc("85353-1", "Vital signs"), {"component": [part | {"valueString": "about 38 kilos"}]})
        assert verdict(adolescent(odd)) == "undetermined"
        assert verdict(kidney(beside=(odd,))) == "accept"


def test_a_weight_that_a_panel_has_as_a_member_is_read() -> None:
    member = of_code(snomed("27113001", "Body weight"), KG_38) | {"id": "member"}
    panel = of_code(loinc("85353-1", "Vital signs"), {"hasMember": [{"reference": "#member"}], "contained": [member]})
    assert verdict(adolescent(panel)) == "error"


def by_surface(*entries: Resource) -> list[Resource]:
    """14 years and 1.37 m2 in 2022, when the dose went by the surface area: 60 mg, from 1.2 m2 on."""
    facts = [one | ({"effectiveDateTime": "2022-05-01"} if "effectiveDateTime" in one else {}) for one in thyroid()]
    sizes = (weight("45", "2022-05-20"), observation("height", HEIGHT, "2022-05-20", value=quantity(150, "cm")))
    chart = [one for one in facts if one["id"] not in ("weight", "patient")]
    patient = next(one for one in facts if one["id"] == "patient") | {"birthDate": "2008-01-01"}
    return [patient, *chart, *sizes, *entries, tablets(60, on="2022-06-01")]


@pytest.mark.parametrize("code", [concept(text="BSA (m2)"), concept(snomed("301898006", "Body surface area"))])
def test_a_surface_area_is_known_by_name_and_code(code: dict[str, Any]) -> None:
    assert verdict(by_surface()) == "accept"
    entry = observation("entry", HEIGHT, "2022-05-30") | {"code": code}
    assert verdict(by_surface(entry | {"valueQuantity": {"value": 1.1, "unit": "m2"}})) == "error"
    assert verdict(by_surface(entry | {"valueString": "small"})) == "undetermined"
    assert verdict(kidney(beside=(entry | {"effectiveDateTime": "2026-11-20", "valueString": "small"},))) == "accept"


@pytest.mark.parametrize(
    "code", [concept(HEIGHT), concept(text="Height (cm)"), concept(snomed("1153637007", "Body height"))]
)
def test_a_height_that_cannot_be_read_weighs_what_it_could_change(code: dict[str, Any]) -> None:
    entry = observation("entry", HEIGHT, "2022-05-30") | {"code": code}
    assert verdict(by_surface(entry | {"valueQuantity": {"value": 105, "unit": "cm"}})) == "error"
    assert verdict(by_surface(entry | {"valueQuantity": {"value": 130}})) == "undetermined"
    late = entry | {"effectiveDateTime": "2026-11-20", "valueQuantity": {"value": 130}}
    assert verdict(kidney(beside=(late,))) == "accept"
    assert verdict(adolescent(late)) == "accept"


def test_words_of_a_size_never_count_beside_a_listed_code() -> None:
    index = observation("entry", loinc("39156-5", "Body mass index"), "2026-11-20", value=quantity(38, "kg/m2"))
    assert verdict(adolescent(index | {"code": concept(loinc("39156-5", "BMI"), text="Weight")})) == "accept"
