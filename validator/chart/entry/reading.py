"""What a doubtful entry may mean, written as FHIR: the same resource with what is in doubt decided one way or another.

"Not there" is the chart as it is, so it is no reading of its own. Where only the standing is in doubt the entry means
what it says; where nothing in it can be trusted (`is_open`) it may mean anything it is about, so the readings take the
values on either side of what the label asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from validator.chart.drug.plan import as_requests
from validator.chart.drug.respelt import as_meant
from validator.chart.entry.denied import as_had
from validator.chart.entry.doubt import Doubt
from validator.chart.entry.observation_reading import observation_readings
from validator.chart.entry.reading_case import DATED_BY, Case, ReadingNeeds, today
from validator.chart.entry.sound import other_periods, sound
from validator.chart.entry.standing import DENIALS
from validator.chart.entry.status import ALLERGY_CLINICAL, ALLERGY_VERIFICATION, CLINICAL_STATUS, VERIFICATION_STATUS
from validator.chart.entry.subject import SUBJECT_ELEMENT
from validator.chart.entry.unconfirmed import believed, in_plain_words
from validator.chart.entry.witness import Tree
from validator.chart.risk import carrier
from validator.fhir.account import Why
from validator.fhir.entry import Entry
from validator.frozen import replace


def readings_of(doubt: Doubt, asked: ReadingNeeds) -> tuple[dict[Entry, Tree | None], ...]:
    """Every reading of a doubt, each as the entries that change and their JSON; empty where nothing can be read."""
    if not doubt.topic.is_readable:
        return ()
    if doubt.why is Why.CODE_UNCONFIRMED:
        read = believed(asked.book, doubt.at.tree)
        return ({doubt.at: read},) if read is not None else ()
    if doubt.at is not doubt.entry and not {"code", "ingredient"}.isdisjoint(doubt.elements):
        return ()
    if doubt.at is not doubt.entry:
        return ({doubt.at: sound(doubt.at.tree, doubt.elements)},)
    if doubt.why is Why.COPIES_DIFFER:
        copies = doubt.entry.copies
        return tuple({other: (sound(other.tree, ()) if other is one else None) for other in copies} for one in copies)
    if doubt.meant:
        found = [as_meant(doubt.entry, one) for one in doubt.meant]
    elif doubt.why is Why.UNCONFIRMED and doubt.entry.resource_type != "Condition":
        found = list(carrier.as_events(asked.book, doubt.entry.resource_type, doubt.entry.tree))
    elif doubt.is_denied:
        found = [as_had(doubt.entry.tree, {*doubt.elements, *DENIALS})]
    elif doubt.planned:
        found = list(as_requests(doubt.entry.tree, doubt.planned, asked.day))
    else:
        found = list(_meanings(doubt, asked))
    if doubt.is_adrift:
        if asked.patient is None:
            return ()
        whose = SUBJECT_ELEMENT.get(doubt.entry.resource_type, "subject")
        found = [tree | {whose: asked.patient} for tree in found]
    return tuple({doubt.entry: tree} for tree in _once(found))


def fewest_readings(doubt: Doubt) -> int:
    """How many readings a doubt has at least, told without making them: each copy of a resource is one."""
    is_of_copies = doubt.why is Why.COPIES_DIFFER and doubt.at is doubt.entry and doubt.topic.is_readable
    return len(doubt.entry.copies) if is_of_copies else 0


def _once(trees: Iterable[Tree]) -> Iterator[Tree]:
    seen: list[Tree] = []
    for tree in trees:
        if tree not in seen:
            seen.append(tree)
            yield tree


def _meanings(doubt: Doubt, asked: ReadingNeeds) -> Iterator[Tree]:
    if doubt.in_codes is not None:
        yield doubt.in_codes
        return
    tree = sound(doubt.entry.tree, doubt.elements if doubt.is_open else ())
    # What an older release says beside the status goes with the status, and what stands beside a primitive with it.
    tree = {name: value for name, value in tree.items() if name not in DENIALS or name not in doubt.elements}
    tree = {name: value for name, value in tree.items() if not name.startswith("_") or name[1:] not in doubt.elements}
    dated: tuple[Tree, ...] = (tree,)
    match doubt.why:
        case Why.PERIOD_REVERSED:
            dated = tuple(other_periods(tree, doubt.elements))
        case Why.NO_USABLE_DATE:
            bare = {name: value for name, value in tree.items() if name not in doubt.elements}
            dated = (bare, today(doubt.entry.resource_type, bare, asked.day))
        case _:
            pass
    decide = _DECIDED.get(doubt.entry.resource_type, _as_it_is)
    for one in dated:
        yield from decide(Case(doubt, one, asked))


# --- how it stands


Decide = Callable[[Case], Iterator[Tree]]


def _as_it_is(case: Case) -> Iterator[Tree]:
    tree = case.tree
    yield tree


def _with_status(*statuses: str, **certain: Any) -> Decide:
    """The resource as it would stand with each of these statuses, where its own is in doubt; `certain` go with them."""

    def decide(case: Case) -> Iterator[Tree]:
        tree = case.tree
        if case.is_faulty("intent") and not case.is_open:
            yield tree | certain
        elif case.is_open or case.is_faulty("status") or not DENIALS.isdisjoint(case.doubt.elements):
            for status in statuses:
                yield tree | certain | {"status": status}
        else:
            yield tree

    return decide


def _drug(case: Case) -> Iterator[Tree]:
    """A drug ordered or reported: it may be going on, or have been had and be over."""
    tree = case.tree
    certain = {"intent": "order"} if case.doubt.entry.resource_type == "MedicationRequest" else {}
    if not case.is_open:
        yield from _with_status("active", "completed", **certain)(case)
        return
    endless = ("doNotPerform", "effectiveDosePeriod", "effectivePeriod", "adherence", "statusReason")
    free = {name: value for name, value in tree.items() if name not in endless}
    yield free | certain | {"status": "active"}
    yield tree | certain | {"status": "completed"}


def _operation_done(case: Case) -> Iterator[Tree]:
    tree = case.tree
    if case.is_open and not any(name.startswith(("performed", "occurrence")) for name in tree):
        tree = today("Procedure", tree, case.asked.day)
    yield from _with_status("completed", "in-progress", "preparation")(replace(case, tree=tree))


def _operation_ahead(case: Case) -> Iterator[Tree]:
    tree = case.tree
    name = DATED_BY[case.doubt.entry.resource_type]
    if case.is_open and not any(one.startswith(("occurrence", "start")) for one in tree):
        tree = tree | {name: case.asked.day.plus_days(1).last.isoformat()}
    word = "booked" if case.doubt.entry.resource_type == "Appointment" else "active"
    more = {} if case.doubt.entry.resource_type == "Appointment" else {"intent": "order"}
    yield from _with_status(word, **more)(replace(case, tree=tree))


def _coded(system: str, code: str) -> Tree:
    return {"coding": [{"system": system, "code": code}]}


def _condition(case: Case) -> Iterator[Tree]:
    tree = in_plain_words(case.asked.book, case.tree)
    confirmed = {"verificationStatus": _coded(VERIFICATION_STATUS, "confirmed")}
    present = {"clinicalStatus": _coded(CLINICAL_STATUS, "active")}
    over = {"clinicalStatus": _coded(CLINICAL_STATUS, "resolved")}
    if case.doubt.why is Why.UNCONFIRMED or case.is_faulty("verificationStatus"):
        yield tree | confirmed
        return
    if case.is_faulty("clinicalStatus"):
        yield tree | present
        yield tree | over
        return
    if not case.is_open:
        yield tree
        return
    standing = {name: value for name, value in tree.items() if not name.startswith("abatement")}
    yield standing | confirmed | present
    yield tree | confirmed | over


def _allergy(case: Case) -> Iterator[Tree]:
    """An allergy whose standing is in doubt as one that stands."""
    yield case.tree | {
        "verificationStatus": _coded(ALLERGY_VERIFICATION, "confirmed"),
        "clinicalStatus": _coded(ALLERGY_CLINICAL, "active"),
    }


# --- what it says


def _form(case: Case) -> Iterator[Tree]:
    tree = case.tree
    done = tree | {"status": "completed"}
    yield done
    if case.is_open:
        codes = sorted(case.asked.book.criteria)
        for answer in (True, False):
            yield done | {"item": [{"linkId": code, "answer": [{"valueBoolean": answer}]} for code in codes]}


_DECIDED: dict[str, Decide] = {
    "Observation": observation_readings,
    "Condition": _condition,
    "MedicationRequest": _drug,
    "MedicationStatement": _drug,
    "MedicationUsage": _drug,
    "MedicationAdministration": _with_status("completed", "in-progress"),
    "MedicationDispense": _with_status("completed"),
    "Procedure": _operation_done,
    "ServiceRequest": _operation_ahead,
    "Appointment": _operation_ahead,
    "QuestionnaireResponse": _form,
    "List": _with_status("current"),
    "AllergyIntolerance": _allergy,
    "ResearchSubject": _with_status("on-study"),
    "Encounter": _with_status("finished"),
    "AdverseEvent": _with_status("completed"),
    "DiagnosticReport": _with_status("final"),
    "ClinicalImpression": _with_status("completed"),
    "Flag": _with_status("active"),
    "DetectedIssue": _with_status("final"),
    "DeviceUseStatement": _with_status("active"),
    "DeviceUsage": _with_status("active"),
}
