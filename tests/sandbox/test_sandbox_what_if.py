"""What is changed is one thing, in FHIR, and all the rest is as it was."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from support.build import to_json
from support.example_chart import example, part
from support.shipped import SHIPPED

from validator.sandbox.inquiry import Inquiry
from validator.sandbox.interacting import interacting_drugs
from validator.sandbox.judgement import judged
from validator.sandbox.what_if import WhatIf
from validator.verdict import Verdict


def asked(chart, **what: str):
    text = chart if isinstance(chart, str) else to_json(chart).decode()
    return judged(Inquiry(text, WhatIf(**what)), SHIPPED)


def resources(document: str) -> dict[str, dict]:
    entries = json.loads(document, parse_float=Decimal)["entry"]
    return {one["resource"]["id"]: one["resource"] for one in entries}


def test_nothing_asked_for_leaves_every_byte() -> None:
    text = to_json(example()).decode() + "  \n"
    assert asked(text).document == text


def test_a_weight_takes_the_place_of_the_newest_one_and_nothing_else_is_touched() -> None:
    found = resources(asked(example(), kilograms="40.0").document)
    before = resources(to_json(example()).decode())
    assert found["weight"].pop("valueQuantity")["value"] == Decimal("40.0")
    before["weight"].pop("valueQuantity")
    assert found == before


def test_a_weight_that_is_nowhere_is_added_on_the_day_of_the_order() -> None:
    answer = asked(example("dtc-without-weight"), kilograms="47")
    assert answer.order.verdict is not Verdict.UNDETERMINED
    (added,) = [one for name, one in resources(answer.document).items() if name.startswith("what-if")]
    assert added["resourceType"] == "Observation"


@pytest.mark.parametrize("drug", interacting_drugs(SHIPPED), ids=lambda drug: drug.name)
def test_every_drug_that_can_be_tried_is_one_the_label_names(drug) -> None:
    answer = asked(example("net-adolescent-40mg"), beside=drug.code)
    assert answer.order.verdict is not Verdict.ACCEPT
    assert any(drug.name in evidence.says for one in answer.order.findings for evidence in one.evidence)


def test_a_dose_that_no_tablet_makes_is_judged_and_not_put_right() -> None:
    answer = asked(example(), milligrams="33")
    assert answer.order.verdict is Verdict.ERROR
    assert answer.order.ordered.daily_mg == 33


@pytest.mark.parametrize(
    "what",
    [*({"kilograms": text} for text in ("x", "-1", "0", "NaN", "1e9")), {"day": "2026-02-30"}, {"milligrams": "sixty"},
     {"beside": "161"}],
)  # fmt: skip
def test_what_cannot_be_done_is_refused_and_the_chart_judged_as_it_is(what: dict[str, str]) -> None:
    answer = asked(example(), **what)
    assert answer.refused.endswith(".")
    assert answer.document == to_json(example()).decode()
    assert answer.order.verdict is Verdict.ERROR


def test_a_chart_that_cannot_be_written_anew_without_loss_is_not_changed() -> None:
    text = to_json(example()).decode()
    twice = text.replace('"status"', '"status": "final", "status"', 1)
    assert "twice" in asked(twice, kilograms="41").refused
    assert "does not have" in asked(text.replace("38", "NaN", 1), kilograms="41").refused
    assert asked("{", kilograms="41").refused
    assert asked(json.dumps(part(example(), "order")), kilograms="41").refused


def test_other_numbers_keep_their_digits() -> None:
    chart = example()
    part(chart, "height")["valueQuantity"]["value"] = Decimal("149.50")
    assert '"value": 149.50' in asked(chart, kilograms="41").document
