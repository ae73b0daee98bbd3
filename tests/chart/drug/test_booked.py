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


def stay(text: str, status: str = "finished", on: str = "2026-11-18", **more: Any) -> Resource:
    told = {
        "status": status,
        "type": [concept(text=text)],
        "period": {"start": f"{on}T09:00:00Z", "end": f"{on}T11:00:00Z"},
    }
    made = resource("Encounter", "infusion", **told, subject=to("Patient/patient"))
    return made | {"class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"}} | more


def test_a_visit_for_an_infusion_may_have_given_it() -> None:
    given = (
        stay("Infusion - nivolumab"),
        stay("Infusion", reasonCode=[concept(text="Nivolumab C4D1")]),
        stay("Infusion visit", serviceType=concept(text="Nivolumab infusion")),
    )
    assert judgements(*given) == ["undetermined"] * len(given)


def test_a_visit_that_speaks_of_a_drug_otherwise_is_quiet() -> None:
    quiet = (
        stay("Infusion - zoledronic acid"),
        stay("Infusion - nivolumab", on="2026-06-18"),
        stay("Infusion - nivolumab", status="cancelled"),
        stay("Nivolumab follow-up"),
        stay("Office visit", reasonCode=[concept(text="On nivolumab therapy until 2024")]),
        stay("Office visit", reasonCode=[concept(text="Ketoconazole dose question")]),
    )
    assert judgements(*quiet) == ["accept"] * len(quiet)


def test_the_detail_of_a_request_and_the_words_of_a_visit_may_name_what_is_infused() -> None:
    named = (
        service("Infusion visit", orderDetail=[concept(text="nivolumab 480 mg IV")]),
        visit("Treatment room") | {"comment": "Chair 4. Nivolumab infusion."},
        visit("Treatment room") | {"reasonCode": [concept(text="Nivolumab infusion")]},
    )
    assert judgements(*named) == ["undetermined"] * len(named)
    quiet = (
        service("Infusion visit", orderDetail=[concept(text="iron sucrose 200 mg IV")]),
        service("CBC", orderDetail=[concept(text="nivolumab monitoring labs")]),
        visit("Return visit") | {"comment": "On itraconazole 200 mg daily"},
    )
    assert judgements(*quiet) == ["accept"] * len(quiet)


def test_what_was_given_is_not_called_a_plan() -> None:
    told = judged(kidney(beside=(service(NIVOLUMAB, "completed"),))).findings
    said = next(one for one in told if one.code == "entry-set-aside")
    assert "only a plan" not in f"{said.message} {said.detail}"
    assert "not recorded as given" in f"{said.message} {said.detail}"
    ahead = judged(kidney(beside=(service(NIVOLUMAB, occurrenceDateTime="2026-11-28"),))).findings
    assert any("only a plan" in one.message for one in ahead)


def test_a_short_name_a_brand_and_an_infusion_beside_labs_are_for_giving_it() -> None:
    named = (
        "C2D1 nivo",
        "OPDIVO 480",
        "Inf: ipi/nivo C1",
        "Opdivo/Yervoy",
        "Infusion nivo + labs",
        "TX 60 MIN - OPDIVO",
    )
    for make in (service, visit, stay):
        assert {text: judgements(make(text)) for text in named} == {text: ["undetermined"] for text in named}
    told = visit("Visit") | {"patientInstruction": "You will get nivolumab"}
    assert judgements(told) == ["undetermined"]


def test_a_short_name_in_a_talk_a_lab_or_a_follow_up_stays_quiet() -> None:
    quiet = (
        "nivo teaching",
        "nivo toxicity follow up",
        "Opdivo copay card",
        "Nivolumab labs",
        "CT after nivo",
        "C2 spine MRI",
    )
    for make in (service, visit, stay):
        assert {text: judgements(make(text)) for text in quiet} == {text: ["accept"] for text in quiet}
    told = visit("Visit") | {"patientInstruction": "You will get a call about nivolumab teaching"}
    assert judgements(told) == ["accept"]
