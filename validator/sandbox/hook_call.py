"""The chart as an EHR would send it: a CDS Hooks order-sign call with the order as a draft and the rest as prefetch."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import msgspec

from validator.profiles import Profiles
from validator.report.card_style import CardStyle
from validator.report.criterion import criteria_of
from validator.report.model import OrderReport
from validator.report.override_reasons import override_reasons
from validator.service.cds_request import BadRequestError, read_cds_request
from validator.service.cds_routes import SERVICES
from validator.service.consult import Consultant, NotToBeHadError
from validator.service.prefetch import KEYS, PATIENT

SERVICE = next(service.id for service in SERVICES.values() if service.is_signing)
"""The id of the service that is called before an order is signed."""
_OTHERS = "others"
"""The prefetch key of what no key of the service's own is for."""
_ENCODER = msgspec.json.Encoder(decimal_format="number")


def order_sign_call(document: str, order: OrderReport | None) -> str | None:
    """The call as text, as it came where it is one; None where there is no Bundle with an order that was judged."""
    try:
        bundle = json.loads(document, parse_float=Decimal)
    except (ValueError, RecursionError):
        return None
    if isinstance(bundle, dict) and bundle.keys() >= {"hook", "context"}:
        return document
    entries = bundle.get("entry") if isinstance(bundle, dict) else None
    if order is None or not isinstance(entries, list):
        return None
    drafts: list[Any] = []
    lists: dict[str, list[Any]] = {name: [] for name in KEYS}
    patients: list[Any] = []
    for number, entry in enumerate(entries):
        resource = entry.get("resource") if isinstance(entry, dict) else None
        kind = resource.get("resourceType") if isinstance(resource, dict) else None
        if order.expression == f"Bundle.entry[{number}].resource":
            drafts.append(entry)
        elif kind == "Patient":
            patients.append(entry)
        else:
            lists.setdefault(kind if kind in KEYS else _OTHERS, []).append(entry)
    if not drafts:
        return None
    prefetch: dict[str, Any] = {KEYS.get(name, name): _list_of(found) for name, found in lists.items()}
    if len(patients) == 1:
        prefetch[PATIENT] = patients[0].get("resource")
    call = {
        "hook": "order-sign",
        "hookInstance": str(uuid4()),
        "context": {
            "userId": "Practitioner/example",
            "patientId": _patient(order, patients),
            "draftOrders": {"resourceType": "Bundle", "type": "collection", "entry": drafts},
        },
        "prefetch": prefetch,
    }
    return msgspec.json.format(_ENCODER.encode(call), indent=2).decode()


def _list_of(entries: list[Any]) -> dict[str, Any]:
    # Without a count: a document may hold the same resource twice, and a search would not have counted it twice.
    return {"resourceType": "Bundle", "type": "searchset", "entry": entries}


def _patient(order: OrderReport, patients: list[Any]) -> str:
    name = (order.patient or "").rpartition("/")[2]
    own = patients[0].get("resource") if len(patients) == 1 else None
    identity = own.get("id") if isinstance(own, dict) else None
    return identity if isinstance(identity, str) else name


def cards_for(call: str, profiles: Profiles, address: str) -> list[dict[str, Any]] | str:
    """The cards that the service would answer with; why it would refuse, where it would."""
    now = datetime.now(UTC)
    style = CardStyle(
        address.rstrip("/"), True, override_reasons(profiles), lambda: str(uuid4()), criteria_of(profiles)
    )
    try:
        asked = read_cds_request(call.encode(), "order-sign")
        return list(Consultant("full", profiles).answer(asked, style, day=now.date(), instant=now).cards)
    except (BadRequestError, NotToBeHadError) as error:
        return str(error)
