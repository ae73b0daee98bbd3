"""Entries of a patient's chart that came and cannot be relied on, and what each of them may mean.

A doubtful entry is absent from the chart, and its readings are FHIR too: the same resource as it would be written if
it meant this or that. Whatever a question then answers with each of them is what the entry could have answered.
See docs/architecture.md, under what may be missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import repeat
from operator import attrgetter
from typing import Any

from validator.chart.drug import booked, plan
from validator.chart.drug.planned_drug import PlannedDrug
from validator.chart.drug.respelt import Meant, meant_by
from validator.chart.entry.denied import OF_ITS_STANDING, Denials
from validator.chart.entry.standing import STANDS, Doubtful, NotDecided, Standing, Stands, standing
from validator.chart.entry.understood import fault_of_size, may_be_lost, not_understood
from validator.chart.entry.when import day_of_tree
from validator.chart.files import Files, OrderEntry
from validator.chart.observed.in_words import in_codes, is_outdated, may_deny
from validator.chart.reader import Reader
from validator.chart.stance import Stance
from validator.chart.topic import Topic
from validator.fhir.account import Why
from validator.fhir.entry import Entry
from validator.frozen import Frozen, replace
from validator.terminology.domain import PRODUCTS, RISK
from validator.verdict import Truth

Readings = Mapping[Entry, dict[str, Any] | None]


class Doubt(Frozen):
    """One entry that is set aside for one order, and why.

    `at` is what is in doubt: the entry, or the Medication it refers to. `is_open`: nothing in it can be trusted.
    `is_adrift`: it names nobody who is here, and may be of the order's patient. `elements` are what is wrong in it.
    `planned` are the drugs of a plan that are still to come or going on, `meant` those that its name is near,
    `in_codes` is what it says in words alone. `is_denied`: the drug is reported as not taken since. `fault` is what
    keeps a size from being used, in words.
    """

    entry: Entry
    topic: Topic
    why: Why
    at: Entry
    is_open: bool = False
    is_adrift: bool = False
    elements: tuple[str, ...] = ()
    planned: tuple[PlannedDrug, ...] = ()
    meant: tuple[Meant, ...] = ()
    in_codes: dict[str, Any] | None = None
    is_denied: bool = False
    fault: str = ""


def doubts_of(reader: Reader, order: OrderEntry) -> tuple[Doubt, ...]:
    """Every doubtful entry that is, or may be, of the order's patient, and that some list knows or nothing can tell.

    The patient is among them; the order itself is not, nor are its copies. Copies of one resource are one doubt.
    """
    files, patient = order.files, order.patient
    stances = files.stances(reader)
    found: list[Doubt] = []
    seen: set[Entry] = {order.entry, *order.entry.copies}
    others = set()
    for one in files.orders_of(order.order.product):
        if one.order.product.is_ingredient is Truth.TRUE:
            others.add(one.entry)
    sure = {*map(attrgetter("entry"), files.standing_orders_of(order.order.product))}
    owner = files.index.entry_of(patient)
    own = [owner] if owner is not None else []
    for entries in files.concerned(reader, patient, order.entry).values():
        own += entries
    may_be: list[Entry] = []
    for entry in files.index.may_be_of(patient):
        if entry.resource_type == "MedicationRequest" or stances[entry].topic is not None:
            may_be.append(entry)
    for entry, is_adrift in (*zip(own, repeat(False)), *zip(may_be, repeat(True))):
        if entry in seen or entry in reader.trusted:
            continue
        if entry in others and entry in sure and not is_adrift:
            continue
        stance = Stance(_SELF, standing(entry)) if entry in others else stances[entry]
        if stance.topic is None:
            continue
        if stance.standing is STANDS and not is_adrift:
            kind = entry.resource_type
            if kind not in _MAY_BE_LOST:
                continue
            is_plain = kind == "Observation" and _MAY_BE_ANOTHERS.isdisjoint(entry.raw)
            if is_plain and not may_be_lost(reader.book, stance.topic) and not may_deny(reader.book, stance.topic):
                continue
        doubt = _doubt(reader, files, entry, patient, owner=owner, stance=stance, is_adrift=is_adrift)
        if doubt is not None:
            found.append(doubt)
            seen.update(entry.copies)
    if found:
        found = _with_denials(reader, files.concerned(reader, patient, order.entry).get("MedicationStatement"), found)
        if any(one.why is Why.IN_WORDS for one in found):
            answers = files.about_something(reader, patient, order.entry).get("Observation", ())
            found = [one for one in found if one.why is not Why.IN_WORDS or not is_outdated(reader, one.entry, answers)]
    # The newest first: where there are many, they decide.
    return tuple(sorted(found, key=_newness, reverse=True))


def _with_denials(reader: Reader, statements: Sequence[Entry] | None, found: list[Doubt]) -> list[Doubt]:
    """The doubts, with those marked that a report that a drug is not taken settles."""
    denials = Denials(reader, statements or ())
    return [
        replace(one, is_denied=True)
        if one.why in OF_ITS_STANDING and one.at is one.entry and not one.is_adrift and denials.settle(one.entry)
        else one
        for one in found
    ]


_MAY_BE_LOST = frozenset({"Observation", "QuestionnaireResponse", *plan.TYPES})
"""The types of which one that stands may be in doubt all the same: by its answer, or as it is only planned."""
_MAY_BE_ANOTHERS = frozenset({"focus", "component"})
"""Elements by which an Observation may be in doubt whatever it is about."""


def _newness(doubt: Doubt) -> date:
    day = day_of_tree(doubt.entry.tree) if doubt.entry.resource_type == "Observation" else None
    return day.last if day is not None else date.max


def _doubt(
    reader: Reader,
    files: Files,
    entry: Entry,
    patient: str,
    *,
    owner: Entry | None,
    stance: Stance,
    is_adrift: bool,
) -> Doubt | None:
    """The doubt about one entry, of which it is known how it stands; `owner` is the patient's."""
    if stance.topic is None:
        return None
    topic, stands, at = stance.topic, stance.standing, stance.at or entry
    if entry.resource_type == "Observation":
        elsewhere = files.index.is_of_someone_else(entry, patient) if "focus" in entry.raw else Truth.FALSE
        if elsewhere is Truth.TRUE:
            return None
        if elsewhere is Truth.UNKNOWN and not _is_void(stands) and not isinstance(stands, Doubtful):
            return Doubt(entry, topic, Why.SUBJECT_UNKNOWN, at, is_adrift=is_adrift, elements=("focus",))
        faults: tuple[str, ...] = ()
        if isinstance(stands, Stands):
            faults = tuple(not_understood(reader, entry, topic, owner))
        if faults:
            places = () if "" in faults else faults
            doubt = Doubt(entry, topic, Why.UNREADABLE, at, is_open=True, is_adrift=is_adrift, elements=places)
            return replace(doubt, fault=fault_of_size(reader, entry, owner))
        is_open = isinstance(stands, Stands) and may_deny(reader.book, topic)
        if is_open and (written := in_codes(reader, entry, topic)) is not None:
            return Doubt(entry, topic, Why.IN_WORDS, at, is_adrift=is_adrift, in_codes=written)
    answered = entry.resource_type == "QuestionnaireResponse" and isinstance(stands, Stands)
    if answered and any(True for _ in not_understood(reader, entry, topic, owner)):
        return Doubt(entry, topic, Why.UNREADABLE, at, is_open=True, is_adrift=is_adrift)
    is_booked = entry.resource_type in booked.BOOKED and not topic.of_domain(RISK) and booked.booked_in(reader, entry)
    if entry.resource_type in plan.TYPES or is_booked:
        why = booked.why_open(entry) if is_booked else Why.PLAN
        return _of_plan(reader, Doubt(entry, topic, why, at, is_adrift=is_adrift), stands)
    match stands:
        case Doubtful(why=why, is_open=is_open, elements=elements):
            meant = meant_by(reader, entry) if why is Why.NAME_UNCLEAR else ()
            return Doubt(entry, topic, why, at, is_open, is_adrift, elements, meant=meant)
        case NotDecided(is_void=True):
            return None
        case _:
            return Doubt(entry, topic, Why.SUBJECT_UNKNOWN, at, is_adrift=True) if is_adrift else None


def _of_plan(reader: Reader, doubt: Doubt, stands: Standing) -> Doubt | None:
    """The doubt about a plan: its drugs may be had or not. None for one that is over."""
    drugs = plan.planned(reader, doubt.entry)
    if _is_void(stands) or not drugs:
        return None
    why = stands.why if isinstance(stands, Doubtful) else doubt.why
    return replace(doubt, why=why, planned=drugs)


def _is_void(stands: Standing) -> bool:
    return isinstance(stands, NotDecided) and stands.is_void


_SELF = Topic(frozenset({(PRODUCTS, "*")}))
"""What another order for the drug of the one that is judged is about."""


def entries_of(doubts: tuple[Doubt, ...]) -> Iterator[Entry]:
    """The entries in doubt, every copy and every Medication among them."""
    for doubt in doubts:
        yield from doubt.entry.copies or (doubt.entry,)
        if doubt.at is not doubt.entry:
            yield doubt.at
