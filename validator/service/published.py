"""The definitions that are served: operation, questionnaire, code systems, extensions; and the CapabilityStatement."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from validator.finding import CANONICAL
from validator.service.media_type import FHIR_VERSIONS
from validator.terminology.profiles import profiles_root
from validator.version import VERSION

_FOLDERS = ("operationdefinitions", "questionnaires", "codesystems", "structuredefinitions")
OPERATION = f"{CANONICAL}/OperationDefinition/check-order"
_WRITTEN = "2026-11-22"
"""The day the CapabilityStatement below was last changed."""


@cache
def definitions() -> dict[str, dict[str, Any]]:
    """Every published resource by `Type/id`."""
    found = {}
    for folder in _FOLDERS:
        for path in sorted((profiles_root() / folder).glob("*.json")):
            resource = json.loads(path.read_text(encoding="utf-8"))
            found[f"{resource['resourceType']}/{resource['id']}"] = resource
    return found


@cache
def override_reasons() -> tuple[dict[str, str], ...]:
    """The Codings that a card offers as reasons to go on against it."""
    system = definitions()["CodeSystem/override-reason"]
    return tuple({"system": system["url"], "code": one["code"], "display": one["display"]} for one in system["concept"])


def capability_statement(release: str, address: str) -> dict[str, Any]:
    """What this server does, for a FHIR release (`R4`, `R4B`, `R5`); `address` is that of the service."""
    operation = {"name": "check-order", "definition": OPERATION}
    kinds = sorted({name.partition("/")[0] for name in definitions()})
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
        "description": "Checks cabozantinib orders against the FDA label in force on the day they were written.",
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
