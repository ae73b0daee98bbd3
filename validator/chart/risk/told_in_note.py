"""What notes and instructions of an order, and notes of conditions, may tell of a danger that nothing on file shows.

A note is cut into statements; of each, what it is about (an event, an operation, a blood pressure), how it is meant,
and its own day, which is compared with the day of the order by the rules for conditions and procedures. What is old,
denied, advice, of others or what another drug is for is quiet; the rest is a question. CLARIFICATIONS A293, A294,
A320.
Source: FHIR R4 MedicationRequest.note, Condition.note (Annotation.text, time), Dosage.text, patientInstruction.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from validator.chart.concept import as_concept
from validator.chart.entry.standing import Doubtful, NotDecided, Stands, standing
from validator.chart.entry.when import date_of
from validator.chart.fact import Measurement, RiskCondition, Surgery
from validator.chart.observed.told_pressure import pressures_told
from validator.chart.operation.told_operation import is_perhaps_invasive, operations_told
from validator.chart.reader import Reader, evidence
from validator.chart.risk.graded_reaction import is_to_be_lowered, tells_high_grade
from validator.chart.settings import LONGEST_FLAG_DAYS, RECENT_EVENT_DAYS
from validator.chart.words.note_day import day_of_event, names_a_date
from validator.chart.words.past_words import says_it_is_over
from validator.chart.words.repeated import told_twice
from validator.chart.words.statement import (
    LONGEST,
    Meaning,
    beyond,
    is_lately,
    is_waited_out,
    items_of_history,
    standing_of,
    statements_of,
)
from validator.chart.words.text import mentions_of
from validator.dosage.word_vocabulary import is_other_drug
from validator.fhir.element import objects_of
from validator.fhir.entry import Entry
from validator.finding import Evidence
from validator.frozen import Frozen
from validator.instant import PartialDate
from validator.regex import regex
from validator.terminology.domain import RISK
from validator.terminology.governing import Sense
from validator.terminology.phrase import Mention
from validator.verdict import Basis, Truth

_MAY_TELL = regex(
    r"\b(?:recent(?:ly)?|new|acute|admi(?:t\w*|ssion)|hospital\w*|discharged?|d/?c'?d|s/p|held|had"
    r"|last\s+(?:week|month|night)|ago|surgery|surgical|going"
    r"|scheduled|planned|bp|blood\s+pressure|pt|patient|yesterday|post-?op|pod|\d{1,2}/\d{1,2}|grade\s*[34]"
    r"|g[34]|severe)\b",
    re.IGNORECASE,
)
"""Words without one of these are a sig and nothing else, as nearly all instructions are."""
_RECENTLY = regex(r"\brecent(?:ly)?\b", re.IGNORECASE)
_ENDED = frozenset({"resolved", "inactive", "remission"})
_ENDS_OTHERWISE = frozenset({"abatementAge", "abatementRange", "abatementString"})
_MAY_BE = regex(r"\b(?:may|might|could|potential(?:ly)?|whether|evaluat\w*|assess\w*)\b")
"""Doubts by which a label or a plan speaks; "suspected", "r/o" and "?" are of a patient."""
_HEALED_DAYS = 365
"""What a note says has healed by a day of longer ago (exclusive) no warning asks about; a choice of this project."""
_ONCE = regex(r"\b(?:x\s?1(?!\s*(?:d|w|mo|y))|1\s?x|once|single|one\s+(?:episode|time)|isolated)\b", re.IGNORECASE)
_ONCE_DAYS = 30
"""What is mostly slight, came once and is of longer ago (exclusive) no note asks about; a choice of this project."""
_WITHIN = regex(
    r"\b(?:mass(?:es)?|tumou?rs?|lesions?|cysts?|metast\w+|nodules?|neoplasms?"
    r"|thrombus)\b.*\b(?:intra\w*(?:tumou?ral|lesional)|within"
    r"|hemorrhagic|component|degeneration|necro\w+)\b|\bhemorrhagic\s+(?:\w+\s+){0,2}(?:metast\w+|mass|lesion|cyst)"
)
"""What a tumor looks like inside."""


class ToldInNote(Frozen):
    """What one statement of a note may tell, as what it would be if a list held it: a question, never a fact.

    `evidence` is that of each of them, and quotes the statement. `is_high_grade`: of a reaction of grade 3 or 4,
    for which the dose is to be lowered (`is_to_be_lowered`).
    `is_caution`: at most that, since it may be as old as the condition whose note it is, or may be none of the kind.
    `is_unread`: no more than that the note goes on behind what is looked at; texts of the order tell it of themselves.
    """

    evidence: Evidence
    conditions: tuple[RiskCondition, ...] = ()
    surgeries: tuple[Surgery, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    is_high_grade: bool = False
    is_caution: bool = False
    is_unread: bool = False
    is_to_be_lowered: bool = False


class WrittenOn(Frozen):
    """When a note was written. `since`: the day its condition was recorded, where that was long before the order and
    the note tells no time of its own: then it was written on some day from there on, and `day` is the order's."""

    day: PartialDate
    since: PartialDate | None = None

    def day_for(self, statement: str) -> PartialDate:
        """The day from which a statement counts; where it names no date, one of years ago is of then."""
        if self.since is None or names_a_date(statement):
            return self.day
        return self.since if self.since.days_until(self.day)[0] > LONGEST_FLAG_DAYS else self.day

    def leaves_open(self, statement: str) -> bool:
        """Whether a statement may be of then: it names no date, or one without a year that fits that day as well."""
        if self.since is None:
            return False
        if not names_a_date(statement):
            return True
        then, now = day_of_event(statement, 0, self.since), day_of_event(statement, 0, self.day)
        return then is not None and then != now and then.days_until(self.since)[1] <= RECENT_EVENT_DAYS


def told_in_notes(reader: Reader, order: Entry, conditions: Iterable[Entry]) -> tuple[ToldInNote, ...]:
    """What sentences of the notes may tell, each a question and never a fact."""
    found = [*_of_entry(reader, order)]
    for one in conditions:
        if "note" in one.raw and _may_speak(reader, one) and not is_over(reader, one):
            found += _of_entry(reader, one)
    return tuple(found)


def _may_speak(reader: Reader, condition: Entry) -> bool:
    """Whether a note of a condition may be asked about, whatever the condition is of and however it stands; not where
    it says itself that it is void."""
    match standing(condition):
        case NotDecided(is_void=True):
            return condition in reader.trusted
        case Stands() | NotDecided() | Doubtful():
            return True


def is_over(reader: Reader, condition: Entry) -> bool:
    """Whether a condition says itself that it is over, so that its note tells of then: by its status, or where it has
    none, by its end up to the day of the order. One that is active and has an end is left as it is."""
    codes = {one.code for one in as_concept(condition.raw.get("clinicalStatus")).coding if one.code}
    if codes or not isinstance(standing(condition), Stands):
        return not _ENDED.isdisjoint(codes)
    tree = condition.tree
    period = tree.get("abatementPeriod")
    end = tree.get("abatementDateTime") or (period.get("end") if isinstance(period, dict) else None)
    if end is not None:
        day = date_of(end)
        return day is not None and day.at_or_before(reader.as_of) is Truth.TRUE
    return tree.get("abatementBoolean") is True or not _ENDS_OTHERWISE.isdisjoint(tree)


def _of_entry(reader: Reader, entry: Entry) -> Iterator[ToldInNote]:
    is_of_order = entry.resource_type == "MedicationRequest"
    for text, element, time in _texts(entry):
        written = _written(reader, entry, date_of(time))
        if not is_of_order and (more := beyond(text)):
            yield ToldInNote(evidence(entry, f'"{more[:30]}"', element, Basis.TEXT), is_unread=True)
        for statement in statements_of(told_twice(text[:LONGEST]) if isinstance(text, str) else text):
            shown = evidence(entry, f'"{statement}"', element, Basis.TEXT)
            yield from _of_statement(reader, statement, shown, written)
            if not is_of_order and written.leaves_open(statement):
                continue
            if tells_high_grade(reader.book, statement, written.day, reader.as_of):
                yield ToldInNote(shown, is_high_grade=True, is_to_be_lowered=is_to_be_lowered(statement))
        for item in items_of_history(text):
            if _is_of_late(item, written.day):
                yield from _of_statement(reader, item, evidence(entry, f'"{item}"', element, Basis.TEXT), written)


def _is_of_late(item: str, written: PartialDate) -> bool:
    """Whether an item of a history has a day of its own that is recent, or is said to be of late."""
    day = day_of_event(item, 0, written)
    if day is None:
        return _RECENTLY.search(item) is not None
    return 0 <= day.days_until(written)[1] <= RECENT_EVENT_DAYS


def _written(reader: Reader, entry: Entry, time: PartialDate | None) -> WrittenOn:
    """When a note was written. One of the order without a time is as old as the order; that of a condition may have
    been added on any day since it was recorded."""
    tree = entry.tree
    recorded = date_of(tree.get("authoredOn") or tree.get("recordedDate") or tree.get("onsetDateTime"))
    day = time or recorded or reader.as_of
    if day.at_or_before(reader.as_of) is Truth.FALSE:
        day = reader.as_of
    if time is not None or entry.resource_type == "MedicationRequest":
        return WrittenOn(day)
    is_long_ago = day.days_until(reader.as_of)[0] > RECENT_EVENT_DAYS
    return WrittenOn(reader.as_of, day if is_long_ago else None)


def _texts(entry: Entry) -> Iterator[tuple[object, str, object]]:
    """The notes of an entry, and what the instructions of an order tell beside the dose: the text, its element, and
    when it was written, where that is told."""
    for index, note in enumerate(objects_of(entry.tree.get("note"))):
        yield note.get("text"), f"note[{index}].text", note.get("time")
    for index, dosage in enumerate(objects_of(entry.tree.get("dosageInstruction"))):
        for name in ("text", "patientInstruction"):
            text = dosage.get(name)
            if isinstance(text, str) and _MAY_TELL.search(text) is not None:
                yield text, f"dosageInstruction[{index}].{name}", None


def _of_statement(reader: Reader, statement: str, shown: Evidence, written: WrittenOn) -> Iterator[ToldInNote]:
    operations = reader.book.of_role(RISK, "operation")
    is_of_then, day = written.leaves_open(statement), written.day_for(statement)
    for one in mentions_of(reader.book, RISK, statement):
        groups = one.phrase.groups - operations
        if groups and (told := _event(reader, statement, one, shown, day)) is not None:
            yield ToldInNote(shown, conditions=(told,), is_caution=is_of_then)
    if surgeries := tuple(operations_told(reader.book, statement, shown, day)):
        is_caution = is_of_then or all(map(is_perhaps_invasive, surgeries))
        yield ToldInNote(shown, surgeries=surgeries, is_caution=is_caution)
    # A pressure without a date is of the day that is sure: a number tells nothing of when it was taken.
    taken = written.since if written.since is not None and is_of_then else day
    if pressures := tuple(pressures_told(reader.book, statement, shown, day_of_event(statement, 0, taken) or taken)):
        yield ToldInNote(shown, measurements=pressures, is_caution=is_of_then)


def _event(reader: Reader, statement: str, one: Mention, shown: Evidence, written: PartialDate) -> RiskCondition | None:
    """What one phrase may tell, as if a condition of its day told it; None where its words settle that it is quiet."""
    day = day_of_event(statement, one.end, written)
    if not _may_be_so(statement, one, day) or _WITHIN.search(statement.lower()):
        return None
    meant = standing_of(statement, one.start, one.end, is_drug=is_other_drug)
    if meant is Meaning.ADVICE or (meant is not Meaning.NOW and day is None):
        return None
    when = day or written
    ago = when.days_until(reader.as_of)[0]
    is_old = ago > RECENT_EVENT_DAYS
    is_slight = one.phrase.groups <= reader.book.of_role(RISK, "slight-form")
    if is_slight and day is not None and ago > _ONCE_DAYS and _ONCE.search(statement):
        return None
    if ago > _HEALED_DAYS and says_it_is_over(statement, one.start, one.end):
        return None
    if is_old and (day is None or ago > LONGEST_FLAG_DAYS):
        # What a note of long ago told without a day was of then; what is older by its own day no warning asks about.
        return None
    ended = Truth.UNKNOWN if meant is Meaning.OVER else Truth.TRUE
    return RiskCondition(
        one.phrase.groups, one.phrase.text, Truth.FALSE if is_old else ended, shown, day, recorded=when,
        is_dated_in_words=day is not None, told_by="note",
    )  # fmt: skip


def _may_be_so(statement: str, one: Mention, day: PartialDate | None) -> bool:
    match one.sense:
        case Sense.STATED:
            return True
        case Sense.DOUBTED:
            return _MAY_BE.search(statement.lower(), 0, one.start) is None
        case Sense.TWOFOLD:
            return day is not None or is_lately(statement)
        case _:
            return is_waited_out(statement, one.start, one.end)
