"""What the order's own reason says: a disease narrows what the order is for, a metastasis does not."""

from __future__ import annotations

import pytest
from support.build import Resource, condition, to
from support.coding import Coding, concept, icd, snomed
from support.judged import judged
from support.plain import kidney, neuroendocrine, sixty

from validator import Verdict

LUNG = icd("C78.01", "Secondary malignant neoplasm of right lung")
BONE = snomed("94222008", "Secondary malignant neoplasm of bone")
NODES = icd("C77.2", "Secondary and unspecified malignant neoplasm of intra-abdominal lymph nodes")
CARCINOID_LIVER = icd("C7B.02", "Secondary carcinoid tumors of liver")


def spread(code: Coding) -> Resource:
    return condition("spread", concept(code), onset="2026-06-01", recorded="2026-06-02")


@pytest.mark.parametrize("code", [LUNG, BONE, NODES])
def test_a_metastasis_as_the_reason_leaves_the_disease_to_the_chart(code: Coding) -> None:
    by_reference = judged(kidney(sixty(reasonReference=[to("Condition/spread")]), beside=(spread(code),)))
    by_code = judged(kidney(sixty(reasonCode=[concept(code)]), beside=(spread(code),)))
    assert [by_reference.verdict, by_code.verdict] == [Verdict.ACCEPT, Verdict.ACCEPT]


def test_a_metastasis_of_a_carcinoid_as_the_reason_too() -> None:
    resources = neuroendocrine()
    for one in resources:
        if one["resourceType"] == "MedicationRequest":
            one["reasonReference"] = [to("Condition/spread")]
    assert judged([*resources, spread(CARCINOID_LIVER)]).verdict is not Verdict.ERROR


def test_a_metastasis_without_its_cancer_shows_no_indication() -> None:
    man, _, *rest = kidney(sixty(reasonReference=[to("Condition/spread")]), beside=(spread(LUNG),))
    order = judged([man, *rest])
    assert order.verdict is Verdict.UNDETERMINED
    assert "disease-not-shown" in {finding.code for finding in order.findings}


def test_another_cancer_as_the_reason_still_refutes() -> None:
    lung_cancer = condition("lung", concept(icd("C34.11", "Malignant neoplasm of upper lobe, right bronchus or lung")))
    order = judged(kidney(sixty(reasonReference=[to("Condition/lung")]), beside=(lung_cancer,)))
    assert order.verdict is Verdict.ERROR
