"""What follows from a revision as a whole: its words, what its units make, the doses it writes, what it asks about."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from support.answer import answer, check
from support.build import Resource, condition
from support.by_size import copied_to
from support.coding import concept, icd
from support.judged import liver_cancer, tablets, taking, thyroid
from support.plain import kidney, sixty
from support.shipped import SHIPPED

from validator.frozen import replace
from validator.label.dose import LabelDose
from validator.label.model import Label
from validator.profiles import Profiles

LABEL = SHIPPED.labels.revision("cabometyx", date(2025, 3, 26))
BARE: dict[str, Any] = {"indication": (), "regimen": (), "adjustment": (), "precaution": (), "interval": ()}


@pytest.fixture(scope="module")
def sized(tmp_path_factory: pytest.TempPathFactory) -> Profiles:
    """Two made-up labels by body size."""
    return Profiles(copied_to(tmp_path_factory.mktemp("sized") / "profiles"))


def with_ladder(*doses: str) -> Label:
    regimen = replace(LABEL.regimen[0], ladder=tuple(map(LabelDose.parse, doses)))
    return replace(LABEL, regimen=(regimen,), adjustment=())


def test_a_label_knows_what_its_codes_are_called_and_what_is_to_be_done() -> None:
    for one in LABEL.precaution:
        page = SHIPPED.labels.pages[one.code]
        assert (LABEL.title_of(one.code), LABEL.to_do_of(one.code)) == (page.display, page.to_do)
    assert any(LABEL.to_do_of(one.code) for one in LABEL.precaution)
    assert (LABEL.title_of("dose-above-label"), LABEL.to_do_of("dose-above-label")) == ("", "")


def test_a_step_of_the_measure_of_a_solution_holds_some_milligrams(sized: Profiles) -> None:
    solution = sized.labels.revision("beetosol", date(2020, 1, 1))
    assert (solution.pieces, solution.mark_mg, solution.making.rounding) == ("oral solution", Decimal(5), "nearest")
    assert replace(solution, measure_ml=None).mark_mg is None
    assert replace(solution, mg_per_ml=None).mark_mg is None
    assert (LABEL.pieces, LABEL.mark_mg) == ("tablets", None)


def test_a_label_is_by_size_where_any_dose_is() -> None:
    assert not LABEL.is_by_size
    assert with_ladder("60 mg once daily", "1 mg/kg once daily").is_by_size


def test_how_often_is_that_of_the_starts() -> None:
    assert LABEL.how_often == "once daily"
    assert with_ladder("60 mg twice daily", "20 mg every other day").how_often == "twice daily"


def test_the_doses_are_those_of_the_ladders_and_what_they_are_adjusted_to() -> None:
    assert {str(one) for one in LABEL.written_doses} == {
        "20 mg every other day", "20 mg once daily", "40 mg once daily", "60 mg once daily", "80 mg once daily",
    }  # fmt: skip
    assert {str(one) for one in replace(LABEL, adjustment=()).written_doses} == {
        "20 mg every other day", "20 mg once daily", "40 mg once daily", "60 mg once daily",
    }  # fmt: skip


def test_a_statement_is_found_by_its_id() -> None:
    for one in LABEL.statements():
        assert LABEL.statement(one.id) is one
    assert LABEL.statement("nonsense") is None


@pytest.mark.parametrize("kind", ["indication", "regimen", "adjustment", "precaution", "interval"])
def test_a_label_asks_what_each_of_its_statements_asks(kind: str) -> None:
    nothing = replace(LABEL, **BARE).names
    alone = replace(LABEL, **(BARE | {kind: getattr(LABEL, kind)})).names
    assert nothing.groups < alone.groups <= LABEL.names.groups
    if kind == "indication":
        needless = tuple(replace(one, requires=()) for one in LABEL.indication)
        assert replace(LABEL, **(BARE | {kind: needless})).names.groups < alone.groups


def test_a_dose_by_size_asks_for_the_size_and_what_it_is_worked_out_from(sized: Profiles) -> None:
    by_area = sized.labels.revision("beetotab", date(2020, 1, 1))
    sizes = {group for _, group in by_area.names.groups}
    assert "bsa" in sizes or any("surface" in one for one in sizes)
    fewer = {group for _, group in replace(by_area, surface_area_formula=None).names.groups}
    more = {group for _, group in replace(by_area, surface_area_formula="mosteller").names.groups}
    assert {"weight", "height"} <= more
    assert fewer <= more


@pytest.mark.parametrize(
    "chart",
    [
        thyroid(tablets(40)),
        liver_cancer(condition("ascites", concept(icd("R18.8", "Other ascites")), onset="2026-10-01"), sixty()),
        kidney(beside=(taking("itraconazole"),)),
    ],
)
def test_what_a_label_asks_about_is_used_and_nothing_else(chart: list[Resource]) -> None:
    knee = condition(
        "knee", concept(icd("M17.11", "Unilateral primary osteoarthritis, right knee")), onset="2026-01-01"
    )
    ledger = answer(check([*chart, knee], structure="off")).ledger
    assert ledger is not None
    assert ledger.irrelevant == 1
    assert ledger.used == len(chart)
