"""What the service says of itself: the CapabilityStatement."""

from __future__ import annotations

from typing import Any

from validator.finding import CANONICAL
from validator.profiles import Profiles
from validator.service.media_type import FHIR_VERSIONS
from validator.terminology.product import drugs_in_words
from validator.version import VERSION

OPERATION = f"{CANONICAL}/OperationDefinition/check-order"
_WRITTEN = "2026-11-22"
"""The day the CapabilityStatement below was last changed."""


def capability_statement(release: str, address: str, profiles: Profiles) -> dict[str, Any]:
    """What this server does, for a FHIR release (`R4`, `R4B`, `R5`); `address` is that of the service."""
    operation = {"name": "check-order", "definition": OPERATION}
    kinds = sorted({name.partition("/")[0] for name in profiles.definitions})
    resources: list[dict[str, Any]] = [{"type": kind, "interaction": [{"code": "read"}]} for kind in kinds]
    resources.append({"type": "MedicationRequest", "operation": [operation]})
    return {
        "resourceType": "CapabilityStatement",
        "id": "labelcheck",
        "url": f"{CANONICAL}/CapabilityStatement/labelcheck",
        "version": VERSION,
        "name": "Labelcheck",
        "title": "labelcheck",
        "status": "active",
        "date": _WRITTEN,
        "publisher": "labelcheck",
        "description": f"Checks orders for {drugs_in_words(profiles.book)} against the FDA label in force on the day "
        "they were written.",
        "kind": "instance",
        "software": {"name": "labelcheck", "version": VERSION},
        "implementation": {"description": "labelcheck", "url": f"{address}/fhir"},
        "fhirVersion": FHIR_VERSIONS[release],
        "format": ["json", "application/fhir+json"],
        "rest": [
            {
                "mode": "server",
                "resource": sorted(resources, key=lambda one: str(one["type"])),
                "operation": [operation],
            }
        ],
    }
