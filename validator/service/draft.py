"""Draft orders as clients really send them, put into the shape FHIR gives them. What they mean is not touched.

Known from a public CDS Hooks client and published requests: an object where FHIR has a list of objects (`category`,
`doseAndRate`), elements that are null or empty, a dose where FHIR STU3 had it, no status, intent, authoredOn or
subject, a Bundle without type, orders outside a Bundle.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from validator.fhir.json_text import ResourceJson
from validator.fhir.resource import MedicationRequest
from validator.fhir.shape import righted

BundleEntry = dict[str, Any]
"""A Bundle entry: `resource`, and `fullUrl` where there is one."""


def entries_in(value: object) -> Iterator[BundleEntry]:
    """Every resource of a Bundle, of a list, or alone, as a Bundle entry with its fullUrl where it has one.

    What is no resource is left out, and so is what a server says about its own search.
    """
    if isinstance(value, list):
        for one in value:
            yield from entries_in(one)
    elif isinstance(value, dict):
        kind = value.get("resourceType")
        if _is_bundle(value):
            entries = value.get("entry")
            for entry in entries if isinstance(entries, list) else [entries]:
                if isinstance(entry, dict) and not _is_outcome(entry):
                    full_url = entry.get("fullUrl")
                    own: BundleEntry = {"fullUrl": full_url} if isinstance(full_url, str) else {}
                    for name in _AROUND:
                        if name in entry:
                            own[name] = entry[name]
                    if value.get("implicitRules") is not None:
                        own["modifierExtension"] = [{"url": str(value["implicitRules"])}]
                    held = entry.get("resource")
                    kind = held.get("resourceType") if isinstance(held, dict) else None
                    if isinstance(kind, str) and kind not in _NO_ENTRY:
                        # Nearly every entry holds a resource: to yield it here costs no call.
                        yield own | {"resource": held}
                        continue
                    for inner in entries_in(held):
                        yield own | inner
        elif isinstance(kind, str) and kind != "OperationOutcome":
            yield {"resource": value}


_NO_ENTRY = frozenset({"Bundle", "OperationOutcome"})
_AROUND = ("modifierExtension", "request", "response")
"""What stands around a resource in a Bundle and can change what it means, up to "deleted"."""


def _is_bundle(value: dict[str, Any]) -> bool:
    kind = value.get("resourceType")
    return kind == "Bundle" or (kind is None and "entry" in value)


def _is_outcome(entry: BundleEntry) -> bool:
    search = entry.get("search")
    return isinstance(search, dict) and search.get("mode") == "outcome"


def unreadable_in(value: object) -> int:
    """How many draft orders in a call's draftOrders are no resource, so that `entries_in` leaves them out."""
    match value:
        case None:
            return 0
        case list():
            return sum(map(unreadable_in, value))
        case dict() if _is_bundle(value):
            entries = value.get("entry")
            return sum(map(_unreadable_entry, entries if isinstance(entries, list) else [entries]))
        case dict():
            return 0 if not value or isinstance(value.get("resourceType"), str) else 1
        case _:
            return 1


def _unreadable_entry(entry: object) -> int:
    if not isinstance(entry, dict):
        return unreadable_in(entry)
    if not entry or _is_outcome(entry):
        return 0
    # An entry that says it holds a resource and holds none lost it on the way.
    return unreadable_in(entry["resource"]) if entry.get("resource") is not None else 1


def shaped(order: ResourceJson) -> ResourceJson:
    """The order in the shapes that FHIR gives, as far as they can be read without doubt (`validator.fhir.shape`)."""
    return righted(order, MedicationRequest)[0]


def required(order: ResourceJson, *, patient: str | None) -> ResourceJson:
    """The order with what FHIR requires and the call itself says of every draft: a draft, an order, for its patient.

    Only what the order does not say itself is added; an order for another patient stays one.
    """
    if order.get("resourceType") != "MedicationRequest":
        return order
    said: ResourceJson = {"status": "draft", "intent": "order"}
    if patient is not None:
        said["subject"] = {"reference": f"Patient/{patient}"}
    return order | {name: value for name, value in said.items() if name not in order}


def completed(order: ResourceJson, *, patient: str | None, day: date) -> ResourceJson:
    """The order with what is `required`, and written on the call's day unless it has a day of its own."""
    made = required(order, patient=patient)
    if made.get("resourceType") != "MedicationRequest" or "authoredOn" in made:
        return made
    return made | {"authoredOn": day.isoformat()}


_DOSE = ("dosageInstruction", "medicationCodeableConcept", "medicationReference", "medication")


def until_now(kept: ResourceJson, draft: ResourceJson) -> ResourceJson | None:
    """The order on file that a draft changes under its own id, as it was carried out until now; None where nothing is
    to be remembered of it: the dose is the same, or it was itself a draft or taken back.

    Its id is the draft's now, so it has another, and it is `completed`, for the draft is in its place. Where the draft
    still says the day on which the order was first written, that day is the draft's.
    """
    if kept.get("resourceType") != "MedicationRequest" or _status_of(kept) not in _CARRIED_OUT:
        return None
    if all(kept.get(name) == draft.get(name) for name in _DOSE):
        return None
    same_day = kept.get("authoredOn") == draft.get("authoredOn")
    earlier = {name: value for name, value in kept.items() if not (same_day and name == "authoredOn")}
    return earlier | {"id": f"{draft['id']}{UNTIL_NOW}", "status": "completed"}


def _status_of(order: ResourceJson) -> str | None:
    return status if isinstance(status := order.get("status"), str) else None


UNTIL_NOW = "-until-now"
_CARRIED_OUT = frozenset({"active", "on-hold", "completed", "stopped"})


def names_a_drug(order: ResourceJson) -> bool:
    """Whether any medication was chosen yet. An order without one can be for anything and for nothing; one that tells
    it in an element that is not read (misspelt, or beside a primitive) names one all the same.
    """
    return any(
        name.lstrip("_").lower().startswith("medication") and value not in (None, {}, [], "")
        for name, value in order.items()
    )


def is_asked(draft: BundleEntry, selected: frozenset[str] | None) -> bool:
    """Whether a draft is an order that is to be looked at: selected, and with a drug chosen."""
    resource = draft["resource"]
    if resource["resourceType"] != "MedicationRequest" or not names_a_drug(resource):
        return False
    if selected is None:
        return True
    identity = resource.get("id")
    # An id that is a number is still the one that was selected.
    own = (f"MedicationRequest/{identity}", identity) if isinstance(identity, str | int) and identity != "" else ()
    url = draft.get("fullUrl")
    # An order inside another draft is selected with it.
    around = (url, url.partition("#")[0]) if isinstance(url, str) else ()
    return any(isinstance(name, str) and name in selected for name in (*own, *around))


def is_copy(draft: BundleEntry, earlier: Sequence[BundleEntry]) -> bool:
    """Whether the same order was sent before in this call. Equal orders without id are several orders."""
    resource = draft["resource"]
    return "id" in resource and any(resource == one["resource"] for one in earlier)
