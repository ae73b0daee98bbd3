"""Plans that hold a drug: neither treatment that was had nor nothing at all; each is named and weighed."""

from __future__ import annotations

from typing import Any

import pytest
from support.answer import answer, check, said
from support.build import Resource, order, resource, to
from support.coding import DRUGS, concept, icd
from support.judged import tablets, with_nivolumab
from support.plain import METFORMIN, TABLET_60, kidney, sixty, without

from validator.report.model import OrderReport

ITRACONAZOLE = concept(DRUGS["itraconazole"][0])
NIVOLUMAB = concept(DRUGS["nivolumab"][0])
SUNITINIB = concept(DRUGS["sunitinib"][0])


def care_plan(*activities: dict[str, Any], **more: Any) -> Resource:
    plan = resource("CarePlan", "plan", status="active", intent="plan", subject=to("Patient/patient"))
    return plan | {"activity": list(activities)} | more


def activity(drug: dict[str, Any], status: str = "in-progress", **more: Any) -> dict[str, Any]:
    return {"detail": {"status": status, "productCodeableConcept": drug} | more}


def request_group(*actions: dict[str, Any], kind: str = "RequestGroup", intent: str = "order") -> Resource:
    return resource(kind, "plan", status="active", intent=intent, subject=to("Patient/patient"), action=list(actions))


def judged(plan: Resource, *beside: Resource, order_of: Resource | None = None) -> OrderReport:
    return answer(check(kidney(order_of or sixty(), beside=(plan, *beside)), ledger=True))


def aside(found: OrderReport) -> list[tuple[str, str]]:
    return [(one.reference, str(one.reason)) for one in found.ledger.set_aside]


MEDICATION = resource("Medication", "drug", code=ITRACONAZOLE)
ODD: list[Any] = [[], ["active"], {"code": "x"}, 3, "", "no such word", None]


@pytest.mark.parametrize("odd", ODD)
def test_a_part_whose_status_or_intent_is_not_understood_may_be_going_on(odd: Any) -> None:
    going_on = judged(care_plan(activity(ITRACONAZOLE)))
    begun = care_plan(activity(ITRACONAZOLE, odd))
    ordered = request_group({"title": "Itraconazole 200 mg daily"}, intent=odd)
    for plan in (begun, ordered):
        found = judged(plan)
        assert found.verdict.value == going_on.verdict.value == "undetermined"
        assert [one.code for one in found.findings] == [one.code for one in going_on.findings]


@pytest.mark.parametrize("odd", ODD[:-1])
def test_a_plan_whose_own_status_is_not_understood_is_not_over(odd: Any) -> None:
    assert judged(care_plan(activity(ITRACONAZOLE), status=odd)).verdict.value == "undetermined"


@pytest.mark.parametrize(
    ("plan", "beside"),
    [
        (care_plan(activity(ITRACONAZOLE)), ()),
        (care_plan(activity(METFORMIN), activity(ITRACONAZOLE)), ()),
        (care_plan(activity(concept(text="Itraconazole 200 mg capsule"))), ()),
        (care_plan({"detail": {"status": "in-progress", "description": "Itraconazole 200 mg daily"}}), ()),
        (care_plan({"detail": {"status": "in-progress", "productReference": to("Medication/drug")}}), (MEDICATION,)),
        (care_plan({"performedActivity": [{"concept": ITRACONAZOLE}]}), ()),
        (care_plan(activity(NIVOLUMAB, "not-started")), ()),
        (care_plan(activity(NIVOLUMAB, "scheduled")), ()),
        (care_plan(activity(NIVOLUMAB, "not-started"), status="unknown"), ()),
        (care_plan(title="Nivolumab every four weeks"), ()),
        (care_plan({"reference": {"reference": "MedicationRequest/away", "display": "nivolumab 480 mg"}}), ()),
        (care_plan({"plannedActivityReference": {"type": "MedicationRequest", "display": "nivolumab"}}), ()),
        (request_group({"title": "Itraconazole 200 mg daily"}), ()),
        (request_group({"action": [{"code": [ITRACONAZOLE]}]}), ()),
        (request_group({"title": "Nivolumab 480 mg"}, kind="RequestOrchestration", intent="plan"), ()),
    ],
)
def test_a_drug_of_a_plan_that_would_change_the_answer_leaves_it_open(
    plan: Resource, beside: tuple[Resource, ...]
) -> None:
    found = judged(plan, *beside)
    assert found.verdict.value == "undetermined", said(found)
    assert [one[0] for one in aside(found)] == [f"{plan['resourceType']}/plan"]
    named = next(one for one in found.findings if one.code == "entry-set-aside")
    assert "plan" in named.message
    assert len(named.message) <= 140


SLIPS = [
    care_plan(activity(concept(text="Ketokonazole 200 mg tablet"))),
    care_plan({"detail": {"status": "in-progress", "description": "Continue ketokonazole 200 mg daily"}}),
    care_plan({"detail": {"status": "in-progress", "description": "Weekly labs. Ketokonazole for the nails"}}),
    request_group({"title": "Ketokonazole 200 mg"}),
    request_group({"description": "cetoconazol 200 mg"}),
]


@pytest.mark.parametrize("plan", SLIPS)
def test_a_slip_in_a_name_of_a_plan_is_asked_about_under_the_name_that_is_written(plan: Resource) -> None:
    found = judged(plan)
    assert found.verdict.value == "undetermined", said(found)
    named = next(one for one in found.findings if one.code == "entry-set-aside")
    assert "etokonazole (ketoconazole?)" in named.message or "etoconazol (ketoconazole?)" in named.message
    assert len(named.message) <= 140


@pytest.mark.parametrize(
    "words",
    [
        "Avoid ketokonazole",
        "No rifampacin with this drug",
        "Continue metformin and lisinopril, monitor weight",
        "Physical therapy, exercise, smoking cessation counseling",
        "Follow up with cardiology; certain vaccinations are due",
    ],
)
def test_ordinary_prose_of_a_plan_is_near_no_drug(words: str) -> None:
    found = judged(care_plan({"detail": {"status": "in-progress", "description": words}}))
    assert found.verdict.value == "accept", said(found)
    assert "entry-set-aside" not in [one.code for one in found.findings]


def test_an_inhibitor_that_is_only_intended_is_a_note_that_names_it() -> None:
    found = judged(care_plan(activity(ITRACONAZOLE, "not-started")))
    assert found.verdict.value == "accept"
    assert "itraconazole in a care plan (it is only a plan)" in said(found)


@pytest.mark.parametrize(
    "plan",
    [
        care_plan(activity(ITRACONAZOLE, "completed")),
        care_plan(activity(ITRACONAZOLE, "cancelled")),
        care_plan(activity(ITRACONAZOLE, doNotPerform=True)),
        care_plan(activity(ITRACONAZOLE), status="revoked"),
        care_plan(activity(ITRACONAZOLE), status="completed"),
        care_plan(activity(ITRACONAZOLE), status="entered-in-error"),
        care_plan(activity(ITRACONAZOLE), period={"start": "2024-01-01", "end": "2025-01-01"}),
        care_plan(activity(ITRACONAZOLE, scheduledPeriod={"end": "2026-10-01"})),
        care_plan({"detail": {"status": "in-progress", "description": "Avoid grapefruit and itraconazole"}}),
        care_plan(activity(METFORMIN)),
        care_plan({"detail": {"status": "in-progress", "code": concept(icd("Z71.3", "Dietary counseling"))}}),
        care_plan(title="Diabetes care plan"),
        care_plan(activity(ITRACONAZOLE), subject=to("Patient/other")),
        care_plan(activity(TABLET_60)),
        request_group({"title": "Physiotherapy"}),
    ],
)
def test_a_plan_that_is_over_or_asks_for_nothing_the_label_knows_is_silent(plan: Resource) -> None:
    other = resource("Patient", "other", gender="male", birthDate="1950-01-01")
    found = judged(plan, *((other,) if plan["subject"] == to("Patient/other") else ()))
    assert found.verdict.value == "accept", said(found)
    assert "entry-set-aside" not in [one.code for one in found.findings]


def test_what_is_ordered_as_planned_is_said_once() -> None:
    plan = care_plan(activity(NIVOLUMAB), activity(TABLET_60))
    found = answer(check(with_nivolumab(plan), ledger=True))
    assert found.verdict.value == "accept", said(found)
    assert aside(found) == [("CarePlan/plan", "plan")]
    own = order(NIVOLUMAB, name="own", on="2026-11-01")
    referred = answer(check(with_nivolumab(own, care_plan({"reference": to("MedicationRequest/own")})), ledger=True))
    assert aside(referred) == []


def test_a_plan_is_no_treatment_that_came_before() -> None:
    chart = without(kidney(sixty()), "metastasis")
    plan = care_plan(activity(NIVOLUMAB, "completed"), created="2026-01-01")
    assert answer(check([*chart, plan])).verdict.value == "undetermined"
    first = with_nivolumab(care_plan(activity(SUNITINIB, "not-started")))
    assert answer(check(first)).verdict.value != "error"
    assert judged(care_plan(activity(NIVOLUMAB)), order_of=tablets(40)).verdict.value == "undetermined"


def test_every_drug_of_one_part_of_a_plan_is_named() -> None:
    found = judged(request_group({"code": [SUNITINIB, ITRACONAZOLE]}))
    told = " ".join(f"{one.message} {one.detail}" for one in found.findings if one.code == "entry-set-aside").lower()
    assert "itraconazole" in told
    assert "sunitinib" in told


def service(text: str | None, status: str = "active", intent: str = "order", **more: Any) -> Resource:
    code = concept(text=text) if text else None
    made = resource("ServiceRequest", "booked", status=status, intent=intent, code=code, subject=to("Patient/patient"))
    return made | more


def visit(text: str, status: str = "booked", start: str = "2026-11-27T09:00:00Z") -> Resource:
    actors = [{"actor": to("Patient/patient"), "status": "accepted"}]
    return resource("Appointment", "booked", status=status, description=text, start=start, participant=actors)


@pytest.mark.parametrize(
    "booked",
    [
        service("Nivolumab 480 mg IV infusion every 4 weeks"),
        service("OPDIVO infusion", intent="plan"),
        service("Nivolumab infusion", occurrenceDateTime="2026-11-27"),
        service("Nivolumab infusion", occurrenceDateTime="2026-11-27", authoredOn="2025-01-01"),
        service("Nivolumab infusion", authoredOn="2025-11-22"),
        service(None, code={"concept": concept(text="Nivolumab infusion, cycle 2")}),
        {name: one for name, one in service("Nivolumab infusion").items() if name != "status"},
        visit("Nivolumab infusion cycle 2"),
        visit("Lab draw") | {"serviceType": [concept(text="Opdivo infusion")]},
    ],
)
def test_an_infusion_that_is_ordered_or_booked_is_a_plan_for_its_drug(booked: Resource) -> None:
    found = judged(booked)
    assert found.verdict.value == "undetermined"
    assert [reference for reference, _ in aside(found)] == [f"{booked['resourceType']}/booked"]
    assert " in nivolumab infusion" not in " ".join(one.message for one in found.findings).lower()


@pytest.mark.parametrize(
    "booked",
    [
        service("Nivolumab infusion", "revoked"),
        service("Nivolumab infusion", "completed"),
        service("Nivolumab infusion", occurrenceDateTime="2026-05-01"),
        service("Nivolumab infusion", doNotPerform=True),
        service("Nivolumab infusion", authoredOn="2025-11-20"),
        service("Pembrolizumab infusion", authoredOn="2024-05"),
        service("Itraconazole level"),
        service("Rifampin susceptibility testing"),
        service("Nivolumab prior authorization"),
        service("Zoledronic acid 4 mg infusion"),
        visit("Nivolumab infusion", "cancelled"),
        visit("Nivolumab infusion", "fulfilled"),
        visit("Nivolumab infusion", start="2026-05-01T09:00:00Z"),
        visit("Chemo teach: nivolumab"),
        visit("Follow up after nivolumab infusion"),
        visit("Port flush"),
    ],
)
def test_what_is_behind_is_not_to_be_or_is_for_looking_at_a_drug_is_no_plan(booked: Resource) -> None:
    assert judged(booked).verdict.value == "accept"
