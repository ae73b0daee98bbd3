"""Orders that no label is asked about, told before any chart is read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from validator.chart.entry.standing import Doubtful, standing
from validator.chart.fact import Order
from validator.chart.order.order import other_drug
from validator.chart.reader import Reader
from validator.chart.record import OrderEntry, orders_in
from validator.chart.settings import DEFAULT_SETTINGS
from validator.checking.judging import guarded
from validator.fhir.account import Why
from validator.fhir.entry import Entry
from validator.fhir.json_text import ResourceJson
from validator.fhir.submission import Document, Submission, read_submission
from validator.fhir.version import FhirVersion
from validator.instant import PartialDate
from validator.profiles import Profiles
from validator.report.model import OrderReport
from validator.rules.unjudged import not_assessed
from validator.terminology.codebook import Codebook
from validator.terminology.product import drugs_in_words
from validator.verdict import Truth, Verdict

_STATUS_OPEN = frozenset(
    {Why.MODIFIER, Why.IMPLICIT_RULES, Why.COPIES_DIFFER, Why.UNREADABLE, Why.STATUS_MISSING, Why.STATUS_NOT_UNDERSTOOD}
)
_NOT_TO_BE_ACTED_ON = frozenset({"entered-in-error", "cancelled", "stopped", "completed", "ended"})


def why_not(found: OrderEntry, book: Codebook) -> str | None:
    """Why an order is not to be judged, as a clause; None for one that is."""
    order = found.order
    if order.product.is_ingredient is Truth.FALSE:
        return _not_for(book)
    match standing(found.entry):
        case Doubtful(why=why) if why in _STATUS_OPEN:
            # What changes the meaning of the order may change what it says of itself.
            return None
        case _:
            pass
    if order.status in _NOT_TO_BE_ACTED_ON:
        return f"the order's status is {order.status}"
    if order.do_not_perform:
        return "the order says not to give the drug (doNotPerform)"
    return None


def passed_over(found: OrderEntry, book: Codebook) -> OrderReport | None:
    """The report on an order that is for no drug of a label, or is not to be acted on; None for one to be judged."""
    reason = why_not(found, book)
    if reason is None:
        return None
    return _report(found.order, reason)


def plainly_for_another(
    order: ResourceJson, place: str, full_url: str | None, profiles: Profiles
) -> OrderReport | None:
    """The report on a MedicationRequest that says by itself, coded in place, that it is for no drug of a label; None
    where more has to be read to tell. Its patient is not looked for. Nothing that it refers to or contains is here.
    """
    identity = order.get("id")
    known = identity if isinstance(identity, str) and identity else None
    reference = f"{order['resourceType']}/{known}" if known else full_url or place
    entry = Entry(order["resourceType"], known, reference, place, full_url, order)

    def report() -> OrderReport | None:
        alone = Submission(FhirVersion.R4, (entry,), (), ())
        found = other_drug(Reader(alone, PartialDate.on(date.min), DEFAULT_SETTINGS, profiles.book), entry, None)
        return None if found is None else _report(found, _not_for(profiles.book))

    return guarded("order", place, report)[0]


def _not_for(book: Codebook) -> str:
    return f"the order is not for {drugs_in_words(book)}"


def _report(order: Order, reason: str) -> OrderReport:
    finding = not_assessed(order, reason)
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
