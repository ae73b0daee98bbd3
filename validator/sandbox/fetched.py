"""A chart from a FHIR server that was named when the sandbox was started, and from no other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from validator.profiles import Profiles
from validator.sandbox.inquiry import InquiryError

if TYPE_CHECKING:
    from validator.client.chart import FetchedChart
    from validator.client.settings import ClientSettings

_ENCODER = msgspec.json.Encoder(decimal_format="number")


def fetched(asked: Mapping[str, Any], servers: Mapping[str, ClientSettings], profiles: Profiles) -> dict[str, Any]:
    """The chart of an order, or of a patient, as a Bundle, and what of it did not come. Raises InquiryError.

    What did not come stands in the Bundle as a list that goes on, so that it is never taken for absent.
    """
    from validator.client.chart_client import ChartClient
    from validator.client.fault import FetchError

    server, patient, order = (asked.get(name) for name in ("server", "patient", "order"))
    settings = servers.get(server) if isinstance(server, str) else None
    if settings is None:
        raise InquiryError("This server was not named when the sandbox was started.")
    try:
        with ChartClient(settings=settings, profiles=profiles) as client:
            if isinstance(order, str) and order:
                chart = client.chart_for(order)
            elif isinstance(patient, str) and patient:
                chart = client.chart_of(patient)
            else:
                raise InquiryError("Name a patient or an order.")
    except FetchError as error:
        what = "order" if order else "patient"
        raise InquiryError(f"The {what} was not fetched: {error}.") from None
    except InquiryError:
        raise
    except ValueError:
        raise InquiryError("The patient or the order is not named as this server names them.") from None
    bundle: dict[str, Any] = dict(chart.bundle)
    bundle["entry"] = [*bundle.get("entry", ()), *_gaps(chart)]
    lost = "; ".join(f"{part.resource_type}: {part.why}" for part in chart.not_fetched)
    return {
        "document": msgspec.json.format(_ENCODER.encode(bundle), indent=2).decode(),
        "said": f"Not fetched, so unknown: {lost}." if lost else "Everything that a check needs came.",
    }


def _gaps(chart: FetchedChart) -> Iterator[dict[str, Any]]:
    for part in chart.not_fetched:
        links = [{"relation": "self", "url": part.resource_type}, {"relation": "next", "url": part.resource_type}]
        yield {"resource": {"resourceType": "Bundle", "type": "searchset", "link": links}}
