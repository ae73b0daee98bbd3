"""One world: a regimen with its adjustments, step by step and in words."""

from __future__ import annotations

import pytest
from support.label import adjustment, label, regimen

from validator.assessment.world import World, step_from
from validator.finding import Confidence
from validator.label.dose import LabelDose

STEPS = [{"before": "60 mg once daily", "after": "40 mg once daily", "confidence": "inferred"}]
MADE = label(
    regimen=[regimen(), regimen(id="other", confidence="single-source")],
    adjustment=[
        adjustment(steps=STEPS, confidence="verified"),
        adjustment(
            id="inducer",
            factor="inducer",
            effect="raise",
            because="an inducer",
            steps=[
                {"before": "60 mg once daily", "after": "80 mg once daily", "regimens": ["warts-60"]},
                {"before": "20 mg every other day", "after": "20 mg once daily"},
            ],
        ),
    ],
)
WARTS, OTHER = MADE.regimen
INHIBITOR, INDUCER = MADE.adjustment
START, LAST = LabelDose.parse("60 mg once daily"), LabelDose.parse("20 mg every other day")


def test_a_ladder_is_adjusted_step_by_step() -> None:
    assert World(WARTS).ladder() == (START, LAST)
    assert World(WARTS, (INHIBITOR,)).ladder() == (LabelDose.parse("40 mg once daily"), None)
    assert World(WARTS, (INDUCER,)).ladder() == (
        LabelDose.parse("80 mg once daily"),
        LabelDose.parse("20 mg once daily"),
    )
    assert World(OTHER, (INDUCER,)).ladder() == (None, LabelDose.parse("20 mg once daily"))
    assert World(WARTS, (INHIBITOR, INDUCER)).ladder() == ()
    assert World(WARTS, (INHIBITOR, INDUCER)).start is None


def test_a_step_belongs_to_the_regimens_it_names() -> None:
    step = step_from(INDUCER, WARTS, START)
    assert step is not None
    assert str(step.after) == "80 mg once daily"
    assert step_from(INDUCER, OTHER, START) is None
    assert step_from(INHIBITOR, OTHER, START) is not None
    assert step_from(INHIBITOR, WARTS, LAST) is None


def test_the_steps_are_told_in_words() -> None:
    assert World(WARTS).because == ("60 mg once daily start for all patients (section 2.1)",)
    assert (
        World(WARTS, (INHIBITOR,)).because[1] == "minus 20 mg for a strong inhibitor = 40 mg once daily (section 2.7)"
    )
    named = World(WARTS, (INHIBITOR,)).steps({"strong-inhibitor": "itraconazole"})
    assert named[1] == "minus 20 mg for itraconazole (a strong inhibitor) = 40 mg once daily (section 2.7)"
    assert World(WARTS, (INDUCER,)).because[1].startswith("plus 20 mg for an inducer")
    assert len(World(OTHER, (INDUCER,)).because) == 1


def test_a_change_of_interval_is_told_whole() -> None:
    made = label(
        regimen=[regimen(ladder=["20 mg once daily"])],
        adjustment=[adjustment(steps=[{"before": "20 mg once daily", "after": "20 mg every other day"}])],
    )
    world = World(made.regimen[0], made.adjustment)
    assert world.because[1] == (
        "20 mg once daily becomes 20 mg every other day for a strong inhibitor = 20 mg every other day (section 2.7)"
    )


@pytest.mark.parametrize(
    ("world", "confidence"),
    [
        (World(WARTS), Confidence.VERIFIED),
        (World(OTHER), Confidence.SINGLE_SOURCE),
        (World(WARTS, (INHIBITOR,)), Confidence.INFERRED),
        (World(WARTS, (INDUCER,)), Confidence.SINGLE_SOURCE),
    ],
)
def test_a_dose_is_as_sure_as_its_weakest_statement(world: World, confidence: Confidence) -> None:
    assert world.confidence is confidence
