"""Whose evidence it is: one patient an order, and nobody else."""

from __future__ import annotations

from support.answer import answer, check, verdict
from support.build import (
    order,
    patient,
    to,
    weight,
)
from support.coding import (
    DRUGS,
    concept,
)
from support.plain import (
    kidney,
    kidney_cancer,
    lung_metastasis,
    neuroendocrine,
    sixty,
)

ITRACONAZOLE = concept(DRUGS["itraconazole"][0])


def test_another_patients_drug_is_not_this_patients() -> None:
    other = patient("other", born="1990-01-01", sex="female")
    theirs = order(ITRACONAZOLE, name="theirs", on="2026-11-01", subject="Patient/other")
    assert verdict(kidney(sixty(), beside=(other, theirs))) == "accept"


def test_another_patients_weight_is_not_this_patients() -> None:
    child = neuroendocrine(born="2012-05-05", kilograms=None)
    other = patient("other", born="2011-01-01")
    theirs = weight("50", "2026-11-18", name="theirs") | {"subject": to("Patient/other")}
    assert verdict([*child, other, theirs]) == "undetermined"


def test_each_order_is_judged_by_its_own_patients_chart() -> None:
    other = patient("other", born="1970-01-01")
    theirs = [
        one | {"id": f"{one['id']}-2", "subject": to("Patient/other")}
        for one in (kidney_cancer(), lung_metastasis(), sixty())
    ]
    inhibitor = order(ITRACONAZOLE, name="theirs", on="2026-11-01", subject="Patient/other")
    report = check([*kidney(), other, *theirs, inhibitor])
    assert answer(report).verdict.value == "accept"
    assert answer(report, "MedicationRequest/order-2").verdict.value == "error"


def test_a_resource_without_subject_among_several_patients_is_nobodys() -> None:
    child = neuroendocrine(born="2012-05-05", kilograms=None)
    nobodys = weight("50", "2026-11-18")
    del nobodys["subject"]
    assert verdict([*child, patient("other", born="2011-01-01"), nobodys]) == "undetermined"
