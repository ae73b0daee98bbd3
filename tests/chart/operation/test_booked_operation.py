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


TEETH = (
    "Third molar ext",
    "Ext #32",
    "Zahnextraktion 36",
    "Extracci\u00f3n dental",
    "Extraction dentaire",
    "Weisheitsz\u00e4hne",
)
ANNOUNCED = ("Pre-op, surgery 12/5", "Admit for surgery", "Surgery w/ Dr. Lee", "TAVR", "Kyphoplasty", "Operation")
ABROAD = (
    "OP-Termin",
    "Eingriff",
    "Station\u00e4re Aufnahme zur OP",
    "Intervenci\u00f3n quir\u00fargica",
    "Bloc op\u00e9ratoire",
)


def test_teeth_and_what_is_operated_on_are_heard_in_other_words_and_languages() -> None:
    named = (*TEETH, "OP Knie", "OP: Hernie")
    assert {text: verdict(description=text) for text in named} == dict.fromkeys(named, "error")
    assert {text: verdict(reasonCode=[{"text": text}]) for text in named} == dict.fromkeys(named, "error")


def test_an_operation_that_is_announced_without_its_name_is_a_caution_in_a_type_of_service_too() -> None:
    alone = ANNOUNCED + ABROAD
    both = (*alone, "Cirug\u00eda", "Chirurgie", "Oral surgery")
    assert {text: verdict(description=text) for text in both} == dict.fromkeys(both, "warning")
    assert {text: verdict(serviceType=[{"text": text}]) for text in alone} == dict.fromkeys(alone, "warning")
    assert verdict(serviceType=[{"text": "Surgery - Dr Lee"}]) in ("warning", "error")


def test_the_people_who_operate_and_talks_in_other_languages_stay_quiet() -> None:
    talks = (
        "OP-Aufkl\u00e4rung",
        "OP-Vorbereitung",
        "Consulta de cirug\u00eda",
        "Nach OP",
        "Katarakt-OP",
        "TAVR clinic",
        "OP",
    )
    talks += ("Oral surgery consult", "Post-op, surgery 9/5", "Chirurgische Sprechstunde", "OP clinic", "Pre-op visit")
    assert {text: verdict(description=text) for text in talks} == dict.fromkeys(talks, "accept")
    people = ("Surgery", "Chirurgie", "Cirug\u00eda", "Oral surgery", "General surgery")
    assert {text: verdict(serviceType=[{"text": text}]) for text in people} == dict.fromkeys(people, "accept")
