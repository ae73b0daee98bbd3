"""The words FHIR has for how far a resource stands: status and intent by resource type, R4, R4B and R5 together.

They are read in any case of letters, and by a closed table of abbreviations that real systems write. A word outside
these tables is not understood, and is never taken for one of them. Source: FHIR R4 and R5, the required bindings.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_MEDICATION_EVENT = "in-progress not-done on-hold completed entered-in-error stopped unknown"
_PLANNED = "draft active on-hold revoked completed ended entered-in-error unknown"
_IN_USE = "active completed entered-in-error intended stopped on-hold not-done"
_REPORTED = "active completed entered-in-error intended stopped on-hold unknown not-taken recorded draft"

STATUS: dict[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in {
        "Observation": "registered specimen-in-process preliminary final amended corrected appended cancelled "
        "entered-in-error unknown cannot-be-obtained",
        "MedicationRequest": "active on-hold ended stopped completed cancelled entered-in-error draft unknown",
        "MedicationStatement": _REPORTED,
        "MedicationUsage": _REPORTED,
        "MedicationAdministration": _MEDICATION_EVENT,
        "MedicationDispense": f"preparation cancelled declined {_MEDICATION_EVENT}",
        "Procedure": f"preparation {_MEDICATION_EVENT}",
        "ServiceRequest": "draft active on-hold revoked completed ended entered-in-error unknown",
        "Appointment": "proposed pending booked arrived fulfilled cancelled noshow entered-in-error checked-in "
        "waitlist",
        "QuestionnaireResponse": "in-progress completed amended entered-in-error stopped",
        "List": "current retired entered-in-error",
        "CarePlan": _PLANNED,
        "RequestGroup": _PLANNED,
        "RequestOrchestration": _PLANNED,
        "Encounter": "planned arrived triaged in-progress onleave finished cancelled entered-in-error unknown on-hold "
        "discharged completed discontinued",
        "DeviceUseStatement": _IN_USE,
        "DeviceUsage": _IN_USE,
        # R4 has none.
        "AdverseEvent": "in-progress completed on-hold entered-in-error unknown",
        "DiagnosticReport": "registered partial preliminary modified final amended corrected appended cancelled "
        "entered-in-error unknown",
        "ClinicalImpression": f"draft preparation {_MEDICATION_EVENT}",
        "Flag": "active inactive entered-in-error",
        "DetectedIssue": "registered preliminary final amended corrected mitigated cancelled entered-in-error unknown",
        "Medication": "active inactive entered-in-error",
        # R4 says by status how far the subject is, R5 whether the record is in use.
        "ResearchSubject": "candidate eligible follow-up ineligible not-registered off-study on-study "
        "on-study-intervention on-study-observation pending-on-study potential-candidate screening withdrawn "
        "draft active retired unknown",
    }.items()
}
_INTENT = frozenset(
    {"proposal", "plan", "order", "original-order", "reflex-order", "filler-order", "instance-order", "option"}
)
INTENT = {"MedicationRequest": _INTENT, "ServiceRequest": _INTENT | {"directive"}}
GENDER = frozenset({"male", "female", "other", "unknown"})

NOT_READ = ""
"""In the place of a word stands something that is none: no word of any table, and not the same as no word at all."""

_SHORT = {
    ("Observation", "status"): {"f": "final", "c": "corrected", "p": "preliminary", "x": "cancelled"},
    ("Patient", "gender"): {"m": "male", "f": "female", "u": "unknown", "o": "other"},
}
KNOWN_WORDS: dict[str, tuple[tuple[str, frozenset[str]], ...]] = {
    **{kind: (("status", known),) for kind, known in STATUS.items()},
    **{kind: (("status", STATUS[kind]), ("intent", known)) for kind, known in INTENT.items()},
    "Patient": (("gender", GENDER),),
}
"""The elements of a type that hold a word of a table, and the table."""


def word_of(raw: Mapping[str, Any], name: str) -> str | None:
    """The word in the place of a status or an intent; None where nothing stands, `NOT_READ` where no word does."""
    word = raw.get(name)
    return word if word is None or isinstance(word, str) else NOT_READ


def with_known_words(raw: dict[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The resource with status, intent and gender as FHIR writes them, and the names of those put right.

    The same object and nothing where nothing was; a word that is not known stays as it is.
    """
    kind = raw.get("resourceType")
    if not isinstance(kind, str):
        return raw, ()
    changed: dict[str, Any] = {}
    for name, known in KNOWN_WORDS.get(kind, ()):
        word = raw.get(name)
        if not isinstance(word, str) or word in known:
            continue
        plain = word.strip().lower()
        meant = _SHORT.get((kind, name), {}).get(plain, plain)
        if meant in known:
            changed[name] = meant
    return ({**raw, **changed}, tuple(changed)) if changed else (raw, ())
