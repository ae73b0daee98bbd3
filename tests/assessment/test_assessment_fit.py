"""How an ordered dose relates to a ladder, exactly and unrounded."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from support.label import adjustment, label, regimen

from validator.assessment.fit import Fit, fit_in
from validator.assessment.world import World
from validator.label.dose import LabelDose

STEPS = [
    {"before": "60 mg once daily", "after": "40 mg once daily", "confidence": "inferred"},
    {"before": "40 mg once daily", "after": "20 mg once daily"},
]
RAISES = [
    {"before": "60 mg once daily", "after": "80 mg once daily"},
    {"before": "40 mg once daily", "after": "60 mg once daily"},
]
MADE = label(
    regimen=[
        regimen(ladder=["60 mg once daily", "40 mg once daily", "20 mg once daily"]),
        regimen(id="small", ladder=["40 mg once daily", "20 mg once daily", "20 mg every other day"]),
    ],
    adjustment=[
        adjustment(steps=STEPS),
        adjustment(id="inducer", factor="inducer", effect="raise", because="an inducer", steps=RAISES),
    ],
)
LARGE, SMALL = MADE.regimen
INHIBITOR, INDUCER = MADE.adjustment
FORTY, TWENTY = LabelDose.parse("40 mg once daily"), LabelDose.parse("20 mg once daily")


@pytest.mark.parametrize(
    ("world", "mg", "days", "fit"),
    [
        (World(LARGE), "60", 1, Fit.EQUAL),
        (World(LARGE), "60.0", 1, Fit.EQUAL),
        (World(LARGE), "40", 1, Fit.REDUCED),
        (World(LARGE), "20", 1, Fit.REDUCED),
        (World(LARGE), "20", 2, Fit.NO_STEP),
        (World(LARGE), "60.001", 1, Fit.ABOVE),
        (World(LARGE), "59.999", 1, Fit.NO_STEP),
        (World(LARGE), "120", 2, Fit.NO_STEP),
        (World(LARGE), "121", 2, Fit.ABOVE),
        (World(SMALL), "40", 1, Fit.EQUAL),
        (World(SMALL), "20", 2, Fit.REDUCED),
        (World(SMALL), "60", 1, Fit.ABOVE),
        (World(LARGE, (INHIBITOR,)), "40", 1, Fit.EQUAL),
        (World(LARGE, (INHIBITOR,)), "20", 1, Fit.REDUCED),
        (World(LARGE, (INHIBITOR,)), "60", 1, Fit.ABOVE),
        (World(LARGE, (INHIBITOR,)), "10", 1, Fit.NO_STEP),
        (World(SMALL, (INHIBITOR,)), "20", 1, Fit.EQUAL),
        (World(SMALL, (INHIBITOR,)), "40", 1, Fit.ABOVE),
        (World(SMALL, (INHIBITOR,)), "20", 2, Fit.SILENT),
        (World(LARGE, (INDUCER,)), "80", 1, Fit.EQUAL),
        (World(LARGE, (INDUCER,)), "60", 1, Fit.NOT_RAISED),
        (World(LARGE, (INDUCER,)), "20", 1, Fit.NOT_RAISED),
        (World(LARGE, (INDUCER,)), "70", 1, Fit.NO_STEP),
        (World(LARGE, (INDUCER,)), "100", 1, Fit.ABOVE),
        (World(LARGE, (INHIBITOR, INDUCER)), "60", 1, Fit.SILENT),
        (World(LARGE, (INHIBITOR, INDUCER)), "80", 1, Fit.SILENT),
        (World(LARGE, (INHIBITOR, INDUCER)), "20", 2, Fit.SILENT),
        (World(LARGE, (INHIBITOR, INDUCER)), "81", 1, Fit.ABOVE),
        (World(LARGE, (INHIBITOR, INDUCER)), "40", 2, Fit.NOWHERE),
        (World(LARGE, (INHIBITOR, INDUCER)), "30", 1, Fit.NOWHERE),
        (World(SMALL, (INHIBITOR, INDUCER)), "60", 1, Fit.SILENT),
        (World(SMALL, (INHIBITOR, INDUCER)), "80", 1, Fit.ABOVE),
        (World(LARGE, (INHIBITOR,), FORTY), "20", 1, Fit.EQUAL),
        (World(LARGE, (INHIBITOR,), FORTY), "40", 1, Fit.ABOVE),
        (World(LARGE, (INHIBITOR,), FORTY), "10", 1, Fit.NO_STEP),
        (World(LARGE, (INHIBITOR,), TWENTY), "20", 1, Fit.SILENT),
        (World(LARGE, (INHIBITOR,), TWENTY), "20", 2, Fit.SILENT),
        (World(LARGE, (INHIBITOR,), TWENTY), "40", 1, Fit.ABOVE),
        (World(LARGE, (INDUCER,), FORTY), "60", 1, Fit.EQUAL),
        (World(LARGE, (INDUCER,), FORTY), "80", 1, Fit.ABOVE),
        (World(LARGE, (INDUCER,), FORTY), "40", 1, Fit.NOT_RAISED),
        (World(LARGE, (INDUCER,), TWENTY), "40", 1, Fit.SILENT),
        (World(LARGE, (INDUCER,), TWENTY), "100", 1, Fit.ABOVE),
    ],
)
def test_a_dose_is_compared_with_the_adjusted_ladder(world: World, mg: str, days: int, fit: Fit) -> None:
    found = fit_in(world, Decimal(mg), Fraction(days), MADE)
    assert found.fit is fit
    assert found.world is world
    assert (found.step_above is not None) is (fit is Fit.REDUCED)


def test_the_step_above_is_the_one_the_reduction_came_from() -> None:
    assert fit_in(World(LARGE), Decimal(40), Fraction(1), MADE).step_above == LabelDose.parse("60 mg once daily")
    assert fit_in(World(LARGE), Decimal(20), Fraction(1), MADE).step_above == LabelDose.parse("40 mg once daily")
    assert fit_in(World(LARGE, (INHIBITOR,)), Decimal(20), Fraction(1), MADE).step_above == LabelDose.parse(
        "40 mg once daily"
    )


def test_a_start_the_label_does_not_adjust_is_silent() -> None:
    narrow = label(adjustment=[adjustment(steps=[STEPS[1]])])
    world = World(narrow.regimen[0], narrow.adjustment)
    assert fit_in(world, Decimal(100), Fraction(1), narrow).fit is Fit.ABOVE
    assert fit_in(world, Decimal(40), Fraction(1), narrow).fit is Fit.NOWHERE
    for mg in (60, 20):
        assert fit_in(world, Decimal(mg), Fraction(1), narrow).fit is Fit.SILENT
