"""One resource of a submission: what it is called, where it stands, and its body, decoded when first asked for."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from validator.fhir.content import Decoded, decoded
from validator.fhir.dosage import Dosages
from validator.fhir.dosage_structure import read_dosages
from validator.fhir.modifier import modified_because
from validator.fhir.resource import READ_TYPES, Resource
from validator.fhir.version import FhirVersion
from validator.finding import Issue

_INSTRUCTED = frozenset({"MedicationRequest", "MedicationDispense"})
_GIVEN = frozenset({"dose", "rateQuantity", "rateRatio"})


class _Decoded:
    """The body of an entry, what is wrong with it and the JSON it was read from, which come together."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, entry: Entry | None, _kind: type[Entry]) -> Any:
        if entry is None:
            return self
        kind = READ_TYPES.get(entry.resource_type)
        made = Decoded(None, (), entry.raw) if kind is None else decoded(entry.raw, kind, entry.expression)
        entry.body, entry.problems, entry.tree = made.body, made.problems, made.tree
        entry.decoded_problems, entry.put_right = made.problems, made.put_right
        return entry.__dict__[self._name]


class _Dosages:
    """The Dosages of an entry."""

    def __get__(self, entry: Entry | None, _kind: type[Entry]) -> Any:
        if entry is None:
            return self
        name = "dosageInstruction" if entry.resource_type in _INSTRUCTED else "dosage"
        value = entry.tree.get(name)
        if isinstance(value, dict) and entry.resource_type == "MedicationAdministration":
            value = [{part: what for part, what in value.items() if part not in _GIVEN}]
        entry.dosages = read_dosages(value, name, entry.expression, entry.version)
        return entry.dosages


class _Faults:
    """Why nothing may be concluded from an entry."""

    def __get__(self, entry: Entry | None, _kind: type[Entry]) -> Any:
        if entry is None:
            return self
        because: tuple[Issue, ...] = ()
        if not entry.is_relied_on:
            because = entry.spoiled
            if entry.may_modify:
                because += modified_because(entry.raw, entry.expression)
            if entry.parent is not None:
                because += entry.parent.unreadable_because
        entry.unreadable_because = because
        return because


def _worked_out(by: object) -> Any:
    """What is no data of an entry but follows from it; its value stands in the place of `by` once it was asked for."""
    return by


class _WhenAsked:
    """What is worked out of an entry when it is first asked for, and is a plain attribute from then on: each is asked
    many times of each resource.

    `tree` is the JSON as it was read: as submitted, readable shapes and code words put right. `body` is the partial
    struct; None for a type that is not read, or when too much of it is wrong. It says what the elements say, whether or
    not the resource may be relied on. `problems` is an issue for each element that was left out of the body because it
    has the wrong type.

    `dosages` are every Dosage of the resource, read once, with what is wrong in it. MedicationAdministration.dosage is
    no Dosage: its dose and rate stand directly in it in every release, and neither is read.

    `unreadable_because` is why nothing may be concluded from the resource; empty for one that can be relied on. A key
    written twice, a value JSON does not have, two versions that contradict each other, a modifierExtension or
    implicitRules, here or on what contains it.
    """

    __slots__ = ()

    body: Resource | None = _worked_out(_Decoded("body"))
    problems: tuple[Issue, ...] = _worked_out(_Decoded("problems"))
    tree: dict[str, Any] = _worked_out(_Decoded("tree"))
    dosages: Dosages = _worked_out(_Dosages())
    unreadable_because: tuple[Issue, ...] = _worked_out(_Faults())


class Entry(Struct, _WhenAsked, eq=False, dict=True):
    """A resource and its place.

    `reference` is what reports print: `Observation/w`, else the fullUrl, else the expression; a contained resource is
    `MedicationRequest/x#med`. `expression` is its FHIRPath in what was submitted. `raw` is its JSON, never to be
    changed. `parent` is the resource that contains it. `version` is its own shape where it has one, else the
    submission's. `copies` are the versions of one resource, this one included, that differ and of which none is known
    to be the newest. `is_relied_on`: it is a reading, taken as it stands. Two entries are the same only if they are the
    same object.
    """

    resource_type: str
    id: str | None
    reference: str
    expression: str
    full_url: str | None
    raw: dict[str, Any]
    parent: Entry | None = None
    version: FhirVersion = FhirVersion.R4
    spoiled: tuple[Issue, ...] = ()
    may_modify: bool = True
    copies: tuple[Entry, ...] = ()
    is_relied_on: bool = False
    decoded_problems: tuple[Issue, ...] = ()
    """The `problems` of a body that somebody asked for; empty for another, which is not decoded for this."""
    put_right: tuple[str, ...] = ()
    """The FHIRPath of each place that was put right in a body that somebody asked for."""
    remembered: Any = None
    """What the floor above worked out about the resource by itself, once for all who ask."""

    def read_as(self, raw: dict[str, Any], parent: Entry | None) -> Entry:
        """This entry with other content in its place, relied on as it stands."""
        return replace(
            self,
            raw=raw,
            resource_type=kind if isinstance(kind := raw.get("resourceType"), str) else self.resource_type,
            parent=parent,
            spoiled=(),
            copies=(),
            is_relied_on=True,
            decoded_problems=(),
            put_right=(),
            remembered=None,
        )
