"""Two adjustments at once: no single dose is in the label, what each gives alone is, and so is a limit."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, observation
from support.cds_call import call_with
from support.coding import CHILD_PUGH, CHILD_PUGH_SCORE
from support.consulted import cards_for
from support.judged import judged, named, only, tablets, taking, thyroid, with_nivolumab
from support.liver import cirrhosis
from support.plain import kidney

SILENT, ABOVE, OPEN = "dose-label-silent", "dose-above-label", "dose-depends-on-missing-fact"
CLASS_B = observation("liver", CHILD_PUGH_SCORE, "2026-11-10", coded=CHILD_PUGH["B"][0])


def card(chart: list[Resource]) -> dict[str, Any]:
    """The one card for the order of a chart."""
    (found,) = cards_for(call_with([{"resource": one} for one in chart]))
    return found


def earlier(mg: int) -> Resource:
    return tablets(mg, name="earlier") | {"status": "completed", "authoredOn": "2026-09-01"}


@pytest.mark.parametrize(
    ("chart", "alone", "limit"),
    [
        (
            kidney(tablets(40), beside=(taking("itraconazole"), CLASS_B)),
            "strong CYP3A4 inhibitor alone 40 mg, Child-Pugh class B alone 40 mg",
            "no more than 40 mg once daily fits both",
        ),
        (
            kidney(tablets(60), beside=(taking("rifampin"), CLASS_B)),
            "strong CYP3A4 inducer alone 80 mg, Child-Pugh class B alone 40 mg",
            "more than 80 mg once daily is too much either way",
        ),
        (
            kidney(tablets(60), beside=(taking("rifampin"), taking("itraconazole"))),
            "strong CYP3A4 inhibitor alone 40 mg, strong CYP3A4 inducer alone 80 mg",
            "more than 80 mg once daily is too much either way",
        ),
        (
            thyroid(tablets(20), taking("itraconazole"), CLASS_B),
            "strong CYP3A4 inhibitor alone 20 mg, Child-Pugh class B alone 20 mg",
            "no more than 20 mg once daily fits both",
        ),
        # A patient reduced to 40 mg before the inhibitor began: its step is taken from there.
        (
            kidney(earlier(40), tablets(20), beside=(taking("itraconazole"), CLASS_B)),
            "strong CYP3A4 inhibitor alone 20 mg, Child-Pugh class B alone 40 mg",
            "no more than 20 mg once daily fits both",
        ),
        (
            with_nivolumab(CLASS_B, taking("itraconazole"), dose=20),
            "strong CYP3A4 inhibitor alone 20 mg, Child-Pugh class B alone none",
            "more than 40 mg once daily is too much either way",
        ),
    ],
)
def test_two_that_meet_are_told_with_what_each_gives_alone_and_the_limit(
    chart: list[Resource], alone: str, limit: str
) -> None:
    assert only(chart, SILENT).message == f"The label gives no single dose for both: {alone}."
    shown = card(chart)
    assert f"no single dose for both: {alone}." in shown["summary"]
    assert f"**Label:** no single dose; {limit} (section 2." in shown["detail"]


def test_a_dose_above_the_limit_is_told_with_what_each_gives_alone() -> None:
    shown = card(kidney(tablets(80), beside=(taking("itraconazole"), CLASS_B)))
    assert shown["indicator"] == "critical"
    assert (
        "strong CYP3A4 inhibitor alone 40 mg, Child-Pugh class B alone 40 mg; no more than 40 mg once daily fits both"
        in shown["detail"]
    )


def test_the_steps_of_two_that_meet_do_not_read_as_one_sum() -> None:
    detail = only(kidney(tablets(40), beside=(taking("itraconazole"), CLASS_B)), SILENT).detail
    assert "alone: minus 20 mg for itraconazole (strong CYP3A4 inhibitor) = 40 mg once daily" in detail
    assert "alone: minus 20 mg for Child-Pugh class B = 40 mg once daily" in detail


def test_a_class_that_is_open_beside_an_inhibitor_says_with_which_no_dose_is_written() -> None:
    chart = kidney(tablets(40), beside=(taking("itraconazole"), cirrhosis()))
    found = only(chart, OPEN)
    assert found.heading.endswith("class A 40 mg, B no single dose, C avoid.")
    assert "the label's dose is 40 mg once daily or not written, open because" in found.message


@pytest.mark.parametrize(
    ("chart", "dose"),
    [
        (kidney(tablets(40), beside=(taking("itraconazole"),)), "40 mg once daily"),
        (kidney(tablets(40), beside=(CLASS_B,)), "40 mg once daily"),
        (thyroid(tablets(60), taking("rifampin")), "60 mg once daily"),
        (kidney(earlier(40), tablets(20), beside=(taking("itraconazole"),)), "20 mg once daily"),
    ],
)
def test_one_adjustment_has_its_one_dose(chart: list[Resource], dose: str) -> None:
    report = judged(chart)
    assert named(report, SILENT) == []
    assert report.expected is not None
    assert report.expected.schedule == dose


def test_a_liver_without_a_written_step_is_told_with_the_limit() -> None:
    assert (
        "**Label:** no single dose; more than 40 mg once daily is too much (section 2.2, 2.9)."
        in card(with_nivolumab(CLASS_B))["detail"]
    )
