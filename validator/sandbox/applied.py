"""The actions of a suggestion applied to the chart, as an EHR applies them to its record."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any
from uuid import uuid4

import msgspec

from validator.sandbox.inquiry import InquiryError
from validator.sandbox.pasted import NotToBeChangedError, Pasted

_ENCODER = msgspec.json.Encoder(decimal_format="number")


def applied(document: str, actions: object, place: str) -> str:
    """The document after the actions; an order without an id is the one at `place`. Raises InquiryError."""
    try:
        pasted = Pasted(json.loads(document, parse_float=Decimal))
    except (ValueError, RecursionError):
        raise InquiryError("The chart is not readable JSON, so nothing can be applied to it.") from None
    if not pasted.can_be_changed or not isinstance(actions, list) or not actions:
        raise InquiryError("There is nothing to apply, or no Bundle and no call to apply it to.")
    order = pasted.at(place)
    for action in actions:
        match action:
            case {"type": "create", "resource": dict() as resource}:
                name = str(uuid4())
                _create(pasted, {"fullUrl": f"urn:uuid:{name}", "resource": {**resource, "id": name}})
            case {"type": "update", "resource": dict() as resource}:
                entries, number = _found(pasted, resource, order)
                entries[number]["resource"] = resource
            case {"type": "delete", "resourceId": str() as named}:
                kind, _, name = named.partition("/")
                entries, number = _found(pasted, {"resourceType": kind, "id": name}, order)
                del entries[number]
            case _:
                raise InquiryError("One of the actions is none of CDS Hooks.")
    return msgspec.json.format(_ENCODER.encode(pasted.value), indent=2).decode()


def _create(pasted: Pasted, entry: dict[str, Any]) -> None:
    """A draft of a call joins the drafts; everything else the chart."""
    is_draft = pasted.is_call and entry["resource"].get("resourceType") == "MedicationRequest"
    try:
        (pasted.add_draft if is_draft else pasted.add)(entry)
    except NotToBeChangedError as error:
        raise InquiryError(str(error)) from None


def _found(pasted: Pasted, resource: dict[str, Any], order: dict[str, Any] | None) -> tuple[list[Any], int]:
    """The list of entries and the place in it of the resource that an action is about."""
    key = (resource.get("resourceType"), resource.get("id"))
    for entries in pasted.lists():
        for number, entry in enumerate(entries):
            own = entry.get("resource") if isinstance(entry, dict) else None
            if not isinstance(own, dict):
                continue
            if (own.get("resourceType"), own.get("id")) == key if key[1] is not None else own is order:
                return entries, number
    raise InquiryError("The resource that the action is about is not in the chart.")
