"""An operation that an appointment is booked for and does not name."""

from __future__ import annotations

from typing import Any

from support.build import resource, to
from support.judged import judged
from support.plain import kidney


def verdict(on: str = "2026-12-01", status: str = "booked", **told: Any) -> str:
    made = {"status": status, "start": f"{on}T09:00:00Z", "participant": [{"actor": to("Patient/patient")}]}
    return judged(kidney(beside=(resource("Appointment", "visit", **made | told),))).verdict.value


def test_what_stands_behind_an_operating_room_is_operated_on() -> None:
    named = ("OR: hernia", "OR - left knee", "Surgery: shoulder", "Wisdom teeth", "Wisdom teeth out")
    assert {text: verdict(description=text) for text in named} == dict.fromkeys(named, "error")
    assert {text: verdict(comment=text) for text in named} == dict.fromkeys(named, "error")
    assert {text: verdict(reasonCode=[{"text": text}]) for text in named} == dict.fromkeys(named, "error")


def test_surgery_alone_is_a_caution_since_it_may_be_a_visit() -> None:
    alone = ("Surgery", "OR", "Same day surgery", "Operation")
    assert {text: verdict(description=text) for text in alone} == dict.fromkeys(alone, "warning")


def test_a_department_a_talk_and_what_is_over_stay_quiet() -> None:
    quiet = ("General Surgery", "Surgery consult", "Surgery clinic", "Surgery: pre-op visit", "Cataract surgery", "or")
    quiet += ("Wisdom teeth consult", "Surgery, Vascular")
    assert {text: verdict(description=text) for text in quiet} == dict.fromkeys(quiet, "accept")
    assert verdict(serviceType=[{"text": "Surgery"}]) == "accept"
    assert verdict(description="Surgery", status="cancelled") == "accept"
    assert verdict(description="Surgery", on="2025-03-01", status="fulfilled") == "accept"
