"""The chart of one call as it comes together: draft orders, prefetch, and what was fetched for what prefetch lacks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from validator.chart.drug.identity import names_something
from validator.client.asked_lists import FOR_NOTES, REQUIRED
from validator.profiles import Profiles
from validator.service.cds_request import CdsRequest
from validator.service.draft import UNTIL_NOW, BundleEntry, until_now
from validator.service.fetch import PatientFetch, allowed_server, authorization
from validator.service.prefetch import CHANGE_A_DOSE, OPTIONAL

MEDICATION = "Medication"

_THERAPIES = frozenset({"MedicationRequest", "MedicationStatement"})
_OVER = frozenset({"entered-in-error", "cancelled", "not-taken"})


class CallChart:
    """What is known of the patient of one call. `whole` are the lists that came complete, even if empty."""

    def __init__(self, call: CdsRequest, drafts: Sequence[BundleEntry], profiles: Profiles) -> None:
        self._call = call
        self._drafts = drafts
        self._book = profiles.book
        self._named = {name: one["resource"] for one in drafts if (name := _name(one)) is not None}
        self._changed: set[str] = set()
        self._entries = self._not_drafts(call.prefetch.entries)
        self.whole = call.prefetch.whole
        self._not_kept = call.prefetch.not_kept
        self._failed = call.prefetch.failed
        self._shown: tuple[str, ...] | None = None

    @property
    def assumed(self) -> tuple[str, ...]:
        """The lists that came under keys of the site's own and do not say what was asked for: taken as whole."""
        return tuple(name for name in (*REQUIRED, *OPTIONAL) if name in self._call.prefetch.assumed & self.whole)

    @property
    def failed(self) -> tuple[str, ...]:
        """The lists that need not be told in whose place an error came, and that no server gave since."""
        return tuple(name for name in self._failed if name not in self.whole)

    @property
    def is_of_another_patient(self) -> bool:
        """Whether Patients came and none of them is, or without an id may be, the one whom the call is about by its
        `context.patientId`.
        """
        return not self.has_patient_named and all("id" in one["resource"] for one in self.patients)

    @property
    def has_patient_named(self) -> bool:
        """Whether the patient of `context.patientId` is among those that came. True where none is named or came."""
        came = [one["resource"].get("id") for one in self.patients]
        return self._call.patient is None or not came or self._call.patient in came

    @property
    def patients(self) -> list[BundleEntry]:
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
        drugs = (MEDICATION,) if self.unread_drugs or self._doubtful_drugs else ()
        return (*patient, *self.missing(REQUIRED), *self.missing(OPTIONAL), *drugs)

    @property
    def lacks_no_need(self) -> bool:
        """Whether all that is lacking are lists without which an order can be accepted."""
        return all(name in OPTIONAL for name in self.lacking)

    @property
    def lacks_what_changes_a_dose(self) -> tuple[str, ...]:
        """The lists that did not come by which the label's dose may be another; one that no server keeps is none."""
        results = ("Observation",) if self._call.prefetch.goes_on else ()
        return tuple(name for name in self.missing((*results, *CHANGE_A_DOSE)) if name not in self._not_kept)

    @property
    def in_part(self) -> tuple[BundleEntry, ...]:
        """What tells of the results that they go on, where no server gave them whole since."""
        return self._call.prefetch.in_part if "Observation" not in self.whole else ()

    @property
    def untold(self) -> tuple[str, ...]:
        """The lists without which no order is accepted: those that the check does not weigh by what came of them."""
        is_weighed = self._call.prefetch.goes_on
        return tuple(name for name in self.missing(REQUIRED) if not (is_weighed and name == "Observation"))

    @property
    def unread_drugs(self) -> tuple[str, ...]:
        """`Medication` when a therapy names its drug by nothing but a reference to one that is not here."""
        return (MEDICATION,) if any(not words for words in self._displays) else ()

    @property
    def _doubtful_drugs(self) -> bool:
        """Whether a therapy has such a reference whose display names nothing, such as "see note"."""
        return any(words and not names_something(self._book, words) for words in self._displays)

    @property
    def _displays(self) -> tuple[str, ...]:
        """The display of each reference to a drug that is not here; empty where it has none. Kept until more comes."""
        if self._shown is None:
            every = [one["resource"] for one in (*self._drafts, *self._entries)]
            known = {f"{MEDICATION}/{one.get('id')}" for one in every if one["resourceType"] == MEDICATION}
            found = [_drug_elsewhere(one, known) for one in every if one["resourceType"] in _THERAPIES]
            shown = [drug.get("display") for drug in found if drug is not None]
            self._shown = tuple([words if isinstance(words, str) else "" for words in shown])
        return self._shown

    def medication(self, reference: str | None) -> dict[str, Any] | None:
        """The Medication of the call that an order refers to; None where it is not here, or here in two versions."""
        if reference is None or reference.startswith("#"):
            return None
        local = "/".join(reference.partition("/_history/")[0].split("/")[-2:])
        every = (*self._drafts, *self._entries)
        of_kind = [one for one in every if one["resource"]["resourceType"] == MEDICATION]
        found = [one["resource"] for one in of_kind if one.get("fullUrl") == reference or _name(one) == local]
        return found[0] if found and all(one == found[0] for one in found) else None

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
            # Lists for notes are asked for beside others; alone they are not worth the wait.
            lacking = [name for name in self.lacking if name != MEDICATION]
            lacking += self.missing(FOR_NOTES) if lacking else ()
            found = server.lists(self._call.patient, lacking)
            self._entries += self._not_drafts({"resource": one} for one in found.resources)
            self._shown = None
            self.whole |= found.whole
            self._not_kept |= found.not_kept
            self._failed = tuple(dict.fromkeys((*self._failed, *found.refused)))
            if self.unread_drugs or self._doubtful_drugs:
                therapies = [one["resource"] for one in (*self._drafts, *self._entries)]
                self._entries += [{"resource": one} for one in server.medications(therapies).resources]
                self._shown = None
        return True

    def bundle(self, drafts: Sequence[BundleEntry]) -> dict[str, Any]:
        """One Bundle: the drafts, in their order and first, and after them the chart."""
        drafts = [self._replacing(one) for one in drafts]
        entries = (*drafts, *self._entries, *self._call.prefetch.others, *self.in_part)
        return bundle(entries, self._call.fhir_server, self._call.patient)

    def _replacing(self, draft: BundleEntry) -> BundleEntry:
        """A draft that changes an order says so: what it was until now is the order it replaces."""
        resource = draft["resource"]
        name = resource.get("id")
        if not isinstance(name, str) or name not in self._changed or resource.get("priorPrescription"):
            return draft
        earlier = {"reference": f"MedicationRequest/{resource['id']}{UNTIL_NOW}"}
        return draft | {"resource": resource | {"priorPrescription": earlier}}

    def _not_drafts(self, entries: Iterable[BundleEntry]) -> list[BundleEntry]:
        """The chart without what the drafts stand for: a draft that changes an order on file, and that order, would
        count twice. What the order was until now stays as history where its dose was another.
        """
        kept: list[BundleEntry] = []
        for one in entries:
            resource = one["resource"]
            # Written out, without `_name`: this is asked of every entry of a chart.
            identity = resource.get("id") if self._named else None
            draft = self._named.get(f"{resource['resourceType']}/{identity}") if isinstance(identity, str) else None
            if draft is None:
                kept.append(one)
            elif (earlier := until_now(one["resource"], draft)) is not None:
                self._changed.add(str(draft["id"]))
                kept.append({name: value for name, value in one.items() if name != "fullUrl"} | {"resource": earlier})
        return kept


def bundle(entries: Sequence[BundleEntry], server: object = None, patient: str | None = None) -> dict[str, Any]:
    """A collection of these entries; those without a fullUrl get that of the client's server, where it is known.

    So do those under another address from which a resource names `patient` by a relative reference: a server behind a
    gateway has two names, and what the client sends of its patient is of the patient of the call.
    """
    base = server.rstrip("/") if isinstance(server, str) else None
    if base is None:
        return {"resourceType": "Bundle", "type": "collection", "entry": list(entries)}
    gateways = _gateways(entries, f"Patient/{patient}") - {base} if patient is not None else set()
    addressed = [_addressed(one, base, gateways) for one in entries]
    return {"resourceType": "Bundle", "type": "collection", "entry": addressed}


def place(index: int) -> str:
    """The FHIRPath of an entry's resource in such a Bundle."""
    return f"Bundle.entry[{index}].resource"


def _addressed(entry: BundleEntry, base: str, gateways: set[str]) -> BundleEntry:
    resource = entry["resource"]
    if not isinstance(resource, dict) or not isinstance(resource.get("id"), str):
        return entry
    if "fullUrl" in entry and (not gateways or _server_of(entry) not in gateways):
        return entry
    return entry | {"fullUrl": f"{base}/{resource['resourceType']}/{resource['id']}"}


def _gateways(entries: Sequence[BundleEntry], patient: str) -> set[str]:
    """The addresses under which resources came that name the patient by a reference relative to them."""
    found = set()
    for entry in entries:
        resource = entry["resource"]
        if "fullUrl" in entry and isinstance(resource, dict):
            told = resource.get("subject", resource.get("patient"))
            if isinstance(told, dict) and told.get("reference") == patient and (server := _server_of(entry)):
                found.add(server)
    return found


def _server_of(entry: BundleEntry) -> str | None:
    """The server that a fullUrl names; None where it ends in another type and id than the resource has."""
    url, resource = entry["fullUrl"], entry["resource"]
    end = f"/{resource.get('resourceType')}/{resource.get('id')}"
    return url.removesuffix(end) if isinstance(url, str) and url.endswith(end) else None


def _name(entry: BundleEntry) -> str | None:
    identity = entry["resource"].get("id")
    return f"{entry['resource']['resourceType']}/{identity}" if isinstance(identity, str) else None


def _status(resource: dict[str, Any]) -> str | None:
    return status if isinstance(status := resource.get("status"), str) else None


def _drug_elsewhere(resource: dict[str, Any], known: set[str]) -> dict[str, Any] | None:
    """The reference to a therapy's drug, where it is all that names it and leads to nothing that is here."""
    if _status(resource) in _OVER:
        return None
    if resource.get("medicationCodeableConcept"):
        return None
    drug = resource.get("medicationReference")
    medication = resource.get("medication")
    if isinstance(medication, dict):
        if medication.get("concept"):
            return None
        drug = medication.get("reference")
    if not isinstance(drug, dict):
        return None
    reference = drug.get("reference")
    if not isinstance(reference, str) or reference.startswith(("#", "urn:")):
        return None
    return None if "/".join(reference.partition("/_history/")[0].split("/")[-2:]) in known else drug
