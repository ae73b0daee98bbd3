"""What is counted, for Prometheus: verdicts and findings by code, time spent, faults. No patient value is a label."""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from validator.report.model import OrderReport

MULTIPROCESS = "PROMETHEUS_MULTIPROC_DIR"
"""The variable that names the folder several processes share their counts in; read when this module is imported."""

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)


class Metrics:
    """The counters of one application."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        self.orders = Counter("labelcheck_orders", "Orders judged", ["verdict"], registry=registry)
        self.findings = Counter("labelcheck_findings", "Findings", ["code", "verdict"], registry=registry)
        self.seconds = Histogram(
            "labelcheck_request_seconds", "Time to answer", ["route", "status"], buckets=_SECONDS, registry=registry
        )
        self.faults = Counter("labelcheck_faults", "Checks that could not run, by where", ["where"], registry=registry)
        self.refused = Counter("labelcheck_refused", "Requests refused", ["why"], registry=registry)
        self.fetched = Counter("labelcheck_fetched", "Calls that asked a FHIR server", registry=registry)
        self.feedback = Counter("labelcheck_feedback", "Feedback on cards", ["outcome"], registry=registry)
        self.lost = Counter("labelcheck_records_lost", "Records that could not be stored", ["kind"], registry=registry)
        self.under_way = Gauge(
            "labelcheck_requests_under_way", "Requests being answered", multiprocess_mode="livesum", registry=registry
        )

    def judged(self, order: OrderReport) -> None:
        """Counts one order and its findings."""
        self.orders.labels(order.verdict.value).inc()
        for finding in order.findings:
            self.findings.labels(finding.code, finding.verdict.value).inc()

    def text(self) -> bytes:
        """The counts of all processes in Prometheus' text form."""
        if MULTIPROCESS not in os.environ:
            return generate_latest(self._registry)
        shared = CollectorRegistry()
        MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
        return generate_latest(shared)
