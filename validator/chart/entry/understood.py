"""Whether the answer an entry gives can be read: what it says and nobody understands is neither there nor absent."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import repeat
from operator import itemgetter
from typing import Any, Literal

from validator.chart import observation
from validator.chart.disease.differentiation import asks_grade, asks_histology
from validator.chart.disease.extent import decides
from validator.chart.fact import Measurement
from validator.chart.observed import attestation, measurement
from validator.chart.observed.amount import unit_of
from validator.chart.observed.answer_text import is_answered
from validator.chart.observed.coded_answer import is_no_answer, presence_in_words
from validator.chart.observed.panel import is_unnamed
from validator.chart.observed.question import asked_of
from validator.chart.observed.size import measured_sizes, without_impossible
from validator.chart.observed.stated import answer_of, asked_for, stated_in, stating
from validator.chart.observed.value import has_answer, written_parts
from validator.chart.person import person
from validator.chart.reader import Reader
from validator.chart.risk.stated_finding import affirmed, risk_stated
from validator.chart.topic import ATTESTED, Topic
from validator.fhir.entry import Entry
from validator.fhir.resource import Observation, QuestionnaireResponse
from validator.terminology.codebook import Codebook
from validator.terminology.domain import DIFFERENTIATION, EXTENT, OBSERVED, RISK
from validator.terminology.unit import shown_unit
from validator.verdict import Truth


@lru_cache(maxsize=2048)
def may_be_lost(book: Codebook, topic: Topic) -> bool:
    """Whether the answer of an Observation of this topic must be understood; one without components is asked only
    then.
    """
    return bool(_asked(book, topic))


def not_understood(reader: Reader, entry: Entry, topic: Topic, owner: Entry | None) -> Iterator[str]:
    """Each answer that decides something and could not be read, by its component (`component[1]`), empty for its own.

    A size, a stage, a grade, a criterion; other results have problems of their own, which their questions know.
    `owner` is the patient's, as a size may be one that nobody of that age has. The entry itself must stand.
    """
    body = entry.body
    match body:
        case Observation():
            if body.component:
                yield from _unnamed(entry, body)
            if not (asked := _asked(reader.book, topic)):
                return
            if "size" in asked:
                yield from map(_place_of, repeat(entry), _wrong_sizes(reader, entry, owner))
            if "with child" in asked:
                yield from _pregnancies(reader, entry)
            quiet = reader.quiet if asked & _OF_PARTS else reader
            for number, (part, tree) in enumerate(_parts(entry, body)) if asked & _OF_PARTS else ():
                if has_answer(tree) and True in map(_is_lost, repeat(quiet), repeat(entry), repeat(part), asked):
                    yield f"component[{number - 1}]" if number else ""
        case QuestionnaireResponse():
            if not attestation.is_readable(reader.book, body):
                yield ""
        case _:
            pass


def fault_of_size(reader: Reader, entry: Entry, owner: Entry | None) -> str:
    """Why a size could not be used, in words after its name; empty where none of them is at fault."""
    return next((f"it {one.problem}" for one in _wrong_sizes(reader, entry, owner)), "")


def fault_of_unit(entry: Entry) -> str:
    """What keeps the unit of a result from being read, in words after its name; empty where nothing does."""
    body = entry.body
    value = body.value_quantity if isinstance(body, Observation) else None
    if value is None:
        return ""
    unit = unit_of(value)
    if unit.unread:
        return f"its unit {shown_unit(unit.unread)} is not known here"
    return "the code and the text of its unit differ" if unit.conflict else ""


_Asked = Literal["size", "with child", "criterion", "stated", "tumor", "finding"]
_OF_PARTS: frozenset[_Asked] = frozenset({"criterion", "stated", "tumor", "finding"})


@lru_cache(maxsize=2048)
def _asked(book: Codebook, topic: Topic) -> frozenset[_Asked]:
    """What an Observation, or a part of it, must answer so that it can be understood; of anything else its questions
    know the problems."""
    found: set[_Asked] = set()
    measured = topic.of_domain(OBSERVED)
    if not measured_sizes(book).isdisjoint(measured):
        found.add("size")
    if not _about_pregnancy(book).isdisjoint(measured):
        found.add("with child")
    if topic.of_domain(ATTESTED):
        found.add("criterion")
    if not stating(book).isdisjoint(measured):
        found.add("stated")
    if _is_of_tumor(book, topic.of_domain(EXTENT), topic.of_domain(DIFFERENTIATION)):
        found.add("tumor")
    if topic.of_domain(RISK):
        found.add("finding")
    return frozenset(found)


def _about_pregnancy(book: Codebook) -> frozenset[str]:
    return book.of_role(OBSERVED, "pregnancy-question") | book.of_role(OBSERVED, "pregnancy-test")


def _wrong_sizes(reader: Reader, entry: Entry, owner: Entry | None) -> Iterator[Measurement]:
    sizes = measured_sizes(reader.book)
    whose = reader.look(owner, person, says=False) if owner is not None else None
    measured = reader.look(entry, measurement.measured, says=False).values
    for one in without_impossible(reader.book, measured, whose):
        if one.problem and one.groups & sizes:
            yield one


def _pregnancies(reader: Reader, entry: Entry) -> Iterator[str]:
    """Answers that may say so: not a number, nor words that deny it or that nobody knows."""
    about = _about_pregnancy(reader.book)
    for one in reader.look(entry, measurement.measured, says=False).values:
        if one.problem and one.groups & about and one.number is None and not is_no_answer(None, one.text):
            told = (measurement.told_of_pregnancy(reader.book, one.text or ""), presence_in_words(one.text))
            if Truth.FALSE not in told:
                yield _place_of(entry, one)


def _place_of(entry: Entry, one: Measurement) -> str:
    place = (one.evidence.expression or "").removeprefix(f"{entry.expression}.").partition(".")[0]
    return place if place.startswith("component[") else ""


def _is_lost(quiet: Reader, entry: Entry, part: Observation, asked: _Asked) -> bool:
    """Whether a part that has an answer asks such a thing and its answer is not understood."""
    match asked:
        case "criterion":
            return bool(attestation.criteria_of(quiet.book, part.code)) and attestation.answer_of(part) is None
        case "stated":
            return bool(asked_for(quiet.book, part)) and (not is_answered(part) or answer_of(part) is None)
        case "finding":
            is_read = is_answered(part) or bool(part.interpretation)
            return bool(risk_stated(quiet.book, part.code)) and not (is_read and affirmed(part) is not None)
        case "tumor":
            # Words that state a criterion answer that much, whatever was asked.
            return not any(stated_in(quiet, entry, part, None)) and not _is_part_understood(quiet, entry, part)
        case _:
            return False


def _is_of_tumor(book: Codebook, spread: frozenset[str], grade: frozenset[str]) -> bool:
    return decides(book, spread) or asks_grade(book, grade) or asks_histology(book, grade)


def _parts(entry: Entry, body: Observation) -> Iterator[tuple[Observation, dict[str, Any]]]:
    """The Observation and each of its components, with what is written there: more than what is decoded of it."""
    (_, own), *parts = observation.parts_of(body)
    yield own, {**entry.tree, "component": None} if "component" in entry.tree else entry.tree
    yield from zip(map(itemgetter(1), parts), written_parts(entry.tree, len(parts)) if parts else (), strict=True)


def _unnamed(entry: Entry, body: Observation) -> Iterator[str]:
    """The place of each component that has an answer and names no question."""
    for index, tree in enumerate(written_parts(entry.tree, len(body.component))):
        if is_unnamed(tree):
            yield f"component[{index}]"


def _is_part_understood(reader: Reader, entry: Entry, part: Observation) -> bool:
    """Whether an Observation, or a component of one, asks nothing of a tumor, or its answer is read: one in an element
    that is not decoded is none of these."""
    spread, grade = asked_of(reader.book, EXTENT, part.code), asked_of(reader.book, DIFFERENTIATION, part.code)
    if not _is_of_tumor(reader.book, spread, grade):
        return True
    facts = reader.look(entry, observation.facts_alone) if part is entry.body else observation.facts_of_part(
        reader, entry, part
    )  # fmt: skip
    return bool(facts.extents or facts.differentiations) or _is_listed_answer(part, reader)


def _is_listed_answer(body: Observation, reader: Reader) -> bool:
    """Whether a reader that found nothing had no complaint: the answer is known and says nothing of spread or grade."""
    return not reader.unread and is_answered(body)
