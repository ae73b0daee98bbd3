"""Words by which the drug is taken otherwise than is coded are told; the like of other drugs and matters are silent."""

from __future__ import annotations

import pytest
from support.words import Text, told

CODE = "text-not-understood"


@pytest.mark.parametrize("where", ["text", "patientInstruction", "note"])
@pytest.mark.parametrize(
    "words",
    [
        "Up to 60 mg daily",
        "Take with Ensure",
        "Take with coffee and toast",
        "Eat something first",
        "60 mg PO daily WM",
        "Grapefruit juice ok",
        "Insert per rectum",
        "60 mg per rectum daily",
        "Apply to affected area",
        "For wife",
        "Rx is for her husband",
        "Give to your dog",
        "May open",
        "OK to open capsules and sprinkle contents",
        "Stop after 4 weeks",
        "Start after surgery",
        "Start day after tooth extraction",
        "Take if blood pressure ok",
        "Daily if BP normal",
        "When pain",
        "Not on nivolumab days",
        "Duplicate order",
    ],
)
def test_what_changes_how_the_drug_is_taken_is_told(words: str, where: str) -> None:
    assert CODE in {one.code for one in told(Text(words, where))}


@pytest.mark.parametrize("where", ["text", "patientInstruction", "note"])
@pytest.mark.parametrize(
    "words",
    [
        "Loperamide up to 16 mg per day",
        "Do not take with Ensure",
        "Take on an empty stomach",
        "Avoid grapefruit juice",
        "Call for bright red blood per rectum",
        "Apply urea cream to hands and feet",
        "See package insert",
        "For wife to pick up",
        "Do not open capsules",
        "Stop and call for bleeding",
        "Hold 3 weeks before surgery",
        "Resume at least 2 weeks after surgery",
        "Resume after surgery once wound is healed",
        "Hold if blood pressure is above 160",
        "Monitor blood pressure; call if labs are not normal",
        "Call when pain is worse",
        "Do not duplicate therapy",
        "Follow up in 4 weeks",
    ],
)
def test_what_changes_nothing_is_silent(words: str, where: str) -> None:
    assert CODE not in {one.code for one in told(Text(words, where))}


def test_a_second_whole_dose_that_is_added_contradicts_the_first() -> None:
    words = "Take 60 mg by mouth daily. Take 1 tablet every night as well."
    assert "text-contradicts-dose" in {one.code for one in told(Text(words, "text"))}


def test_a_whole_dose_that_is_said_again_agrees() -> None:
    words = "Take 60 mg by mouth daily. Take 1 tablet once daily on an empty stomach."
    assert "text-contradicts-dose" not in {one.code for one in told(Text(words, "text"))}


@pytest.mark.parametrize(
    "words", ["TIW", "BIW", "t.i.w.", "SL", "PR", "not Sundays", "rest 1 week of 4", "21/28", "14/21"]
)
def test_days_of_the_week_a_cycle_or_a_way_in_as_shorthand_is_told(words: str) -> None:
    assert told(Text(f"Take 1 tablet by mouth daily {words}"))


@pytest.mark.parametrize(
    "words",
    ["Start 11/28", "Next visit 1/21", "BP 121/28", "Restaging CT: PR", "Rest as needed", "Clinic not open on Sundays"],
)
def test_dates_values_responses_and_hours_are_no_such_shorthand(words: str) -> None:
    assert told(Text(f"Take 1 tablet by mouth daily. {words}")) == []
