"""Whether a line orders a drug that has a label, and which Medications are of one, as the engine itself reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from validator.bulk.belonging import own_names
from validator.bulk.line import Item
from validator.chart.drug.medication import parts_of
from validator.chart.order.product import product
from validator.chart.reader import Reader
from validator.chart.settings import DEFAULT_SETTINGS
from validator.fhir.entry import Entry
from validator.fhir.json_text import JsonDocument
from validator.fhir.resource import MedicationRequest
from validator.fhir.submission import Submission, read_submission
from validator.instant import PartialDate
from validator.terminology.codebook import Codebook
from validator.verdict import Truth

_NO_DAY = PartialDate.on(date.min)


def orders_a_drug(submission: Submission, book: Codebook) -> dict[str, Truth]:
    """For each order of a submission, by its FHIRPath, whether it is for a drug that has a label, as far as it says."""
    reader = Reader(submission, _NO_DAY, DEFAULT_SETTINGS, book)
    return {one.expression: _said(reader, one) for one in _orders(submission)}


def is_order(item: Item, medications: Iterable[Item], book: Codebook) -> Truth:
    """Whether a MedicationRequest is for a drug that has a label, by itself and the Medications that came with it.

    What cannot be relied on may be for anything: its chart is gathered, and what the engine says of it then counts.
    """
    submission = _together((item, *medications))
    reader = Reader(submission, _NO_DAY, DEFAULT_SETTINGS, book)
    for entry in _orders(submission):
        told = _said(reader, entry)
        return Truth.UNKNOWN if entry.unreadable_because and told is Truth.FALSE else told
    return Truth.UNKNOWN


def _orders(submission: Submission) -> Iterator[Entry]:
    return (one for one in submission.by_type("MedicationRequest") if one.parent is None)


def _said(reader: Reader, entry: Entry) -> Truth:
    body = entry.body
    if not isinstance(body, MedicationRequest):
        return Truth.UNKNOWN
    return product(reader, entry, parts_of(reader, entry, body)).is_ingredient


def is_of_a_drug(item: Item, others: Iterable[Item], book: Codebook) -> Truth:
    """Whether a Medication is of a drug that has a label, itself or by an ingredient among the others."""
    names = own_names(item)
    if not names:
        return Truth.FALSE
    url = item.full_url or f"Medication/{item.id}"
    asking = Item({"resourceType": "MedicationRequest", "medicationReference": {"reference": url}})
    return is_order(asking, (item, *others), book)


def _together(items: Sequence[Item]) -> Submission:
    entries = [
        {"resource": one.raw} if one.full_url is None else {"fullUrl": one.full_url, "resource": one.raw}
        for one in items
    ]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    return read_submission([JsonDocument(bundle)])
