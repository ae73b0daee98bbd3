"""One drug that a plan, a request or a visit names, how it is read from a concept or from words, and when it is meant.

Used where each kind of plan is read. Source: FHIR R4 CodeableConcept, Period, Timing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from validator.chart.concept import as_concept, words_of
from validator.chart.drug.medication import DRUG_DOMAINS, groups_by_name
from validator.chart.drug.proviso import clauses, denies, is_only_thought_of
from validator.chart.drug.respelt import Meant, meant_by_name, meant_in
from validator.chart.drug.therapy import SELF
from validator.chart.entry.when import date_of
from validator.chart.reader import Reader
from validator.chart.settings import COURSES
from validator.frozen import Frozen, replace
from validator.instant import PartialDate
from validator.terminology.domain import PRODUCTS

OVER = frozenset({"completed", "revoked", "ended", "cancelled", "stopped"})
"""Words by which a plan, or a part of it, says that nothing of it is still to come."""
VOID = "entered-in-error"
ONLY_THOUGHT = frozenset({"proposal", "plan", "directive", "option"})
"""Intents by which nothing was ordered. One that is missing or not understood may be an order."""


class PlannedDrug(Frozen):
    """One drug of a plan, as a concept in JSON, and its groups; `is_begun`: that part is, or may be, in progress.

    `end` is the last day of that part, None: not told. `is_remote`: it is only thought of ("consider"), or begins later
    than anybody is warned of; it is named, and leaves nothing open. `said` is a name as it is written, with the listed
    one it is near. `given`: the day on which it was given, as far as the request or visit tells.
    """

    concept: dict[str, Any]
    groups: frozenset[str]
    is_begun: bool = False
    end: PartialDate | None = None
    is_remote: bool = False
    said: str = ""
    given: PartialDate | None = None


def listed(reader: Reader, raw: object, *, is_begun: bool = False, is_words: bool = False) -> Iterator[PlannedDrug]:
    """The drugs that a concept in JSON names: by code or name, or in a sentence (`is_words`)."""
    if not isinstance(raw, dict):
        return
    concept = as_concept(raw)
    if is_words and concept.text is not None:
        yield from said_in(reader, raw, concept.text, is_begun=is_begun)
        return
    found: set[str] = set()
    for coding in concept.coding:
        for domain in DRUG_DOMAINS:
            found |= reader.book.groups(domain, coding.system, coding.code)
        found |= {f"{SELF}:{one}" for one in reader.book.groups(PRODUCTS, coding.system, coding.code)}
    for words in words_of(concept):
        found |= groups_by_name(reader.book, words)
    if found:
        yield PlannedDrug(raw, frozenset(found), is_begun)
    for meant in meant_by_name(reader, concept):
        yield _near(meant, is_begun)


def said_in(reader: Reader, raw: dict[str, Any], words: str, *, is_begun: bool) -> Iterator[PlannedDrug]:
    """The drugs that a sentence names, unless its own part denies them; those only considered stand apart."""
    near: set[str] = set()
    thought_of: set[str] = set()
    for clause in clauses(words):
        if not denies(clause):
            is_remote = is_only_thought_of(clause)
            (thought_of if is_remote else near).update(groups_by_name(reader.book, clause))
            for meant in meant_in(reader, clause):
                yield replace(_near(meant, is_begun), is_remote=is_remote)
    if near:
        yield PlannedDrug(raw, frozenset(near), is_begun)
    if thought_of - near:
        yield PlannedDrug(raw, frozenset(thought_of - near), is_begun, is_remote=True)


def _near(meant: Meant, is_begun: bool) -> PlannedDrug:
    """A drug whose name is near a listed one: asked about as any drug of a plan is, under the name that is written."""
    return PlannedDrug({"text": meant.words}, meant.groups, is_begun, said=f"{meant.written} ({meant.name}?)")


def times_of(part: dict[str, Any], name: str) -> Iterator[object]:
    """The periods a part of a plan is set in: its own, or the bounds of its timing."""
    yield part.get(f"{name}Period")
    within: Any = part
    for step in (f"{name}Timing", "repeat", "boundsPeriod"):
        within = within.get(step) if isinstance(within, dict) else None
    yield within


def is_far(reader: Reader, *times: object) -> bool:
    """Whether one of these periods or days surely begins too far ahead of the chart's day to be a matter of it."""
    starts = [date_of(one.get("start") if isinstance(one, dict) else one) for one in times]
    return any(one is not None and reader.as_of.days_until(one)[0] > COURSES.begins_soon_days for one in starts)


def end_of(period: object) -> PartialDate | None:
    """The last day of a period in JSON; None where it tells none."""
    return date_of(period.get("end")) if isinstance(period, dict) else None
