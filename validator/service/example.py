"""The call and the answers shown in the documentation: a synthetic patient, and what the engine really says."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from validator.profiles import Profiles
from validator.report.card_style import CardStyle
from validator.report.criterion import criteria_of
from validator.report.operation_outcome import outcome_dict
from validator.report.override_reasons import override_reasons
from validator.service.cds_request import read_cds_request
from validator.service.consult import Consultant
from validator.service.draft import entries_in
from validator.service.operation import checked

_DAY = date(2026, 11, 22)
_UUID = "00000000-0000-4000-8000-000000000000"


@cache
def order_sign_request() -> dict[str, Any]:
    """An order-sign call: an adolescent of 38 kg, 60 mg where the label says 40 mg. The patient is made up."""
    text = Path(__file__).with_name("order_sign_example.json").read_text(encoding="utf-8")
    request: dict[str, Any] = json.loads(text)
    return request


def order_select_request() -> dict[str, Any]:
    """The same order while it is being written."""
    request = order_sign_request()
    names = [entry["resource"] for entry in request["context"]["draftOrders"]["entry"]]
    selections = [f"{one['resourceType']}/{one['id']}" for one in names]
    return request | {"hook": "order-select", "context": request["context"] | {"selections": selections}}


def order_sign_answer(address: str, profiles: Profiles) -> dict[str, Any]:
    """What the service answers to it; the uuids differ from call to call."""
    call = read_cds_request(json.dumps(order_sign_request()).encode(), "order-sign")
    style = CardStyle(address, True, override_reasons(profiles), lambda: _UUID, criteria_of(profiles))
    return {"cards": list(Consultant("read", profiles).answer(call, style, day=_DAY).cards)}


def operation_request() -> dict[str, Any]:
    """The same order and chart as Parameters of the FHIR operation."""
    request = order_sign_request()
    orders = [entry["resource"] for entry in entries_in(request["context"]["draftOrders"])]
    chart = [entry for value in request["prefetch"].values() for entry in entries_in(value)]
    return {
        "resourceType": "Parameters",
        "parameter": [
            *({"name": "order", "resource": order} for order in orders),
            {"name": "chart", "resource": {"resourceType": "Bundle", "type": "collection", "entry": chart}},
            {"name": "asOf", "valueDate": _DAY.isoformat()},
        ],
    }


def operation_answer(profiles: Profiles) -> dict[str, Any]:
    """What the operation answers to it."""
    _, report = checked(json.dumps(operation_request()).encode(), "auto", "read", profiles)
    return outcome_dict(report)
