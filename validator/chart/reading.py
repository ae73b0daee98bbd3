"""What a doubtful entry may mean, written as FHIR: the same resource with what is in doubt decided one way or another.

"Not there" is the chart as it is, so it is no reading of its own. Where only the standing is in doubt the entry means
what it says; where nothing in it can be trusted (`is_open`) it may mean anything it is about, so the readings take the
values on either side of what the label asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from validator.chart.doubt import Doubt
from validator.chart.plan import as_requests
from validator.chart.respelt import as_meant
from validator.chart.sound import other_periods, sound
from validator.chart.standing import DENIALS
from validator.chart.status import ALLERGY_CLINICAL, ALLERGY_VERIFICATION
from validator.chart.subject import SUBJECT_ELEMENT
from validator.chart.topic import ATTESTED
from validator.chart.unconfirmed import believed, in_plain_words
from validator.chart.when import day_of_tree
from validator.chart.witness import Limit, Tree, answers
from validator.fhir.account import Why
from validator.fhir.entry import Entry
from validator.frozen import Frozen, replace
from validator.instant import PartialDate
from validator.terminology.codebook import Codebook


class ReadingNeeds(Frozen):
    """What a reading has to know: the chart's day, how to name the patient, the numbers the label asks about, codes."""

    day: PartialDate
    patient: dict[str, Any] | None
    limits: frozenset[Limit]
    book: Codebook


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
    tree = sound(doubt.entry.tree, doubt.elements if doubt.is_open else ())
    # What an older release says beside the status goes with the status.
    tree = {name: value for name, value in tree.items() if name not in DENIALS or name not in doubt.elements}
    dated: tuple[Tree, ...] = (tree,)
    match doubt.why:
        case Why.PERIOD_REVERSED:
            dated = tuple(other_periods(tree, doubt.elements))
        case Why.NO_USABLE_DATE:
            bare = {name: value for name, value in tree.items() if name not in doubt.elements}
            dated = (bare, _today(doubt.entry.resource_type, bare, asked.day))
        case _:
            pass
    decide = _DECIDED.get(doubt.entry.resource_type, _as_it_is)
    for one in dated:
        yield from decide(Case(doubt, one, asked))


_DATED_BY = {
    "Observation": "effectiveDateTime",
    "Condition": "onsetDateTime",
    "MedicationRequest": "authoredOn",
    "MedicationStatement": "effectiveDateTime",
    "MedicationUsage": "effectiveDateTime",
    "MedicationAdministration": "effectiveDateTime",
    "MedicationDispense": "whenHandedOver",
    "Procedure": "performedDateTime",
    "ServiceRequest": "occurrenceDateTime",
    "Appointment": "start",
    "QuestionnaireResponse": "authored",
}


def _today(kind: str, tree: Tree, day: PartialDate) -> Tree:
    name = _DATED_BY.get(kind)
    return tree if name is None else tree | {name: day.last.isoformat()}


# --- how it stands


class Case(Frozen):
    """A resource in doubt, as far as it is sound, and what has to be known to decide it one way or another."""

    doubt: Doubt
    tree: Tree
    asked: ReadingNeeds

    @property
    def is_open(self) -> bool:
        """Whether nothing in it can be trusted."""
        return self.doubt.is_open

    def is_faulty(self, element: str) -> bool:
        """Whether it is in doubt for this element."""
        return element in self.doubt.elements


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
        tree = _today("Procedure", tree, case.asked.day)
    yield from _with_status("completed", "in-progress", "preparation")(replace(case, tree=tree))


def _operation_ahead(case: Case) -> Iterator[Tree]:
    tree = case.tree
    name = _DATED_BY[case.doubt.entry.resource_type]
    if case.is_open and not any(one.startswith(("occurrence", "start")) for one in tree):
        tree = tree | {name: case.asked.day.plus_days(1).last.isoformat()}
    word = "booked" if case.doubt.entry.resource_type == "Appointment" else "active"
    more = {} if case.doubt.entry.resource_type == "Appointment" else {"intent": "order"}
    yield from _with_status(word, **more)(replace(case, tree=tree))


_VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
_CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"


def _coded(system: str, code: str) -> Tree:
    return {"coding": [{"system": system, "code": code}]}


def _condition(case: Case) -> Iterator[Tree]:
    tree = in_plain_words(case.asked.book, case.tree)
    confirmed = {"verificationStatus": _coded(_VERIFICATION, "confirmed")}
    present = {"clinicalStatus": _coded(_CLINICAL, "active")}
    over = {"clinicalStatus": _coded(_CLINICAL, "resolved")}
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


def _observation(case: Case) -> Iterator[Tree]:
    tree = case.tree
    final = tree | {"status": "final"}
    if case.is_faulty("focus"):
        final = {name: value for name, value in final.items() if name != "focus"}
    if not case.is_open:
        yield final
        return
    final = {name: value for name, value in final.items() if name not in ("dataAbsentReason", "focus")}
    if day_of_tree(final) is None:
        final = _today("Observation", final, case.asked.day)
    yield _cleared(final)
    bare = {name: value for name, value in final.items() if not name.startswith(("value", "_value", "interpretation"))}
    names = {group for _, group in case.doubt.topic.groups}
    for value in answers(
        names,
        case.asked.limits,
        case.asked.book,
        is_criterion=any(domain == ATTESTED for domain, _ in case.doubt.topic.groups),
    ):
        yield bare | value


def _cleared(tree: Tree) -> Tree:
    """The resource as it is written, without its own word that the value is none."""
    kept = {name: value for name, value in tree.items() if not name.startswith("_value")}
    components = kept.get("component")
    if isinstance(components, list):
        kept["component"] = [
            {name: value for name, value in one.items() if name != "dataAbsentReason" and not name.startswith("_value")}
            if isinstance(one, dict)
            else one
            for one in components
        ]
    return kept


def _form(case: Case) -> Iterator[Tree]:
    tree = case.tree
    done = tree | {"status": "completed"}
    yield done
    if case.is_open:
        codes = sorted(case.asked.book.criteria)
        for answer in (True, False):
            yield done | {"item": [{"linkId": code, "answer": [{"valueBoolean": answer}]} for code in codes]}


_DECIDED: dict[str, Decide] = {
    "Observation": _observation,
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
    "DeviceUseStatement": _with_status("active"),
    "DeviceUsage": _with_status("active"),
}
