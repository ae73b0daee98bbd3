"""A Ki-67 index as evidence of a well-differentiated digestive tumor, and what it says nothing of."""

from __future__ import annotations

from typing import Any

import pytest
from support.asked import ask, truth
from support.build import Resource, condition, icdo3, observation
from support.coding import GRADE, GRADE_2, POOR, Coding, coding, concept, icd, loinc, snomed

QUESTION = {"kind": "well-differentiated"}
KI67 = loinc("29593-1", "Cells.Ki-67 nuclear Ag/100 cells in Tissue by Immune stain")
PANCREAS = icd("C25.4", "Malignant neoplasm of endocrine pancreas")
PERCENT = {"value": 8, "unit": "%", "system": "http://unitsofmeasure.org", "code": "%"}
DATA_ABSENT_REASON = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
COLON = condition("colon", concept(icd("C18.2", "Malignant neoplasm of ascending colon")), onset="2026-01-01")


def tumor(code: Coding = PANCREAS, onset: str | None = "2026-03-01", **more: Any) -> Resource:
    return condition("tumor", concept(code), onset=onset) | more


def index(on: str | None = "2026-03-01", of: str | None = None, **value: Any) -> Resource:
    return observation("ki67", KI67, on, focus=of) | (value or {"valueQuantity": PERCENT})


def quantity(value: float, **more: Any) -> dict[str, Any]:
    return {"valueQuantity": {"value": value} | more}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (quantity(8, unit="%"), "true"),
        (quantity(8), "true"),
        (quantity(20, unit="%"), "true"),
        (quantity(20.1, unit="%"), "unknown"),
        (quantity(3, unit="%", comparator="<"), "true"),
        (quantity(3, unit="%", comparator=">"), "unknown"),
        (quantity(0.08, unit="1", code="1"), "true"),
        (quantity(0.08, code="{ratio}"), "true"),
        (quantity(0.4, code="{ratio}"), "unknown"),
        (quantity(0.55), "unknown"),
        (quantity(0.55, unit="%"), "true"),
        (quantity(0.2), "true"),
        (quantity(1), "true"),
        (quantity(8, unit="mg"), "unknown"),
        ({"valueRange": {"low": {"value": 5}, "high": {"value": 10}}}, "true"),
        ({"valueRange": {"low": {"value": 15}, "high": {"value": 25}}}, "unknown"),
        ({"valueRange": {"low": {"value": 5}}}, "unknown"),
        ({"valueString": "low"}, "unknown"),
    ],
)
def test_the_upper_end_decides(value: dict[str, Any], expected: str) -> None:
    assert truth(QUESTION, tumor(), index(**value)) == expected


def test_it_is_a_note() -> None:
    found = ask(QUESTION, tumor(), index())
    assert (found.cautions, len(found.remarks)) == ((), 1)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (PANCREAS, "true"),
        (icd("C7A.092", "Malignant carcinoid tumor of the stomach"), "true"),
        (icd("C7A.8", "Other malignant neuroendocrine tumors"), "unknown"),
        (snomed("254627002", "Carcinoid tumor of lung"), "unknown"),
    ],
)
def test_only_a_digestive_site_counts(code: Coding, expected: str) -> None:
    assert truth(QUESTION, tumor(code), index()) == expected


def test_a_body_site_can_show_the_digestive_site() -> None:
    ileum = {"bodySite": [concept(icdo3("C17.2", "Ileum"))]}
    assert truth(QUESTION, tumor(icd("C7A.8", "Other malignant neuroendocrine tumors"), **ileum), index()) == "true"


@pytest.mark.parametrize(
    ("onset", "day", "expected"),
    [
        ("2026-03-01", "2025-12-01", "true"),
        ("2026-03-01", "2025-11-30", "unknown"),
        ("2026-03-01", None, "unknown"),
        (None, "2026-03-01", "unknown"),
    ],
)
def test_it_is_of_the_time_of_the_tumor(onset: str | None, day: str | None, expected: str) -> None:
    assert truth(QUESTION, tumor(onset=onset), index(day)) == expected


def test_beside_another_cancer_it_has_to_be_tied_to_this_one() -> None:
    assert truth(QUESTION, tumor(), COLON, index()) == "unknown"
    assert truth(QUESTION, tumor(), COLON, index(of="Condition/tumor")) == "true"
    assert truth(QUESTION, tumor(), COLON, index(of="Condition/colon")) == "unknown"
    assert truth(QUESTION, tumor(), COLON, index() | {"bodySite": concept(icdo3("C25.4", "Islets"))}) == "true"


def test_against_a_carcinoma_or_a_poor_grade_it_leaves_the_question_open() -> None:
    carcinoma = condition("nec", concept(icd("C7A.1", "Poorly differentiated NET")), onset="2026-03-01")
    assert truth(QUESTION, tumor(), carcinoma, index(of="Condition/tumor")) == "unknown"
    assert truth(QUESTION, tumor(), index(), observation("g", GRADE, "2026-05-01", coded=POOR)) == "unknown"
    assert truth(QUESTION, tumor(), index(), observation("g", GRADE, "2026-05-01", coded=GRADE_2)) == "true"


@pytest.mark.parametrize(
    ("later", "on", "expected"),
    [
        (quantity(45, unit="%"), "2026-06-01", "unknown"),
        (quantity(45, unit="%"), "2026-03-01", "unknown"),
        (quantity(45, unit="%"), None, "unknown"),
        (quantity(45, unit="nuclei"), "2026-06-01", "unknown"),
        (quantity(25, unit="%", comparator=">"), "2026-06-01", "unknown"),
        ({"valueString": "45%"}, "2026-06-01", "unknown"),
        ({"valueRange": {"low": {"value": 30}}}, "2026-06-01", "unknown"),
        ({"dataAbsentReason": concept(coding(DATA_ABSENT_REASON, "unknown"))}, "2026-06-01", "true"),
        (quantity(45, unit="%"), "2026-02-01", "true"),
        (quantity(12, unit="%"), "2026-06-01", "true"),
    ],
)
def test_a_newer_index_that_is_high_or_cannot_be_read_takes_its_place(
    later: dict[str, Any], on: str | None, expected: str
) -> None:
    assert truth(QUESTION, tumor(), index(), index(on, **later) | {"id": "later"}) == expected


def test_a_high_index_of_another_tumor_takes_no_place() -> None:
    high = index("2026-06-01", of="Condition/colon", **quantity(45, unit="%")) | {"id": "later"}
    assert truth(QUESTION, tumor(), COLON, index(of="Condition/tumor"), high) == "true"


WELL = {"code": concept(PANCREAS, text="Pancreatic neuroendocrine tumor, G2, well differentiated")}


@pytest.mark.parametrize(("percent", "expected"), [(65, "unknown"), (56, "unknown"), (55, "true"), (30, "true")])
def test_a_growth_that_no_well_differentiated_tumor_has_is_no_net_g3(percent: int, expected: str) -> None:
    assert truth(QUESTION, tumor() | WELL, index("2026-09-01", **quantity(percent, unit="%"))) == expected


def test_such_a_growth_is_weighed_as_a_g3_against_what_is_newer_or_poor() -> None:
    fast = index("2026-09-01", **quantity(85, unit="%"))
    newer = observation("grade", GRADE, "2026-10-01", coded=GRADE_2, focus="Condition/tumor")
    older = observation("grade", GRADE, "2026-04-01", coded=GRADE_2, focus="Condition/tumor")
    poor = observation("grade", GRADE, "2026-04-01", coded=POOR, focus="Condition/tumor")
    assert truth(QUESTION, tumor(), fast, newer) == "true"
    assert truth(QUESTION, tumor(), fast, older) == "unknown"
    assert truth(QUESTION, tumor(), fast, poor) == "false"
