"""CDS Hooks calls: recorded ones, and ones made from the charts in `examples`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Call = dict[str, Any]

RECORDED = Path(__file__).resolve().parents[1] / "recorded"
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
KEYS = {
    "Condition": "conditions",
    "Observation": "observations",
    "MedicationRequest": "medicationRequests",
    "MedicationStatement": "medicationStatements",
    "Procedure": "procedures",
    "ServiceRequest": "serviceRequests",
    "QuestionnaireResponse": "questionnaireResponses",
    "AllergyIntolerance": "allergyIntolerances",
    "ResearchSubject": "researchSubjects",
    "DeviceUseStatement": "deviceUseStatements",
    "Encounter": "newestEncounters",
}
INSTANCE = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea"


def recorded(name: str) -> Call:
    """A recorded call."""
    call: Call = json.loads((RECORDED / f"{name}.json").read_text())
    return call


def call_of(example: str, hook: str = "order-sign", **more: Any) -> Call:
    """A call for the last order of an example; the rest of its chart comes as prefetch, whole."""
    return call_with(json.loads((EXAMPLES / f"{example}.json").read_text())["entry"], hook, **more)


def call_with(entries: list[dict[str, Any]], hook: str = "order-sign", *, drug: str = "", **more: Any) -> Call:
    """A call for the last order of these entries that holds the word `drug`; the others are its chart. Entries
    without a resource stay behind, since prefetch has no place for them.
    """
    entries = [one for one in entries if isinstance(one.get("resource"), dict)]
    orders = [one for one in entries if one["resource"].get("resourceType") == "MedicationRequest"]
    order = [one for one in orders if drug.lower() in json.dumps(one).lower()][-1]
    prefetch: dict[str, Any] = {key: {"resourceType": "Bundle", "type": "searchset"} for key in KEYS.values()}
    for entry in entries:
        kind = entry["resource"].get("resourceType")
        if kind == "Patient" and "patient" not in prefetch:
            prefetch["patient"] = entry["resource"]
        elif entry is not order:
            # What the service does not ask for some clients send all the same.
            listed = prefetch.setdefault(KEYS.get(kind, "others"), {"resourceType": "Bundle", "type": "searchset"})
            listed.setdefault("entry", []).append({"resource": entry["resource"]})
    context = {
        "userId": "Practitioner/example",
        "patientId": prefetch["patient"].get("id"),
        "draftOrders": {"resourceType": "Bundle", "entry": [{"resource": order["resource"]}]},
    }
    return {"hook": hook, "hookInstance": INSTANCE, "context": context, "prefetch": prefetch} | more


def order_in(call: Call) -> dict[str, Any]:
    """The first draft order of a call."""
    order: dict[str, Any] = call["context"]["draftOrders"]["entry"][0]["resource"]
    return order


def open_call() -> Call:
    """An order for a NET of which the chart says neither grade nor resectability."""
    call = call_of("net-adolescent-40mg")
    entries = call["prefetch"]["observations"]["entry"]
    entries[:] = [one for one in entries if one["resource"]["id"] not in ("grade", "unresectable")]
    # Metastases would show that it cannot be resected, and of which kind it is.
    del call["prefetch"]["conditions"]["entry"][1:]
    code = {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "C7A.8"}]}
    call["prefetch"]["conditions"]["entry"][0]["resource"]["code"] = code
    order_in(call)["authoredOn"] = "2026-11-28"
    return call
