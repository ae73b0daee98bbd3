"""Visits and devices in use: a dialysis and a feeding tube are told; ordinary visits and broken ones change nothing."""

from __future__ import annotations

from typing import Any

import pytest
from support.answer import answer, check, said
from support.build import Resource, observation, quantity, resource, to
from support.coding import coding, concept, icd, snomed
from support.judged import named
from support.plain import kidney

from validator.report.model import OrderReport

DIALYSIS = icd("Z99.2", "Dependence on renal dialysis")
TESTED = icd("Z49.31", "Encounter for adequacy testing for hemodialysis")
HEMODIALYSIS = snomed("302497006", "Hemodialysis")


def visit(on: str = "2026-11-18", status: str = "finished", **told: Any) -> Resource:
    made = resource("Encounter", "visit", status=status, subject=to("Patient/patient"), period={"start": on})
    return made | {"class": coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", "AMB")} | told


def device(words: str, status: str = "active", kind: str = "DeviceUseStatement", **told: Any) -> tuple[Resource, ...]:
    owner = "patient" if kind == "DeviceUsage" else "subject"
    used = {"concept": concept(text=words)} if kind == "DeviceUsage" else to("Device/thing")
    made = resource(kind, "use", status=status, device=used, **{owner: to("Patient/patient")})
    return (made | told, resource("Device", "thing", type=concept(text=words)))


def beside(*others: Resource) -> OrderReport:
    return answer(check(kidney(beside=others), ledger=True, structure="off"))


def loud(found: OrderReport) -> list[tuple[str, str]]:
    return [(one.code, one.verdict.value) for one in found.findings if one.verdict.value != "accept"]


@pytest.mark.parametrize(
    "shown",
    [
        (visit(reasonCode=[concept(DIALYSIS)]),),
        (visit(reasonCode=[concept(icd("I10", "Essential hypertension")), concept(TESTED)]),),
        (visit(type=[concept(HEMODIALYSIS)]),),
        (visit(type=[concept(text="Hemodialysis treatment")]),),
        (visit(reason=[{"value": [{"concept": concept(DIALYSIS)}]}]),),
        (visit(diagnosis=[{"condition": [{"concept": concept(icd("N18.6", "End stage renal disease"))}]}]),),
        (visit(status="in-progress", reasonCode=[concept(DIALYSIS)]),),
        device("Hemodialysis catheter"),
        device("Tunneled dialysis catheter, right IJ"),
        device("Hemodialysis catheter", kind="DeviceUsage"),
        (device("")[0] | {"device": {"display": "Permcath"}},),
    ],
)
def test_a_dialysis_told_by_a_visit_or_a_device_is_a_kidney_that_the_label_has_no_dose_for(
    shown: tuple[Resource, ...],
) -> None:
    found = beside(*shown)
    assert [verdict for code, verdict in loud(found) if "renal" in code] == ["warning"], said(found)


@pytest.mark.parametrize(
    "shown",
    [
        (visit("2026-08-01", reasonCode=[concept(DIALYSIS)]),),
        (visit(status="cancelled", reasonCode=[concept(DIALYSIS)]),),
        (visit(status="entered-in-error", reasonCode=[concept(DIALYSIS)]),),
        (visit(reasonCode=[concept(DIALYSIS)], subject=to("Patient/other")), resource("Patient", "other")),
        (visit(),),
        (visit(type=[concept(text="Office visit")], reasonCode=[concept(icd("Z51.11", "Chemotherapy"))]),),
        (visit(reasonCode=[concept(text="Follow-up after hip replacement")]),),
        (visit(type=[concept(snomed("52734007", "Total replacement of hip"))]),),
        device("Hemodialysis catheter", status="entered-in-error"),
        device("Hemodialysis catheter", status="completed", timingPeriod={"end": "2026-01-01"}),
        device("Hearing aid"),
        device("Central venous catheter"),
        (resource("Encounter", "visit", status="mislaid", subject=to("Patient/patient")),),
    ],
)
def test_an_ordinary_visit_or_device_changes_nothing(shown: tuple[Resource, ...]) -> None:
    assert loud(beside(*shown)) == []


@pytest.mark.parametrize("words", ["Gastrostomy tube", "PEG tube 20 Fr", "Percutaneous feeding tube"])
def test_a_feeding_tube_in_use_is_a_note_on_swallowing(words: str) -> None:
    found = beside(*device(words))
    assert found.verdict.value == "accept"
    assert named(found, "tablet-may-not-be-swallowed")


def test_a_dialysis_visit_is_worth_more_than_a_good_filtration_rate_of_before() -> None:
    rate = observation(
        "rate", coding("http://loinc.org", "98979-8"), "2026-11-01", value=quantity(80, "mL/min/{1.73_m2}")
    )
    assert loud(beside(rate)) == []
    assert "warning" in [one for _, one in loud(beside(rate, visit(reasonCode=[concept(DIALYSIS)])))]


@pytest.mark.parametrize(
    "broken",
    [
        visit(reasonCode=[concept(DIALYSIS)], status="mislaid"),
        visit(reasonCode=[concept(DIALYSIS)], modifierExtension=[{"url": "urn:x", "valueBoolean": True}]),
        device("Hemodialysis catheter", status="perhaps")[0] | {"device": {"display": "Hemodialysis catheter"}},
    ],
)
def test_a_visit_or_device_that_cannot_be_relied_on_is_a_note_that_names_it(broken: Resource) -> None:
    found = beside(broken)
    assert found.verdict.value == "accept", said(found)
    assert [one.reference for one in found.ledger.set_aside] == [f"{broken['resourceType']}/{broken['id']}"]


STAY = coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", "IMP")


def stay(words: str, on: str = "2026-11-10", **told: Any) -> Resource:
    return visit(on, **{"class": STAY, "reasonCode": [concept(text=words)]} | told)


@pytest.mark.parametrize(
    "one",
    [
        stay("Nephrectomy"),
        stay("Admission for laparoscopic radical nephrectomy, left"),
        stay("Hip replacement surgery"),
        stay("Exploratory laparotomy"),
        stay("Appendectomy", **{"class": {"code": "EMER"}}),
        stay("Appendectomy", **{"class": [concept(STAY)]}),
    ],
)
def test_a_stay_for_an_operation_days_ago_leaves_open_whether_it_was_done(one: Resource) -> None:
    assert ("surgery-too-recent", "undetermined") in loud(beside(one))


@pytest.mark.parametrize(
    "one",
    [
        stay("Nephrectomy", on="2026-06-01"),
        stay("Nephrectomy", **{"class": coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", "AMB")}),
        stay("s/p nephrectomy follow up"),
        stay("Wound check after nephrectomy"),
        stay("Second opinion nephrectomy"),
        stay("Nephrectomy declined"),
        stay("Hip replacement consult"),
        stay("Pain, old appendectomy scar"),
        stay("Nephrectomy", status="cancelled"),
    ],
)
def test_a_visit_around_an_operation_is_quiet(one: Resource) -> None:
    assert loud(beside(one)) == []
