"""How the time of a check grows with each list that can be long: `python benchmarks/growth.py`.

Each list is made n, 2n and 4n long; the exponent is that of the time from n to 4n (1 is linear, 2 is quadratic). Four
times as many should cost at most five times as much. Processor time is taken, and of several runs the fastest counts.
"""

from __future__ import annotations

import copy
import itertools
import json
import math
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from validator import check_bundle  # noqa: E402
from validator.client.chart import collection  # noqa: E402

EXAMPLE = ROOT / "examples" / "net-adolescent-60mg.json"
ROUNDS = 3
VERSIONS = 15_000
MOST = 5.0
"""Four times as long a list should cost at most so many times as much."""

RUN = itertools.count()
"""Words that were read once are remembered, so each chart has its own."""

Resource = dict[str, Any]


def bundle() -> Resource:
    """The flagship example."""
    made: Resource = json.loads(EXAMPLE.read_bytes())
    return made


def of_type(chart: Resource, kind: str) -> list[Resource]:
    """The resources of one type."""
    return [entry["resource"] for entry in chart["entry"] if entry["resource"]["resourceType"] == kind]


def order_of(chart: Resource) -> Resource:
    """The order that is judged."""
    return next(one for one in of_type(chart, "MedicationRequest") if one["status"] == "active")


def copies(
    kind: str, change: Callable[[Resource, int], None] = lambda _one, _number: None
) -> Callable[[int], Resource]:
    """Charts with n more resources like the first of a type, each under its own id."""

    def made(count: int) -> Resource:
        chart = bundle()
        model = order_of(chart) if kind == "MedicationRequest" else of_type(chart, kind)[0]
        for number in range(count):
            one = copy.deepcopy(model) | {"id": f"more-{number}"}
            change(one, number)
            chart["entry"].append({"resource": one})
        return chart

    return made


def in_order(change: Callable[[Resource, int], None]) -> Callable[[int], Resource]:
    """Charts whose order has a list of n."""

    def made(count: int) -> Resource:
        chart = bundle()
        change(order_of(chart), count)
        return chart

    return made


def another_day(one: Resource, number: int) -> None:
    """An order of its own day."""
    one["authoredOn"] = f"{2025 + number // 336 % 2}-{number // 28 % 12 + 1:02d}-{number % 28 + 1:02d}"


def another_drug(one: Resource, number: int) -> None:
    """An order for a drug that no label names."""
    one["medicationCodeableConcept"] = {"text": f"synthetic drug {number}"}
    one.pop("medicationReference", None)


def without_status(one: Resource, _number: int) -> None:
    """A resource that has to be set aside."""
    one.pop("status", None)


def one_id(one: Resource, number: int) -> None:
    """A version of one resource."""
    one |= {
        "id": "same",
        "meta": {"versionId": str(number), "lastUpdated": "2026-10-20T10:11:12Z"},
        "issued": f"{number}",
    }


def instructions(one: Resource, count: int) -> None:
    """Many dosage instructions."""
    one["dosageInstruction"] = [copy.deepcopy(one["dosageInstruction"][0]) for _ in range(count)]


def additional(one: Resource, count: int) -> None:
    """Many additional instructions, each with words."""
    told = next(RUN)
    said = [{"text": f"Take on an empty stomach, note {told} {number}"} for number in range(count)]
    one["dosageInstruction"][0]["additionalInstruction"] = said


def notes(one: Resource, count: int) -> None:
    """Many notes."""
    told = next(RUN)
    one["note"] = [{"text": f"Discussed with the family, visit {told} {number}"} for number in range(count)]


def words(one: Resource, count: int) -> None:
    """One long text."""
    one["dosageInstruction"][0]["text"] = "Take 60 mg by mouth once daily. " * count


def reasons(one: Resource, count: int) -> None:
    """Many reasons."""
    one["reasonCode"] = [{"text": f"synthetic reason {number}"} for number in range(count)]


def codings(one: Resource, count: int) -> None:
    """Many codings of one drug."""
    concept = one.setdefault("medicationCodeableConcept", {"text": "Cabometyx"})
    concept.setdefault("coding", []).extend({"system": "urn:local", "code": f"x{number}"} for number in range(count))


def many_components(count: int) -> Resource:
    """One panel with many results."""
    chart = bundle()
    model = of_type(chart, "Observation")[0]
    part = {key: value for key, value in model.items() if key == "code" or key.startswith("value")}
    chart["entry"].append(
        {"resource": model | {"id": "panel", "component": [copy.deepcopy(part) for _ in range(count)]}}
    )
    return chart


LISTS: dict[str, tuple[Callable[[int], Resource], int]] = {
    "active orders of the drug": (copies("MedicationRequest", another_day), 25),
    "active orders of one day": (copies("MedicationRequest"), 25),
    "orders for other drugs": (copies("MedicationRequest", another_drug), 500),
    "conditions": (copies("Condition"), 500),
    "observations": (copies("Observation"), 500),
    "observations set aside": (copies("Observation", without_status), 50),
    "versions of one observation": (copies("Observation", one_id), 500),
    "dosage instructions": (in_order(instructions), 1500),
    "additional instructions": (in_order(additional), 1500),
    "notes": (in_order(notes), 500),
    "words of an instruction": (in_order(words), 50),
    "reasons": (in_order(reasons), 500),
    "codings of the drug": (in_order(codings), 500),
    "components": (many_components, 500),
}


def seconds(made: Callable[[int], Resource], count: int) -> float:
    """Processor seconds of the fastest of a few checks."""
    taken = []
    for _ in range(ROUNDS):
        data = json.dumps(made(count)).encode()
        start = time.process_time()
        check_bundle(data, structure="read", ledger=True)
        taken.append(time.process_time() - start)
    return min(taken)


def of_server(count: int) -> float:
    """The fastest of a few times of putting n versions of one resource from a server together, and checking them."""
    model, chart = of_type(bundle(), "Observation")[0], [entry["resource"] for entry in bundle()["entry"]]
    versions = [model | {"id": "same", "meta": {"versionId": "x"}, "issued": f"{number}"} for number in range(count)]
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        check_bundle(collection("https://fhir.example.org", [*chart, *versions]), structure="read")
        taken.append(time.process_time() - start)
    return min(taken)


def growth() -> list[tuple[str, int, list[float], float]]:
    """Each list with its n, the seconds of n, 2n and 4n, and the exponent."""
    check_bundle(EXAMPLE.read_bytes())
    found = []
    for name, (made, count) in LISTS.items():
        times = [seconds(made, count * factor) for factor in (1, 2, 4)]
        found.append((name, count, times, math.log(times[2] / times[0], 4)))
    times = [of_server(VERSIONS * factor) for factor in (1, 2, 4)]
    found.append(("versions from a server", VERSIONS, times, math.log(times[2] / times[0], 4)))
    return found


def main() -> None:
    """Prints a line for each list."""
    print(f"{'list':<30} {'n':>5} {'n, s':>8} {'2n, s':>8} {'4n, s':>8} {'4n / n':>7} {'exponent':>9}")
    for name, count, times, exponent in growth():
        ratio = times[2] / times[0]
        told = "" if ratio <= MOST else f"  above {MOST:.0f}"
        shown = " ".join(f"{one:8.3f}" for one in times)
        print(f"{name:<30} {count:>5} {shown} {ratio:>7.1f} {exponent:>9.2f}{told}", flush=True)


if __name__ == "__main__":
    main()
