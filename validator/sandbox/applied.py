"""The actions of a suggestion applied to the chart, as an EHR applies them to its record."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any
from uuid import uuid4

import msgspec

from validator.sandbox.inquiry import InquiryError

_ENCODER = msgspec.json.Encoder(decimal_format="number")


def applied(document: str, actions: object, place: str) -> str:
    """The document after the actions; an order without an id is the one at `place`. Raises InquiryError."""
    try:
        bundle = json.loads(document, parse_float=Decimal)
    except (ValueError, RecursionError):
        raise InquiryError("The chart is not readable JSON, so nothing can be applied to it.") from None
    entries = bundle.get("entry") if isinstance(bundle, dict) else None
    if not isinstance(entries, list) or not isinstance(actions, list) or not actions:
        raise InquiryError("There is nothing to apply, or no Bundle to apply it to.")
    for action in actions:
        match action:
            case {"type": "create", "resource": dict() as resource}:
                name = str(uuid4())
                entries.append({"fullUrl": f"urn:uuid:{name}", "resource": {**resource, "id": name}})
            case {"type": "update", "resource": dict() as resource}:
                entries[_found(entries, resource, place)]["resource"] = resource
            case {"type": "delete", "resourceId": str() as named}:
                kind, _, name = named.partition("/")
                del entries[_found(entries, {"resourceType": kind, "id": name}, place)]
            case _:
                raise InquiryError("One of the actions is none of CDS Hooks.")
    return msgspec.json.format(_ENCODER.encode(bundle), indent=2).decode()


def _found(entries: list[Any], resource: dict[str, Any], place: str) -> int:
    key = (resource.get("resourceType"), resource.get("id"))
    for number, entry in enumerate(entries):
        own = entry.get("resource") if isinstance(entry, dict) else None
        if not isinstance(own, dict):
            continue
        here = place == f"Bundle.entry[{number}].resource"
        if (own.get("resourceType"), own.get("id")) == key if key[1] is not None else here:
            return number
    raise InquiryError("The resource that the action is about is not in the chart.")
