"""Facts the prescriber stated."""

from __future__ import annotations

import pytest
from support.build import attested as stated
from support.facts import chart

from validator.criteria.attested import attested
from validator.verdict import Truth


@pytest.mark.parametrize(("value", "truth"), [(True, Truth.TRUE), (False, Truth.FALSE)])
def test_yes_and_no_are_attested(value: bool, truth: Truth) -> None:
    found = attested(chart(stated("a", "advanced", "2026-11-01", value)), "advanced")
    assert found is not None
    assert (found.truth, found.evidence.reference) == (truth, "Observation/a")


def test_unknown_or_another_criterion_is_nothing() -> None:
    assert attested(chart(stated("a", "advanced", "2026-11-01", None)), "advanced") is None
    assert attested(chart(stated("a", "metastatic", "2026-11-01", True)), "advanced") is None
    both = chart(stated("a", "metastatic", "2026-11-01", True), stated("b", "advanced", "2026-11-01", False))
    found = attested(both, "advanced")
    assert found is not None
    assert found.truth is Truth.FALSE
