"""A thousand charts through a proxy that drops, delays, truncates and refuses: none lost, none wrongly accepted.

The answers are those of a real server, remembered by the proxy; what goes wrong is drawn with a fixed seed.
"""

from __future__ import annotations

import json
import random
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.faulty_proxy import LASTING, TRANSIENT, FaultyProxy, faulty_proxy
from support.server import fhir_server, free_port, load, transaction

from validator import Verdict, check_bundle
from validator.client import ChartClient, ClientSettings, check_orders

pytestmark = [pytest.mark.server, pytest.mark.slow]

CHARTS = 1000
EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.json"))
SETTINGS = ClientSettings(retries=4, backoff_seconds=0.002, read_seconds=0.4, chart_seconds=30, page_size=3, workers=4)


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, FaultyProxy]]:
    port = free_port()
    with fhir_server(tmp_path_factory.mktemp("server"), public_port=port) as upstream:
        for number, file in enumerate(EXAMPLES):
            load(upstream, json.loads(file.read_text(encoding="utf-8")), f"e{number}-")
        proxy = FaultyProxy(upstream.removesuffix("/fhir"), delay=0.8)
        with faulty_proxy(proxy, port) as root:
            yield f"{root}/fhir", proxy


def orders() -> dict[str, Verdict]:
    """Every cabozantinib order of the examples, with its verdict when nothing goes wrong."""
    found: dict[str, Verdict] = {}
    for number, file in enumerate(EXAMPLES):
        chart = transaction(json.loads(file.read_text(encoding="utf-8")), f"e{number}-")
        report = check_bundle({**chart, "type": "collection"}, structure="read")
        found |= {one.order: one.verdict for one in report.orders if one.verdict is not Verdict.NOT_ASSESSED}
    return found


def test_none_is_lost_and_none_is_wrongly_accepted(proxied):
    base, proxy = proxied
    names = sorted(orders())
    with ChartClient(base, settings=SETTINGS) as client:
        whole: dict[str, Any] = {}
        for name in names:
            (found,) = check_orders(client, [name], structure="read").orders
            whole[name] = found.verdict
    assert {verdict.value for verdict in whole.values()} >= {"accept", "error", "undetermined", "warning"}

    draw, lock = random.Random(20261122), threading.Lock()

    def choose(method: str, path: str) -> str | None:
        with lock:
            chance = draw.random()
            if chance < 0.05:
                return draw.choice(TRANSIENT)
            return draw.choice(LASTING) if chance < 0.065 else None

    proxy.choose = choose
    proxy.seen.clear()
    ends: Counter[str] = Counter()
    with ChartClient(base, settings=SETTINGS) as client:
        for number in range(CHARTS):
            name = names[number % len(names)]
            report = check_orders(client, [name], structure="read")
            gaps = [issue for issue in report.issues if issue.code == "list-not-fetched"]
            if not report.orders:
                # The order itself did not come, and that is said.
                assert [issue.code for issue in report.issues] == ["order-not-fetched"]
                assert report.readable is False
                ends["order not fetched"] += 1
                continue
            (order,) = report.orders
            assert order.order == name
            if gaps:
                assert order.verdict in (Verdict.UNDETERMINED, Verdict.ERROR), (name, order.verdict)
                ends["with gaps"] += 1
            else:
                assert order.verdict is whole[name], (name, order.verdict, [finding.code for finding in order.findings])
                ends["whole"] += 1
    assert sum(ends.values()) == CHARTS
    assert set(proxy.seen) == {"good", *TRANSIENT, *LASTING}
    # Most charts met a fault, most of those were got over by asking again, and some were not.
    assert ends["whole"] > CHARTS * 0.6
    assert ends["with gaps"] > CHARTS * 0.05
