"""Orders that no label is asked about, told before any chart is read."""

from __future__ import annotations

from collections.abc import Sequence

from validator import unjudged
from validator.chart.record import OrderEntry, orders_in
from validator.fhir.submission import Document, read_submission
from validator.judging import guarded
from validator.profiles import Profiles
from validator.report.model import OrderReport
from validator.terminology.codebook import Codebook
from validator.verdict import Verdict


def passed_over(found: OrderEntry, book: Codebook) -> OrderReport | None:
    """The report on an order that is for no drug of a label, or is not to be acted on; None for one to be judged."""
    reason = unjudged.why_not(found, book)
    if reason is None:
        return None
    order = found.order
    finding = unjudged.not_assessed(found, reason)
    return OrderReport(order.reference, order.expression, Verdict.NOT_ASSESSED, (finding,), patient=order.patient)


def orders_passed_over(documents: Sequence[Document], profiles: Profiles) -> dict[str, OrderReport]:
    """The reports on those orders of the documents that are not to be judged, by FHIRPath; none where a fault hid it.

    What is missing here is to be checked.
    """
    submission = read_submission(documents)

    def reports() -> dict[str, OrderReport]:
        orders = orders_in(submission, profiles.book)
        told = ((one.order.expression, passed_over(one, profiles.book)) for one in orders)
        return {place: report for place, report in told if report is not None}

    found, _ = guarded("orders", "", reports)
    return found or {}
