"""Titles of ICD-10-CM that stand as text alone: an event is read by its words as by its code."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from support.build import condition
from support.coding import ICD10CM, concept
from support.icd_10_cm import is_sequela, table
from support.judged import judged
from support.plain import kidney
from support.shipped import BOOK

from validator.chart.concept import as_concept
from validator.chart.risk_words import risk_words

EVENTS = (
    "hemorrhage", "hemorrhage:intracranial", "arterial_event", "venous_event", "gi_perforation", "fistula", "rpls",
    "hypertensive_crisis", "impaired_wound_healing", "osteonecrosis_jaw", "nephrotic_syndrome",
    "hepatic:encephalopathy",
)  # fmt: skip
UNREAD = re.compile(
    r"H31\.3|H35\.7|K31\.82|L76\.|R36\.1|O90\.2|O8[28]|O0[3-8]\.|G45\.1|I23\.3|K71\.11|D78|E89|I23\.7|N99\.82"
)
"""Titles whose words are a rare name of their own, or slight by their words, or of a pregnancy that is over."""
SIDE = re.compile(r"\b(?:right|left|bilateral|unspecified|upper|lower)\b")


def titles() -> Iterator[tuple[str, str, frozenset[str]]]:
    """Codes of events with their titles, each title once whatever its side."""
    seen = set[str]()
    for code in sorted(table().leaves):
        groups = BOOK.groups("conditions-risk", ICD10CM, code) & frozenset(EVENTS)
        title = table().titles[code].split(" / ")[0]
        if groups and not is_sequela(code) and (plain := SIDE.sub("", title)) not in seen:
            seen.add(plain)
            yield code, title, groups


def test_the_title_of_an_event_is_read_as_its_code_is() -> None:
    left = []
    for code, title, groups in titles():
        said = risk_words(BOOK, as_concept(concept(text=title)), frozenset())
        told = {group.partition(":")[0] for one in said.told + said.left_open for group in one.groups}
        if told.isdisjoint(group.partition(":")[0] for group in groups) and not UNREAD.match(code):
            left.append(f"{code} {title}")
    assert left == []


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
    assert verdict(text) == "error"  # when the deficit began the bleeding was there


def test_without_one_and_with_another_denies_the_first_alone() -> None:
    assert verdict("Diverticulosis of small intestine without perforation or abscess with bleeding") == "warning"
    assert verdict("Ulcer without perforation, with massive bleeding") == "error"
    assert verdict("No evidence of ulcer with bleeding") == "accept"


@pytest.mark.parametrize("text", ["Bleeding following colonoscopy", "Hemorrhage following tonsillectomy"])
def test_an_event_that_follows_something_is_there(text: str) -> None:
    assert verdict(text) != "accept"
