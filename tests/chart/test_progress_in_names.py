"""That a cancer progresses, told in its own name or notes: what COMETRIQ's label asks for. All are synthetic."""

from __future__ import annotations

from typing import Any

import pytest
from ordinary.ehr import Ehr, ago
from ordinary.stories import LIVER_METASTASES, PROGRESSION, THYROID
from support.build import dosage, every, order, quantity, to
from support.coding import concept, rxnorm, snomed
from support.judged import judged

from validator.verdict import Verdict

CARTON = rxnorm("1363408", "Cometriq 140 MG Daily Dose Carton")


def verdict(text: str, *, stable: bool = False, **more: Any) -> Verdict:
    """The verdict on 140 mg a day for a cancer with this name; `stable`: its status of last week says so."""
    chart = Ehr().tumor(THYROID, 900, text=text)
    chart.resources[-1] |= more
    chart.problem(LIVER_METASTASES, 300)
    if stable:
        chart.says(PROGRESSION, 7, snomed("359746009", "Patient's condition stable"))
    told = dosage(quantity(140, "mg"), every(), text="Take 140 mg by mouth daily on an empty stomach.")
    made = order(concept(CARTON), [told], on=ago(0), subject="Patient/p", reasonReference=[to("Condition/tumor")])
    return judged([*chart.resources, made]).verdict


@pytest.mark.parametrize(
    "name",
    [
        "Progressive metastatic medullary thyroid cancer",
        "Medullary thyroid cancer, progressive",
        "Medullary thyroid carcinoma (progressive disease)",
        "Metastatic MTC with progression",
        "Medullary thyroid cancer, metastatic and progressive",
    ],
)
def test_a_name_that_says_it_progresses_is_heard(name: str) -> None:
    assert verdict(name) is Verdict.ACCEPT
    assert (
        verdict("Medullary thyroid carcinoma", note=[{"text": "Progressive disease on CT of October."}])
        is Verdict.ACCEPT
    )


@pytest.mark.parametrize(
    "name",
    [
        "Medullary thyroid cancer",
        "Medullary thyroid cancer, no progression",
        "Medullary thyroid cancer, possible progression",
        "Medullary thyroid carcinoma, not progressing",
        "Medullary thyroid cancer, rule out disease progression",
        "Medullary thyroid cancer with progressive dysphagia",
        "Metastatic MTC, stable",
    ],
)
def test_a_name_that_does_not_leaves_it_open(name: str) -> None:
    assert verdict(name) is Verdict.UNDETERMINED


def test_a_later_status_stands_above_the_name() -> None:
    assert verdict("Progressive metastatic medullary thyroid cancer", stable=True) is Verdict.ERROR
