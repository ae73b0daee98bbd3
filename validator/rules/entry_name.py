"""What people would call an entry that cannot be relied on."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from validator.chart.concept import as_concept, words_of
from validator.fhir.entry import Entry


def name_of_entry(entry: Entry) -> str:
    """What people would call what an entry is about, with its value; where nothing tells, its type, with its code to
    find it by."""
    tree = entry.tree
    value = value_in_words(tree)
    return f"{_subject(entry, tree)} {value}" if value else _subject(entry, tree)


def kind_of_entry(entry: Entry) -> str:
    """What people call a resource of its type."""
    return IN_PLAIN_WORDS.get(entry.resource_type, entry.resource_type)


def is_measured(entry: Entry) -> bool:
    """Whether it is a result with an amount, which can be measured again."""
    return entry.resource_type == "Observation" and "valueQuantity" in entry.tree


def _subject(entry: Entry, tree: dict[str, Any]) -> str:
    for name in ("code", "medicationCodeableConcept", "medication", "medicationReference"):
        value = tree.get(name)
        if isinstance(value, dict):
            inner = value.get("concept") if "concept" in value else value
            told = words_of(as_concept(inner))
            display = value.get("display")
            if told or isinstance(display, str):
                return told[0] if told else str(display)
    plain = kind_of_entry(entry)
    code = next((one.code for one in as_concept(tree.get("code")).coding if one.code), None)
    return f"{plain} coded {code}" if code else plain


IN_PLAIN_WORDS = {
    "Patient": "the patient's record",
    "Condition": "a condition",
    "Observation": "a result",
    "MedicationRequest": "an order",
    "MedicationStatement": "a reported drug",
    "MedicationUsage": "a reported drug",
    "MedicationAdministration": "a drug that was given",
    "MedicationDispense": "a dispensed drug",
    "Procedure": "a procedure",
    "ServiceRequest": "a request",
    "Appointment": "an appointment",
    "QuestionnaireResponse": "a questionnaire",
    "List": "a list",
    "AdverseEvent": "an adverse event",
    "DiagnosticReport": "a report",
    "ClinicalImpression": "an assessment",
    "Flag": "a flag",
    "DetectedIssue": "a detected issue",
    "AllergyIntolerance": "an allergy",
    "ResearchSubject": "a study",
    "Encounter": "a visit",
    "DeviceUseStatement": "a device in use",
    "DeviceUsage": "a device in use",
    "CarePlan": "a care plan",
    "RequestGroup": "a set of planned orders",
    "RequestOrchestration": "a set of planned orders",
}
"""What people call one resource of a type."""


def value_in_words(tree: dict[str, Any]) -> str:
    """The amount or number that is given as the result, as it is written; empty where it is none or has no unit."""
    whole = tree.get("valueInteger")
    if isinstance(whole, int) and not isinstance(whole, bool):
        return str(whole)
    quantity = tree.get("valueQuantity")
    if not isinstance(quantity, dict):
        return ""
    value, unit = quantity.get("value"), quantity.get("unit", quantity.get("code"))
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    is_short = isinstance(unit, str) and 0 < len(unit) <= _LONGEST_UNIT
    limit = quantity.get("comparator")
    if limit is not None and limit not in _LIMITS:
        return ""
    return f"{limit or ''}{value} {unit}" if is_number and is_short else ""


_LIMITS = ("<", "<=", ">", ">=")
"""How a value is written that is only a limit; any other comparator leaves open what the number says."""


_LONGEST_UNIT = 12
"""Characters of a unit that is shown with its number; longer ones are words about it."""
