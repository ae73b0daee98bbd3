"""What a list that grows costs, in functions entered, which no other program on the machine changes."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from support.cds_call import EXAMPLES

from validator import check_bundle

MOST_FOR_A_PAIR = 7
"""The functions that each order of the drug may cost each other one: a few thousand are entered for it alone."""
MOST_FOR_TWO_LINES = 1
"""The same of each instruction in text, which may be taken together with each other one."""
MOST_FOR_A_READING = 12
"""The same of each order that may be of this patient, in each reading of another one."""
MOST_FOR_A_RESULT = 5
"""The functions that each further result of no concern may cost."""
MOST_FOR_AN_ORDER = 2_000
"""The functions that the flagship order may cost, in its chart of 13 resources."""


def chart(count: int, *, one_day: bool) -> bytes:
    """The flagship chart with so many more active orders of the drug, of one day or each of its own."""
    bundle: dict[str, Any] = json.loads((EXAMPLES / "net-adolescent-60mg.json").read_bytes())
    order = next(
        one["resource"]
        for one in bundle["entry"]
        if one["resource"].get("status") == "active" and one["resource"]["resourceType"] == "MedicationRequest"
    )
    for number in range(count):
        day = {} if one_day else {"authoredOn": f"2025-{number // 28 + 1:02d}-{number % 28 + 1:02d}"}
        bundle["entry"].append({"resource": order | {"id": f"more-{number}"} | day})
    return json.dumps(bundle).encode()


def calls(data: bytes) -> int:
    """How many functions of Python the check enters once everything is loaded."""
    check_bundle(data, structure="read", ledger=True)
    count = 0

    def seen(_frame: object, event: str, _what: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(seen)
    try:
        check_bundle(data, structure="read", ledger=True)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("one_day", [True, False], ids=["of one day", "each of its own day"])
def test_active_orders_of_the_drug_are_compared_at_little_cost(one_day: bool) -> None:
    assert of_a_pair(partial(chart, one_day=one_day), 15) <= MOST_FOR_A_PAIR


def of_a_pair(made: Callable[[int], bytes], count: int) -> float:
    """What each one of a list costs each other one; what grows with their number alone falls out (an + bn2)."""
    once, twice, four_times = (calls(made(number)) for number in (count, 2 * count, 4 * count))
    return (four_times - 3 * twice + 2 * once) / (6 * count**2)


def in_text(count: int) -> bytes:
    """The flagship order with so many instructions in text, which last differently long."""
    bundle = json.loads(chart(0, one_day=True))
    said = [f"Take {20 * (1 + number % 3)} mg by mouth once daily for {number + 1} days" for number in range(count)]
    bundle["entry"][-1]["resource"]["dosageInstruction"] = [{"text": text} for text in said]
    return json.dumps(bundle).encode()


def test_instructions_of_different_lengths_are_laid_side_by_side_at_little_cost() -> None:
    assert of_a_pair(in_text, 15) <= MOST_FOR_TWO_LINES


def of_nobody_here(count: int) -> bytes:
    """The flagship chart with so many orders of patients who are not in it."""
    bundle = json.loads(chart(count, one_day=True))
    for number, one in enumerate(bundle["entry"][-count:]):
        one["resource"]["subject"] = {"reference": f"Patient/other-{number}"}
    return json.dumps(bundle).encode()


def test_an_order_is_not_read_anew_for_each_thing_that_another_may_mean() -> None:
    assert of_a_pair(of_nobody_here, 6) <= MOST_FOR_A_READING


def with_results(count: int) -> bytes:
    """The flagship chart with so many laboratory results that no question is about."""
    bundle: dict[str, Any] = json.loads((EXAMPLES / "net-adolescent-60mg.json").read_bytes())
    sodium = {"coding": [{"system": "http://loinc.org", "code": "2947-0", "display": "Sodium"}]}
    amount = {"value": 140, "unit": "mmol/L", "system": "http://unitsofmeasure.org", "code": "mmol/L"}
    result = {"resourceType": "Observation", "status": "final", "code": sodium, "valueQuantity": amount}
    result |= {"subject": {"reference": "Patient/patient"}, "effectiveDateTime": "2026-10-20"}
    bundle["entry"] += [{"resource": result | {"id": f"result-{number}"}} for number in range(count)]
    return json.dumps(bundle).encode()


def test_an_order_in_its_chart_is_judged_at_little_cost() -> None:
    assert calls(chart(0, one_day=True)) <= MOST_FOR_AN_ORDER


def test_a_result_that_no_list_knows_is_hardly_looked_at() -> None:
    few, many = calls(with_results(50)), calls(with_results(150))
    assert (many - few) / 100 <= MOST_FOR_A_RESULT


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_a_chart_goes_when_its_check_is_over(path: Path) -> None:
    """Nothing of it waits for the garbage collector, which looks seldom, and through everything."""
    data = path.read_bytes()
    check_bundle(data, structure="read", ledger=True)
    was_enabled = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        check_bundle(data, structure="read", ledger=True)
        assert gc.collect() == 0
    finally:
        if was_enabled:
            gc.enable()
