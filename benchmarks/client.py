"""What a chart costs from a FHIR server: requests and milliseconds, the pool against one request at a time.

Starts sekmet-fhir on this machine. The second table puts 30 ms before every answer, as a server in another building
would. Needs the dev extra: python benchmarks/client.py
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from support.faulty_proxy import FaultyProxy, faulty_proxy  # noqa: E402
from support.server import fhir_server, load  # noqa: E402

from validator.client import ChartClient, ClientSettings, check_chart  # noqa: E402

ROUNDS = 30
EXAMPLE = ROOT / "examples" / "net-adolescent-40mg.json"
SLOWER = 0.03


def measured(base: str, workers: int) -> tuple[int, float, float]:
    """Requests, milliseconds to fetch, milliseconds to check; the median of the rounds, the first left out."""
    fetches, checks = [], []
    with ChartClient(base, settings=ClientSettings(workers=workers)) as client:
        for _ in range(ROUNDS + 1):
            start = time.perf_counter()
            chart = client.chart_for("b-order")
            middle = time.perf_counter()
            check_chart(chart, structure="read")
            fetches.append(middle - start)
            checks.append(time.perf_counter() - middle)
        assert chart.not_fetched == ()
    return chart.requests, statistics.median(fetches[1:]) * 1000, statistics.median(checks[1:]) * 1000


def table(title: str, base: str) -> None:
    print(f"\n{title}\n")
    print("| requests side by side | requests a chart | fetch, ms | check, ms |")
    print("|---:|---:|---:|---:|")
    for workers in (1, 2, 4, 8):
        requests, fetch, check = measured(base, workers)
        print(f"| {workers} | {requests} | {fetch:.1f} | {check:.1f} |")


def late(_method: str, _path: str) -> str:
    return "delay"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, fhir_server(Path(folder)) as base:
        load(base, json.loads(EXAMPLE.read_text(encoding="utf-8")), "b-")
        table("sekmet-fhir on loopback", base)
        with faulty_proxy(FaultyProxy(base.removesuffix("/fhir"), choose=late, delay=SLOWER)) as root:
            table(f"the same answers, each {SLOWER * 1000:.0f} ms later", f"{root}/fhir")


if __name__ == "__main__":
    main()
