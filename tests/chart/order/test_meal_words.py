"""A meal told at the dose is heard beside the label's own sentence; a meal told of something else is not."""

from __future__ import annotations

import pytest
from support.build import dosage, every, quantity
from support.coding import concept
from support.judged import judged, verdicts
from support.plain import kidney, with_dosage
from support.product import CLINICAL_DRUGS
from support.words import Text, told

from validator.chart.order.instruction_text import Told, told_in

SIG = "Take 1 tablet by mouth daily"
APART = f"{SIG} at least 1 hour before or 2 hours after eating"


def codes(words: str) -> set[str]:
    return {one.code for one in told(Text(words))}


@pytest.mark.parametrize(
    "words",
    [
        "Take right after dinner.",
        "Take immediately after supper",
        "Take soon after eating",
        "Take just after lunch",
        "Take just before dinner",
        "Take immediately following your evening meal",
    ],
)
def test_hours_told_beside_do_not_excuse_a_dose_right_at_a_meal(words: str) -> None:
    assert "with-food" in codes(f"{APART}. {words}")
    assert "with-food" in codes(f"{APART}, {words}")


def test_hours_told_in_another_field_do_not_excuse_it_either() -> None:
    made = dosage(quantity(60, "mg"), every())
    made["text"] = f"{SIG} right after dinner"
    made["additionalInstruction"] = [concept(text="Take at least 1 hour before or 2 hours after eating")]
    report = judged(kidney(with_dosage(made, medication=concept(CLINICAL_DRUGS["tablet", 60]))))
    assert verdicts(report, "with-food") == ["error"]


def test_after_a_meal_in_a_sentence_of_its_own_is_a_caution_beside_the_hours() -> None:
    assert [(one.code, one.verdict.value) for one in told(Text(f"{APART}. Take after dinner"))] == [
        ("meal-gap-not-told", "warning")
    ]
    assert told(Text(f"{SIG} after dinner, at least 2 hours after eating")) == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (f"{SIG} postprandially", "with-food"),
        (f"{SIG} around dinner", "with-food"),
        (f"{APART}. Take around lunch", "with-food"),
        (f"{APART}. Do not swallow", "not-swallowed-whole"),
        (f"{APART}. Do not swallow the tablet", "not-swallowed-whole"),
    ],
)
def test_other_words_for_a_meal_at_the_dose_and_for_a_tablet_that_is_not_swallowed(words: str, code: str) -> None:
    assert code in {one.code for one in told(Text(words))}


@pytest.mark.parametrize(
    "words",
    [
        f"{APART}. Take around dinnertime",
        f"{APART}. Do not swallow broken tablets",
        f"{APART}. Do not swallow if broken",
    ],
)
def test_a_time_of_day_and_broken_tablets_are_quiet(words: str) -> None:
    assert told(Text(words)) == []


@pytest.mark.parametrize(
    "words",
    [
        f"{APART}.",
        f"{SIG} just 2 hours after eating",
        f"{SIG} on an empty stomach. Do not take right after a meal.",
        f"{SIG} on an empty stomach; never right before or after a meal",
        f"{APART}. Check blood sugar just before dinner",
        f"{APART}. Back on after lunch break",
        f"{APART}. Back at work after her lunch break",
        f"{APART}. Take blood pressure right after breakfast",
        f"{APART}. Take antacids right after meals",
    ],
)
def test_hours_kept_and_what_is_forbidden_or_of_other_things_stay_quiet(words: str) -> None:
    assert told(Text(words)) == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Never without food", "with-food"),
        ("Not without food", "with-food"),
        ("Don't take it without a meal", "with-food"),
        ("Do not take unless you have eaten", "with-food"),
        ("Take only after you have eaten", "with-food"),
        ("Do not swallow whole", "not-swallowed-whole"),
        ("Do not swallow the tablet whole", "not-swallowed-whole"),
        ("Breakfast 30 minutes after dose", "with-food"),
        ("Take with your other medications with breakfast", "with-food"),
        ("Take your cancer pill with breakfast", "with-food"),
        ("Drink water with tablet at breakfast", "with-food"),
        ("@ dinner", "with-food"),
        ("Take upon eating", "with-food"),
        ("Take with the first bite", "with-food"),
        ("Take close to dinner", "with-food"),
        ("Take within minutes of eating", "with-food"),
        ("Take once you have eaten", "with-food"),
        ("Take after you eat", "with-food"),
        ("Take right after lunch break", "with-food"),
        ("With tube feeding", "with-food"),
        ("c\u0304 food", "with-food"),
        ("May crush, not recommended for others", "not-swallowed-whole"),
    ],
)
def test_what_a_denial_orders_is_heard(words: str, code: str) -> None:
    assert code in codes(f"{SIG}. {words}")


@pytest.mark.parametrize(
    "words",
    [
        "Never with food",
        "Take without food",
        "Do not take if you have eaten",
        "Do not take unless you have eaten nothing for 2 hours",
        "Do not crush or chew, swallow whole",
        "Breakfast 1 hour after dose.",
        "Eat breakfast 1 hour after taking.",
        "Dinner 2 hours before dose",
        "Take 2 hours after taking food",
        "Wait 1 hour after taking before eating",
        "Take your other pills with breakfast",
        "Take your blood pressure pill with breakfast",
        "Drink water with meals",
        "Creon with meals",
        "Boost with breakfast",
        "Do not swallow if broken",
        "Crushing not recommended",
        "Take your vitamins with food",
        "Do not take close to meals",
        "s\u0304 food",
        "@ 2 hours after dinner",
        "Do not take with tube feeding",
        "Crushing of tablets should be avoided",
    ],
)
def test_correct_words_are_quiet(words: str) -> None:
    assert told(Text(f"{SIG} on an empty stomach. {words}")) == []


def test_before_and_after_the_dose_time_the_meal() -> None:
    assert told_in("Eat breakfast 1 hour after taking") == (Told("before-meal", 60),)
    assert told_in("Dinner 2 hours before the dose") == (Told("after-meal", 120),)
    assert told_in("Take 2 hours after taking a meal") == (Told("after-meal", 120),)


@pytest.mark.parametrize("words", ["Take 2 hours or more after you have eaten", "Do not take once you have eaten"])
def test_time_that_is_left_after_eating_is_no_meal(words: str) -> None:
    assert not codes(f"{SIG} on an empty stomach. {words}") & {"with-food", "meal-gap-not-told"}


@pytest.mark.parametrize(
    "words",
    ["Take 2 hours after dinner, next meal 1 hour after", "2 hours after dinner, next meal at least 1 hour later"],
)
def test_the_hours_to_the_next_meal_are_none_after_one(words: str) -> None:
    assert not codes(words) & {"with-food", "meal-gap-not-told"}


@pytest.mark.parametrize(
    "words",
    ["Take after dinner, next meal 1 hour after", "Take 1 hour after dinner", "Take after the meal 1 hour later"],
)
def test_and_excuse_no_dose_at_the_meal_before(words: str) -> None:
    assert codes(words) & {"with-food", "meal-gap-not-told"}


def test_a_meal_of_any_size_is_one() -> None:
    sizes = ("with largest meal", "with largest meal of the day", "with a big meal", "with your heaviest meal")
    assert [one for one in sizes if "with-food" not in codes(f"{SIG} {one}")] == []
    assert "with-food" not in codes(f"{SIG}. Do not take with a big meal")


@pytest.mark.parametrize(
    "words",
    [
        "pt eats breakfast w/ his cabo",
        "has something to eat with each dose",
        "eats with the pill",
        "has lunch with the tablet",
    ],
)
def test_who_eats_with_the_dose_takes_it_with_food(words: str) -> None:
    assert "with-food" in codes(words)


@pytest.mark.parametrize(
    "words",
    [
        "does not eat breakfast with his cabo",
        "eats breakfast 2 h after his cabo",
        "has nausea with each dose",
        "has trouble with the pills",
        "eats breakfast with his wife",
    ],
)
def test_what_else_stands_with_the_dose_is_no_meal(words: str) -> None:
    assert "with-food" not in codes(words)
