"""A requirement that is only inferred: its card offers to record it, and the answer settles the next sign."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest
from support.cds_call import Call, call_with
from support.cds_rules import breaches_of_answer
from support.consulted import cards_for

CHARTS = Path(__file__).resolve().parents[1] / "ordinary" / "charts"
YES = "Record: this is the first systemic treatment of the advanced cancer"
NO = "Record: this is not the first systemic treatment of the advanced cancer"


def inferred() -> Call:
    """An ordinary first order with nivolumab, where no earlier treatment is on file and nobody says that it is the
    first."""
    return call_with(json.loads((CHARTS / "19-nivo.json").read_text())["entry"], drug="cabozantinib")


def filed(call: Call, label: str) -> Call:
    (card,) = cards_for(call)
    (told,) = [one for one in card["suggestions"] if one["label"] == label]
    made = copy.deepcopy(call)
    resource = told["actions"][0]["resource"] | {"id": "told"}
    made["prefetch"]["observations"].setdefault("entry", []).append({"resource": resource})
    return made


@pytest.mark.parametrize("client", ["standard", "create-delete"])
def test_what_is_inferred_can_be_recorded_from_its_card(client: str) -> None:
    (card,) = cards_for(inferred(), client=client)
    assert breaches_of_answer({"cards": [card]}) == []
    assert [one["label"] for one in card["suggestions"]] == [YES, NO]
    assert card["selectionBehavior"] == "any"
    assert "Confirm that this is so: first-line treatment when given with nivolumab" in card["detail"]


def test_the_answer_that_it_is_so_leaves_nothing_to_say() -> None:
    assert cards_for(filed(inferred(), YES)) == []


def test_the_answer_that_it_is_not_is_an_indication_that_is_not_met() -> None:
    (card,) = cards_for(filed(inferred(), NO))
    assert card["indicator"] == "critical"
    assert card["summary"].startswith("CABOMETYX: Not met: first-line treatment when given with nivolumab")
