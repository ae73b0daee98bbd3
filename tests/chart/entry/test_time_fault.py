"""When something was, told so that it cannot be believed: ends before beginnings, days that call themselves none."""

from __future__ import annotations

from typing import Any

import pytest
from support.answer import verdict
from support.build import Resource, condition, procedure, statement, weight
from support.coding import CONDITIONS, DRUGS, OPERATIONS, concept
from support.judged import judged
from support.plain import kidney, neuroendocrine, sixty

from validator.chart.entry.time_fault import fault_of_time
from validator.fhir.account import Why

ABSENT = {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "error"}]}
MADE_FROM = {"extension": [{"url": "https://example.org/imported-from", "valueString": "paper"}]}


def bled(onset: str, ended: str, status: str = "resolved", **elements: Any) -> Resource:
    code = concept(*CONDITIONS["hemorrhage/hemoptysis"])
    return condition("bleeding", code, onset=onset, status=status) | {"abatementDateTime": ended} | elements


@pytest.mark.parametrize("status", ["resolved", "inactive", "remission"])
@pytest.mark.parametrize("ended", ["2024-06-05", "2026-11-16", "2019"])
def test_a_bleeding_that_was_over_before_it_began_leaves_the_order_open(ended: str, status: str) -> None:
    report = judged(kidney(beside=(bled("2026-11-17", ended, status),)))
    assert report.verdict.value == "undetermined"
    assert report.ledger is not None
    assert [one.reason for one in report.ledger.set_aside] == [Why.PERIOD_REVERSED]


@pytest.mark.parametrize(
    ("onset", "ended"),
    [("2020-05-02", "2020-05-01"), ("2020-05-02", "2020-05"), ("2020-05-02", "2020-05-02"), ("2020-05", "2020-06-01")],
)
def test_a_bleeding_of_years_ago_is_quiet_whichever_of_its_two_days_is_right(onset: str, ended: str) -> None:
    assert verdict(kidney(beside=(bled(onset, ended),))) == "accept"


@pytest.mark.parametrize(
    "danger",
    [
        bled("2020-01-01", "2020-02-01", _abatementDateTime=ABSENT),
        bled("2020-01-01", "2020-02-01", _onsetDateTime=ABSENT),
        procedure("surgery", OPERATIONS["laparotomy"], on="2020-01-01") | {"_performedDateTime": ABSENT},
        procedure("surgery", OPERATIONS["laparotomy"], on="2020-01-01") | {"_status": ABSENT},
    ],
    ids=["end", "beginning", "operation", "status"],
)
def test_a_day_or_a_status_that_calls_itself_none_is_not_believed(danger: Resource) -> None:
    found = judged(kidney(beside=(danger,)))
    assert found.ledger is not None
    assert [one.reason for one in found.ledger.set_aside] in ([Why.NO_USABLE_DATE], [Why.STATUS_NOT_UNDERSTOOD])
    plain = {name: value for name, value in danger.items() if not name.startswith("_")}
    assert verdict(kidney(beside=(plain,))) == "accept"


def test_what_calls_its_day_none_may_be_of_today() -> None:
    operation = procedure("surgery", OPERATIONS["laparotomy"], on="2020-01-01")
    assert verdict(kidney(beside=(operation | {"_performedDateTime": ABSENT},))) == "undetermined"
    assert verdict(kidney(beside=(operation | {"_performedDateTime": MADE_FROM},))) == "accept"


def test_a_later_weight_that_calls_its_day_none_does_not_decide() -> None:
    chart = neuroendocrine(sixty(), born="2012-03-09", kilograms="38")
    later = weight("47", "2026-11-21") | {"id": "later"}
    assert judged([*chart, later]).verdict.value == "accept"
    assert judged([*chart, later | {"_effectiveDateTime": ABSENT}]).verdict.value == "undetermined"
    assert judged([*chart, later | {"_status": ABSENT}]).verdict.value == "undetermined"


def test_the_end_of_a_drug_that_calls_itself_none_ends_nothing() -> None:
    drug = statement("drug", concept(DRUGS["itraconazole"][0]), start="2020-01-01", end="2020-02-01", status="active")
    assert verdict(kidney(beside=(drug,))) == "accept"
    drug["effectivePeriod"]["_end"] = ABSENT
    assert verdict(kidney(beside=(drug,))) != "accept"


@pytest.mark.parametrize(
    ("kind", "tree", "fault"),
    [
        ("Condition", {"onsetDateTime": "2026-02", "abatementDateTime": "2026-01-31"}, Why.PERIOD_REVERSED),
        ("Condition", {"onsetDateTime": "2026-02", "abatementDateTime": "2026-02-01"}, None),
        ("Condition", {"abatementDateTime": "2026-02-01"}, None),
        ("Observation", {"effectivePeriod": {"start": "2026-02-01", "end": "2026-01-01"}}, Why.PERIOD_REVERSED),
        ("Observation", {"effectiveDateTime": "yesterday"}, Why.NO_USABLE_DATE),
        ("Observation", {"effectiveDateTime": "2026-01-01", "_effectiveDateTime": ABSENT}, Why.NO_USABLE_DATE),
        ("Observation", {"_effectiveDateTime": ABSENT}, None),
        ("Procedure", {"performedString": "last spring"}, Why.NO_USABLE_DATE),
    ],
)
def test_what_is_wrong_with_a_time_is_told_in_one_place(kind: str, tree: dict[str, Any], fault: Why | None) -> None:
    found = fault_of_time(kind, tree)
    assert (found and found[0]) is fault
