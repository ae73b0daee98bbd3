"""What rests on words alone is quoted, and what rests on more is not. All patients are synthetic."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, condition
from support.coding import concept, icd, snomed
from support.judged import capsules, judged, liver_cancer, medullary, thyroid
from support.plain import kidney, kidney_cancer, pancreas, replaced, sixty, without

from validator.report.model import OrderReport

THYROID = icd("C73", "Malignant neoplasm of thyroid gland")


def notes(found: OrderReport) -> str:
    assert found.verdict == "accept", [(one.code, one.message) for one in found.findings]
    return " ".join(one.message for one in found.findings)


def of_the_thyroid(text: str, *dropped: str) -> list[Resource]:
    adult = thyroid(sixty(), born="1970-01-01", kilograms="80")
    tumor = condition("tumor", concept(THYROID, text=text), onset="2025-01-01")
    return replaced(without(adult, *dropped), tumor)


def progressing() -> list[Resource]:
    code = concept(snomed("255032005", "Medullary thyroid carcinoma"), text="MTC, progressing")
    return replaced(without(medullary(capsules(140)), "progressive"), condition("tumor", code, onset="2025-01-01"))


def cirrhosis(text: str) -> Resource:
    return condition("liver", concept(icd("K74.60", "Cirrhosis"), text=text), onset="2024-01-01", recorded="2026-10-01")


def kidney_alone(**elements: Any) -> list[Resource]:
    return replaced(without(kidney(), "metastasis"), kidney_cancer(**elements))


NET = condition("tumor", concept(icd("C25.4", "Endocrine pancreas"), text="Pancreatic NET, G2"), onset="2026-03-01")
RENAL = concept(snomed("702391001", "Renal cell carcinoma"), text="RCC, stage IV")


@pytest.mark.parametrize(
    ("chart", "quoted"),
    [
        (replaced(pancreas(grade=None), NET), '"G2"'),
        (kidney_alone(code=RENAL), '"stage IV"'),
        (kidney_alone(note=[{"text": "Metastatic disease."}]), '"metastatic"'),
        (of_the_thyroid("PTC"), '"PTC"'),
        (of_the_thyroid("PTC, RAI refractory", "rai-refractory"), '"rai-refractory"'),
        (progressing(), '"progressing"'),
        (liver_cancer(sixty(), cirrhosis("Cirrhosis, Child-Pugh A")), '"Child-Pugh A"'),
        (liver_cancer(sixty(note=[{"text": "Child-Pugh A."}]), cirrhosis("Cirrhosis")), '"Child-Pugh A"'),
    ],
)
def test_the_words_that_prove_something_are_quoted(chart: list[Resource], quoted: str) -> None:
    assert quoted in notes(judged(chart))


@pytest.mark.parametrize("chart", [kidney(), pancreas()])
def test_codes_are_not(chart: list[Resource]) -> None:
    assert "only words show it" not in notes(judged(chart))


@pytest.mark.parametrize("words", ["Child-Pugh B", "Patient is Child-Pugh class B7."])
def test_a_class_in_the_order_itself_counts(words: str) -> None:
    for order in (sixty(note=[{"text": words}]), sixty(reasonCode=[concept(text=f"HCC, {words}")])):
        found = judged(liver_cancer(order, cirrhosis("Cirrhosis")))
        assert "dose-above-label" in {one.code for one in found.findings}


def test_a_class_that_is_quoted_from_criteria_does_not() -> None:
    order = sixty(note=[{"text": "PA criteria: Child-Pugh B or better."}])
    assert "dose-above-label" not in {one.code for one in judged(liver_cancer(order)).findings}
