"""Whether the answer an entry gives can be read: what it says and nobody understands is neither there nor absent."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Literal

from msgspec import structs

from validator.chart import attestation, measurement, observation
from validator.chart.amount import unit_of
from validator.chart.answer_text import is_answered
from validator.chart.differentiation import asks_grade, asks_histology
from validator.chart.extent import decides
from validator.chart.person import person
from validator.chart.question import asked_of
from validator.chart.reader import Reader
from validator.chart.size import measured_sizes, without_impossible
from validator.chart.stated import answer_of, asked_for, stating
from validator.chart.topic import ATTESTED, Topic
from validator.chart.value import has_answer, written_parts
from validator.fhir.entry import Entry
from validator.fhir.resource import Observation, QuestionnaireResponse
from validator.terminology.codebook import Codebook
from validator.terminology.domain import DIFFERENTIATION, EXTENT, OBSERVED
from validator.terminology.unit import shown_unit


def not_understood(reader: Reader, entry: Entry, topic: Topic, owner: Entry | None) -> Iterator[str]:
    """Each answer that decides something and could not be read, by its component (`component[1]`), empty for its own.

    A size, a stage, a grade, a criterion; other results have problems of their own, which their questions know.
    `owner` is the patient's, as a size may be one that nobody of that age has. The entry itself must stand.
    """
    body = entry.body
    match body:
        case Observation():
            asked = _asked(reader.book, topic)
            quiet = reader.quiet
            if asked == "tumor":
                for number, (part, tree) in enumerate(_parts(entry, body)):
                    if not _is_part_understood(quiet, entry, part, tree):
                        yield f"component[{number - 1}]" if number else ""
            elif asked == "size":
                sizes = measured_sizes(reader.book)
                whose = quiet.look(owner, person) if owner is not None else None
                for one in without_impossible(reader.book, quiet.look(entry, measurement.measured).values, whose):
                    if one.problem and one.groups & sizes:
                        place = (one.evidence.expression or "").removeprefix(f"{entry.expression}.").partition(".")[0]
                        yield place if place.startswith("component[") else ""
            elif asked == "criterion" and not any(attestation.of_observation(quiet, entry, body, None)):
                yield ""
            elif asked == "stated":
                for number, (part, tree) in enumerate(_parts(entry, body)):
                    is_lost = has_answer(tree) and not is_answered(part)
                    if asked_for(reader.book, part) and (is_lost or answer_of(part) is None):
                        yield f"component[{number - 1}]" if number else ""
        case QuestionnaireResponse():
            if not attestation.is_readable(reader.book, body):
                yield ""
        case _:
            pass


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


@lru_cache(maxsize=2048)
def _asked(book: Codebook, topic: Topic) -> Literal["size", "criterion", "stated", "tumor"] | None:
    """What an Observation must answer so that it can be understood; None: its questions know of its problems."""
    if not measured_sizes(book).isdisjoint(topic.of_domain(OBSERVED)):
        return "size"
    if topic.of_domain(ATTESTED):
        return "criterion"
    if not stating(book).isdisjoint(topic.of_domain(OBSERVED)):
        return "stated"
    return "tumor" if _is_of_tumor(book, topic.of_domain(EXTENT), topic.of_domain(DIFFERENTIATION)) else None


def _is_of_tumor(book: Codebook, spread: frozenset[str], grade: frozenset[str]) -> bool:
    return decides(book, spread) or asks_grade(book, grade) or asks_histology(book, grade)


def _parts(entry: Entry, body: Observation) -> Iterator[tuple[Observation, dict[str, Any]]]:
    """The Observation and each of its components, with what is written there: more than what is decoded of it."""
    parts = [part for _, part in observation.parts_of(body)]
    yield parts[0], {name: value for name, value in entry.tree.items() if name != "component"}
    yield from zip(parts[1:], written_parts(entry.tree, len(parts) - 1), strict=True)


def _is_part_understood(reader: Reader, entry: Entry, part: Observation, tree: dict[str, Any]) -> bool:
    """Whether an Observation, or a component of one, asks nothing of a tumor, gives no answer, or one that is read.

    `tree` is what is written there: an answer in an element that is not decoded is one.
    """
    spread, grade = (asked_of(reader.book, domain, part.code) for domain in (EXTENT, DIFFERENTIATION))
    if not _is_of_tumor(reader.book, spread, grade):
        return True
    if not has_answer(tree):
        return True
    facts = observation.facts_of(reader, entry, structs.replace(part, component=()), observation.SaidOfTumor())
    return bool(facts.extents or facts.differentiations) or _is_listed_answer(part, reader)


def _is_listed_answer(body: Observation, reader: Reader) -> bool:
    """Whether a reader that found nothing had no complaint: the answer is known and says nothing of spread or grade."""
    return not reader.unread and is_answered(body)
