"""Submissions in short calls: resources as plain JSON, read through the front door of the FHIR floor. All synthetic."""

from __future__ import annotations

import json
from typing import Any

from validator.fhir.entry import Entry
from validator.fhir.submission import Submission, read_submission
from validator.finding import Issue

UCUM = "http://unitsofmeasure.org"


def a_dosage(**changes: Any) -> dict[str, Any]:
    """60 mg once daily."""
    dosage = {
        "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}},
        "doseAndRate": [{"doseQuantity": {"value": 60, "unit": "mg", "system": UCUM, "code": "mg"}}],
    }
    return {name: value for name, value in (dosage | changes).items() if value is not ...}


def an_order(**changes: Any) -> dict[str, Any]:
    """A good R4 order; an element changed to `...` is left out."""
    order = {
        "resourceType": "MedicationRequest",
        "id": "order",
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": {"text": "cabozantinib"},
        "subject": {"reference": "Patient/p"},
        "authoredOn": "2026-11-02",
        "dosageInstruction": [a_dosage()],
    }
    return {name: value for name, value in (order | changes).items() if value is not ...}


def an_r5_order(**changes: Any) -> dict[str, Any]:
    """The same order in R5."""
    medication = {"medicationCodeableConcept": ..., "medication": {"concept": {"text": "cabozantinib"}}}
    return an_order(**(medication | changes))


def a_patient(**changes: Any) -> dict[str, Any]:
    return {"resourceType": "Patient", "id": "p", "birthDate": "2012-05-05"} | changes


def a_weight(**changes: Any) -> dict[str, Any]:
    weight = {
        "resourceType": "Observation",
        "id": "w",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
        "subject": {"reference": "Patient/p"},
        "valueQuantity": {"value": 38, "unit": "kg", "system": UCUM, "code": "kg"},
    }
    return {name: value for name, value in (weight | changes).items() if value is not ...}


def a_bundle(*resources: Any, **elements: Any) -> dict[str, Any]:
    """A Bundle with one entry for each resource."""
    entries = [{"resource": resource} for resource in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries} | elements


def read(*documents: Any, **options: Any) -> Submission:
    """What is read of documents: dicts and lists go in as JSON bytes, text and bytes as they are."""
    return read_submission([as_bytes(document) for document in documents], **options)


def as_bytes(document: Any) -> Any:
    return json.dumps(document).encode() if isinstance(document, dict | list) else document


def the_order(*documents: Any, **options: Any) -> Entry:
    """The one MedicationRequest of a submission."""
    (entry,) = read(*documents, **options).by_type("MedicationRequest")
    return entry


def said(issues: tuple[Issue, ...]) -> list[tuple[str, tuple[str, ...]]]:
    """Code and place of each issue."""
    return [(issue.code, issue.expression) for issue in issues]
