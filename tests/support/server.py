"""A real FHIR R4 server (sekmet-fhir) on a free port of this machine, with temporary data."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from validator import Report, Verdict

_START_SECONDS = 40.0


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def fhir_server(folder: Path, *, public_port: int | None = None, **settings: Any) -> Iterator[str]:
    """The base URL of a running server. `public_port`: the port its links name, when a proxy stands before it."""
    port = free_port()
    named = public_port or port
    config = {
        "base_url": f"http://127.0.0.1:{named}/fhir",
        "host": "127.0.0.1",
        "port": port,
        "data_dir": str(folder),
        "simulator": {"enabled": False},
        "validation": {"inbound": "off"},
        "log_inbound": False,
        **settings,
    }
    file = folder / "settings.yaml"
    file.write_text(json.dumps(config))  # JSON is YAML
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", "from sekmet.cli import app; app()", "serve", "-c", str(file)],
            stdout=log,
            stderr=log,
            cwd=folder,
        )
        try:
            _await(f"http://127.0.0.1:{port}/fhir/metadata", process, folder / "server.log")
            yield f"http://127.0.0.1:{port}/fhir"
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)


def _await(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    ends = time.monotonic() + _START_SECONDS
    while time.monotonic() < ends:
        if process.poll() is not None:
            break
        try:
            # 401: it is up and wants credentials.
            if requests.get(url, timeout=2).status_code in (200, 401):
                return
        except requests.RequestException:
            time.sleep(0.1)
    raise RuntimeError(f"the FHIR server did not start: {log.read_text()[-2000:]}")


def transaction(bundle: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """A chart as a transaction that puts every resource under its own id, with a prefix so that charts do not meet."""
    entries = []
    names = {}
    for entry in bundle["entry"]:
        url = f"{entry['resource']['resourceType']}/{_identity(entry)}"
        names |= dict.fromkeys((url, f"https://ehr.example.org/fhir/{url}", entry["fullUrl"]), url)
    for entry in bundle["entry"]:
        resource = entry["resource"]
        renamed = json.loads(_prefixed(json.dumps(resource), names, prefix))
        renamed["id"] = f"{prefix}{_identity(entry)}"
        url = f"{renamed['resourceType']}/{renamed['id']}"
        entries.append(
            {
                "fullUrl": f"https://ehr.example.org/fhir/{url}",
                "resource": renamed,
                "request": {"method": "PUT", "url": url},
            }
        )
    return {"resourceType": "Bundle", "type": "transaction", "entry": entries}


def as_collection(bundle: dict[str, Any]) -> dict[str, Any]:
    """The chart that a transaction puts on a server, to be checked without one."""
    return {**bundle, "type": "collection"}


def orders_of(chart: dict[str, Any]) -> list[str]:
    """The references of a chart's orders."""
    resources = (entry["resource"] for entry in chart["entry"])
    return [f"MedicationRequest/{one['id']}" for one in resources if one["resourceType"] == "MedicationRequest"]


def patient_of(chart: dict[str, Any]) -> str:
    """The id of the one patient of a chart."""
    (found,) = (entry["resource"]["id"] for entry in chart["entry"] if entry["resource"]["resourceType"] == "Patient")
    return str(found)


def essence(report: Report) -> dict[str, tuple[Verdict, list[str], str | None]]:
    """Verdict, finding codes and expected dose by order: what must be the same wherever the chart lives."""
    return {
        order.order: (
            order.verdict,
            sorted(finding.code for finding in order.findings),
            order.expected.schedule if order.expected else None,
        )
        for order in report.orders
    }


def _identity(entry: dict[str, Any]) -> str:
    return str(entry["resource"].get("id") or entry["fullUrl"].rpartition(":")[2])


def _prefixed(text: str, names: dict[str, str], prefix: str) -> str:
    for written, url in names.items():
        kind, _, identity = url.partition("/")
        text = text.replace(f'"reference": "{written}"', f'"reference": "{kind}/{prefix}{identity}"')
    return text


def load(base: str, bundle: dict[str, Any], prefix: str = "", headers: dict[str, str] | None = None) -> None:
    """Puts a chart on the server. Fails loudly where the server refuses any of it."""
    reply = requests.post(
        base,
        data=json.dumps(transaction(bundle, prefix)),
        headers={"Content-Type": "application/fhir+json", **(headers or {})},
        timeout=60,
    )
    if reply.status_code != 200:
        raise RuntimeError(f"the server refused the chart: {reply.status_code} {reply.text[:500]}")
