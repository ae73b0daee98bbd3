"""Why an order was stopped or held. Source: FHIR R4 MedicationRequest.statusReason."""

from __future__ import annotations

from validator.chart.concept import groups_of, words_of
from validator.chart.reader import Reader
from validator.chart.text import phrase_groups
from validator.fhir.element import CodeableConcept

DOMAIN = "stop-reason"


def stop_groups(reader: Reader, reason: CodeableConcept | None) -> frozenset[str]:
    """The groups of the reason, by its codes and the listed phrases of its words; empty where it names none."""
    if reason is None or DOMAIN not in reader.book.domains:
        return frozenset()
    said = [groups for words in words_of(reason) for _, groups in phrase_groups(reader.book, DOMAIN, words)]
    return groups_of(reader.book, DOMAIN, reason).union(*said)
