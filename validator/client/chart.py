"""A chart as it came from the server: one Bundle for the check, and for each list whether it came whole."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, replace

from validator.chart.entry.subject import SUBJECT_ELEMENT
from validator.client.listing import Completeness, FetchedList
from validator.client.origin import local_reference
from validator.fhir.json_text import ResourceJson
from validator.fhir.version import FhirVersion


@dataclass(frozen=True, slots=True)
class FetchedChart:
    """What one server showed of one patient.

    `bundle` holds every resource once, each with a fullUrl of this server; the FHIRPaths of a report lead into it.
    `lists` says of each part asked for whether it came whole. `order` is the reference of the order asked about, None
    when the chart was asked for without one.
    """

    bundle: ResourceJson = field(repr=False)
    lists: tuple[FetchedList, ...]
    order: str | None = None
    patient: str | None = None
    version: FhirVersion | None = None
    requests: int = 0

    @property
    def supplied(self) -> frozenset[str]:
        """The resource types whose list came whole, even if empty."""
        partial = {part.resource_type for part in self.lists if not part.is_complete}
        return frozenset(part.resource_type for part in self.lists) - partial

    @property
    def not_fetched(self) -> tuple[FetchedList, ...]:
        """What was asked for and did not come, or not whole."""
        return tuple(part for part in self.lists if part.completeness is Completeness.INCOMPLETE)

    @property
    def not_kept(self) -> tuple[FetchedList, ...]:
        """What the server does not have."""
        return tuple(part for part in self.lists if part.completeness is Completeness.NOT_KEPT)

    @property
    def orders(self) -> tuple[ResourceJson, ...]:
        """The MedicationRequests in the chart."""
        resources = (entry["resource"] for entry in self.bundle["entry"])
        return tuple(resource for resource in resources if resource["resourceType"] == "MedicationRequest")


def server_base(configured: str, parts: Iterable[FetchedList]) -> str:
    """The address the server itself writes in fullUrl, where it writes one and the same; else the configured one.

    Behind a proxy the two differ, and references inside the resources are written with the server's own.
    """
    bases = frozenset[str]().union(*(part.bases for part in parts))
    return next(iter(bases)) if len(bases) == 1 else configured


def collection(base: str, resources: Iterable[ResourceJson]) -> ResourceJson:
    """A Bundle of the resources, each once, with fullUrls that tell relative references where they belong.

    The server's own fullUrls are not taken over: mixed addresses for one server would tear a chart apart.
    """
    entries: list[ResourceJson] = []
    first: dict[tuple[str, str], ResourceJson] = {}
    contents: dict[tuple[str, str], set[Hashable]] = {}
    for resource in resources:
        name = resource["resourceType"], resource["id"]
        if name in first:
            # A set, so that a server that sends one resource in thousands of versions costs no more than its length.
            known = contents.setdefault(name, {_hashable(first[name])})
            if (content := _hashable(resource)) in known:
                continue
            known.add(content)
        else:
            first[name] = resource
        entries.append({"fullUrl": f"{base}/{resource['resourceType']}/{resource['id']}", "resource": resource})
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def _hashable(value: object) -> Hashable:
    """The JSON value as one that a set can hold: two are equal exactly where the values are."""
    if isinstance(value, dict):
        return frozenset([(name, _hashable(part)) for name, part in value.items()])
    if isinstance(value, list):
        return tuple([_hashable(part) for part in value])
    assert isinstance(value, Hashable)
    return value


def of_patient(part: FetchedList, patient: str, bases: tuple[str, ...]) -> FetchedList:
    """The list without resources that are not about the patient it was searched for.

    Those would be passed over as another's. But a server that gives them has ignored the search parameter, has merged
    two records, or writes its own address in a way not known here, so the list cannot be relied on to be whole.
    """
    own = tuple(resource for resource in part.resources if _subject(resource, bases) == ("Patient", patient))
    if len(own) == len(part.resources):
        return part
    why = "the server gave resources that do not refer to the patient asked for"
    if part.is_complete:
        return replace(part, resources=own, completeness=Completeness.INCOMPLETE, why=why)
    return replace(part, resources=own)


def _subject(resource: ResourceJson, bases: tuple[str, ...]) -> tuple[str, str] | None:
    kind = resource["resourceType"]
    named = (resource.get(name) for name in ("subject", "patient", SUBJECT_ELEMENT.get(kind, "subject")))
    subject = next((one for one in named if one is not None), None)
    reference = subject.get("reference") if isinstance(subject, dict) else None
    return local_reference(reference, bases) if isinstance(reference, str) else None


def medication_references(resource: ResourceJson) -> tuple[tuple[str, bool], ...]:
    """The references a MedicationRequest or MedicationStatement makes to its drug (R4 and R5).

    Each with whether the resource names the drug in words or codes as well.
    """
    found: list[tuple[str, bool]] = []
    medication = resource.get("medication")
    inner = medication.get("reference") if isinstance(medication, dict) else None
    named = isinstance(resource.get("medicationCodeableConcept"), dict) or (
        isinstance(medication, dict) and isinstance(medication.get("concept"), dict)
    )
    for reference in (resource.get("medicationReference"), inner):
        if isinstance(reference, dict) and isinstance(reference.get("reference"), str):
            has_words = named or isinstance(reference.get("display"), str)
            found.append((reference["reference"], has_words))
    return tuple(found)
