"""Dangers that the order itself tells of by its reason; what its notes may tell is `told_in_note`'s.

What an order is for counts as present, so a danger among its reasons is one of now, and an operation among them is read
in `operation.operations`. CLARIFICATIONS A217. Source: FHIR R4 MedicationRequest.reasonCode, R5
MedicationRequest.reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.chart.disease.cancer_words import is_cancer
from validator.chart.disease.condition_state import State
from validator.chart.disease.criterion_words import stated_by_order
from validator.chart.fact import RiskCondition
from validator.chart.reader import Reader
from validator.chart.risk.risk_condition import risks_of
from validator.fhir.entry import Entry
from validator.fhir.reason import reason_concepts
from validator.fhir.resource import Condition, MedicationRequest
from validator.frozen import replace
from validator.terminology.domain import RISK
from validator.verdict import Truth


def risks_of_order(reader: Reader, entry: Entry) -> Iterator[RiskCondition]:
    """The criteria that the reason and the notes state, and the dangers that the reason names."""
    yield from stated_by_order(reader, entry)
    yield from _of_reason(reader, entry)


def _of_reason(reader: Reader, entry: Entry) -> Iterator[RiskCondition]:
    """The dangers that the order names as its reason, by code or in words, as a Condition of its day would."""
    body = entry.body
    if not isinstance(body, MedicationRequest):
        return
    operations = reader.book.of_role(RISK, "operation")
    written = reader.date(body.authored_on, entry, "authoredOn")
    for concept, element in reason_concepts(body):
        state = State(reader, entry, Truth.UNKNOWN, Truth.TRUE, recorded=written)
        for one in risks_of(
            state, Condition(resource_type="Condition", code=concept), is_tumor=is_cancer(reader.book, concept)
        ):
            if not one.groups <= operations:
                place = f"{entry.expression}.{element}"
                yield replace(one, evidence=replace(one.evidence, expression=place), told_by="MedicationRequest")
