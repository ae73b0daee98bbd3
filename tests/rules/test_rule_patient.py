"""The order's patient is in the chart and alive."""

from __future__ import annotations

from datetime import datetime

import pytest
from support.build import to_json
from support.judged import judged, named, only
from support.plain import collection, kidney, man, sixty, without

from validator.check import check_documents
from validator.verdict import Verdict


def test_a_living_patient_is_not_remarked_on() -> None:
    for alive in ({}, {"deceasedBoolean": False}):
        report = judged([man(**alive), *kidney()[1:]])
        assert report.verdict is Verdict.ACCEPT
        assert {one.code for one in report.findings} & {"patient-deceased", "patient-missing"} == set()


def test_a_deceased_patient_is_an_error() -> None:
    for dead in ({"deceasedBoolean": True}, {"deceasedDateTime": "2026-11-01"}):
        found = only([man(**dead), *kidney()[1:]], "patient-deceased")
        assert (found.verdict, found.evidence[0].reference) == (Verdict.ERROR, "Patient/patient")
        assert found.message == "The patient is recorded as deceased."


def test_a_death_after_the_order_is_not_held_against_it() -> None:
    for later in ("2026-11-23", "2026-12", "2027"):
        report = judged([man(deceasedDateTime=later), *kidney()[1:]])
        assert (report.verdict, named(report, "patient-deceased")) == (Verdict.ACCEPT, [])
    for maybe in ("2026-11-22", "2026-11", "2026"):
        only([man(deceasedDateTime=maybe), *kidney()[1:]], "patient-deceased")


def test_a_death_without_a_day_leaves_an_old_order_open() -> None:
    dead = [man(deceasedBoolean=True), *kidney()[1:]]  # the order is of 2026-11-22
    for asked, expected in (("2026-12-22", Verdict.ERROR), ("2026-12-23", Verdict.UNDETERMINED)):
        found = only(dead, "patient-deceased", as_of=asked)
        assert found.verdict is expected
    assert found.missing == ("Patient.deceasedDateTime",)
    assert found.message == (
        "The patient is recorded as deceased, without a day; the order is over 30 days old and may be from before."
    )
    known = [man(deceasedDateTime="2026-11-01"), *kidney()[1:]]
    assert only(known, "patient-deceased", as_of="2026-12-23").verdict is Verdict.ERROR


def test_an_order_of_a_month_is_as_old_as_its_last_day() -> None:
    dead = [man(deceasedBoolean=True), *without(kidney(), "patient", "order"), sixty(authoredOn="2026-10")]
    assert only(dead, "patient-deceased", as_of="2026-11-22").verdict is Verdict.ERROR
    assert only(dead, "patient-deceased", as_of="2026-12-01").verdict is Verdict.UNDETERMINED


@pytest.mark.parametrize(("now", "expected"), [("2026-11-23", Verdict.ERROR), ("2027-01-22", Verdict.UNDETERMINED)])
def test_a_death_without_a_day_is_weighed_by_the_moment_of_the_check(now: str, expected: Verdict) -> None:
    dead = to_json(collection([man(deceasedBoolean=True), *kidney()[1:]]))
    report = check_documents([dead], structure="off", instant=datetime.fromisoformat(f"{now}T10:00:00+00:00"))
    (found,) = named(report.orders[0], "patient-deceased")
    assert found.verdict is expected


def test_a_patient_who_is_not_there_leaves_the_order_open() -> None:
    report = judged(without(kidney(), "patient"))
    assert report.verdict is Verdict.UNDETERMINED
    (found,) = named(report, "patient-missing")
    assert found.missing == ("Patient",)
    assert found.expression == ("Bundle.entry[3].resource.subject",)
