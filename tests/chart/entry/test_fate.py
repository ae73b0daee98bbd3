"""What becomes of an entry that another one refers to, that is about something else, or that is of nobody here.

All patients are synthetic.
"""

from __future__ import annotations

from typing import Any

import pytest
from support.answer import answer, check
from support.build import condition, patient, statement, to, weight
from support.coding import CONDITIONS, DRUGS, concept
from support.plain import METFORMIN, kidney

BLEEDING = concept(CONDITIONS["hemorrhage:intracranial"][0])
KETOCONAZOLE = concept(DRUGS["ketoconazole"][0])
REFUTED = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-ver-status", "code": "refuted"}]}


def fates(*beside: dict[str, Any]) -> dict[str, tuple[str, str | None]]:
    """The fate of each entry beside a plain chart of a kidney cancer, and its reason."""
    found = answer(check(kidney(beside=beside), ledger=True)).ledger
    assert found is not None
    names = {f"{one['resourceType']}/{one['id']}" for one in beside}
    return {one.reference: (one.fate.value, one.reason or None) for one in found.listed if one.reference in names}


def medication(name: str, code: dict[str, Any]) -> dict[str, Any]:
    return {"resourceType": "Medication", "id": name, "code": code}


def of_medication(name: str, medication: str, **elements: Any) -> dict[str, Any]:
    made = statement(name, METFORMIN)
    del made["medicationCodeableConcept"]
    return made | {"medicationReference": to(f"Medication/{medication}")} | elements


def bleeding(**elements: Any) -> dict[str, Any]:
    return condition("bleeding", BLEEDING, onset="2026-11-10") | elements


def without_subject(resource: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in resource.items() if key != "subject"}


def test_a_medication_is_used_where_what_refers_to_it_is() -> None:
    found = fates(
        medication("metformin", METFORMIN),
        medication("ketoconazole", KETOCONAZOLE),
        medication("lone", KETOCONAZOLE),
        of_medication("other", "metformin"),
        of_medication("taken", "ketoconazole"),
    )
    assert {name: fate for name, (fate, _) in found.items()} == {
        "Medication/metformin": "irrelevant",
        "Medication/ketoconazole": "used",
        "Medication/lone": "irrelevant",
        "MedicationStatement/other": "irrelevant",
        "MedicationStatement/taken": "used",
    }


def test_a_medication_of_an_entry_that_says_it_is_no_fact_is_not_used() -> None:
    found = fates(medication("it", KETOCONAZOLE), of_medication("wrong", "it", status="entered-in-error"))
    assert found == {
        "Medication/it": ("irrelevant", None),
        "MedicationStatement/wrong": ("not-decided", "entered-in-error"),
    }


@pytest.mark.parametrize(("focus", "fate"), [("Patient/other", "another-patient"), ("Patient/patient", "used")])
def test_a_result_about_another_patient_is_theirs_whoever_was_asked(focus: str, fate: str) -> None:
    second = weight("81", "2026-11-19", name="second") | {"focus": [to(focus)]}
    assert fates(second, patient("other"))["Observation/second"] == (fate, None)


def test_what_is_no_result_has_no_focus() -> None:
    """FHIR has the element on Observation alone; on another resource it is no reason to pass a bleeding over."""
    assert fates(bleeding(focus=[to("Patient/other")]), patient("other"))["Condition/bleeding"] == ("used", None)


@pytest.mark.parametrize("others", [(), (patient("other"),)])
def test_an_entry_of_nobody_is_set_aside_where_it_could_say_something(others: tuple[dict[str, Any], ...]) -> None:
    drug = without_subject(statement("other-drug", METFORMIN))
    found = fates(without_subject(bleeding()), drug, *others)
    assert found["Condition/bleeding"] == ("set-aside", "subject-unknown")
    assert found["MedicationStatement/other-drug"] == ("irrelevant", None)


def test_an_entry_of_nobody_that_is_refuted_says_nothing_of_anybody() -> None:
    found = fates(without_subject(bleeding(verificationStatus=REFUTED)), patient("other"))
    assert found["Condition/bleeding"] == ("not-decided", "refuted")


def test_a_status_that_is_not_understood_matters_where_the_drug_does() -> None:
    found = fates(
        statement("interacting", KETOCONAZOLE) | {"status": "unknown"},
        statement("other-drug", METFORMIN) | {"status": "unknown"},
    )
    assert found == {
        "MedicationStatement/interacting": ("set-aside", "status-not-understood"),
        "MedicationStatement/other-drug": ("irrelevant", None),
    }
