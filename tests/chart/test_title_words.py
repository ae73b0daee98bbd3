"""Titles of ICD-10-CM that stand as text alone: an event is read by its words as by its code."""

from __future__ import annotations

import pytest
from support.build import condition
from support.coding import concept
from support.judged import judged
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
