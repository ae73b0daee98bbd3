"""The patient of an order: birth date, sex and death."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from validator.chart.entry.standing import Doubtful, standing
from validator.chart.observed.value import says_absent
from validator.chart.reader import Reader, evidence
from validator.fhir.account import Why
from validator.fhir.entry import Entry
from validator.fhir.resource import Patient
from validator.fhir.status_code import word_of
from validator.finding import Evidence
from validator.frozen import Frozen
from validator.instant import PartialDate, age_in_years
from validator.terminology.domain import SEX
from validator.verdict import Truth

OLDEST_YEARS = 120
"""An age above it (exclusive) is a slip of the pen or a placeholder, as one below 0 is. A project choice."""
ADULT_FROM_YEARS = 18
"""Below it, kidney cancer without a histology is not taken as renal cell carcinoma: it may be a Wilms tumor."""
FEMALE = "female"
OF_BIRTH = "The date of birth"
"""How the note on one that cannot be read begins."""
_SAYS_SEX = frozenset(
    {
        "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex",
        "http://hl7.org/fhir/us/core/StructureDefinition/us-core-sex",
        "http://hl7.org/fhir/StructureDefinition/patient-sexParameterForClinicalUse",
    }
)
"""Extensions that tell a sex beside the administrative gender: US Core's birth sex and sex, HL7's sex parameter."""


class Person(Frozen):
    """The patient. `birth` None: no readable birthDate. `gender`: a recorded sex `female` outranks it.

    `unread_birth` says why a date of birth that is on file is none that can be read; empty where there is none.
    """

    evidence: Evidence
    birth: PartialDate | None = None
    gender: str | None = None
    deceased: Truth = Truth.FALSE
    deceased_on: PartialDate | None = None
    unread_birth: str = ""


def person(reader: Reader, entry: Entry) -> Person | None:
    """The patient as recorded: a partial birthDate stays an interval, an unreadable one is not known.

    So is one that gives an age under 0 or over 120 years on the chart's day. A recorded sex `female` outranks gender.
    A wrong element does not hide the others. None when the resource cannot be relied on. Source: FHIR R4 Patient.
    """
    match standing(entry):
        case Doubtful(why=why) if why is not Why.WRONG_TYPE:
            # A wrong element is said by the structural check, and hides none of the others.
            reader.set_aside(entry, f"was set aside: {why.words}")
            return None
        case _:
            pass
    body = entry.body
    if not isinstance(body, Patient):
        reader.set_aside(entry, "could not be read, so it was not used")
        return None
    birth, unread_birth = _birth(body.birth_date, reader, entry)
    died = None
    if body.deceased_date_time is not None:
        died = reader.date(body.deceased_date_time, entry, "deceasedDateTime")
    deceased = Truth.FALSE
    if body.deceased_boolean or body.deceased_date_time is not None:
        deceased = Truth.TRUE
    elif entry.problems and any(".deceased" in place for one in entry.problems for place in one.expression):
        deceased = Truth.UNKNOWN
    masked = entry.tree.get("_gender")
    says = f"born {birth.text}" if birth else "no readable birth date"
    if deceased is Truth.TRUE:
        says += f", died {died.text}" if died else ", deceased"
    return Person(
        evidence=evidence(entry, says, "birthDate" if birth else ""),
        birth=birth,
        gender=FEMALE if _is_recorded_female(reader, entry.tree) else None if says_absent(masked) else body.gender,
        deceased=deceased,
        deceased_on=died,
        unread_birth=unread_birth,
    )


def _birth(text: str | None, reader: Reader, entry: Entry) -> tuple[PartialDate | None, str]:
    """The birth date, where it is a date, the age it gives on the chart's day can be that of a person, and it calls
    itself none; else why one that is on file was not read."""
    if text is None and entry.tree.get("birthDate") is None:
        return None, ""
    fault = reason = "is no date"
    try:
        birth = PartialDate.parse(text or "")
    except ValueError:
        pass
    else:
        if says_absent(entry.tree.get("_birthDate")):
            fault, reason = "stands beside a word that there is none", "is said to be none"
        else:
            youngest, oldest = age_in_years(birth, reader.as_of)
            if oldest >= 0 and youngest <= OLDEST_YEARS:
                return birth, ""
            fault, reason = f"gives an age under 0 or over {OLDEST_YEARS} years", "gives no possible age"
    reader.note(f"{OF_BIRTH} {fault}: correct {entry.reference}")
    return None, f"the date of birth on file {reason}"


def _is_recorded_female(reader: Reader, patient: Mapping[str, Any]) -> bool:
    """Whether a sex extension says female; codes are those of the value sets of the domain `sex`."""
    listed = patient.get("extension")
    if not isinstance(listed, list):
        return False
    female = reader.book.of_role(SEX, "recorded-female")
    return any(
        not reader.book.groups(SEX, system, code).isdisjoint(female)
        for one in listed
        if isinstance(one, dict) and word_of(one, "url") in _SAYS_SEX
        for system, code in _codes(one)
    )


def _codes(extension: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The codes an extension holds, in a value of its own or in one of its parts; a bare code is of birth sex."""
    parts = extension.get("extension")
    for holder in (extension, *(parts if isinstance(parts, list) else ())):
        if not isinstance(holder, dict):
            continue
        bare, coding, concept = (holder.get(name) for name in ("valueCode", "valueCoding", "valueCodeableConcept"))
        if isinstance(bare, str):
            yield from ((system, bare) for system in _BARE)
        codings = concept.get("coding") if isinstance(concept, dict) else None
        for one in (coding, *(codings if isinstance(codings, list) else ())):
            if isinstance(one, dict) and isinstance(one.get("system"), str) and isinstance(one.get("code"), str):
                yield one["system"], one["code"]


_BARE = ("http://terminology.hl7.org/CodeSystem/v3-AdministrativeGender", "http://snomed.info/sct")
"""The code systems that `valueCode` of birth sex and of sex is bound to."""


def is_adult(who: Person | None, day: PartialDate) -> Truth:
    """Whether somebody is an adult on that day; UNKNOWN where the birth date is not known, or leaves it open."""
    if who is None or who.birth is None:
        return Truth.UNKNOWN
    youngest, oldest = age_in_years(who.birth, day)
    if youngest >= ADULT_FROM_YEARS:
        return Truth.TRUE
    return Truth.FALSE if oldest < ADULT_FROM_YEARS else Truth.UNKNOWN
