"""One resource of a submission: what it is called, where it stands, and its body, decoded when first asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from validator.fhir.content import Decoded, decoded
from validator.fhir.dosage import Dosages
from validator.fhir.dosage_structure import read_dosages
from validator.fhir.modifier import modified_because
from validator.fhir.resource import READ_TYPES, Resource
from validator.fhir.version import FhirVersion
from validator.finding import Issue

_INSTRUCTED = frozenset({"MedicationRequest", "MedicationDispense"})
_GIVEN = frozenset({"dose", "rateQuantity", "rateRatio"})


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

    __slots__ = ("body", "dosages", "problems", "tree", "unreadable_because")

    body: Resource | None
    problems: tuple[Issue, ...]
    tree: dict[str, Any]
    dosages: Dosages
    unreadable_because: tuple[Issue, ...]

    def __getattr__(self, name: str) -> Any:
        """Asked only for what is not there yet."""
        if (work_out := _WORKED_OUT.get(name)) is None:
            raise AttributeError(name)
        assert isinstance(self, Entry)
        found = work_out(self)
        for one, value in found.items():
            setattr(self, one, value)
        return found[name]


@dataclass(slots=True, eq=False)
class Entry(_WhenAsked):
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
    copies: tuple[Entry, ...] = field(default=(), repr=False)
    is_relied_on: bool = False
    decoded_problems: tuple[Issue, ...] = field(default=(), repr=False)
    """The `problems` of a body that somebody asked for; empty for another, which is not decoded for this."""
    put_right: tuple[str, ...] = field(default=(), repr=False)
    """The FHIRPath of each place that was put right in a body that somebody asked for."""
    remembered: Any = field(default=None, repr=False)
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

    def _decode(self) -> dict[str, Any]:
        kind = READ_TYPES.get(self.resource_type)
        made = Decoded(None, (), self.raw) if kind is None else decoded(self.raw, kind, self.expression)
        self.decoded_problems, self.put_right = made.problems, made.put_right
        return {"body": made.body, "problems": made.problems, "tree": made.tree}

    def _read_dosages(self) -> dict[str, Any]:
        name = "dosageInstruction" if self.resource_type in _INSTRUCTED else "dosage"
        value = self.tree.get(name)
        if isinstance(value, dict) and self.resource_type == "MedicationAdministration":
            value = [{part: what for part, what in value.items() if part not in _GIVEN}]
        return {"dosages": read_dosages(value, name, self.expression, self.version)}

    def _look_for_faults(self) -> dict[str, Any]:
        if self.is_relied_on:
            return {"unreadable_because": ()}
        because = self.spoiled
        if self.may_modify:
            because += modified_because(self.raw, self.expression)
        if self.parent is not None:
            because += self.parent.unreadable_because
        return {"unreadable_because": because}


_WORKED_OUT: dict[str, Callable[[Entry], dict[str, Any]]] = {
    "body": Entry._decode,
    "problems": Entry._decode,
    "tree": Entry._decode,
    "dosages": Entry._read_dosages,
    "unreadable_because": Entry._look_for_faults,
}
