"""All operations, dialyses and feeding tubes of a chart, whatever shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from validator.chart.fact import RiskCondition, Surgery
from validator.chart.operation import surgery
from validator.chart.reader import Reader
from validator.chart.risk import visit
from validator.fhir.entry import Entry

_SHOWN_BY: dict[str, Callable[[Reader, Entry], Iterator[Surgery]]] = {
    "Procedure": surgery.of_procedure,
    "ServiceRequest": surgery.of_request,
    "Appointment": surgery.of_appointment,
    "Encounter": visit.of_entry,
    "DeviceUseStatement": visit.of_entry,
    "DeviceUsage": visit.of_entry,
}


def operations_of(
    reader: Reader, about: Mapping[str, Sequence[Entry]], risks: Iterable[RiskCondition]
) -> tuple[Surgery, ...]:
    """The operations of a patient; `about` are the entries by type that may be relied on."""
    shown: list[Surgery] = []
    for kind, read in _SHOWN_BY.items():
        for entry in about.get(kind, ()):
            shown += read(reader, entry)
    return (*shown, *surgery.in_words(reader, risks))
