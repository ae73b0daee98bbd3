"""Milliseconds an order, and what bounds them: `python benchmarks/order.py`. All figures are from one run.

The chart is the flagship example padded to 14 resources with synthetic Observations, and to 500 for the large one.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import orjson

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from validator import check_bundle  # noqa: E402

EXAMPLE = ROOT / "examples" / "net-adolescent-60mg.json"
ROUNDS = 60
COMMAND = (sys.executable, "-c", "from validator.cli import main; main()")


def padded(count: int) -> bytes:
    """The example with laboratory results added until it holds `count` resources."""
    bundle = json.loads(EXAMPLE.read_bytes())
    for number in range(count - len(bundle["entry"])):
        bundle["entry"].append(
            {
                "resource": {
                    "resourceType": "Observation",
                    "id": f"padding-{number}",
                    "status": "final",
                    "code": {"coding": [{"system": "http://loinc.org", "code": "2947-0", "display": "Sodium"}]},
                    "subject": {"reference": "Patient/patient"},
                    "effectiveDateTime": "2026-10-20",
                    "valueQuantity": {
                        "value": 140,
                        "unit": "mmol/L",
                        "system": "http://unitsofmeasure.org",
                        "code": "mmol/L",
                    },
                }
            }
        )
    return json.dumps(bundle).encode()


def hand_written(data: bytes) -> str:
    """The floor: decode, and the one rule an integrator would write by hand for this order."""
    bundle = orjson.loads(data)
    weight = born = dose = None
    for entry in bundle["entry"]:
        resource = entry["resource"]
        kind = resource["resourceType"]
        if kind == "Patient":
            born = resource["birthDate"]
        elif kind == "Observation" and any(c.get("code") == "29463-7" for c in resource["code"]["coding"]):
            weight = resource["valueQuantity"]["value"]
        elif kind == "MedicationRequest" and resource["status"] == "active":
            dose = resource["dosageInstruction"][0]["doseAndRate"][0]["doseQuantity"]["value"]
            ordered = resource["authoredOn"]
    age = int(ordered[:4]) - int(born[:4]) - (ordered[5:10] < born[5:10])
    expected = 40 if age < 17 and weight < 40 else 60
    return "accept" if dose == expected else "error"


def evidence_models(data: bytes) -> Callable[[], None]:
    """fhir.resources validating the resources that labelcheck's findings rest on, already decoded."""
    from fhir.resources.R4B import get_fhir_model_class

    report = check_bundle(data, structure="read").orders[0]
    used = {item.reference for finding in report.findings for item in finding.evidence} | {report.order}
    used.add("Patient/patient")
    chosen = [
        entry["resource"]
        for entry in json.loads(data)["entry"]
        if f"{entry['resource']['resourceType']}/{entry['resource'].get('id')}" in used
    ]
    pairs = [(get_fhir_model_class(resource["resourceType"]), resource) for resource in chosen]

    def validate() -> None:
        for model, resource in pairs:
            model.model_validate(resource)

    validate.count = len(pairs)  # type: ignore[attr-defined]
    return validate


def milliseconds(work: Callable[[], object]) -> float:
    """The least mean time of a few calls over many rounds: what it takes when nothing else has the processor."""
    work()
    times = 5
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(times):
            work()
        taken.append((time.perf_counter() - start) / times * 1000)
    return min(taken)


def process(*command: str) -> float:
    """Median wall milliseconds of a whole process."""
    taken = []
    for _ in range(7):
        start = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        taken.append((time.perf_counter() - start) * 1000)
    return median(taken)


def main() -> None:
    """Prints the figures and the ratios the design sets targets for."""
    small, large = padded(14), padded(500)
    models = evidence_models(small)
    decode = milliseconds(lambda: orjson.loads(small))
    floor = milliseconds(lambda: hand_written(small))
    read = milliseconds(lambda: check_bundle(small, structure="read"))
    full = milliseconds(lambda: check_bundle(small, structure="full"))
    judge = milliseconds(models)
    many = milliseconds(lambda: check_bundle(large, structure="read"))
    decode_many = milliseconds(lambda: orjson.loads(large))
    bare = process(sys.executable, "-c", "pass")
    imported = process(sys.executable, "-c", "import validator")
    engine = process(sys.executable, "-c", "from validator import check_bundle")
    cold = process(*COMMAND, "check", "--format", "json", str(EXAMPLE))
    cold_read = process(*COMMAND, "check", "--structure", "read", "--format", "json", str(EXAMPLE))
    rows = [
        ("orjson decode, 14 resources", decode, "ms"),
        ("decode and a hand-written rule (floor)", floor, "ms"),
        ("labelcheck read, 14 resources", read, "ms"),
        ("labelcheck full, 14 resources", full, "ms"),
        (f"fhir.resources on the {models.count} evidence resources", judge, "ms"),  # type: ignore[attr-defined]
        ("labelcheck read, 500 resources", many, "ms"),
        ("orjson decode, 500 resources", decode_many, "ms"),
        ("python -c pass", bare, "ms"),
        ("import validator, over bare python", imported - bare, "ms"),
        ("import of the engine, over bare python", engine - bare, "ms"),
        ("labelcheck check, cold, full", cold, "ms"),
        ("labelcheck check, cold, read", cold_read, "ms"),
        ("read / floor (target 4)", read / floor, "x"),
        ("full / fhir.resources (target 1.3)", full / judge, "x"),
        ("500 / 14 resources (target 3)", many / read, "x"),
    ]
    for name, value, unit in rows:
        print(f"{name:<52} {value:>10.3f} {unit}")


if __name__ == "__main__":
    main()
