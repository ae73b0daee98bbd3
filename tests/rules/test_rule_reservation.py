"""Reservations about a measurement that decides the dose, and none where it is fresh."""

from __future__ import annotations

from support.build import weight
from support.judged import judged, tablets, thyroid, verdicts


def test_an_old_weight_that_decides_the_dose_is_a_warning() -> None:
    old = [*thyroid(tablets(40), kilograms=None), weight("38", "2026-09-01")]
    assert verdicts(judged(old), "dose-rests-on-old-measurement") == ["warning"]
    assert verdicts(judged(thyroid(tablets(40))), "dose-rests-on-old-measurement") == []
