"""All operations, dialyses and feeding tubes of a chart, whatever shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from validator.chart.fact import RiskCondition, Surgery
from validator.chart.operation import surgery
from validator.chart.operation.stated_operation import stated_operations
from validator.chart.operation.told_operation import operations_told
from validator.chart.reader import Reader, evidence
from validator.chart.risk import visit
from validator.chart.words.statement import statements_of
from validator.fhir.entry import Entry
from validator.fhir.reason import reason_concepts
from validator.fhir.resource import MedicationRequest
from validator.verdict import Basis

_SHOWN_BY: dict[str, Callable[[Reader, Entry], Iterator[Surgery]]] = {
    "Procedure": surgery.of_procedure,
    "ServiceRequest": surgery.of_request,
    "Appointment": surgery.of_appointment,
    "Encounter": visit.of_entry,
    "DeviceUseStatement": visit.of_entry,
    "DeviceUsage": visit.of_entry,
}


def operations_of(
    reader: Reader, about: Mapping[str, Sequence[Entry]], risks: Iterable[RiskCondition], order: Entry
) -> tuple[Surgery, ...]:
    """The operations of a patient, with those that the order gives as its reason; `about` are the entries by type that
    may be relied on."""
    shown: list[Surgery] = []
    for kind, read in _SHOWN_BY.items():
        for entry in about.get(kind, ()):
            shown += read(reader, entry)
    return (*shown, *stated_operations(reader, risks), *_of_reason(reader, order))


def _of_reason(reader: Reader, order: Entry) -> Iterator[Surgery]:
    """What the words of the order's own reasons tell of: "nephrectomy 11/10", "tooth extraction 12/2"."""
    body = order.body
    if not isinstance(body, MedicationRequest):
        return
    written = reader.date(body.authored_on, order, "authoredOn") or reader.as_of
    for concept, element in reason_concepts(body):
        for statement in statements_of(concept.text):
            shown = evidence(order, f'"{statement}"', element, Basis.TEXT)
            yield from operations_told(reader.book, statement, shown, written)
