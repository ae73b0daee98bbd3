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


CHEMOTHERAPY = icd("Z51.11", "Encounter for antineoplastic chemotherapy")
LONG_TERM = icd("Z79.899", "Other long term (current) drug therapy")
GIVEN = snomed("367336001", "Chemotherapy")


def visit(code: Coding) -> Resource:
    return condition("visit", concept(code), onset="2026-11-20", recorded="2026-11-20")


@pytest.mark.parametrize("code", [CHEMOTHERAPY, LONG_TERM, GIVEN])
def test_a_visit_or_a_treatment_as_the_reason_leaves_the_disease_to_the_chart(code: Coding) -> None:
    for order, beside in (
        (sixty(reasonCode=[concept(code)]), ()),
        (sixty(reasonCode=[concept(code), concept(icd("C64.1", "Malignant neoplasm of right kidney"))]), ()),
        (sixty(reasonReference=[to("Condition/visit")]), (visit(code),)),
    ):
        assert judged(kidney(order, beside=beside)).verdict is Verdict.ACCEPT


@pytest.mark.parametrize("code", [CHEMOTHERAPY, LONG_TERM])
def test_a_visit_alone_shows_no_disease(code: Coding) -> None:
    man, _, _, *rest = kidney(sixty(reasonCode=[concept(code)]))
    order = judged([man, *rest])
    assert order.verdict is Verdict.UNDETERMINED
    assert "disease-not-shown" in {finding.code for finding in order.findings}


def test_a_visit_does_not_hide_the_cancer_that_is_named_beside_it_or_in_its_words() -> None:
    lung = concept(icd("C34.11", "Malignant neoplasm of upper lobe, right bronchus or lung"))
    assert judged(kidney(sixty(reasonCode=[concept(CHEMOTHERAPY), lung]))).verdict is Verdict.ERROR
    in_words = concept(CHEMOTHERAPY, text="Urothelial carcinoma")
    assert judged(kidney(sixty(reasonCode=[in_words]))).verdict is Verdict.WARNING
    history = concept(icd("Z85.850", "Personal history of malignant neoplasm of thyroid"))
    assert judged(kidney(sixty(reasonCode=[history]))).verdict is not Verdict.ACCEPT
