"""How far a kidney cancer has spread, where only the order's reason tells it."""

from __future__ import annotations

from typing import Any

import pytest
from support.answer import answer, check, said
from support.build import statement, to, weight
from support.coding import DRUGS, concept, icd
from support.plain import kidney_cancer, man, sixty

from validator.report.model import OrderReport


def for_reasons(*reasons: dict[str, Any], beside: tuple[dict[str, Any], ...] = ()) -> OrderReport:
    """What is said of an order for a kidney cancer whose spread nothing else tells."""
    order = sixty(reasonReference=[to("Condition/tumor")], reasonCode=list(reasons))
    return answer(check([man(), kidney_cancer(), weight("80", "2026-11-18"), *beside, order]))


@pytest.mark.parametrize(
    "words",
    ["Metastatic RCC", "Advanced renal cell carcinoma", "RCC stage IV", "Renal cell carcinoma, metastatic to lung"],
)
def test_a_reason_that_tells_spread_shows_it_and_is_quoted(words: str) -> None:
    found = for_reasons({"text": words})
    assert found.verdict.value == "accept", said(found)
    assert any("only words show it" in one.message for one in found.findings)


def test_a_stage_alone_is_that_of_the_other_reason() -> None:
    assert for_reasons({"text": "Stage IV"}).verdict.value == "accept"


def test_a_coded_metastasis_among_the_reasons_shows_spread() -> None:
    assert for_reasons(concept(icd("C78.01", "Secondary malignant neoplasm of right lung"))).verdict.value == "accept"


@pytest.mark.parametrize(
    "words",
    [
        "Renal cell carcinoma",
        "RCC stage I",
        "RCC, r/o metastasis",
        "possible metastatic RCC",
        "metastatic breast cancer",
        "RCC and metastatic lung cancer",
        "Indicated for advanced renal cell carcinoma",
        "adjuvant RCC",
    ],
)
def test_a_reason_that_does_not_say_so_of_this_cancer_shows_none(words: str) -> None:
    found = for_reasons({"text": words})
    assert found.verdict.value == "undetermined", said(found)


def test_words_for_the_cancer_on_file_are_no_other_cancer_that_an_earlier_drug_was_for() -> None:
    earlier = statement(
        "earlier", concept(DRUGS["nivolumab"][0]), start="2026-03-01", end="2026-08-01", status="completed"
    )
    found = for_reasons({"text": "RCC"}, beside=(earlier,))
    assert "may be for that" not in said(found)
