"""What to do about an entry that could not be relied on: the safe step for each answer."""

from __future__ import annotations

import pytest
from support.answer import answer, check
from support.build import Resource, statement, weight
from support.coding import DRUGS, concept
from support.judged import tablets, thyroid
from support.plain import kidney

from validator.fhir.account import Why
from validator.rules.aside import Aside
from validator.rules.safe_step import safe_step
from validator.rules.stake import Stake
from validator.verdict import Verdict

MARKED = {"modifierExtension": [{"url": "https://ehr.example.org/not", "valueBoolean": True}]}


def to_do(chart: list[Resource]) -> str:
    (finding,) = (one for one in answer(check(chart)).findings if one.code == "entry-set-aside")
    return finding.to_do


def aside(stake: Stake | None, why: Why = Why.STATUS_MISSING) -> Aside:
    return Aside("Condition/1", "Bundle.entry[1]", "Melena", why, Verdict.UNDETERMINED, stake=stake)


def test_a_drug_that_may_be_taken_is_replaced_or_the_dose_is_lowered_if_it_is() -> None:
    drug = statement("drug", concept(DRUGS["itraconazole"][0])) | MARKED
    assert to_do(kidney(beside=(drug,))).startswith(
        "ask whether itraconazole is taken. If so: replace itraconazole if that can be done; "
        "if it must stay, order 40 mg once daily"
    )


def test_a_weight_that_stands_gives_the_dose_to_order() -> None:
    newest = weight("47", "2026-11-20", name="newest") | MARKED
    assert to_do(thyroid(tablets(60), newest, kilograms="38")) == (
        "order CABOMETYX 40 mg once daily, not 60 mg, or measure again first, and have the entry put right"
    )


@pytest.mark.parametrize("milligrams", [40, 60])
def test_a_weight_that_alone_is_in_doubt_is_measured_again_and_both_doses_are_told(milligrams: int) -> None:
    only = weight("45", "2026-11-16", name="newest") | MARKED
    assert to_do(thyroid(tablets(milligrams), only, kilograms=None)) == (
        "measure again, and have the entry put right: 60 mg at 40 kg or more, 40 mg under 40 kg"
    )


def test_what_bars_the_order_is_told_by_the_first_of_its_steps() -> None:
    stake = Stake("Bleeding", "", counts=True, to_do="hold the order, or correct the record if this is over")
    assert safe_step([aside(stake)]) == (
        "find out whether Melena is right. If so: hold the order. If not: have the entry put right"
    )


def test_where_nothing_is_known_to_hang_on_it_the_entry_is_to_be_put_right() -> None:
    assert safe_step([aside(None)]) == "find out whether Melena is right, and have the entry put right"
    different = [Stake("Bleeding", "", counts=True, to_do=step) for step in ("hold the order", "lower the dose")]
    assert safe_step([aside(one) for one in different]).endswith(" is right, and have the entry put right")
