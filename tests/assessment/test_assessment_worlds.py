"""The doses the label gives, in every world the chart allows."""

from __future__ import annotations

import pytest
from support.build import Resource
from support.coding import icd
from support.facts import chart as facts
from support.judged import problem, taking, thyroid, with_nivolumab
from support.plain import kidney, sixty
from support.shipped import load_label, revision_dates

from validator.assessment.indication import choose_indication
from validator.assessment.worlds import Worlds, worlds_of

CURRENT = load_label("cabometyx", revision_dates("cabometyx")[-1])
CIRRHOSIS = problem(icd("K74.60", "Unspecified cirrhosis of liver"))


def worlds(resources: list[Resource]) -> Worlds:
    who = next(one for one in resources if one["resourceType"] == "Patient")
    rest = [one for one in resources if one["id"] not in ("patient", "order")]
    read = facts(*rest, who=who)
    return worlds_of(CURRENT, choose_indication(CURRENT, read), read)


def starts(resources: list[Resource]) -> list[str | None]:
    return [str(one) if one is not None else None for one in worlds(resources).starts]


@pytest.mark.parametrize(
    ("chart", "expected"),
    [
        (kidney(), ["60 mg once daily"]),
        (thyroid(), ["40 mg once daily"]),
        (thyroid(kilograms=None), ["60 mg once daily", "40 mg once daily"]),
        (thyroid(born="2009-11-22"), ["60 mg once daily", "40 mg once daily"]),
        (thyroid(born="2009-11-22", kilograms="40"), ["60 mg once daily"]),
        (kidney(beside=(CIRRHOSIS,)), ["60 mg once daily", "40 mg once daily"]),
        (thyroid(CIRRHOSIS, kilograms=None), ["60 mg once daily", "40 mg once daily", "20 mg once daily"]),
        (kidney(beside=(CIRRHOSIS, taking("itraconazole"))), ["40 mg once daily", None]),
        (kidney(beside=(taking("itraconazole"), taking("rifampin"))), [None]),
        (with_nivolumab(CIRRHOSIS), ["40 mg once daily", None]),
        ([kidney()[0], sixty()], ["60 mg once daily"]),
    ],
)
def test_each_open_question_is_a_world_more(chart: list[Resource], expected: list[str | None]) -> None:
    assert sorted(starts(chart), key=str) == sorted(expected, key=str)


def test_the_expected_world_is_the_one_all_agree_on() -> None:
    found = worlds(kidney())
    assert found.expected is found.worlds[0]
    assert worlds(thyroid(kilograms=None)).expected is None
    assert worlds(kidney(beside=(taking("itraconazole"), taking("rifampin")))).expected is None


def test_what_applies_and_what_is_open_stay_apart() -> None:
    found = worlds(kidney(beside=(taking("itraconazole"), CIRRHOSIS)))
    assert [one.adjustment.id for one in found.applied] == ["strong-inhibitor"]
    assert len(found.open_answers) == 1
    assert len(found.applied) < 2
    assert found.washout == ()
    both = worlds(kidney(beside=(taking("itraconazole"), taking("rifampin"))))
    assert len(both.applied) == 2
    assert [one.adjustment.id for one in both.applied] == ["strong-inhibitor", "strong-inducer"]
    assert both.open_answers == ()


def test_a_drug_that_is_taken_settles_its_factor_beside_one_that_may_be() -> None:
    found = worlds(kidney(beside=(taking("rifampin"), taking("efavirenz", status="on-hold"))))
    assert [one.adjustment.id for one in found.applied] == ["strong-inducer"]
    assert found.open_answers == ()
    assert [str(one) for one in found.starts] == ["80 mg once daily"]


def test_a_drug_that_just_ended_is_no_world_but_a_washout() -> None:
    found = worlds(kidney(beside=(taking("itraconazole", until="2026-11-21"),)))
    assert [str(one) for one in found.starts] == ["60 mg once daily"]
    assert [one.adjustment.id for one in found.washout] == ["strong-inhibitor"]


def test_a_drug_that_may_be_taken_is_a_world_with_and_one_without() -> None:
    found = worlds(kidney(beside=(taking("itraconazole", status="on-hold"),)))
    assert [str(one) for one in found.starts] == ["60 mg once daily", "40 mg once daily"]
    assert found.applied == ()


def test_what_decides_the_regimen_is_kept_for_its_evidence() -> None:
    found = worlds(thyroid())
    references = {one.reference for answer in found.regimen_evidence for one in answer.evidence}
    assert references == {"Patient/patient", "Observation/weight"}
    assert found.open_answers == ()
    assert worlds(kidney()).regimen_evidence == ()
