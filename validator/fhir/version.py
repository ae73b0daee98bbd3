"""Which FHIR release a resource is written in, told by the elements that only one release has."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class FhirVersion(StrEnum):
    """The releases that are read. R4 and R4B write every resource read here alike, so by shape both are R4."""

    R4 = "R4"
    R4B = "R4B"
    R5 = "R5"

    @property
    def family(self) -> FhirVersion:
        """R4 for R4 and R4B, R5 for R5: what a shape can tell."""
        return FhirVersion.R5 if self is FhirVersion.R5 else FhirVersion.R4


_MEDICATION_R4 = frozenset({"medicationCodeableConcept", "medicationReference", "reasonCode", "reasonReference"})
_R4_ONLY: dict[str, frozenset[str]] = {
    "MedicationRequest": _MEDICATION_R4
    | {"reportedBoolean", "reportedReference", "instantiatesCanonical", "instantiatesUri", "detectedIssue"},
    "MedicationStatement": _MEDICATION_R4 | {"statusReason", "basedOn"},
    "MedicationAdministration": _MEDICATION_R4 | {"effectiveDateTime", "effectivePeriod", "context", "instantiates"},
    "MedicationDispense": _MEDICATION_R4 | {"statusReasonCodeableConcept", "statusReasonReference", "context"},
    "Medication": frozenset({"form", "amount", "manufacturer"}),
    "Procedure": frozenset({"performedDateTime", "performedPeriod", "reasonCode", "reasonReference", "asserter"}),
    "ServiceRequest": frozenset({"reasonCode", "reasonReference", "locationCode"}),
    "Appointment": frozenset({"reasonCode", "reasonReference", "comment"}),
    "Condition": frozenset({"recorder", "asserter"}),
}
_R5_ONLY: dict[str, frozenset[str]] = {
    "MedicationRequest": frozenset(
        {"medication", "reason", "renderedDosageInstruction", "effectiveDosePeriod", "informationSource", "device"}
    ),
    "MedicationStatement": frozenset({"medication", "reason", "adherence", "renderedDosageInstruction", "encounter"}),
    "MedicationAdministration": frozenset({"medication", "reason", "occurenceDateTime", "occurencePeriod", "basedOn"}),
    "MedicationDispense": frozenset({"medication", "recorded", "notPerformedReason", "renderedDosageInstruction"}),
    "Medication": frozenset({"doseForm", "totalVolume", "marketingAuthorizationHolder", "definition"}),
    "Procedure": frozenset({"occurrenceDateTime", "occurrencePeriod", "reason", "recorded", "reportedBoolean"}),
    "ServiceRequest": frozenset({"reason", "bodyStructure"}),
    "Appointment": frozenset({"reason", "subject", "note"}),
    "Condition": frozenset({"participant"}),
}
TOLD_APART = {name: _R4_ONLY[name] | elements for name, elements in _R5_ONLY.items()}
"""The elements of a resource type that is read which R4 or R5 alone has."""


def shape_of(raw: Mapping[str, Any]) -> FhirVersion | None:
    """R4 or R5 when the resource has elements of one release only; None when it has neither, or both."""
    name = raw.get("resourceType")
    if not isinstance(name, str) or name not in _R5_ONLY:
        return None
    keys = raw.keys()
    old = not _R4_ONLY[name].isdisjoint(keys)
    new = not _R5_ONLY[name].isdisjoint(keys)
    if old is new:
        return None
    return FhirVersion.R5 if new else FhirVersion.R4
