"""Severe renal impairment: under 30 mL/min, dialysis, or end-stage disease."""

from __future__ import annotations

from typing import Any

import pytest
from support.asked import ask, truth
from support.build import Resource, appointment, condition, observation, procedure, quantity, service_request, weight
from support.coding import EGFR, OPERATIONS, Coding, coding, concept, icd, loinc, snomed
from support.judged import problem

SEVERE = {
    "kind": "filtration-below",
    "limit": 30,
    "groups": ["renal:severe"],
    "dialysis": ["renal:dialysis"],
    "dialysis_days": 30,
}
DIALYSIS = icd("Z99.2", "Dependence on renal dialysis")
RATE = {"unit": "mL/min/1.73 m2", "system": "http://unitsofmeasure.org", "code": "mL/min/{1.73_m2}"}


def _without_none(quantity: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in quantity.items() if value is not None}


def rate(value: float, on: str | None = "2026-11-10", name: str = "egfr", **quantity: Any) -> Resource:
    made = observation(name, EGFR, on or "2026-11-10", value=_without_none(RATE | {"value": value} | quantity))
    return made if on else {key: one for key, one in made.items() if key != "effectiveDateTime"}


def test_an_operation_that_is_no_dialysis_and_a_dialysis_that_is_only_proposed_say_nothing() -> None:
    assert truth(SEVERE, procedure("op", OPERATIONS["nephrectomy"], "2026-11-12")) == "false"
    hemodialysis = snomed("302497006", "Hemodialysis")
    assert truth(SEVERE, service_request("draft", hemodialysis, "2026-11-21") | {"status": "draft"}) == "false"
    assert truth(SEVERE, procedure("done", hemodialysis, "2026-11-12")) == "true"


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ([], "false"),
        ([rate(29)], "true"),
        ([rate(29.9)], "true"),
        ([rate(30)], "false"),
        ([rate(31)], "false"),
        ([rate(15, comparator="<")], "true"),
        ([rate(30, comparator="<")], "true"),
        ([rate(30, comparator="<=")], "unknown"),
        ([rate(60, comparator="<")], "unknown"),
        ([rate(60, comparator=">")], "false"),
        ([rate(30, comparator=">=")], "false"),
        ([rate(15, comparator=">")], "unknown"),
        ([rate(0.4, unit="mL/s", code="mL/s")], "unknown"),
        ([rate(29, unit="milliliter per minute", code=None)], "true"),
        ([rate(29, unit="ML / MIN", code=None)], "true"),
        ([rate(29, on=None)], "false"),
        ([rate(29, "2026-11-23")], "false"),
        ([rate(29, "2026-11-22")], "true"),
        ([rate(29, "2026-01-01", "old"), rate(45)], "false"),
        ([rate(45, "2026-01-01", "old"), rate(29)], "true"),
        ([rate(29), rate(45, name="other")], "true"),
        ([rate(45), rate(45, name="other")], "false"),
        ([rate(45), rate(25, name="other", unit="mL/s", code="mL/s")], "unknown"),
        ([rate(25), rate(45, "2026", "partial")], "true"),  # neither is surely newer
        ([rate(45), rate(25, "2026", "partial")], "true"),
        ([rate(25), rate(45, "2025", "partial")], "true"),
        ([rate(45), rate(25, "2025", "partial")], "false"),
        ([weight("20", "2026-11-18")], "false"),
        ([weight("20", "2026-11-18"), rate(45)], "false"),
        ([problem(DIALYSIS)], "true"),
        ([problem(DIALYSIS, status=None)], "true"),
        ([problem(DIALYSIS, status="resolved"), rate(45)], "false"),
        ([problem(DIALYSIS, onset="2026-11-23")], "false"),
        ([problem(DIALYSIS), rate(45)], "true"),
        ([problem(icd("N18.30", "Chronic kidney disease, stage 3 unspecified"))], "false"),
    ],
)
def test_severe_renal_impairment(resources: list[Resource], expected: str) -> None:
    assert truth(SEVERE, *resources) == expected
    assert truth(SEVERE, *resources[::-1]) == expected


def test_the_value_and_the_limit_are_said() -> None:
    assert ask(SEVERE, rate(29)).because == "eGFR 29 is under 30"
    assert ask(SEVERE, rate(30)).because == "eGFR 30 is not under 30"
    assert ask(SEVERE, rate(15, comparator="<")).because == "eGFR <15 is under 30"
    assert ask(SEVERE, rate(60, comparator="<")).missing == ("Observation eGFR as an exact value",)
    assert ask(SEVERE, rate(1, unit="mL/s", code="mL/s")).missing == ("Observation eGFR in mL/min",)
    assert ask(SEVERE, problem(DIALYSIS)).because == "Z99.2 Dependence on renal dialysis"


@pytest.mark.parametrize(
    "code", ["98979-8", "62238-1", "33914-3", "48642-3", "48643-1", "69405-9", "77147-7", "88293-6", "88294-4"]
)
def test_a_filtration_rate_counts_by_whichever_formula_it_was_estimated(code: str) -> None:
    low = observation("gfr", loinc(code, "eGFR"), "2026-11-10", value=RATE | {"value": 20})
    assert truth(SEVERE, low) == "true"


@pytest.mark.parametrize("code", ["2164-2", "35591-7"])
def test_a_creatinine_clearance_counts_as_the_filtration_rate_does(code: str) -> None:
    low = observation("crcl", loinc(code, "Creatinine clearance"), "2026-11-10", value=quantity(20, "mL/min"))
    assert truth(SEVERE, low) == "true"


HEMODIALYSIS = snomed("302497006", "Hemodialysis")
PERITONEAL = snomed("71192002", "Peritoneal dialysis")
INTERMITTENT = coding("http://www.cms.gov/Medicare/Coding/ICD10", "5A1D70Z")
TOLD = coding("urn:example:procedures", "HD", "Hemodialysis, 4 h")


def begun(code: Coding, on: str) -> Resource:
    """A dialysis that was begun and goes on."""
    made = procedure("d", code, on, status="in-progress")
    day = made.pop("performedDateTime")
    return made | {"performedPeriod": {"start": day}}


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ([procedure("d", HEMODIALYSIS, "2026-11-20")], "true"),
        ([procedure("d", PERITONEAL, "2026-11-22")], "true"),
        ([procedure("d", INTERMITTENT, "2026-10-23")], "true"),
        ([procedure("d", TOLD, "2026-11-20")], "true"),
        ([begun(PERITONEAL, "2024-03-01")], "true"),
        ([procedure("d", HEMODIALYSIS, "2026-11-20"), rate(45)], "true"),
        ([condition("d", concept(text="ESRD on hemodialysis"), recorded="2026-01-01")], "true"),
        ([procedure("d", HEMODIALYSIS, "2026-10-22")], "false"),
        ([procedure("d", INTERMITTENT, "2025-02-03")], "false"),
        ([procedure("d", HEMODIALYSIS, "2026-11-20", status="not-done")], "false"),
        ([procedure("d", coding("urn:example:procedures", "HD", "Hemodialysis declined"), "2026-11-20")], "false"),
        ([procedure("d", HEMODIALYSIS, "2026")], "unknown"),
        ([procedure("d", HEMODIALYSIS, "2026-11-20", status="preparation"), rate(45)], "unknown"),
        ([service_request("d", HEMODIALYSIS, "2026-11-25")], "unknown"),
        ([appointment("d", HEMODIALYSIS, "2026-11-24")], "unknown"),
        ([service_request("d", HEMODIALYSIS, "2025-01-25")], "false"),
        ([service_request("d", HEMODIALYSIS, "2026-11-25"), rate(20)], "true"),
        ([service_request("d", HEMODIALYSIS, "2026-11-20") | {"status": "draft"}, rate(45)], "false"),
        ([appointment("d", HEMODIALYSIS, "2026-11-20") | {"status": "proposed"}, rate(45)], "false"),
        ([procedure("d", OPERATIONS["laparotomy"], "2026-11-20"), rate(45)], "false"),
        ([service_request("d", OPERATIONS["laparotomy"], "2026-11-25"), rate(45)], "false"),
    ],
)
def test_a_dialysis_of_the_last_days_or_one_that_goes_on_is_severe_impairment(
    resources: list[Resource], expected: str
) -> None:
    assert truth(SEVERE, *resources) == expected


def test_a_dialysis_without_a_day_is_open() -> None:
    undated = {k: v for k, v in procedure("d", HEMODIALYSIS, "2026-11-20").items() if k != "performedDateTime"}
    assert truth(SEVERE, undated) == "unknown"
