"""An event that a Procedure tells of beside what was done, an Observation, or an AdverseEvent: a complication,
"colonoscopy with perforation", "melena: present".

What an operation was for ("repair of a perforated ulcer", "CT for embolism") is no event of it, and neither is an
operation: only what its words join to it is. CLARIFICATIONS A96.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from validator.chart import measurement, observation
from validator.chart.concept import as_concept, coded, groups_of, name_of, says, words_of
from validator.chart.fact import RiskCondition
from validator.chart.reader import Reader, dated, evidence, first_date
from validator.chart.risk_words import risk_words
from validator.chart.settings import RECENT_EVENT_DAYS
from validator.chart.stated_finding import affirmed, risk_stated
from validator.chart.text import mentions_of
from validator.fhir.element import CodeableConcept
from validator.fhir.entry import Entry
from validator.fhir.resource import Observation, OfPatient, Procedure
from validator.fhir.status_code import word_of
from validator.frozen import Frozen
from validator.instant import PartialDate
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.domain import RISK
from validator.terminology.governing import Sense
from validator.verdict import Basis, Truth

_JOINED = regex(
    r"(?:\bwith|\bw/|\bc/b|\bcomplicated by|\bresulting in|\bfollowed by)\s*"
    r"(?:(?:an?|acute|iatrogenic|inadvertent|accidental|bowel|colon(?:ic)?|intestinal|major|severe)\s+)*$",
    re.IGNORECASE,
)
_NO_EVENT = regex(
    r"\s*(?:control|repair|closure|prophylaxis|prevention|protocol|screening|drainage|management)\b", re.IGNORECASE
)
_DONE = frozenset({"completed", "in-progress", "stopped"})


class ToldEvent(Frozen):
    """An event: the groups it is of, its name, the element that tells it, and whether a code does."""

    groups: frozenset[str]
    name: str
    element: str
    basis: Basis


def events_of(book: Codebook, entry: Entry) -> tuple[ToldEvent, ...]:
    """Every event that a Procedure, an Observation or an AdverseEvent tells of. Source: FHIR R4 Procedure.code,
    complication; in R5 both too, the complication as a CodeableReference; AdverseEvent.event, in R5 code."""
    raw = entry.tree
    if entry.resource_type == "AdverseEvent":
        name, code = _named(entry)
        return tuple(_complication(book, as_concept(code), name)) if word_of(raw, "actuality") != "potential" else ()
    if entry.resource_type == "Observation":
        return tuple(_observed(book, entry))
    found = list(_in_words(book, as_concept(raw.get("code")))) if isinstance(raw.get("code"), dict) else []
    complications = raw.get("complication")
    # One that stands without its list, or as a bare text, is what it says all the same.
    for index, one in enumerate(complications if isinstance(complications, list) else (complications,)):
        inner = one.get("concept") if isinstance(one, dict) and "concept" in one else one
        inner = {"text": inner} if isinstance(inner, str) else inner
        found += _complication(book, as_concept(inner), f"complication[{index}]")
    operations = book.of_role(RISK, "operation")
    return tuple(one for one in found if not one.groups <= operations)


def _named(entry: Entry) -> tuple[str, object]:
    """Where an AdverseEvent says what happened, and what it says there, as a concept in JSON."""
    name = "event" if "event" in entry.tree else "code"
    told = entry.tree.get(name)
    return name, {"text": told} if isinstance(told, str) else told


def groups_of_event(book: Codebook, entry: Entry) -> frozenset[str] | None:
    """The risks of an AdverseEvent; None where it does not say what happened."""
    _, code = _named(entry)
    if not says(code):
        return None
    return frozenset(group for told in events_of(book, entry) for group in told.groups)


def risks_in(reader: Reader, about: Callable[[str], Iterable[Entry]]) -> Iterator[RiskCondition]:
    """The events that a patient's entries tell of; `about` gives those of a type."""
    for kind in ("Procedure", "Observation", "AdverseEvent"):
        for entry in about(kind):
            yield from risks_of(reader, entry)


def risks_of(reader: Reader, entry: Entry) -> Iterator[RiskCondition]:
    """The events of a Procedure that was done, an Observation or an AdverseEvent, on its day: over after the days in
    which an event counts as recent."""
    told = events_of(reader.book, entry)
    if not told:
        return
    body = entry.body
    if isinstance(body, Observation):
        day = measurement.day_of(reader, entry, body)
        if day is not None and day.at_or_before(reader.as_of) is Truth.FALSE:
            return
    elif entry.resource_type == "AdverseEvent":
        if reader.body(entry, OfPatient) is None:
            return
        day = _day_of_event(reader, entry)
        if day is not None and day.at_or_before(reader.as_of) is Truth.FALSE:
            return
    else:
        done = reader.body(entry, Procedure)
        if done is None or done.status not in _DONE:
            return
        day = first_date(
            reader.date(done.performed_date_time, entry, "performedDateTime"),
            reader.date(done.occurrence_date_time, entry, "occurrenceDateTime"),
            reader.start_of(done.performed_period, entry, "performedPeriod"),
            reader.start_of(done.occurrence_period, entry, "occurrencePeriod"),
        )
    is_past = day is not None and day.days_until(reader.as_of)[0] > RECENT_EVENT_DAYS
    for one in told:
        shown = evidence(entry, dated(one.name, day), one.element, one.basis)
        active = Truth.FALSE if is_past else Truth.UNKNOWN
        kind = entry.resource_type
        yield RiskCondition(one.groups, one.name, active, shown, day, recorded=day, told_by=kind)


def _day_of_event(reader: Reader, entry: Entry) -> PartialDate | None:
    """When an AdverseEvent happened, else when it was noticed or written down."""
    tree = entry.tree
    period = tree.get("occurrencePeriod")
    told = {"occurrencePeriod.start": period.get("start")} if isinstance(period, dict) else {}
    told |= {name: tree.get(name) for name in ("date", "occurrenceDateTime", "detected", "recordedDate")}
    days = (reader.date(text, entry, name) for name, text in told.items() if isinstance(text, str))
    return first_date(*days)


def _observed(book: Codebook, entry: Entry) -> Iterator[ToldEvent]:
    """What an Observation and its components state. What was set aside is weighed elsewhere."""
    body = entry.body
    for place, part in observation.parts_of(body) if isinstance(body, Observation) else ():
        groups = risk_stated(book, part.code)
        if groups and affirmed(part) is Truth.TRUE:
            name = name_of(part.code, coded(book, RISK, part.code))
            yield ToldEvent(groups, name, f"{place}code", Basis.CODED)


def _in_words(book: Codebook, concept: CodeableConcept) -> Iterator[ToldEvent]:
    for words in words_of(concept):
        for mention in mentions_of(book, RISK, words):
            is_joined = _JOINED.search(words[: mention.start]) is not None
            if mention.sense is Sense.STATED and is_joined and not _NO_EVENT.match(words, mention.end):
                yield ToldEvent(mention.phrase.groups, f'"{mention.phrase.text}"', "code", Basis.TEXT)


def _complication(book: Codebook, concept: CodeableConcept, element: str) -> Iterator[ToldEvent]:
    groups = groups_of(book, RISK, concept)
    if groups:
        yield ToldEvent(groups, name_of(concept, coded(book, RISK, concept)), element, Basis.CODED)
        return
    for told in (said := risk_words(book, concept, groups)).told + said.left_open:
        yield ToldEvent(told.groups, f'"{told.phrase}"', element, Basis.TEXT)
