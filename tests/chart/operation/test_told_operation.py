"""Operations that only a note of the order tells of."""

from __future__ import annotations

import pytest
from support.answer import answer, check, said
from support.plain import kidney, sixty

from validator.report.model import OrderReport
from validator.verdict import Verdict

CODE = "danger-in-words"


def noted(text: str) -> OrderReport:
    return answer(check(kidney(sixty(note=[{"text": text}]))))


def told(report: OrderReport) -> list[Verdict | None]:
    return [one.verdict for one in report.findings if one.code == CODE]


@pytest.mark.parametrize(
    "text",
    [
        "Surgery scheduled 12/1",
        "Tooth extraction on 12/2",
        "going to OR next week",
        "Major surgery 1 week ago",
        "Pt to have knee replacement 12/8",
        "Colectomy 11/9, POD 9, call if fever",
        "POD #6 s/p nephrectomy",
        "post op day 3 colectomy",
        "underwent thoracotomy on the 10th",
        "Scheduled for back surgery tomorrow",
        "Surgery on 12/1 - cabo to be held",
        "Cholecystectomy last week",
        "hernia repair surgery 12/3",
        "OR on 12/3 for hernia",
        "5 days post op from partial nephrectomy",
        "having knee replaced Dec 8",
        "Oral surgeon to extract #17 on Dec 1",
        "extraction of #17, #32 12/2",
        "tooth extraction Friday",
        "stoma reversal 11/14",
    ],
)
def test_an_operation_too_near_is_asked_about(text: str) -> None:
    assert told(noted(text)) == [Verdict.UNDETERMINED], said(noted(text))


@pytest.mark.parametrize(
    "text", ["Surgery is planned", "Nephrectomy planned for January 5", "recent nephrectomy", "nephrectomy 10/1"]
)
def test_one_whose_day_leaves_it_open_is_a_caution(text: str) -> None:
    assert told(noted(text)) == [Verdict.WARNING], said(noted(text))


@pytest.mark.parametrize(
    "text",
    [
        "L nephrectomy 3/2021, path clear cell",
        "s/p nephrectomy",
        "Well healed from nephrectomy 10/1",
        "Hold at least 3 weeks before elective surgery including dental surgery",
        "Hold cabo 3 weeks before and 2 weeks after surgery",
        "If surgery is planned, hold 3 weeks prior",
        "Contact us before dental work or surgery",
        "Hold for surgery if needed",
        "No surgery planned",
        "no recent surgery",
        "Not a surgical candidate",
        "Surgery consult 12/1",
        "Follow up with surgery clinic 12/3",
        "Seen by surgery, no intervention",
        "Cataract surgery 12/10",
        "Knee replacement 12/8 cancelled",
        "Considering nephrectomy 12/8",
        "Wife scheduled for knee replacement 12/8",
        "Tooth extraction last Friday, healed",
        "Refill #17 on Dec 1",
        "has an ostomy, bag change Friday",
        "knees replaced 2015",
        "Dental visit Friday",
        "nephrectomy 2021, visit Friday",
        "Labs every Friday, tooth extraction 2019",
    ],
)
def test_old_ones_advice_visits_and_what_is_not_decided_are_quiet(text: str) -> None:
    assert told(noted(text)) == [], said(noted(text))


def test_an_operation_by_a_scope_or_a_needle_and_one_that_is_called_short_are_asked_about() -> None:
    for text in ("TURP 12/2", "port placement 11/24"):
        assert told(noted(text)) == [Verdict.WARNING], text
    for text in ("cytoreductive nx on 12/7", "hernia sx 12/8", "spine sx next Thurs", "bowel resxn 11/20"):
        assert told(noted(text)) != [], text
    for text in ("TURP 2019", "port placement 2024", "accessed via port", "s/p cytoreductive nx 2025", "no knee sx"):
        assert told(noted(text)) == [], text
