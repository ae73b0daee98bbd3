"""The chart of one call as it comes together: draft orders, prefetch, and what was fetched for what prefetch lacks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from validator.profiles import Profiles
from validator.service.cds_request import CdsRequest
from validator.service.draft import Entry
from validator.service.fetch import PatientFetch, allowed_server, authorization
from validator.service.prefetch import OPTIONAL, REQUIRED

MEDICATION = "Medication"

_THERAPIES = frozenset({"MedicationRequest", "MedicationStatement"})
_OVER = frozenset({"entered-in-error", "cancelled", "not-taken"})


class CallChart:
    """What is known of the patient of one call. `whole` are the lists that came complete, even if empty."""

    def __init__(self, call: CdsRequest, drafts: Sequence[Entry]) -> None:
        self._call = call
        self._drafts = drafts
        self._names = {_name(one) for one in drafts}
        self._entries = self._not_drafts(call.prefetch.entries)
        self.whole = call.prefetch.whole

    @property
    def patients(self) -> list[Entry]:
        """The Patients that came; whether one of them is the order's is for the check to say."""
        return [one for one in self._entries if one["resource"]["resourceType"] == "Patient"]

    @property
    def has_patient(self) -> bool:
        """Whether any Patient is here; whether it is the order's is for the check to say."""
        return bool(self.patients)

    @property
    def lacking(self) -> tuple[str, ...]:
        """What a server could still be asked for: the Patient, lists that did not come whole, Medications."""
        patient = () if self.has_patient else ("Patient",)
        return (*patient, *self.missing(REQUIRED), *self.missing(OPTIONAL), *self.unread_drugs)

    @property
    def unread_drugs(self) -> tuple[str, ...]:
        """`Medication` when a therapy names its drug by nothing but a reference to one that is not here."""
        every = [one["resource"] for one in (*self._drafts, *self._entries)]
        known = {f"{MEDICATION}/{one.get('id')}" for one in every if one["resourceType"] == MEDICATION}
        return (MEDICATION,) if any(_is_unnamed(one, known) for one in every) else ()

    def missing(self, types: Iterable[str]) -> tuple[str, ...]:
        """The lists among these that did not come, or not whole."""
        return tuple(name for name in types if name not in self.whole)

    def fetch(self, servers: Sequence[str], seconds: float, profiles: Profiles) -> bool:
        """Adds what is lacking and can be had. False when no server may be asked; what fails stays lacking."""
        base = allowed_server(self._call.fhir_server, servers)
        if base is None or self._call.patient is None:
            return False
        try:
            auth = authorization(self._call.authorization)
        except ValueError:
            return False
        with PatientFetch(base, auth, profiles, seconds=seconds) as server:
            found = server.lists(self._call.patient, [name for name in self.lacking if name != MEDICATION])
            self._entries += self._not_drafts({"resource": one} for one in found.resources)
            self.whole |= found.whole
            if self.unread_drugs:
                therapies = [one["resource"] for one in (*self._drafts, *self._entries)]
                self._entries += [{"resource": one} for one in server.medications(therapies).resources]
        return True

    def bundle(self, drafts: Sequence[Entry]) -> dict[str, Any]:
        """One Bundle: the drafts, in their order and first, and after them the chart."""
        return bundle((*drafts, *self._entries, *self._call.prefetch.others), self._call.fhir_server)

    def _not_drafts(self, entries: Iterable[Entry]) -> list[Entry]:
        # A draft that changes an order on file stands for it; both together would count twice.
        return [one for one in entries if _name(one) is None or _name(one) not in self._names]


def bundle(entries: Sequence[Entry], server: object = None) -> dict[str, Any]:
    """A collection of these entries; those without a fullUrl get that of the client's server, where it is known."""
    base = server.rstrip("/") if isinstance(server, str) else None
    return {"resourceType": "Bundle", "type": "collection", "entry": [_addressed(one, base) for one in entries]}


def place(index: int) -> str:
    """The FHIRPath of an entry's resource in such a Bundle."""
    return f"Bundle.entry[{index}].resource"


def _addressed(entry: Entry, base: str | None) -> Entry:
    resource = entry["resource"]
    if not isinstance(resource, dict) or base is None or "fullUrl" in entry or not isinstance(resource.get("id"), str):
        return entry
    return {"fullUrl": f"{base}/{resource['resourceType']}/{resource['id']}"} | entry


def _name(entry: Entry) -> str | None:
    identity = entry["resource"].get("id")
    return f"{entry['resource']['resourceType']}/{identity}" if isinstance(identity, str) else None


def _is_unnamed(resource: dict[str, Any], known: set[str]) -> bool:
    if resource["resourceType"] not in _THERAPIES or resource.get("status") in _OVER:
        return False
    if resource.get("medicationCodeableConcept"):
        return False
    drug = resource.get("medicationReference")
    medication = resource.get("medication")
    if isinstance(medication, dict):
        if medication.get("concept"):
            return False
        drug = medication.get("reference")
    if not isinstance(drug, dict) or drug.get("display"):
        return False
    reference = drug.get("reference")
    if not isinstance(reference, str) or reference.startswith(("#", "urn:")):
        return False
    return "/".join(reference.partition("/_history/")[0].split("/")[-2:]) not in known
