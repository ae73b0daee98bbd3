"""Whose resource is it: the entries of a submission by patient and type, sorted once.

One patient an order: what belongs to another patient is never evidence. Patients are the same when their references
resolve to the same entry, or, where the patient is not in the submission, when the references are written alike.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from validator.fhir.element import Identifier, Reference
from validator.fhir.entry import Entry
from validator.fhir.submission import Submission

NOBODY = ""
"""The key of what names no subject."""

READ_AS_EVIDENCE = frozenset(
    {
        "Condition", "Observation", "MedicationRequest", "MedicationStatement", "MedicationUsage",
        "MedicationAdministration", "MedicationDispense", "Procedure", "ServiceRequest", "Appointment",
        "QuestionnaireResponse", "List",
    }
)  # fmt: skip


class PatientIndex:
    """The entries that can be orders or evidence, by patient and type, in the order submitted.

    A resource without a subject belongs to the patient of the submission when there is at most one, else to nobody.
    A contained resource without a subject belongs to the patient of the resource that contains it.
    """

    __slots__ = ("_base", "_files", "_keys", "_patients", "_submission", "patients")

    def __init__(self, submission: Submission) -> None:
        self._submission = submission
        self._keys: dict[tuple[str, str], str] = {}
        self._base: dict[str, str] = {}
        self._patients: dict[str, Entry] = {}
        for entry in submission.by_type("Patient"):
            if entry.parent is None:
                self._patients.setdefault(entry.expression, entry)
        files: dict[str, dict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
        seen = set(self._patients)
        for entry in submission.entries:
            if entry.resource_type in READ_AS_EVIDENCE:
                key = self.patient_of(entry)
                files[key][entry.resource_type].append(entry)
                if key:
                    seen.add(key)
        self.patients: frozenset[str] = frozenset(seen)
        """The keys of all patients met, in the submission or only referred to."""
        if len(seen) <= 1 and NOBODY in files:
            owner = next(iter(seen), NOBODY)
            if owner != NOBODY:
                for kind, entries in files.pop(NOBODY).items():
                    files[owner][kind] = _in_order(files[owner][kind] + entries, submission)
        self._files = files

    def patient_of(self, entry: Entry) -> str:
        """The key of the patient an entry is about; NOBODY when it names none."""
        subject = _subject(entry)
        if subject is None:
            return self.patient_of(entry.parent) if entry.parent is not None else NOBODY
        text = subject.get("reference")
        if not isinstance(text, str) or not text:
            return self._by_identifier(subject, entry)
        server = "" if entry.full_url is None and entry.parent is None else self._server(entry)
        known = self._keys.get((text, server))
        if known is None:
            found = self._submission.resolve(Reference(reference=text), entry)
            known = self._key_of(found) if found is not None else f"{server} {text.split('/_history/', 1)[0]}"
            if not text.startswith("#"):
                self._keys[text, server] = known
        return known

    def owner(self, entry: Entry) -> str:
        """As `patient_of`, but the only patient of the submission for an entry that names none."""
        key = self.patient_of(entry)
        if key == NOBODY and len(self.patients) == 1:
            return next(iter(self.patients))
        return key

    def entry_of(self, patient: str) -> Entry | None:
        """The Patient resource of a key; None when it is not in the submission."""
        return self._patients.get(patient)

    def of(self, patient: str, *types: str) -> tuple[Entry, ...]:
        """The patient's entries of these types."""
        file = self._files.get(patient)
        if file is None:
            return ()
        return tuple(entry for kind in types for entry in file.get(kind, ()))

    def types_of(self, patient: str) -> frozenset[str]:
        """The resource types the patient has at least one entry of."""
        return frozenset(kind for kind, entries in self._files.get(patient, {}).items() if entries)

    def _by_identifier(self, subject: dict[str, Any], entry: Entry) -> str:
        identifier = subject.get("identifier")
        if not isinstance(identifier, dict):
            return NOBODY
        system, value = identifier.get("system"), identifier.get("value")
        if not isinstance(value, str):
            return NOBODY
        system = system if isinstance(system, str) else None
        reference = Reference(type="Patient", identifier=Identifier(system=system, value=value))
        found = self._submission.resolve(reference, entry)
        return self._key_of(found) if found is not None else f"{system}|{value}"

    def _key_of(self, found: Entry) -> str:
        if found.resource_type == "Patient":
            self._patients.setdefault(found.expression, found)
        return found.expression

    def _server(self, entry: Entry) -> str:
        """What a relative reference is relative to: the fullUrl without its last two steps."""
        url = entry.full_url
        while url is None and entry.parent is not None:
            entry = entry.parent
            url = entry.full_url
        if url is None:
            return ""
        base = self._base.get(url)
        if base is None:
            base = self._base[url] = url.rsplit("/", 2)[0] if "/" in url else ""
        return base


def _subject(entry: Entry) -> dict[str, Any] | None:
    subject = entry.raw.get("subject")
    if isinstance(subject, dict):
        return subject
    if entry.resource_type == "Appointment":
        for participant in _dicts(entry.raw.get("participant")):
            actor = participant.get("actor")
            if isinstance(actor, dict) and "Patient/" in str(actor.get("reference", "")):
                return actor
    return None


def _dicts(value: object) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _in_order(entries: list[Entry], submission: Submission) -> list[Entry]:
    place = {id(entry): number for number, entry in enumerate(submission.entries)}
    return sorted(entries, key=lambda entry: place[id(entry)])
