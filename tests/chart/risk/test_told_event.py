"""An event that a Procedure tells of beside what was done: a perforation during a colonoscopy, a complication."""

from __future__ import annotations

from typing import Any

import pytest
from support.answer import answer, check
from support.build import Resource
from support.coding import concept, icd
from support.judged import judged, only, tablets, verdicts
from support.plain import kidney

from validator.report.model import OrderReport

PERFORATION = concept(icd("K63.1", "Perforation of intestine (nontraumatic)"))


def procedure(text: str, on: str | None = "2026-11-10", **elements: Any) -> Resource:
    made: Resource = {
        "resourceType": "Procedure",
        "id": "procedure",
        "status": "completed",
        "subject": {"reference": "Patient/patient"},
        "code": {"text": text},
    }
    return made | ({"performedDateTime": on} if on else {}) | elements


def beside(one: Resource) -> OrderReport:
    return judged(kidney(beside=(one,)))


@pytest.mark.parametrize(
    "text",
    [
        "Screening colonoscopy with perforation",
        "Colonoscopy complicated by bowel perforation",
        "EGD w/ iatrogenic perforation",
        "Colonoscopy with polypectomy c/b perforation",
    ],
)
def test_an_event_of_these_days_leaves_the_order_open(text: str) -> None:
    report = beside(procedure(text))
    assert report.verdict == "undetermined"
    assert verdicts(report, "perforation-or-fistula") == ["undetermined"]
    assert report.ledger is not None
    assert report.ledger.set_aside == ()


@pytest.mark.parametrize(
    "complication", [PERFORATION, {"text": "bowel perforation"}, {"text": "Perforation of intestine"}]
)
def test_a_complication_is_an_event(complication: dict[str, Any]) -> None:
    assert beside(procedure("Screening colonoscopy", complication=[complication])).verdict == "undetermined"
    coded = {"performedDateTime": None, "occurrenceDateTime": "2026-11-10", "complication": [{"concept": complication}]}
    newer = {name: value for name, value in (procedure("Screening colonoscopy") | coded).items() if value is not None}
    assert beside(newer).verdict == "undetermined"


@pytest.mark.parametrize("written", ["bowel perforation", ["bowel perforation"], {"text": "bowel perforation"}])
def test_a_complication_that_is_not_written_as_it_should_be_is_one(written: Any) -> None:
    assert beside(procedure("Screening colonoscopy", complication=written)).verdict == "undetermined"


@pytest.mark.parametrize("written", [None, [], 3, [None], "none", {"text": "none"}])
def test_no_complication_is_none(written: Any) -> None:
    assert beside(procedure("Screening colonoscopy", complication=written)).verdict == "accept"


def test_an_event_between_two_orders_of_the_drug_is_an_error() -> None:
    earlier = tablets(60, name="earlier", on="2026-09-01", status="completed")
    chart = kidney(tablets(60), earlier, beside=(procedure("Screening colonoscopy with perforation"),))
    report = answer(check(chart, structure="off"), "MedicationRequest/order")
    assert verdicts(report, "perforation-or-fistula") == ["error"]


@pytest.mark.parametrize(
    "text",
    [
        "Screening colonoscopy",
        "Colonoscopy with biopsy",
        "Colonoscopy with polypectomy, no perforation",
        "Colonoscopy without bleeding or perforation",
        "Hemorrhoid banding with bleeding control",
        "CT angiography of chest for pulmonary embolism",
        "CT chest with PE protocol",
        "Doppler ultrasound of leg for DVT",
        "Arteriovenous fistula creation",
        "Dental cleaning with fluoride",
        "EGD with dilation",
        "Physical therapy with gait training",
        "Echocardiogram with contrast",
    ],
)
def test_an_ordinary_procedure_is_quiet(text: str) -> None:
    assert beside(procedure(text, on="2026-09-10")).verdict == "accept"


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("Repair of perforated duodenal ulcer", "perforation-or-fistula", "undetermined"),
        ("Graham patch for perforated gastric ulcer", "perforation-or-fistula", "undetermined"),
        ("Hartmann's procedure for perforated diverticulitis", "perforation-or-fistula", "undetermined"),
        ("Transarterial embolization for acute lower GI hemorrhage", "recent-hemorrhage", "error"),
        ("Endoscopic clipping of bleeding duodenal ulcer", "recent-hemorrhage", "error"),
        ("Burr hole evacuation of subdural hematoma", "recent-hemorrhage", "error"),
        ("Colonoscopy with control of bleeding, any method", "recent-hemorrhage", "warning"),
        ("Control of epistaxis, anterior packing", "recent-hemorrhage", "warning"),
        ("Mechanical thrombectomy for acute ischemic stroke", "thrombotic-event", "undetermined"),
        ("PCI for STEMI", "thrombotic-event", "undetermined"),
        ("Catheter-directed thrombolysis for pulmonary embolism", "thrombotic-event", "undetermined"),
    ],
)
def test_what_an_operation_was_done_against_was_there(text: str, code: str, expected: str) -> None:
    assert verdicts(beside(procedure(text, on="2026-09-10")), code) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Carotid stenting for stroke prevention",
        "Closure of patent foramen ovale for stroke prevention",
        "Carotid endarterectomy for history of TIA",
        "Embolization of renal artery for renal tumor",
        "Embolization for bleeding prophylaxis",
        "Filter placement for PE prophylaxis",
        "Injection of botulinum toxin for post-stroke spasticity",
        "Repair of AV fistula",
        "Repair of perforated tympanic membrane",
        "Variceal banding, primary prophylaxis of bleeding",
        "Duplex ultrasound of the legs, rule out DVT",
    ],
)
def test_what_was_looked_for_or_kept_away_is_no_event(text: str) -> None:
    told = {one.code for one in beside(procedure(text, on="2026-09-10")).findings}
    assert told.isdisjoint({"recent-hemorrhage", "thrombotic-event", "perforation-or-fistula"})


def test_what_is_long_past_is_history_and_what_was_not_done_is_quiet() -> None:
    with_perforation = "Screening colonoscopy with perforation"
    past = beside(procedure(with_perforation, on="2019-05-01"))
    assert past.verdict == "warning"
    assert verdicts(past, "perforation-history") == ["warning"]
    assert beside(procedure(with_perforation, status="not-done")).verdict == "accept"


def test_a_day_that_is_not_told_leaves_it_open() -> None:
    assert beside(procedure("Screening colonoscopy with perforation", on=None)).verdict == "undetermined"


def test_a_status_that_is_missing_leaves_it_open() -> None:
    doubtful = procedure("Screening colonoscopy with perforation")
    del doubtful["status"]
    assert beside(doubtful).verdict == "undetermined"


@pytest.mark.parametrize(
    ("on", "verdict"),
    [
        ("2026-08-24", "undetermined"),
        ("2026-08-23", "warning"),
        ("2026-08", "undetermined"),  # its last day is within the ninety days
        ("2026-07", "warning"),
    ],
)
def test_an_event_is_history_after_ninety_days(on: str, verdict: str) -> None:
    assert beside(procedure("Screening colonoscopy with perforation", on)).verdict == verdict


def test_a_finding_says_whether_a_code_or_words_tell_the_event() -> None:
    told = {
        "text": procedure("Screening colonoscopy with perforation"),
        "text of the complication": procedure("Colonoscopy", complication=[{"text": "bowel perforation"}]),
        "coded": procedure("Colonoscopy", complication=[PERFORATION]),
    }
    for basis, one in told.items():
        (shown,) = only(kidney(beside=(one,)), "perforation-or-fistula").evidence
        assert shown.basis == basis.partition(" ")[0]


def test_what_would_settle_an_event_is_what_its_kind_of_entry_has() -> None:
    """A Procedure and an Observation have no clinical status: their day, or a diagnosis of the event, may settle it."""
    dated = only(kidney(beside=(procedure("Colonoscopy with perforation"),)), "perforation-or-fistula")
    assert dated.missing == ("Condition of the event, with its clinical status",)
    assert "Procedure of 2026-11-10" in dated.detail
    undated = only(kidney(beside=(procedure("Colonoscopy with perforation", None),)), "perforation-or-fistula")
    assert undated.missing == ("day of the Procedure",)
    bleeding = only(kidney(beside=(procedure("Colonoscopy with hemorrhage", None),)), "recent-hemorrhage")
    assert bleeding.missing == ("day of the Procedure",)
    of_year = (
        tablets(40, name="earlier", status="completed", on="2025-03-01"),
        procedure("EGD with perforation", "2025"),
    )
    partial = only(kidney(beside=of_year), "perforation-or-fistula")
    assert partial.missing == ("exact day of the Procedure",)
