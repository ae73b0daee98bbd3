"""Where a Condition stands on the day of an order: there, over or open, by its status, end, dates and visit.

Each chart is an accepted order for advanced kidney cancer whose tumor is written otherwise. All patients are synthetic.
"""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, condition, resource, to
from support.coding import concept, icd
from support.judged import judged, named
from support.plain import kidney, kidney_cancer, replaced, sixty

from validator.report.model import OrderReport

CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
UNTOLD: dict[str, Any] = {"clinicalStatus": None, "onsetDateTime": None, "recordedDate": None}


def status(*words: str) -> dict[str, Any]:
    return {"clinicalStatus": {"coding": [{"system": CLINICAL, "code": one} for one in words]}}


def tumor(**elements: Any) -> Resource:
    """The tumor with these elements; one that is None is not there."""
    return {name: one for name, one in (kidney_cancer() | elements).items() if one is not None}


def report(*beside: Resource, **elements: Any) -> OrderReport:
    return judged(replaced(kidney(beside=beside), tumor(**elements)))


def visit(**elements: Any) -> Resource:
    return resource("Encounter", "visit", status="finished", subject=to("Patient/patient"), **elements)


@pytest.mark.parametrize(
    "elements",
    [
        status("active"),
        status("recurrence"),
        status("active") | {"abatementDateTime": "2026-11-23"},
        status("active") | {"abatementBoolean": False},
        status("resolved") | {"abatementDateTime": "2026-11-23"},
        {"clinicalStatus": None, "abatementDateTime": "2026-11-23"},
    ],
)
def test_a_tumor_that_ends_after_the_day_of_the_order_is_there(elements: dict[str, Any]) -> None:
    found = report(**elements)
    assert (found.verdict.value, named(found, "indication-note")) == ("accept", [])


@pytest.mark.parametrize(
    ("elements", "words"),
    [
        (status("resolved"), "is not active (resolved)"),
        (status("inactive"), "is not active (inactive)"),
        (status("resolved") | {"abatementDateTime": "2026-11-22"}, "is not active (resolved)"),
        ({"clinicalStatus": None, "abatementDateTime": "2026-11-22"}, "is not active (over by its abatement)"),
        ({"clinicalStatus": None, "abatementString": "last year"}, "is not active (over by its abatement)"),
        (status("active") | {"abatementDateTime": "2026-11-22"}, "is active by its status and over by its abatement"),
        (status("active") | {"abatementString": "last year"}, "is active by its status and over by its abatement"),
        (status("active") | {"abatementBoolean": True}, "is active by its status and over by its abatement"),
        (status("active", "resolved"), "has the clinical status active and resolved"),
        ({"clinicalStatus": None, "onsetDateTime": "2020-01-01", "recordedDate": None}, "has no clinical status"),
        (UNTOLD, "has no clinical status"),
    ],
)
def test_a_tumor_that_is_over_or_may_be_shows_no_indication_and_says_why(elements: dict[str, Any], words: str) -> None:
    found = report(**elements)
    assert found.verdict.value == "undetermined"
    (why,) = named(found, "disease-not-shown")
    assert f"Renal cell carcinoma {words}" in why.message


def test_without_a_status_a_tumor_of_the_last_months_is_there_with_a_note() -> None:
    for elements in ({}, {"onsetDateTime": None}, {"recordedDate": None}):
        found = report(**({"clinicalStatus": None} | elements))
        (note,) = named(found, "indication-note")
        assert (found.verdict.value, "dated within 24 months" in note.message) == ("accept", True)


@pytest.mark.parametrize("element", ["period", "actualPeriod"])
def test_a_tumor_without_a_day_is_of_the_day_of_its_visit(element: str) -> None:
    told = UNTOLD | {"encounter": {"reference": "Encounter/visit"}}
    assert report(visit(**{element: {"start": "2026-09-01"}}), **told).verdict.value == "accept"
    assert report(visit(**{element: {"start": "2020-09-01"}}), **told).verdict.value == "undetermined"
    assert report(visit(**{element: {"end": "2026-09-01"}}), **told).verdict.value == "undetermined"


def test_a_visit_that_is_not_there_or_none_gives_no_day() -> None:
    other = resource(
        "Procedure", "visit", status="completed", subject=to("Patient/patient"), code={"text": "Cystoscopy"}
    )
    other |= {"period": {"start": "2026-09-01"}, "performedDateTime": "2026-09-01"}
    for beside, reference in (((), "Encounter/visit"), ((visit(),), "Encounter/visit"), ((other,), "Procedure/visit")):
        found = report(*beside, **UNTOLD, encounter={"reference": reference})
        assert found.verdict.value == "undetermined"
        assert named(found, "not-checked") == []


def test_the_reason_of_the_order_is_there_with_a_note_and_without_any_day() -> None:
    reason = sixty(reasonReference=[{"reference": "Condition/tumor"}])
    found = judged(replaced(kidney(reason), tumor(**UNTOLD)))
    (note,) = named(found, "indication-note")
    assert (found.verdict.value, "as the order's own reason" in note.message) == ("accept", True)


@pytest.mark.parametrize(
    ("dates", "day"),
    [
        ({"onset": "2026-11-10"}, "2026-11-10"),
        ({"onset": "2026-11-10", "recorded": "2026-11-15"}, "2026-11-10"),
        ({"recorded": "2026-11-15"}, "2026-11-15"),
    ],
)
def test_a_condition_is_shown_with_the_day_on_which_it_began(dates: dict[str, str], day: str) -> None:
    melena = condition("melena", concept(icd("K92.1", "Melena")), **dates)  # type: ignore[arg-type]
    (found,) = named(judged(kidney(beside=(melena,))), "recent-hemorrhage")
    assert [one.says for one in found.evidence] == [f"K92.1 Melena on {day}"]
