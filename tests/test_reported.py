"""Charts and calls that once got a wrong answer, as they were reported: what each stands for is tested elsewhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from validator import check_bundle

REPORTED = Path(__file__).parent / "reported"
EXPECTED: dict[str, dict[str, Any]] = json.loads((REPORTED / "expected.json").read_text(encoding="utf-8"))
CHARTS = sorted(name for name in EXPECTED if not name.endswith(".request.json"))


@pytest.mark.parametrize("structure", ["full", "read", "off"])
@pytest.mark.parametrize("name", CHARTS)
def test_a_reported_chart_gets_the_answer_that_is_right(name: str, structure: str) -> None:
    case = EXPECTED[name]
    report = check_bundle((REPORTED / name).read_bytes(), structure=structure)
    found = [one for one in report.orders if case["order"] is None or str(one.order).endswith(case["order"])]
    assert found[0].verdict.value in case["want"], case["why"]


def test_every_reported_file_is_expected_something() -> None:
    assert {path.name for path in REPORTED.glob("*.json")} - {"expected.json"} == set(EXPECTED)
