"""A Child-Pugh class that stands in the stage of a Condition, as of liver cancer or cirrhosis.

Known by the type of the stage, or by its own words ("Child-Pugh B"). It is of the day on which the Condition was
recorded, so that a newer class outdates it. Source: FHIR R4 Condition.stage.
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.chart import child_pugh
from validator.chart.asked_for import AskedFor
from validator.chart.child_pugh_answer import child_pugh_answer
from validator.chart.coded_answer import is_no_answer
from validator.chart.concept import name_of
from validator.chart.condition_state import State
from validator.chart.fact import Measurement
from validator.chart.question import asked_of
from validator.fhir.element import CodeableConcept, ObservationComponent
from validator.fhir.resource import Condition
from validator.frozen import replace
from validator.terminology.codebook import Codebook
from validator.terminology.domain import OBSERVED
from validator.verdict import Truth


def liver_classes(state: State, body: Condition) -> Iterator[Measurement]:
    """The classes in the stages of a Condition that is not over; one that cannot be read is kept as such."""
    if state.active is Truth.FALSE:
        return
    book = state.reader.book
    for index, stage in enumerate(body.stage):
        concept = stage.summary
        if concept is None or is_no_answer(concept):
            continue
        is_coded = bool(child_pugh.coded_classes(book, concept))
        if not is_coded and not any(_asks_class(book, one) for one in (stage.type, concept)):
            continue
        day, place = state.recorded or state.onset, f"stage[{index}]."
        asked = AskedFor(state.reader, state.entry, child_pugh.question(book), name_of(concept), day, place)
        found = child_pugh_answer(asked, ObservationComponent(value_codeable_concept=concept))
        where = (found.evidence.expression or "").replace("valueCodeableConcept", "summary")
        yield replace(found, evidence=replace(found.evidence, expression=where))


def _asks_class(book: Codebook, concept: CodeableConcept | None) -> bool:
    """Whether a concept is the question for the class, or has its name."""
    return not asked_of(book, OBSERVED, concept).isdisjoint(child_pugh.question(book))
