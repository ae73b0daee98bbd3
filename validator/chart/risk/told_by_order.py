"""Dangers that the order itself tells of: what its reason names, and what a sentence of a note may tell.

What an order is for counts as present, so a danger among its reasons is one of now. A note is prose: it tells as much
of what to watch for, of what was ruled out and of what the patient was told, so a sentence of one is a question at
most, and one with such a word is none. CLARIFICATIONS A217. Source: FHIR R4 MedicationRequest.reasonCode, R5
MedicationRequest.reason, MedicationRequest.note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from validator.chart.concept import NO_GROUPS
from validator.chart.disease.cancer_words import is_cancer
from validator.chart.disease.condition_state import State
from validator.chart.disease.criterion_words import stated_by_order
from validator.chart.fact import RiskCondition
from validator.chart.reader import Reader, evidence
from validator.chart.risk.free_report import sentences_that_may_tell
from validator.chart.risk.risk_condition import risks_of
from validator.chart.risk.risk_words import risk_words
from validator.fhir.element import CodeableConcept
from validator.fhir.entry import Entry
from validator.fhir.reason import reason_concepts
from validator.fhir.resource import Condition, MedicationRequest
from validator.frozen import replace
from validator.regex import regex
from validator.terminology.domain import RISK
from validator.verdict import Basis, Truth

_TELLS_SOMETHING_ELSE = regex(
    r"\b(?:report|call|contact|notify|seek|hold|held|stop|withhold|watch|discontinue|avoid|verify|confirm|check|test\w*|screen\w*|side\s+effects?"
    r"|adverse|may\s+cause|causes?|can\s+cause|signs?|symptoms?|teach\w*|reviewed|aware|understands?|verbaliz\w*|contracept\w*|birth\s+control|rems"
    r"|warnings?|black\s+box|label\w*|pharmacist|insurance|prior\s+auth\w*|negative|neg|no|not|denies|denied|without|never|none"
    r"|potential\w*|of\s+childbearing|until|unless|after|before|plan\w*|will|would|may|might|possible|possibly|suspect\w*|concern\w*"
    r"|status|categor\w+|class|was|were|had\s+been|wife|husband|spouse|partner|brother|sister|son|daughter|\w+n't)\b|\?|<|>|\b(?:last|in)\s+(?:19|20)[01]\d\b",
    re.IGNORECASE,
)
"""A sentence of a note with one of these speaks of what may come, of care, of the past or of others."""


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


def risks_in_notes(reader: Reader, entry: Entry) -> tuple[RiskCondition, ...]:
    """What sentences of the order's notes may tell of now, each a question and never an event."""
    return tuple(_in_notes(reader, entry))


def _in_notes(reader: Reader, entry: Entry) -> Iterator[RiskCondition]:
    body = entry.body
    if not isinstance(body, MedicationRequest):
        return
    written = reader.date(body.authored_on, entry, "authoredOn")
    for index, note in enumerate(body.note):
        for sentence in sentences_that_may_tell(note.text):
            if _TELLS_SOMETHING_ELSE.search(sentence):
                continue
            said = risk_words(reader.book, CodeableConcept(text=sentence), NO_GROUPS)
            for told in said.told:
                ago = written.plus_days(-told.days_ago) if written is not None and told.days_ago is not None else None
                day = told.day or ago
                shown = evidence(entry, f'"{sentence}"', f"note[{index}].text", Basis.TEXT)
                if not (told.is_history or told.is_over):
                    # As it would be if it were so: what is over by its own day stays so.
                    yield RiskCondition(told.groups, told.phrase, Truth.TRUE, shown, day, recorded=day or written)
