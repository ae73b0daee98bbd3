"""The service under load: `python benchmarks/service.py [--seconds 60]`. All figures are from one run.

First the time to answer order-sign, beside a bare Starlette app that only decodes and echoes, with one connection and
with fifty: for the small charts of the examples, and for one of 200 resources as an EHR sends it. Then mixed requests
on fifty connections, one in ten malformed: no 5xx, no lost feedback, memory flat. Every call is made of synthetic
charts.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
WORKERS = 2
CONNECTIONS = 50
CHART = 200
"""Resources of the large chart: what a record of a few years holds after the prefetch's own filters."""
SIGN = "/cds-services/cabozantinib-order-sign"
SELECT = "/cds-services/cabozantinib-order-select"
OPERATION = "/fhir/$check-order"


async def _echo(request: Request) -> JSONResponse:
    return JSONResponse(await request.json())


bare = Starlette(routes=[Route(SIGN, _echo, methods=["POST"])])
"""The floor: what any service written with this framework has to do."""


@dataclass
class Tally:
    """What one connection after the other saw."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    feedback: int = 0

    def add(self, kind: str, status: int, seconds: float) -> None:
        self.statuses[kind, status] += 1
        self.seconds.setdefault(kind, []).append(seconds)


class Connection:
    """One kept-alive HTTP connection, thin enough not to be what is measured."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, body: bytes) -> tuple[int, bytes]:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        head = (
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        answer = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(answer.partition(b"content-length:")[2].split(b"\r\n")[0])
        content = await reader.readexactly(length)
        if b"connection: close" in answer:
            self.close()
        return int(answer.split(b" ")[1]), content

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


@contextmanager
def process(command: list[str], port: int, path: str) -> Iterator[subprocess.Popen[bytes]]:
    """A server process that answers."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as started:
        try:
            for _ in range(600):
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=2)
                    break
                except urllib.error.HTTPError:
                    break
                except OSError:
                    time.sleep(0.1)
            time.sleep(2)  # the other worker
            yield started
        finally:
            started.terminate()
            started.wait(60)


def serving(port: int, record: Path, workers: int = WORKERS) -> list[str]:
    code = "from validator.cli import main; main()"
    options = ["--port", str(port), "--workers", str(workers), "--structure", "read", "--record", f"sqlite:///{record}"]
    return [sys.executable, "-c", code, "serve", *options]


def echoing(port: int, workers: int = WORKERS) -> list[str]:
    options = ["--port", str(port), "--workers", str(workers), "--log-level", "critical", "--app-dir", "benchmarks"]
    return [sys.executable, "-m", "uvicorn", *options, "service:bare"]


SNOMED, RXNORM, LOINC = (
    "http://snomed.info/sct",
    "http://www.nlm.nih.gov/research/umls/rxnorm",
    "http://loinc.org",
)
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"
PROBLEMS = (("38341003", "Hypertensive disorder"), ("195967001", "Asthma"), ("444814009", "Viral sinusitis"))
DRUGS = (
    ("313782", "acetaminophen 325 MG Oral Tablet"),
    ("314076", "lisinopril 10 MG Oral Tablet"),
    ("308182", "amoxicillin 250 MG Oral Capsule"),
)
MEASURED = (
    ("2160-0", "Creatinine", 0.7, "mg/dL"),
    ("1975-2", "Bilirubin", 0.6, "mg/dL"),
    ("29463-7", "Weight", 0, "kg"),
)


def long_chart(call: dict[str, Any], count: int) -> dict[str, Any]:
    """The call with a synthetic past: other problems, drugs, procedures, measurements; `count` resources in all."""
    kinds = (_problem, _prescription, _prescription, _procedure, _measurement, _measurement)
    lists = call["prefetch"]
    held = 1 + sum(len(one.get("entry", ())) for one in lists.values() if one["resourceType"] == "Bundle")
    for number in range(count - held):
        key, own = kinds[number % len(kinds)](number)
        kind = str(own["resourceType"])
        resource = own | {
            "id": f"past-{number}",
            "meta": {"versionId": "1", "lastUpdated": "2026-10-20T10:11:12.000+00:00"},
            "identifier": [{"system": "urn:oid:2.999.1", "value": f"synthetic-{number}"}],
            "subject": {"reference": "Patient/patient", "display": "Synthetic patient"},
            "encounter": {"reference": f"Encounter/{number}"},
        }
        entry = {"fullUrl": f"https://ehr.example.org/fhir/{kind}/past-{number}", "resource": resource}
        lists[key].setdefault("entry", []).append(entry | {"search": {"mode": "match"}})
    return call


def _concept(system: str, code: str, display: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code, "display": display}], "text": display}


def _problem(number: int) -> tuple[str, dict[str, Any]]:
    return "conditions", {
        "resourceType": "Condition",
        "clinicalStatus": _concept(f"{TERMINOLOGY}/condition-clinical", "resolved", "Resolved"),
        "verificationStatus": _concept(f"{TERMINOLOGY}/condition-ver-status", "confirmed", "Confirmed"),
        "category": [_concept(f"{TERMINOLOGY}/condition-category", "encounter-diagnosis", "Encounter diagnosis")],
        "code": _concept(SNOMED, *PROBLEMS[number % len(PROBLEMS)]),
        "onsetDateTime": f"2022-03-{number % 28 + 1:02d}",
        "abatementDateTime": "2022-04-01",
    }


def _prescription(number: int) -> tuple[str, dict[str, Any]]:
    once = {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}}
    return "medicationRequests", {
        "resourceType": "MedicationRequest",
        "status": "completed",
        "intent": "order",
        "category": [_concept(f"{TERMINOLOGY}/medicationrequest-category", "community", "Community")],
        "medicationCodeableConcept": _concept(RXNORM, *DRUGS[number % len(DRUGS)]),
        "authoredOn": f"2023-05-{number % 28 + 1:02d}T09:30:00-05:00",
        "requester": {"reference": "Practitioner/synthetic"},
        "dosageInstruction": [{"text": "1 tablet by mouth daily", "timing": once}],
    }


def _procedure(number: int) -> tuple[str, dict[str, Any]]:
    return "procedures", {
        "resourceType": "Procedure",
        "status": "completed",
        "code": _concept(SNOMED, "430193006", "Medication reconciliation"),
        "performedDateTime": f"2023-05-{number % 28 + 1:02d}T09:00:00-05:00",
    }


def _measurement(number: int) -> tuple[str, dict[str, Any]]:
    code, display, value, unit = MEASURED[number % len(MEASURED)]
    amount = {"value": value or 20 + number % 19, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}
    return "observations", {
        "resourceType": "Observation",
        "status": "final",
        "category": [_concept(f"{TERMINOLOGY}/observation-category", "laboratory", "Laboratory")],
        "code": _concept(LOINC, code, display),
        "effectiveDateTime": f"{2019 + number % 6}-{number % 12 + 1:02d}-11T08:15:00-05:00",
        "valueQuantity": amount,
    }


async def steady(port: int, bodies: list[bytes], connections: int, seconds: float) -> list[float]:
    """Times of order-sign calls, each connection sending the next one as soon as it has its answer."""
    tally = Tally()
    ends = time.perf_counter() + seconds

    async def one(number: int) -> None:
        connection, turn = Connection(port), number
        while time.perf_counter() < ends:
            body = bodies[turn % len(bodies)]
            turn += 1
            started = time.perf_counter()
            status, _ = await connection.post(SIGN, body)
            tally.add("sign", status, time.perf_counter() - started)
        connection.close()

    await asyncio.gather(*(one(number) for number in range(connections)))
    assert {status for _, status in tally.statuses} == {200}
    return tally.seconds["sign"]


def for_another_drug(call: dict[str, Any]) -> dict[str, Any]:
    """The call with a draft for a drug that no label is here for."""
    for entry in call["context"]["draftOrders"]["entry"]:
        entry["resource"]["medicationCodeableConcept"] = _concept(RXNORM, *DRUGS[1])
        entry["resource"]["dosageInstruction"] = [{"text": "1 tablet by mouth daily"}]
    return call


def over_echo(seconds: float) -> dict[str, float]:
    """The p50 of order-sign over that of a bare echo of the same body; one worker, one connection."""
    from support.cds_call import call_of
    from support.server import free_port

    calls = {
        "another drug, 9 kB": for_another_drug(call_of("net-adolescent-40mg")),
        "another drug, 190 kB": for_another_drug(long_chart(call_of("net-adolescent-40mg"), CHART)),
        "accepted, 9 kB": call_of("net-adolescent-40mg"),
        "critical with a suggestion, 9 kB": call_of("net-adolescent-60mg"),
    }
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        ours, floor, record = free_port(), free_port(), Path(folder) / "record.sqlite"
        with process(serving(ours, record, 1), ours, "/ready"), process(echoing(floor, 1), floor, "/"):
            for name, call in calls.items():
                body = [json.dumps(call).encode()]
                asyncio.run(steady(ours, body, 1, 0.5))
                asyncio.run(steady(floor, body, 1, 0.5))
                # Taken in turns, so that a machine that is slow for a while is slow for both.
                echo, sign = [], []
                for _ in range(4):
                    echo += asyncio.run(steady(floor, body, 1, seconds / 4))
                    sign += asyncio.run(steady(ours, body, 1, seconds / 4))
                found[name] = median(sign) / median(echo)
    return found


async def mixed(port: int, seconds: float, watch: Callable[[], None]) -> Tally:
    """Everything at once: both hooks, the operation, feedback on the cards that came, one in ten malformed."""
    from support.cds_call import EXAMPLES, call_of, recorded

    signs = [json.dumps(call_of(name)).encode() for name in ("net-adolescent-60mg", "net-adolescent-40mg")]
    signs.append(json.dumps(recorded("order-sign-other-drug-without-prefetch")).encode())
    select = json.dumps(recorded("order-select-the-cabozantinib-order")).encode()
    bundle = (EXAMPLES / "hcc-child-pugh-b.json").read_bytes()
    broken = [b"", b"{", b"[" * 3000, b'{"context": {}}', signs[0][:-200], b"\xff\xfe", b'{"hook": "patient-view"}']
    tally = Tally()
    ends = time.perf_counter() + seconds

    async def one(number: int) -> None:
        connection, dice, cards = Connection(port), random.Random(number), []
        while time.perf_counter() < ends:
            throw = dice.random()
            if throw < 0.1:
                kind, path, body = "malformed", dice.choice((SIGN, OPERATION, f"{SIGN}/feedback")), dice.choice(broken)
            elif throw < 0.25 and cards:
                told = {"feedback": [{"card": cards.pop(), "outcome": dice.choice(("accepted", "overridden"))}]}
                kind, path, body = "feedback", f"{SIGN}/feedback", json.dumps(told).encode()
            elif throw < 0.4:
                kind, path, body = "select", SELECT, select
            elif throw < 0.55:
                kind, path, body = "operation", OPERATION, bundle
            else:
                kind, path, body = "sign", SIGN, dice.choice(signs)
            started = time.perf_counter()
            status, content = await connection.post(path, body)
            tally.add(kind, status, time.perf_counter() - started)
            if kind == "feedback" and status == 200:
                tally.feedback += 1
            if kind == "sign" and status == 200:
                cards += [card["uuid"] for card in json.loads(content)["cards"]]
        connection.close()

    async def watched() -> None:
        while time.perf_counter() < ends:
            watch()
            await asyncio.sleep(max(1.0, seconds / 12))

    await asyncio.gather(watched(), *(one(number) for number in range(CONNECTIONS)))
    return tally


def memory_mb(parent: int) -> float:
    """Resident memory of a process and its children."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            status = (folder / "status").read_text()
        except OSError:
            continue
        fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
        if str(parent) in (fields["Pid"].strip(), fields["PPid"].strip()):
            total += int(fields.get("VmRSS", "0 kB").split()[0])
    return total / 1024


def line(name: str, seconds: list[float]) -> str:
    ordered = sorted(seconds)
    p50, p99 = median(ordered) * 1000, ordered[int(len(ordered) * 0.99)] * 1000
    return f"{name:34} {len(ordered):7} calls   p50 {p50:8.2f} ms   p99 {p99:8.2f} ms"


def ratio(name: str, ours: list[float], floor: list[float]) -> str:
    at = [(sorted(one)[len(one) // 2], sorted(one)[int(len(one) * 0.99)]) for one in (ours, floor)]
    return f"{name:34} p50 {at[0][0] / at[1][0]:.1f}x (target 3x), p99 {at[0][1] / at[1][1]:.1f}x (target 4x)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    seconds = parser.parse_args().seconds
    from support.cds_call import call_of, recorded
    from support.server import free_port

    calls = [call_of("net-adolescent-40mg"), recorded("order-sign-tablets-by-the-pill")]
    charts = {
        "small charts": [json.dumps(call).encode() for call in calls],
        f"chart of {CHART}": [json.dumps(long_chart(call_of("net-adolescent-40mg"), CHART)).encode()],
    }
    with tempfile.TemporaryDirectory() as folder:
        ours, floor, record = free_port(), free_port(), Path(folder) / "record.sqlite"
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {WORKERS} workers each")
        with process(serving(ours, record), ours, "/ready") as served, process(echoing(floor), floor, "/"):
            for name, bodies in charts.items():
                print(f"{name}: {' and '.join(f'{len(body) / 1000:.0f} kB' for body in bodies)}")
                for connections in (1, CONNECTIONS):
                    asyncio.run(steady(ours, bodies, connections, 1))
                    echo = asyncio.run(steady(floor, bodies, connections, max(2, seconds / 6)))
                    sign = asyncio.run(steady(ours, bodies, connections, max(2, seconds / 6)))
                    print(line(f"echo, {connections} connections", echo))
                    print(line(f"order-sign, {connections} connections", sign))
                    print(ratio("order-sign against echo", sign, echo))
            memory: list[float] = []
            tally = asyncio.run(mixed(ours, seconds, lambda: memory.append(memory_mb(served.pid))))
        with sqlite3.connect(record) as database:
            (stored,) = database.execute("SELECT count(*) FROM feedback").fetchone()
    for kind, times in sorted(tally.seconds.items()):
        print(line(f"mixed: {kind}", times))
    print(
        "status", dict(sorted(Counter(status for (_, status), n in tally.statuses.items() for _ in range(n)).items()))
    )
    print("5xx", sum(number for (_, status), number in tally.statuses.items() if status >= 500))
    print(f"feedback taken {tally.feedback}, stored {stored}")
    print("memory in MB", " ".join(f"{one:.0f}" for one in memory))


if __name__ == "__main__":
    main()
