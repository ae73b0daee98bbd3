"""Whose resource is it: the entries of a submission by patient and type, sorted once.

One patient an order: what belongs to another patient is never evidence. Patients are the same when their references
resolve to the same entry, or, where the patient is not in the submission, when the references are written alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from functools import partial
from itertools import chain, repeat
from typing import Any

from validator.chart.entry.merged import merged_patients
from validator.fhir.element import Identifier, Reference, objects_of
from validator.fhir.entry import Entry
from validator.fhir.reference import target_type
from validator.fhir.submission import Submission
from validator.verdict import Truth

NOBODY = ""
"""The key of what names no subject."""
_ADRIFT = "?"
"""The key of what names nobody who is here."""

READ_AS_EVIDENCE = frozenset({
    "Condition", "Observation", "MedicationRequest", "MedicationStatement", "MedicationUsage",
    "MedicationAdministration", "MedicationDispense", "Procedure", "ServiceRequest", "Appointment",
    "QuestionnaireResponse", "List", "AllergyIntolerance", "ResearchSubject", "CarePlan", "RequestGroup",
    "RequestOrchestration", "Encounter", "DeviceUseStatement", "DeviceUsage", "AdverseEvent", "DiagnosticReport",
    "ClinicalImpression", "Flag", "DetectedIssue",
})  # fmt: skip
FOR_NOTES = frozenset({
    "AllergyIntolerance", "ResearchSubject", "Encounter", "DeviceUseStatement", "DeviceUsage", "DiagnosticReport",
    "ClinicalImpression", "Flag", "DetectedIssue",
})  # fmt: skip
"""Types of evidence of which nearly every one is about nothing that a label asks, or makes a note or a caution at most:
one that cannot be read, or a list of them that did not come whole, weighs nothing."""
SUBJECT_ELEMENT = {
    "AllergyIntolerance": "patient",
    "ResearchSubject": "individual",
    "DeviceUsage": "patient",
    "DetectedIssue": "patient",
}
"""The element that names the patient, where R4 does not call it `subject`."""

_NEEDS_SUBJECT = frozenset({
    "Condition", "MedicationRequest", "MedicationStatement", "MedicationUsage", "MedicationAdministration",
    "Procedure", "ServiceRequest", "AllergyIntolerance", "ResearchSubject", "AdverseEvent",
})  # fmt: skip
"""Types whose subject FHIR requires: one without it was damaged on the way."""
_SUBJECTS = frozenset(
    {"Group", "Device", "Location", "Practitioner", "RelatedPerson", "Organization", "Substance", "Person"}
)
_NO_FILE: Mapping[str, Sequence[Entry]] = {}
_PERSONS = frozenset({"Patient", "RelatedPerson", "Group", "Person", "Practitioner", "PractitionerRole"})
_THINGS = frozenset({"Device", "Location", "Organization", "Substance", "BiologicallyDerivedProduct"})
"""What may be measured itself beside a patient: a pump, a room, a donor's organ."""


class PatientIndex:
    """The entries that can be orders or evidence, by patient and type, in the order submitted.

    An Observation, a dispense or a form without a subject belongs to the patient of the submission when there is at
    most one. A contained resource without a subject belongs to the patient of the resource that contains it.
    What names a subject that is nobody in a submission that has its patients, or lacks the subject it needs, may be
    anybody's: of the one Patient that is here (`may_be_of`), or of one of several (`open_between`).
    """

    __slots__ = (
        "_copied", "_elsewhere", "_files", "_keys", "_merged", "_patients", "_submission", "_written", "lone",
        "open_between", "patients",
    )  # fmt: skip

    def __init__(self, submission: Submission, before: PatientIndex | None = None) -> None:
        self._submission = submission
        self._keys = before.still_so(submission) if before is not None else {}
        self._written: dict[Entry, str] = {}
        self._elsewhere: dict[tuple[Entry, str], Truth] = {}
        self._patients: dict[str, Entry] = {}
        for entry in submission.by_type("Patient"):
            if entry.parent is None:
                self._patients.setdefault(entry.expression, entry)
        self._copied: dict[str, Entry] = {}
        """A patient who came in copies that differ is one patient: each copy's names lead to the first."""
        for entry in self._patients.values():
            for name in (f"Patient/{entry.id}", entry.full_url) if entry.copies else ():
                if name is not None:
                    self._copied[name] = entry.copies[0]
        self._merged = merged_patients(submission, self._patients)
        files: dict[str, dict[str, list[Entry]]] = defaultdict(partial(defaultdict, list))
        seen = self._patients.keys() - self._merged.keys()
        for entry in submission.entries:
            if entry.resource_type in READ_AS_EVIDENCE:
                # Written out for the plain case, which nearly every entry is: the same words as an entry before it.
                subject, url = entry.raw.get("subject"), entry.full_url
                text = subject.get("reference") if isinstance(subject, dict) else None
                known = None
                if isinstance(text, str) and (url is not None or entry.parent is None):
                    known = self._keys.get((text, url.rsplit("/", 2)[0] if url is not None and "/" in url else ""))
                key = self._written[entry] = known or self.patient_of(entry)
                files[key][entry.resource_type].append(entry)
                if key:
                    seen.add(key)
        self.patients: frozenset[str] = frozenset(seen)
        """The keys of all patients met, in the submission or only referred to."""
        if len(seen) <= 1 and NOBODY in files:
            owner = next(iter(seen), NOBODY)
            if owner != NOBODY:
                for kind, entries in files.pop(NOBODY).items():
                    whole = kind not in _NEEDS_SUBJECT or not self._patients
                    told = [one for one in entries if whole or one.parent is not None]
                    files[owner][kind] = _in_order(files[owner][kind] + told, submission)
                    if len(told) < len(entries):
                        files[NOBODY][kind] = [one for one in entries if one not in told]
        self._files = files
        here: list[Entry] = []
        for one in self._patients.values():
            if one.parent is None and one in (one.copies or (one,))[:1] and one.expression not in self._merged:
                here.append(one)
        self.lone: str | None = here[0].expression if len(here) == 1 else None
        """The key of the one Patient that was submitted; None where there is none, or several."""
        strange: list[str] = []
        for key in files if here else ():
            if key not in self._patients or _is_nameless(self._patients[key]):
                strange.append(key)
        # Groups, devices and places that are here are somebody else; what leads nowhere, or to what can be nobody's
        # subject, may be anybody.
        found = {one.expression for one in submission.entries if one.resource_type in _SUBJECTS} if strange else set()
        adrift: tuple[Entry, ...] = ()
        for key in strange:
            adrift += tuple(chain.from_iterable(files[key].values())) if key not in found else ()
        self.open_between: tuple[Entry, ...] = adrift if self.lone is None else ()
        """Entries that may be of any of several patients."""
        if self.lone is not None and adrift:
            self._files[_ADRIFT] = {"": _in_order(list(adrift), submission)}

    def still_so(self, submission: Submission) -> dict[tuple[str, str], str]:
        """The keys of patients by what refers to them, and from which server, as far as they hold in a submission."""
        leads_on = submission.leads_as_before
        return {name: key for name, key in self._keys.items() if "/_history/" not in name[0]} if leads_on else {}

    def with_entry(self, submission: Submission, entry: Entry, other: Entry) -> PatientIndex:
        """The index of the submission in which another entry, of the same patient, stands in the place of one."""
        made = copy(self)
        made._submission, made._files = submission, self._files.copy()
        made._written = {**self._written, other: self._written[entry]}
        for key, file in self._files.items():
            for kind, entries in file.items():
                if entry in entries:
                    made._files[key] = {**file, kind: [other if one is entry else one for one in entries]}
        made.open_between = tuple([other if one is entry else one for one in self.open_between])
        return made

    def patient_of(self, entry: Entry) -> str:
        """The key of the patient an entry is about; NOBODY when it names none."""
        subject = entry.raw.get("subject")
        if not isinstance(subject, dict):
            subject = next(subject_references(entry.resource_type, entry.raw), None)
        if subject is None:
            return self.patient_of(entry.parent) if entry.parent is not None else NOBODY
        text = subject.get("reference")
        if not isinstance(text, str) or not text:
            return self._by_identifier(subject, entry)
        return self._key_of_text(text, entry)

    def _key_of_text(self, text: str, entry: Entry) -> str:
        server = self._server(entry)
        known = self._keys.get((text, server))
        if known is None:
            found = self._submission.resolve(Reference(reference=text), entry) or self._copied.get(text)
            known = self._key_of(found) if found is not None else f"{server} {text.split('/_history/', 1)[0]}"
            if not text.startswith("#"):
                self._keys[text, server] = known
        return known

    def may_be_of(self, patient: str) -> tuple[Entry, ...]:
        """Entries that name nobody who is here, and so may be of the one patient that is."""
        if not patient or patient != self.lone:
            return ()
        return tuple(self._files.get(_ADRIFT, {}).get("", ()))

    def reference_to(self, patient: str) -> dict[str, Any] | None:
        """A Reference that resolves to the patient; None where it has neither address, id nor identifier."""
        entry = self._patients.get(patient)
        if entry is None:
            return None
        if name := entry.full_url or (f"Patient/{entry.id}" if entry.id else None):
            return {"reference": name}
        identifiers = objects_of(entry.raw.get("identifier"))
        return {"type": "Patient", "identifier": identifiers[0]} if identifiers else None

    def is_of_someone_else(self, entry: Entry, patient: str) -> Truth:
        """Whether an Observation's focus is on another person, or on another patient's entry: a mother, a donor.

        One focus on the patient, or on something of the patient (a tumor, a specimen, an order), is enough to be about
        the patient. UNKNOWN where nothing tells who or what it is on. Source: FHIR R4 Observation.focus.
        """
        if "focus" not in entry.raw:
            return Truth.FALSE
        found = self._elsewhere.get((entry, patient))
        if found is None:
            focus = entry.tree.get("focus")
            targets = objects_of(focus)
            others = [*map(self._is_another, targets, repeat(entry), repeat(patient))]
            found = (others[0] if len(others) == 1 else Truth.all_of(others)) if others else Truth.FALSE
            self._elsewhere[entry, patient] = found
        return found

    def _is_another(self, reference: dict[str, Any], entry: Entry, patient: str) -> Truth:
        text = reference.get("reference")
        text = text if isinstance(text, str) else None
        found = self._submission.resolve(Reference(reference=text), entry) if text else None
        if (found.resource_type if found is not None else target_type(text or "")) in _THINGS:
            return Truth.UNKNOWN
        if found is not None:
            if found.resource_type in _PERSONS:
                return Truth.of(self._key_of(found) != patient)
            return Truth.of(found.resource_type in READ_AS_EVIDENCE and self.owner(found) != patient)
        kind = target_type(text) if text else reference.get("type")
        if kind == "Patient" and text:
            # The order's own patient may not be in the submission; then the two are told apart as they are written.
            return Truth.of(self._key_of_text(text, entry) != patient)
        return Truth.of(kind in _PERSONS) if kind is not None else Truth.UNKNOWN

    def owner(self, entry: Entry) -> str:
        """As `patient_of`, but the only patient of the submission for an entry that names none."""
        key = self._written.get(entry)
        key = key if key is not None else self.patient_of(entry)
        if key == NOBODY and len(self.patients) == 1:
            return next(iter(self.patients))
        return key

    def entry_of(self, patient: str) -> Entry | None:
        """The Patient resource of a key; None when it is not in the submission."""
        return self._patients.get(patient)

    def read_otherwise(self, before: PatientIndex) -> set[str]:
        """The keys of patients whose resource is another one than it was before."""
        now, earlier = self._patients, before._patients
        return {key for key in now.keys() | earlier.keys() if now.get(key) is not earlier.get(key)}

    def file(self, patient: str) -> Mapping[str, Sequence[Entry]]:
        """The patient's entries by their type."""
        return self._files.get(patient, _NO_FILE)

    def of(self, patient: str, *types: str) -> tuple[Entry, ...]:
        """The patient's entries of these types."""
        return tuple(chain.from_iterable(map(self.file(patient).get, types, repeat(()))))

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
        return self._merged.get(found.expression, found.expression)

    def _server(self, entry: Entry) -> str:
        """What a relative reference is relative to: the fullUrl without its last two steps."""
        url = entry.full_url
        while url is None and entry.parent is not None:
            entry = entry.parent
            url = entry.full_url
        return url.rsplit("/", 2)[0] if url is not None and "/" in url else ""


def _is_nameless(patient: Entry) -> bool:
    """Whether a contained Patient tells in no way who it is: then it is nobody, and may be the one who is here."""
    return patient.parent is not None and not {"identifier", "name", "birthDate"} & patient.raw.keys()


def subject_references(kind: str, raw: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The References of a resource of this type that may name its patient; the first is the one that counts."""
    for name in ("subject", SUBJECT_ELEMENT.get(kind, "subject")):
        subject = raw.get(name)
        if isinstance(subject, dict):
            yield subject
    if kind == "Appointment":
        for participant in objects_of(raw.get("participant")):
            actor = participant.get("actor")
            if isinstance(actor, dict) and "Patient/" in str(actor.get("reference", "")):
                yield actor


def _in_order(entries: list[Entry], submission: Submission) -> list[Entry]:
    wanted = frozenset(entries)
    return [entry for entry in submission.entries if entry in wanted]
