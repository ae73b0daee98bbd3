"""The same resources in each shape a chart arrives in: collection, transaction, searchset, document and the rest."""

from __future__ import annotations

import copy
import random
import uuid
from collections.abc import Sequence
from typing import Any

from support.build import Resource, concept, resource, to
from support.coding import loinc

BASE = "https://ehr.example.org/fhir"
"""A made-up server; nothing is ever fetched from it."""

_NAMESPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")


def urn(reference: str) -> str:
    """The urn:uuid that stands for `Type/name` in a transaction; the same name gives the same one."""
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, reference)}"


def bundle(kind: str, resources: Sequence[Resource], *, seed: int | None = None) -> Resource:
    """A Bundle of this type around these resources; `seed` shuffles its entries (a Composition stays first)."""
    entries = list(copy.deepcopy(resources))
    if seed is not None:
        random.Random(seed).shuffle(entries)
    made: dict[str, Any] = {"resourceType": "Bundle", "type": kind}
    match kind:
        case "transaction" | "batch":
            made["entry"] = [_posted(one) for one in entries]
        case "searchset":
            made["total"] = len(entries)
            made["link"] = [{"relation": "self", "url": f"{BASE}/Patient/patient/$everything"}]
            made["entry"] = [_addressed(one) | {"search": {"mode": _mode(one)}} for one in entries]
        case "document":
            made["identifier"] = {"system": "urn:ietf:rfc:3986", "value": urn("Bundle/document")}
            made["timestamp"] = "2026-11-22T09:00:00Z"
            made["entry"] = [_addressed(one) for one in [_composition(entries), *entries]]
        case "message":
            made["entry"] = [_addressed(one) for one in [_header(), *entries]]
        case "history":
            request = {"method": "PUT", "url": "MedicationRequest/order"}
            answer = {"status": "200"}
            made["entry"] = [_addressed(one) | {"request": request, "response": answer} for one in entries]
        case _:
            made["entry"] = [_addressed(one) for one in entries]
    return made


def _addressed(one: Resource) -> dict[str, Any]:
    return {"fullUrl": f"{BASE}/{one['resourceType']}/{one['id']}", "resource": one}


def _mode(one: Resource) -> str:
    return "match" if one["resourceType"] == "MedicationRequest" else "include"


def _posted(one: Resource) -> dict[str, Any]:
    """A transaction entry: no ids, references by urn:uuid."""
    name = f"{one['resourceType']}/{one.pop('id')}"
    return {
        "fullUrl": urn(name),
        "resource": _by_urn(one),
        "request": {"method": "POST", "url": one["resourceType"]},
    }


def _by_urn(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: urn(item) if key == "reference" and isinstance(item, str) and "/" in item else _by_urn(item)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [_by_urn(item) for item in value]
    return value


def _composition(entries: Sequence[Resource]) -> Resource:
    return resource(
        "Composition",
        "composition",
        status="final",
        type=concept(loinc("34133-9", "Summary of episode note")),
        subject=to("Patient/patient"),
        date="2026-11-22",
        author=[{"display": "Synthetic oncology clinic"}],
        title="Synthetic chart",
        section=[{"title": "Chart", "entry": [to(f"{one['resourceType']}/{one['id']}") for one in entries]}],
    )


def _header() -> Resource:
    return resource(
        "MessageHeader",
        "header",
        eventUri="https://ehr.example.org/order",
        source={"name": "Synthetic EHR", "endpoint": "https://ehr.example.org"},
    )
