"""What a procedure was done against: by its name, its reason or a note of why it was done."""

from __future__ import annotations

from typing import Any

from support.build import Resource, resource, to
from support.coding import concept, icd
from support.judged import judged
from support.plain import kidney

BLEEDING = concept(icd("K92.2", "Gastrointestinal hemorrhage, unspecified"))


def procedure(text: str, on: str = "2026-11-15", **told: Any) -> Resource:
    made = {"status": "completed", "code": {"text": text}, "subject": to("Patient/patient"), "performedDateTime": on}
    return resource("Procedure", "procedure", **made | told)


def codes(one: Resource) -> set[str]:
    told = {found.code for found in judged(kidney(beside=(one,))).findings if found.verdict.value != "accept"}
    return told & {"recent-hemorrhage", "thrombotic-event", "perforation-or-fistula", "wound-complication"}


def test_what_stands_before_or_behind_the_event_does_not_decide() -> None:
    expected = {
        "Embolization of gastroduodenal artery for hemorrhage": "recent-hemorrhage",
        "Embolization, GDA, hemorrhage": "recent-hemorrhage",
        "Variceal banding for acute variceal bleed": "recent-hemorrhage",
        "Transfusion for GI bleed": "recent-hemorrhage",
        "Transfusion of 4 units PRBC, massive hemorrhage": "recent-hemorrhage",
        "Bronchoscopy for massive hemoptysis": "recent-hemorrhage",
        "EVD for ICH": "recent-hemorrhage",
        "PCI of LAD for NSTEMI": "thrombotic-event",
        "PCI LAD, NSTEMI": "thrombotic-event",
        "PCI to RCA for acute MI": "thrombotic-event",
        "Cardiac cath w/ DES for STEMI": "thrombotic-event",
        "tPA for acute stroke": "thrombotic-event",
        "Colostomy for bowel perforation": "perforation-or-fistula",
        "Fistula takedown": "perforation-or-fistula",
        "Negative pressure wound therapy for wound dehiscence": "wound-complication",
    }
    assert {text: codes(procedure(text)) for text in expected} == {text: {code} for text, code in expected.items()}


def test_what_is_looked_for_kept_away_or_of_then_stays_quiet() -> None:
    quiet = (
        "CT chest for PE",
        "MRI brain for stroke",
        "Rehab for stroke",
        "PCI for history of MI",
        "PCI to LAD, no STEMI",
        "Carotid stenting for stroke prevention",
        "Variceal banding for prophylaxis of variceal bleed",
        "Closure of patent foramen ovale for cryptogenic stroke",
        "AV fistula takedown",
        "Transfusion for anemia",
        "Bronchoscopy for hemoptysis workup",
        "Alteplase for catheter occlusion",
    )
    assert {text: codes(procedure(text, on="2026-09-10")) for text in quiet} == {text: set[str]() for text in quiet}


SCOPE = "Esophagogastroduodenoscopy"


def test_the_reason_of_a_procedure_is_heard_by_code_in_words_and_in_a_note() -> None:
    told: tuple[dict[str, Any], ...] = (
        {"reasonCode": [BLEEDING]},
        {"reasonCode": [{"text": "Anemia"}, {"text": "Acute GI hemorrhage"}]},
        {"reason": [{"concept": BLEEDING}]},
        {"note": [{"text": "Urgent scope done for acute GI hemorrhage"}]},
        {"note": [{"text": "Indication: hematemesis"}]},
    )
    assert [codes(procedure(SCOPE, **one)) for one in told] == [{"recent-hemorrhage"}] * len(told)
    assert codes(procedure("Cardiac catheterization", reasonCode=[{"text": "STEMI"}])) == {"thrombotic-event"}


def test_a_reason_of_then_of_a_search_or_of_a_follow_up_stays_quiet() -> None:
    quiet = (
        procedure(SCOPE, reasonCode=[{"text": "History of GI bleed"}]),
        procedure(SCOPE, reasonCode=[{"text": "Screening for varices"}]),
        procedure(SCOPE, reasonCode=[{"text": "Rule out GI bleed"}]),
        procedure(SCOPE, reasonCode=[BLEEDING | {"text": "Follow-up of GI bleed"}]),
        procedure("Surveillance EGD", reasonCode=[BLEEDING]),
        procedure("CT angiography of chest", reasonCode=[concept(icd("I26.99", "Other pulmonary embolism"))]),
        procedure("Physical therapy", reasonCode=[{"text": "Stroke"}]),
        procedure(SCOPE, on="2024-05-01", reasonCode=[BLEEDING]),
        procedure(SCOPE, status="not-done", reasonCode=[BLEEDING]),
        procedure(SCOPE, note=[{"text": "Patient to call for bleeding. Reviewed precautions for DVT."}]),
        procedure(SCOPE, note=[{"text": "Indication: history of GI bleed. No bleeding seen."}]),
    )
    assert [judged(kidney(beside=(one,))).verdict.value for one in quiet] == ["accept"] * len(quiet)


def test_what_takes_out_a_clot_tells_that_there_was_one() -> None:
    told = (
        "Endovascular clot retrieval",
        "Pulmonary embolectomy",
        "Femoral embolectomy",
        "Mechanical thrombectomy, left M1",
        "Aspiration thrombectomy",
        "Catheter-directed thrombolysis, left leg",
    )
    assert {text: codes(procedure(text)) for text in told} == {text: {"thrombotic-event"} for text in told}


def test_the_clot_of_a_tumor_an_access_or_a_line_or_of_then_is_no_event() -> None:
    quiet = (
        "Radical nephrectomy with IVC thrombectomy",
        "Renal vein tumor thrombectomy",
        "AV graft thrombectomy",
        "Dialysis access thrombectomy",
        "Thrombolysis of port",
        "Excision of thrombosed hemorrhoid with thrombectomy",
        "CT head, status post thrombectomy",
        "Evaluation for thrombectomy",
    )
    assert {text: codes(procedure(text)) for text in quiet} == {text: set() for text in quiet}
    assert codes(procedure("Endovascular clot retrieval", status="not-done")) == set()


def test_what_was_done_may_stand_behind_the_bleeding() -> None:
    told = ("EGD, variceal bleed, banded", "EGD: bleeding duodenal ulcer, 2 clips placed", "Variceal bleed banding")
    assert {text: codes(procedure(text)) for text in told} == {text: {"recent-hemorrhage"} for text in told}
    quiet = ("EGD, no variceal bleed, varices banded", "EGD, polyp clipped")
    assert {text: codes(procedure(text)) for text in quiet} == {text: set() for text in quiet}
