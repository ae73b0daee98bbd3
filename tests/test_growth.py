"""What a list that grows costs, in functions entered, which no other program on the machine changes."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest
from support.cds_call import EXAMPLES

from validator import check_bundle

MOST = 5
"""Four times as many should cost at most so many times as much."""


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
    few, many = (calls(chart(count, one_day=one_day)) for count in (25, 100))
    assert many < MOST * few
