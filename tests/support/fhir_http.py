"""A FHIR server as the `responses` library plays it: short calls that say what one URL answers. All data made up."""

from __future__ import annotations

from typing import Any

import responses

BASE = "https://ehr.example.org/fhir"
TYPES = (
    "Patient", "Condition", "Observation", "MedicationRequest", "MedicationStatement", "MedicationAdministration",
    "Medication", "Procedure", "ServiceRequest", "QuestionnaireResponse", "AllergyIntolerance",
    "ResearchSubject", "DeviceUseStatement", "Encounter",
)  # fmt: skip
FHIR = "application/fhir+json; charset=utf-8"


def capability(
    types: tuple[str, ...] = TYPES, *, version: str = "4.0.1", includes: bool = True, **more: Any
) -> dict[str, Any]:
    """A CapabilityStatement that offers these types."""
    resources = [
        {
            "type": name,
            "interaction": [{"code": "read"}, {"code": "search-type"}],
            "searchParam": [{"name": n, "type": "token"} for n in ("_id", "patient", "code", "authoredon")],
            **({"searchInclude": [f"{name}:medication"]} if includes else {}),
        }
        for name in types
    ]
    rest = {"mode": "server", "resource": resources}
    return {"resourceType": "CapabilityStatement", "fhirVersion": version, "rest": [rest], **more}


def searchset(*resources: dict[str, Any], included: tuple[dict[str, Any], ...] = (), **more: Any) -> dict[str, Any]:
    """A page with matches and what came along."""
    entries = [
        {"fullUrl": f"{BASE}/{one['resourceType']}/{one['id']}", "resource": one, "search": {"mode": mode}}
        for mode, several in (("match", resources), ("include", included))
        for one in several
    ]
    return {"resourceType": "Bundle", "type": "searchset", "entry": entries, **more}


def outcome(code: str, text: str, severity: str = "error") -> dict[str, Any]:
    """An OperationOutcome with one issue."""
    issue = {"severity": severity, "code": code, "diagnostics": text}
    return {"resourceType": "OperationOutcome", "issue": [issue]}


def next_link(url: str) -> list[dict[str, str]]:
    """The links of a page that goes on at `url`."""
    return [{"relation": "self", "url": f"{BASE}/x"}, {"relation": "next", "url": url}]


def order(identity: str = "o1", **more: Any) -> dict[str, Any]:
    """An order for CABOMETYX 60 mg once daily."""
    return {
        "resourceType": "MedicationRequest",
        "id": identity,
        "status": "active",
        "intent": "order",
        "subject": {"reference": "Patient/p1"},
        "authoredOn": "2026-11-20",
        "medicationCodeableConcept": {
            "coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "1790175"}],
            "text": "CABOMETYX 60 mg tablet",
        },
        "dosageInstruction": [
            {
                "route": {"coding": [{"system": "http://snomed.info/sct", "code": "26643006"}]},
                "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}},
                "doseAndRate": [
                    {
                        "doseQuantity": {
                            "value": 60,
                            "unit": "mg",
                            "system": "http://unitsofmeasure.org",
                            "code": "mg",
                        }
                    }
                ],
            }
        ],
        **more,
    }


def patient(identity: str = "p1") -> dict[str, Any]:
    """A man of 60."""
    return {"resourceType": "Patient", "id": identity, "gender": "male", "birthDate": "1966-03-09"}


def about_patient(resource_type: str, identity: str, **more: Any) -> dict[str, Any]:
    """Any resource about the patient."""
    return {"resourceType": resource_type, "id": identity, "subject": {"reference": "Patient/p1"}, **more}


def renal_cancer() -> tuple[dict[str, Any], ...]:
    """Conditions that make the order fit: metastatic renal cell carcinoma."""
    active = {
        "clinicalStatus": {
            "coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]
        },
        "verificationStatus": {
            "coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-ver-status", "code": "confirmed"}]
        },
    }
    icd, snomed = "http://hl7.org/fhir/sid/icd-10-cm", "http://snomed.info/sct"
    codes = {"tumor": [(icd, "C64.2"), (snomed, "254915003")], "metastases": [(icd, "C78.01")]}
    return tuple(
        about_patient(
            "Condition",
            identity,
            code={"coding": [{"system": system, "code": code} for system, code in codings]},
            onsetDateTime="2025-05-02",
            **active,
        )
        for identity, codings in codes.items()
    )


def serve(
    mock: responses.RequestsMock,
    *,
    lists: dict[str, Any] | None = None,
    types: tuple[str, ...] = TYPES,
    the_order: dict[str, Any] | None = None,
) -> None:
    """A whole chart: order, patient, conditions; every other list empty. `lists` replaces the answer of a type by
    another Bundle, or by None for one that the test adds itself."""
    given = lists or {}
    found = the_order or order()
    answers: dict[str, Any] = {
        "Condition": searchset(*renal_cancer()),
        "MedicationRequest": searchset(found),
        **{
            name: searchset()
            for name in TYPES
            if name not in ("Patient", "Medication", "Condition", "MedicationRequest")
        },
    } | given
    mock.get(f"{BASE}/metadata", json=capability(types))
    mock.get(f"{BASE}/Patient/p1", json=patient())
    for name, answer in answers.items():
        if answer is not None:
            mock.get(f"{BASE}/{name}", json=answer, content_type=FHIR)
