"""One world: a regimen with its adjustments, step by step and in words."""

from __future__ import annotations

import pytest
from support.label import adjustment, label, regimen

from validator.assessment.world import World, step_from
from validator.finding import Confidence
from validator.frozen import replace
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
    assert World(WARTS).ladder == (START, LAST)
    assert World(WARTS).start == START
    assert World(WARTS, (INHIBITOR,)).ladder == (LabelDose.parse("40 mg once daily"), None)
    assert World(WARTS, (INDUCER,)).ladder == (
        LabelDose.parse("80 mg once daily"),
        LabelDose.parse("20 mg once daily"),
    )
    assert World(OTHER, (INDUCER,)).ladder == (None, LabelDose.parse("20 mg once daily"))
    assert World(WARTS, (INHIBITOR, INDUCER)).ladder == ()
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


def test_the_dose_before_is_adjusted_and_the_steps_below_it() -> None:
    before = LabelDose.parse("40 mg once daily")
    assert World(WARTS, before=before).base == (before, LAST)
    assert World(WARTS, before=START).base == (START, LAST)
    assert World(WARTS, before=LAST).base == (LAST,)
    assert World(WARTS, (INHIBITOR,), before=LAST).ladder == (None,)


def test_the_ceiling_is_the_highest_dose_of_any_way_to_stack_the_factors() -> None:
    eighty = LabelDose.parse("80 mg once daily")
    assert World(WARTS, (INHIBITOR,)).ceiling == START
    assert World(WARTS, (INHIBITOR, INHIBITOR)).ceiling == START
    assert World(WARTS, (INDUCER,)).ceiling == eighty
    assert World(WARTS, (INHIBITOR, INDUCER)).ceiling == eighty
    assert World(WARTS, (INHIBITOR, INDUCER), before=LAST).ceiling == LabelDose.parse("20 mg once daily")
    # The label writes no step for two that raise, nor for a dose before that it does not name.
    assert World(WARTS, (INDUCER, INDUCER)).ceiling is None
    assert World(WARTS, (INDUCER,), before=LabelDose.parse("40 mg once daily")).ceiling is None


def test_a_dose_by_body_size_that_is_not_worked_out_has_no_ceiling_and_no_steps() -> None:
    by_weight = replace(WARTS, ladder=(LabelDose.parse("2 mg/kg once daily"),))
    unsized = World(by_weight, (INHIBITOR,))
    assert (unsized.is_unsized, unsized.ceiling, unsized.ladder, unsized.start) == (True, None, (), None)
    assert len(unsized.because) == 1
    assert unsized.confidence is Confidence.VERIFIED


def test_the_dose_before_is_told_in_words_where_it_is_not_the_start() -> None:
    told = World(WARTS, before=LAST).because
    assert told[1] == "20 mg every other day taken before the interacting drug began (the last order before it)"
    assert len(World(WARTS, before=START).because) == 1
