"""Dangers by the many names that problem lists have for them, in words alone, and names that only sound like them."""

from __future__ import annotations

import pytest
from support.answer import answer, check
from support.build import condition
from support.coding import concept
from support.judged import named
from support.plain import kidney

from validator.report.model import OrderReport

JAW = "osteonecrosis-of-jaw"
BLED = "recent-hemorrhage"
WOUND = "wound-complication"
HOLE = "perforation-or-fistula"
PRESSURE = "uncontrolled-hypertension"

ERRORS = {
    "Osteonecrosis of mandible": JAW,
    "Osteonecrosis of the left maxilla": JAW,
    "Mandibular osteonecrosis": JAW,
    "Exposed mandibular bone": JAW,
    "Necrotic mandible": JAW,
    "Medication-related osteonecrosis of the jaws": JAW,
    "Hemobilia": BLED,
    "Wunderlich syndrome": BLED,
    "Perinephric hematoma": BLED,
    "IVH": BLED,
    "Ruptured HCC": BLED,
    "Aortic rupture": BLED,
    "Ruptured appendix": HOLE,
    "Microperforation of colon": HOLE,
    "Fascial dehiscence": WOUND,
    "Dehisced surgical wound": WOUND,
    "Unhealed surgical incision": WOUND,
    "Non-healing extraction socket": WOUND,
    "Minimal change disease": "nephrotic-syndrome",
    "Trousseau syndrome": "thrombotic-event",
    "Severe hypertension": PRESSURE,
}
OTHERS = {
    "Thigh hematoma": "warning",
    "Low calcium level": "warning",
    "CKD G5": "warning",
}
QUIET = (
    "Severe pulmonary hypertension",
    "Evisceration of left eye 2010",
    "Ruptured disc L4-5",
    "Ruptured Achilles tendon",
    "Ruptured tympanic membrane",
    "Osteonecrosis of femoral head",
    "Avascular necrosis of hip",
    "No osteonecrosis of mandible",
    "Hydronephrosis",
    "Low calcium diet",
    "Minimal change in weight",
    "CKD G2",
    "Family history of aortic rupture",
    "Exposed to asbestos",
)


def beside(words: str) -> OrderReport:
    return answer(check(kidney(beside=(condition("words", concept(text=words), onset=None, recorded="2026-11-10"),))))


@pytest.mark.parametrize("words", ERRORS)
def test_a_danger_is_told_by_its_name(words: str) -> None:
    found = beside(words)
    assert found.verdict.value in ("error", "warning"), found
    assert named(found, ERRORS[words]), found


@pytest.mark.parametrize("words", OTHERS)
def test_a_lesser_one_is_a_caution(words: str) -> None:
    assert beside(words).verdict.value == OTHERS[words]


@pytest.mark.parametrize("words", QUIET)
def test_what_sounds_like_one_is_none(words: str) -> None:
    assert [one for one in beside(words).findings if one.verdict.value != "accept"] == []
