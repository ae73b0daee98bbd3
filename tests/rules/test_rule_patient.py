"""The order's patient is in the chart and alive."""

from __future__ import annotations

from support.judged import judged, named, only
from support.plain import kidney, man, without

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


def test_a_death_after_the_order_is_not_held_against_it() -> None:
    for later in ("2026-11-23", "2026-12", "2027"):
        report = judged([man(deceasedDateTime=later), *kidney()[1:]])
        assert (report.verdict, named(report, "patient-deceased")) == (Verdict.ACCEPT, [])
    for maybe in ("2026-11-22", "2026-11", "2026"):
        only([man(deceasedDateTime=maybe), *kidney()[1:]], "patient-deceased")


def test_a_patient_who_is_not_there_leaves_the_order_open() -> None:
    report = judged(without(kidney(), "patient"))
    assert report.verdict is Verdict.UNDETERMINED
    (found,) = named(report, "patient-missing")
    assert found.missing == ("Patient",)
    assert found.expression == ("Bundle.entry[3].resource.subject",)
