"""Whether an entry may be relied on: its status, its tags, and what contradicts itself, told apart three ways.

Each chart is an accepted order for kidney cancer with one entry more that would make it an error. `used` is believed,
`not-decided` says itself that it did not happen, and `set-aside` could not be told, which is never acceptance.
All patients are synthetic.
"""

from __future__ import annotations

from typing import Any

import pytest
from support.answer import answer, check
from support.build import CLINICAL, VERIFICATION, Resource, condition, resource, statement
from support.coding import CONDITIONS, DRUGS, concept
from support.plain import kidney

ABSENT = {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]}
ON_THE_LIST = [
    {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-category", "code": "problem-list-item"}]}
]
USED = ("error", "used", "")
NOT_UNDERSTOOD = ("undetermined", "set-aside", "status-not-understood")
MISSING = ("undetermined", "set-aside", "status-missing")
WRONG = ("undetermined", "set-aside", "wrong-type")


def stands(one: Resource) -> tuple[str, str, str]:
    """The verdict beside the entry, what became of it, and why."""
    found = answer(check(kidney(beside=(one,)), ledger=True))
    assert found.ledger is not None
    (told,) = [line for line in found.ledger.listed if line.reference == f"{one['resourceType']}/{one['id']}"]
    return found.verdict.value, told.fate.value, told.reason or ""


def changed(made: Resource, elements: dict[str, Any]) -> Resource:
    return {name: value for name, value in (made | elements).items() if value is not None}


def bleeding(**elements: Any) -> Resource:
    return changed(
        condition("bleeding", concept(CONDITIONS["hemorrhage:intracranial"][0]), onset="2026-11-10"), elements
    )


def ketoconazole(**elements: Any) -> Resource:
    return changed(statement("taken", concept(DRUGS["ketoconazole"][0]), start="2026-11-01"), elements)


def report(status: str | None) -> Resource:
    made = resource("DiagnosticReport", "report", code={"text": "CT head"}, conclusion="Intracranial hemorrhage")
    return changed(made | {"effectiveDateTime": "2026-11-11"}, {"status": status})


def verified(*codes: str) -> dict[str, Any]:
    return {"coding": [{"system": VERIFICATION, "code": code} for code in codes]}


def clinical(*codes: str) -> dict[str, Any]:
    return {"coding": [{"system": CLINICAL, "code": code} for code in codes]}


@pytest.mark.parametrize(
    ("status", "wanted"),
    [
        (verified("confirmed"), USED),
        (verified("refuted"), ("accept", "not-decided", "refuted")),
        (verified("entered-in-error"), ("accept", "not-decided", "entered-in-error")),
        (verified("refuted", "entered-in-error"), ("accept", "not-decided", "entered-in-error")),
        (verified("provisional"), ("undetermined", "set-aside", "unconfirmed")),
        (verified("differential", "provisional"), ("undetermined", "set-aside", "unconfirmed")),
        # a contradiction, a word that nobody knows, and words alone are none of them
        (verified("refuted", "confirmed"), NOT_UNDERSTOOD),
        (verified("maybe"), NOT_UNDERSTOOD),
        (verified("maybe", "confirmed"), NOT_UNDERSTOOD),
        ({"text": "hmm"}, NOT_UNDERSTOOD),
        ({"coding": [{"display": "hmm"}]}, NOT_UNDERSTOOD),
        # nothing said
        ({"id": "x"}, USED),
        (None, USED),
    ],
)
def test_whether_a_condition_was_verified(status: dict[str, Any] | None, wanted: tuple[str, str, str]) -> None:
    assert stands(bleeding(verificationStatus=status)) == wanted


@pytest.mark.parametrize(
    ("elements", "wanted"),
    [
        ({"clinicalStatus": clinical("active")}, USED),
        ({"clinicalStatus": clinical("odd")}, NOT_UNDERSTOOD),
        ({"clinicalStatus": clinical("odd", "active")}, NOT_UNDERSTOOD),
        ({"clinicalStatus": None}, USED),
        ({"clinicalStatus": None, "category": ON_THE_LIST}, MISSING),
        ({"clinicalStatus": None, "category": ON_THE_LIST, "abatementDateTime": "2026-11-12"}, USED),
        ({"clinicalStatus": None, "category": ON_THE_LIST, "abatementBoolean": False}, MISSING),
    ],
)
def test_whether_a_condition_is_still_there(elements: dict[str, Any], wanted: tuple[str, str, str]) -> None:
    assert stands(bleeding(**elements)) == wanted


@pytest.mark.parametrize(
    ("elements", "wanted"),
    [
        ({}, USED),
        ({"status": None}, MISSING),
        ({"status": "odd"}, NOT_UNDERSTOOD),
        ({"status": "unknown"}, NOT_UNDERSTOOD),
        ({"status": "entered-in-error"}, ("accept", "not-decided", "entered-in-error")),
        ({"status": "not-taken"}, ("accept", "not-decided", "not-taken")),
        ({"_status": ABSENT}, NOT_UNDERSTOOD),
        ({"_status": {"id": "x"}}, USED),
        # older releases say it by an element of its own
        ({"taken": "y"}, USED),
        ({"taken": "n"}, ("accept", "not-decided", "not-taken")),
        ({"taken": "unk"}, NOT_UNDERSTOOD),
        ({"taken": False}, NOT_UNDERSTOOD),
        ({"notGiven": False}, USED),
        ({"notGiven": True}, ("accept", "not-decided", "not-done")),
        ({"wasNotTaken": True}, ("accept", "not-decided", "not-done")),
        ({"notGiven": "no"}, NOT_UNDERSTOOD),
        ({"notGiven": False, "taken": "n"}, ("accept", "not-decided", "not-taken")),
        # a part of a resource says nothing of the rest
        ({"meta": {"tag": [{"code": "SUBSETTED"}]}}, ("undetermined", "set-aside", "subsetted")),
        ({"meta": {"tag": {"code": "SUBSETTED"}}}, ("undetermined", "set-aside", "subsetted")),
        ({"meta": {"tag": [{"code": "HTEST"}]}}, USED),
        # one choice given twice, and what is wrong where nothing is read from
        ({"effectiveDateTime": "2026-11-01"}, WRONG),
        ({"identifier": "x"}, USED),
        ({"note": 5}, USED),
    ],
)
def test_whether_a_drug_is_taken(elements: dict[str, Any], wanted: tuple[str, str, str]) -> None:
    assert stands(ketoconazole(**elements)) == wanted


@pytest.mark.parametrize(
    ("elements", "wanted"),
    [
        ({"onsetString": "long ago"}, WRONG),
        ({"code": 7}, WRONG),
        ({"severity": 7}, USED),
        ({"identifier": "x"}, USED),
    ],
)
def test_what_is_wrong_in_an_entry_counts_where_something_is_read_from_it(
    elements: dict[str, Any], wanted: tuple[str, str, str]
) -> None:
    assert stands(bleeding(**elements)) == wanted


@pytest.mark.parametrize("status", ["preliminary", "partial", "registered"])
def test_a_report_that_is_not_final_may_say_otherwise_tomorrow(status: str) -> None:
    assert stands(report(status)) == ("undetermined", "set-aside", "preliminary")


@pytest.mark.parametrize(
    ("status", "wanted"),
    [
        # words of a report are asked about and prove nothing
        ("final", ("undetermined", "set-aside", "unconfirmed")),
        ("amended", ("undetermined", "set-aside", "unconfirmed")),
        ("entered-in-error", ("accept", "not-decided", "entered-in-error")),
        ("cancelled", ("accept", "irrelevant", "")),
        ("unknown", NOT_UNDERSTOOD),
        (None, MISSING),
    ],
)
def test_a_report_by_its_status(status: str | None, wanted: tuple[str, str, str]) -> None:
    assert stands(report(status)) == wanted
