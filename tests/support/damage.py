"""Charts with one entry damaged: what bad exports, mergers and hand edits do to a resource.

Damage is a required element dropped, a wrong type, a status outside its value set, a modifier extension, implicit
rules, a subject that is nobody, a swapped period, a shortened copy, a second copy that differs, a value the resource
itself calls wrong. Codes that say what a resource is are left alone: another code is another fact.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from validator.fhir.resource import READ_TYPES

ROOT = Path(__file__).resolve().parents[2]
Json = dict[str, Any]

_REQUIRED = {
    "Observation": ("status",),
    "Condition": ("subject",),
    "MedicationRequest": ("status", "intent", "subject"),
    "MedicationStatement": ("status", "subject"),
    "MedicationAdministration": ("status", "subject"),
    "MedicationDispense": ("status",),
    "Procedure": ("status", "subject"),
    "ServiceRequest": ("status", "intent", "subject"),
    "Appointment": ("status",),
    "QuestionnaireResponse": ("status",),
    "List": ("status",),
}
_SAYS_WHAT = frozenset(
    {"resourceType", "id", "code", "medicationCodeableConcept", "medicationReference", "medication", "questionnaire"}
    | {"ingredient", "form", "doseForm", "serviceType", "meta", "text", "contained", "implicitRules"}
)
_NOT_READ = frozenset({"identifier", "category", "severity", "method", "performer", "note", "issued"})
_PERIODS = ("effectivePeriod", "effectiveDosePeriod", "onsetPeriod", "abatementPeriod", "performedPeriod")


@dataclass(frozen=True, slots=True)
class Damage:
    """One damaged chart: of which kind, at which entry and element."""

    kind: str
    element: str
    reference: str
    chart: Json


def charts(*, everything: bool = False) -> Iterator[tuple[str, Json]]:
    """The charts of the examples and of what was reported; with `everything` also what lies beside the project."""
    folders = [ROOT / "examples", ROOT / "tests" / "reported"]
    beside = ROOT.parent / "shared" / "cases"
    if everything and beside.is_dir():
        folders += [beside, beside / "ordinary"]
    seen = set()
    for folder in folders:
        for path in sorted(folder.glob("*.json")):
            if path.name.endswith(".request.json") or path.name in seen:
                continue
            chart = json.loads(path.read_text(encoding="utf-8"))
            if chart.get("resourceType") == "Bundle" and isinstance(chart.get("entry"), list):
                seen.add(path.name)
                yield path.stem, chart


def damages(chart: Json, reference: str, index: int) -> Iterator[Damage]:
    """Every damage of the entry at `index`, each as a chart of its own."""
    resource = chart["entry"][index]["resource"]
    for kind, element, damaged in _damaged(resource):
        made = copy.deepcopy(chart)
        made["entry"][index]["resource"] = damaged
        yield Damage(kind, element, reference, made)
    for element, damaged in _twice(resource):
        made = copy.deepcopy(chart)
        made["entry"][index]["resource"] = damaged
        yield Damage("two faults at once", element, reference, made)
    for element, second in _copies(resource):
        made = copy.deepcopy(chart)
        made["entry"].append({**chart["entry"][index], "resource": second})
        if "total" in made:
            made["total"] += 1
        yield Damage("second copy that differs", element, reference, made)


def _damaged(resource: Json) -> Iterator[tuple[str, str, Json]]:
    kind = resource["resourceType"]
    for name in _REQUIRED.get(kind, ()):
        if name in resource:
            yield "required element dropped", name, {key: one for key, one in resource.items() if key != name}
    for path, wrong in _wrong_types(resource, kind):
        yield "wrong type", ".".join(map(str, path)), _replaced(resource, path, wrong)
    if "status" in resource and kind not in ("Patient", "Medication"):
        for word in ("nonsense", "unknown") if kind not in ("Appointment", "List", "QuestionnaireResponse") else ("x",):
            yield "status outside its value set", "status", {**resource, "status": word}
    if kind == "Condition":
        for name in ("verificationStatus", "clinicalStatus"):
            if name in resource:
                system = f"http://terminology.hl7.org/CodeSystem/condition-{name[:3] if name[0] == 'v' else 'clinical'}"
                system = system.replace("condition-ver", "condition-ver-status")
                strange = {"coding": [{"system": system, "code": "nonsense"}]}
                yield "status outside its value set", name, {**resource, name: strange}
    extension = [{"url": "https://example.org/changes-the-meaning", "valueBoolean": True}]
    yield "modifier extension", "modifierExtension", {**resource, "modifierExtension": extension}
    yield "implicit rules", "implicitRules", {**resource, "implicitRules": "https://example.org/rules"}
    if kind in _REQUIRED and "subject" in resource:
        own = resource["subject"].get("reference", "Patient/x") if isinstance(resource["subject"], dict) else "x"
        for nobody in ("Patient/nobody", "urn:uuid:6f1c1f6e-0000-4000-8000-000000000000", f"{own}/"):
            yield "subject that is nobody", nobody[:8], {**resource, "subject": {"reference": nobody}}
    for name in _PERIODS:
        period = resource.get(name)
        if isinstance(period, dict) and str(period.get("start", "")) < str(period.get("end", "")):
            swapped = {"start": period["end"], "end": period["start"]}
            yield "swapped period", name, {**resource, name: swapped}
    if kind != "Medication":
        meta = {**resource.get("meta", {})}
        tag = {"system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "code": "SUBSETTED"}
        meta["tag"] = [*meta.get("tag", []), tag]
        yield "shortened copy", "meta.tag", {**resource, "meta": meta}
    if kind == "Observation" and any(name.startswith("value") for name in resource):
        reason = {"coding": [{"code": "error"}]}
        yield "value called wrong", "dataAbsentReason", {**resource, "dataAbsentReason": reason}


def _twice(resource: Json) -> Iterator[tuple[str, Json]]:
    """Every damage with one other on top of it, in turn."""
    for number, (_, element, damaged) in enumerate(_damaged(resource)):
        others = [(other, twice) for _, other, twice in _damaged(damaged) if other != element]
        if others:
            other, twice = others[(number * 7 + 3) % len(others)]
            yield f"{element}, {other}", twice


def _wrong_types(resource: Json, kind: str) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Elements that are read, each with something of a type that cannot be read without doubt."""
    read = set(READ_TYPES[kind].__struct_encode_fields__) - _SAYS_WHAT - _NOT_READ
    for name, value in resource.items():
        if name not in read:
            continue
        if isinstance(value, str | dict):
            yield (name,), 5
        elif isinstance(value, list | bool):
            yield (name,), 7
        elif isinstance(value, int | float):
            yield (name,), "many"
    quantity = resource.get("valueQuantity")
    if isinstance(quantity, dict) and "value" in quantity:
        yield ("valueQuantity", "value"), "some"
        yield ("valueQuantity", "value"), True
    for name in _PERIODS:
        if isinstance(resource.get(name), dict) and "start" in resource[name]:
            yield (name, "start"), 2026
    for name in ("dosageInstruction", "dosage"):
        if isinstance(resource.get(name), list) and resource[name] and isinstance(resource[name][0], dict):
            for inner in ("timing", "doseAndRate"):
                if inner in resource[name][0]:
                    yield (name, 0, inner), "daily"


def _replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    made = copy.copy(value)
    made[path[0]] = _replaced(value[path[0]], path[1:], new)
    return made


def _copies(resource: Json) -> Iterator[tuple[str, Json]]:
    if "id" not in resource:
        return
    bare = {name: value for name, value in resource.items() if name != "meta"}
    for name, value in resource.items():
        if name.endswith("DateTime") or name in ("authoredOn", "birthDate", "recordedDate"):
            if isinstance(value, str) and len(value) >= 4 and value[:4].isdigit():
                yield name, {**bare, name: f"{int(value[:4]) - 1}{value[4:]}"}
        elif name == "valueQuantity" and isinstance(value, dict) and isinstance(value.get("value"), int | float):
            yield name, {**bare, name: {**value, "value": value["value"] + 1}}
        elif name == "status":
            yield name, {**bare, name: "entered-in-error"}
