"""An event that a Procedure tells of beside what was done, an Observation, or what is no list of problems (a visit, a
report, a flag ...): a complication, "colonoscopy with perforation", "melena: present".

What was looked for ("CT for embolism") is no event of it, and neither is an operation: only what its words join to it,
or what it was done against (`treated_event`). CLARIFICATIONS A96, A190, A361.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from validator.chart import observation
from validator.chart.concept import as_concept, coded, groups_of, name_of, says, words_of
from validator.chart.entry.status import PROCEDURE_DONE
from validator.chart.fact import RiskCondition
from validator.chart.observed import measurement
from validator.chart.observed.question import asks_listed
from validator.chart.reader import Reader, dated, evidence, first_date
from validator.chart.risk import answered_finding, asked_finding, carrier, treated_event
from validator.chart.risk.free_report import sentences_that_may_tell
from validator.chart.risk.named_treatment import treated_by_name
from validator.chart.risk.risk_words import as_severe, risk_words
from validator.chart.risk.severity import is_event_severe, is_said_severe
from validator.chart.risk.stated_finding import affirmed, day_told, risk_stated
from validator.chart.risk.treated_event import is_against, is_no_event, is_why, name_read
from validator.chart.settings import LONGEST_FLAG_DAYS, RECENT_EVENT_DAYS, SAME_EVENT_DAYS
from validator.chart.words.text import mentions_of
from validator.fhir.element import CodeableConcept, Reference
from validator.fhir.entry import Entry
from validator.fhir.resource import Observation, Procedure, Resource
from validator.frozen import Frozen, replace
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
_TELLS_WHY = frozenset({"reasonCode", "reason", "note"})
_TELLING = ("Procedure", "Observation", *sorted(carrier.TYPES))


LeadsNowhere = Callable[[str], bool]


class ToldEvent(Frozen):
    """An event: its groups, its name, the element that tells it, and by what; `is_history`: words call it past; `day`:
    the one that words give it, None where they give none. `is_reason`: a procedure was done for it, and says nothing of
    it once it is over."""

    groups: frozenset[str]
    name: str
    element: str
    basis: Basis
    is_history: bool = False
    day: PartialDate | None = None
    is_reason: bool = False


def events_of(book: Codebook, entry: Entry, is_lost: LeadsNowhere | None = None) -> tuple[ToldEvent, ...]:
    """Every event that a Procedure, an Observation or a carrier of events tells of; `is_lost` says of a reference that
    it leads nowhere. Source: FHIR R4 Procedure.code,
    complication; in R5 both too, the complication as a CodeableReference; the elements that `carrier` names."""
    raw = entry.tree
    if entry.resource_type in carrier.TYPES:
        return tuple(_carried(book, entry, is_lost))
    if entry.resource_type == "Observation":
        return tuple(_observed(book, entry))
    found = list(_in_words(book, as_concept(raw.get("code")))) if isinstance(raw.get("code"), dict) else []
    complications = raw.get("complication", [])
    # One that stands without its list, or as a bare text, is what it says all the same.
    for index, one in enumerate(complications if isinstance(complications, list) else (complications,)):
        inner = one.get("concept") if isinstance(one, dict) and "concept" in one else one
        inner = {"text": inner} if isinstance(inner, str) else inner
        found += _complication(book, as_concept(inner), f"complication[{index}]")
    if not _TELLS_WHY.isdisjoint(raw):
        found += _why(book, raw)
    operations = book.of_role(RISK, "operation")
    return tuple(one for one in found if not one.groups <= operations)


def _why(book: Codebook, raw: Mapping[str, Any]) -> Iterator[ToldEvent]:
    """The events that a procedure says it was done for, beside its name."""
    for element, concept in treated_event.reasons_of(raw):
        for told in _complication(book, concept, element, is_open_too=False):
            if not told.is_history:
                yield replace(told, is_reason=True)
    for element, text in treated_event.notes_of(raw):
        for sentence in sentences_that_may_tell(text):
            for mention in mentions_of(book, RISK, sentence):
                if mention.sense is Sense.STATED and is_why(sentence, mention.start, mention.end):
                    name = f'"{mention.phrase.text}"'
                    yield ToldEvent(mention.phrase.groups, name, element, Basis.TEXT, is_reason=True)


def groups_of_event(book: Codebook, entry: Entry, is_lost: LeadsNowhere | None = None) -> frozenset[str] | None:
    """The risks that an Observation or a carrier states or leaves open; None: an AdverseEvent that names no event."""
    if entry.resource_type == "Observation":
        found: set[str] = set()
        for told in _observed(book, entry, is_open_too=True):
            found |= told.groups
        return frozenset(found)
    if entry.resource_type == "AdverseEvent" and not _says_what(entry):
        return None
    return frozenset(group for told in _carried(book, entry, is_lost, is_open_too=True) for group in told.groups)


def lost_from(reader: Reader, entry: Entry) -> LeadsNowhere:
    """Which references of an entry lead nowhere: what they display is then all that is told."""
    return lambda told: reader.quiet.resolve(Reference(reference=told), entry) is None


def _says_what(entry: Entry) -> bool:
    told = [entry.tree.get(name) for name in ("event", "code")]
    return any(says({"text": one} if isinstance(one, str) else one) for one in told)


def _carried(
    book: Codebook, entry: Entry, is_lost: LeadsNowhere | None = None, *, is_open_too: bool = False
) -> Iterator[ToldEvent]:
    """What a carrier of events states; what it leaves open is weighed elsewhere. An operation is no event."""
    kind, operations = entry.resource_type, book.of_role(RISK, "operation")
    for named in carrier.named_in(book, kind, entry.tree, is_lost):
        if not named.is_sure and not is_open_too:
            continue
        concept = as_concept(named.concept)
        for told in _complication(book, concept, named.element, is_open_too=is_open_too):
            if not told.groups <= operations:
                yield told


def risks_in(
    reader: Reader, telling: Mapping[str, Sequence[Entry]], known: Sequence[RiskCondition]
) -> Iterator[RiskCondition]:
    """The events that a patient's entries tell of; `telling` are those by type.

    One that a condition among the `known` is, and says to be over, is not told again.
    """
    for kind in _TELLING:
        for entry in telling.get(kind, ()):
            for risk in risks_of(reader, entry):
                if not any(_is_same_and_over(risk, one) for one in known):
                    yield risk


def _is_same_and_over(event: RiskCondition, condition: RiskCondition) -> bool:
    """Whether a condition that is over is of the kind of an event, and began before it or on its day: at most 30 days
    before it, or ended after it."""
    began = condition.onset or condition.recorded
    day = event.onset
    if condition.active is not Truth.FALSE or began is None or day is None or event.groups.isdisjoint(condition.groups):
        return False
    if began.at_or_before(day) is not Truth.TRUE:
        return False
    if condition.abatement is not None:
        return day.at_or_before(condition.abatement) is Truth.TRUE
    return began.days_until(day)[1] <= SAME_EVENT_DAYS


def risks_of(reader: Reader, entry: Entry) -> Iterator[RiskCondition]:
    """The events of a Procedure that was done, an Observation or a carrier, on its day: over after the days in which an
    event counts as recent. What is flagged still counts for somebody, and is over when it is of no warning any more."""
    is_carried = entry.resource_type in carrier.TYPES
    told = events_of(reader.book, entry, lost_from(reader, entry) if is_carried else None)
    if not told:
        return
    body = entry.body
    if isinstance(body, Observation):
        day = measurement.day_of(reader, entry, body)
        if day is not None and day.at_or_before(reader.as_of) is Truth.FALSE:
            return
    elif entry.resource_type in carrier.TYPES:
        if reader.body(entry, Resource) is None:
            return
        day = _day_of_event(reader, entry)
        if day is not None and day.at_or_before(reader.as_of) is Truth.FALSE:
            return
    else:
        done = reader.body(entry, Procedure)
        if done is None or done.status not in PROCEDURE_DONE:
            return
        day = first_date(
            reader.date(done.performed_date_time, entry, "performedDateTime"),
            reader.date(done.occurrence_date_time, entry, "occurrenceDateTime"),
            reader.start_of(done.performed_period, entry, "performedPeriod"),
            reader.start_of(done.occurrence_period, entry, "occurrencePeriod"),
        )
    lasting = LONGEST_FLAG_DAYS if entry.resource_type == "Flag" else RECENT_EVENT_DAYS
    is_over = carrier.is_over(entry.resource_type, entry.tree, reader.as_of)
    is_graver = entry.resource_type == "AdverseEvent" and is_event_severe(reader.book, entry.tree)
    for one in told:
        groups = as_severe(reader.book, one.groups) if is_graver else one.groups
        when = one.day or (None if one.is_history else day)
        is_past = is_over or any(at is not None and at.days_until(reader.as_of)[0] > lasting for at in (one.day, day))
        shown = evidence(entry, dated(one.name, one.day or day), one.element, one.basis)
        if is_past and one.is_reason:
            continue
        active = Truth.FALSE if is_past or one.is_history else Truth.UNKNOWN
        kind = entry.resource_type
        yield RiskCondition(groups, one.name, active, shown, when, recorded=when, told_by=kind)


def _day_of_event(reader: Reader, entry: Entry) -> PartialDate | None:
    """When a carrier says it was; the last day that is not after the chart's, where it gives several."""
    told = [reader.date(text, entry, name) for name, text in carrier.dates_in(entry.resource_type, entry.tree)]
    days = [day for day in told if day is not None]
    return first_date(*(day for day in days if day.at_or_before(reader.as_of) is not Truth.FALSE), *days)


def _observed(book: Codebook, entry: Entry, *, is_open_too: bool = False) -> list[ToldEvent]:
    """What an Observation and its components state. What was set aside is weighed elsewhere."""
    body = entry.body
    found: list[ToldEvent] = []
    if not isinstance(body, Observation):
        return found
    # A heading has parts below it; hardly any result has.
    is_apart = bool(body.component) and any(map(asked_finding.is_of_something_else, words_of(body.code)))
    for place, part in observation.parts_of(body):
        groups = risk_stated(book, part.code)
        if groups and affirmed(part) is Truth.TRUE:
            name = name_of(part.code, coded(book, RISK, part.code))
            found.append(ToldEvent(groups, name, f"{place}code", Basis.CODED, day=day_told(part)))
        elif not groups and not (place and is_apart) and _names_a_risk(book, words_of(part.code)):
            found += _asked_in_words(book, part, place, entry.tree if not place else {})
        has_name = part.value_codeable_concept is not None or part.value_string
        for one in answered_finding.answered(book, part, is_open_too=is_open_too) if has_name else ():
            found.append(ToldEvent(one.groups, one.name, f"{place}{one.element}", one.basis, one.is_history))
    return found


@lru_cache(maxsize=8192)
def _names_a_risk(book: Codebook, names: tuple[str, ...]) -> bool:
    """Whether a question with these names may be affirmed: in words it asks for a risk."""
    return bool(asked_finding.affirmed_risks(book, names).told or asked_finding.told_by_an_answer(book, names))


def _asked_in_words(book: Codebook, part: Observation, place: str, tree: Mapping[str, Any]) -> Iterator[ToldEvent]:
    """What an answer affirms whose question names it in words alone; `tree` is empty for a component."""
    names = words_of(part.code)
    said = asked_finding.affirmed_risks(book, names).told
    groups = asked_finding.told_by_an_answer(book, names)
    if asks_listed(book, part.code):
        return
    is_affirmed = affirmed(part) is Truth.TRUE
    for told in said if is_affirmed else ():
        yield ToldEvent(told.groups, f'"{told.phrase}"', f"{place}code", Basis.TEXT, day=day_told(part))
    if groups and not said and (is_affirmed or asked_finding.tells_when(tree, names)):
        yield ToldEvent(groups, f'"{names[0]}"', f"{place}code", Basis.TEXT)


def _in_words(book: Codebook, concept: CodeableConcept) -> Iterator[ToldEvent]:
    is_a_look = treated_event.is_a_look(concept)
    for words in map(name_read, words_of(concept)):
        taken_out = None if is_a_look else treated_event.clot_taken_out(words)
        for name, event in (*((taken_out,) if taken_out else ()), *(() if is_a_look else treated_by_name(words))):
            is_graver = is_said_severe(book, CodeableConcept(text=name))
            for mention in mentions_of(book, RISK, event):
                groups = as_severe(book, mention.phrase.groups) if is_graver else mention.phrase.groups
                yield ToldEvent(groups, f'"{name}"', "code", Basis.TEXT)
        for mention in mentions_of(book, RISK, words):
            is_joined = _JOINED.search(words[: mention.start]) is not None and not is_no_event(words, mention.end)
            if mention.sense is Sense.STATED and (is_joined or is_against(words, mention.start, mention.end)):
                yield ToldEvent(mention.phrase.groups, f'"{mention.phrase.text}"', "code", Basis.TEXT)


def _complication(
    book: Codebook, concept: CodeableConcept, element: str, *, is_open_too: bool = True
) -> Iterator[ToldEvent]:
    groups = groups_of(book, RISK, concept)
    is_graver = is_said_severe(book, concept)
    if groups:
        groups = as_severe(book, groups) if is_graver else groups
        yield ToldEvent(groups, name_of(concept, coded(book, RISK, concept)), element, Basis.CODED)
        return
    said = risk_words(book, concept, groups)
    for told in (*said.told, *(said.left_open if is_open_too else ())):
        named = as_severe(book, told.groups) if is_graver else told.groups
        yield ToldEvent(named, f'"{told.phrase}"', element, Basis.TEXT, told.is_history, told.day)
