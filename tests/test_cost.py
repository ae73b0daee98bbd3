"""What a list that grows costs, in functions entered, which no other program on the machine changes."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest
from support.cds_call import EXAMPLES

from validator import check_bundle

MOST_FOR_A_PAIR = 16
"""The functions that each order of the drug may cost each other one: a few thousand are entered for it alone."""
MOST_FOR_A_RESULT = 10
"""The functions that each further result of no concern may cost."""
MOST_FOR_AN_ORDER = 3_500
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
    once, twice, four_times = (calls(chart(count, one_day=one_day)) for count in (15, 30, 60))
    # What grows with the number of orders alone falls out: an + bn2 at n, 2n and 4n.
    assert (four_times - 3 * twice + 2 * once) / (6 * 15**2) <= MOST_FOR_A_PAIR


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
