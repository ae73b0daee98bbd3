"""A blood pressure that only a note of the order tells."""

from __future__ import annotations

import pytest
from support.answer import answer, check, said
from support.build import resource, to
from support.plain import kidney, sixty

from validator.report.model import OrderReport
from validator.verdict import Verdict

CODE = "danger-in-words"


def noted(text: str) -> OrderReport:
    return answer(check(kidney(sixty(note=[{"text": text}]))))


@pytest.mark.parametrize(
    "text",
    [
        "BP 200/120",
        "BP today 188/122",
        "blood pressure was 195/124 this morning",
        "home BPs 190s/110s",
        "SBP 200 today",
        "vitals 192/124",
    ],
)
def test_a_pressure_of_180_or_120_before_a_start_is_a_caution(text: str) -> None:
    found = noted(text)
    assert [one.verdict for one in found.findings if one.code == CODE] == [Verdict.WARNING], said(found)


@pytest.mark.parametrize(
    "text",
    [
        "BP 142/88 today, on amlodipine",
        "hold for BP > 180/120",
        "Check BP daily and call for SBP >160",
        "BP goal < 190/100",
        "if BP is 200/120 call",
        "BP 200/120 on 10/1",
    ],
)
def test_a_lower_one_a_bound_a_goal_and_an_old_one_are_quiet(text: str) -> None:
    found = noted(text)
    assert CODE not in {one.code for one in found.findings}, said(found)


def flowsheet(name: str, value: str, *parts: dict[str, object]) -> Verdict:
    told: dict[str, object] = {"component": list(parts)} if parts else {"valueString": value}
    reading = resource("Observation", "reading", status="final", code={"text": name}, subject=to("Patient/patient"))
    return answer(check(kidney(beside=(reading | {"effectiveDateTime": "2026-11-20"} | told,)))).verdict


HIGH = (
    *[(name, "190/124") for name in ("NIBP", "Vital signs - BP", "ABP", "BP (s/d)", "Blutdruck", "Systolic BP")],
    *[("BP", text) for text in ("190 over 124", "H 190/124", "RR 190/124", "150/90 -> 192/118", "0900: 190/124")],
    *[(name, "190/124") for name in ("Bloeddruk", "TA", "T.A.", "Pressione arteriosa", "RR", "BP (L)", "A-line BP")],
    *[
        ("BP", text)
        for text in ("190-124", "190 sobre 124", "190/palp", "25.3/16.5 kPa", "19/12,4 cmHg", "190/124/146")
    ],
    *[("BP", text) for text in ("190/124, will monitor", "BP 190/124 HR 88", "R: 150/90 L: 190/124", "192 systolic")],
    *[("BP", text) for text in ("190x124", "190:124", "190|124", "190, 124", "190 por 124", "S190 D124", "190/?")],
    *[("BP", text) for text in ("190+/120+", "190/124 Torr", "19/12 cm[Hg]")],
    *[(name, "190/124") for name in ("BP #2", "BP post", "BP/HR", "B.P.", "24h BP", "Highest BP", "BP at triage")],
    *[(name, "190/124") for name in ("Systemic arterial pressure", "Blodtryck", "Ciśnienie tętnicze", "АД", "血圧")],
)


def test_a_pressure_of_a_flowsheet_is_heard_by_its_other_names_and_among_other_words() -> None:
    assert {one: flowsheet(*one) for one in HIGH} == dict.fromkeys(HIGH, Verdict.WARNING)
    part = {"code": {"text": "BP"}, "valueString": "190/124"}
    assert flowsheet("Vital signs", "", part, {"code": {"text": "Pulse"}, "valueString": "88"}) is Verdict.WARNING


def test_the_values_of_a_pressure_are_known_by_their_names_elsewhere() -> None:
    for upper, lower in (("PAS", "PAD"), ("TAS", "TAD"), ("Systolique", "Diastolique"), ("RR systolisch", "Diast.")):
        parts = [
            {"code": {"text": name}, "valueQuantity": {"value": value, "unit": "mmHg"}}
            for name, value in ((upper, 150), (lower, 124))
        ]
        assert flowsheet("Blood pressure", "", *parts) is Verdict.WARNING
        parts[1]["valueQuantity"] = {"value": 84, "unit": "mmHg"}
        assert flowsheet("Blood pressure", "", *parts) is Verdict.ACCEPT


QUIET = (
    ("NIBP", "128/76"),
    ("NIBP cuff size", "190/124"),
    *[
        ("BP", text)
        for text in ("128/76, will monitor", "130/80 (call if >180/120)", "goal <180/120", "call for 190/124")
    ],
    *[("BP", text) for text in ("128-76", "120-190", "124-190", "16.5/10.5 kPa", "12/8 cmHg", "128/78/94", "128/palp")],
    *[("RR", text) for text in ("18", "20-18", "18-20")],
    *[("BP", text) for text in ("128x78", "0900: 128/78", "14:30", "128, 78", "S128 D78", "120/80 x 2", "128/?")],
    *[(name, "190/124") for name in ("PA pressure", "Target BP", "BP goal", "Orthostatic BP drop", "Fetal BP", "BPH")],
    *[(name, "190/124") for name in ("BP cuff size", "Ankle BP", "BP location", "BP medication", "Central BP")],
    *[("BP", text) for text in ("pending", "11/21/2026", "120/80 HR 190", "ref range 90/60-180/120", "12/8")],
)


def test_a_lower_pressure_and_numbers_that_are_none_stay_quiet() -> None:
    assert {one: flowsheet(*one) for one in QUIET} == dict.fromkeys(QUIET, Verdict.ACCEPT)


def test_beside_a_present_reading_one_of_an_earlier_time_does_not_count() -> None:
    past = ("128/78 (was 190/124 in 2024)", "128/78, last visit 190/124", "190/124 previously, 128/78 today")
    assert {one: flowsheet("BP", one) for one in past} == dict.fromkeys(past, Verdict.ACCEPT)
    # The one that is present counts, so does the only one, and so does one of the same hour.
    now = (
        "190/124 (was 128/78 in 2024)",
        "190/124, last visit 128/78",
        "was 190/124",
        "128/78 (was 190/124 on arrival)",
    )
    assert {one: flowsheet("BP", one) for one in now} == dict.fromkeys(now, Verdict.WARNING)


def of_unit(value: float, unit: str) -> Verdict:
    part = {"code": {"text": "Systolic BP"}, "valueQuantity": {"value": value, "unit": unit, "code": unit}}
    return flowsheet("BP", "", part)


def test_a_pressure_is_read_in_every_spelling_of_its_unit() -> None:
    spelt = ("Torr", "mm/Hg", "mm_Hg", "mm Hg", "mm of Hg")
    assert {one: of_unit(190, one) for one in spelt} == dict.fromkeys(spelt, Verdict.WARNING)
    assert {one: of_unit(128, one) for one in spelt} == dict.fromkeys(spelt, Verdict.ACCEPT)
    assert of_unit(19, "cm[Hg]") is Verdict.WARNING
    assert of_unit(12, "cm[Hg]") is Verdict.ACCEPT


def test_a_pressure_of_a_crisis_without_its_unit_is_said_to_be_open() -> None:
    def told(value: str) -> bool:
        body = {"code": {"text": "TA"}, "valueString": value, "effectiveDateTime": "2026-11-20"}
        reading = resource("Observation", "reading", status="final", subject=to("Patient/patient")) | body
        return any(one.code == "blood-pressure-high" for one in answer(check(kidney(beside=(reading,)))).findings)

    assert told("19/12")
    assert not told("12/8")
