"""An infusion that was given by the status of its request or visit, and names of drugs that stand alone."""

from __future__ import annotations

from typing import Any

from support.build import Resource, resource, to
from support.coding import concept
from support.judged import judged
from support.plain import kidney

NIVOLUMAB = "Nivolumab 480 mg IV"


def service(text: str, status: str = "active", on: str = "2026-11-18", **more: Any) -> Resource:
    made = {"status": status, "intent": "order", "code": concept(text=text), "authoredOn": on}
    return resource("ServiceRequest", "infusion", **made, subject=to("Patient/patient")) | more


def visit(text: str, status: str = "booked", on: str = "2026-11-25") -> Resource:
    told = {"status": status, "description": text, "start": f"{on}T13:00:00Z", "end": f"{on}T14:00:00Z"}
    return resource(
        "Appointment", "infusion", **told, participant=[{"actor": to("Patient/patient"), "status": "accepted"}]
    )


def judgements(*booked: Resource) -> list[str]:
    return [judged(kidney(beside=(one,))).verdict.value for one in booked]


def test_a_drug_that_was_given_within_its_interval_may_go_on() -> None:
    given = (
        visit(NIVOLUMAB, "fulfilled", "2026-11-18"),
        service(NIVOLUMAB, "completed"),
        service(NIVOLUMAB, "completed", "2026-10-01", occurrenceDateTime="2026-11-17"),
    )
    assert judgements(*given) == ["undetermined"] * len(given)
    told = judged(kidney(beside=(given[0],))).findings
    assert "may go on" in next(one.message for one in told if one.code == "entry-set-aside")


def test_one_that_was_given_longer_ago_or_not_at_all_is_quiet() -> None:
    quiet = (
        visit(NIVOLUMAB, "fulfilled", "2026-06-18"),
        visit(NIVOLUMAB, "fulfilled", "2026-11-27"),
        visit(NIVOLUMAB, "noshow", "2026-11-18"),
        visit("Nivolumab teaching", "fulfilled", "2026-11-18"),
        service(NIVOLUMAB, "completed", "2026-08-01"),
        service("Nivolumab level", "completed"),
        service("Iron sucrose infusion", "completed"),
    )
    assert judgements(*quiet) == ["accept"] * len(quiet)


def test_the_name_of_an_antibody_alone_is_for_giving_it() -> None:
    named = ("Nivolumab", "Ipilimumab/nivolumab", "nivolumab + ipilimumab")
    assert judgements(*map(service, named), *map(visit, named)) == ["undetermined"] * 6


def test_the_name_of_another_drug_alone_may_be_a_test_for_it() -> None:
    assert judgements(*map(service, ("Itraconazole", "Rifampin", "Denosumab"))) == ["accept"] * 3
