"""Titles of ICD-10-CM that stand as text alone: an event is read by its words as by its code."""

from __future__ import annotations

import pytest
from support.build import condition, procedure
from support.coding import concept, snomed
from support.judged import judged, only
from support.plain import kidney


def verdict(text: str, on: str = "2026-11-01") -> str:
    one = condition("problem", concept(text=text), onset=on, recorded=on)
    return judged(kidney(beside=(one,))).verdict.value


@pytest.mark.parametrize(
    "text",
    [
        "Acute embolism and thrombosis of right tibial vein",
        "Embolism and thrombosis of arteries of the upper extremities",
        "Phlebitis and thrombophlebitis of iliac vein, bilateral",
        "Infarction of spleen",
        "Retinal artery branch occlusion, right eye",
        "Aneurysm of the ascending aorta, ruptured",
        "Thoracic aortic aneurysm, ruptured, unspecified",
        "Postprocedural hematoma of a digestive system organ or structure",
        "Disruption or dehiscence of closure of other specified internal operation (surgical) wound",
        "Hemarthrosis, left elbow",
        "Transient cerebral ischemic attacks",
    ],
)
def test_the_title_of_an_event_alone_is_an_error(text: str) -> None:
    assert verdict(text) == "error"


@pytest.mark.parametrize(
    "text",
    [
        "Chronic embolism and thrombosis of unspecified deep veins of right lower extremity",
        "Aphasia following cerebral infarction",
        "Diverticulosis of large intestine without perforation or abscess without bleeding",
        "Gastritis without bleeding",
        "Gastric ulcer without hemorrhage or perforation",
        "Abdominal aortic aneurysm, without rupture",
        "Esophagitis without bleeding, with reflux",
        "Chronic gastric ulcer without hemorrhage and with obstruction",
    ],
)
def test_what_is_over_or_denied_is_quiet(text: str) -> None:
    assert verdict(text) == "accept"


@pytest.mark.parametrize(
    "text",
    [
        "Hemiplegia and hemiparesis following other nontraumatic intracranial hemorrhage affecting left side",
        "Memory deficit following nontraumatic subarachnoid hemorrhage",
    ],
)
def test_what_an_old_bleeding_left_behind_is_quiet(text: str) -> None:
    assert verdict(text, "2023-01-10") == "accept"


def test_without_one_and_with_another_denies_the_first_alone() -> None:
    assert verdict("Diverticulosis of small intestine without perforation or abscess with bleeding") != "accept"
    assert verdict("Ulcer without perforation, with massive bleeding") == "error"
    assert verdict("No evidence of ulcer with bleeding") == "accept"


@pytest.mark.parametrize("text", ["Bleeding following colonoscopy", "Hemorrhage following tonsillectomy"])
def test_an_event_that_follows_something_is_there(text: str) -> None:
    assert verdict(text) != "accept"


@pytest.mark.parametrize(
    "text",
    [
        "Bloody urine with clots", "Coughed up a cup of blood", "Perfed viscus", "Jaw necrosis", "Necrosis of the jaw",
        "PICC line clot", "Clot in PICC line",
    ],
)  # fmt: skip
def test_a_danger_in_everyday_words_is_an_error(text: str) -> None:
    assert verdict(text) == "error"


@pytest.mark.parametrize(
    "text", ["No clot in PICC line", "PICC line", "Avascular necrosis of hip", "Cloudy urine", "Denies jaw necrosis"]
)
def test_what_only_resembles_one_is_quiet(text: str) -> None:
    assert verdict(text) == "accept"


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Wisdom teeth removal", "error"), ("Teeth extraction", "error"), ("Jaw surgery", "error"),
        ("Tooth cleaning", "accept"), ("Teeth whitening", "accept"), ("Jaw x-ray", "accept"),
    ],
)  # fmt: skip
def test_surgery_of_teeth_and_jaw_is_known_by_everyday_words(words: str, wanted: str) -> None:
    done = procedure("done", snomed("71388002", "Procedure"), on="2026-11-18") | {"code": concept(text=words)}
    assert judged(kidney(beside=(done,))).verdict == wanted


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("Thromboembolism", "thrombotic-event", "clot"),
        ("Pneumoperitoneum", "perforation-or-fistula", "free air"),
        ("Arterial occlusion", "thrombotic-event", "occlusion"),
    ],
)
def test_what_may_be_an_event_is_called_by_what_is_on_file(text: str, code: str, said: str) -> None:
    one = condition("problem", concept(text=text), onset="2026-11-01", recorded="2026-11-01")
    assert said in only(kidney(beside=(one,)), code).message
