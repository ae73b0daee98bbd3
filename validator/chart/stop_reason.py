"""Why an order was stopped or held. Source: FHIR R4 MedicationRequest.statusReason."""

from __future__ import annotations

from validator.chart.concept import groups_of, words_of
from validator.chart.reader import Reader
from validator.chart.text import phrase_groups
from validator.fhir.element import CodeableConcept
from validator.terminology.domain import STOP_REASON

DOMAIN = STOP_REASON


def is_for_reaction(reader: Reader, reason: CodeableConcept | None) -> bool:
    """Whether the reason is an adverse reaction, by its codes or the listed phrases of its words.

    False where it names another one, none, or one that stands in no list.
    """
    if reason is None or DOMAIN not in reader.book.domains:
        return False
    said = [groups for words in words_of(reason) for _, groups in phrase_groups(reader.book, DOMAIN, words)]
    groups = groups_of(reader.book, DOMAIN, reason).union(*said)
    return not groups.isdisjoint(reader.book.of_role(DOMAIN, "drug-reaction"))
