"""A Child-Pugh class that stands in the stage or in the words of a Condition, as of liver cancer or cirrhosis.

A stage is known by its type, or by its own words ("Child-Pugh B"). It is of the day on which the Condition was
recorded, so that a newer class outdates it. Source: FHIR R4 Condition.stage, Condition.code.text, Condition.note.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from validator.chart.concept import name_of, words_of
from validator.chart.disease.condition_state import State
from validator.chart.fact import Measurement
from validator.chart.liver import child_pugh
from validator.chart.liver.child_pugh_answer import child_pugh_answer
from validator.chart.liver.liver_class_words import ToldClass, classes_told, is_of_the_liver, may_tell_class
from validator.chart.observed.asked_for import AskedFor
from validator.chart.observed.coded_answer import is_no_answer
from validator.chart.observed.question import asked_of
from validator.chart.reader import Reader
from validator.chart.words.sure_words import is_quoted, sentences_of
from validator.chart.words.text import texts_of_notes
from validator.fhir.element import CodeableConcept, ObservationComponent
from validator.fhir.entry import Entry
from validator.fhir.reason import reason_texts
from validator.fhir.resource import Condition, MedicationRequest
from validator.frozen import replace
from validator.instant import PartialDate
from validator.terminology.codebook import Codebook
from validator.terminology.domain import OBSERVED
from validator.verdict import Basis, Truth


def liver_class_named(book: Codebook, code: CodeableConcept) -> frozenset[str]:
    """The groups that ask for the class, where `Condition.code` names the score in words."""
    is_named = any(may_tell_class(text) for text in words_of(code))
    return child_pugh.question(book) if is_named else frozenset()


def liver_classes(state: State, body: Condition) -> Iterator[Measurement]:
    """The classes in the stages and words of a Condition that is not over; one that cannot be read is kept as such."""
    if state.active is Truth.FALSE:
        return
    yield from _in_words(state, body)
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


def _in_words(state: State, body: Condition) -> Iterator[Measurement]:
    is_of_liver = is_concept_of_the_liver(state.reader.book, body.code)
    texts = [] if body.code is None or body.code.text is None else [(body.code.text, "code.text")]
    day = state.recorded or state.onset
    yield from _told(state.reader, state.entry, (*texts, *texts_of_notes(body.note)), day, is_of_liver=is_of_liver)


@lru_cache(maxsize=8192)
def is_concept_of_the_liver(book: Codebook, concept: CodeableConcept | None) -> bool:
    """Whether any of the words of a concept is of an illness of the liver (`is_of_the_liver`)."""
    return any(is_of_the_liver(book.diseases, one) for one in words_of(concept))


def liver_classes_of_order(reader: Reader, entry: Entry, day: PartialDate | None) -> Iterator[Measurement]:
    """The classes that the reason or a note of an order tells, of the `day` on which it was written."""
    body = entry.body
    if not isinstance(body, MedicationRequest):
        return
    for text, element in (*reason_texts(body), *texts_of_notes(body.note)):
        texts = [(one, element) for one in sentences_of(text) if not is_quoted(one)]
        yield from _told(reader, entry, texts, day, is_of_liver=is_of_the_liver(reader.book.diseases, text))


def _told(
    reader: Reader, entry: Entry, texts: Iterable[tuple[str, str]], day: PartialDate | None, *, is_of_liver: bool
) -> Iterator[Measurement]:
    book = reader.book
    for text, element in texts:
        asked = AskedFor(reader, entry, child_pugh.question(book), text, day)
        for told in classes_told(text, is_of_liver=is_of_liver):
            if told.letter is None:
                shown = asked.answered(f'"{told.words}"', element, Basis.TEXT)
                yield replace(shown, problem=child_pugh.NO_CLASS)
            else:
                shown = asked.answered(_named(told), element, Basis.TEXT)
                yield replace(shown, value_groups=child_pugh.groups_of_class(book, told.letter), text=told.words)


def _named(told: ToldClass) -> str:
    """The best class by its words, since nothing else says what it rests on; any other with them."""
    return f'"{told.words}"' if told.letter == "A" else f'Child-Pugh class {told.letter} ("{told.words}")'


def _asks_class(book: Codebook, concept: CodeableConcept | None) -> bool:
    """Whether a concept is the question for the class, or has its name."""
    return not asked_of(book, OBSERVED, concept).isdisjoint(child_pugh.question(book))
