"""An order written otherwise in the same chart: what was read of the chart holds as long as only its dose differs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from validator.chart.fact import Chart, Order, Product
from validator.chart.files import OrderEntry, WrittenOrder
from validator.chart.reader import Reader
from validator.chart.record import order_of
from validator.dosage import NO_DIRECTIONS
from validator.finding import Evidence
from validator.frozen import replace

_OF_THE_DOSE = frozenset({"dosageInstruction", "medicationCodeableConcept", "dispenseRequest"})
"""Elements of a MedicationRequest from which nothing about the patient is read, beside what the product is."""
_TOLD_ELSEWHERE = frozenset({"contained", "_medicationCodeableConcept", "medicationReference", "medication"})


def rewritten(
    found: OrderEntry, chart: Chart, reader: Reader, tree: Mapping[str, Any]
) -> tuple[OrderEntry, Chart, Reader] | None:
    """The order with other content, its submission and files with it in its place, and its chart.

    None where the chart could be another one: where something in it is in doubt, where the order has more than its own
    elements, where anything but dose, supply and strength differs, and where the product is another.
    """
    entry = found.entry
    if chart.doubts or chart.order is None or entry.copies or entry.spoiled or not _differ_in_dose(entry.raw, tree):
        return None
    changed = replace(entry, raw=dict(tree), decoded_problems=(), put_right=(), remembered=None)
    files = found.files.with_entry(entry, changed)
    again = Reader(files.submission, reader.as_of, reader.settings, reader.book, reader.instant)
    again.trusted = reader.trusted
    again.words_read = found.order.texts
    order = order_of(again, files, changed, found.patient)
    if _but_for_its_dose(order) != _but_for_its_dose(found.order):
        return None
    one = WrittenOrder(changed, order, found.patient)
    files.orders = tuple([one if other.entry is entry else other for other in found.files.orders])
    made = replace(chart, order=replace(order, reasons=chart.order.reasons))
    # What was worked out of the chart looks at nothing of the order but what is the same.
    made.__dict__["worked_out"] = chart.worked_out
    return OrderEntry(changed, order, found.patient, files), made, again


def _differ_in_dose(raw: Mapping[str, Any], tree: Mapping[str, Any]) -> bool:
    """Whether two orders are the same but for their dose."""
    if not _TOLD_ELSEWHERE.isdisjoint(raw) or not _TOLD_ELSEWHERE.isdisjoint(tree):
        return False
    names = (raw.keys() | tree.keys()) - _OF_THE_DOSE
    return all(name in raw and name in tree and raw[name] == tree[name] for name in names)


def _without_strength(product: Product) -> Product:
    return replace(product, name="", evidence=_NOTHING, strengths_mg=frozenset(), pack_daily_mg=None)


def _but_for_its_dose(order: Order) -> Order:
    """The order without what says how much of which strength is taken, how often, and how much is handed out."""
    return replace(
        order,
        product=_without_strength(order.product),
        evidence=_NOTHING,
        directions=NO_DIRECTIONS,
        instructions=(),
        texts=(),
        supply=None,
        unreadable=(),
        notes=(),
    )


_NOTHING = Evidence("", "", "")
