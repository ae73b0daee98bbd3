"""Drugs that a plan holds: activities of a CarePlan, actions of a RequestGroup (R4) or RequestOrchestration (R5), and
the infusion or injection that a ServiceRequest orders or an Appointment is booked for.

A plan is no treatment that was had, and whether it was carried out is mostly told elsewhere. So one that names a drug
some list knows is never relied on and never taken for absent: it is read as the request it may stand for. What it
refers to, and is on file, speaks for itself. Source: FHIR R4 CarePlan.activity, RequestGroup.action,
ServiceRequest.code, Appointment.serviceType and description. CLARIFICATIONS A362.
"""

from __future__ import annotations

import re
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
from validator.fhir.element import Reference, objects_of
from validator.fhir.entry import Entry
from validator.fhir.status_code import word_of
from validator.frozen import Frozen, replace
from validator.instant import PartialDate
from validator.regex import regex
from validator.terminology.domain import DRUG, PRODUCTS
from validator.verdict import Truth

TYPES = frozenset({"CarePlan", "RequestGroup", "RequestOrchestration"})
BOOKED = frozenset({"ServiceRequest", "Appointment"})
"""What is a plan for a drug where it names one that is to be given; mostly they are for anything else."""
OVER = frozenset({"completed", "revoked", "ended", "cancelled", "stopped"})
"""Words by which a plan, or a part of it, says that nothing of it is still to come."""
_VOID = "entered-in-error"
_NOT_BEGUN = frozenset({"not-started", "scheduled", "on-hold"})
"""Words by which a part of a plan is still to come. One that is missing or not understood may be in progress."""
_ONLY_THOUGHT = frozenset({"proposal", "plan", "directive", "option"})
"""Intents by which nothing was ordered. One that is missing or not understood may be an order."""
_DRUGS = frozenset({"MedicationRequest", "MedicationStatement", "MedicationUsage", "MedicationDispense", "Medication"})
_NO_VISIT = frozenset({"fulfilled", "noshow", "checked-out"})
"""Words by which an Appointment is not ahead any more; what was given then is told elsewhere."""
_IS_GIVEN = regex(
    r"\b(?:infus\w*|inject\w*|administ\w*|chemo\w*|immunotherapy|treatment|therapy|cycle|dose|doses|iv|ivpb|sub-?q|sc|mg"
    r"|weekly|every|maintenance|c\d+d\d+|q\s?\d\w*)\b",
    re.IGNORECASE,
)
_IS_LOOKED_AT = regex(
    r"\b(?:levels?|trough|peak|concentration|assay|tests?|testing|resistan\w*|suscept\w*|sensitiv\w*|pcr|antibod\w*|consult\w*"
    r"|educat\w*|teach\w*|authori[sz]\w*|referral|screen\w*|monitor\w*|tox\w*|allerg\w*|desensit\w*|counsel\w*|discuss\w*"
    r"|follow\w*|f/?u|clinic|visit|question\w*|after|post|s/p|history|labs?|ct|mri|pet|scan|imaging|echo\w*|e[ck]g)\b",
    re.IGNORECASE,
)
"""Words of a request or visit that is about a drug, and not for giving it."""
_MOST_NESTED = 20


class PlannedDrug(Frozen):
    """One drug of a plan, as a concept in JSON, and its groups; `is_begun`: that part is, or may be, in progress.

    `end` is the last day of that part, None: not told. `is_remote`: it is only thought of ("consider"), or begins later
    than anybody is warned of; it is named, and leaves nothing open. `said` is a name as it is written, with the listed
    one it is near.
    """

    concept: dict[str, Any]
    groups: frozenset[str]
    is_begun: bool = False
    end: PartialDate | None = None
    is_remote: bool = False
    said: str = ""


def planned(reader: Reader, entry: Entry) -> tuple[PlannedDrug, ...]:
    """The drugs of a plan that are not over, by its period or their own, before the chart's day."""
    whole = _end(entry.tree.get("period"))
    if whole is not None and whole.before(reader.as_of) is Truth.TRUE:
        return ()
    far = _is_far(reader, entry.tree.get("period"))
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
        if drug.is_begun and not any(group.startswith(f"{SELF}:") for group in drug.groups):
            yield named | {"resourceType": "MedicationRequest", "status": "active", "intent": "order", "authoredOn": on}
        else:
            yield named | {"resourceType": "MedicationStatement", "status": "intended", "effectiveDateTime": on}


def booked_in(reader: Reader, entry: Entry) -> frozenset[tuple[str, str]]:
    """What a request for a service or a visit is about that is for giving a listed drug; empty for any other."""
    if entry.resource_type not in BOOKED:
        return frozenset()
    return frozenset((DRUG, group) for drug in _booked(reader, entry) for group in drug.groups)


def names_of(drugs: tuple[PlannedDrug, ...]) -> str:
    """What people would call the drugs of a plan, each once."""
    told = ((drug.said,) if drug.said else words_of(as_concept(drug.concept)) for drug in drugs)
    return " and ".join(dict.fromkeys(words[0] for words in told if words))


def drugs_of(reader: Reader, entry: Entry) -> Iterator[PlannedDrug]:
    """Every drug a list knows that the plan names in a part that is not over, by code or in words."""
    tree = entry.tree
    if entry.resource_type in BOOKED:
        yield from _booked(reader, entry)
    for one in objects_of(tree.get("activity")):
        yield from _of_activity(reader, entry, one)
    for one in objects_of(tree.get("action")):
        yield from _of_action(reader, entry, one)
    if not any(True for _ in objects_of(tree.get("activity"))) and isinstance(title := tree.get("title"), str):
        yield from _listed(reader, {"text": title}, is_words=True)


def _booked(reader: Reader, entry: Entry) -> Iterator[PlannedDrug]:
    """The drugs that a ServiceRequest orders or an Appointment is for, unless its day or its status lies behind."""
    tree = entry.tree
    status, code = word_of(tree, "status"), tree.get("code")
    if status in OVER | _NO_VISIT | {_VOID} or tree.get("doNotPerform") is True:
        return
    day = date_of(tree.get("occurrenceDateTime") or tree.get("start"))
    if day is not None and day.before(reader.as_of) is Truth.TRUE:
        return
    within = [*_times(tree, "occurrence"), tree.get("occurrenceDateTime"), tree.get("start")]
    is_begun = entry.resource_type == "ServiceRequest" and word_of(tree, "intent") not in _ONLY_THOUGHT
    far, end = _is_far(reader, *within), next((end for one in within if (end := _end(one)) is not None), None)
    if not any(within) and _is_left_open(reader, tree.get("authoredOn")):
        is_begun, far = False, True
    told = [code.get("concept", code) if isinstance(code, dict) else None]
    for one in objects_of(tree.get("serviceType")):
        told.append(one.get("concept", one))
    if isinstance(words := tree.get("description"), str):
        told.append({"text": words})
    for concept in told:
        for drug in _to_be_given(reader, concept):
            yield replace(drug, is_begun=is_begun, is_remote=far and not is_begun, end=end)
            return


def _to_be_given(reader: Reader, raw: object) -> Iterator[PlannedDrug]:
    """A drug by code; one in words only where they tell that it is given, and not looked at."""
    if not isinstance(raw, dict):
        return
    bare = [{"system": one.get("system"), "code": one.get("code")} for one in objects_of(raw.get("coding"))]
    yield from (replace(drug, concept=raw) for drug in _listed(reader, {"coding": bare}))
    for words in words_of(as_concept(raw)):
        if _IS_GIVEN.search(words) and not _IS_LOOKED_AT.search(words):
            yield from _said(reader, {"text": words}, words, is_begun=False)


def _of_activity(reader: Reader, entry: Entry, activity: dict[str, Any]) -> Iterator[PlannedDrug]:
    """R4 has the detail in the activity, R5 only what was planned and what was done."""
    detail = activity.get("detail")
    if isinstance(detail, dict):
        if (status := word_of(detail, "status")) in OVER | {_VOID} or detail.get("doNotPerform") is True:
            return
        begun, end = status not in _NOT_BEGUN, _end(detail.get("scheduledPeriod"))
        product = detail.get("productReference")
        told = [detail.get("productCodeableConcept"), detail.get("code"), _referred(reader, entry, product)]
        named = [one for concept in told for one in _listed(reader, concept)]
        words = detail.get("description")
        if not named and isinstance(words, str):
            named = list(_listed(reader, {"text": words}, is_words=True))
        far = _is_far(reader, *_times(detail, "scheduled"))
        for drug in named:
            yield replace(drug, is_begun=begun, end=end, is_remote=(drug.is_remote or far) and not begun)
    for name in ("reference", "plannedActivityReference"):
        yield from _listed(reader, _referred(reader, entry, activity.get(name)))
    for one in objects_of(activity.get("performedActivity")):
        yield from _listed(reader, one.get("concept"), is_begun=True)
        yield from _listed(reader, _referred(reader, entry, one.get("reference")), is_begun=True)


def _of_action(reader: Reader, entry: Entry, action: dict[str, Any], depth: int = 0) -> Iterator[PlannedDrug]:
    codes = action.get("code")
    told = [*objects_of(codes), _referred(reader, entry, action.get("resource"))]
    named = [one for concept in told for one in _listed(reader, concept)]
    if not named and action.get("resource") is None:
        texts = (action.get(name) for name in ("title", "description", "textEquivalent"))
        named = [
            one for text in texts if isinstance(text, str) for one in _listed(reader, {"text": text}, is_words=True)
        ]
    is_ordered = word_of(entry.tree, "intent") not in _ONLY_THOUGHT
    far = _is_far(reader, *_times(action, "timing"), action.get("timingDateTime"))
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


def _listed(reader: Reader, raw: object, *, is_begun: bool = False, is_words: bool = False) -> Iterator[PlannedDrug]:
    if not isinstance(raw, dict):
        return
    concept = as_concept(raw)
    if is_words and concept.text is not None:
        yield from _said(reader, raw, concept.text, is_begun=is_begun)
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


def _said(reader: Reader, raw: dict[str, Any], words: str, *, is_begun: bool) -> Iterator[PlannedDrug]:
    """The drugs that a sentence names, unless its own part denies them; those only considered stand apart."""
    near, thought_of = set[str](), set[str]()
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


def _times(part: dict[str, Any], name: str) -> Iterator[object]:
    """The periods a part of a plan is set in: its own, or the bounds of its timing."""
    yield part.get(f"{name}Period")
    within: Any = part
    for step in (f"{name}Timing", "repeat", "boundsPeriod"):
        within = within.get(step) if isinstance(within, dict) else None
    yield within


def _is_far(reader: Reader, *times: object) -> bool:
    """Whether one of these periods or days surely begins too far ahead of the chart's day to be a matter of it."""
    starts = [date_of(one.get("start") if isinstance(one, dict) else one) for one in times]
    return any(one is not None and reader.as_of.days_until(one)[0] > COURSES.begins_soon_days for one in starts)


def _is_left_open(reader: Reader, written: object) -> bool:
    """Whether a request was surely written so long ago that nobody closed it, rather than that it is to be done: as
    long ago as a drug is asked about that is still listed. CLARIFICATIONS A362.
    """
    day = date_of(written)
    return day is not None and day.days_until(reader.as_of)[0] > COURSES.still_taken_days


def _end(period: object) -> PartialDate | None:
    return date_of(period.get("end")) if isinstance(period, dict) else None
