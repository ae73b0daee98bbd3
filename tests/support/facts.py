"""A chart's facts from plain resources, read as the library reads them, for tests of the chart floor."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from support.build import Resource, order, to_json
from support.bundle import bundle
from support.plain import TABLET_60, man
from support.shipped import chart_for, orders_in

from validator.chart.drug.treatment import Therapy
from validator.chart.fact import Chart, Diagnosis, Instruction, Order, Product
from validator.chart.record import OrderEntry
from validator.chart.settings import DEFAULT_SETTINGS, ChartSettings
from validator.fhir.submission import Submission, read_submission
from validator.instant import PartialDate

TODAY = "2026-11-22"


def submitted(*resources: Resource) -> Submission:
    """The submission of one collection Bundle."""
    return read_submission([to_json(bundle("collection", list(resources)))])


def ordered(*resources: Resource, name: str = "MedicationRequest/order") -> OrderEntry:
    """The order of this name among the resources, with its reasons as of the day it was written."""
    submission = submitted(*resources)
    found = [one for one in orders_in(submission) if one.order.reference == name]
    assert len(found) == 1, "the order is not among the resources"
    written = found[0].order.authored or PartialDate.parse(TODAY)
    read = chart_for(submission, found[0], written).order
    assert read is not None
    return replace(found[0], order=read)


def chart(
    *resources: Resource,
    as_of: str = TODAY,
    who: Resource | None = None,
    what: Resource | None = None,
    supplied: frozenset[str] | None = None,
    settings: ChartSettings = DEFAULT_SETTINGS,
) -> Chart:
    """The chart of a plain order for a man of 62, beside these resources."""
    submission = submitted(who or man(), *resources, what or order(TABLET_60))
    found = next(one for one in orders_in(submission) if one.order.reference == "MedicationRequest/order")
    return chart_for(submission, found, PartialDate.parse(as_of), supplied=supplied, settings=settings)


def only_diagnosis(*resources: Resource, **options: Any) -> Diagnosis:
    """The one diagnosis these resources give."""
    found = chart(*resources, **options).diagnoses
    assert len(found) == 1, found
    return found[0]


def only_therapy(*resources: Resource, **options: Any) -> Therapy:
    """The one exposure to a listed drug or procedure these resources give."""
    found = [one for one in chart(*resources, **options).therapies if one.groups]
    assert len(found) == 1, found
    return found[0]


def read_order(**elements: Any) -> Order:
    """The Order fact of a plain order whose elements are replaced by these."""
    return ordered(man(), order(TABLET_60) | elements).order


def product(medication: Resource | dict[str, Any], *beside: Resource, **elements: Any) -> Product:
    """The Product of an order for this CodeableConcept or Reference."""
    return ordered(man(), *beside, order(medication, **elements)).order.product


def told(*dosages: dict[str, Any], **elements: Any) -> list[tuple[str, Any]]:
    """Kind of each administration statement of an order, with its route or its minutes."""
    found: tuple[Instruction, ...] = read_order(dosageInstruction=list(dosages), **elements).instructions
    return [(one.kind, one.value or one.minutes) for one in found]
