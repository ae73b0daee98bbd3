"""The plainest charts that are accepted, to be spoilt in one way by each test. All patients are synthetic."""

from __future__ import annotations

from typing import Any

from support.build import (
    Resource,
    attested,
    condition,
    dosage,
    every,
    observation,
    order,
    patient,
    quantity,
    statement,
    weight,
)
from support.bundle import bundle
from support.coding import DRUGS, GRADE, GRADE_2, M1, M_CATEGORY, concept, icd, rxnorm, snomed
from support.product import CLINICAL_DRUGS

TABLET_60 = concept(CLINICAL_DRUGS["tablet", 60])
METFORMIN = concept(rxnorm("6809", "metformin"))


def sixty(**elements: Any) -> Resource:
    """An order for one 60 mg tablet of cabozantinib once daily; further elements replace its own."""
    return order(TABLET_60, [dosage(quantity(60, "mg"), every())]) | elements


def with_dosage(*dosages: dict[str, Any], medication: dict[str, Any] = TABLET_60) -> Resource:
    """An order with these dosage instructions."""
    return order(medication, dosages)


def man(**elements: Any) -> Resource:
    """A man of 62."""
    return patient(born="1964-05-04") | elements


def kidney_cancer(**elements: Any) -> Resource:
    """Renal cell carcinoma."""
    code = concept(snomed("702391001", "Renal cell carcinoma"))
    return condition("tumor", code, onset="2025-09-01", recorded="2025-09-02") | elements


def lung_metastasis(**elements: Any) -> Resource:
    """What makes the kidney cancer advanced."""
    code = concept(icd("C78.01", "Secondary malignant neoplasm of right lung"))
    return condition("metastasis", code, onset="2026-06-01", recorded="2026-06-02") | elements


def kidney(*orders: Resource, beside: tuple[Resource, ...] = ()) -> list[Resource]:
    """A man with advanced renal cell carcinoma, 80 kg, and these orders; 60 mg once daily is accepted."""
    return [man(), kidney_cancer(), lung_metastasis(), weight("80", "2026-11-18"), *beside, *(orders or (sixty(),))]


def neuroendocrine(*orders: Resource, born: str = "1970-02-02", kilograms: str | None = "70") -> list[Resource]:
    """A patient with a tumor of the ileum who meets every criterion of its indication."""
    measured = [weight(kilograms, "2026-11-18")] if kilograms else []
    from support.build import observation

    return [
        patient(born=born),
        condition(
            "tumor",
            concept(snomed("1290067005", "Well-differentiated neuroendocrine tumor of small intestine")),
            onset="2025-01-10",
        ),
        observation("extent", M_CATEGORY, "2026-08-01", coded=M1, focus="Condition/tumor"),
        attested("unresectable", "unresectable", "2026-11-01", True),
        statement(
            "everolimus", concept(DRUGS["everolimus"][0]), start="2025-03-01", end="2026-09-30", status="completed"
        ),
        *measured,
        *(orders or (sixty(),)),
    ]


def pancreas(*entries: Resource, grade: str | None = "known") -> list[Resource]:
    """A metastatic tumor of the pancreas after everolimus, with an order; G2 by a code under the name `grade`."""
    treated = statement(
        "old", concept(DRUGS["everolimus"][0]), start="2026-04-01", end="2026-09-30", status="completed"
    )
    return [
        patient(born="1964-05-04"),
        treated,
        condition("tumor", concept(icd("C25.4", "Endocrine pancreas")), onset="2026-03-01"),
        condition("spread", concept(icd("C78.7", "Secondary of liver")), onset="2026-03-01"),
        *([observation(grade, GRADE, "2026-03-10", coded=GRADE_2)] if grade else []),
        *entries,
        sixty(),
    ]


def collection(resources: list[Resource]) -> Resource:
    """A collection Bundle."""
    return bundle("collection", resources)


def without(resources: list[Resource], *names: str) -> list[Resource]:
    """The chart without these resources."""
    return [one for one in resources if one["id"] not in names]


def replaced(resources: list[Resource], one: Resource) -> list[Resource]:
    """The chart with one resource in the place of the one of its name."""
    return [one if other["id"] == one["id"] else other for other in resources]
