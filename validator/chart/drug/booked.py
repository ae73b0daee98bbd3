"""The infusion or injection that a ServiceRequest orders, an Appointment is booked for, or an Encounter was for.

Source: FHIR R4 ServiceRequest.code, orderDetail, occurrence; Appointment.serviceType, reasonCode, description, comment,
start; Encounter.type, reasonCode, period. CLARIFICATIONS A362, A377, A401.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from validator.chart.concept import as_concept, words_of
from validator.chart.drug.medication import groups_by_name
from validator.chart.drug.named_partner import in_full
from validator.chart.drug.planned_drug import (
    ONLY_THOUGHT,
    OVER,
    VOID,
    PlannedDrug,
    end_of,
    is_far,
    listed,
    said_in,
    times_of,
)
from validator.chart.entry.when import date_of
from validator.chart.reader import Reader
from validator.chart.settings import COURSES
from validator.chart.words.sure_words import sentences_of
from validator.dosage.word_vocabulary import SHORT_NAMES
from validator.fhir.account import Why
from validator.fhir.element import objects_of
from validator.fhir.entry import Entry
from validator.fhir.status_code import word_of
from validator.frozen import replace
from validator.instant import PartialDate
from validator.regex import compiled, regex
from validator.terminology.codebook import Codebook
from validator.terminology.domain import DRUG
from validator.verdict import Truth

BOOKED = frozenset({"ServiceRequest", "Appointment", "Encounter"})
"""What is a plan for a drug where it names one that is to be given; mostly they are for anything else."""
_NO_VISIT = frozenset({"fulfilled", "noshow", "checked-out", "discontinued"})
"""Words by which an Appointment or an Encounter is not ahead any more."""
_IS_GIVEN = regex(
    r"\b(?:infus\w*|inf|inject\w*|inj|administ\w*|chemo\w*|immunotherapy|treatment|therapy|cycle|dose|doses|iv|ivpb|sub-?q|sc|mg"
    r"|weekly|every|maintenance|c\d+(?:\s?d\d+)?|q\s?\d\w*)\b",
    re.IGNORECASE,
)
_LETTERS = regex(r"[a-z]+")
_IS_INFUSED = regex(
    r"\b(?:infus\w*|inf|inject\w*|inj|administ\w*|chemo\w*|immunotherapy|cycle|iv|ivpb|sub-?q|c\d+(?:\s?d\d+)?|q\s?[2-8]\s?w\w*)\b",
    re.IGNORECASE,
)
"""Words of what is given at a visit, and not taken at home."""
_NAMED_IN = {
    "ServiceRequest": ("orderDetail",),
    "Appointment": ("serviceType", "reasonCode", "reason"),
    "Encounter": ("type", "serviceType", "reasonCode", "reason"),
}
_BESIDE_NAME = regex(
    r"\d[\d.,]*|\b(?:mg|and|with|plus|q\s?\d\w*|iv|ivpb|flat|dose|sub-?q|hyaluronidase\w*|min(?:ute)?s?|hrs?|hours?|chair|bay|tx"
    r"|rn|appt|appointment|return|weekly|monthly)\b|[^\w\s]"
)
_ANTIBODY = "mab"
"""How the names of antibodies end, which nobody orders a level of: the name of one alone is for giving it."""
_GIVEN_BY = frozenset(
    {
        ("ServiceRequest", "completed"),
        *(("Appointment", word) for word in ("fulfilled", "checked-out")),
        *(("Encounter", word) for word in ("finished", "completed", "discharged", "in-progress", "arrived", "triaged")),
    }
)
"""By which word what was ordered or booked was given, on its day."""
_IS_LOOKED_AT = regex(
    r"\b(?:levels?|trough|peak|concentration|assay|tests?|testing|resistan\w*|suscept\w*|sensitiv\w*|pcr|antibod\w*|consult\w*"
    r"|educat\w*|teach\w*|authori[sz]\w*|referral|screen\w*|monitor\w*|tox\w*|allerg\w*|desensit\w*|counsel\w*|discuss\w*"
    r"|follow\w*|f/?u|question\w*|after|post|s/p|history)\b",
    re.IGNORECASE,
)
"""Words of a request or visit that is about a drug, and not for giving it."""
_MAY_GO_BESIDE = regex(r"\b(?:clinic|visit|labs?|ct|mri|pet|scan|imaging|echo\w*|e[ck]g)\b", re.IGNORECASE)
"""The same, of what may come on the day of an infusion as well."""
_AN_INFUSION = regex(r"\b(?:infusions?|inf|injections?|inj|c\d+\s?d\d+)\b", re.IGNORECASE)
_WILL_GET = regex(r"\b(?:get|receive|given?|have)\b", re.IGNORECASE)
"""How a patient is told of an infusion."""


def booked_in(reader: Reader, entry: Entry) -> frozenset[tuple[str, str]]:
    """What a request for a service or a visit is about that is for giving a listed drug; empty for any other."""
    if entry.resource_type not in BOOKED:
        return frozenset()
    return frozenset((DRUG, group) for drug in booked(reader, entry) for group in drug.groups)


def why_open(entry: Entry) -> Why:
    """Why what is booked or ordered is not relied on: nobody says that it was given, or it is still ahead."""
    status = word_of(entry.tree, "status")
    return Why.GIVEN_UNRECORDED if (entry.resource_type, status) in _GIVEN_BY else Why.PLAN


def booked(reader: Reader, entry: Entry) -> Iterator[PlannedDrug]:
    """The drugs that a ServiceRequest orders or an Appointment is for, unless its day or its status lies behind."""
    tree = entry.tree
    status = word_of(tree, "status")
    if tree.get("doNotPerform") is True:
        return
    visit = tree.get("period") or tree.get("actualPeriod") if entry.resource_type == "Encounter" else None
    day = date_of(tree.get("occurrenceDateTime") or tree.get("start") or _start_of(visit))
    if (entry.resource_type, status) in _GIVEN_BY:
        yield from _given(reader, tree, day or date_of(tree.get("authoredOn")))
        return
    if status in OVER | _NO_VISIT | {VOID} or (day is not None and day.before(reader.as_of) is Truth.TRUE):
        return
    within = [*times_of(tree, "occurrence"), tree.get("occurrenceDateTime"), tree.get("start"), visit]
    is_begun = entry.resource_type == "ServiceRequest" and word_of(tree, "intent") not in ONLY_THOUGHT
    far, end = is_far(reader, *within), next((end for one in within if (end := end_of(one)) is not None), None)
    if not any(within) and _is_left_open(reader, tree.get("authoredOn")):
        is_begun, far = False, True
    for drug in _named_in(reader, tree):
        yield replace(drug, is_begun=is_begun, is_remote=far and not is_begun, end=end)


def _start_of(visit: object) -> object:
    return visit.get("start") or visit.get("end") if isinstance(visit, dict) else None


def _given(reader: Reader, tree: dict[str, Any], day: PartialDate | None) -> Iterator[PlannedDrug]:
    """The drug that was given on a day not so long ago that its next dose cannot lie ahead. CLARIFICATIONS A377."""
    if day is None or day.at_or_before(reader.as_of) is Truth.FALSE:
        return
    if day.days_until(reader.as_of)[0] <= COURSES.still_taken_days:
        for drug in _named_in(reader, tree):
            yield replace(drug, given=day)


def _named_in(reader: Reader, tree: dict[str, Any]) -> Iterator[PlannedDrug]:
    """The first drug, or the drugs of the first place, that a request or a visit says is given."""
    for concept, giving in _told_in(tree):
        for drug in _to_be_given(reader, concept, giving):
            yield drug
            return


def _told_in(tree: dict[str, Any]) -> Iterator[tuple[object, re.Pattern[str]]]:
    """Where a request or a visit may name what is given, each with the words by which it does.

    What a request is for is no drug to be given, and a visit may be about one that is taken at home.
    """
    code = tree.get("code")
    yield code.get("concept", code) if isinstance(code, dict) else None, _IS_GIVEN
    is_visit = tree.get("resourceType") == "Encounter"
    for name in _NAMED_IN.get(tree.get("resourceType", ""), ()):
        raw = tree.get(name)
        for one in [raw] if isinstance(raw, dict) else objects_of(raw):
            giving = _IS_GIVEN if name in ("orderDetail", "serviceType") and not is_visit else _IS_INFUSED
            yield one.get("concept", one), giving
            for inner in (*objects_of(one.get("value")), *objects_of(one.get("parameter"))):
                yield (
                    inner.get("concept", inner.get("valueCodeableConcept", {"text": inner.get("valueString")})),
                    giving,
                )
    if isinstance(words := tree.get("description"), str):
        yield {"text": words}, _IS_GIVEN
    notes = [one.get("text") for one in objects_of(tree.get("note"))]
    for words, giving in (
        (tree.get("comment"), _IS_INFUSED),
        (tree.get("patientInstruction"), _WILL_GET),
        *((one, _IS_INFUSED) for one in notes),
    ):
        for sentence in sentences_of(words) if isinstance(words, str) else ():
            yield {"text": sentence}, giving


def _to_be_given(reader: Reader, raw: object, giving: re.Pattern[str]) -> Iterator[PlannedDrug]:
    """A drug by code; one in words only where they tell that it is given, and not looked at."""
    if not isinstance(raw, dict):
        return
    bare = [{"system": one.get("system"), "code": one.get("code")} for one in objects_of(raw.get("coding"))]
    yield from (replace(drug, concept=raw) for drug in listed(reader, {"coding": bare}))
    for words in (_in_full(reader.book, one) for one in words_of(as_concept(raw))):
        is_given = giving.search(words) or _is_name_alone(reader.book, words)
        is_beside = _MAY_GO_BESIDE.search(words) and not _AN_INFUSION.search(words)
        if is_given and not is_beside and not _IS_LOOKED_AT.search(words):
            yield from said_in(reader, {"text": words}, words, is_begun=False)


def _in_full(book: Codebook, words: str) -> str:
    """The words with what clinics call cancer drugs in short written out ("ipi/nivo C1")."""
    for short in SHORT_NAMES.intersection(_LETTERS.findall(words.lower())):
        if (full := in_full(book, short)) != short:
            words = compiled(rf"(?<!\w){short}(?!\w)", re.IGNORECASE).sub(full, words)
    return words


def _is_name_alone(book: Codebook, words: str) -> bool:
    """Whether words are names of antibodies, be it of their brands, and how much of each: "OPDIVO 480"."""
    names = _BESIDE_NAME.sub(" ", words.lower()).split()
    return bool(names) and all(
        any(one.endswith(_ANTIBODY) for one in {*groups_by_name(book, name), name}) for name in names
    )


def _is_left_open(reader: Reader, written: object) -> bool:
    """Whether a request was surely written so long ago that nobody closed it, rather than that it is to be done: as
    long ago as a drug is asked about that is still listed. CLARIFICATIONS A362.
    """
    day = date_of(written)
    return day is not None and day.days_until(reader.as_of)[0] > COURSES.still_taken_days
