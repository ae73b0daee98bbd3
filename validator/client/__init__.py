"""Orders where they live: fetches an order and the chart it needs from a FHIR server, and checks it.

The parts are imported on first use, since they bring an HTTP library that a check of files never needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from validator.client.auth import Basic, Bearer, NoAuth
    from validator.client.backend_services import BackendServices
    from validator.client.chart import FetchedChart
    from validator.client.chart_client import ChartClient
    from validator.client.check import check_chart, check_orders, check_patient, check_since
    from validator.client.fault import FetchError
    from validator.client.listing import FetchedList
    from validator.client.settings import ClientSettings

__all__ = [
    "BackendServices",
    "Basic",
    "Bearer",
    "ChartClient",
    "ClientSettings",
    "FetchError",
    "FetchedChart",
    "FetchedList",
    "NoAuth",
    "check_chart",
    "check_orders",
    "check_patient",
    "check_since",
]

_HOMES = {
    "BackendServices": "backend_services",
    "Basic": "auth",
    "Bearer": "auth",
    "ChartClient": "chart_client",
    "ClientSettings": "settings",
    "FetchError": "fault",
    "FetchedChart": "chart",
    "FetchedList": "listing",
    "NoAuth": "auth",
    "check_chart": "check",
    "check_orders": "check",
    "check_patient": "check",
    "check_since": "check",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"validator.client.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'validator.client' has no attribute {name!r}")
