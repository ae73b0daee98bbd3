"""Drugs that a plan holds: activities of a CarePlan, actions of a RequestGroup (R4) or RequestOrchestration (R5), and
what is booked (`booked`).
A plan is no treatment that was had, and whether it was carried out is mostly told elsewhere. So one that names a drug
some list knows is never relied on and never taken for absent: it is read as the request it may stand for. What it
refers to, and is on file, speaks for itself. Source: FHIR R4 CarePlan.activity, RequestGroup.action.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from validator.chart.concept import as_concept, words_of
from validator.chart.drug.booked import BOOKED, booked
from validator.chart.drug.planned_drug import (
    ONLY_THOUGHT,
    OVER,
    VOID,
    PlannedDrug,
    end_of,
    is_far,
    listed,
    times_of,
)
from validator.chart.drug.therapy import SELF
from validator.chart.reader import Reader
from validator.fhir.element import Reference, objects_of
from validator.fhir.entry import Entry
from validator.fhir.status_code import word_of
from validator.frozen import replace
from validator.instant import PartialDate
from validator.verdict import Truth

TYPES = frozenset({"CarePlan", "RequestGroup", "RequestOrchestration"})
_NOT_BEGUN = frozenset({"not-started", "scheduled", "on-hold"})
"""Words by which a part of a plan is still to come. One that is missing or not understood may be in progress."""
_DRUGS = frozenset({"MedicationRequest", "MedicationStatement", "MedicationUsage", "MedicationDispense", "Medication"})
_MOST_NESTED = 20


def planned(reader: Reader, entry: Entry) -> tuple[PlannedDrug, ...]:
    """The drugs of a plan that are not over, by its period or their own, before the chart's day."""
    # The period of a visit is when it was: what was given at it is not over by that.
    period = entry.tree.get("period") if entry.resource_type not in BOOKED else None
    whole = end_of(period)
    if whole is not None and whole.before(reader.as_of) is Truth.TRUE:
        return ()
    far = is_far(reader, period)
    found = [replace(one, is_remote=True) if far else one for one in drugs_of(reader, entry)]
    return tuple(one for one in found if one.end is None or one.end.before(reader.as_of) is not Truth.TRUE)


def as_requests(tree: dict[str, Any], drugs: tuple[PlannedDrug, ...], day: PartialDate) -> Iterator[dict[str, Any]]:
    """Each drug of a plan as what it may stand for: ordered where that part is in progress, else only intended.

    Dated on the order's `day`, since a plan is no treatment that came before. The labelled drug itself never adds to an
    order of it.
    """
    kept: dict[str, Any] = {name: tree[name] for name in ("id", "meta", "subject") if name in tree}
    on = day.last.isoformat()
    for drug in drugs:
        named = {**kept, "medicationCodeableConcept": drug.concept}
        if drug.given is not None:
            given = {"status": "completed", "effectiveDateTime": drug.given.text}
            yield named | {"resourceType": "MedicationAdministration"} | given
        elif drug.is_begun and not any(group.startswith(f"{SELF}:") for group in drug.groups):
            yield named | {"resourceType": "MedicationRequest", "status": "active", "intent": "order", "authoredOn": on}
        else:
            yield named | {"resourceType": "MedicationStatement", "status": "intended", "effectiveDateTime": on}


def names_of(drugs: tuple[PlannedDrug, ...]) -> str:
    """What people would call the drugs of a plan, each once."""
    told = ((drug.said,) if drug.said else words_of(as_concept(drug.concept)) for drug in drugs)
    return " and ".join(dict.fromkeys(words[0] for words in told if words))


def drugs_of(reader: Reader, entry: Entry) -> Iterator[PlannedDrug]:
    """Every drug a list knows that the plan names in a part that is not over, by code or in words."""
    tree = entry.tree
    if entry.resource_type in BOOKED:
        yield from booked(reader, entry)
    for one in objects_of(tree.get("activity")):
        yield from _of_activity(reader, entry, one)
    for one in objects_of(tree.get("action")):
        yield from _of_action(reader, entry, one)
    if not any(True for _ in objects_of(tree.get("activity"))) and isinstance(title := tree.get("title"), str):
        yield from listed(reader, {"text": title}, is_words=True)


def _of_activity(reader: Reader, entry: Entry, activity: dict[str, Any]) -> Iterator[PlannedDrug]:
    """R4 has the detail in the activity, R5 only what was planned and what was done."""
    detail = activity.get("detail")
    if isinstance(detail, dict):
        if (status := word_of(detail, "status")) in OVER | {VOID} or detail.get("doNotPerform") is True:
            return
        begun, end = status not in _NOT_BEGUN, end_of(detail.get("scheduledPeriod"))
        product = detail.get("productReference")
        told = [detail.get("productCodeableConcept"), detail.get("code"), _referred(reader, entry, product)]
        named = [one for concept in told for one in listed(reader, concept)]
        words = detail.get("description")
        if not named and isinstance(words, str):
            named = list(listed(reader, {"text": words}, is_words=True))
        far = is_far(reader, *times_of(detail, "scheduled"))
        for drug in named:
            yield replace(drug, is_begun=begun, end=end, is_remote=(drug.is_remote or far) and not begun)
    for name in ("reference", "plannedActivityReference"):
        yield from listed(reader, _referred(reader, entry, activity.get(name)))
    for one in objects_of(activity.get("performedActivity")):
        yield from listed(reader, one.get("concept"), is_begun=True)
        yield from listed(reader, _referred(reader, entry, one.get("reference")), is_begun=True)


def _of_action(reader: Reader, entry: Entry, action: dict[str, Any], depth: int = 0) -> Iterator[PlannedDrug]:
    codes = action.get("code")
    told = [*objects_of(codes), _referred(reader, entry, action.get("resource"))]
    named = [one for concept in told for one in listed(reader, concept)]
    if not named and action.get("resource") is None:
        texts = (action.get(name) for name in ("title", "description", "textEquivalent"))
        named = [
            one for text in texts if isinstance(text, str) for one in listed(reader, {"text": text}, is_words=True)
        ]
    is_ordered = word_of(entry.tree, "intent") not in ONLY_THOUGHT
    far = is_far(reader, *times_of(action, "timing"), action.get("timingDateTime"))
    # A title often says again what a description says: one drug of these groups is one.
    yield from (
        replace(one, is_begun=is_ordered, is_remote=one.is_remote or far)
        for one in {one.groups: one for one in reversed(named)}.values()
    )
    for one in objects_of(action.get("action")) if depth < _MOST_NESTED else ():
        yield from _of_action(reader, entry, one, depth + 1)


def _referred(reader: Reader, entry: Entry, reference: object) -> object:
    """What a reference says of a drug: its Medication, or its display where what it names did not come.

    A request or statement that came is read for itself, wherever it stands.
    """
    if not isinstance(reference, dict):
        return None
    text = reference.get("reference")
    found = reader.resolve(Reference(reference=text), entry) if isinstance(text, str) else None
    if found is not None:
        return found.tree.get("code") if found.resource_type == "Medication" else None
    kind = reference.get("type") or (text.split("/")[-2] if isinstance(text, str) and "/" in text else None)
    display = reference.get("display")
    return {"text": display} if isinstance(display, str) and (kind is None or kind in _DRUGS) else None
