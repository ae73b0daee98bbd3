"""A panel of which the list of components, or one of them, cannot be read: open where such a panel could decide.

All patients are synthetic.
"""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, observation
from support.coding import GRADE, GRADE_2, POOR, coding, concept, loinc
from support.judged import judged
from support.plain import kidney, neuroendocrine, pancreas, without

from validator.chart.observed.value import DATA_ABSENT_REASON as EXTENSION

REPORT = loinc("60568-3", "Pathology Synoptic report")
VITALS = loinc("85353-1", "Vital signs panel")
BLOOD_COUNT = loinc("58410-2", "CBC panel - Blood by Automated count")
POOR_PART = {"code": concept(GRADE), "valueCodeableConcept": concept(POOR)}
LIGHT_PART = {
    "code": concept(loinc("29463-7", "Body weight")),
    "valueQuantity": {"value": 38, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"},
}


def adolescent(*entries: Resource) -> list[Resource]:
    chart = neuroendocrine(born="2012-06-01", kilograms="47")
    return [*chart[:-1], *entries, chart[-1]]


def verdict(chart: list[Resource]) -> str:
    return judged(chart).verdict.value


def malformed(part: dict[str, Any]) -> dict[str, Any]:
    """Lists of components that are written as FHIR does not have them."""
    return {
        "null first": [None, part],
        "null last": [part, None],
        "text": "see report",
        "number": 3,
        "texts": ["see report"],
        "lists": [[part]],
        "only null": [None],
        "code as text": [part | {"code": "grade or weight"}],
    }


CASES = tuple(malformed(POOR_PART))


@pytest.mark.parametrize("case", CASES)
def test_a_report_whose_parts_cannot_be_read_may_hold_a_grade(case: str) -> None:
    for code in (concept(REPORT), {"text": "Path synoptic"}):
        entry = observation("panel", REPORT, "2026-10-01") | {"code": code, "component": malformed(POOR_PART)[case]}
        assert verdict(pancreas(entry)) == "undetermined"


@pytest.mark.parametrize("case", CASES)
def test_vital_signs_whose_parts_cannot_be_read_may_hold_a_weight(case: str) -> None:
    for code in (concept(VITALS), {"text": "Vital signs"}):
        entry = observation("panel", VITALS, "2026-11-20") | {"code": code, "component": malformed(LIGHT_PART)[case]}
        assert verdict(adolescent(entry)) == "undetermined"
        assert verdict(kidney(beside=(entry,))) == "accept"
        assert verdict(pancreas(entry)) == "accept"


@pytest.mark.parametrize("case", [one for one in CASES if "null" not in one or one == "only null"])
def test_another_panel_whose_parts_cannot_be_read_is_quiet(case: str) -> None:
    entry = observation("panel", BLOOD_COUNT, "2026-11-20") | {"component": malformed(LIGHT_PART)[case]}
    for chart in (adolescent(entry), kidney(beside=(entry,)), pancreas(entry)):
        assert verdict(chart) == "accept"


@pytest.mark.parametrize("components", [[], None, [{}], [{"code": concept(GRADE)}]])
def test_a_panel_without_an_answer_is_quiet(components: Any) -> None:
    entry = observation("panel", REPORT, "2026-10-01") | {"component": components}
    assert verdict(pancreas(entry)) == "accept"


def test_one_component_in_the_place_of_a_list_is_read() -> None:
    assert verdict(pancreas(observation("p", REPORT, "2026-10-01") | {"component": POOR_PART})) == "error"
    assert verdict(adolescent(observation("p", VITALS, "2026-11-20") | {"component": LIGHT_PART})) == "error"


PULSE = {"code": concept(loinc("8867-4", "Heart rate")), "valueQuantity": {"value": 70, "unit": "/min"}}


def test_vital_signs_whose_status_is_missing_are_about_nothing_without_a_size_in_them() -> None:
    entry = observation("panel", VITALS, "2026-11-20") | {"component": [PULSE]}
    entry.pop("status")
    found = judged(adolescent(entry))
    assert found.verdict.value == "accept"
    assert found.ledger.set_aside == ()


def test_a_part_that_is_lost_beside_one_that_is_read_may_be_a_weight() -> None:
    entry = observation("panel", VITALS, "2026-11-20") | {"component": [None, PULSE]}
    assert verdict(adolescent(entry)) == "undetermined"
    assert verdict(kidney(beside=(entry,))) == "accept"


def test_a_report_all_of_whose_parts_are_lost_may_hold_a_stage() -> None:
    assert (
        verdict(kidney(beside=(observation("panel", REPORT, "2026-10-01") | {"component": [None]},))) == "undetermined"
    )


def test_what_is_read_beside_a_part_that_is_lost_counts_as_far_as_it_goes() -> None:
    index = {"code": concept(loinc("29593-1", "Ki-67")), "valueQuantity": {"value": 80, "unit": "%"}}
    entry = observation("panel", BLOOD_COUNT, "2026-10-01")
    assert verdict(pancreas(entry | {"component": [None, index]})) == "undetermined"
    low = index | {"valueQuantity": {"value": 8, "unit": "%"}}
    assert verdict(pancreas(entry | {"component": [None, low]})) == "accept"


def part(code: str, name: str, **value: Any) -> dict[str, Any]:
    return {"code": concept(loinc(code, name))} | value


WEIGHT, HEIGHT, SURFACE = ("29463-7", "Body weight"), ("8302-2", "Body height"), ("8277-6", "Body surface area")
HEAVY = {"valueQuantity": {"value": 47, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"}}
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
EMPTY = (
    {},
    {"dataAbsentReason": concept(coding(ABSENT, "not-performed"))},
    {"valueQuantity": {"unit": "kg"}},
    {"valueQuantity": {"extension": [{"url": EXTENSION, "valueCode": "unknown"}]}},
)


@pytest.mark.parametrize("size", [WEIGHT, HEIGHT, SURFACE])
@pytest.mark.parametrize("empty", EMPTY)
def test_an_empty_place_of_a_panel_is_no_answer_and_the_others_count(
    size: tuple[str, str], empty: dict[str, Any]
) -> None:
    entry = observation("panel", VITALS, "2026-11-20")
    for parts in ([part(*WEIGHT, **HEAVY), part(*size, **empty)], [part(*size, **empty), part(*WEIGHT, **HEAVY)]):
        full = entry | {"component": parts}
        for chart in (without(adolescent(full), "weight"), kidney(beside=(full,))):
            found = judged(chart)
            assert found.verdict.value == "accept", [(one.code, one.message) for one in found.findings]
            assert found.ledger.set_aside == ()


@pytest.mark.parametrize("odd", [{"valueSampledData": {"data": "38"}}, {"valueTime": "12:00:00"}])
def test_an_answer_of_a_kind_that_no_size_has_is_no_empty_place(odd: dict[str, Any]) -> None:
    entry = observation("panel", VITALS, "2026-11-20") | {"component": [PULSE, part(*WEIGHT, **odd)]}
    assert verdict(adolescent(entry)) == "undetermined"
    assert verdict(kidney(beside=(entry,))) == "accept"


def test_of_two_sizes_in_units_that_nobody_knows_each_may_be_any() -> None:
    hands = {"valueQuantity": {"value": 47, "unit": "hands"}}
    for parts in ([part(*WEIGHT, **hands), part(*SURFACE, **hands)], [part(*SURFACE, **hands), part(*WEIGHT, **hands)]):
        entry = observation("panel", VITALS, "2026-11-20") | {"component": parts}
        found = judged(adolescent(entry))
        assert found.verdict.value == "undetermined"
        assert [one.code for one in found.findings if one.verdict.value == "undetermined"] == ["entry-set-aside"]
        # A surface area decides no dose of this label.
        assert verdict(kidney(beside=(entry,))) == "accept"


UNNAMED = ({}, {"code": {}}, {"code": {"coding": []}}, {"code": {"coding": [{"system": "http://loinc.org"}]}})
UNKNOWN_CODE = {
    "code": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/data-absent-reason", "code": "unknown"}]}
}
LIGHT = {"valueQuantity": LIGHT_PART["valueQuantity"]}


@pytest.mark.parametrize("code", [*UNNAMED, UNKNOWN_CODE])
def test_a_part_that_names_no_question_may_be_any_of_its_panel(code: dict[str, Any]) -> None:
    entry = observation("panel", VITALS, "2026-11-20") | {"component": [PULSE, code | LIGHT]}
    found = judged(adolescent(entry))
    assert found.verdict.value == "undetermined"
    assert [one.code for one in found.findings if one.verdict.value == "undetermined"] == ["entry-set-aside"]
    assert verdict(kidney(beside=(entry,))) == "accept"
    graded = {"valueCodeableConcept": POOR_PART["valueCodeableConcept"]}
    report = observation("panel", REPORT, "2026-10-01") | {"component": [code | graded]}
    assert verdict(pancreas(report)) == "undetermined"
    assert verdict(kidney(beside=(report,))) == "accept"


@pytest.mark.parametrize("code", UNNAMED)
@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"dataAbsentReason": {"text": "not asked"}},
        {"valueQuantity": {"value": 118, "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": "mm[Hg]"}},
        {"valueQuantity": LIGHT_PART["valueQuantity"] | {"value": 47}},
        {"valueString": "regular"},
    ],
)
def test_a_part_that_names_no_question_and_could_change_nothing_is_quiet(
    code: dict[str, Any], answer: dict[str, Any]
) -> None:
    entry = observation("panel", VITALS, "2026-11-20") | {"component": [PULSE, code | answer]}
    for chart in (adolescent(entry), kidney(beside=(entry,)), pancreas(entry)):
        assert verdict(chart) == "accept"


def test_the_code_of_the_whole_may_be_what_an_unnamed_part_answers() -> None:
    weight = loinc("29463-7", "Body weight")
    assert verdict(adolescent(observation("w", weight, "2026-11-20") | {"component": [LIGHT]})) == "undetermined"


def test_a_panel_of_no_list_whose_part_names_no_question_is_in_the_ledger() -> None:
    for code in (concept(BLOOD_COUNT), {}):
        entry = observation("panel", BLOOD_COUNT, "2026-11-20") | {"code": code, "component": [LIGHT]}
        found = judged(adolescent(entry))
        assert found.verdict.value == "accept"
        assert [one.reference for one in found.ledger.set_aside] == ["Observation/panel"]


HEAVY_PART = LIGHT_PART | {"valueQuantity": LIGHT_PART["valueQuantity"] | {"value": 80}}
BLOOD_PRESSURE = {"code": concept(loinc("8480-6", "Systolic")), "valueQuantity": {"value": 120, "unit": "mmHg"}}
ODD_GRADE = {"code": concept(GRADE), "valueString": "unlike any other"}
GOOD_GRADE = {"code": concept(GRADE), "valueCodeableConcept": concept(GRADE_2)}
STATED = {"code": {"text": "Unresectable?"}, "valueString": "yes"}


def flowsheet(*parts: dict[str, Any]) -> Resource:
    return observation("panel", REPORT, "2026-10-01") | {"code": {"text": "Flowsheet"}, "component": list(parts)}


@pytest.mark.parametrize("beside", [HEAVY_PART, BLOOD_PRESSURE, STATED])
def test_a_panel_of_many_kinds_hides_no_answer_that_is_not_understood(beside: dict[str, Any]) -> None:
    for parts in ((beside, ODD_GRADE), (ODD_GRADE, beside)):
        found = judged(pancreas(flowsheet(*parts)))
        assert [one.code for one in found.findings if one.verdict.value == "undetermined"] == ["entry-set-aside"]
    assert verdict(pancreas(flowsheet(beside, GOOD_GRADE))) == "accept"
    assert verdict(pancreas(flowsheet(beside, {"code": concept(GRADE)}))) == "accept"
    assert verdict(kidney(beside=(flowsheet(beside, ODD_GRADE),))) == "accept"
