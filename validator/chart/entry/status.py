"""What a resource's status says about using it: the words FHIR has for not so, not yet, and over."""

from __future__ import annotations

from functools import lru_cache

from validator.fhir.element import CodeableConcept
from validator.verdict import Truth

ENTERED_IN_ERROR = "entered-in-error"

RESULT_STANDS = frozenset({"final", "amended", "corrected", "appended"})
"""Observation.status of a result that may be used. `preliminary` and `registered` may still change."""
NOT_FINAL = frozenset({"registered", "partial", "preliminary"})
"""Of a report: nobody has signed it yet."""
PROCEDURE_DONE = frozenset({"completed", "in-progress", "stopped"})
"""Procedure.status of one that took place, if only in part."""
STILL_SPEAK = frozenset(
    {
        "Procedure", "MedicationAdministration", "MedicationDispense", "Encounter", "AdverseEvent",
        "ClinicalImpression",
    }
)  # fmt: skip
"""Types in which `in-progress` is something going on."""

CLINICAL_STATUS = "http://terminology.hl7.org/CodeSystem/condition-clinical"
VERIFICATION_STATUS = "http://terminology.hl7.org/CodeSystem/condition-ver-status"

ALLERGY_CLINICAL = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical"
ALLERGY_VERIFICATION = "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification"

NOT_SO = frozenset({"refuted", ENTERED_IN_ERROR})
NOT_YET_CONFIRMED = frozenset({"unconfirmed", "provisional", "differential"})
ACTIVE = frozenset({"active", "recurrence", "relapse"})
CAME_BACK = frozenset({"recurrence", "relapse"})
NOT_ACTIVE = frozenset({"inactive", "remission", "resolved"})


@lru_cache(maxsize=1024)
def status_words(concept: CodeableConcept | None, system: str) -> frozenset[str]:
    """The status codes of a concept: those of the FHIR code system, and those that name no system at all.

    Where only text is given, a text that is a status word counts. Source: FHIR R4 Condition.clinicalStatus.
    """
    if concept is None:
        return frozenset()
    words = {
        coding.code.strip().lower() for coding in concept.coding if coding.code and coding.system in (system, None)
    }
    if not words and concept.text:
        words = {concept.text.strip().lower()}
    return frozenset(words)


def is_active(words: frozenset[str]) -> Truth:
    """TRUE for active, recurrence, relapse; FALSE for inactive, remission, resolved; UNKNOWN for none or both."""
    is_on, is_off = bool(words & ACTIVE), bool(words & NOT_ACTIVE)
    if is_on is is_off:
        return Truth.UNKNOWN
    return Truth.of(is_on)
