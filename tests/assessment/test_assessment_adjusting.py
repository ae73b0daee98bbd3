"""Which adjustments apply to a patient, and in which combinations they meet."""

from __future__ import annotations

import pytest
from support.build import Resource
from support.coding import icd
from support.facts import chart
from support.judged import problem, taking
from support.liver import cirrhosis, liver_tests
from support.shipped import load_label, revision_dates

from validator.assessment.adjusting import Adjusting, adjusting_of, is_of_inferred_size

CURRENT = load_label("cabometyx", revision_dates("cabometyx")[-1])
IF_NOT_SEVERE = "hepatic impairment, moderate if not severe, by what is on file"
CIRRHOSIS = problem(icd("K74.60", "Unspecified cirrhosis of liver"))


def adjusting(*beside: Resource) -> Adjusting:
    return adjusting_of(CURRENT, chart(*beside))


def combinations(*beside: Resource) -> list[list[str]]:
    return [[one.adjustment.id for one in some] for some in adjusting(*beside).combinations]


def test_only_an_increase_that_nobody_read_has_an_inferred_size() -> None:
    assert [one.id for one in CURRENT.adjustment if is_of_inferred_size(one)] == ["moderate-inducer"]


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ((), [[]]),
        ((taking("itraconazole"),), [["strong-inhibitor"]]),
        ((taking("rifampin"),), [["strong-inducer"]]),
        ((taking("rifampin", status="on-hold"),), [[], ["strong-inducer"]]),
        ((taking("itraconazole"), taking("rifampin")), [["strong-inhibitor", "strong-inducer"]]),
        ((CIRRHOSIS,), [[], ["child-pugh-b"]]),
        # What nobody read bends no dose by itself, and stacks with nothing.
        ((taking("efavirenz"),), [[]]),
        ((taking("efavirenz", status="on-hold"),), [[]]),
        ((taking("efavirenz"), taking("itraconazole")), [["strong-inhibitor", "moderate-inducer"]]),
        ((taking("efavirenz"), CIRRHOSIS), [[], ["moderate-inducer", "child-pugh-b"]]),
    ],
)  # fmt: skip
def test_the_combinations_are_those_the_chart_allows(beside: tuple[Resource, ...], expected: list[list[str]]) -> None:
    assert combinations(*beside) == expected


def test_an_increase_of_inferred_size_is_tolerated_and_leaves_nothing_open() -> None:
    for status in ("active", "on-hold"):
        found = adjusting(taking("efavirenz", status=status))
        assert [one.adjustment.id for one in found.tolerated] == ["moderate-inducer"]
        assert (found.applied, found.open_answers) == ((), ())


def test_a_drug_of_which_it_is_open_whether_it_is_taken_stays_open() -> None:
    assert len(adjusting(taking("rifampin", status="on-hold")).open_answers) == 1
    assert len(adjusting(taking("efavirenz", status="on-hold"), CIRRHOSIS).open_answers) == 2


def test_a_drug_that_ended_yesterday_is_a_washout() -> None:
    found = adjusting(taking("itraconazole", until="2026-11-21"))
    assert [one.adjustment.id for one in found.washout] == ["strong-inhibitor"]


def test_while_one_of_its_kind_is_taken_another_that_ended_yesterday_is_no_washout() -> None:
    found = adjusting(taking("itraconazole"), taking("clarithromycin", until="2026-11-21"))
    assert [one.adjustment.id for one in found.applied] == ["strong-inhibitor"]
    assert found.washout == ()


def test_a_cirrhosis_whose_tests_leave_class_b_or_c_is_no_world_without_the_dose_of_class_b() -> None:
    """In class C the label gives no dose at all, so that the one of class B is the only one left."""
    found = adjusting(cirrhosis(), *liver_tests("2.5", "3.0", "1.0"))
    assert [[one.adjustment.because for one in some] for some in found.combinations] == [[IF_NOT_SEVERE]]


def test_a_cirrhosis_whose_tests_leave_every_class_leaves_the_dose_of_class_b_open() -> None:
    found = adjusting(cirrhosis(), *liver_tests("2.5", "4.0", "1.0"))
    assert [[one.adjustment.because for one in some] for some in found.combinations] == [[], ["Child-Pugh class B"]]
