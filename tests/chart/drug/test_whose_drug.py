"""Whose a drug is by the words of its own name. All patients are synthetic."""

from __future__ import annotations

import pytest
from support.build import Resource, resource, to
from support.coding import concept
from support.judged import judged
from support.plain import kidney


def listed(name: str) -> Resource:
    about = {"subject": to("Patient/patient"), "effectivePeriod": {"start": "2026-10-01"}}
    return resource(
        "MedicationStatement", "listed", status="active", medicationCodeableConcept=concept(text=name), **about
    )


@pytest.mark.parametrize(
    "name",
    [
        "Rifampin (wife)",
        "Rifampin for husband",
        "Carbamazepine (brother)",
        "Ketoconazole for dog",
        "Cat's ketoconazole",
        "Rifampin - wife's TB prophylaxis",
        "Itraconazole, daughter",
        "Ketoconazole (allergy)",
        "Clarithromycin - intolerance",
        "Allergy: rifampin",
    ],
)
def test_a_drug_of_somebody_else_is_none_of_the_patient(name: str) -> None:
    assert judged(kidney(beside=(listed(name),))).verdict == "accept"


@pytest.mark.parametrize(
    "name",
    [
        "Rifampin",
        "Ketoconazole (oral)",
        "Itraconazole for cat allergy",
        "Itraconazole (allergy clinic)",
        "Ketoconazole - wife gives it daily",
    ],
)
def test_any_other_is_taken(name: str) -> None:
    assert judged(kidney(beside=(listed(name),))).verdict in ("error", "warning")
