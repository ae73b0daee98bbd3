"""What a report says was not on file: each thing once, in words, and no reference that a finding already tells."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from validator import check_bundle

CHART = json.loads((Path(__file__).resolve().parents[2] / "examples" / "rcc-itraconazole.json").read_text())


def told(*, dangling: bool) -> str:
    order = [one["resource"] for one in CHART["entry"] if one["resource"]["resourceType"] == "MedicationRequest"][-1]
    reason = {"reasonReference": [{"reference": "Condition/of-nobody"}]} if dangling else {}
    return " ".join(check_bundle(order | reason).to_text().split()).partition("Not on file ")[2]


@pytest.mark.parametrize("dangling", [True, False])
def test_a_reference_that_leads_nowhere_is_not_told_with_what_is_absent(dangling: bool) -> None:
    text = told(dangling=dangling)
    assert text.startswith("assumed absent: ")
    assert "points to nothing" not in text
    assert "another order" not in text.partition("Label ")[0]
