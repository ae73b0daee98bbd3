"""What a server says it can do: its CapabilityStatement, read once, and what follows when it says nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from validator.fhir.element import text_of
from validator.fhir.version import FhirVersion
from validator.frozen import Frozen, field
from validator.verdict import Truth


class TypeCapability(Frozen):
    """What is said of one resource type. Empty `interactions` or `search_params` mean that nothing was said of them."""

    interactions: frozenset[str] = frozenset()
    search_params: frozenset[str] = frozenset()
    includes: frozenset[str] = frozenset()


class Capability(Frozen):
    """A CapabilityStatement, or the lack of one (`is_known` False)."""

    is_known: bool = False
    fhir_version: str | None = None
    software: str | None = None
    types: Mapping[str, TypeCapability] = field(default_factory=dict)
    security: tuple[str, ...] = ()

    @property
    def version(self) -> FhirVersion | None:
        """R4, R4B or R5; None for an unknown or another version."""
        for start, version in (("4.0", FhirVersion.R4), ("4.3", FhirVersion.R4B), ("5.", FhirVersion.R5)):
            if (self.fhir_version or "").startswith(start):
                return version
        return None

    def keeps(self, resource_type: str, interaction: str = "search-type") -> Truth:
        """Whether the server offers the type; UNKNOWN when it does not say."""
        if not self.is_known or not self.types:
            return Truth.UNKNOWN
        found = self.types.get(resource_type)
        if found is None:
            return Truth.FALSE
        return Truth.of(not found.interactions or interaction in found.interactions)

    def first_kept(self, names: Iterable[str]) -> str:
        """The first of several names of one type that the server uses; the first of all where it does not say."""
        listed = tuple(names)
        return next((name for name in listed if self.keeps(name) is Truth.TRUE), listed[0])

    def patient_param(self, resource_type: str) -> str:
        """`patient`, or `subject` on a server that names its parameters and has only that."""
        said = self.types.get(resource_type, TypeCapability()).search_params
        return "subject" if "subject" in said and "patient" not in said else "patient"

    def of_patient(self, resource_type: str, identity: str) -> dict[str, str]:
        """The search parameter for what is about a patient. `subject` can be of other types, so it names the type."""
        param = self.patient_param(resource_type)
        return {param: f"Patient/{identity}" if param == "subject" else identity}

    def includes(self, resource_type: str, param: str) -> bool:
        """Whether the server says that it can include what a parameter refers to."""
        said = self.types.get(resource_type, TypeCapability()).includes
        return bool(
            said & {f"{resource_type}:{param}", f"{resource_type}:{param}:Medication", f"{resource_type}:*", "*"}
        )


def capability_of(resource: Mapping[str, Any]) -> Capability:
    """Reads a CapabilityStatement; what is not as FHIR has it counts as not said."""
    if resource.get("resourceType") != "CapabilityStatement":
        return Capability()
    rests = _objects(resource.get("rest"))
    rest = next((one for one in rests if one.get("mode") == "server"), rests[0] if rests else {})
    types = {
        one["type"]: TypeCapability(
            frozenset(_texts(_objects(one.get("interaction")), "code")),
            frozenset(_texts(_objects(one.get("searchParam")), "name")),
            frozenset(name for name in _list(one.get("searchInclude")) if isinstance(name, str)),
        )
        for one in _objects(rest.get("resource"))
        if isinstance(one.get("type"), str)
    }
    security = rest.get("security")
    services = _objects(security.get("service")) if isinstance(security, dict) else []
    software = resource.get("software")
    return Capability(
        True,
        text_of(resource.get("fhirVersion")),
        text_of(software.get("name")) if isinstance(software, dict) else None,
        types,
        tuple(code for service in services for code in _texts(_objects(service.get("coding")), "code")),
    )


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _objects(value: object) -> list[dict[str, Any]]:
    return [one for one in _list(value) if isinstance(one, dict)]


def _texts(objects: Iterable[dict[str, Any]], name: str) -> list[str]:
    return [one[name] for one in objects if isinstance(one.get(name), str)]
