"""What a pathology panel says in its components is said: a grade, an index, a histology, a stage."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, condition, icdo3, observation, patient, statement
from support.coding import DRUGS, GRADE, GRADE_2, HISTOLOGY, M1, M_CATEGORY, POOR, Coding, concept, icd, loinc, snomed
from support.judged import judged, only
from support.plain import kidney, replaced, sixty, without

PANEL = loinc("60568-3", "Pathology Synoptic report")
SIZE = loinc("33728-7", "Size.maximum dimension in Tumor")
KI67 = loinc("29593-1", "Cells.Ki-67 nuclear Ag/100 cells in Tissue by Immune stain")
KIDNEY = condition("tumor", concept(icd("C64.1", "Malignant neoplasm of right kidney")), onset="2025-09-01")


def panel(*parts: dict[str, Any], on: str = "2026-06-01", **elements: Any) -> Resource:
    return observation("panel", PANEL, on) | {"component": list(parts)} | elements


def part(code: Coding, value: Coding | str | float) -> dict[str, Any]:
    asked = {"code": concept(code)}
    match value:
        case dict():
            return asked | {"valueCodeableConcept": concept(value)}
        case str():
            return asked | {"valueString": value}
        case _:
            return asked | {"valueQuantity": {"value": value, "unit": "%", "code": "%"}}


def tumor_of_the_pancreas(*resources: Resource) -> list[Resource]:
    treated = statement(
        "old", concept(DRUGS["everolimus"][0]), start="2026-04-01", end="2026-09-30", status="completed"
    )
    return [
        patient(born="1964-05-04"),
        treated,
        condition("tumor", concept(icd("C25.4", "Malignant neoplasm of endocrine pancreas")), onset="2026-03-01"),
        condition("spread", concept(icd("C78.7", "Secondary malignant neoplasm of liver")), onset="2026-03-01"),
        *resources,
        sixty(),
    ]


def verdict(*resources: Resource) -> str:
    return judged(tumor_of_the_pancreas(*resources)).verdict.value


G2 = observation("grade", GRADE, "2026-03-10", coded=GRADE_2)
LOW = observation("index", KI67, "2026-03-10", value={"value": 8, "unit": "%", "code": "%"})


@pytest.mark.parametrize("resources", [(G2, panel(part(GRADE, POOR))), (panel(part(GRADE, POOR)),)])
def test_a_poor_grade_in_a_component_counts(resources: tuple[Resource, ...]) -> None:
    assert verdict(*resources) == "error"


def test_a_high_index_in_a_component_takes_the_place_of_a_low_one() -> None:
    assert verdict(LOW) == "accept"
    assert verdict(LOW, panel(part(KI67, 45))) == "undetermined"


def test_a_grade_in_a_component_that_is_not_known_is_no_silence() -> None:
    assert verdict(G2, panel(part(GRADE, "unlike any other"), part(KI67, 4))) == "undetermined"


@pytest.mark.parametrize(
    "parts",
    [
        (part(GRADE, GRADE_2),),
        (part(GRADE, "G2"), part(KI67, 8)),
        (part(KI67, 8), {"code": concept(GRADE), "dataAbsentReason": concept(snomed("261665006", "Unknown"))}),
    ],
)
def test_a_good_grade_or_a_low_index_in_a_component_answers(parts: tuple[dict[str, Any], ...]) -> None:
    assert verdict(panel(*parts)) == "accept"


def test_the_place_of_a_component_is_told() -> None:
    found = only(tumor_of_the_pancreas(panel(part(KI67, 45), part(GRADE, POOR))), "indication-not-met")
    assert any(str(one.expression).endswith("component[1].valueCodeableConcept") for one in found.evidence)


def test_a_histology_in_a_component_counts() -> None:
    chart = replaced(kidney(beside=(panel(part(HISTOLOGY, icdo3("8960/3", "Nephroblastoma")), focus=FOCUS),)), KIDNEY)
    assert judged(chart).verdict.value == "undetermined"
    clear = panel(part(HISTOLOGY, icdo3("8310/3", "Clear cell adenocarcinoma")), focus=FOCUS)
    assert judged(replaced(kidney(beside=(clear,)), KIDNEY)).verdict.value == "accept"


FOCUS = [{"reference": "Condition/tumor"}]
AFTER_THE_SPREAD = "2026-10-01"
"""A day on which an M0 would say that the spread coded before it is no more."""
T_CATEGORY = loinc("21905-5", "Primary tumor.clinical [Class] Cancer")


@pytest.mark.parametrize("beside", [part(GRADE, GRADE_2), part(KI67, 8), part(T_CATEGORY, "T3a")])
def test_a_component_that_nobody_can_read_is_not_covered_by_one_that_is_read(beside: dict[str, Any]) -> None:
    odd = part(M_CATEGORY, "unlike any other")
    for parts in ((odd, beside), (beside, odd)):
        found = judged(kidney(beside=(panel(*parts, on=AFTER_THE_SPREAD, focus=FOCUS),)))
        assert found.verdict.value == "undetermined"
        assert [one.code for one in found.findings if one.verdict.value == "undetermined"] == ["entry-set-aside"]


@pytest.mark.parametrize("beside", [part(GRADE, GRADE_2), part(KI67, 8)])
@pytest.mark.parametrize(
    "other", [part(M_CATEGORY, M1), {"code": concept(M_CATEGORY)}, part(SIZE, "3.4 cm, margins free")]
)
def test_a_component_without_an_answer_or_of_another_kind_leaves_a_panel_alone(
    beside: dict[str, Any], other: dict[str, Any]
) -> None:
    assert judged(kidney(beside=(panel(other, beside, focus=FOCUS),))).verdict.value == "accept"


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        ({"valueDateTime": "2026-06-01"}, "undetermined"),
        ({"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 2}}}, "undetermined"),
        ({"valueSampledData": {"origin": {"value": 0}, "dimensions": 1}}, "undetermined"),
        ({"interpretation": [concept(text="see report")]}, "undetermined"),
        ({"valueQuantity": {"unit": "%"}}, "accept"),
        ({"dataAbsentReason": concept(text="not performed")}, "accept"),
        ({}, "accept"),
    ],
)
def test_an_answer_in_any_element_is_one(answer: dict[str, Any], wanted: str) -> None:
    asked = {"code": concept(M_CATEGORY)} | answer
    made = panel(asked, part(GRADE, GRADE_2), on=AFTER_THE_SPREAD, focus=FOCUS)
    assert judged(kidney(beside=(made,))).verdict.value == wanted


def test_a_spread_in_a_component_is_shown() -> None:
    alone = without(kidney(), "metastasis")
    assert judged(alone).verdict.value == "undetermined"
    assert judged([*alone, panel(part(M_CATEGORY, M1), focus=FOCUS)]).verdict.value == "accept"
