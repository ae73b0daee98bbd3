"""The public calls of this floor: the orders in a submission, and the chart each of them is judged against."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from validator.chart.entry.doubt import doubts_of
from validator.chart.entry.subject import PatientIndex
from validator.chart.fact import Chart, Order
from validator.chart.files import Files, OrderEntry, WrittenOrder
from validator.chart.order import order as orders
from validator.chart.patient_chart import PatientChart
from validator.chart.reader import Reader
from validator.chart.settings import DEFAULT_SETTINGS, ChartSettings
from validator.fhir.entry import Entry
from validator.fhir.submission import Submission
from validator.finding import Evidence
from validator.frozen import replace
from validator.instant import PartialDate
from validator.terminology.codebook import Codebook

__all__ = ["OrderEntry", "chart_for", "evidence_entries", "evidence_of", "order_of", "orders_in", "read_chart"]

_NO_DAY = PartialDate.on(date.min)
_REFERS = frozenset({"medicationReference", "medication", "priorPrescription", "basedOn"})
"""The elements of an order that lead to other resources, beside its subject and its reasons, which are read later."""


def orders_in(
    submission: Submission,
    book: Codebook,
    *,
    as_of: PartialDate | None = None,
    settings: ChartSettings = DEFAULT_SETTINGS,
    known: Files | None = None,
) -> tuple[OrderEntry, ...]:
    """Every MedicationRequest of the submission in the order submitted, of the label's drug or not, proposals included.

    A contained request belongs to the resource that contains it and is no order of its own. Its reasons are not read
    here but by `chart_for`, as of its day. `known` are the files of the same submission before something in it was read
    otherwise.
    """
    files = Files(submission, PatientIndex(submission)) if known is None else known.read_as(submission)
    reader = Reader(submission, as_of or _NO_DAY, settings, book)
    told: dict[Entry, WrittenOrder] = {}
    if known is not None:
        told = {one.entry: one for one in known.orders}
        others = files.index.read_otherwise(known.index)
    found: list[WrittenOrder] = []
    for entry in submission.by_type("MedicationRequest"):
        if entry.parent is not None:
            continue
        patient = files.index.owner(entry)
        before = told.get(entry)
        # One that refers to its patient alone says what it did before other entries were read otherwise.
        if before is not None and before.patient == patient and patient not in others and _REFERS.isdisjoint(entry.raw):
            found.append(before)
        else:
            found.append(WrittenOrder(entry, order_of(reader, files, entry, patient), patient))
    files.orders = tuple(found)
    return tuple([OrderEntry(one.entry, one.order, one.patient, files) for one in found])


def order_of(reader: Reader, files: Files, entry: Entry, patient: str) -> Order:
    """What one MedicationRequest asks for; `patient` is the key of its patient."""
    owner = files.index.entry_of(patient)
    name = owner.reference if owner is not None else _subject_of(entry)
    return orders.other_drug(reader, entry, name) or orders.order(reader, entry, name)


def chart_for(
    submission: Submission,
    order: OrderEntry,
    as_of: PartialDate,
    book: Codebook,
    *,
    supplied: frozenset[str] | None = None,
    settings: ChartSettings = DEFAULT_SETTINGS,
) -> Chart:
    """Everything the submission shows about the order's patient, judged as of one day.

    `supplied` names resource types whose list is complete even though nothing of the type is in the submission.
    The order itself is never evidence for anything about the patient's history. Raises ValueError for an order of
    another submission.
    """
    return read_chart(submission, order, as_of, book, supplied=supplied, settings=settings)[0]


def read_chart(
    submission: Submission,
    order: OrderEntry,
    as_of: PartialDate,
    book: Codebook,
    *,
    supplied: frozenset[str] | None = None,
    settings: ChartSettings = DEFAULT_SETTINGS,
    instant: datetime | None = None,
) -> tuple[Chart, Reader]:
    """As `chart_for`, with the reader that read it. `instant`: the moment of the check, where somebody has a clock."""
    if order.files.submission is not submission:
        raise ValueError("the order is not of this submission")
    reader = Reader(submission, as_of, settings, book, instant)
    chart = PatientChart(reader, order).chart(order, supplied or frozenset())
    doubts = doubts_of(reader, order)
    for doubt in doubts:
        reader.set_aside(doubt.entry, f"was set aside: {doubt.why.words}")
    return replace(chart, doubts=doubts, unread=reader.unread), reader


def evidence_of(chart: Chart) -> tuple[Evidence, ...]:
    """All evidence of a chart, each once, in the order of its facts."""
    facts: list[Evidence] = [chart.person.evidence] if chart.person else []
    for group in (
        chart.diagnoses, chart.extents, chart.differentiations, chart.conditions, chart.measurements, chart.therapies,
        chart.surgeries, chart.attestations, chart.orders,
    ):  # fmt: skip
        facts.extend(fact.evidence for fact in group)
    if chart.order is not None:
        facts.append(chart.order.evidence)
        facts.append(chart.order.product.evidence)
        facts.extend(reason.evidence for reason in chart.order.reasons)
    return tuple(dict.fromkeys(facts))


def evidence_entries(order: OrderEntry, shown: Iterable[Evidence]) -> tuple[Entry, ...]:
    """The entries that pieces of evidence were read from, each once: what a structural check has to look at.

    Found by the FHIRPath read, else by reference. A contained entry brings what contains it.
    """
    places = order.files.places
    found: dict[int, Entry] = {}
    for one in shown:
        place = one.expression
        while place and place not in places:
            place = place[: max(place.rfind("."), place.rfind("["), 0)]
        entry = places[place] if place else _named(places, one)
        while entry is not None:
            found.setdefault(id(entry), entry)
            entry = entry.parent
    return tuple(found.values())


def _named(places: dict[str, Entry], shown: Evidence) -> Entry | None:
    return next((entry for entry in places.values() if entry.reference == shown.reference), None)


def _subject_of(entry: Entry) -> str | None:
    subject = entry.raw.get("subject")
    reference = subject.get("reference") if isinstance(subject, dict) else None
    return reference if isinstance(reference, str) else None
