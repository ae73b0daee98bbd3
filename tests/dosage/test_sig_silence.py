"""Sigs in words alone, as pharmacies write them: what concerns other matters does not hide the dose.

Each chart is an accepted order for advanced kidney cancer whose dose stands in the text. All patients are synthetic.
"""

from __future__ import annotations

import pytest
from support.coding import concept
from support.judged import judged
from support.plain import kidney, with_dosage
from support.product import CLINICAL_DRUGS

from validator.report.model import OrderReport
from validator.verdict import Verdict

TABLET = concept(CLINICAL_DRUGS["tablet", 60])


def told(sig: str) -> OrderReport:
    return judged(kidney(with_dosage({"text": sig}, medication=TABLET)))


def codes(report: OrderReport) -> set[str]:
    return {one.code for one in report.findings}


@pytest.mark.parametrize(
    "more",
    [
        "on an empty stomach (at least 2 hours after or 1 hour before food)",
        ", no food 2 hours before and 1 hour after",
        "at the same time each day on an empty stomach",
        ". Avoid grapefruit and grapefruit juice.",
        ". Avoid grapefruit/grapefruit juice while taking this medication.",
        ". Do not take with grapefruit.",
        ". Do not eat or drink grapefruit products.",
        ". Do not take with food. Swallow tablets whole.",
        ". Hold 3 weeks before surgery.",
        ". Stop and call if bleeding.",
        ". Do not take a missed dose within 12 hours of the next dose.",
        ". Call clinic with any questions.",
        ". Caution: chemotherapy.",
        "until disease progression or unacceptable toxicity.",
        ". Continue until disease progression.",
        "as directed by your oncologist",
    ],
)
def test_what_concerns_other_matters_does_not_hide_the_dose(more: str) -> None:
    report = told(f"Take 1 tablet (60 mg) by mouth once daily {more}")
    assert {"dose-agrees", "dose-read-from-text"} <= codes(report)
    assert report.verdict is Verdict.WARNING


@pytest.mark.parametrize(
    "more",
    [
        "Skip every other day.",
        "Then increase to 2 tablets.",
        "If tolerated increase to 80 mg.",
        "Total daily dose 80 mg.",
        "Plus one 20 mg tablet.",
        "Repeat in 12 hours.",
        "Weekdays only.",
        "May take extra tablet if needed.",
        "Morning and evening.",
        "As needed for pain.",
        "Double the dose after week 2.",
        "Was 40 mg daily.",
        "Ketoconazole 200 mg daily.",
        "Tomar dos tabletas.",
        "Except Sunday.",
        "Hold.",
        "Stop after two weeks.",
        "Reduce if needed.",
        "Increase as directed.",
        "If counts are low, take every other day.",
    ],
)
def test_what_may_change_the_dose_leaves_it_open(more: str) -> None:
    report = told(f"Take 1 tablet (60 mg) by mouth once daily. {more}")
    assert report.verdict is Verdict.UNDETERMINED
    assert "dose-not-known" in codes(report)


@pytest.mark.parametrize(
    ("more", "code"), [("Take with food.", "with-food"), ("21 days on 7 days off.", "schedule-not-in-label")]
)
def test_what_contradicts_the_label_is_an_error(more: str, code: str) -> None:
    report = told(f"Take 1 tablet (60 mg) by mouth once daily. {more}")
    assert report.verdict is Verdict.ERROR
    assert code in codes(report)


@pytest.mark.parametrize(
    "sig", ["Take 1 tablet. Avoid grapefruit.", "Hold 3 weeks before surgery. Avoid grapefruit.", "."]
)
def test_silence_alone_is_no_dose(sig: str) -> None:
    assert told(sig).verdict is Verdict.UNDETERMINED


@pytest.mark.parametrize(
    "before", ["If you vomit", "Call clinic if bleeding", "For diarrhea", "Study drug", "Patient's mother", "Hazardous"]
)
def test_what_stands_before_the_amount_may_be_what_it_hangs_on(before: str) -> None:
    found = codes(told(f"{before}, 1 tablet (60 mg) by mouth once daily"))
    assert "dose-not-known" in found
    assert "dose-agrees" not in found


def test_of_what_stands_behind_the_amount_another_drug_stays() -> None:
    assert {"dose-agrees", "dose-read-from-text"} <= codes(told("60 mg by mouth once daily, hazardous, refill"))
    assert "dose-not-known" in codes(told("60 mg by mouth once daily, with nivolumab, refill"))
