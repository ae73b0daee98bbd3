"""What a list behind "no" denies, and what a denial leaves out, in a note and in the name of a condition.

Each chart is an accepted order for kidney cancer with one sentence more. All patients are synthetic.
"""

from __future__ import annotations

import pytest
from support.build import condition
from support.judged import judged, named
from support.plain import kidney, sixty

from validator.verdict import Verdict

DENIED = (
    "No DVT, PE",
    "No stroke, MI",
    "No bleeding, melena, hematochezia",
    "No fever, chills, bleeding",
    "No CP, SOB, MI, stroke",
    "No evidence of perforation, fistula or abscess",
    "Pt has no fever, bleeding, rash or chills",
)
SAID = (
    "No fever, acute GI bleed",
    "No fever, acute PE",
    "No fever, new GI bleed",
    "No pain, GI bleed last week",
    "No known allergies, GI bleed",
    "No surgery, GI bleed",
    "No bleeding except daily hematochezia",
    "No bleeding other than melena",
    "Neg for DVT, pos for GI bleed",
    "ROS: + melena",
)
OPEN = ("Can't r/o perforation", "Cannot rule out perforation")


def noted(words: str) -> Verdict:
    return judged(kidney(sixty(note=[{"text": words}]))).verdict


@pytest.mark.parametrize("words", DENIED)
def test_a_list_behind_no_is_denied_to_its_end(words: str) -> None:
    assert noted(words) is Verdict.ACCEPT
    assert judged(kidney(beside=(condition("listed", {"text": words}, onset="2026-11-15"),))).verdict is Verdict.ACCEPT


@pytest.mark.parametrize("words", SAID)
def test_what_a_denial_does_not_reach_is_said(words: str) -> None:
    report = judged(kidney(sixty(note=[{"text": words}])))
    assert named(report, "danger-in-words")
    assert report.verdict is not Verdict.ACCEPT


@pytest.mark.parametrize("words", OPEN)
def test_what_could_not_be_ruled_out_is_asked_about(words: str) -> None:
    assert noted(words) is not Verdict.ACCEPT


def test_a_drug_that_ended_for_a_danger_denies_no_danger() -> None:
    assert noted("No longer on warfarin due to intracranial hemorrhage 11/12") is not Verdict.ACCEPT
    assert noted("No longer bleeding") is Verdict.ACCEPT
