"""Milliseconds an order, and what bounds them: `python benchmarks/order.py`. All figures are from one run.

The chart is the flagship example padded to 14 resources with synthetic Observations, and to 500 for the large one.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import orjson

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from validator import check_bundle  # noqa: E402
from validator.prepared import trusted  # noqa: E402
from validator.terminology.profiles import profiles_root  # noqa: E402

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
        for model, content in pairs:
            model.model_validate(content)

    validate.count = len(pairs)  # type: ignore[attr-defined]
    return validate


def milliseconds(work: Callable[[], object]) -> float:
    """The least mean processor time of a few calls over many rounds."""
    work()
    times = 5
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for _ in range(times):
            work()
        taken.append((time.process_time() - start) / times * 1000)
    return min(taken)


def calls(work: Callable[[], object]) -> int:
    """How many Python functions one call enters, once everything is loaded: the measure that noise does not move."""
    work()
    work()
    count = 0

    def seen(_frame: object, event: str, _what: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def process(*command: str) -> float:
    """Processor milliseconds of a whole process, the least of several; with modules compiled, as after an installation.

    What other programs do in the meantime is not in it.
    """
    taken = []
    with tempfile.TemporaryDirectory() as folder:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment |= {"PYTHONPYCACHEPREFIX": folder, "PYTHONPATH": str(ROOT)}
        for _ in range(6):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            taken.append((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000)
    return min(taken[1:])


Row = tuple[str, float, float | None]
"""What was measured, the figure, and the most it should be; None where no target is set."""


def rows() -> list[Row]:
    """The figures of one order, of a chart of 500 resources and of a whole process."""
    if trusted(profiles_root()) is None:
        print("Nothing is prepared of these sources (make prepared): a cold start reads them.", flush=True)
    small, large = padded(14), padded(500)
    models = evidence_models(small)
    report = check_bundle(small)
    read_calls = calls(lambda: check_bundle(small, structure="read", ledger=True))
    read = milliseconds(lambda: check_bundle(small, structure="read"))
    full = milliseconds(lambda: check_bundle(small, structure="full"))
    judge = milliseconds(models)
    outcome = milliseconds(lambda: report.to_operation_outcome("R4"))
    bare = process(sys.executable, "-c", "pass")
    imported = process(sys.executable, "-c", "import validator")
    model = process(sys.executable, "-c", "from fhir.resources.R4B.operationoutcome import OperationOutcome")
    cold = process(*COMMAND, "check", "--format", "json", str(EXAMPLE))
    cold_read = process(*COMMAND, "check", "--structure", "read", "--format", "json", str(EXAMPLE))
    return [
        ("calls of one order, read, with the ledger", read_calls, 2000),
        ("calls of one order, full", calls(lambda: check_bundle(small, structure="full")), None),
        ("calls of its OperationOutcome", calls(lambda: report.to_operation_outcome("R4")), None),
        ("read, ms", read, None),
        ("full, ms", full, None),
        (f"fhir.resources on the {models.count} evidence resources, ms", judge, None),  # type: ignore[attr-defined]
        ("a hand-written rule, ms", milliseconds(lambda: hand_written(small)), None),
        ("read over fhir.resources", read / judge, 1.6),
        ("full over fhir.resources", full / judge, 2.1),
        ("OperationOutcome over the check", outcome / full, 0.25),
        ("500 resources over 14", milliseconds(lambda: check_bundle(large, structure="read")) / read, 3),
        ("import validator, over bare Python, ms", imported - bare, 150),
        ("cold check over importing an OperationOutcome", cold / model, 2.2),
        ("cold check, read, over the same", cold_read / model, 1.2),
    ]


def shown(found: list[Row]) -> None:
    """Prints a line for each figure, with its target."""
    for name, figure, target in found:
        told = "" if target is None else f"  at most {target:g}{'' if figure <= target else ', missed'}"
        print(f"{name:<52} {figure:>10.2f}{told}", flush=True)


def main() -> None:
    """Prints every figure with its target."""
    shown(rows())


if __name__ == "__main__":
    main()
