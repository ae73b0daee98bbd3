"""A mistake in the doses of a label stops the load, with a sentence that says what it is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.by_size import copied_to, rewritten
from support.shipped import SHIPPED

from validator.frozen import replace
from validator.label.amiss import doses_amiss
from validator.label.dose import LabelDose
from validator.label.model import Label
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


LABEL = SHIPPED.labels.revision("cabometyx", date(2025, 3, 26))


def sized(folder: Path, product: str) -> Label:
    return Profiles(copied_to(folder / "profiles")).labels.revision(product, date(2020, 1, 1))


@pytest.fixture(scope="module")
def solution(tmp_path_factory: pytest.TempPathFactory) -> Label:
    """A made-up solution, dosed by weight."""
    return sized(tmp_path_factory.mktemp("solution"), "beetosol")


@pytest.fixture(scope="module")
def by_area(tmp_path_factory: pytest.TempPathFactory) -> Label:
    """Made-up tablets, dosed by surface area."""
    return sized(tmp_path_factory.mktemp("tablets"), "beetotab")


def days_of(product: str) -> tuple[date, ...]:
    return SHIPPED.labels.revision_dates(product)


def amiss(label: Label, **elements: Any) -> tuple[str, ...]:
    return tuple(doses_amiss(replace(label, **elements)))


def ladder(label: Label, *doses: str) -> dict[str, Any]:
    """The first regimen with these doses."""
    first, *others = label.regimen
    return {"regimen": (replace(first, ladder=tuple(map(LabelDose.parse, doses))), *others)}


def step(label: Label, before: str, after: str, effect: str) -> dict[str, Any]:
    """The first adjustment with this one step."""
    first, *others = label.adjustment
    made = replace(first.steps[0], before=LabelDose.parse(before), after=LabelDose.parse(after))
    return {"adjustment": (replace(first, steps=(made,), effect=effect), *others)}


def test_the_doses_of_a_label_as_it_is_are_right(solution: Label, by_area: Label) -> None:
    shipped = [SHIPPED.labels.revision(one, day) for one in SHIPPED.labels.products for day in days_of(one)]
    assert len(shipped) > 1
    for label in (*shipped, solution, by_area):
        assert amiss(label) == ()


@pytest.mark.parametrize(
    ("elements", "told"),
    [
        ({"rounding": "up"}, "rounding is given, and no dose is by body size"),
        ({"surface_area_formula": "mosteller"}, "surface_area_formula is given, and no dose is by surface area"),
        ({"mg_per_ml": Decimal(10)}, "tablets have strengths_mg, and neither mg_per_ml nor measure_ml"),
        ({"measure_ml": Decimal(1)}, "tablets have strengths_mg, and neither mg_per_ml nor measure_ml"),
        ({"strengths_mg": ()}, "tablets have strengths_mg, and neither mg_per_ml nor measure_ml"),
        ({"strengths_mg": (Decimal(0), Decimal(60))}, "is not above zero"),
        ({"max_daily_mg": Decimal(0)}, "is not above zero"),
        ({"max_daily_mg": Decimal(59)}, "60 mg once daily comes to more than the daily maximum of 59 mg"),
    ],
)
def test_what_does_not_go_together_is_told(elements: dict[str, Any], told: str) -> None:
    assert any(told in one for one in amiss(LABEL, **elements))


@pytest.mark.parametrize(
    ("elements", "told"),
    [
        ({"food": "with"}, "has a time to meals, and is not without food"),
        ({"food": "either", "before_meal": None}, "has a time to meals, and is not without food"),
        ({"food": "without", "after_meal": None}, "is without food and lacks before_meal or after_meal"),
        ({"food": "without", "before_meal": None}, "is without food and lacks before_meal or after_meal"),
        ({"food": "with", "before_meal": None, "after_meal": None}, None),
    ],
)
def test_a_time_to_meals_stands_where_the_dose_is_without_food_and_nowhere_else(
    elements: dict[str, Any], told: str | None
) -> None:
    found = amiss(LABEL, administration=replace(LABEL.administration, **elements))
    assert found == ((f"administration {told}",) if told is not None else ())


@pytest.mark.parametrize(
    ("doses", "told"),
    [
        ((), "has no dose"),
        (("60 mg once daily", "60 mg once daily"), "which is no lower dose"),
        (("40 mg once daily", "60 mg once daily"), "which is no lower dose"),
        (("20 mg every other day", "20 mg once daily"), "which is no lower dose"),
        (("40 mg once daily", "20 mg twice daily"), "which is no lower dose"),
        (("0 mg once daily",), "0 mg once daily is no dose"),
        (("45 mg twice daily",), "45 mg twice daily comes to more than the daily maximum of 80 mg"),
        (("40 mg twice daily", "40 mg every other day"), None),
        (("160 mg every other day", "60 mg once daily"), None),
    ],
)
def test_each_step_is_a_lower_dose_within_the_maximum(doses: tuple[str, ...], told: str | None) -> None:
    found = amiss(LABEL, **ladder(LABEL, *doses))
    assert any(told in one for one in found) if told is not None else found == ()


@pytest.mark.parametrize(
    ("before", "after", "effect", "is_told"),
    [
        ("60 mg once daily", "40 mg once daily", "reduce", False),
        ("60 mg once daily", "60 mg once daily", "reduce", True),
        ("60 mg once daily", "40 mg twice daily", "reduce", True),
        ("60 mg once daily", "80 mg once daily", "raise", False),
        ("60 mg once daily", "60 mg once daily", "raise", True),
        ("60 mg once daily", "40 mg once daily", "raise", True),
        ("60 mg once daily", "40 mg once daily", "start", False),
        ("40 mg once daily", "60 mg once daily", "start", False),
    ],
)
def test_an_adjustment_does_what_it_says(before: str, after: str, effect: str, is_told: bool) -> None:
    found = amiss(LABEL, **step(LABEL, before, after, effect))
    assert found == (
        (f"adjustment {LABEL.adjustment[0].id} goes from {before} to {after}; its effect is to {effect}",)
        if is_told
        else ()
    )


def test_a_dose_by_body_size_is_held_to_the_maximum_by_its_limit(solution: Label) -> None:
    assert amiss(solution, **ladder(solution, "2 mg/kg twice daily, at most 100 mg")) == ()
    assert amiss(solution, **ladder(solution, "2 mg/kg twice daily")) == ()
    told = amiss(solution, **ladder(solution, "2 mg/kg twice daily, at most 101 mg"))
    assert told == ("2 mg/kg twice daily, at most 101 mg comes to more than the daily maximum of 200 mg",)
    assert amiss(solution, **ladder(solution, "2 mg/kg once daily, at most 0 mg"))[0].endswith("is no dose")
    mixed = amiss(solution, **ladder(solution, "2 mg/kg twice daily, at most 100 mg", "20 mg twice daily"))
    assert mixed == (f"regimen {solution.regimen[0].id} mixes doses in mg and by body size",)


def test_a_solution_and_a_formula_have_what_belongs_to_them(solution: Label, by_area: Label) -> None:
    for elements in ({"mg_per_ml": None}, {"measure_ml": None}, {"strengths_mg": (Decimal(20),)}):
        assert amiss(solution, **elements) == ("a solution has mg_per_ml and measure_ml, and no strengths_mg",)
    assert any("is not above zero" in one for one in amiss(solution, measure_ml=Decimal(0)))
    assert amiss(by_area, surface_area_formula="mosteller") == ()
    assert amiss(by_area, surface_area_formula=None) == ()
    beside = step(by_area, "60 mg once daily", "40 mg once daily", "reduce")
    assert amiss(by_area, surface_area_formula="mosteller", **beside) == ()
    assert amiss(by_area, rounding=None)[0].startswith("rounding is missing")


def test_a_precaution_is_about_orders_in_mg(solution: Label) -> None:
    of_label = LABEL.precaution[0]
    by_weight = replace(of_label, ordered=LabelDose.parse("2 mg/kg once daily, at most 40 mg"))
    found = amiss(solution, precaution=(by_weight,))
    assert found == (f"precaution {of_label.id} is about orders of a dose by body size; an order is compared in mg",)
    assert amiss(solution, precaution=(replace(of_label, ordered=LabelDose.parse("40 mg once daily")),)) == ()
