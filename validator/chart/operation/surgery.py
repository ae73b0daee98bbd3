"""Operations done and planned: Procedure, ServiceRequest and Appointment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from validator.chart.concept import any_listed, as_concept, coded, concept_of, groups_of, name_of, words_of
from validator.chart.entry.status import PROCEDURE_DONE
from validator.chart.fact import Surgery
from validator.chart.observed.question import LONGEST
from validator.chart.operation.booked_operation import (
    is_booked_plainly,
    is_of_people,
    names_no_operation,
    operation_booked,
)
from validator.chart.operation.operation_name import is_major_operation
from validator.chart.operation.procedure_title import opens_the_body
from validator.chart.reader import Reader, dated, evidence, first_date
from validator.chart.risk.risk_words import naming_words
from validator.chart.words.sure_words import sentences_of
from validator.chart.words.text import phrase_groups
from validator.fhir.element import CodeableConcept
from validator.fhir.entry import Entry
from validator.fhir.resource import Appointment, Procedure, ServiceRequest
from validator.frozen import replace
from validator.instant import PartialDate
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.domain import RISK, TREATMENT
from validator.verdict import Basis, Truth

DOMAIN = RISK
ABLATION = "ablation"
"""What the destruction of a tumor in its organ is asked about as; no list of operations holds it."""
_DOMAINS = (DOMAIN, TREATMENT)
_AROUND_IT = regex(
    r"(?<=\S\s)(?:s/p|status\s+post)\b|\b(?:history|hx|h/o|pre-?op\w*|post-?op\w*|post\s+op"
    r"|(?<!single )(?<!repeated )evaluat\w*|eval|consult\w*|referral|clearance"
    r"|assess\w*|therap\w*|radiotherapy|rehab\w*|follow-?\s?up|education|teaching"
    r"|imaging(?![\s-]+guid\w+)|x-?ray|radiograph\w*|(?:mri|ct)(?![\s-]+guid\w+)|review"
    r"|planning|counsel\w*|candidate|care|check|removal\s+of\s+(?:suture|staple)s?|declined|refused|clinic|visit|status|fitting|bra"
    r"|waiting\s+list|consent|workup|second\s+opinion|discussion|discussed|cancell?ed|prior(?!\s+(?:to|auth\w*))|tumou?r\s+board|vaccine|duplex|doppler"
    r"|percutaneous\s+trans\w+|wife|wife's|husband|husband's|brother|sister|son|daughter|mother|father)\b|^\W*us\b(?![\s-]+guid)",
    re.IGNORECASE,
)
"""Words of visits, images and treatments around an operation: they name it and are not it."""

_IN_FRONT = regex(
    r"\b(?:after|following|patholog\w*|frozen\s+section|specimens?|margins?|ultrasound(?![\s-]+guid))\b", re.IGNORECASE
)
"""Words of what goes around an operation, where they stand in front of its name: behind it they tell how it was."""
_BEHIND = regex(r",|;|\b(?:with|after|following|including|requiring)\b", re.IGNORECASE)
"""Where the name of an operation ends and the rest is how, or after what, it was done."""

_ANY_OPERATION = regex(
    r"\W*(?:(?:surgical|operative)\s+)?(?:procedure|operation|surgery)\W*(?:\(?procedure\)?)?\W*", re.IGNORECASE
)
"""A display that is any operation: the text beside it says which."""

_PLANNED_REQUEST = {"active": Truth.UNKNOWN, "on-hold": Truth.UNKNOWN, "draft": Truth.FALSE, "completed": Truth.TRUE}
_PLANNED_VISIT = {
    "booked": Truth.UNKNOWN,
    "arrived": Truth.UNKNOWN,
    "checked-in": Truth.UNKNOWN,
    "fulfilled": Truth.TRUE,
    "proposed": Truth.FALSE,
    "pending": Truth.FALSE,
    "waitlist": Truth.FALSE,
}
"""Whether an operation took place once its day has come, by the status of what it was planned with."""
_DEPARTMENT = regex(r"\W*(?:oral|dental)(?:\s+(?:and|&)\s+maxillofacial)?\s+surgery\W*(?:\(\w+\))?\W*", re.IGNORECASE)
"""The name of a department: a visit there, and a referral to it, mostly come before an operation or after it."""
_REFERRAL = regex(r"\breferral\b|\bconsult\w*", re.IGNORECASE)
_A_VISIT = regex(
    r"\b(?:visit|appt|appointment|f/?u|recheck|return|new\s+patient|established|video|virtual|telehealth|tele-?\w*|phone|call|class"
    r"|seminar|screening|labs?|scan|infusion|second\s+look|nurse|pt|ot|question\w*|discuss\w*|recovery|wound|annual|yearly|weeks?"
    r"|months?|years?|yr|staples?|sutures?|stitches|prosthe\w+|support|group|info\w*|session|training|nutrition\w*|social|survivor\w*"
    r"|surveillance|cancer|carcinoma|tumou?r)\b|\?|\d"
    r"|^(?!\W*(?:surgery|or|procedure|operation)\b).*(?:\s[-\u2013]\s|[:;])",
    re.IGNORECASE,
)
"""What a description has where a visit is for talking, looking or caring: such a word, a number, a clinic in front."""
_OF_THEN = regex(
    r"\b(?:s/p|status\s+post|had|has|have|was|were|hx|h/o|history|prior|previous|recent|last|after|since|following|pt|patient)\b",
    re.IGNORECASE,
)
"""Words of a comment that tells what came before the visit, or of whom."""
_WHERE_AND_HOW_LONG = regex(
    r"(?<![\w-])(?:#\s*\d{1,2}(?:\s*(?:,|&|and|-)\s*#?\d{1,2})*|(?:tooth|teeth|no\.?)\s*#?\d{1,2}|x\s?[1-6]"
    r"|[ctls]\d{1,2}(?:\s?[-\u2013/]\s?[ctls]?\d{1,2})*|(?:or|room|rm|theat(?:er|re)|suite)\s*#?\s*\d{1,3}[a-z]?"
    r"|(?:[1-9]|1[0-2])(?:\.\d{1,2})?\s?-?(?:h|hrs?|hours?)|(?:60|90|\d{3})\s?-?min(?:ute)?s?|(?:left|right|bilateral|bilat|lt|rt|l|r)(?!-))"
    r"(?:\s*side)?(?![\w#])\.?",
    re.IGNORECASE,
)
"""What the name of a booked operation carries: its side, tooth, level or count, its room, and an hour or more. Half an
hour is that of a visit."""


def of_procedure(reader: Reader, entry: Entry) -> Iterator[Surgery]:
    """An operation that was done or begun, or is being prepared. Source: FHIR R4 Procedure."""
    if not _may_be_surgery(reader, entry.raw.get("code")):
        return
    body = reader.body(entry, Procedure)
    if body is None or not (groups := surgery_groups(reader.book, body.code)):
        return
    day = first_date(
        reader.date(body.performed_date_time, entry, "performedDateTime"),
        reader.date(body.occurrence_date_time, entry, "occurrenceDateTime"),
        reader.end_of(body.performed_period, entry, "performedPeriod"),
        reader.end_of(body.occurrence_period, entry, "occurrencePeriod"),
        reader.start_of(body.performed_period, entry, "performedPeriod"),
        reader.start_of(body.occurrence_period, entry, "occurrencePeriod"),
    )
    if body.status in PROCEDURE_DONE:
        # A completed procedure whose day is still to come was written ahead: it is planned.
        ahead = day is not None and day.first > reader.as_of.last
        done = _surgery(reader, entry, body.code, groups, day, planned=ahead)
        yield replace(done, goes_on=body.status == "in-progress" and not ahead)
    elif body.status in ("preparation", "on-hold"):
        yield _surgery(reader, entry, body.code, groups, day, planned=True, took_place=Truth.UNKNOWN)
    elif body.status not in ("not-done", "entered-in-error"):
        reader.set_aside(entry, "does not say whether the operation was done")


def of_request(reader: Reader, entry: Entry) -> Iterator[Surgery]:
    """An operation that is ordered or planned. Source: FHIR R4 ServiceRequest, R5 `code.concept`."""
    code = entry.raw.get("code")
    inner = code.get("concept") if isinstance(code, dict) else None
    if not _may_be_surgery(reader, code) and not _may_be_surgery(reader, inner):
        return
    body = reader.body(entry, ServiceRequest)
    if body is None or body.do_not_perform or body.status not in _PLANNED_REQUEST:
        return
    concept = concept_of(body.code)
    groups = surgery_groups(reader.book, concept)
    if groups and not (concept is not None and _is_department(concept) and _is_referral(entry)):
        day = first_date(
            reader.date(body.occurrence_date_time, entry, "occurrenceDateTime"),
            reader.start_of(body.occurrence_period, entry, "occurrencePeriod"),
        )
        took_place = _PLANNED_REQUEST[body.status]
        yield _surgery(
            reader, entry, concept, groups, day, planned=not _is_over(reader, took_place, day), took_place=took_place
        )


def _is_over(reader: Reader, took_place: Truth, day: PartialDate | None) -> bool:
    """Whether a plan is closed: what it was for is done. One closed ahead of its day is still a plan."""
    return took_place is Truth.TRUE and (day is None or day.first <= reader.as_of.last)


def of_appointment(reader: Reader, entry: Entry) -> Iterator[Surgery]:
    """A visit booked for an operation. Source: FHIR R4 Appointment.serviceType, reasonCode, description, comment."""
    body = reader.body(entry, Appointment)
    if body is None or body.status not in _PLANNED_VISIT:
        return
    concepts = [as_concept(code) for code in codes_of_appointment(entry)]
    day = reader.date(body.start, entry, "start")
    for concept in concepts:
        groups = surgery_groups(reader.book, concept)
        if groups and concept.text and names_no_operation(concept.text):
            # It may be a visit to those who operate, so its day is not surely that of an operation.
            own = day if day is not None and day.before(reader.as_of) is Truth.TRUE else None
            yield _surgery(reader, entry, concept, groups, own, planned=True, took_place=Truth.UNKNOWN)
            return
        if groups and not _is_department(concept):
            took_place = _PLANNED_VISIT[body.status]
            is_planned = not _is_over(reader, took_place, day)
            yield _surgery(reader, entry, concept, groups, day, planned=is_planned, took_place=took_place)
            return


def codes_of_appointment(entry: Entry) -> tuple[object, ...]:
    """What a visit is for, as undecoded concepts: its reasons, then its service types (R5 `serviceType.concept`), then
    its description and its comment, unless they are of a visit for talking or looking, or the comment is of then.
    """
    found: list[object] = []
    for name in ("reasonCode", "reason", "serviceType"):
        value = entry.raw.get(name)
        for one in value if isinstance(value, list) else [value]:
            inner = one.get("concept") if isinstance(one, dict) and "concept" in one else one
            if one is not None and not (name == "serviceType" and _is_department(as_concept(inner))):
                found.append(_booked(inner, of_service=name == "serviceType"))
    text = entry.raw.get("description")
    if isinstance(text, str) and len(text) <= LONGEST and (is_booked_plainly(text) or not _is_a_visit(text)):
        found.append(_booked({"text": text}))
    text = entry.raw.get("comment")
    for one in sentences_of(text) if isinstance(text, str) and len(text) <= LONGEST else ():
        if (is_booked_plainly(one) or not _is_a_visit(one)) and not _OF_THEN.search(one):
            found.append(_booked({"text": one}))
    return tuple(found)


def _booked(concept: object, *, of_service: bool = False) -> object:
    """A concept of words alone, with what the lists call the operation that they book without its name. A type of
    service that is the people who operate books none."""
    text = concept.get("text") if isinstance(concept, dict) and "coding" not in concept else None
    called = None
    if isinstance(text, str) and not (of_service and is_of_people(text)):
        called = operation_booked(text)
    return {"text": text, "coding": [{"display": called}]} if called is not None else concept


def _is_a_visit(text: str) -> bool:
    return _A_VISIT.search(_WHERE_AND_HOW_LONG.sub(" ", text).strip(" ,;:()-\u2013")) is not None


def _is_department(concept: CodeableConcept) -> bool:
    words = words_of(concept)
    return bool(words) and all(map(_DEPARTMENT.fullmatch, words))


def _is_referral(entry: Entry) -> bool:
    found = entry.raw.get("category")
    concepts = map(as_concept, found if isinstance(found, list) else ())
    return any(_REFERRAL.search(words) for one in concepts for words in words_of(one))


@lru_cache(maxsize=8192)
def surgery_groups(book: Codebook, concept: CodeableConcept | None) -> frozenset[str]:
    """The operations a concept names, and `ablation`. The removal or replacement of an organ for cancer is major."""
    groups = groups_of(book, DOMAIN, concept) & book.of_role(DOMAIN, "operation")
    treatment = groups_of(book, TREATMENT, concept)
    if treatment & book.of_role(TREATMENT, "major-operation"):
        groups |= book.of_role(DOMAIN, "major-operation")
    if treatment & book.of_role(TREATMENT, "organ-ablation"):
        groups |= {ABLATION}
    if not groups:
        return _named(book, concept)
    # A list that holds a code for what it leaves (an absent organ, a feeding tube) does not say how large it was.
    major = book.of_role(DOMAIN, "major-operation")
    return groups if groups & major else groups | (_named(book, concept) & major)


@lru_cache(maxsize=8192)
def _named(book: Codebook, concept: CodeableConcept | None) -> frozenset[str]:
    """What the words of a concept without a listed code name; nothing when they speak of what goes around it."""
    if concept is None:
        return frozenset()
    found: frozenset[str] = frozenset()
    named = [words for words, _ in naming_words(book, concept)]
    if concept.text and all(map(_ANY_OPERATION.fullmatch, named)):
        named.append(concept.text)
    for words in named:
        if _AROUND_IT.search(words) is None:
            # A title of ICD-10-PCS says behind its commas by which way it was done.
            is_title = "approach" in words.lower()
            for part in (words,) if is_title else (words, _BEHIND.split(words, maxsplit=1)[0]):
                if _IN_FRONT.search(part) is None:
                    found |= _operations(book, part)
        if opens_the_body(words):
            found |= book.of_role(DOMAIN, "major-operation")
    return found


def _operations(book: Codebook, words: str) -> frozenset[str]:
    operations = book.of_role(DOMAIN, "operation")
    named = (groups & operations for _, groups in phrase_groups(book, DOMAIN, words))
    major = book.of_role(DOMAIN, "major-operation") if is_major_operation(words) else frozenset()
    return major.union(*named)


def _may_be_surgery(reader: Reader, code: object) -> bool:
    return any_listed(reader.book, _DOMAINS, code) or bool(_named(reader.book, as_concept(code)))


def _surgery(
    reader: Reader,
    entry: Entry,
    concept: CodeableConcept | None,
    groups: frozenset[str],
    day: PartialDate | None,
    *,
    planned: bool,
    took_place: Truth = Truth.TRUE,
) -> Surgery:
    known = coded(reader.book, DOMAIN, concept) or coded(reader.book, TREATMENT, concept)
    name = name_of(concept, known)
    says = dated(f"{name}, planned" if planned else name, day)
    element = "code" if entry.resource_type != "Appointment" else ""
    basis = Basis.CODED if known else Basis.TEXT
    return Surgery(groups, name, planned, evidence(entry, says, element, basis), day, took_place)
