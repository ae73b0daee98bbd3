"""Draft orders as clients really send them, put into the shape FHIR gives them. What they mean is not touched.

Known from a public CDS Hooks client and published requests: an object where FHIR has a list of objects (`category`,
`doseAndRate`), no authoredOn, no subject, a Bundle without type, orders outside a Bundle.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

_LISTS = frozenset(
    {
        "category", "dosageInstruction", "reasonCode", "reasonReference", "reason", "basedOn", "note", "insurance",
        "identifier", "contained", "supportingInformation", "extension", "modifierExtension",
    }
)  # fmt: skip
_DOSAGE_LISTS = frozenset({"doseAndRate", "additionalInstruction", "extension", "modifierExtension"})

Resource = dict[str, Any]
Entry = dict[str, Any]
"""A Bundle entry: `resource`, and `fullUrl` where there is one."""


def entries_in(value: object) -> Iterator[Entry]:
    """Every resource of a Bundle, of a list, or alone, as a Bundle entry with its fullUrl where it has one.

    What is no resource is left out, and so is what a server says about its own search.
    """
    if isinstance(value, list):
        for one in value:
            yield from entries_in(one)
    elif isinstance(value, dict):
        kind = value.get("resourceType")
        if kind == "Bundle" or (kind is None and "entry" in value):
            entries = value.get("entry")
            for entry in entries if isinstance(entries, list) else [entries]:
                if isinstance(entry, dict) and not _is_outcome(entry):
                    full_url = entry.get("fullUrl")
                    own = {"fullUrl": full_url} if isinstance(full_url, str) else {}
                    for inner in entries_in(entry.get("resource")):
                        yield own | inner
        elif isinstance(kind, str) and kind != "OperationOutcome":
            yield {"resource": value}


def _is_outcome(entry: Entry) -> bool:
    search = entry.get("search")
    return isinstance(search, dict) and search.get("mode") == "outcome"


def shaped(order: Resource) -> Resource:
    """The order with an object where FHIR has a list of objects made a list of this one object."""
    made = {name: [value] if name in _LISTS and isinstance(value, dict) else value for name, value in order.items()}
    dosages = made.get("dosageInstruction")
    if isinstance(dosages, list):
        made["dosageInstruction"] = [_dosage(one) if isinstance(one, dict) else one for one in dosages]
    return made


def _dosage(dosage: Resource) -> Resource:
    return {
        name: [value] if name in _DOSAGE_LISTS and isinstance(value, dict) else value for name, value in dosage.items()
    }


def completed(order: Resource, *, patient: str | None, day: date) -> Resource:
    """The order with what the call says of every draft: that it is for the call's patient and written on its day.

    Only what the order does not say itself is added; an order for another patient stays one.
    """
    if order.get("resourceType") != "MedicationRequest":
        return order
    made = dict(order)
    if "authoredOn" not in made:
        made["authoredOn"] = day.isoformat()
    if "subject" not in made and patient is not None:
        made["subject"] = {"reference": f"Patient/{patient}"}
    return made


def names_a_drug(order: Resource) -> bool:
    """Whether any medication was chosen yet. An order without one can be for anything and for nothing."""
    return any(
        order.get(name) not in (None, {}, [])
        for name in ("medicationCodeableConcept", "medicationReference", "medication")
    )
