"""The dresses a story is told in: different FHIR, same meaning, so the same verdict."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dress:
    """How each kind of fact is written down.

    `product`: clinical-drug and branded-drug (RxNorm codes that carry form and strength), package (NDC in a contained
    Medication), medication (a referenced Medication with form and ingredient strength).
    `extent`: secondary (a Condition for the metastasis), observation (stage or M category), stage (Condition.stage).
    """

    name: str
    fhir: str
    product: str
    dose_in_units: bool
    timing: str
    weight_unit: str
    icd: bool
    extent: str
    prior: str
    companion: str
    questionnaire: bool
    bundle: str
    seed: int | None
    status: str = "active"
    supply: bool = False


CLINIC = Dress(
    name="clinic",
    fhir="R4",
    product="clinical-drug",
    dose_in_units=False,
    timing="days",
    weight_unit="kg",
    icd=True,
    extent="secondary",
    prior="request",
    companion="request",
    questionnaire=False,
    bundle="collection",
    seed=None,
)
HOSPITAL = Dress(
    name="hospital",
    fhir="R4",
    product="package",
    dose_in_units=True,
    timing="code",
    weight_unit="lb",
    icd=False,
    extent="observation",
    prior="statement",
    companion="statement",
    questionnaire=True,
    bundle="transaction",
    seed=7,
)
REGISTRY = Dress(
    name="registry",
    fhir="R5",
    product="branded-drug",
    dose_in_units=False,
    timing="hours",
    weight_unit="g",
    icd=False,
    extent="stage",
    prior="administration",
    companion="request",
    questionnaire=False,
    bundle="searchset",
    seed=11,
)
ARCHIVE = Dress(
    name="archive",
    fhir="R4B",
    product="medication",
    dose_in_units=True,
    timing="both",
    weight_unit="kg",
    icd=True,
    extent="stage",
    prior="statement",
    companion="statement",
    questionnaire=True,
    bundle="document",
    seed=3,
    supply=True,
)
DRESSES = (CLINIC, HOSPITAL, REGISTRY, ARCHIVE)
