"""The patient of an order: birth date, sex and death."""

from __future__ import annotations

from validator.chart.fact import Person
from validator.chart.reader import Reader, evidence
from validator.chart.standing import Doubtful, standing
from validator.fhir.account import Why
from validator.fhir.entry import Entry
from validator.fhir.resource import Patient
from validator.verdict import Truth


def person(reader: Reader, entry: Entry) -> Person | None:
    """The patient as recorded: a partial birthDate stays an interval, an unreadable one is not known.

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
    birth = reader.date(body.birth_date, entry, "birthDate")
    died = reader.date(body.deceased_date_time, entry, "deceasedDateTime")
    deceased = Truth.FALSE
    if body.deceased_boolean or body.deceased_date_time is not None:
        deceased = Truth.TRUE
    elif any(".deceased" in expression for problem in entry.problems for expression in problem.expression):
        deceased = Truth.UNKNOWN
    says = f"born {birth.text}" if birth else "no readable birth date"
    if deceased is Truth.TRUE:
        says += f", died {died.text}" if died else ", deceased"
    return Person(
        evidence=evidence(entry, says, "birthDate" if birth else ""),
        birth=birth,
        gender=body.gender,
        deceased=deceased,
        deceased_on=died,
    )
