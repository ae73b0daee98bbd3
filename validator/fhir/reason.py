"""What an order is for, as concepts. Source: FHIR R4 MedicationRequest.reasonCode, R5 MedicationRequest.reason."""

from __future__ import annotations

from validator.fhir.element import CodeableConcept
from validator.fhir.resource import MedicationRequest


def reason_concepts(body: MedicationRequest) -> list[tuple[CodeableConcept, str]]:
    """The reasons of an order that are no references, each with its FHIRPath below the order."""
    found: list[tuple[CodeableConcept, str]] = []
    for index, concept in enumerate(body.reason_code):
        found.append((concept, f"reasonCode[{index}]"))
    for index, one in enumerate(body.reason):
        if one.concept is not None:
            found.append((one.concept, f"reason[{index}].concept"))
    return found


def reason_texts(body: MedicationRequest) -> list[tuple[str, str]]:
    """The words of those that have any, each with its FHIRPath below the order."""
    found: list[tuple[str, str]] = []
    for concept, element in reason_concepts(body):
        if concept.text:
            found.append((concept.text, f"{element}.text"))
    return found
