"""Conditions without a clinical status: so on their day, and not for ever."""

from __future__ import annotations

import pytest
from support.asked import truth
from support.build import Resource, condition, statement
from support.coding import Coding, concept, icd, rxnorm
from support.judged import judged, named
from support.plain import kidney

PERFORATION = icd("K63.1", "Perforation of intestine (nontraumatic)")
ACTIVE = {"kind": "condition-active", "groups": ["gi_perforation"]}
EVENT = {"kind": "condition-on-therapy", "groups": ["gi_perforation"], "unclear_months": 24}
STATE = {"kind": "condition-on-therapy", "groups": ["gi_perforation"]}
WAYS = [
    icd("I63.9", "Cerebral infarction, unspecified"),
    icd("I26.99", "Other pulmonary embolism without acute cor pulmonale"),
    icd("I16.1", "Hypertensive emergency"),
    icd("N04.9", "Nephrotic syndrome with unspecified morphologic changes"),
    icd("T81.31XA", "Disruption of external operation (surgical) wound, not elsewhere classified"),
]


def at_a_visit(code: Coding, on: str | None) -> Resource:
    """A diagnosis of a visit, as it is billed: it has a day, and no clinical status."""
    return condition("billed", concept(code), status=None, recorded=on)


@pytest.mark.parametrize(
    ("on", "expected"),
    [("2021-05-01", "false"), ("2024-11-07", "false"), ("2024-11-08", "unknown"), ("2026-09-01", "unknown")],
)
def test_a_condition_without_a_status_is_open_for_24_months_and_then_was_so_on_its_day(on: str, expected: str) -> None:
    assert [truth(one, at_a_visit(PERFORATION, on)) for one in (ACTIVE, EVENT, STATE)] == [expected] * 3


def test_one_without_a_day_stays_open() -> None:
    assert [truth(one, at_a_visit(PERFORATION, None)) for one in (ACTIVE, EVENT, STATE)] == ["unknown"] * 3


def test_one_that_began_or_may_have_begun_on_treatment_is_none_of_before() -> None:
    made = concept(rxnorm("1363268", "cabozantinib"))
    since = statement("earlier", made, start="2020-01-01", end="2022-01-01", status="completed")
    undated = statement("earlier", made, start=None, status="completed")
    assert truth(EVENT, at_a_visit(PERFORATION, "2021-05-01"), since) == "true"
    assert truth(EVENT, at_a_visit(PERFORATION, "2021-05-01"), undated) == "unknown"


@pytest.mark.parametrize("code", WAYS)
def test_an_old_diagnosis_of_a_visit_is_a_note_and_a_recent_one_is_asked_about(code: Coding) -> None:
    old = judged(kidney(beside=(at_a_visit(code, "2021-05-01"),)))
    assert old.verdict.value == "accept"
    assert any("history of" in one.message.lower() for one in named(old, "precaution-looked-at"))
    assert judged(kidney(beside=(at_a_visit(code, "2026-09-20"),))).verdict.value in ("undetermined", "error")
