"""A mistake in the doses of a label stops the load, with a sentence that says what it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.by_size import copied_to, rewritten

from validator.profiles import Profiles


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('rounding = "nearest"\n', "", "rounding is missing"),
        ('food = "with"', 'food = "without"', "lacks before_meal or after_meal"),
        ("measure_ml = 0.5\n", "", "a solution has mg_per_ml and measure_ml"),
        ('after = "1 mg/kg twice daily, at most 50 mg"', 'after = "50 mg twice daily"', "one in mg, one by body size"),
        ('"1 mg/kg twice daily, at most 50 mg"]', '"50 mg twice daily"]', "mixes doses in mg and by body size"),
        ("mg_per_ml = 10", "mg_per_ml = 0", "is not above zero"),
        ('ladder = ["2 mg/kg', 'ladder = ["0 mg/kg', "is no dose"),
        ("max_daily_mg = 200", "max_daily_mg = 20", "more than the daily maximum of 20 mg"),
        ('ladder = ["2 mg/kg', 'ladder = ["0.5 mg/kg', "which is no lower dose"),
        (
            '"1 mg/kg twice daily, at most 50 mg"]',
            '"40 mg/m2 twice daily"]',
            "mixes doses by weight and by surface",
        ),
        (
            'rounding = "nearest"\n',
            'rounding = "nearest"\nsurface_area_formula = "mosteller"\n',
            "no dose is by surface area",
        ),
        ('steps = [{ before = "2 mg/kg', 'steps = [{ before = "1 mg/kg', "its effect is to reduce"),
    ],
)
def test_a_mistake_in_the_doses_stops_the_load(tmp_path: Path, old: str, new: str, told: str) -> None:
    broken = copied_to(tmp_path / "profiles")
    rewritten(broken, "beetosol", old, new)
    assert any(told in one for one in Profiles(broken).mistakes())
