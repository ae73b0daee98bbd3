"""Whether a line orders a drug that has a label, and which Medications are of one, as the engine itself reads them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from validator.bulk.belonging import own_names
from validator.bulk.line import Item
from validator.chart.medication import HasMedication, parts_of
from validator.chart.product import product
from validator.chart.reader import Reader
from validator.chart.settings import DEFAULT_SETTINGS
from validator.fhir.json_text import JsonDocument
from validator.fhir.resource import MedicationRequest
from validator.fhir.submission import Submission, read_submission
from validator.instant import PartialDate
from validator.terminology.codebook import Codebook
from validator.verdict import Truth

_NO_DAY = PartialDate.on(date.min)


def orders_a_drug(submission: Submission, book: Codebook) -> dict[str, Truth]:
    """For each order of a submission, by its FHIRPath, whether it is for a drug that has a label."""
    reader = Reader(submission, _NO_DAY, DEFAULT_SETTINGS, book)
    found: dict[str, Truth] = {}
    for entry in submission.by_type("MedicationRequest"):
        if entry.parent is None:
            body = entry.body
            # What cannot be read may be for anything.
            is_read = isinstance(body, MedicationRequest) and not entry.unreadable_because
            said: HasMedication | None = body if isinstance(body, MedicationRequest) else None
            told = product(reader, entry, parts_of(reader, entry, said)).is_ingredient if said else Truth.UNKNOWN
            found[entry.expression] = told if is_read or told is Truth.TRUE else Truth.UNKNOWN
    return found


def is_order(item: Item, medications: Iterable[Item], book: Codebook) -> Truth:
    """Whether a MedicationRequest is for a drug that has a label, by itself and the Medications that came with it."""
    submission = _together((item, *medications))
    return next(iter(orders_a_drug(submission, book).values()), Truth.UNKNOWN)


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
