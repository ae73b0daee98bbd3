"""What to do about an entry that could not be relied on: the safe step for each answer."""

from __future__ import annotations

import dataclasses

import pytest
from support.answer import answer, check
from support.build import Resource, service_request, statement, weight
from support.coding import DRUGS, OPERATIONS, concept
from support.judged import tablets, thyroid
from support.plain import kidney
from support.submitted import read

from validator.fhir.account import Why
from validator.fhir.entry import Entry
from validator.frozen import replace
from validator.rules.aside import Aside
from validator.rules.safe_step import safe_step
from validator.rules.stake import Stake
from validator.verdict import Verdict

MARKED = {"modifierExtension": [{"url": "https://ehr.example.org/not", "valueBoolean": True}]}


def to_do(chart: list[Resource]) -> str:
    (finding,) = (one for one in answer(check(chart)).findings if one.code == "entry-set-aside")
    return finding.to_do


def entry_of(made: Resource) -> Entry:
    (entry,) = read(made).by_type(made["resourceType"])
    return entry


def aside(stake: Stake | None, why: Why = Why.STATUS_MISSING) -> Aside:
    return Aside("Condition/1", "Bundle.entry[1]", "Melena", why, Verdict.UNDETERMINED, stake=stake)


def test_a_drug_that_may_be_taken_is_replaced_or_the_dose_is_lowered_if_it_is() -> None:
    drug = statement("drug", concept(DRUGS["itraconazole"][0])) | MARKED
    assert to_do(kidney(beside=(drug,))).startswith(
        "ask whether the patient takes itraconazole. "
        "If so: replace itraconazole if that can be done (ask who prescribes it); "
        "if it must stay, order 40 mg once daily"
    )


def test_an_operation_that_may_be_planned_has_the_whole_step() -> None:
    operation = service_request("operation", OPERATIONS["laparotomy"], "2026-12-02")
    del operation["status"]
    step = to_do(kidney(beside=(operation,)))
    said = step.partition("If so: ")[2].partition(". If not: ")[0]
    assert said.startswith("do not give it so soon before the operation: start or go on at least 2 weeks after it")
    assert said.endswith("is still ahead")


def test_a_weight_that_stands_gives_the_dose_to_order() -> None:
    newest = weight("47", "2026-11-20", name="newest") | MARKED
    assert to_do(thyroid(tablets(60), newest, kilograms="38")) == (
        "order CABOMETYX 40 mg once daily, not 60 mg, or measure again first, and have the entry put right"
    )


@pytest.mark.parametrize("milligrams", [40, 60])
def test_a_weight_that_alone_is_in_doubt_is_measured_again_and_both_doses_are_told(milligrams: int) -> None:
    only = weight("45", "2026-11-16", name="newest") | MARKED
    assert to_do(thyroid(tablets(milligrams), only, kilograms=None)) == (
        "measure again, and have the entry put right: 60 mg at 40 kg or more, 40 mg under 40 kg (age 14)"
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


def test_a_place_that_could_not_be_read_leads_to_the_chart_itself() -> None:
    place = Aside("Bundle.entry[1]", "Bundle.entry[1]", "an entry", Why.UNREADABLE, Verdict.UNDETERMINED)
    assert safe_step([aside(None), place]) == "look at the chart itself, since part of it could not be read"


def test_two_are_named_and_of_more_how_many() -> None:
    names = ["Melena", "Stroke", "Fistula"]
    several = [dataclasses.replace(aside(None), name=one) for one in names]
    assert safe_step(several[:2]).startswith("find out whether Melena and Stroke are right")
    assert safe_step(several).startswith("find out whether Melena and Stroke and 1 more are right")


def drug(name: str, stake: Stake | None = None) -> Aside:
    entry = entry_of(statement(name, {"text": name}))
    return Aside(f"MedicationStatement/{name}", "", name, Why.STATUS_MISSING, Verdict.UNDETERMINED, stake=stake,
                 entries=(entry,))  # fmt: skip


def test_a_patient_is_asked_about_drugs_alone() -> None:
    assert safe_step([drug("rifampin"), drug("phenytoin")]).startswith(
        "ask whether the patient takes rifampin and phenytoin"
    )
    assert safe_step([drug("rifampin"), aside(None)]).startswith("find out whether")


def test_a_result_to_be_confirmed_holds_the_order_only_where_it_bars_it_and_everything_else_is_one() -> None:
    barring = Stake("Low calcium", "", counts=True, is_barring=True)
    entry = entry_of(weight("45", "2026-11-16", name="newest"))
    result = dataclasses.replace(aside(barring, Why.PRELIMINARY), entries=(entry,))
    assert safe_step([result]).startswith("do not sign until it is settled whether")
    for other in (
        dataclasses.replace(result, why=Why.STATUS_MISSING),
        dataclasses.replace(result, stake=replace(barring, is_barring=False)),
        dataclasses.replace(result, stake=None),
        aside(barring, Why.PRELIMINARY),
    ):
        assert not safe_step([other]).startswith("do not sign"), other
    assert not safe_step([result, aside(barring)]).startswith("do not sign")
